"""How an hourly rate was worked out: what was asked, kept with the rate, and said again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any

from smdash.domain.figures import Figure, grouped, show_minor
from smdash.domain.money import Money, round_half_away
from smdash.domain.staffing import DEFAULT_ON_COSTS, DEFAULT_ON_COSTS_SOURCE, WEEKS, Employment, loaded_rate, yearly_pay
from smdash.errors import FormFaults

HOURS_A_WEEK = 168


class Per(StrEnum):
    """What the pay is for."""

    YEAR = "year"
    MONTH = "month"
    HOUR = "hour"


@dataclass(frozen=True, slots=True)
class RateBasis:
    """What a loaded rate is worked out from.

    `pay` is gross, for an hour, a month or a year; `weekly_hours` are those under contract; `hours_off` a year's leave,
    holidays and sickness in hours; `on_costs` a share of pay (1 is 100 %), None for the published default; `overhead`
    an amount a year.
    """

    pay: Money
    per: Per
    weekly_hours: Decimal
    hours_off: Decimal = Decimal(0)
    on_costs: Decimal | None = None
    overhead: Money | None = None

    def job(self) -> Employment:
        """The same as a year of employment; `FormFaults` with all faults by field when it can't be one."""
        faults = _faults(self)
        if faults:
            raise FormFaults(faults)
        if self.per is Per.HOUR:
            pay = yearly_pay(self.pay, self.weekly_hours)
        else:
            pay = self.pay.times(12 if self.per is Per.MONTH else 1)
        on_costs = DEFAULT_ON_COSTS if self.on_costs is None else self.on_costs
        return Employment(pay, self.weekly_hours * WEEKS, self.hours_off, on_costs, self.overhead)

    def rate(self) -> Figure:
        """The loaded hourly rate, in minor units, rounded once."""
        return loaded_rate(self.job())

    def words(self) -> tuple[str, ...]:
        """The formula with its numbers, line by line, and where a default comes from."""
        job, figure = self.job(), self.rate()
        annual, productive = figure.inputs
        pay, on_costs, overhead = annual.inputs
        share = grouped(Fraction(job.on_costs) * 100, 1)
        cost = (
            f"cost a year = {_shown(pay)} pay + {_shown(on_costs)} on-costs ({share} %) + {_shown(overhead)} overhead"
        )
        paid, off = productive.inputs
        hours = f"hours = {_number(paid)} paid ({_plain(self.weekly_hours)} × {WEEKS}) − {_number(off)} off"
        end = f"{_number(productive)} h = {figure.text(cents=True)} {figure.currency} an hour"
        last = f"{_whole(annual)} / {end}" if figure.defined else f"no rate: {figure.reason}"
        source = (f"on-costs: {DEFAULT_ON_COSTS_SOURCE}",) if self.on_costs is None else ()
        return (cost, hours, last, *source)

    def to_plain(self) -> dict[str, Any]:
        """As it is kept with a rate."""
        return {
            "pay_minor": self.pay.minor,
            "currency": self.pay.currency,
            "per": self.per.value,
            "weekly_hours": str(self.weekly_hours),
            "hours_off": str(self.hours_off),
            "on_costs": None if self.on_costs is None else str(self.on_costs),
            "overhead_minor": None if self.overhead is None else self.overhead.minor,
        }


def basis_of(kept: Any) -> RateBasis | None:
    """What a rate was worked out from, as it was kept; None for one that was typed in, or kept in another way."""
    if not isinstance(kept, Mapping):
        return None
    try:
        currency, overhead, on_costs = str(kept["currency"]), kept.get("overhead_minor"), kept.get("on_costs")
        return RateBasis(
            Money(int(kept["pay_minor"]), currency),
            Per(kept["per"]),
            Decimal(str(kept["weekly_hours"])),
            Decimal(str(kept["hours_off"])),
            None if on_costs is None else Decimal(str(on_costs)),
            None if overhead is None else Money(int(overhead), currency),
        )
    except (KeyError, ValueError, TypeError, InvalidOperation):
        return None


def _faults(basis: RateBasis) -> dict[str, str]:
    faults = {}
    if basis.pay.minor <= 0:
        faults["pay"] = "Pay must be above zero."
    if not 0 < basis.weekly_hours <= HOURS_A_WEEK:
        faults["weekly_hours"] = f"Hours a week must be above 0 and at most {HOURS_A_WEEK}."
    elif not 0 <= basis.hours_off < basis.weekly_hours * WEEKS:
        paid = _plain(basis.weekly_hours * WEEKS)
        faults["hours_off"] = f"No productive hours are left: there are {paid} paid hours a year."
    if basis.on_costs is not None and not 0 <= basis.on_costs <= 5:
        faults["on_costs"] = "On-costs are a share of pay, from 0 to 500 %."
    if basis.overhead is not None and basis.overhead.minor < 0:
        faults["overhead"] = "Overhead can't be below zero."
    elif basis.overhead is not None and basis.overhead.currency != basis.pay.currency:
        faults["overhead"] = f"Overhead must be in {basis.pay.currency}, as pay is."
    return faults


def _shown(figure: Figure) -> str:
    return figure.text(cents=True)


def _whole(figure: Figure) -> str:
    return show_minor(round_half_away(figure.value or 0), figure.currency, cents=True)


def _number(figure: Figure) -> str:
    return figure.text()


def _plain(value: Decimal) -> str:
    return grouped(value, 0 if value == value.to_integral_value() else 1)
