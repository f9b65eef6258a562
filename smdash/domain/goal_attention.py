"""What of the goals needs a person: one sentence each, the neediest first, with the KPI or objective to go to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from smdash.domain import kpi_words
from smdash.domain.attention import Attention, Urgency
from smdash.domain.objectives import ObjectiveEntry, Scorecard
from smdash.domain.pace import State
from smdash.domain.scorecard import KpiStatus
from smdash.domain.velocity import falls, velocity_text

DUE_SOON = 14
"""A goal that is due within as many days is named before it is too late."""
_OVER = (State.REACHED, State.MISSED, State.NOT_STARTED)
_NEEDY = (State.BEHIND, State.AT_RISK)


@dataclass(frozen=True, slots=True)
class _Need:
    """A line of the list and what orders it: the due day, then the pace (none comes first)."""

    urgency: Urgency
    text: str
    kind: str
    target: int
    due: date = date.max
    pace: float = 0.0


def of_goals(card: Scorecard) -> tuple[Attention, ...]:
    """KPIs behind, due soon or without a reading; objectives without a KPI or check-in, due soon or slowing down.

    What is due soon and not on track comes first; then the rest by due day and pace.
    """
    needs = [need for group in card.objectives for need in _of_group(group, card.today)]
    needs.sort(key=lambda need: (-need.urgency, need.due, need.pace))
    return tuple(Attention(need.urgency, need.text, "goals", need.kind, need.target) for need in needs)


def _of_group(group: ObjectiveEntry, today: date) -> Iterator[_Need]:
    needs = [need for entry in group.kpis if (need := _of_kpi(entry.status)) is not None]
    yield from needs
    objective = group.objective
    if objective is None or (objective.due is not None and objective.due < today):
        return
    name, due = objective.name, objective.due or date.max
    left = (due - today).days
    if not group.kpis:
        soon = f" and is due {_in_days(left, due)}" if left <= DUE_SOON else ""
        yield _Need(Urgency.SOON, f"“{name}” has no KPI{soon}", "objective", objective.id, due)
    elif left <= DUE_SOON and group.state is not State.REACHED and not any(_soon(e.status) for e in group.kpis):
        grade = kpi_words.grade_text(group.grade.figure)
        text = f"“{name}” is due {_in_days(left, due)}: grade {grade}"
        yield _Need(Urgency.SOON, text, "objective", objective.id, due)
    if group.check_in_missing:
        since = "for" if group.check_in else "since its start,"
        text = f"“{name}” has had no check-in {since} {group.days_without} days"
        yield _Need(Urgency.SOON, text, "objective", objective.id, due)
    if group.state is not State.REACHED and falls(velocity := group.velocity):
        urgency = Urgency.SOON if group.state in _NEEDY else Urgency.NOTE
        text = f"“{name}” slows down: {velocity_text(velocity)}"
        yield _Need(urgency, text, "objective", objective.id, due)


def _of_kpi(status: KpiStatus) -> _Need | None:
    """The one thing that a KPI needs most."""
    draft, state, cadence = status.kpi.draft, status.state, status.kpi.draft.cadence.value
    soon = _soon(status)
    urgency, text = Urgency.SOON, ""
    due = f"due {_in_days((draft.due - status.today).days, draft.due)}"
    nothing = "No data" if draft.measured else "No reading"
    if state is State.NO_READING:
        text = f"{nothing} yet for “{draft.name}” ({cadence}{f', {due}' if soon else ''})"
    elif status.stale and status.last_reading is not None and status.today <= draft.due:
        days = (status.today - status.last_reading).days
        nothing = "No new data" if draft.measured else nothing
        text = f"{nothing} for “{draft.name}” in {days} days ({cadence}{f', {due}' if soon else ''})"
    elif soon:
        urgency = Urgency.NOW if state in _NEEDY else Urgency.NOTE
        text = f"“{draft.name}” is {due}, {state.value}: {_how_far(status)}"
    elif state is State.BEHIND:
        text = f"“{draft.name}” is behind: {kpi_words.needed_text(status)}"
    if not text:
        return None
    return _Need(urgency, text, "kpi", status.kpi.id, draft.due, float(status.pace.value or 0))


def _soon(status: KpiStatus) -> bool:
    left = (status.kpi.draft.due - status.today).days
    return 0 <= left <= DUE_SOON and status.state not in _OVER


def _how_far(status: KpiStatus) -> str:
    """`412 of 1 000, needs 15.1 a day from now on (so far 7.8)`."""
    draft = status.kpi.draft
    if draft.shape.done_or_not:
        return kpi_words.progress_text(status)
    far = f"{kpi_words.now_text(status, unit=False)} of {kpi_words.target_text(draft)}"
    if draft.kept or status.required_rate.value is None:
        return far
    return f"{far}, {kpi_words.needed_text(status)}"


def _in_days(left: int, due: date) -> str:
    if left == 0:
        return "today"
    return f"in {left} days ({kpi_words.day_text(due, year=False)})" if left > 1 else "tomorrow"
