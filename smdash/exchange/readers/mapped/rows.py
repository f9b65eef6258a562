"""The rows of any CSV file as a saved mapping says them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.dates import WEEKDAYS, DateGrammar, read_time
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar, absent, clock_seconds
from smdash.exchange.readers.base import (
    Grammars,
    RowReader,
    cell_line,
    cell_name,
    cell_text,
    date_at,
    measure_at,
    raw_fields,
)
from smdash.exchange.readers.hours.cells import exact, has_unit, possible, spelled_seconds
from smdash.exchange.readers.hours.totals import with_totals
from smdash.exchange.readers.mapped.mapping import AMOUNTS, DATED, Composed, Mapping, Source
from smdash.exchange.records.base import ContentKeys, EntryRecord, PostRecord, Precision, post_kind

_UNIT_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_NAMES = ("person", "project", "channel", "activity", "campaign", "platform", "kind")
_PARSED = (*DATED, *AMOUNTS, "duration")
_IN_ITS_FORM: dict[str, Callable[[str], str]] = {"platform": str.casefold, "kind": post_kind}
_CACHED = 10_000


class MappedRows:
    """What all targets have in common: fields, moments, keys; and the rows of posts and entries."""

    def __init__(self, mapping: Mapping, header: Header, grammars: Grammars) -> None:
        self.mapping = mapping
        self._dates: DateGrammar | None = next(iter(grammars.dates.values()), None)
        self.header = header
        plain = {key: value for key, value in mapping.fields.items() if isinstance(value, Source)}
        self.places = {key: header.find(value.column) for key, value in plain.items() if value.column}
        self.constants = {
            key: _IN_ITS_FORM.get(key, str)(value.constant) for key, value in plain.items() if value.constant
        }
        self._values = [
            (key, self._reader(key, place))
            for key, place in self.places.items()
            if place is not None and key not in _PARSED
        ]
        self._moments = {
            key: _composed(header, value) for key, value in mapping.fields.items() if isinstance(value, Composed)
        }
        self.metrics: list[tuple[str, int, str, NumberGrammar]] = [
            (metric, at, name, grammars.numbers[at])
            for metric, name in mapping.metrics.items()
            if (at := header.find(name)) is not None
        ]
        used = [at for at in self.places.values() if at is not None]
        self.raw = raw_fields(header, [*(at for _, at, _, _ in self.metrics), *used])
        self.numbers = grammars.numbers
        self._keys = ContentKeys()
        self._order = sorted((key, at) for at, key in enumerate(header.keys))

    def _reader(self, key: str, place: int) -> Callable[[list[str]], str]:
        if key in ("text", "note"):
            return lambda cells: cell_text(cells, place)
        if key not in _NAMES:
            return lambda cells: cell_line(cells, place)
        column, form = self.header.names[place], _IN_ITS_FORM.get(key, str)
        known: dict[str, str] = {}  # names repeat from row to row

        def name(cells: list[str]) -> str:
            found = known.get(cells[place])
            if found is None:
                found = form(cell_name(cells, place, column))
                if len(known) < _CACHED:
                    known[cells[place]] = found
            return found

        return name

    def fields(self, cells: list[str], *needed: str) -> dict[str, str]:
        """The plain fields of a row by name; `BadCell` when a needed one is blank."""
        found = self.constants.copy()
        for key, reader in self._values:
            found[key] = reader(cells)
        for key in needed:
            if not found.get(key):
                raise BadCell("", "is blank", key)
        return found

    def moment(self, cells: list[str], key: str) -> datetime | None:
        """The moment in a field; None where it is blank."""
        if (composed := self._moments.get(key)) is not None:
            return composed(cells)
        place = self.places.get(key)
        if place is None or self._dates is None or not (cell := cells[place].strip()):
            return None
        return date_at(self._dates, cell, self.header.names[place])

    def key(self, cells: list[str]) -> str:
        """The row's own id, else its content in an order that doesn't depend on that of the columns."""
        place = self.places.get("external_id")
        if place is not None and (own := cell_line(cells, place)):
            return own
        return self._keys.key([f"{key}={cells[at]}" for key, at in self._order if cells[at]])

    def post(self, row: Row) -> PostRecord:
        """A row as a post."""
        cells = row.cells
        posted = self.moment(cells, "posted_at")
        if posted is None:
            raise BadCell("", "is blank", "posted_at")
        return PostRecord(
            posted_at=posted,
            precision=self._precision(posted),
            source=self.mapping.name,
            metrics={metric: measure_at(grammar, cells[at], name) for metric, at, name, grammar in self.metrics},
            external_key=self.key(cells),
            line=row.line,
            raw=self.raw(cells),
            **self.fields(cells, "platform", "channel"),
        )

    def _precision(self, posted: datetime) -> Precision:
        value = self.mapping.fields["posted_at"]
        if isinstance(value, Composed):
            return value.precision
        return "minute" if posted.hour or posted.minute or posted.second else "day"

    def entry(self, row: Row) -> EntryRecord:
        """A row as an entry."""
        cells = row.cells
        said = self.moment(cells, "day")
        start = self._clocked(cells, "start", said)
        end = self._clocked(cells, "end", start or said)
        if start is not None and end is not None and end <= start and self._clock(cells, "end") is not None:
            end += timedelta(days=1)
        day = said or start
        if day is None:
            raise BadCell("", "is blank", "day" if "day" in self.mapping.fields else "start")
        fields = {"project": "", **self.fields(cells, "person")}
        fields.pop("external_id", None)
        tags = fields.pop("tags", "").split(",")
        return EntryRecord(
            seconds=self._seconds(cells, start, end),
            work_day=day.date(),
            source=self.mapping.name,
            external_key=self.key(cells),
            line=row.line,
            start=start,
            end=end if start is not None else None,
            tags=tuple(sorted({tag for part in tags if (tag := part.strip())})),
            raw=self.raw(cells),
            **fields,
        )

    def _clock(self, cells: list[str], key: str) -> time | None:
        """The time of day in a field that holds no more than that."""
        place = self.places.get(key)
        try:
            return None if place is None else read_time(cells[place].strip())
        except BadCell:
            return None

    def _clocked(self, cells: list[str], key: str, day: datetime | None) -> datetime | None:
        """The moment in a field; a time of day alone is one of the day."""
        clock = self._clock(cells, key)
        if clock is None:
            return self.moment(cells, key)
        if day is None:
            raise BadCell(str(clock), "has no day", key)
        return datetime.combine(day.date(), clock, day.tzinfo)

    def _seconds(self, cells: list[str], start: datetime | None, end: datetime | None) -> int:
        printed, span = cell_line(cells, self.places.get("duration")), None
        if start is not None and end is not None and (start.tzinfo is None) == (end.tzinfo is None):
            span = possible(int((end - start).total_seconds()), f"{start} and {end}", "start and end")
        if not absent(printed):
            seconds = possible(self._printed_seconds(printed), printed, "duration")
            return seconds if span is None else exact(seconds, span, printed)
        if span is None:
            raise BadCell(printed, "is blank", "duration")
        return span

    def _printed_seconds(self, printed: str) -> int:
        unit = self.mapping.duration_unit
        try:
            if has_unit(printed) is not None:
                return spelled_seconds(printed)
            if unit == "clock" or ":" in printed:
                return clock_seconds(printed)
            grammar = self.numbers[self.places["duration"] or 0]
            return round(grammar.parse(printed) * _UNIT_SECONDS[unit])
        except BadCell as fault:
            raise BadCell(printed, fault.reason, "duration") from None

    def entries(self) -> RowReader:
        """Reads rows as entries, and those of sums as totals."""
        unit_is_hours = self.mapping.duration_unit == "hours"
        at = self.places.get("duration")
        said = (place for key, place in self.places.items() if key != "duration")
        return with_totals(
            self.entry, self.mapping.name, said, at, self.numbers.get(at or 0) if unit_is_hours else None
        )


def _composed(header: Header, value: Composed) -> Callable[[list[str]], datetime]:
    """A function that puts a moment together from the parts of a row."""
    readers = {name: _part(header, name, source) for name, source in value.parts.items()}
    first = WEEKDAYS.index(value.weekday_one)

    def moment(cells: list[str]) -> datetime:
        parts = {name: reader(cells) for name, reader in readers.items()}
        day = date(parts["year"], parts["month"], 1)
        if "day" in parts:
            try:
                day = day.replace(day=parts["day"])
            except ValueError:
                raise BadCell(str(parts["day"]), f"is not a day of {day:%Y-%m}", "day") from None
        elif "weekday" in parts:
            wanted = (parts["weekday"] - 1 + first) % 7
            day += timedelta(days=(wanted - day.weekday()) % 7)
        return datetime(day.year, day.month, day.day, parts.get("hour", 0))  # noqa: DTZ001 - local by intent

    return moment


_RANGES = {"year": (2000, 2100), "month": (1, 12), "day": (1, 31), "weekday": (1, 7), "hour": (0, 23)}


def _part(header: Header, name: str, source: Source) -> Callable[[list[str]], int]:
    place = None if source.column is None else header.find(source.column)
    column, low, high = source.column or name, *_RANGES[name]

    def part(cells: list[str]) -> int:
        cell = (source.constant or "") if place is None else cells[place].strip()
        if not (cell.isascii() and cell.isdigit() and len(cell) <= 4 and low <= int(cell) <= high):
            raise BadCell(cell, f"is not a {name} from {low} to {high}", column)
        return int(cell)

    return part
