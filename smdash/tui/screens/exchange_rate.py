"""Exchange rates: set one, see what converting the waiting amounts would do, and do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from smdash.domain.currencies import plain_rate, waiting_of
from smdash.domain.figures import grouped, show_minor
from smdash.domain.money import check_currency
from smdash.errors import FormFaults
from smdash.store import waiting
from smdash.store.currencies import set_exchange_rate
from smdash.store.waiting import Waiting
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_NAMES = {"cost": "cost", "benefit": "benefit", "time_entry": "time entry"}


async def open_exchange_rate(app: SmdashApp) -> None:
    """Convert what has a rate by now, where the person wants it; then set a rate, and offer what waited for it."""
    if await _offer_conversion(app):
        return
    if await app.push_screen_wait(_rate_form(app)):
        await _offer_conversion(app)


def _rate_form(app: SmdashApp) -> Form[bool]:
    base = app.live.currency

    async def submit(values: dict[str, Any]) -> bool:
        if values["value"] <= 0:
            raise FormFaults({"value": "A rate must be above zero."})
        source = values["source"]
        await app.write(set_exchange_rate, values["currency"], values["valid_from"], values["value"], source)
        return True

    return Form(
        "Exchange rate",
        (
            Field("currency", "Currency", required=True, parse=_currency, hint="The other currency: EUR"),
            Field("valid_from", "Valid from", "day", initial=app.clock.today().isoformat(), required=True),
            Field("value", f"1 of it is … {base}", "number", required=True, hint=f"What one unit is worth in {base}"),
            Field("source", "Source", hint="Where the rate comes from; may stay empty"),
        ),
        submit,
    )  # fmt: skip


def _currency(text: str) -> Understood:
    return Understood(check_currency(text))


async def _offer_conversion(app: SmdashApp) -> bool:
    """Whether waiting amounts were converted, after showing what would become of each currency's."""
    rows = await app.live.read(waiting.waiting)
    ready = [row for row in rows if row.converted is not None]
    if not ready:
        return False
    box = Confirm("Convert them now?", "\n".join(preview(rows, app.live.currency)), "Convert", "Not now")
    if not await app.push_screen_wait(box):
        return False
    done = await app.write(waiting.convert_waiting)
    notify(app, f"Converted {done}. u takes it back.")
    return True


def preview(rows: Sequence[Waiting], currency: str) -> list[str]:
    """What would be converted at which rate, old ones named; what it comes to; and what goes on waiting."""
    groups: dict[tuple[str, date], list[Waiting]] = {}
    for row in rows:
        if row.rate is not None:
            groups.setdefault((row.amount.currency, row.rate.valid_from), []).append(row)
    lines = []
    for _, some in sorted(groups.items()):
        rate = some[0].rate
        assert rate is not None
        made = show_minor(sum(row.converted or 0 for row in some), currency, cents=True)
        given = waiting_of(row.amount for row in some).words
        oldest = max(rate.age(row.day) for row in some)
        old = f" ! up to {oldest} days old" if any(rate.is_old(row.day) for row in some) else ""
        lines.append(f"{given} = {made} {currency} at {plain_rate(rate.value)} of {rate.valid_from}{old}")
        lines.append(f"  {_counts(some)}")
    total = sum(row.converted or 0 for row in rows)
    lines.append(f"together {show_minor(total, currency, cents=True)} {currency}")
    left = [row for row in rows if row.converted is None]
    if left:
        lines.append(f"goes on waiting: {_counts(left)} of {waiting_of(row.amount for row in left).words}")
    return lines


def _counts(rows: Sequence[Waiting]) -> str:
    """`2 costs, 1 time entry`."""
    said = []
    for table, name in _NAMES.items():
        if count := sum(row.table == table for row in rows):
            plural = "ies" if name.endswith("y") else "s"
            said.append(f"{grouped(count, 0)} {name if count == 1 else name.removesuffix('y') + plural}")
    return ", ".join(said)
