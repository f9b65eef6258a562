"""What an hour of a person's work costs in full."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from smdash.domain.figures import Figure, Number, Unit
from smdash.domain.money import Money, round_half_away
from smdash.errors import FormFaults

WEEKS = 52
DEFAULT_ON_COSTS = Fraction(4565, 3207) - 1
"""On-costs as a share of pay, for those who do not know their own: US private industry, total compensation 45.65 over
wages 32.07 an hour (US Bureau of Labor Statistics, Employer Costs for Employee Compensation, June 2025)."""

DEFAULT_ON_COSTS_SOURCE = "US private industry, June 2025: 45.65 / 32.07 = 1.423 (BLS)"


@dataclass(frozen=True, slots=True)
class Employment:
    """What an employer pays for a year of work, and the hours it gets for it.

    `pay` is a year's gross pay; `on_costs` (pension, insurance, taxes) is a share of it; `overhead` (desk, software,
    rent) an amount a year. `paid_hours` are hours under contract a year, `hours_off` the leave, holidays and sickness
    in them.
    """

    pay: Money
    paid_hours: Number
    hours_off: Number = 0
    on_costs: Number = DEFAULT_ON_COSTS
    overhead: Money | None = None
    notes: tuple[str, ...] = ()


def yearly_pay(hourly: Money, weekly_hours: Number, weeks: Number = WEEKS) -> Money:
    """A year's pay from an hourly wage, rounded once."""
    return hourly.times(Fraction(weekly_hours) * Fraction(weeks))


def loaded_rate(job: Employment) -> Figure:
    """(pay + on-costs + overhead) / (paid hours − leave − holidays − sickness), in minor units an hour, rounded once.

    Undefined, with the reason, when no productive hours are left. `FormFaults` for amounts below zero or in two
    currencies.
    """
    _check(job)
    annual, cost = _annual_cost(job)
    hours = Fraction(job.paid_hours) - Fraction(job.hours_off)
    paid = Figure("Paid hours", job.paid_hours, Unit.NUMBER, "input")
    off = Figure("Off", job.hours_off, Unit.NUMBER, "input")
    formula = "paid hours − leave − holidays − sickness"
    productive = Figure("Productive hours", hours, Unit.NUMBER, formula, (paid, off))
    value = round_half_away(annual / hours) if hours > 0 else None
    return Figure(
        "Loaded hourly rate",
        value,
        Unit.MONEY,
        "annual cost / productive hours",
        (cost, productive),
        reason="" if value is not None else "no productive hours are left",
        currency=job.pay.currency,
        notes=(f"on-costs: {DEFAULT_ON_COSTS_SOURCE}", *job.notes) if job.on_costs == DEFAULT_ON_COSTS else job.notes,
    )


def _annual_cost(job: Employment) -> tuple[Fraction, Figure]:
    """The exact sum, and the figure that shows it."""
    currency = job.pay.currency
    on_costs = Fraction(job.pay.minor) * Fraction(job.on_costs)
    overhead = job.overhead.minor if job.overhead else 0
    annual = job.pay.minor + on_costs + overhead
    parts = (
        Figure("Pay", job.pay.minor, Unit.MONEY, "input", currency=currency),
        Figure("On-costs", round_half_away(on_costs), Unit.MONEY, "pay × on-cost share", currency=currency),
        Figure("Overhead", overhead, Unit.MONEY, "input", currency=currency),
    )
    formula = "pay + on-costs + overhead"
    return annual, Figure("Annual cost", round_half_away(annual), Unit.MONEY, formula, parts, currency=currency)


def _check(job: Employment) -> None:
    numbers: dict[str, tuple[Number, str]] = {
        "pay": (job.pay.minor, "Pay"),
        "on_costs": (job.on_costs, "The on-cost share"),
        "overhead": (job.overhead.minor if job.overhead else 0, "Overhead"),
        "paid_hours": (job.paid_hours, "Paid hours"),
        "hours_off": (job.hours_off, "Hours off"),
    }
    faults = {name: f"{label} can't be below zero." for name, (value, label) in numbers.items() if value < 0}
    if job.overhead and job.overhead.currency != job.pay.currency:
        faults["overhead"] = f"Overhead must be in {job.pay.currency}, as pay is."
    if faults:
        raise FormFaults(faults)
