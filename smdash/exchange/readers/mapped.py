"""Any CSV file, read by a saved mapping."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from smdash.exchange.dates import WEEKDAYS, DateGrammar
from smdash.exchange.decision import Decision
from smdash.exchange.grammar import BadCell, NumberGrammar, clock_seconds
from smdash.exchange.grid import Header, Row
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
    raw_fields,
    recognise_columns,
)
from smdash.exchange.readers.mapping import Composed, Mapping, Source
from smdash.exchange.records import ContentKeys, EntryRecord, PostRecord, Precision, post_kind

LONGEST_SECONDS = 31 * 86_400
"""An entry longer than this is a fault."""

_UNIT_SECONDS = {"hours": 3600, "minutes": 60, "seconds": 1}
_NAMES = ("person", "project", "channel", "activity", "campaign", "platform", "kind")
_PARSED = ("posted_at", "start", "end", "day", "duration")
_IN_ITS_FORM: dict[str, Callable[[str], str]] = {"platform": str.casefold, "kind": post_kind}
_CACHED = 10_000


class MappedReader:
    """Reader of one saved mapping."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.name, self.title = f"mapped:{mapping.name}", mapping.title

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, dict.fromkeys((*self.mapping.header, *self._mapped_columns())))

    def _mapped_columns(self) -> list[str]:
        sources = [
            source
            for value in self.mapping.fields.values()
            for source in (value.parts.values() if isinstance(value, Composed) else (value,))
        ]
        return [*(source.column for source in sources if source.column), *self.mapping.metrics.values()]

    def columns(self, header: Header) -> Columns:
        dated = [name for key in ("posted_at", "start", "end", "day") if (name := self._column(key))]
        places = tuple(place for name in dated if (place := header.find(name)) is not None)
        numbers = [
            NumberColumn(name, at, whole=metric != "spend")
            for metric, name in self.mapping.metrics.items()
            if (at := header.find(name)) is not None
        ]
        if self.mapping.duration_unit != "clock" and (name := self._column("duration")):
            at = header.find(name)
            numbers += [] if at is None else [NumberColumn(name, at, whole=False)]
        dates = (DateColumns(" and ".join(dated), places, self.mapping.date_form),) if places else ()
        return Columns(dates, tuple(numbers))

    def _column(self, key: str) -> str | None:
        value = self.mapping.fields.get(key)
        return value.column if isinstance(value, Source) else None

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return tuple(
            Decision(f"composed:{key}", key, f"known to the {value.precision}", f"made from {', '.join(value.parts)}")
            for key, value in self.mapping.fields.items()
            if isinstance(value, Composed)
        )

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        rows = _Rows(self.mapping, header, grammars)
        return rows.post if self.mapping.target == "post" else rows.entry


