"""What a computed KPI's value is made of, in the words that `i` shows."""

from __future__ import annotations

from dataclasses import replace

from smdash.domain.computed import counted, measure_of
from smdash.domain.figures import Figure
from smdash.domain.goals import Cadence, KpiDraft

_STRETCHES = {
    Cadence.DAILY: "day", Cadence.WEEKLY: "week", Cadence.MONTHLY: "month", Cadence.QUARTERLY: "quarter"
}  # fmt: skip


def explained(draft: KpiDraft, now: Figure, stored: int = 0) -> Figure:
    """The current value of a KPI with the formula of its measure, and the rows, `stored` of them, it comes from."""
    measure = measure_of(draft.measured) if draft.measured else None
    if measure is None:
        return now
    reason = now.reason
    if not now.defined:
        divisor = measure.formula.partition(" / ")[2].partition(",")[0]
        reason = f"{divisor} is 0" if now.rows and divisor else "no row tells it"
    rows = ", ".join(one.value for one in measure.rows)
    if stored and len(measure.rows) == 1:
        rows = counted(stored, rows)
    of = ", ".join((*draft.measured.names, draft.measured.post_kind)).strip(", ") if draft.measured else ""
    stretch = "day" if measure.each_day else _STRETCHES[draft.cadence]
    notes = (
        measure.definition,
        f"worked out from {rows}{f' of {of}' if of else ''}, a row here for each {stretch} with any",
    )
    return replace(now, formula=measure.formula, reason=reason, notes=(*now.notes, *notes))
