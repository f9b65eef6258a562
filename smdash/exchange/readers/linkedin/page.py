"""LinkedIn Page, exports of content, followers and visitors: workbooks (.xls, .xlsx) with several sheets, one line of
explanation above each table.

Content has a sheet of days and one of posts; followers and visitors have one of days and one for each breakdown. Days
are month first, whatever the language. A day may take back what an earlier one counted: reactions, clicks and new
followers below zero are corrections and are kept. What is new each day is net of who left. No account is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from smdash.domain.measures import Measure
from smdash.domain.text import name_key
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import MONTH_FIRST
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar
from smdash.exchange.readers.ads.columns import AdColumns
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_name,
    cell_text,
    date_at,
    measure_at,
    measures,
    raw_fields,
)
from smdash.exchange.readers.linkedin.columns import (
    DayColumns,
    compares_pages,
    day_columns,
    dimension,
    post_columns,
    urn_of,
)
from smdash.exchange.readers.parts import part_label
from smdash.exchange.records.base import (
    AudienceRecord,
    ChannelDayRecord,
    ContentKeys,
    PlatformTotal,
    PostRecord,
    Record,
    post_kind,
)

_PLATFORM, _DAYS, _CREATED = "linkedin", "Date", "Created date"
_COUNTS = ("impressions", "video_views", "clicks", "reactions", "comments", "shares", "follows")
_MINUS = "-−"


class LinkedInPage:
    """Reader of every sheet of the three exports."""

    name = "linkedin-page"
    title = "LinkedIn Page"

    def recognise(self, header: Header) -> Match | NoMatch:
        posts = post_columns(header)
        if not posts.missing("title", "link", "created"):
            return Match(len(posts.places))
        days = day_columns(header)
        if days is not None:
            return Match(1 + len(days.metrics) + len(days.engagement))
        if dimension(header) is not None:
            return Match(2)
        if compares_pages(header):
            return NoMatch("it compares pages, which are not all yours", len(header.names))
        return NoMatch("none of its sheets is there", len(posts.places) if "link" in posts.places else 0)

    def columns(self, header: Header) -> Columns:
        posts = post_columns(header)
        if not posts.missing("title", "link", "created"):
            numbers = tuple(_number(header, posts.places[name]) for name in _COUNTS if name in posts.places)
            return Columns((DateColumns(_CREATED, (posts.places["created"],), MONTH_FIRST),), numbers)
        days = day_columns(header)
        if days is not None:
            places = (*days.metrics.values(), *days.engagement)
            return Columns(
                (DateColumns(_DAYS, (days.date,), MONTH_FIRST),), tuple(_number(header, place) for place in places)
            )
        return Columns((DateColumns(_DAYS, (), MONTH_FIRST),), (_number(header, 1),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        posts = post_columns(header)
        if not posts.missing("title", "link", "created"):
            return _Posts(posts, grammars).read
        days = day_columns(header)
        if days is not None:
            return _days(header, days, grammars)
        return _parts(header, grammars)


def _number(header: Header, place: int) -> NumberColumn:
    return NumberColumn(header.names[place], place)


def _days(header: Header, columns: DayColumns, grammars: Grammars) -> Callable[[Row], Record | PlatformTotal]:
    dates, names = grammars.dates[_DAYS], header.names
    raw = raw_fields(header, (columns.date, *columns.metrics.values()))

    def read(row: Row) -> ChannelDayRecord:
        cells = row.cells
        day = date_at(dates, cell_line(cells, columns.date), names[columns.date]).date()
        metrics = {
            metric: _signed(grammars.numbers[place], cells[place], names[place])
            for metric, place in columns.metrics.items()
        }
        parts = [_signed(grammars.numbers[place], cells[place], names[place]) for place in columns.engagement]
        said = [part.value for part in parts if part.value is not None]
        if said:
            metrics["interactions"] = Measure(sum(said))
        return ChannelDayRecord(_PLATFORM, "", day, row.line, metrics, raw(cells))

    return read


def _signed(grammar: NumberGrammar, cell: str, column: str) -> Measure:
    """A count that may be below zero, as a correction of what was counted before."""
    plain = cell.strip()
    if plain[:1] not in tuple(_MINUS) or len(plain) < 2 or not plain[1].isdigit():
        return measure_at(grammar, cell, column)
    found = measure_at(grammar, plain[1:], column)
    return found if found.value is None else replace(found, value=-found.value)


def _parts(header: Header, grammars: Grammars) -> Callable[[Row], Record | PlatformTotal]:
    what = dimension(header) or ("", "")

    def read(row: Row) -> AudienceRecord:
        label = cell_line(row.cells, 0)
        if not label:
            raise BadCell("", "is blank", header.names[0])
        number = measure_at(grammars.numbers[1], row.cells[1], header.names[1]).value
        count = None if number is None else int(number)
        return AudienceRecord(_PLATFORM, "", what[0], what[1], part_label(label, label), row.line, number=count)

    return read


class _Posts:
    def __init__(self, columns: AdColumns, grammars: Grammars) -> None:
        self._columns, self._grammars, self._keys = columns, grammars, ContentKeys()
        places = {name: columns.places[name] for name in _COUNTS if name in columns.places}
        self._metrics = measures(columns.header, grammars, places)
        self._raw = columns.raw()

    def read(self, row: Row) -> PostRecord:
        cells, columns, places = row.cells, self._columns, self._columns.places
        names = columns.header.names
        link, campaign = columns.text(cells, "link"), cell_name(cells, places.get("campaign"), "campaign")
        title, created = cell_text(cells, places["title"]), columns.text(cells, "created")
        posted = date_at(self._grammars.dates[_CREATED], created, names[places["created"]])
        urn = urn_of(link)
        told = urn or link or self._keys.key((title, created))
        # A post that a campaign sponsored stands there once for each campaign, beside itself.
        key = f"{told} {name_key(campaign)}" if campaign else told
        return PostRecord(
            platform=_PLATFORM,
            channel="",
            posted_at=posted,
            precision="minute" if ":" in created else "day",
            source="linkedin-post",
            external_key=key,
            external_id=urn,
            line=row.line,
            campaign=campaign,
            kind=post_kind(columns.text(cells, "content type")),
            text=title,
            url=link,
            metrics=self._metrics(cells),
            raw=self._raw(cells),
        )