class _Rows:
    def __init__(self, mapping: Mapping, header: Header, grammars: Grammars) -> None:
        self._mapping = mapping
        self._dates: DateGrammar | None = next(iter(grammars.dates.values()), None)
        self._header = header
        plain = {key: value for key, value in mapping.fields.items() if isinstance(value, Source)}
        self._places = {key: header.find(value.column) for key, value in plain.items() if value.column}
        self._constants = {
            key: _IN_ITS_FORM.get(key, str)(value.constant) for key, value in plain.items() if value.constant
        }
        self._values = [
            (key, self._reader(key, place))
            for key, place in self._places.items()
            if place is not None and key not in _PARSED
        ]
        self._moments = {
            key: _composed(header, value) for key, value in mapping.fields.items() if isinstance(value, Composed)
        }
        self._metrics: list[tuple[str, int, str, NumberGrammar]] = [
            (metric, at, name, grammars.numbers[at])
            for metric, name in mapping.metrics.items()
            if (at := header.find(name)) is not None
        ]
        used = [at for at in self._places.values() if at is not None]
        self._raw = raw_fields(header, [*(at for _, at, _, _ in self._metrics), *used])
        self._numbers = grammars.numbers
        self._keys = ContentKeys()
        self._order = sorted((key, at) for at, key in enumerate(header.keys))

    def _reader(self, key: str, place: int) -> Callable[[list[str]], str]:
        if key in ("text", "note"):
            return lambda cells: cell_text(cells, place)
        if key not in _NAMES:
            return lambda cells: cell_line(cells, place)
        column, form = self._header.names[place], _IN_ITS_FORM.get(key, str)
        known: dict[str, str] = {}  # names repeat from row to row

        def name(cells: list[str]) -> str:
            found = known.get(cells[place])
            if found is None:
                found = form(cell_name(cells, place, column))
                if len(known) < _CACHED:
                    known[cells[place]] = found
            return found

        return name

    def _fields(self, cells: list[str], *needed: str) -> dict[str, str]:
        """The plain fields of a row by name; `BadCell` when a needed one is blank."""
        found = self._constants.copy()
        for key, reader in self._values:
            found[key] = reader(cells)
        for key in needed:
            if not found.get(key):
                raise BadCell("", "is blank", key)
        return found

    def _moment(self, cells: list[str], key: str) -> datetime | None:
        if (composed := self._moments.get(key)) is not None:
            return composed(cells)
        place = self._places.get(key)
        if place is None or self._dates is None or not (cell := cells[place].strip()):
            return None
        return date_at(self._dates, cell, self._header.names[place])

    def _key(self, cells: list[str]) -> str:
        """The row's own id, else its content in an order that doesn't depend on that of the columns."""
        place = self._places.get("external_id")
        if place is not None and (own := cell_line(cells, place)):
            return own
        return self._keys.key([f"{key}={cells[at]}" for key, at in self._order if cells[at]])

    def post(self, row: Row) -> PostRecord:
        cells = row.cells
        posted = self._moment(cells, "posted_at")
        if posted is None:
            raise BadCell("", "is blank", "posted_at")
        return PostRecord(
            posted_at=posted,
            precision=self._precision(posted),
            source=self._mapping.name,
            metrics={metric: measure_at(grammar, cells[at], name) for metric, at, name, grammar in self._metrics},
            external_key=self._key(cells),
            line=row.line,
            raw=self._raw(cells),
            **self._fields(cells, "platform", "channel"),
        )

    def _precision(self, posted: datetime) -> Precision:
        value = self._mapping.fields["posted_at"]
        if isinstance(value, Composed):
            return value.precision
        return "minute" if posted.hour or posted.minute or posted.second else "day"

    def entry(self, row: Row) -> EntryRecord:
        cells = row.cells
        start, end = self._moment(cells, "start"), self._moment(cells, "end")
        day = self._moment(cells, "day") or start
        if day is None:
            raise BadCell("", "is blank", "day" if "day" in self._mapping.fields else "start")
        fields = {"project": "", **self._fields(cells, "person")}
        fields.pop("external_id", None)
        tags = fields.pop("tags", "").split(",")
        return EntryRecord(
            seconds=self._seconds(cells, start, end),
            work_day=day.date(),
            source=self._mapping.name,
            external_key=self._key(cells),
            line=row.line,
            start=start,
            end=end,
            tags=tuple(sorted({tag for part in tags if (tag := part.strip())})),
            raw=self._raw(cells),
            **fields,
        )

    def _seconds(self, cells: list[str], start: datetime | None, end: datetime | None) -> int:
        printed = cell_line(cells, self._places.get("duration"))
        if printed:
            seconds = self._printed_seconds(printed)
        elif start is not None and end is not None and (start.tzinfo is None) == (end.tzinfo is None):
            seconds = int((end - start).total_seconds())
        else:
            raise BadCell("", "is blank", "duration")
        if not 0 < seconds <= LONGEST_SECONDS:
            raise BadCell(printed, "is no time at all, or more than a month", "duration")
        return seconds

    def _printed_seconds(self, printed: str) -> int:
        unit = self._mapping.duration_unit
        try:
            if unit == "clock":
                return clock_seconds(printed)
            grammar = self._numbers[self._places["duration"] or 0]
            return round(grammar.parse(printed) * _UNIT_SECONDS[unit])
        except BadCell as fault:
            raise BadCell(printed, fault.reason, "duration") from None


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
