"""The form of suppositions: other values for share, margin, hours and spend, with what would come of them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

from smdash.domain.durations import clock
from smdash.domain.figures import Figure
from smdash.domain.money import Money, round_half_away
from smdash.domain.roi import Rung
from smdash.domain.what_if import Assumption, Basis, Change, Changes, level, supposed
from smdash.tui.panes.campaigns.forms import money_field, percent_field
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form

_MOST_HOURS = 10**6


def suppose_form(
    name: str, basis: Basis, changes: Changes, rung: Rung, first: Assumption | None
) -> Form[dict[Assumption, Change]]:
    """Type what to suppose, the assumption `first` at the top; the result is the changes, and nothing is written."""

    async def submit(values: dict[str, Any]) -> dict[Assumption, Change]:
        return _changes(values)

    every = [_field(basis, changes, each) for each in Assumption]
    order = [] if first is None else [first.value]
    fields = sorted(every, key=lambda field: field.name not in order)
    return Form(
        f"What if: {name} (nothing is written)",
        fields,
        submit,
        save_label="Suppose",
        live=partial(_live, basis, rung),
        check=partial(_faults, basis),
    )


def _field(basis: Basis, changes: Changes, assumption: Assumption) -> Field:
    actual, change = level(basis, assumption), changes.get(assumption)
    hint = f"Now {actual.text()}; empty: as it is" if actual.defined else f"{actual.reason.capitalize()}"
    typed = None if change is None else level(basis, assumption, change).value
    if assumption is Assumption.HOURS:
        initial = "" if typed is None else clock(round_half_away(typed))
        return Field("hours", "Hours", "duration", hint=hint, initial=initial)
    if assumption is Assumption.SPEND:
        currency = basis.ledger.currency
        field = money_field("spend", "Spend", currency, None if typed is None else _money(typed, currency), only=True)
        return Field("spend", "Spend", "money", hint, field.initial, currency=currency, parse=field.parse)
    share = None if typed is None else Decimal(round_half_away(Fraction(typed) * 10**6)).scaleb(-6)
    return percent_field(assumption.value, f"{assumption.value.capitalize()} %", share, hint)


def _money(minor: Any, currency: str) -> Money:
    return Money(round_half_away(minor), currency)


def _changes(values: Mapping[str, Any]) -> dict[Assumption, Change]:
    """A value for each field that has one."""
    made = {}
    for assumption in Assumption:
        value = values.get(assumption.value)
        if value is None:
            continue
        made[assumption] = Change(Fraction(value.minor if isinstance(value, Money) else value))
    return made


def _faults(basis: Basis, values: Mapping[str, Any]) -> dict[str, str]:
    faults = {}
    for assumption in (Assumption.SHARE, Assumption.MARGIN):
        value = values.get(assumption.value)
        if value is not None and not 0 <= value <= 1:
            faults[assumption.value] = f"A {assumption.value} lies between 0 % and 100 %."
    spend = values.get(Assumption.SPEND.value)
    if spend is not None and spend.minor < 0:
        faults[Assumption.SPEND.value] = "Spend can't be negative."
    hours = values.get(Assumption.HOURS.value)
    if hours is not None and hours > _MOST_HOURS * 3600:
        faults[Assumption.HOURS.value] = "More hours than anybody has."
    for assumption in Assumption:
        actual = level(basis, assumption)
        if values.get(assumption.value) is not None and not actual.defined:
            faults[assumption.value] = f"It would change nothing: {actual.reason}."
    return faults


def _live(basis: Basis, rung: Rung, values: Mapping[str, Any]) -> tuple[str, ...]:
    if _faults(basis, values):
        return ("",)
    now, then = supposed(basis, {}), supposed(basis, _changes(values))
    before, after = now.step(rung), then.step(rung)
    return (f"{after.roi.name} {_turn(before.roi, after.roi)}, net {_turn(before.net, after.net)}",)


def _turn(before: Figure, after: Figure) -> str:
    return f"{before.text(signed=True)} → {after.text(signed=True)}"
