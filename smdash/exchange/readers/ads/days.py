"""Days as titles and segments of ad reports write them, in words of many languages: `June 1, 2024 - June 30, 2024`."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta

Span = tuple[date, date]

# The beginnings of the names of months, without accents, as English, German, French, Spanish, Portuguese, Italian,
# Dutch, Scandinavian languages, Turkish, Polish, Ukrainian and Russian have them.
_MONTHS = (
    "jan ene gen oca sty сiч січ янв", "feb fev sub lut лют фев", "mar mrt brz бер мар",
    "apr abr avr nis kwi квi кві апр",
    "may mai mag maj mei тра май мая", "jun juin giu haz cze чер июн", "jul juil lug tem lip лип июл",
    "aug ago aou agu sie сер авг", "sep set eyl wrz вер сен", "oct okt ott out eki paz жов окт", "nov kas lis лис ноя",
    "dec dez des dic ara gru гру дек",
)  # fmt: skip
_MONTH_OF = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_LONGEST = 120
_WORD = r"(?P<{0}>[^\W\d_]{{3,12}})\.?"
_FORMS = (
    re.compile(r"(?P<year>20\d\d)[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?)(?!\d)"),
    re.compile(r"(?P<year>20\d\d)\s?年\s?(?P<month>\d\d?)\s?月\s?(?P<day>\d\d?)\s?日"),
    re.compile(rf"{_WORD.format('name')}\s+(?P<day>\d\d?),?\s+(?P<year>20\d\d)(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d\d?)\.?\s+(?:de\s+)?{_WORD.format('name')},?\s+(?:de\s+)?(?P<year>20\d\d)(?!\d)"),
)
_HALVES = re.compile(r"\s+(?:-|–|—|to|bis|au|al)\s+")
_NUMERIC = re.compile(r"(?<![\d/.-])(\d\d?)([/.-])(\d\d?)\2(20\d\d)(?!\d)")
_MONTH_ONLY = (
    re.compile(rf"{_WORD.format('name')}\s+(?:de\s+)?(?P<year>20\d\d)"),
    re.compile(r"(?P<year>20\d\d)[-/.](?P<month>\d\d?)"),
)
_YEAR_ONLY = re.compile(r"20\d\d")
_QUARTER = re.compile(r"(?:(?P<before>20\d\d)[\s,-]*)?[qtk](?P<number>[1-4])(?:[\s,/-]*(?P<year>20\d\d))?")


def days_in(text: str) -> list[date]:
    """The days a text names, in its order; none where it can't be told which is the day and which the month."""
    if len(text) > _LONGEST:
        return []
    plain = _plain(text)
    for form in _FORMS:
        found = [_day(match) for match in form.finditer(plain)]
        if found and None not in found:
            return [day for day in found if day is not None]
    return _numeric(plain)


def span_in(text: str) -> Span | None:
    """The first and the last day of a text that names two, the first perhaps without its year; one day is a span, too,
    where the text has no other figures.
    """
    found = days_in(text)
    if len(found) == 1 and _has_more_figures(text):
        first, mark, last = _HALVES.sub("\n", text, count=1).partition("\n")
        found = days_in(f"{first} {found[0].year}") + days_in(last) if mark else []
        if len(found) != 2:
            return None
    if len(found) not in (1, 2) or found[0] > found[-1]:
        return None
    return found[0], found[-1]


def segment(text: str, days: int) -> Span | None:
    """The days of a segment named by its first day, of so many days; 0 for a month, which may be named by itself."""
    plain = _plain(text)
    found = days_in(plain)
    if len(found) == 2:
        return (found[0], found[1]) if found[0] <= found[1] else None
    first = found[0] if found else None
    if first is None and not days:
        first = next((day for form in _MONTH_ONLY if (match := form.fullmatch(plain)) and (day := _day(match))), None)
    if first is None:
        return None
    if days:
        return first, first + timedelta(days=days - 1)
    return first.replace(day=1), first.replace(day=monthrange(first.year, first.month)[1])


def long_segment(text: str, length: str) -> Span | None:
    """The days of a `quarter` or a `year`, which is named by itself or by its first day."""
    plain = _plain(text)
    first = next(iter(days_in(plain)), None)
    if length == "year":
        year = int(plain) if _YEAR_ONLY.fullmatch(plain) else first.year if first else None
        return None if year is None else (date(year, 1, 1), date(year, 12, 31))
    if (match := _QUARTER.fullmatch(plain)) and (match["year"] or match["before"]):
        first = date(int(match["year"] or match["before"]), 3 * int(match["number"]) - 2, 1)
    if first is None or first.day != 1 or first.month % 3 != 1:
        return None
    last = first.month + 2
    return first, date(first.year, last, monthrange(first.year, last)[1])


def _has_more_figures(text: str) -> bool:
    """Whether a text has figures beside the days that it names."""
    plain = _plain(text)
    form = next((form for form in (*_FORMS, _NUMERIC) if form.search(plain)), _NUMERIC)
    return any(char.isdigit() for char in form.sub("", plain))


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = int(parts["month"]) if name is None else _month(name)
    try:
        return date(int(parts["year"]), month, int(parts.get("day") or 1))
    except ValueError:
        return None


def _month(name: str) -> int:
    return next((_MONTH_OF[name[:size]] for size in (4, 3) if name[:size] in _MONTH_OF), 0)


def _numeric(plain: str) -> list[date]:
    """Days written in figures, if all of them fit in one order only, or the order makes no difference."""
    found = [(int(one), int(other), int(year)) for one, _, other, year in _NUMERIC.findall(plain)]
    orders = ([(year, month, day) for day, month, year in found], [(year, month, day) for month, day, year in found])
    fitting = {tuple(days) for days in map(_all_days, orders) if days}
    return list(fitting.pop()) if len(fitting) == 1 else []


def _all_days(parts: list[tuple[int, int, int]]) -> list[date]:
    try:
        return [date(*one) for one in parts]
    except ValueError:
        return []
