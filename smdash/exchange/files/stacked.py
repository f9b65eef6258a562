"""Files of lists stacked on each other, as Meta exports an audience: a title, a line of names, a line of values.

Each list becomes a table under its title, with a row for each part, so that grammar, faults and reading are those of
any table. Days that stand in the same file pass through as they are. A list under a title that is not known becomes one
row that says so, and never parts of the list before it; ages are known by their look in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from smdash.domain import text
from smdash.exchange.files.grid import Row, column_key
from smdash.exchange.grammar.dates import is_date

HEADER = ("Part", "Series", "Value", "Unit")
"""Under what the parts of a list stand: the series is what columns are set apart by, as women and men, the unit `share`
or `number`.
"""
UNKNOWN = "?"
"""The unit of the one row of a list under a title that is not known."""

# What a list is of, by the words of its title in the languages of the interface.
LISTS = {
    "age and gender": (
        *("age & gender", "age and gender", "faixa etária e gênero", "edad y sexo", "edad y género"),
        *("alter und geschlecht", "âge et genre", "tranche d'âge et genre", "età e genere", "fascia d'età e genere"),
        *("idade e gênero", "idade e género", "edad y genero", "alter & geschlecht", "âge & genre"),
        *("ålder och kön", "leeftijd en geslacht", "wiek i płeć", "возраст и пол", "yaş ve cinsiyet"),
    ),
    "city": (
        *("top towns/cities", "top cities", "principais cidades", "principales ciudades", "ciudades principales"),
        *("top-städte", "wichtigste städte", "städte", "principales villes", "villes principales", "città principali"),
        *("principali città", "största städer", "populärste städte", "belangrijkste plaatsen", "основные города"),
        *("belangrijkste steden", "top-orte", "top-städte/-orte", "principales pueblos/ciudades", "cidades principais"),
    ),
    "country": (
        *("top countries", "principais países", "principales países", "países principales", "top-länder"),
        *("wichtigste länder", "länder", "principaux pays", "pays principaux", "paesi principali"),
        *("principali paesi", "största länder"),
        *("belangrijkste landen", "основные страны"),
    ),
    "page": (
        "top pages",
        "principais páginas",
        "páginas principales",
        "principales páginas",
        "top-seiten",
        "principales pages",
    ),
}
_FORMATS = frozenset({"reels", "photos", "stories", "links", "text", "multi-photo", "videos", "others", "live"})
FORMATS_BY = {"views": "views", "content interactions": "interactions", "published content": "posts"}
"""What lists by format of content measure, by their title."""
_AGES = "age and gender"
_AGE = re.compile(r"\s*[0-9]{2}(?:\s*[-–]\s*[0-9]{2}|\s*\+)\s*")
_FEW = 2
_LINES = 3  # of a list: title, names, values
_LONGEST_TITLE = 100
_MOST_SHARES = 101  # per cent: parts that add up to more are numbers
_PADDING = '";,\t '
_PLAIN = re.compile(r"([0-9]{1,12}(?:[.,][0-9]{1,6})?)\s*(%?)")
_SEPARATOR = re.compile(r"\s*(?:[-–—:|·]|\bof\b)\s*")


def list_of(title: str) -> str:
    """What the list under a title breaks down; blank when it is no title of one."""
    key = column_key(title.strip(_PADDING))
    words = {key, *(column_key(part) for part in _SEPARATOR.split(key))}
    for platform in ("facebook", "instagram"):
        words |= {word.replace(platform, "").strip(" ()") for word in words}
    return next((dimension for dimension, titles in LISTS.items() if words & set(titles)), "")


def is_stacked(sample: Iterable[str]) -> bool:
    """Whether the first lines of a file have the title of such a list."""
    lines = [line for line in sample if line.strip(_PADDING + "\r\n")]
    return any(len(line) < _LONGEST_TITLE and list_of(line.strip()) for line in lines) or _has_formats(lines)


def _has_formats(lines: Sequence[str]) -> bool:
    """Whether a file begins with one of the lists by format of content, whose titles are everyday words."""
    if len(lines) < 2 or column_key(lines[0].strip(_PADDING + "\r\n")) not in FORMATS_BY:
        return False
    return _are_formats(re.split(r"[;,\t]", lines[1].strip()))


def _are_formats(cells: Iterable[str]) -> bool:
    return len(_FORMATS & {column_key(cell.strip(_PADDING)) for cell in cells}) >= _FEW


def unstacked(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows of such a file as tables, each after a blank line and its title."""
    loose: list[Row] = []
    for block in _blocks(rows):
        if len(block) == 1:  # a title of what follows; at the end of the file of nothing
            loose.append(block[0])
            continue
        for row in loose:
            yield from _table([row])
        loose = []
        yield from _table(block)


