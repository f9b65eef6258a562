"""Objectives with their KPIs on a day: grade, pace, state, check-ins; and the scorecard of a period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from smdash.domain.figures import Figure, Unit
from smdash.domain.goals import CHECK_IN_DAYS, CheckIn, Objective, Reading, days_without_check_in, only_output
from smdash.domain.pace import State, Thresholds
from smdash.domain.periods import DAY, Period
from smdash.domain.scorecard import Grade, KpiStatus, grade
from smdash.domain.text import name_key
from smdash.domain.velocity import progress_at, velocity

BY_HAND = (State.ON_TRACK, State.AT_RISK, State.BEHIND)
"""What a check-in may say of an objective instead of its numbers."""

# From what needs a person most to what needs nobody.
_URGENCY = (
    State.MISSED,
    State.BEHIND,
    State.NO_READING,
    State.STALE,
    State.AT_RISK,
    State.ON_TRACK,
    State.AHEAD,
    State.REACHED,
    State.TOO_EARLY,
    State.NOT_STARTED,
)


def urgency(state: State | None) -> int:
    """The place of a state among all, from what needs a person most (0) to what needs nobody; none comes last."""
    return len(_URGENCY) if state is None else _URGENCY.index(state)


def need(status: KpiStatus) -> tuple[int, date, str]:
    """What KPIs are sorted by, so that those that need a person most come first: state, then due day, then name."""
    return urgency(status.state), status.kpi.draft.due, name_key(status.kpi.name)


@dataclass(frozen=True, slots=True)
class KpiEntry:
    """One row of a scorecard: the KPI's status, its newest readings, the newest first, and when its objective was
    checked in.
    """

    status: KpiStatus
    latest: tuple[Reading, ...] = ()
    check_ins: tuple[date, ...] = ()

    @property
    def id(self) -> int:
        """The KPI's id."""
        return self.status.kpi.id

    @property
    def figures(self) -> tuple[Figure, ...]:
        """All its numbers, as `i` explains them."""
        known = self.status.figures
        return (*known, replace(self.velocity, period=known[0].period, rows=known[0].rows))

    @property
    def velocity(self) -> Figure:
        """Its progress a day at the last check-ins of its objective; see `velocity`."""
        draft, course = self.status.kpi.draft, self.status.course
        if not draft.paced:
            return Figure("Velocity a day", None, Unit.RATIO, "", reason="only a rise or a fall has a velocity")
        if draft.objective_id is None and not self.check_ins:
            return Figure("Velocity a day", None, Unit.RATIO, "", reason="it has no objective to check in")
        return velocity(draft.start - DAY, self.check_ins, lambda day: progress_at(draft, course.on(day)))


@dataclass(frozen=True, slots=True)
class ObjectiveEntry:
    """An objective (None: the KPIs that belong to none) with its KPIs on the scorecard.

    `state` is what the last check-in says where it says something (`by_hand`), else what the pace says; None without
    a KPI. `days_without` counts the days since the last check-in, or since the start.
    """

    objective: Objective | None
    kpis: tuple[KpiEntry, ...]
    grade: Grade
    pace: Figure
    state: State | None
    by_hand: bool = False
    check_in: CheckIn | None = None
    days_without: int | None = None

    @property
    def velocity(self) -> Figure:
        """Progress a day at the last check-ins: the weighted mean of its KPIs that rise or fall; see `velocity`."""
        drafts = [entry.status.kpi.draft for entry in self.kpis]
        rising = [(entry, draft) for entry, draft in zip(self.kpis, drafts, strict=True) if draft.paced]
        weights = sum((Fraction(draft.weight) for _, draft in rising), Fraction(0))
        if not weights:
            return Figure("Velocity a day", None, Unit.RATIO, "", reason="no KPI that rises or falls has a weight")
        start = (self.objective.start if self.objective else None) or min(draft.start for _, draft in rising)

        def progress_on(day: date) -> Fraction:
            gained = (Fraction(d.weight) * progress_at(d, e.status.course.on(day)) for e, d in rising)
            return sum(gained, Fraction(0)) / weights

        return velocity(start - DAY, rising[0][0].check_ins, progress_on)

    @property
    def check_in_missing(self) -> bool:
        """Whether the last check-in lies too far back."""
        return self.days_without is not None and self.days_without > CHECK_IN_DAYS

    @property
    def only_output(self) -> bool:
        """Whether all its KPIs measure nothing but output."""
        return only_output([entry.status.kpi for entry in self.kpis])


