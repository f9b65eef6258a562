"""The form of an hourly rate: worked out from pay, with the formula as it is typed, or typed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from smdash.domain.amounts import parse_number
from smdash.domain.figures import grouped, show_minor
from smdash.domain.money import Money
from smdash.domain.rate_basis import Per, RateBasis
from smdash.domain.repricing import Repricing
from smdash.domain.staffing import DEFAULT_ON_COSTS
from smdash.errors import FormFaults
from smdash.store.locks import MonthClosed, first_open
from smdash.store.rates import RateDraft, RateLine, save_rate
from smdash.store.store import Transaction
from smdash.tui.panes.time.rate_rows import RatesState
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form

WORKED, TYPED = "worked", "typed"
LIVE_LINES = 4
_ONLY_WORKED, _ONLY_TYPED = ("how", frozenset({WORKED})), ("how", frozenset({TYPED}))
_PERS = tuple((per.value, f"a {per.value}" if per is not Per.HOUR else "an hour") for per in Per)

Write = Callable[..., Awaitable[Any]]


def rate_form(state: RatesState, line: RateLine | None, write: Write) -> Form[Repricing]:
    """A new rate of a person, or one that is there; saving prices the entries of its days that had none."""

    async def submit(values: dict[str, Any]) -> Repricing:
        done: Repricing = await write(_save, _draft(values), line.id if line else None)
        return done

    return Form(
        f"{'Edit' if line else 'New'} hourly rate",
        (*_first_fields(state, line), *_worked_fields(state, line)),
        submit,
        live=_live,
        live_lines=LIVE_LINES,
        check=_faults,
    )


def _first_fields(state: RatesState, line: RateLine | None) -> tuple[Field, ...]:
    people = tuple((str(person.id), person.name) for person in state.people)
    typed_in = line is not None and line.basis is None
    hourly = _money_text(line.hourly) if line else ""
    first_day = line.valid_from if line else state.first_day
    return (
        Field("person", "Person", "choice", initial=str(state.person.id), choices=people, required=True),
        Field("valid_from", "Valid from", "day", initial=first_day.isoformat(), required=True,
              hint="Entries that have a rate keep it until they are priced again (p in the list)"),
        Field("how", "Rate", "choice", initial=TYPED if typed_in else WORKED,
              choices=((WORKED, "worked out from pay"), (TYPED, "typed in"))),
        Field("hourly", "Cost of an hour", "money", currency=state.currency, required=True, only_if=_ONLY_TYPED,
              initial=hourly, hint="Loaded: pay, on-costs and overhead / productive hours; 55 or 55 EUR"),
    )  # fmt: skip


def _worked_fields(state: RatesState, line: RateLine | None) -> tuple[Field, ...]:
    basis = line.basis if line else None
    usual = grouped(Decimal(state.person.weekly_capacity) / 3600, 2).rstrip("0").rstrip(".")
    weekly = _plain(basis.weekly_hours) if basis else usual if state.person.weekly_capacity else ""
    on_costs = "" if basis is None or basis.on_costs is None else _plain(basis.on_costs * 100)
    default = grouped(DEFAULT_ON_COSTS * 100, 1)
    return (
        Field("pay", "Pay (gross)", "money", currency=state.currency, required=True, only_if=_ONLY_WORKED,
              initial=_money_text(basis.pay) if basis else "", hint="Before taxes; 48000 or 48000 EUR"),
        Field("per", "Pay for", "choice", initial=(basis.per if basis else Per.YEAR).value, choices=_PERS,
              only_if=_ONLY_WORKED),
        Field("weekly_hours", "Hours a week", "number", required=True, only_if=_ONLY_WORKED, initial=weekly,
              hint="Under contract; × 52 weeks"),
        Field("hours_off", "Hours off a year", "number", only_if=_ONLY_WORKED,
              initial=_plain(basis.hours_off) if basis else "", hint="Leave, holidays and sickness: 232 are 29 days"),
        Field("on_costs", "On-costs %", "number", only_if=_ONLY_WORKED, initial=on_costs, parse=_share,
              hint=f"Pension, insurance, taxes as a share of pay; empty: the published {default} %"),
        Field("overhead", "Overhead a year", "money", currency=state.currency, only_if=_ONLY_WORKED,
              initial=_money_text(basis.overhead) if basis and basis.overhead else "", hint="Desk, software, rent"),
    )  # fmt: skip


def _share(typed: str) -> Understood:
    share = parse_number(typed.rstrip("% ")) / 100
    return Understood(share, f"{grouped(share * 100, 1)} %")


def _money_text(money: Money) -> str:
    return f"{show_minor(money.minor, money.currency, cents=True).replace(' ', '')} {money.currency}"


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def _basis(values: Mapping[str, Any]) -> RateBasis | None:
    """What it is worked out from; None while something is missing, or when the rate is typed in."""
    if values.get("how") != WORKED or values.get("pay") is None or values.get("weekly_hours") is None:
        return None
    return RateBasis(
        values["pay"],
        Per(values.get("per") or Per.YEAR),
        values["weekly_hours"],
        values.get("hours_off") or Decimal(0),
        values.get("on_costs"),
        values.get("overhead"),
    )


def _live(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The formula with what stands in the fields."""
    if values.get("how") == TYPED:
        return ("The rate is taken as it is typed.",)
    basis = _basis(values)
    if basis is None:
        return ("(pay + on-costs + overhead) / (paid hours − hours off) = the cost of an hour",)
    try:
        return basis.words()
    except FormFaults as faults:
        return tuple(f"! {fault}" for fault in faults.faults.values())


def _faults(values: Mapping[str, Any]) -> Mapping[str, str]:
    basis = _basis(values)
    if basis is None:
        return {}
    try:
        basis.job()
    except FormFaults as faults:
        return faults.faults
    return {}


def _draft(values: Mapping[str, Any]) -> RateDraft:
    basis = _basis(values)
    make = partial(RateDraft, int(values["person"]), values["valid_from"])
    if basis is None:
        return make(values["hourly"])
    return make(Money(int(basis.rate().value or 0), basis.pay.currency), basis)


def _save(tx: Transaction, draft: RateDraft, rate_id: int | None) -> Repricing:
    try:
        return save_rate(tx, draft, rate_id)
    except MonthClosed as fault:
        first = first_open(tx, draft.valid_from)
        raise FormFaults({"valid_from": f"{fault.message} The first open day is {first}."}) from None
