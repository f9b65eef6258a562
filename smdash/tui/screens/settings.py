"""Settings of the organisation, exchange rates and channels: what everybody's numbers depend on, journaled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smdash.domain.campaigns import OverheadRule
from smdash.domain.durations import clock, parse_duration
from smdash.domain.money import check_currency
from smdash.domain.organisation import Organisation
from smdash.errors import InvalidInput
from smdash.store import organisation
from smdash.store.setting_values import MEDIA, PACE, check_pace_order, check_setting
from smdash.store.store import Snapshot, Transaction
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = tuple("January February March April May June July August September October November December".split())
_OVERHEAD = (("none", "not shared"), *((rule.value, rule.words) for rule in OverheadRule))
_MESSAGE_HOURS = (("none", "not by message"), ("evenly", "evenly over the month's posts"))
_RULES = ("overhead_rule", "message_hours", "future_entries")
_NUMBERS = ("week_start", "fiscal_start", "day_start_hour", "timers_at_once")


async def open_settings(app: SmdashApp) -> None:
    """Edit the organisation's settings; only what was changed is written."""
    now: Organisation = await app.live.read(_organisation)

    async def submit(values: dict[str, Any]) -> bool:
        wanted = _wanted(values)
        different = {key: value for key, value in wanted.items() if getattr(now, key) != value}
        if different:
            await app.write(_change, different)
        return True

    app.push_screen(Form("Settings of the organisation", settings_fields(now), submit))


def _organisation(snapshot: Snapshot) -> Organisation:
    return snapshot.organisation


def settings_fields(now: Organisation) -> tuple[Field, ...]:
    """What the form asks, with the settings in force in it."""
    return (
        Field("name", "Organisation", initial=now.name, hint="Stands in reports; may stay empty"),
        Field("currency", "Currency", initial=now.currency, required=True, parse=_currency, hint="Fixed once in use"),
        Field("zone", "Time zone", initial=now.zone, required=True, hint="For new people: Europe/Berlin"),
        Field("week_start", "Weeks start on", "choice", initial=str(now.week_start),
              choices=tuple((str(n), day) for n, day in enumerate(_DAYS))),
        Field("fiscal_start", "Fiscal year from", "choice", initial=str(now.fiscal_start),
              choices=tuple((str(n), month) for n, month in enumerate(_MONTHS, 1))),
        Field("day_start_hour", "Work day starts", "choice", initial=str(now.day_start_hour),
              choices=tuple((str(n), f"{n}:00") for n in range(13)), hint="Earlier work is the day before's"),
        Field("overhead_rule", "Overhead", "choice", initial=now.overhead_rule, choices=_OVERHEAD,
              hint="How cost of no campaign is shared over those live in its month"),
        Field("message_hours", "Hours to posts", "choice", initial=now.message_hours, choices=_MESSAGE_HOURS,
              hint="Hours of a campaign logged on no post"),
        Field("timer_limit", "Timer limit", initial=clock(now.timer_limit), required=True, parse=_limit,
              hint="A timer that runs longer was forgotten: 10h"),
        Field("timers_at_once", "Timers at once", "choice", initial=str(now.timers_at_once),
              choices=tuple((str(n), str(n)) for n in range(1, 10)), hint="How many timers one person may have"),
        Field("future_entries", "Future hours", "choice", initial=now.future_entries,
              choices=(("no", "refused"), ("yes", "allowed")), hint="Time logged on days to come"),
        Field("jurisdictions", "Jurisdictions", initial=", ".join(now.jurisdictions), required=True, parse=_list,
              hint="Whose legal checks apply: US, EU, UK, AU. Answers are kept, also of others"),
        Field("risk_grid", "Risk grid", initial=now.risk_grid, required=True, parse=_grid,
              hint="A row for each likelihood, low to high; levels by impact, 0 very low to 4"),
        Field("media", "Media prices", initial=" ".join(getattr(now, key) for key in MEDIA).strip(), parse=_media,
              hint="CPM and CPC for equivalent media cost: 6.50 0.40; may stay empty"),
        Field("pace", "Pace thresholds", initial=" ".join(getattr(now, key) for key in PACE),
              required=True, parse=_pace, hint="Ahead, on track and at risk from: 1.05 0.95 0.75"),
    )  # fmt: skip


def _currency(text: str) -> Understood:
    return Understood(check_currency(text))


def _limit(text: str) -> Understood:
    return Understood(parse_duration(text))


def _list(text: str) -> Understood:
    typed = [part.strip() for part in text.replace(" ", ",").split(",") if part.strip()]
    return Understood(tuple(check_setting("jurisdictions", typed)), "answers are kept")


def _grid(text: str) -> Understood:
    return Understood(check_setting("risk_grid", text))


def _pace(text: str) -> Understood:
    parts = text.replace(",", " ").split()
    if len(parts) != len(PACE):
        raise InvalidInput("Three ratios are needed: ahead, on track, at risk.", "Write 1.05 0.95 0.75.")
    ratios = tuple(check_setting(key, part) for key, part in zip(PACE, parts, strict=True))
    check_pace_order(ratios)
    return Understood(ratios)


def _media(text: str) -> Understood:
    parts = text.split()
    if len(parts) not in (0, len(MEDIA)):
        raise InvalidInput("Two prices are needed, of a thousand impressions and of a click.", "Write 6.50 0.40.")
    return Understood(tuple(check_setting(key, part) for key, part in zip(MEDIA, parts or ("", ""), strict=True)))


def _wanted(values: dict[str, Any]) -> dict[str, Any]:
    pace = dict(zip(PACE, values["pace"], strict=True))
    media = dict(zip(MEDIA, values["media"] or ("", ""), strict=True))
    plain = {
        key: values[key] for key in ("name", "currency", "zone", "timer_limit", "jurisdictions", "risk_grid", *_RULES)
    }
    return plain | {key: int(values[key]) for key in _NUMBERS} | pace | media


def _change(tx: Transaction, different: dict[str, Any]) -> None:
    organisation.change_settings(tx, **different)


async def open_channel(app: SmdashApp) -> None:
    """Add a channel, so that hours and costs can name it."""

    async def submit(values: dict[str, Any]) -> int:
        channel_id: int = await app.write(
            organisation.add_channel, values["name"], values["platform"], values["handle"], values["url"]
        )
        return channel_id

    app.push_screen(
        Form(
            "New channel",
            (
                Field("name", "Name", required=True, hint="As it is typed after / in the quick log: instagram"),
                Field("platform", "Platform", required=True, hint="facebook, instagram, linkedin, newsletter, …",
                      completions=("facebook", "instagram", "linkedin", "newsletter", "tiktok", "x", "youtube")),
                Field("handle", "Handle", hint="@harborguild; may stay empty"),
                Field("url", "Address", hint="https://…; may stay empty"),
            ),
            submit,
        )
    )  # fmt: skip
