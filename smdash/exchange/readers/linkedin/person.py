"""LinkedIn, export of what a person's own posts did: one workbook, a sheet for each view.

| sheet               | is                                                                                            |
|---------------------|-----------------------------------------------------------------------------------------------|
| DISCOVERY           | totals of the whole time, which stands beside `Overall Performance`                            |
| ENGAGEMENT          | impressions and engagements of each day                                                       |
| TOP POSTS           | two lists side by side, by engagements and by impressions: a post may be in both, or in one   |
| FOLLOWERS           | new followers of each day, and above them how many there were at the end                      |
| DEMOGRAPHICS        | shares of the audience; a sheet CONTENT DEMOGRAPHICS is of those who saw posts                |

Days are month first, without zeros. Nobody is named: what is here is kept apart from the Pages there may be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import MONTH_FIRST, read_date
from smdash.exchange.grammar.numbers import BadCell, absent
from smdash.exchange.readers.ads.columns import bare
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    date_at,
    measure_at,
)
from smdash.exchange.readers.linkedin.columns import DATE, urn_of
from smdash.exchange.readers.parts import part_label, share_of
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, PlatformTotal, PostRecord

_PLATFORM, _CHANNEL, _SOURCE = "linkedin", "LinkedIn profile", "linkedin-personal"
_DAYS = "Date"
_SPAN = re.compile(r"([0-9]{1,2}/[0-9]{1,2}/[0-9]{4}) - ([0-9]{1,2}/[0-9]{1,2}/[0-9]{4})")
_COUNT_ON = re.compile(r"([0-9]{1,2}/[0-9]{1,2}/[0-9]{4})\D*([0-9][0-9.,]*)")
_SHARES = ("top demographics", "value", "percentage")
_DIMENSIONS = {
    "job titles": "job title", "locations": "location", "industries": "industry", "companies": "company",
    "company size": "company size", "seniority": "seniority",
}  # fmt: skip
_TOTALS = {"impressions": "impressions", "members reached": "reach"}
_LISTS = (0, 4)  # where the two lists of posts begin, each with a link, a day and a number


@dataclass(frozen=True, slots=True)
class LinkedInPerson:
    """Reader of every sheet; a file is known by its lists of posts, or by its shares."""

    titles: tuple[str, ...] = ()
    name: str = _SOURCE
    title: str = "LinkedIn personal analytics"

    def under(self, titles: tuple[str, ...]) -> LinkedInPerson:
        return replace(self, titles=titles)

    def recognise(self, header: Header) -> Match | NoMatch:
        if _is_posts(header):
            return Match(len(_LISTS) * 3)
        return Match(len(_SHARES)) if header.keys[:3] == _SHARES else NoMatch("none of its sheets is there")

    def begins(self, header: Header) -> bool:
        known = _is_posts(header) or header.keys[:3] == _SHARES or _is_days(header)
        return known or _span(header) is not None

    def columns(self, header: Header) -> Columns:
        names = header.names
        if _is_posts(header):
            numbers = tuple(NumberColumn(names[at + 2], at + 2) for at in _LISTS)
            return Columns((DateColumns(_DAYS, tuple(at + 1 for at in _LISTS), MONTH_FIRST),), numbers)
        if header.keys[:3] == _SHARES:
            return Columns(numbers=(NumberColumn(names[2], 2, whole=False),))
        if not _is_days(header):
            return Columns(numbers=(NumberColumn("Totals", 1),))
        numbers = tuple(NumberColumn(names[place], place) for place in range(1, len(names)))
        return Columns((DateColumns(_DAYS, (0,), MONTH_FIRST),), numbers)

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (Decision("account", "account", _CHANNEL, "the file names nobody"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        if _is_posts(header):
            return _Posts(header, grammars)
        if header.keys[:3] == _SHARES:
            return _shares(header, grammars, self.titles)
        if _is_days(header):
            return _Days(header, grammars, _count_on(self.titles))
        return _totals(header, grammars)


def _is_posts(header: Header) -> bool:
    """Whether columns are two lists side by side, of links, days and numbers; in whatever language."""
    keys = header.keys
    if len(keys) < _LISTS[1] + 3 or "url" not in keys[0]:
        return False
    return keys[4:6] == (f"{keys[0]} (2)", f"{keys[1]} (2)")


def _is_days(header: Header) -> bool:
    """Whether it is a day and one number, of followers, or two, of impressions and engagements."""
    is_day = bool(header.names) and bare(header.names[0]) in {bare(name) for name in DATE}
    return is_day and len(header.names) in (2, 3)


def _span(header: Header) -> tuple[date, date] | None:
    """The time that totals are of, as it stands above them."""
    match = _SPAN.fullmatch(header.names[1]) if len(header.names) == 2 else None
    start, end = (_day(match[1]), _day(match[2])) if match else (None, None)
    return None if start is None or end is None else (start, end)


def _day(cell: str) -> date | None:
    """A day that stands above a table; None for what is none."""
    try:
        return read_date(MONTH_FIRST, cell).date()
    except BadCell:
        return None


def _count_on(titles: tuple[str, ...]) -> tuple[date, int] | None:
    """How many followers there were on which day, as it stands above those who are new."""
    match = _COUNT_ON.search(" ".join(titles[-2:]))
    day = _day(match[1]) if match else None
    return None if match is None or day is None else (day, int(re.sub(r"\D", "", match[2])))


def _totals(header: Header, grammars: Grammars) -> Callable[[Row], PlatformTotal]:
    start, end = _span(header) or (None, None)

    def read(row: Row) -> PlatformTotal:
        label = cell_line(row.cells, 0)
        measure = measure_at(grammars.numbers[1], row.cells[1], label)
        return PlatformTotal(label, _SOURCE, row.line, start, end, {_TOTALS.get(bare(label), bare(label)): measure})

    return read


class _Days:
    """Days of impressions and engagements, or of new followers."""

    def __init__(self, header: Header, grammars: Grammars, count: tuple[date, int] | None) -> None:
        self._names, self._grammars, self._count = header.names, grammars, count
        self._metrics = ("follows",) if len(header.names) == 2 else ("impressions", "interactions")
        self._first = 0

    def __call__(self, row: Row) -> ChannelDayRecord:
        day = date_at(self._grammars.dates[_DAYS], cell_line(row.cells, 0), self._names[0]).date()
        metrics = {
            metric: measure_at(self._grammars.numbers[place], row.cells[place], self._names[place])
            for place, metric in enumerate(self._metrics, 1)
        }
        self._first = self._first or row.line
        return ChannelDayRecord(_PLATFORM, _CHANNEL, day, row.line, metrics)

    def rest(self) -> Iterator[ChannelDayRecord]:
        """How many followers there were, which stands above the days."""
        if self._count is not None and self._metrics == ("follows",) and self._first:
            day, number = self._count
            yield ChannelDayRecord(_PLATFORM, _CHANNEL, day, self._first - 1, {"followers": Measure(number)})


def _shares(header: Header, grammars: Grammars, titles: tuple[str, ...]) -> Callable[[Row], AudienceRecord]:
    """Shares of the audience, or of those who saw posts, which the name of the sheet says."""
    name, grammar = header.names[2], grammars.numbers[2]
    measure = "viewers" if any("content" in title.casefold() for title in titles) else "audience"

    def read(row: Row) -> AudienceRecord:
        what, label, printed = (cell_line(row.cells, place) for place in range(3))
        if not label:
            raise BadCell("", "is blank", header.names[1])
        share = share_of(grammar, printed, name, 100 if "%" in printed else 1)
        raw = {name: printed} if share is None and printed else {}
        dimension = _DIMENSIONS.get(what.casefold(), what.casefold())
        return AudienceRecord(
            _PLATFORM, _CHANNEL, dimension, measure, part_label(label, label), row.line, share=share, raw=raw
        )

    return read


@dataclass(slots=True)
class _Post:
    """What both lists say of one post."""

    link: str
    posted: datetime
    line: int
    impressions: Measure = NOT_REPORTED
    raw: dict[str, str] = field(default_factory=dict)


class _Posts:
    """The posts of both lists; what a post is can only be told when both are read."""

    def __init__(self, header: Header, grammars: Grammars) -> None:
        self._names, self._grammars = header.names, grammars
        self._found: dict[str, _Post] = {}

    def __call__(self, row: Row) -> None:
        for at in _LISTS:
            link = cell_line(row.cells, at).partition("?")[0]
            if "/" not in link:
                continue
            posted = date_at(self._grammars.dates[_DAYS], cell_line(row.cells, at + 1), self._names[at + 1])
            number = row.cells[at + 2]
            measure = measure_at(self._grammars.numbers[at + 2], number, self._names[at + 2])
            post = self._found.setdefault(urn_of(link) or link, _Post(link, posted, row.line))
            if at == _LISTS[1]:
                post.impressions = measure
            elif not absent(number):
                post.raw[self._names[at + 2]] = number.strip()

    def rest(self) -> Iterator[PostRecord]:
        for key, post in self._found.items():
            yield PostRecord(
                platform=_PLATFORM,
                channel=_CHANNEL,
                posted_at=post.posted,
                precision="day",
                source="linkedin-post",
                external_key=key,
                external_id="" if key == post.link else key,
                line=post.line,
                url=post.link,
                metrics={"impressions": post.impressions},
                raw=post.raw,
            )
        self._found = {}
