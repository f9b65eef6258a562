"""Hours as a plain table, one row per entry: a day, hours or start and end, and who, where and what where it is said.

Columns stand in any order under usual names; so does a JSON list of objects. `smdash export entries` writes such files.
Kimai exports such a table, too, in the language of the person, and its interface for programs such a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from smdash.domain.spreadsheet_cells import as_written
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    LONGEST_NAME,
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_text,
    lacks,
    raw_fields,
)
from smdash.exchange.readers.hours.cells import tags_of
from smdash.exchange.readers.hours.columns import CALLED, KIMAI, KIMAI_LIST
from smdash.exchange.readers.hours.times import MOMENTS, UNITS, Times, seconds_reader
from smdash.exchange.readers.hours.totals import with_totals
from smdash.exchange.records.base import ContentKeys, EntryRecord

_WORDS = ("person", "project", "channel", "activity")
_SAYS_WHAT = (*_WORDS, "first", "last", "note", "tags")
_NEVER_READ = ("rate", "cost", "currency")
_NAMED_BY = ("alias", "name", "title", "username")
_OTHERS = {"views", "plays", "likes", "impressions", "reach", "clicks", "engagements", "followers", "budget"}
_START_DAYS = ("start date", "startdatum", "date de début", "fecha de inicio", "data de início", "data di inizio")
_SUMS = ("from", "to", "project", "tag", "time")  # of a period, as `watson report --csv` prints them


@dataclass(frozen=True, slots=True)
class HoursTable:
    """Reader of a plain table of hours. `needed` are columns beyond those of any such table; a format that has them
    goes before one that needs none. With `counts` whole numbers may be seconds even where there was a pause.
    """

    name: str = "hours"
    title: str = "table of hours"
    called: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: CALLED)
    needed: tuple[str, ...] = ()
    counts: bool = False

    def recognise(self, header: Header) -> Match | NoMatch:
        found = {what for what, names in self.called.items() if header.find(*names) is not None}
        missing = [self.called[what][0] for what in self.needed if what not in found]
        if missing:
            return lacks(missing, len(found) // 2)
        if not header.missing(_SUMS):
            return NoMatch("it has the sums of a report; `watson log --csv` has the entries", len(header.keys))
        near = len(found) - 1  # tables of anything have some of them
        if strange := sorted(_OTHERS.intersection(header.keys)):
            return NoMatch(f"it has a column {strange[0]}, which no hours have", near)
        if not found & {"day", "start"} or ("day" not in found and header.find(*_START_DAYS) is not None):
            return NoMatch("no column for the day", near)
        if not found & UNITS.keys() and not {"start", "end"} <= found:
            return NoMatch("no column for the hours, nor start and end", near)
        if not found & set(_SAYS_WHAT):
            return NoMatch("no column person, campaign, activity or note", near)
        return Match(len(found) if self.needed else 1)

    def _places(self, header: Header) -> dict[str, int | None]:
        return {what: header.find(*names) for what, names in self.called.items()}

    def columns(self, header: Header) -> Columns:
        places = self._places(header)
        dates = [DateColumns(header.names[at], (at,)) for at in (places.get("day"),) if at is not None]
        moments = tuple(at for what in ("start", "end") if (at := places.get(what)) is not None)
        if moments:
            dates.append(DateColumns(MOMENTS, moments))
        numbers = [at for what in UNITS if (at := places.get(what)) is not None]
        return Columns(tuple(dates), tuple(NumberColumn(header.names[at], at, whole=False) for at in numbers[:1]))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        if header.find(*self.called["start"]) is None:
            return ()
        return (Decision("zone", "times", "each person's own zone", "where the file states none"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        places = self._places(header)
        words = {what: _word_reader(header, what, places.get(what), numbered="id" in places) for what in _WORDS}
        if places.get("first") is not None:
            words["person"] = _full_name_reader(header, places)
        seconds = seconds_reader(header, places, grammars)
        times = Times(header, places, grammars, seconds, self.counts)
        ours = (at for what, at in places.items() if what not in ("client", "break"))
        raw_of = raw_fields(header, [at for at in (*ours, *map(header.find, _NEVER_READ)) if at is not None])
        key_of, source = ContentKeys().key, self.name

        def read(row: Row) -> EntryRecord:
            line, cells = row
            said = {what: word(cells) for what, word in words.items()}
            day, start, end, worked = times.read(cells)
            note, zone = as_written(cell_text(cells, places.get("note"))), cell_line(cells, places.get("zone"))
            tags = tags_of(as_written(cell_line(cells, places.get("tags"))))
            key = cell_line(cells, places.get("id")) or key_of(
                (*said.values(), note, str(day), _key(start), _key(end), str(worked), *tags)
            )
            return EntryRecord(
                seconds=worked, work_day=day, source=source, external_key=key, line=line, start=start, end=end,
                zone=zone or None, tags=tags, note=note, raw=raw_of(cells), **said,
            )  # fmt: skip

        said_at = [places.get(what) for what in (*_SAYS_WHAT, "client", "day", "start", "end")]
        numbers = None if seconds is None or places.get("hours") != seconds[0] else grammars.numbers[seconds[0]]
        return with_totals(read, source, said_at, None if seconds is None else seconds[0], numbers)


KIMAI_EXPORT = HoursTable(
    "kimai", "Kimai export", KIMAI, ("day", "start", "end", "hours", "client", "project", "activity"), counts=True
)
KIMAI_TIMES = HoursTable(
    "kimai-list", "Kimai list of times", KIMAI_LIST, ("start", "end", "seconds", "person", "project", "activity", "id")
)


def _key(moment: datetime | None) -> str:
    """A moment with an offset is the same in each."""
    return "" if moment is None else str(moment if moment.tzinfo is None else moment.astimezone(UTC))


def _word_reader(header: Header, what: str, place: int | None, *, numbered: bool) -> Callable[[list[str]], str]:
    """Reads a name; of what is `numbered`, an object may stand in its place, or a number that says little alone."""
    name = "" if place is None else header.names[place]

    def word(cells: list[str]) -> str:
        found = as_written(cell_line(cells, place))
        if numbered and found:
            found = f"{what} {found}" if found.isdigit() else _named(found, what)
        if len(found) > LONGEST_NAME:
            raise BadCell(found[:40] + "…", f"is longer than {LONGEST_NAME} characters", name)
        return found

    return word


def _full_name_reader(header: Header, places: Mapping[str, int | None]) -> Callable[[list[str]], str]:
    """Reads the first name and the last, which may simply be called the name."""
    last = places["person"] if places.get("last") is None else places["last"]
    parts = [_word_reader(header, "person", place, numbered=False) for place in (places["first"], last)]
    return lambda cells: " ".join(word for part in parts if (word := part(cells)))


def _named(written: str, what: str) -> str:
    """The name in an object that stands where a name is expected; its number where it has none."""
    try:
        found = json.loads(written)
    except (ValueError, RecursionError):
        return written
    if not isinstance(found, dict):
        return written
    names = (found.get(key) for key in _NAMED_BY)
    return next((name for name in names if isinstance(name, str) and name), f"{what} {found.get('id', '')}".strip())