def _blocks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """The rows that stand together, without the blank ones between."""
    block: list[Row] = []
    for row in rows:
        filled = [bool(cell.strip()) for cell in row.cells]
        ends = not any(filled) or (filled[0] and not any(filled[1:]) and not _belongs(block, row))
        if ends and block:
            yield block
            block = []
        if any(filled):
            block.append(row)
    if block:
        yield block


def _belongs(block: Sequence[Row], row: Row) -> bool:
    """Whether a row of one cell goes on with a list, as a list of one part does, or an age without numbers."""
    dimension = list_of(block[0].cells[0]) if block else ""
    if dimension == _AGES or _look_like_ages(block[1:]):
        return row.cells[0].strip()[:1].isdigit()
    return bool(dimension) and len(block) < _LINES


def _table(block: Sequence[Row]) -> Iterator[Row]:
    """A block of lines as a table; what is no list goes on as it stands."""
    head, *rest = block
    title = text.one_line(head.cells[0])
    dimension = list_of(title)
    if not dimension and _look_like_ages(rest):
        title, dimension = f"{title} - {LISTS[_AGES][0]}", _AGES
    formats = not dimension and column_key(title) in FORMATS_BY and bool(rest) and _are_formats(rest[0].cells)
    yield Row(head.line, [""])
    strange = not dimension and not formats
    if strange and (len(rest) < 2 or is_date(rest[1].cells[0])):
        yield from block
        return
    yield Row(head.line, [title])
    yield Row(head.line, list(HEADER))
    if strange:
        yield Row(head.line, [title, "", "", UNKNOWN])
        return
    yield from _ages(rest) if dimension == _AGES else _named(rest, share=not formats)


def _look_like_ages(rows: Sequence[Row]) -> bool:
    """Whether rows are names over columns, with nothing over the first, and then ages (`18-24`) with numbers."""
    if len(rows) < 2 or rows[0].cells[0].strip():
        return False
    return any(cell.strip() for cell in rows[0].cells) and all(_AGE.fullmatch(row.cells[0]) for row in rows[1:])


def _ages(rows: Sequence[Row]) -> Iterator[Row]:
    """Ages down, one column for each gender."""
    series: list[str] = []
    values = [cell for row in rows if row.cells[0].strip() for cell in row.cells[1:]]
    unit = _unit(values)
    for row in rows:
        first, *cells = row.cells
        if not first.strip():
            series = cells
            continue
        for place, cell in enumerate(cells):
            name = series[place] if place < len(series) else ""
            if name.strip() or cell.strip():
                yield Row(row.line, [first, name, cell, unit])


def _named(rows: Sequence[Row], *, share: bool) -> Iterator[Row]:
    """A line of names over a line of values, as often as it comes."""
    for at in range(0, len(rows), 2):
        values = _filled(rows[at + 1].cells) if at + 1 < len(rows) else []
        names = _mended(_filled(rows[at].cells), len(values))
        line = rows[at].line
        if len(names) != len(values):
            found = f"{len(names)} names over {len(values)} values"
            yield Row(line, [" ".join(names[:3]), "", found, "number"])
            continue
        unit = _unit(values) if share else "number"
        yield from (Row(line, [name, "", value, unit]) for name, value in zip(names, values, strict=True))


def _filled(cells: Sequence[str]) -> list[str]:
    """The cells up to the last one that holds something."""
    last = max((place for place, cell in enumerate(cells) if cell.strip()), default=-1)
    return list(cells[: last + 1])


def _mended(names: list[str], count: int) -> list[str]:
    """Names whose own commas became columns when a spreadsheet saved them again, put together: what begins with a space
    is the rest of the name before it; else, of twice as many cells, each two are one name.
    """
    if len(names) <= count:
        return names
    joined: list[str] = []
    for name in names:
        if joined and name.startswith(" "):
            joined[-1] += f",{name}"
        else:
            joined.append(name)
    if len(joined) != count and len(names) == 2 * count:
        joined = [f"{names[at].strip()}, {names[at + 1].strip()}" for at in range(0, len(names), 2)]
    return joined


def _unit(values: Iterable[str]) -> str:
    """Shares of a whole, or numbers: parts of one list never add up to more than all of it."""
    summed = 0.0
    for value in values:
        match = _PLAIN.fullmatch(value.strip())
        if match is None:
            continue
        if match[2]:
            return "share"
        summed += float(match[1].replace(",", "."))
    return "share" if summed <= _MOST_SHARES else "number"
