"""What would have happened anyway: holdout groups and differences in differences."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from smdash.domain.figures import Figure, Number, Unit, show_number
from smdash.domain.money import Money, round_half_away
from smdash.domain.statistics import Interval, difference


@dataclass(frozen=True, slots=True)
class Holdout:
    """The outcome of a test with a control group: how many conversions were added, and what they were worth.

    `revenue` is what may become a benefit; `profit` is a net and never stored as one. `interval` holds the incremental
    conversions with 95 % confidence; None where a group is empty.
    """

    incremental: Figure
    revenue: Figure
    iroas: Figure
    profit: Figure
    interval: Interval | None = None

    @property
    def distinguishable(self) -> bool:
        """Whether the uplift is more than chance would give: its whole interval lies above zero."""
        return self.interval is not None and self.interval.low > 0


@dataclass(frozen=True, slots=True)
class Group:
    """People in a group of a test and how many of them converted."""

    people: int
    conversions: int


def holdout(treated: Group, control: Group, spend: Money, order_value: Money, margin: Number) -> Holdout:
    """Conversions treated − people treated × conversions control / people control, and their worth.

    iROAS = incremental × order value / spend; profit = incremental × order value × margin − spend.
    """
    added: Fraction | None = None
    if control.people > 0:
        added = treated.conversions - Fraction(treated.people * control.conversions, control.people)
    reason = "" if added is not None else "the control group is empty"
    inputs = (
        Figure("Conversions treated", treated.conversions, Unit.COUNT, "input"),
        Figure("People treated", treated.people, Unit.COUNT, "input"),
        Figure("Conversions control", control.conversions, Unit.COUNT, "input"),
        Figure("People control", control.people, Unit.COUNT, "input"),
    )
    formula = "conversions treated − people treated × conversions control / people control"
    interval = incremental_interval(treated, control)
    incremental = Figure(
        "Incremental conversions", added, Unit.NUMBER, formula, inputs, reason=reason, notes=interval_words(interval)
    )
    order = Figure("Order value", order_value.minor, Unit.MONEY, "input", currency=order_value.currency)
    cost = Figure("Spend", spend.minor, Unit.MONEY, "input", currency=spend.currency)
    worth = None if added is None else added * order_value.minor
    revenue = _money("Incremental revenue", worth, "incremental × order value", (incremental, order), spend, reason)
    net = None if worth is None else worth * Fraction(margin) - spend.minor
    share = Figure("Margin", margin, Unit.RATIO, "input")
    profit_formula = "incremental × order value × margin − spend"
    profit = _money("Incremental profit", net, profit_formula, (incremental, order, share, cost), spend, reason)
    return Holdout(incremental, revenue, _iroas(worth, incremental, order, cost, reason), profit, interval)


def incremental_interval(treated: Group, control: Group) -> Interval | None:
    """95 % interval of the incremental conversions: that of the difference of the two rates × people treated."""
    if not (0 <= treated.conversions <= treated.people and 0 <= control.conversions <= control.people):
        return None  # more conversions than people: no share, so no interval of one
    found = difference((treated.conversions, treated.people), (control.conversions, control.people))
    return None if found is None else Interval(found.low * treated.people, found.high * treated.people)


def interval_words(interval: Interval | None) -> tuple[str, ...]:
    """How sure an uplift is, in words; none where there is no interval."""
    if interval is None:
        return ()
    low, high = (show_number(round_half_away(Fraction(end)), Unit.COUNT) for end in (interval.low, interval.high))
    said = f"95 % interval {low} to {high}"
    return (said if interval.low > 0 else f"{said}: can't be told from nothing",)


def _iroas(worth: Fraction | None, incremental: Figure, order: Figure, cost: Figure, reason: str) -> Figure:
    value = worth / cost.value if worth is not None and isinstance(cost.value, int) and cost.value else None
    why = "" if value is not None else reason or "nothing was spent"
    formula = "incremental × order value / spend"
    return Figure("iROAS", value, Unit.NUMBER, formula, (incremental, order, cost), reason=why)


def _money(
    name: str, value: Fraction | None, formula: str, inputs: tuple[Figure, ...], like: Money, reason: str
) -> Figure:
    minor = None if value is None else round_half_away(value)
    return Figure(name, minor, Unit.MONEY, formula, inputs, reason=reason, currency=like.currency)


def difference_in_differences(
    treated_before: Number, treated_after: Number, control_before: Number, control_after: Number
) -> Figure:
    """(treated after − treated before) − (control after − control before)."""
    value = (Fraction(treated_after) - Fraction(treated_before)) - (Fraction(control_after) - Fraction(control_before))
    inputs = (
        Figure("Treated before", treated_before, Unit.NUMBER, "input"),
        Figure("Treated after", treated_after, Unit.NUMBER, "input"),
        Figure("Control before", control_before, Unit.NUMBER, "input"),
        Figure("Control after", control_after, Unit.NUMBER, "input"),
    )
    formula = "(treated after − treated before) − (control after − control before)"
    return Figure("Difference in differences", value, Unit.NUMBER, formula, inputs)
