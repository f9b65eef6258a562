"""How fast a goal comes nearer, from check-in to check-in, and whether it slows down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from smdash.domain.course import Point
from smdash.domain.figures import Figure, Unit, grouped
from smdash.domain.goals import KpiDraft
from smdash.domain.progress import current_value, progress

LOOKED_AT = 3
"""As many check-ins are compared."""
_PLACES = 2


def velocity(start: date, check_ins: Sequence[date], progress_on: Callable[[date], Fraction]) -> Figure:
    """Progress gained a day up to the newest check-in, beside that of the two before it; 0.01 is a hundredth a day.

    At each check-in: (progress on its day − progress on the day of the one before) / days between them; before the
    first one stands the start, with a progress of 0. Undefined with fewer than three check-ins since the start. It
    falls when it is lower at each of the last three check-ins than at the one before: the note says so.
    """
    formula = "progress gained since the check-in before / days since then"
    days = [start, *(day for day in sorted(set(check_ins)) if day > start)][-LOOKED_AT - 1 :]
    if len(days) <= LOOKED_AT:
        reason = f"fewer than {LOOKED_AT} check-ins since the start"
        return Figure("Velocity a day", None, Unit.RATIO, formula, reason=reason)
    reached = [Fraction(0) if day == start else progress_on(day) for day in days]
    gains = [
        Figure(f"Check-in {day.isoformat()}", (now - before) / (day - since).days, Unit.RATIO, formula)
        for (since, before), (day, now) in pairwise(zip(days, reached, strict=True))
    ]
    found = Figure("Velocity a day", gains[-1].value, Unit.RATIO, formula, tuple(gains))
    notes = (f"falling: {velocity_text(found)}",) if falls(found) else ()
    return Figure("Velocity a day", gains[-1].value, Unit.RATIO, formula, tuple(gains), notes=notes)


def falls(found: Figure) -> bool:
    """Whether a velocity was lower at each of the last three check-ins than at the one before."""
    values = [figure.value for figure in found.inputs if figure.value is not None]
    return len(values) == LOOKED_AT and all(later < before for before, later in pairwise(values))


def velocity_text(found: Figure) -> str:
    """The last three, the newest last: `1.20, 0.80, 0.31 % a day at the last 3 check-ins`; `–` where there is none."""
    if found.value is None:
        return "–"
    values = ", ".join(grouped(Fraction(one.value or 0) * 100, _PLACES) for one in found.inputs)
    return f"{values} % a day at the last {LOOKED_AT} check-ins"


def progress_at(kpi: KpiDraft, point: Point | None) -> Fraction:
    """Progress with a value, clamped to 0–1 as a grade clamps it; without one it is 0."""
    value = progress(kpi, current_value(kpi, point)).value
    return min(max(Fraction(value or 0), Fraction(0)), Fraction(1))
