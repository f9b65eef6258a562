"""A KPI with everything its row shows, and the grade of an objective."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from smdash.domain.course import Course, Point, course
from smdash.domain.figures import Figure, Unit
from smdash.domain.forecast import Forecast, forecast, reached_in, required_rate, run_rate
from smdash.domain.goals import Kpi, Reading
from smdash.domain.origins import explained
from smdash.domain.pace import State, Thresholds, as_of_day, expected_share, pace_ratio, stale, state_of
from smdash.domain.periods import Period
from smdash.domain.progress import current, progress
from smdash.domain.season import LastYear

GREEN_FROM = Fraction(7, 10)
AMBER_FROM = Fraction(4, 10)


@dataclass(frozen=True)
class KpiStatus:
    """One KPI on one day.

    `today` is the day it was looked at (never after the period's end), `as_of` the day its progress is judged on.
    `judged_on` is the day its state is of: today, once it was due.
    `stale` is set whatever the state. What only a row in sight needs is worked out when it is asked for.
    """

    kpi: Kpi
    today: date
    as_of: date
    last_reading: date | None
    stale: bool
    state: State
    current: Figure
    progress: Figure
    expected: Figure
    pace: Figure
    course: Course
    last_year: LastYear | None = None
    judged_on: date | None = None

    @property
    def trend(self) -> tuple[Point, ...]:
        """The value at the end of each cadence with a reading."""
        return self.course.points

    @property
    def recent(self) -> tuple[Point, ...]:
        """The newest 60 of these: what a sparkline shows and a forecast goes by."""
        return self.course.recent

    @cached_property
    def forecast(self) -> Forecast:
        """Where it will be on the due day if it goes on like this."""
        return forecast(self.kpi.draft, self.recent, self.judged_on or self.today)

    @cached_property
    def run_rate(self) -> Figure:
        """What was gained a day so far."""
        return run_rate(self.kpi.draft, self.current, self.today)

    @cached_property
    def required_rate(self) -> Figure:
        """What is needed a day from now on."""
        return required_rate(self.kpi.draft, self.current, self.today)

    @property
    def begun(self) -> bool:
        """Whether it counts in a grade: it has a reading, or a first one was due."""
        return self.state is not State.NOT_STARTED and (
            self.last_reading is not None or self.state is not State.TOO_EARLY
        )

    @cached_property
    def reached_in(self) -> Figure:
        """In how many days the target is reached at the run rate."""
        return reached_in(self.kpi.draft, self.current, self.run_rate, self.today)

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its numbers, as `i` and `smdash kpi show` explain them."""
        period = f"{self.kpi.draft.start.isoformat()}..{self.as_of.isoformat()}"
        figures = (
            self.current,
            self.progress,
            self.expected,
            self.pace,
            self.forecast.point,
            self.forecast.low,
            self.forecast.high,
            self.run_rate,
            self.required_rate,
            self.reached_in,
        )
        return tuple(replace(figure, period=period, rows=self.current.rows) for figure in figures)


def assess(
    kpi: Kpi,
    readings: Sequence[Reading],
    today: date,
    *,
    period: Period | None = None,
    thresholds: Thresholds | None = None,
    last_year: LastYear | None = None,
) -> KpiStatus:
    """All that is known of a KPI as of today, or of the last day of a period that is over.

    The pace always uses the KPI's own start and due day; a seasonal one needs its last year.
    """
    day = min(today, period.last) if period else today
    so_far = course(kpi.draft, readings, day)
    return assess_course(kpi, so_far, today, period=period, thresholds=thresholds, last_year=last_year)


def assess_course(
    kpi: Kpi,
    so_far: Course,
    today: date,
    *,
    period: Period | None = None,
    thresholds: Thresholds | None = None,
    last_year: LastYear | None = None,
) -> KpiStatus:
    """The same of a KPI whose course until that day is known."""
    limits = thresholds or Thresholds()
    day = min(today, period.last) if period else today
    draft = kpi.draft
    # A KPI due within a period that is over is decided, also when it was due on the period's last day.
    judged_on = today if draft.due <= day else day
    last = so_far.newest.day if so_far.newest else None
    as_of = as_of_day(draft, last, day)
    now = current(draft, so_far)
    if draft.measured is not None:
        now = explained(draft, now, so_far.stored)
    achieved = progress(draft, now)
    expected = expected_share(draft, as_of, last_year)
    ratio = pace_ratio(draft, achieved, expected, limits)
    return KpiStatus(
        kpi=kpi,
        today=day,
        as_of=as_of,
        last_reading=last,
        stale=not draft.shape.done_or_not and stale(draft, last, day),
        state=state_of(draft, last, achieved, ratio, judged_on, limits),
        current=now,
        progress=achieved,
        expected=expected,
        pace=ratio,
        course=so_far,
        last_year=last_year,
        judged_on=judged_on,
    )


@dataclass(frozen=True, slots=True)
class Grade:
    """An objective's grade 0–1, and the names of the KPIs that count 0 in it because they have no reading."""

    figure: Figure
    without_reading: tuple[str, ...]

    @property
    def colour(self) -> str:
        """`green` from 0.7, `amber` from 0.4, `red` below, empty when undefined."""
        value = self.figure.value
        if value is None:
            return ""
        return "green" if value >= GREEN_FROM else "amber" if value >= AMBER_FROM else "red"


def grade(statuses: Sequence[KpiStatus]) -> Grade:
    """Weighted mean of the progress of an objective's KPIs, each clamped to 0–1.

    One that should have begun and has no reading counts 0 and is named; one that has not begun does not count.
    """
    counting = [status for status in statuses if status.begun]
    missing = tuple(status.kpi.name for status in counting if status.progress.value is None)
    weights = [Fraction(status.kpi.draft.weight) for status in counting]
    total = sum(weights, Fraction(0))
    inputs = tuple(
        Figure(s.kpi.name, s.progress.value, Unit.RATIO, f"weight {s.kpi.draft.weight}", reason=s.progress.reason)
        for s in counting
    )
    formula = "Σ weight × progress clamped to 0–1 / Σ weight"
    if not total:
        reason = "all weights are zero" if counting else "no KPI has begun"
        return Grade(Figure("Grade", None, Unit.NUMBER, formula, inputs, reason=reason), missing)
    clamped = [min(max(Fraction(status.progress.value or 0), Fraction(0)), Fraction(1)) for status in counting]
    value = sum((weight * share for weight, share in zip(weights, clamped, strict=True)), Fraction(0)) / total
    notes = tuple(f"{name}: no reading, counts 0" for name in missing)
    return Grade(Figure("Grade", value, Unit.NUMBER, formula, inputs, notes=notes, rows=len(counting)), missing)
