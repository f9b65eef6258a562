"""YouTube Studio, advanced mode: the three tables of a download (table data, chart data, totals), by video, by day, or
by whatever else the numbers were broken down.

Videos become posts, days become days of the channel. What is broken down by country, traffic source and the like, day
by day or not, are parts of the audience: lists are cut, so that they never add up to the platform's total, which stands
in the first row. A video without a day of publication (it is not public) is such a part, too. No account is named.
Weeks, months and years are no days: what stands beside them is kept as the platform's own totals of those spans.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from smdash.domain import text
from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row, column_key
from smdash.exchange.grammar.numbers import BadCell, absent, clock_seconds
from smdash.exchange.memo import Memo
from smdash.exchange.readers.base import (
    LONGEST_NAME,
    NOTHING_THERE,
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_text,
    date_at,
    measure_at,
    measures,
    raw_fields,
)
from smdash.exchange.readers.parts import part_label, share_of, whole
from smdash.exchange.readers.youtube import columns as known
from smdash.exchange.readers.youtube.spans import Spans
from smdash.exchange.records.base import AudienceRecord, ChannelDayRecord, PlatformTotal, PostRecord

_PLATFORM = "youtube"
_DATE, _PUBLISHED = "Date", "Video publish time"
_CHART = 3  # columns of a chart by days and parts that have no names
_SPOILED = re.compile(r"#[A-Z/0]+[?!]?|[0-9](?:[.,][0-9]+)?E[+-]?[0-9]+")
_DAY_METRICS = ("video_views", "impressions", "reach", "follows")


class YouTubeStudio:
    """Reader of any of the tables."""

    name = "youtube-studio"
    title = "YouTube Studio"

    def recognise(self, header: Header) -> Match | NoMatch:
        numbers = known.number_columns(header)
        if not numbers:
            return NoMatch(NOTHING_THERE)
        table, certain = _Table(header), known.is_certain(header)
        told = 1 + len(numbers) + sum(at is not None for at in (table.date, table.title, table.published))
        if table.part is None:
            views = table.date is not None and (certain or table.tells_of_days(numbers))
            plain = len(header.names) == 2  # so that a KPI called Views goes before days of views
            return Match(1 if plain else told) if views else _NONE
        if table.dimension == "video":
            return Match(told) if certain or table.title is not None else _NONE
        return Match(told) if certain or known.is_dimension(header.names[table.part]) else _NONE

    def columns(self, header: Header) -> Columns:
        table = _Table(header)
        dates = [DateColumns(_DATE, (table.date,), "year-month-day")] if table.date is not None else []
        if table.is_posts and table.published is not None:
            dates.append(DateColumns(_PUBLISHED, (table.published,), "month name, day, year"))
        numbers = dict.fromkeys(table.counts.values(), True)
        numbers |= {place: False for place in (*table.net, table.share, table.watched) if place is not None}
        return Columns(tuple(dates), tuple(NumberColumn(header.names[at], at, whole) for at, whole in numbers.items()))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        table = _Table(header)
        if table.is_posts:
            return ()
        if table.part is None:
            why = "only days are days of the channel: choose Daily for the chart"
            return (Decision("spans", "weeks, months and years", "kept as totals", why),)
        what = f"{table.measure} by {table.dimension}{' and day' if table.date is not None else ''}"
        return (Decision("breakdown", "numbers", what, "kept beside the channel, never added to its days"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        table = _Table(header)
        if table.is_posts:
            return _Posts(header, table, grammars).read
        return _Days(header, table, grammars).read if table.part is None else _parts(header, table, grammars)


_NONE = NoMatch("no column that tells what its numbers belong to")


class _Table:
    """Where a table has its columns."""

    def __init__(self, header: Header) -> None:
        self.date = header.find(*known.DATE)
        self.date = self.date if self.date == 0 else None
        self.named = sum(not key.startswith("column ") for key in header.keys)
        self.title, self.published = header.find(*known.TITLE), header.find(*known.PUBLISHED)
        self.part = self._part_of(header)
        self.name, self.duration = header.find(*known.PART_TITLES), header.find(*known.DURATION)
        self.dimension = "" if self.part is None else known.dimension(header.names[self.part])
        if self.part is not None:
            self._name_videos(header, self.part)
        self.counts = {
            metric: place for metric, names in known.COUNTS.items() if (place := header.find(*names)) is not None
        }
        self.net = (header.find(*known.NET_FOLLOWS), header.find(*known.UNFOLLOWS))
        self.share, self.watched = header.find(*known.SHARE), header.find(*known.WATCHED)
        self.average = header.find(*known.AVERAGE)
        self.counted = next(iter(self.counts), "")
        self.measure = "views" if self.counted in ("video_views", "") else self.counted

    def _part_of(self, header: Header) -> int | None:
        """The column of what the table is broken down by: the first that is no date, unless it holds numbers."""
        old = header.find(*known.VIDEO_ID)
        first = old if old is not None else 0 if self.date is None else 1
        if first >= len(header.names) or first in known.number_columns(header):
            return None
        name = header.names[first]
        by_day = self.date is not None and known.dimension(name) == column_key(name) and not known.is_dimension(name)
        metric = by_day and (known.has_unit(name) or len(header.names) != _CHART) and self.title is None
        return None if metric else first

    def _name_videos(self, header: Header, part: int) -> None:
        """Where the names and days of videos stand. Both follow the ids in every language, also in those not known."""
        if part and header.find(*known.VIDEO_ID) == part:
            self.dimension, self.title, self.name = "video", part - 1, part - 1
        elif self.published is not None and self.published == part + 2:
            self.dimension = "video"
        if self.dimension != "video" or len(header.names) < part + 4:
            return
        follow = {part + 1, part + 2}.isdisjoint(known.number_columns(header))
        if follow and self.duration not in (part + 1, part + 2) and not known.has_unit(header.names[part + 2]):
            self.title = part + 1 if self.title is None else self.title
            self.name = part + 1 if self.name is None else self.name
            self.published = part + 2 if self.published is None else self.published

    def tells_of_days(self, numbers: frozenset[int]) -> bool:
        """Whether a table by date is of a channel: it counts what a day has, and nothing in it is unknown."""
        counted = self.net[0] is not None or any(metric in self.counts for metric in _DAY_METRICS)
        return counted and len(numbers) == self.named - 1

    @property
    def is_posts(self) -> bool:
        """Whether each row is a video with its numbers so far."""
        return self.dimension == "video" and self.date is None


class _Totals:
    """Tells the platform's own total, which stands in a row with a word for it."""

    def __init__(self, header: Header, table: _Table, grammars: Grammars) -> None:
        self._header, self._numbers = header, grammars.numbers
        self._average = table.average
        self._label = f"YouTube by {table.dimension or 'day'}"

    def of_span(self, cells: list[str], line: int, label: str, first: date, last: date) -> PlatformTotal:
        """What the platform says of some days together."""
        return replace(self.read(cells, line), label=label, start=first, end=last)

    def read(self, cells: list[str], line: int) -> PlatformTotal:
        """The total of a row."""
        metrics: dict[str, Measure] = {
            known.plain_key(self._header.keys[place]): measure_at(grammar, cells[place], self._header.names[place])
            for place, grammar in self._numbers.items()
        }
        if self._average is not None and not absent(cells[self._average]):
            metrics["average view seconds"] = Measure(clock_seconds(cells[self._average]))
        return PlatformTotal(self._label, YouTubeStudio.name, line, metrics=metrics)


