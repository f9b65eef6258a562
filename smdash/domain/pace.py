"""Whether a KPI is on course: the share expected by now, the pace, and one word for its state."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smdash.domain.figures import Figure, Unit
from smdash.domain.goals import KpiDraft, Pacing
from smdash.domain.season import LastYear, seasonal_share


class State(StrEnum):
    """One word for where a KPI stands."""

    NOT_STARTED = "not started"
    TOO_EARLY = "too early"
    NO_READING = "no reading"
    STALE = "stale"
    BEHIND = "behind"
    AT_RISK = "at risk"
    ON_TRACK = "on track"
    AHEAD = "ahead"
    REACHED = "reached"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which pace ratio on a KPI is ahead, on track, at risk; below the last it is behind."""

    ahead: Decimal = Decimal("1.05")
    on_track: Decimal = Decimal("0.95")
    at_risk: Decimal = Decimal("0.75")

    @property
    def words(self) -> str:
        """As printed beside a pace."""
        return f"ahead ≥ {self.ahead}, on track ≥ {self.on_track}, at risk ≥ {self.at_risk}, else behind"

    def state(self, ratio: Fraction) -> State:
        """The state a pace ratio means."""
        if ratio >= self.ahead:
            return State.AHEAD
        if ratio >= self.on_track:
            return State.ON_TRACK
        return State.AT_RISK if ratio >= self.at_risk else State.BEHIND


def stale(kpi: KpiDraft, last_reading: date | None, today: date) -> bool:
    """Whether two cadences have passed without a reading, up to today or the due day."""
    return last_reading is not None and (min(today, kpi.due) - last_reading).days >= 2 * kpi.cadence.days


def as_of_day(kpi: KpiDraft, last_reading: date | None, today: date) -> date:
    """The day progress is judged on: that of the last reading unless it is stale or missing, else today."""
    if last_reading is None or stale(kpi, last_reading, today):
        return today
    return last_reading


def expected_share(kpi: KpiDraft, day: date, last_year: LastYear | None = None) -> Figure:
    """The share of the way that should be gone by a day, 0–1.

    Linear: days(start … day) / days(start … due), both ends counted, clamped. Seasonal: the share that last year's
    same period had reached by the same day; where last year has too little, linear with the reason as a note.
    """
    if kpi.pacing is Pacing.LINEAR or day < kpi.start:
        return _linear_share(kpi, day)
    reason = "last year is not known"
    if last_year is not None:
        seasonal = seasonal_share(kpi, last_year, day)
        if seasonal.defined:
            return seasonal
        reason = seasonal.reason
    return replace(_linear_share(kpi, day), notes=(f"linear instead of seasonal: {reason}",))


def _linear_share(kpi: KpiDraft, day: date) -> Figure:
    total = (kpi.due - kpi.start).days + 1
    passed = min(max((day - kpi.start).days + 1, 0), total)
    inputs = (
        Figure("Days passed", passed, Unit.DAYS, f"{kpi.start.isoformat()} … {day.isoformat()}"),
        Figure("Days in all", total, Unit.DAYS, f"{kpi.start.isoformat()} … {kpi.due.isoformat()}"),
    )
    return Figure("Expected", Fraction(passed, total), Unit.RATIO, "days passed / days in all", inputs)


def pace_ratio(kpi: KpiDraft, achieved: Figure, expected: Figure, thresholds: Thresholds) -> Figure:
    """Progress / expected share; undefined before the start and for shapes that are inside or outside, done or not."""
    value, reason = None, achieved.reason
    if kpi.kept or kpi.shape.done_or_not:
        reason = "only a rise or a fall has a pace"
    elif not expected.value:
        reason = "it has not started" if kpi.pacing is Pacing.LINEAR else "nothing is expected by this day"
    elif achieved.value is not None:
        value = Fraction(achieved.value) / Fraction(expected.value)
    formula = "progress / expected share"
    notes = (thresholds.words,)
    return Figure("Pace", value, Unit.NUMBER, formula, (achieved, expected), reason=reason, notes=notes)


def state_of(
    kpi: KpiDraft, last_reading: date | None, achieved: Figure, ratio: Figure, today: date, thresholds: Thresholds
) -> State:
    """One word for a KPI on a day.

    A rise or fall, a milestone or a yes is reached as soon as its target is; what must be kept only after the due day.
    """
    over = today > kpi.due
    if today < kpi.start:
        return State.NOT_STARTED
    done = achieved.value is not None and achieved.value >= 1
    if done and (over or not kpi.kept):
        return State.REACHED
    if kpi.shape.done_or_not:
        return State.MISSED if over else State.ON_TRACK
    if over:
        return State.NO_READING if last_reading is None else State.MISSED
    if today < kpi.start + timedelta(days=kpi.cadence.days):
        return State.TOO_EARLY
    if last_reading is None:
        return State.NO_READING
    if stale(kpi, last_reading, today):
        return State.STALE
    if ratio.value is not None:
        return thresholds.state(Fraction(ratio.value))
    if kpi.kept:
        return State.ON_TRACK if done else State.BEHIND
    # A season in which nothing is expected yet: whoever has not lost anything is on track.
    return State.ON_TRACK if achieved.value is not None and achieved.value >= 0 else State.BEHIND
