"""The time report: hours by campaign, person, activity, channel or week, and timesheets to print and sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from smdash.domain.durations import clock, exact_clock
from smdash.domain.figures import Unit
from smdash.domain.hours_views import Dimension
from smdash.domain.organisation import Person, Role
from smdash.domain.periods import DAY, Period
from smdash.domain.time_reports import HUNDREDTHS, LoggedCell, Rounding, decimal_cells
from smdash.reports.table import Report, Table, Value, money, name
from smdash.store.logged_time import logged_cells
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot

LONGEST_BY_DAY = 31
"""Days of the longest period whose single days are printed."""

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_APPROVED = "Approved by"
_Key = int | date | None


@dataclass(frozen=True, slots=True)
class _Logged:
    """Cells with the hundredths of an hour each is printed as."""

    cells: tuple[LoggedCell, ...]
    hundredths: tuple[int, ...]

    @classmethod
    def of(cls, cells: tuple[LoggedCell, ...]) -> _Logged:
        return cls(cells, tuple(decimal_cells(cells)))

    def by(self, *fields: str) -> dict[tuple[object, ...], _Logged]:
        """The cells of each key, in the order in which the keys are first met."""
        groups: dict[tuple[object, ...], list[int]] = {}
        for index, cell in enumerate(self.cells):
            groups.setdefault(tuple(getattr(cell, field) for field in fields), []).append(index)
        return {key: self._only(indexes) for key, indexes in groups.items()}

    def within(self, days: Period) -> _Logged:
        return self._only([index for index, cell in enumerate(self.cells) if cell.day in days])

    def of_person(self, person_id: int | None) -> _Logged:
        """Those of one person; of all where none is meant."""
        return self._only([i for i, cell in enumerate(self.cells) if person_id in (None, cell.person_id)])

    def _only(self, indexes: Iterable[int]) -> _Logged:
        kept = tuple(indexes)
        return _Logged(tuple(self.cells[index] for index in kept), tuple(self.hundredths[index] for index in kept))

    def sum(self, field: str) -> int:
        return sum(getattr(cell, field) for cell in self.cells)

    @property
    def hours(self) -> Value:
        """Decimal hours; undefined where nothing was logged."""
        exact = Fraction(sum(self.hundredths), HUNDREDTHS) if self.cells else None
        return Value(exact, Unit.NUMBER, places=2)

    def cost(self, currency: str) -> Value:
        """In the reporting currency; undefined where nothing of it has a cost."""
        seconds = self.sum("seconds")
        if not seconds or seconds == self.sum("uncosted"):
            return Value(None, Unit.MONEY, currency)
        return money(self.sum("cost_minor"), currency)


@dataclass(frozen=True, slots=True)
class _Names:
    by: Dimension
    rows: Mapping[_Key, str]
    people: Mapping[int, str]

    def row(self, key: object) -> str:
        return self.rows.get(key, self.by.without)  # type: ignore[call-overload, no-any-return]

    def ordered(self, keys: Iterable[object]) -> list[object]:
        """Weeks as they follow each other, all else by name, what belongs to none last."""
        if self.by is Dimension.WEEK:
            return sorted(keys, key=str)
        return sorted(keys, key=lambda key: (key is None, self.row(key).casefold()))


def time_report(
    snapshot: Snapshot,
    period: Period,
    by: Dimension = Dimension.CAMPAIGN,
    people: Sequence[Person] = (),
    rounding: Rounding | None = None,
) -> Report:
    """Hours of a period, of some people only if they are given: each of them then has a timesheet of their own.

    Hours are decimal and add up in every direction; cost is of the seconds as logged, and for managers only.
    """
    rounded = rounding or Rounding()
    logged = _Logged.of(logged_cells(snapshot, period, by, [one.id for one in people], rounded))
    names = _names(snapshot, by, logged)
    shows_cost = snapshot.role is Role.MANAGER
    currency = snapshot.organisation.currency if shows_cost else ""
    facts = [
        *([("organisation", snapshot.organisation.name)] if snapshot.organisation.name else []),
        ("period", f"{period.name} ({period.start.isoformat()} to {period.last.isoformat()})"),
        ("people", ", ".join(one.name for one in people) or "everybody"),
        ("by", by.value),
        ("rounding", rounded.words),
        ("logged", f"{exact_clock(logged.sum('seconds'))} (hours:minutes:seconds)"),
    ]
    tables = (_summary(logged, names, currency), *_sheets(snapshot, period, logged, names, people))
    return Report("Time", tuple(facts), tables, _flat(logged, names, currency), _notes(logged, period, by, shows_cost))


def _names(snapshot: Snapshot, by: Dimension, logged: _Logged) -> _Names:
    people = names_of(snapshot, "person")
    if by is Dimension.WEEK:
        week = snapshot.organisation.calendar.week
        return _Names(by, {cell.key: week(cell.day).name for cell in logged.cells}, people)
    named = people if by is Dimension.PERSON else names_of(snapshot, by.value)
    return _Names(by, {key: label for key, label in named.items()}, people)  # noqa: C416 - a wider type


def _summary(logged: _Logged, names: _Names, currency: str) -> Table:
    whole = logged.sum("reported")

    def row(title: str, part: _Logged) -> tuple[Value, ...]:
        share = Value(Fraction(part.sum("reported"), whole) if whole else None, Unit.RATIO)
        values = (name(title), Value(part.sum("entries"), Unit.COUNT), part.hours, share)
        return (*values, part.cost(currency)) if currency else values

    groups = {key: part for (key,), part in logged.by("key").items()}
    rows = tuple(row(names.row(key), groups[key]) for key in names.ordered(groups))
    heads = (names.by.value, "entries", "hours", "share", *((f"cost {currency}",) if currency else ()))
    columns = tuple((head, head) for head in heads)
    return Table(f"Hours by {names.by.value}", columns, rows, row("total", logged) if rows else ())


# Days by rows ------------------------------------------------------------------------------------------------------


def _sheets(
    snapshot: Snapshot, period: Period, logged: _Logged, names: _Names, people: Sequence[Person]
) -> list[Table]:
    """A timesheet for each person that was asked for, else one of all; a table for each week with hours in it."""
    if not logged.cells or (names.by is not Dimension.WEEK and period.days > LONGEST_BY_DAY):
        return []
    who: list[tuple[int | None, str]] = [(one.id, one.name) for one in people]
    found: list[Table] = []
    for person_id, title in who or [(None, "everybody")]:
        own = logged.of_person(person_id)
        if own.cells:
            signs = (_APPROVED,) if person_id is None else (title, _APPROVED)
            found += _sheet(snapshot, period, own, names, f"Timesheet of {title}", signs)
    return found


def _sheet(
    snapshot: Snapshot, period: Period, own: _Logged, names: _Names, title: str, signs: tuple[str, ...]
) -> list[Table]:
    calendar = snapshot.organisation.calendar
    if names.by is Dimension.WEEK:
        order = [(calendar.week_start + place) % 7 for place in range(7)]
        places = {cell.day: order.index(cell.day.weekday()) for cell in own.cells}
        sheet = _days(title, own, names, [_WEEKDAYS[day] for day in order], places)
        return [replace(sheet, signed_by=signs)]
    tables = []
    start = calendar.week(period.start).start
    while start < period.end:
        week = calendar.week(start)
        if (part := own.within(week)).cells:
            days = [day for place in range(7) if (day := week.start + place * DAY) in period]
            heads = [f"{_WEEKDAYS[day.weekday()]} {day.day}" for day in days]
            places = {day: place for place, day in enumerate(days)}
            tables.append(_days(f"{title}, {week.name}", part, names, heads, places))
        start = week.end
    if len(tables) > 1:
        tables.append(_days(f"{title}, {period.name}", own, names, [], {}))
    return [*tables[:-1], replace(tables[-1], signed_by=signs)]


def _days(title: str, own: _Logged, names: _Names, heads: list[str], places: Mapping[date, int]) -> Table:
    """Rows over days, which may be none but the total; a day on which nothing was logged is blank."""

    def row(first: str, part: _Logged) -> tuple[Value, ...]:
        at: dict[int, list[int]] = {}
        for cell, hundredths in zip(part.cells, part.hundredths, strict=True):
            at.setdefault(places.get(cell.day, -1), []).append(hundredths)
        days = (
            Value(Fraction(sum(at[place]), HUNDREDTHS) if place in at else "", Unit.NUMBER, places=2)
            for place in range(len(heads))
        )
        return (name(first), *days, part.hours)

    groups = {key: part for (key,), part in own.by("key").items()}
    rows = tuple(row(names.row(key), groups[key]) for key in names.ordered(groups))
    columns = tuple((head, head) for head in (names.by.value, *heads, "total"))
    return Table(title, columns, rows, row("total", own))


# For machines, and notes -------------------------------------------------------------------------------------------


def _flat(logged: _Logged, names: _Names, currency: str) -> Table:
    """A row for each row, person and day: seconds as logged, as reported, and the decimal hours printed elsewhere."""
    by_person = names.by is Dimension.PERSON

    def figures(part: _Logged) -> tuple[Value, ...]:
        counts = (Value(part.sum(field), Unit.COUNT) for field in ("entries", "seconds", "reported"))
        return (*counts, part.hours, *((part.cost(currency),) if currency else ()))

    groups = logged.by("key", "person_id", "day")
    keys = {key: place for place, key in enumerate(names.ordered({key for key, _, _ in groups}))}
    people = names.people
    ordered = sorted(groups, key=lambda one: (keys[one[0]], people[int(str(one[1]))].casefold(), str(one[2])))
    rows = []
    for key, person_id, day in ordered:
        who = (name(people[int(str(person_id))]),)
        first = who if by_person else (name(names.row(key)), *who)
        rows.append((*first, Value(str(day)), *figures(groups[key, person_id, day])))
    first_heads = ("person",) if by_person else (names.by.value, "person")
    heads = (*first_heads, "date", "entries", "seconds", "reported_seconds", "hours", *(("cost",) if currency else ()))
    blank = (Value(""),) * len(first_heads)
    total = (name("total"), *blank, *figures(logged)) if rows else ()
    return Table("", tuple((head, head) for head in heads), tuple(rows), total)


def _notes(logged: _Logged, period: Period, by: Dimension, shows_cost: bool) -> tuple[str, ...]:
    if not logged.cells:
        return ("No hours were logged.",)
    said = ["Hours are decimal and shared with the largest remainder, so that rows and days add up to the totals."]
    if by is not Dimension.WEEK and period.days > LONGEST_BY_DAY:
        said.append(f"Single days are printed for up to {LONGEST_BY_DAY} days; --by week prints longer periods.")
    if not shows_cost:
        said.append("Costs of hours are shown to managers only.")
    elif uncosted := logged.sum("uncosted"):
        said.append(f"{clock(uncosted)} h have no cost: no rate of the person, or no exchange rate, was valid.")
    return tuple(said)