def _is_total(cell: str) -> bool:
    return column_key(cell) in known.TOTALS


class _Posts:
    """Videos with what they reached so far."""

    def __init__(self, header: Header, table: _Table, grammars: Grammars) -> None:
        self._header, self._table, self._grammars = header, table, grammars
        self._total = _Totals(header, table, grammars)
        self._metrics = measures(header, grammars, table.counts)
        used = (table.part, table.title, table.published, *table.counts.values())
        self._raw = raw_fields(header, [place for place in used if place is not None])

    def read(self, row: Row) -> PostRecord | AudienceRecord | PlatformTotal:
        """The video of a row, or the total."""
        table, cells = self._table, row.cells
        video, title = cell_line(cells, table.part), cell_text(cells, table.title)
        if _is_total(video):
            return self._total.read(cells, row.line)
        if not video or _SPOILED.fullmatch(video):
            reason = "is no video's id: a spreadsheet changed it, export again" if video else "is blank"
            raise BadCell(video, reason, self._header.names[table.part or 0])
        metrics = self._metrics(cells)
        published = cell_line(cells, table.published)
        if not published or table.published is None:
            views = metrics.get("video_views", NOT_REPORTED).value
            raw = self._raw(cells)
            label = part_label(title, video)
            return AudienceRecord(_PLATFORM, "", "video", "views", label, row.line, "", whole(views), None, raw)
        return PostRecord(
            platform=_PLATFORM,
            channel="",
            posted_at=date_at(self._grammars.dates[_PUBLISHED], published, _PUBLISHED),
            precision="day",
            source="youtube-post",
            external_key=video,
            external_id=video,
            line=row.line,
            kind="video",
            text=title,
            url=f"https://www.youtube.com/watch?v={video}",
            metrics=metrics,
            raw=self._raw(cells),
        )