@dataclass(frozen=True, slots=True)
class Scorecard:
    """What a period's goals look like as of `today`, which is never after the period's end."""

    period: Period
    today: date
    objectives: tuple[ObjectiveEntry, ...]
    thresholds: Thresholds

    @property
    def kpis(self) -> tuple[KpiEntry, ...]:
        """All KPIs, objective by objective."""
        return tuple(entry for group in self.objectives for entry in group.kpis)

    @property
    def statuses(self) -> tuple[KpiStatus, ...]:
        """The status of each KPI, objective by objective."""
        return tuple(entry.status for entry in self.kpis)

    @property
    def grade(self) -> Figure:
        """The mean of the objectives' grades; objectives without one, and KPIs without an objective, don't count."""
        graded = [group for group in self.objectives if group.objective and group.grade.figure.defined]
        inputs = tuple(
            Figure(group.objective.name, group.grade.figure.value, Unit.NUMBER, group.grade.figure.formula)
            for group in graded
            if group.objective
        )
        values = [Fraction(group.grade.figure.value or 0) for group in graded]
        mean = sum(values, Fraction(0)) / len(values) if values else None
        reason = "" if values else "no objective has a grade"
        formula = "mean of the objectives' grades"
        return Figure("Grade", mean, Unit.NUMBER, formula, inputs, self.period.name, len(values), reason)


def objective_pace(statuses: Sequence[KpiStatus], thresholds: Thresholds) -> Figure:
    """Σ weight × progress / Σ weight × expected share, over the KPIs that have begun; progress clamped to 0–1.

    Of a value to keep or a range everything is expected from the start; of a milestone or a yes/no nothing before its
    due day, so that it counts only when it is over. A KPI without a reading counts with a progress of 0.
    """
    achieved = expected = Fraction(0)
    counted = []
    for status in statuses:
        share = _expected(status)
        if share is None or not status.begun:
            continue
        weight = Fraction(status.kpi.draft.weight)
        achieved += weight * min(max(Fraction(status.progress.value or 0), Fraction(0)), Fraction(1))
        expected += weight * share
        counted.append(status)
    inputs = tuple(
        Figure(status.kpi.name, status.progress.value, Unit.RATIO, f"expected {_percent(status)}") for status in counted
    )
    value = achieved / expected if expected else None
    reason = "" if expected else "no KPI with a pace has begun"
    formula = "Σ weight × progress / Σ weight × expected share"
    notes = (thresholds.words,)
    return Figure("Pace", value, Unit.NUMBER, formula, inputs, rows=len(counted), reason=reason, notes=notes)


def _expected(status: KpiStatus) -> Fraction | None:
    draft = status.kpi.draft
    if draft.shape.done_or_not:
        return Fraction(1) if status.today > draft.due else None
    if draft.kept:
        return Fraction(1)
    return Fraction(status.expected.value or 0)


def _percent(status: KpiStatus) -> str:
    return Figure("", _expected(status), Unit.RATIO, "").text()


def objective_state(statuses: Sequence[KpiStatus], pace: Figure, thresholds: Thresholds) -> State | None:
    """One word for an objective.

    Reached when all its KPIs are, else what its pace means; where there is no pace or no reading at all, the word of
    its neediest KPI.
    """
    if not statuses:
        return None
    if all(status.state is State.REACHED for status in statuses):
        return State.REACHED
    if pace.value is not None and any(status.last_reading for status in statuses):
        return thresholds.state(Fraction(pace.value))
    return min((status.state for status in statuses), key=urgency)


def objective_entry(
    objective: Objective | None,
    kpis: Sequence[KpiEntry],
    check_ins: Sequence[CheckIn],
    as_of: date,
    thresholds: Thresholds,
) -> ObjectiveEntry:
    """An objective with all that its row shows, as of a day; check-ins after that day don't count."""
    statuses = [entry.status for entry in kpis]
    pace = objective_pace(statuses, thresholds)
    known = sorted((one for one in check_ins if one.day <= as_of), key=lambda one: (one.day, one.id))
    last = known[-1] if known else None
    by_hand = next((state for state in BY_HAND if last is not None and state.value == last.status), None)
    return ObjectiveEntry(
        objective=objective,
        kpis=tuple(replace(entry, check_ins=tuple(one.day for one in known)) for entry in kpis),
        grade=grade(statuses),
        pace=pace,
        state=by_hand or objective_state(statuses, pace, thresholds),
        by_hand=by_hand is not None,
        check_in=last,
        days_without=None if objective is None else days_without_check_in(known, objective, as_of),
    )


def in_period(objective: Objective, period: Period) -> bool:
    """Whether an objective's days touch a period; a missing start or due day sets no bound."""
    return (objective.start is None or objective.start < period.end) and (
        objective.due is None or objective.due >= period.start
    )
