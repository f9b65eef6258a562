"""What readers of ad reports share: columns by their names in several languages, and a row's numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from smdash.domain.measures import Measure
from smdash.exchange.files.grid import Header
from smdash.exchange.grammar.numbers import BadCell, absent
from smdash.exchange.readers.base import Columns, DateColumns, Grammars, NumberColumn, cell_line, measure_at, raw_fields

Words = Mapping[str, tuple[str, ...]]
"""The names a column may have, by what it is."""

COUNTS = ("impressions", "reach", "clicks", "all clicks")
_CURRENCY = re.compile(r"(.*?)\s*\(([A-Z]{3})\)(?: \(\d+\))?")
_TOTAL = re.compile(
    r"(?:grand )?(?:totals?|totale|totalt|totaal|gesamt|summe|total general|razem|łacznie|suma|celkem|toplam|osszesen"
    r"|yhteensa|jumlah|итого|всего|усього|всього|合計|总计|總計)"
    r"(?:\s*[:：-].*)?"
    r"|(?:total results|resultados totales|resultados totais|gesamtergebnisse)"
    r"|(?:results from|ergebnisse (?:von|aus)|resultats de|resultados de|risultati di) \d.*",
    re.IGNORECASE,
)
_EVERY = frozenset({"all", "alle", "tous", "toutes", "todos", "todas", "tutti", "tutte", "все", "усі"})


@lru_cache(maxsize=2048)
def bare(name: str) -> str:
    """A column's name as names are compared: without case, accents, the currency at its end and kinds of quotes."""
    match = _CURRENCY.fullmatch(name)
    plain = unicodedata.normalize("NFKD", (match[1] if match else name).replace("’", "'").casefold())
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def is_every(cell: str) -> bool:
    """Whether a cell says that a row is of all there are."""
    return bare(cell) in _EVERY


def is_total(label: str) -> bool:
    """Whether a name is the label of a totals row."""
    return _TOTAL.fullmatch(bare(label)) is not None


def named(cell: str) -> str:
    """The name in a cell; blank where it says that a row is of all of them, or of none."""
    return "" if absent(cell) or is_every(cell) or is_total(cell) else cell


class AdColumns:
    """Where the columns of one table stand, of those in the word table."""

    def __init__(self, header: Header, words: Words) -> None:
        self.header = header
        places: dict[str, int] = {}
        for place, name in enumerate(header.names):
            places.setdefault(bare(name), place)
        self.places: dict[str, int] = {}
        for field, names in words.items():
            found = next((places[bare(name)] for name in names if bare(name) in places), None)
            if found is not None:
                self.places[field] = found

    def missing(self, *fields: str) -> list[str]:
        """Those of the fields that no column has."""
        return [field for field in fields if field not in self.places]

    def to_decide(self, days: str, dates: Iterable[str], usual: str | None) -> Columns:
        """The columns whose grammar is decided from all their cells; `days` names those of dates."""
        found = tuple(self.places[name] for name in dates if name in self.places)
        counts = [NumberColumn(self._name(field), self.places[field]) for field in COUNTS if field in self.places]
        amounts = [
            NumberColumn(self._name(field), self.places[field], whole=False)
            for field in ("spend", "results")
            if field in self.places
        ]
        return Columns((DateColumns(days, found, usual),), (*amounts, *counts))

    def currency(self) -> str:
        """The currency that the name of the spend column ends with; blank when it has none."""
        match = _CURRENCY.fullmatch(self._name("spend"))
        return match[2] if match else ""

    def text(self, cells: list[str], field: str) -> str:
        """A cell as clean text; blank when the column isn't there."""
        return cell_line(cells, self.places.get(field))

    def numbers(self, grammars: Grammars) -> Callable[..., dict[str, Measure]]:
        """A function that reads spend, results and counts of a row; of a totals row only what is a number."""
        fields = [field for field in ("spend", "results", *COUNTS) if field in self.places]
        columns = [(field, self.places[field], self._name(field)) for field in fields]

        def read(cells: list[str], *, strict: bool = True) -> dict[str, Measure]:
            found = {}
            for field, place, name in columns:
                try:
                    found[field] = measure_at(grammars.numbers[place], cells[place], name)
                except BadCell:
                    if strict:
                        raise
            return found

        return read

    def raw(self) -> Callable[[list[str]], dict[str, str]]:
        """A function that keeps every other cell that isn't blank, and the status, which only tells the report."""
        return raw_fields(self.header, [place for field, place in self.places.items() if field != "status"])

    def _name(self, field: str) -> str:
        return self.header.names[self.places[field]]


def counts_of(numbers: Mapping[str, Measure]) -> dict[str, Measure]:
    """The counts of a row. Clicks are those on a link in a file that tells them apart from all others, in each row."""
    found = {name: numbers[name] for name in ("impressions", "reach", "clicks") if name in numbers}
    if "clicks" not in found and "all clicks" in numbers:
        found["clicks"] = numbers["all clicks"]
    return found
