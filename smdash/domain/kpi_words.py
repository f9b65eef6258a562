"""KPIs in words and short texts, the same in every pane, report and command."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from smdash.domain.figures import Figure, Number, Unit, grouped, show_number
from smdash.domain.goals import KpiDraft, Pacing, Reading, Shape
from smdash.domain.pace import State
from smdash.domain.readings import reading_text, with_unit
from smdash.domain.scorecard import KpiStatus

Tone = Literal["good", "warning", "bad", "muted", ""]
"""How a word is meant; themes have a colour of the same name for each."""

UNDEFINED = "–"
_MOST_PLACES = 3

_SIGNS: dict[State, tuple[str, Tone]] = {
    State.NOT_STARTED: ("○", "muted"),
    State.TOO_EARLY: ("○", "muted"),
    State.NO_READING: ("!", "warning"),
    State.STALE: ("!", "warning"),
    State.BEHIND: ("▼", "bad"),
    State.AT_RISK: ("▼", "warning"),
    State.ON_TRACK: ("●", "good"),
    State.AHEAD: ("▲", "good"),
    State.REACHED: ("✓", "good"),
    State.MISSED: ("×", "bad"),
}


def state_text(state: State | None) -> str:
    """A state as a sign and its word, such as `▼ behind`."""
    return UNDEFINED if state is None else f"{_SIGNS[state][0]} {state.value}"


def state_tone(state: State | None) -> Tone:
    """Whether a state is good, needs a look, is bad, or says nothing yet."""
    return "muted" if state is None else _SIGNS[state][1]


def places_of(draft: KpiDraft, value: Number | None = None) -> int:
    """How many decimals a KPI is shown with: as many as were typed for its targets, and those its value needs."""
    typed = (draft.baseline, draft.target, draft.target_low, draft.target_high)
    exponents = [number.as_tuple().exponent for number in typed if number is not None]
    places = max((-exponent for exponent in exponents if isinstance(exponent, int)), default=0)
    if value is not None and (exact_value := Fraction(value)).denominator != 1:
        places = max(places, 1 if abs(exact_value) >= 1 else 2)
    return min(max(places, 0), _MOST_PLACES)


def now_text(status: KpiStatus, *, unit: bool = True) -> str:
    """The current value; `–` without one, yes or no where it is that."""
    value = status.current.value
    if value is None:
        return UNDEFINED
    draft = status.kpi.draft
    if draft.shape is Shape.YES_NO:
        return "yes" if value else "no"
    return with_unit(grouped(value, places_of(draft, value)), draft.unit if unit else "")


def target_text(draft: KpiDraft) -> str:
    """The target: a number, `3–5`, `≥ 3`, `≤ 5`, `yes`, or `done`."""
    shown = places_of(draft)
    low, high, ending = draft.target_low, draft.target_high, draft.unit
    if draft.shape is Shape.YES_NO:
        return "yes"
    if low is not None and high is not None:
        return with_unit(_range(grouped(low, shown), grouped(high, shown)), ending)
    if low is not None or high is not None:
        sign, bound = ("≥", low) if low is not None else ("≤", high)
        return f"{sign} {with_unit(grouped(bound or Decimal(0), shown), ending)}"
    if draft.target is None:
        return "done" if draft.shape is Shape.MILESTONE else UNDEFINED
    return with_unit(grouped(draft.target, shown), ending)


def now_and_target(status: KpiStatus) -> tuple[str, str, str]:
    """Value, sign between, and target, for a cell such as `412 / 1 000` or, of what falls, `5.1 → 4.0 h`."""
    draft = status.kpi.draft
    sign = "→" if draft.shape is Shape.DECREASE else "/"
    return now_text(status, unit=False), sign, target_text(draft)


def grade_text(grade: Figure) -> str:
    """A grade with its two decimals: `0.61`."""
    return UNDEFINED if grade.value is None else grouped(grade.value, 2)


def progress_text(status: KpiStatus) -> str:
    """Progress as a whole percentage; inside or outside, done or open, where it is that."""
    value = status.progress.value
    if value is None:
        return UNDEFINED
    draft = status.kpi.draft
    if draft.shape.done_or_not:
        return "done" if value >= 1 else "open"
    if draft.kept:
        return "inside" if value >= 1 else "outside"
    return f"{grouped(Fraction(value) * 100, 0)} %"


def forecast_text(status: KpiStatus) -> str:
    """The forecast for the due day with its range, `790 (640–940)`; `–` where there is none."""
    point, ends = point_text(status), range_text(status)
    return f"{point} ({ends})" if ends else point


def point_text(status: KpiStatus) -> str:
    """The forecast alone, with the unit; `–` where there is none."""
    point, draft = status.forecast.point.value, status.kpi.draft
    if point is None:
        return UNDEFINED
    return with_unit(grouped(point, places_of(draft, status.current.value)), draft.unit)


def range_text(status: KpiStatus) -> str:
    """The range of the forecast, `640–940`; empty where there is none."""
    point, low, high = (figure.value for figure in (status.forecast.point, status.forecast.low, status.forecast.high))
    if point is None or low is None or high is None:
        return ""
    places = places_of(status.kpi.draft, status.current.value)
    return _range(grouped(low, places), grouped(high, places))


def _range(low: str, high: str) -> str:
    return f"{low} to {high}" if "−" in low + high else f"{low}–{high}"


def rate_text(rate: Figure) -> str:
    """A rate per day as a number."""
    return UNDEFINED if rate.value is None else show_number(rate.value, Unit.NUMBER)


def needed_text(status: KpiStatus) -> str:
    """What is needed from now on: `needs 15.1 a day from now on (so far 7.8)`; says why where nothing is."""
    draft = status.kpi.draft
    if status.state is State.REACHED:
        return "reached"
    if status.required_rate.value is None:
        return f"due {day_text(draft.due)}: {status.state.value}"
    unit = f" {draft.unit}" if draft.unit else ""
    so_far = "" if status.run_rate.value is None else f" (so far {rate_text(status.run_rate)})"
    return f"needs {rate_text(status.required_rate)}{unit} a day from now on{so_far}"


def definition_text(draft: KpiDraft, today: date) -> str:
    """What a KPI is: `baseline 0 · target 1 000 by 31 Dec · weekly · seasonal · outcome`; linear is not said."""
    shown = places_of(draft)
    parts = []
    if draft.baseline is not None and not draft.shape.done_or_not:
        parts.append(f"baseline {grouped(draft.baseline, shown)}")
    parts.append(f"target {target_text(draft)} by {day_text(draft.due, year=draft.due.year != today.year)}")
    seasonal = [Pacing.SEASONAL.value] if draft.pacing is Pacing.SEASONAL else []
    return " · ".join([*parts, draft.cadence.value, *seasonal, draft.level.value])


def latest_text(draft: KpiDraft, readings: Sequence[Reading]) -> str:
    """The newest readings: `last: 18 Nov 412, 11 Nov 371`."""
    if not readings:
        return "no reading yet"
    return "last: " + ", ".join(f"{day_text(one.day, year=False)} {reading_text(one, draft)}" for one in readings)


def day_text(day: date, *, year: bool = True) -> str:
    """A day as people write it: `18 Nov 2026`."""
    return f"{day.day} {day:%b %Y}" if year else f"{day.day} {day:%b}"


def sentence(status: KpiStatus) -> str:
    """Where a KPI stands, in a line: `Sign-ups 412 of 1 000, behind`; `Response time 5.1 h, target 4.0 h, ahead`."""
    draft, state = status.kpi.draft, status.state.value
    if draft.shape.done_or_not:
        return f"{status.kpi.name}: {progress_text(status)}, {state}"
    if draft.shape is Shape.INCREASE:
        return f"{status.kpi.name} {now_text(status, unit=False)} of {target_text(draft)}, {state}"
    return f"{status.kpi.name} {now_text(status)}, target {target_text(draft)}, {state}"
