"""Readings of computed KPIs, worked out when they are asked for: some queries for any number of KPIs, none for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

from smdash.domain.computed import Basis, FollowerDay, Measure, Part, Rows, measure_of
from smdash.domain.goals import Aggregation, Kpi, Measured, Reading
from smdash.domain.money import digits
from smdash.domain.periods import DAY, Period
from smdash.store import quantities
from smdash.store.quantities import Days, ScopeKey
from smdash.store.store import Snapshot

_BEFORE = timedelta(days=92)  # as far back a count of followers is taken for the one at the start


@dataclass(frozen=True, slots=True)
class Wanted:
    """A KPI and the days whose readings are asked for, both counting."""

    kpi: Kpi
    first: date
    last: date

    @property
    def measured(self) -> Measured:
        """What it is computed from."""
        found = self.kpi.draft.measured
        if found is None:
            raise ValueError("a KPI that is typed in has its readings in the store")
        return found


def is_computed(kpi: Kpi) -> bool:
    """Whether a KPI's readings are worked out."""
    return kpi.draft.measured is not None


def computed_readings(snapshot: Snapshot, wanted: Sequence[Wanted]) -> dict[int, tuple[Reading, ...]]:
    """The readings of each KPI on its days and not after today, the oldest first; by the KPI's id.

    KPIs that ask for the same kind of rows, narrowed by the same things, share one query.
    """
    known = [(one, measure) for one in wanted if (measure := measure_of(one.measured)) is not None]
    found: dict[int, tuple[Reading, ...]] = {one.kpi.id: () for one in wanted}
    if not known:
        return found
    today = snapshot.today
    parts = _Parts(snapshot, known)
    for one, measure in known:
        basis = _basis(snapshot, one, measure)
        last = min(one.last, today)
        if measure.aggregation is Aggregation.LAST:
            days = [day for day in parts.followers(one.measured) if day.day <= last]
            found[one.kpi.id] = basis.levels(days, one.first)
        else:
            above = _within(parts.of(measure.above, one.measured), one.first, last)
            below = _within(parts.of(measure.below, one.measured), one.first, last) if measure.below else {}
            found[one.kpi.id] = basis.readings(above, below)
    return found


def _basis(snapshot: Snapshot, one: Wanted, measure: Measure) -> Basis:
    settings = snapshot.organisation
    draft = one.kpi.draft
    days = Period(draft.start, draft.due + DAY, "the days of the KPI")
    return Basis(measure, draft.cadence, settings.calendar, 10 ** digits(settings.currency), days)


def _within(days: Days, first: date, last: date) -> dict[date, Part]:
    return {day: part for day, part in days.items() if first <= day <= last}


class _Parts:
    """What the KPIs of one look need, each kind of rows asked once for each set of things that narrows it."""

    def __init__(self, snapshot: Snapshot, known: Sequence[tuple[Wanted, Measure]]) -> None:
        self._snapshot = snapshot
        first = min(one.first for one, _ in known)
        last = min(max(one.last for one, _ in known), snapshot.today)
        self._period = Period(first, max(last, first) + DAY, "the days of the KPIs")
        self._names: dict[tuple[Rows, tuple[str, ...]], set[str]] = {}
        for one, measure in known:
            if measure.aggregation is not Aggregation.LAST:
                for name in filter(None, (measure.above, measure.below)):
                    self._names.setdefault((quantities.rows_of(name), _narrowed(one.measured, name)), set()).add(name)
        self._found: dict[tuple[Rows, tuple[str, ...]], Mapping[tuple[str, ScopeKey], Days]] = {}
        self._followers: list[FollowerDay] | None = None

    def of(self, name: str, measured: Measured) -> Days:
        """A quantity by day, narrowed to what a KPI asks for."""
        by = _narrowed(measured, name)
        asked = quantities.rows_of(name), by
        if asked not in self._found:
            names = sorted(self._names[asked])
            self._found[asked] = quantities.by_day(self._snapshot, asked[0], names, by, self._period)
        key = tuple(getattr(measured, field) for field in by)
        return self._found[asked].get((name, key), {})

    def followers(self, measured: Measured) -> Iterator[FollowerDay]:
        """What the channels a KPI asks for told of their followers, also some time before the first day."""
        if self._followers is None:
            earlier = Period(self._period.start - _BEFORE, self._period.end, self._period.name)
            self._followers = sorted(quantities.followers(self._snapshot, earlier), key=attrgetter("day"))
        for one in self._followers:
            if measured.channel_id in (None, one.channel_id):
                yield one


def _narrowed(measured: Measured, name: str) -> tuple[str, ...]:
    """The fields by which a quantity is narrowed, as far as its rows know them."""
    fields = quantities.fields_of(name)
    return tuple(field for field in fields if getattr(measured, field))
