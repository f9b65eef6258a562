"""The first day: who are you, which currency, when do weeks and fiscal years start; then where to begin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smdash.domain.amounts import parse_number
from smdash.domain.money import Money, check_currency
from smdash.errors import FormFaults, InvalidInput, SmdashError
from smdash.store import organisation
from smdash.store.organisation import SetUp
from smdash.tui.events import JumpTo
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.weekly_hours import weekly_hours

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_MONTHS = "January February March April May June July August September October November December".split()
_STEPS = (
    ("time", "Log the first hour", "t anywhere: 1h30m and what it was for"),
    ("campaigns", "Plan the first campaign", "3 Campaigns, then n"),
    ("goals", "Set the first objective", "2 Goals, then N"),
    ("risk", "Answer the legal checklist", "5 Risk"),
    ("import", "Import an export file", "I, or smdash import FILE"),
    ("demo", "Look at the demo first", "leave with q, then smdash demo"),
)


def fields(name: str, zone: str) -> tuple[Field, ...]:
    """What is asked; everything but the name has a default, so that Enter goes through."""
    return (
        Field("name", "Your name", initial=name, required=True, hint="How your hours and changes are signed"),
        Field("zone", "Time zone", initial=zone, required=True, hint="Europe/Berlin, America/New_York, UTC"),
        Field("currency", "Currency", initial="USD", required=True, parse=_currency, hint="USD, EUR, JPY"),
        Field("hourly", "Your hour costs", parse=_amount, hint="Pay, on-costs and overhead an hour; may stay empty"),
        Field("capacity", "Hours a week", parse=weekly_hours, hint="Your contracted hours, the target; may stay empty"),
        Field("week_start", "Weeks start on", "choice", initial="0", choices=(("0", "Monday"), ("6", "Sunday"))),
        Field("fiscal_start", "Fiscal year from", "choice", initial="1",
              choices=tuple((str(n), month) for n, month in enumerate(_MONTHS, 1))),
    )  # fmt: skip


def _currency(text: str) -> Understood:
    return Understood(check_currency(text))


def _amount(text: str) -> Understood:
    number = parse_number(text)
    if number < 0:
        raise InvalidInput("A cost cannot be negative.")
    return Understood(number)


def open_welcome(app: SmdashApp, name: str) -> None:
    """Ask on an empty store; Esc takes the defaults. Then offer where to begin."""

    async def submit(values: dict[str, Any]) -> bool:
        try:
            await app.write(organisation.set_up, _draft(values))
        except InvalidInput as fault:
            if "zone" in fault.message:
                raise FormFaults({"zone": fault.message}) from None
            raise
        return True

    async def begin(saved: bool | None) -> None:
        if not saved:
            try:
                await app.write(organisation.first_use, name, app.clock.zone_name)
            except SmdashError as fault:
                app.say(fault)
                return
            notify(app, f"You are “{name}”; currency, weeks and rates have their defaults.")
        _offer(app)

    form = Form("Welcome to smdash", fields(name, app.clock.zone_name), submit, save_label="Begin")
    app.push_screen(form, begin)


def _draft(values: dict[str, Any]) -> SetUp:
    hourly = None if values["hourly"] is None else Money.of(values["hourly"], values["currency"])
    return SetUp(
        values["name"],
        values["zone"],
        values["currency"],
        hourly,
        values["capacity"] or 0,
        int(values["week_start"]),
        int(values["fiscal_start"]),
    )


def _offer(app: SmdashApp) -> None:
    def chosen(key: str | int | None) -> None:
        if key == "time":
            app.action_log_time()
        elif key == "import":
            app.action_import_file()
        elif key == "demo":
            notify(app, "q leaves; then smdash demo opens the sample organisation. Your own store stays as it is.")
        elif isinstance(key, str):
            app.post_message(JumpTo(key))

    app.push_screen(ChoiceList("Where to begin? (Esc: just look)", _STEPS), chosen)