class _Days:
    """Days of the channel."""

    def __init__(self, header: Header, table: _Table, grammars: Grammars) -> None:
        self._spans = Spans(grammars.dates[_DATE], header.names[0])
        self._total = _Totals(header, table, grammars)
        places = {metric: table.counts[metric] for metric in _DAY_METRICS if metric in table.counts}
        net, lost = table.net
        places |= {} if net is None else {"net_follows": net}
        places |= {} if lost is None else {"unfollows": lost}
        self._metrics, self._raw = measures(header, grammars, places), raw_fields(header, (0, *places.values()))

    def read(self, row: Row) -> ChannelDayRecord | PlatformTotal:
        """The day of a row, or the total."""
        cells = row.cells
        if _is_total(cells[0]):
            return self._total.read(cells, row.line)
        first, last = self._spans.of(cell_line(cells, 0))
        if self._spans.word != "day":
            return self._total.of_span(cells, row.line, f"YouTube by {self._spans.word}", first, last)
        return ChannelDayRecord(_PLATFORM, "", first, row.line, self._metrics(cells), self._raw(cells))


def _parts(header: Header, table: _Table, grammars: Grammars) -> RowReader:
    """The function that reads parts; one closure, because charts have a row for each day and country."""
    total = _Totals(header, table, grammars)
    part, dated, named = table.part or 0, table.date, table.name
    counted, shared = table.counts.get(table.counted), table.share
    number = _number_reader(header, grammars, counted)
    measure = table.measure
    spans = Spans(None if dated is None else grammars.dates[_DATE], header.names[0])
    dimension = table.dimension if spans.word == "day" else f"{table.dimension} by {spans.word}"
    told = (part, dated, named, counted, shared, *((table.published, table.duration) if dated is not None else ()))
    used = [place for place in told if place is not None]
    raw = raw_fields(header, used) if len(used) < len(header.names) else None
    labels, names = Memo(text.one_line), Memo(text.one_line)
    dates = Memo(lambda cell: spans.of(cell.strip())[0].isoformat())

    def read(row: Row) -> AudienceRecord | PlatformTotal:
        line, cells = row
        if _is_total(cells[0]) or _is_total(cells[part]):
            return total.read(cells, line)
        label = labels[cells[part]] or "unknown"
        if named is not None:
            label = part_label(names[cells[named]], label)
        share = None if shared is None else share_of(grammars.numbers[shared], cells[shared], header.names[shared])
        return AudienceRecord(
            _PLATFORM, "", dimension, measure, label[:LONGEST_NAME], line, "" if dated is None else dates[cells[dated]],
            number(cells), share, raw(cells) if raw is not None else _NO_RAW,
        )  # fmt: skip

    return read


_NO_RAW: Mapping[str, str] = {}


def _number_reader(header: Header, grammars: Grammars, place: int | None) -> Callable[[list[str]], int | None]:
    """A function that reads the count of a row; None where there is no such column or it reports none."""
    if place is None:
        return lambda _: None
    name, grammar = header.names[place], grammars.numbers[place]
    numbers = Memo(lambda cell: whole(measure_at(grammar, cell, name).value))
    return lambda cells: numbers[cells[place]]
