"""The forms of the log: what is reported, and how it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from smdash.domain.deadlines import time_left
from smdash.domain.incidents import BY_HAND, Closing, Incident, IncidentDraft, IncidentKind
from smdash.domain.moments import parse_deadline, parse_start, shown_moment
from smdash.errors import InvalidInput
from smdash.store.incident_log import IncidentLog
from smdash.store.incidents import add_incident, close_incident, edit_incident
from smdash.tui.widgets.fields import NO, YES, Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

Write = Callable[..., Awaitable[Any]]

_KINDS = tuple((kind.value, kind.words) for kind in IncidentKind)
_LIVE_LINES = 3


def incident_form(log: IncidentLog, before: Incident | None, person: str, write: Write) -> Form[Any]:
    """Report something, or correct what was reported; the deadline is shown as soon as it is understood."""
    draft = before.draft if before else IncidentDraft(IncidentKind.COMPLAINT, "", log.now, reported_by=person)

    async def submit(values: dict[str, Any]) -> Any:
        made = drafted(values)
        return await (write(edit_incident, before.id, made) if before else write(add_incident, made))

    def live(values: Mapping[str, Any]) -> Sequence[str]:
        return deadline_lines(log, values)

    title = f"Edit {draft.kind.value}" if before else "Report an incident, a complaint or a duty"
    return Form(title, incident_fields(log, draft), submit, live=live, live_lines=_LIVE_LINES)


def incident_fields(log: IncidentLog, draft: IncidentDraft) -> tuple[Field, ...]:
    """What the form asks, with what stands there now."""
    clock = draft.clock or (BY_HAND if draft.deadline else "")
    by_hand = shown_moment(draft.deadline, log.zone) if draft.deadline and not draft.clock else ""
    names = tuple(log.people.values())
    return (
        Field("kind", "Kind", "choice", choices=_KINDS, initial=draft.kind.value, required=True),
        Field("title", "What", initial=draft.title, required=True, hint="In a few words; the rest under what happened"),
        Field("received_at", "Since", initial=shown_moment(draft.received_at, log.zone), required=True,
              parse=lambda typed: _moment(parse_start, typed, log),
              hint="When its time began to run: 2026-11-20 14:30, yesterday 9:00, or a day"),
        Field("clock", "Deadline", "choice", choices=clock_choices(log), initial=clock,
              hint="A clock of the legal library, or a deadline by hand"),
        Field("deadline", "Until", initial=by_hand, required=True, only_if=("clock", frozenset({BY_HAND})),
              parse=lambda typed: _moment(parse_deadline, typed, log),
              hint="2026-12-01 17:00, tomorrow 9:00, +3d 12:00"),
        Field("account", "What happened", "note", initial=draft.account, hint="Tab goes on"),
        Field("item_code", "Legal item", initial=draft.item_code or "", completions=tuple(log.items),
              parse=lambda typed: _item(log, typed), hint="Such as D4; empty: the clock's"),
        named_field("campaign_id", "Campaign", log.campaigns, draft.campaign_id, "may stay empty"),
        named_field("channel_id", "Channel", log.channels, draft.channel_id, "may stay empty"),
        Field("url", "Post", initial=draft.url, hint="Address of the post it is about"),
        Field("reported_by", "Reported by", initial=draft.reported_by, completions=names, hint="Who told us"),
        named_field("owner_id", "Owner", log.people, draft.owner_id, "Who sees to it"),
    )  # fmt: skip


def clock_choices(log: IncidentLog) -> tuple[tuple[str, str], ...]:
    """No deadline, the library's clocks with the item each comes from, and one by hand."""
    clocks = tuple((key, f"{clock.item} {clock.label}") for key, clock in log.clocks.items())
    return (("", "none"), *clocks, (BY_HAND, BY_HAND))


def deadline_lines(log: IncidentLog, values: Mapping[str, Any]) -> list[str]:
    """The deadline that what was typed leads to, and how a clock counts it."""
    clock, start = log.clocks.get(values.get("clock") or ""), values.get("received_at")
    deadline = clock.deadline(start, log.zone) if clock and start else None if clock else values.get("deadline")
    if deadline is None:
        return []
    said = [f"until {shown_moment(deadline, log.zone)}, {time_left(deadline, log.now)}"]
    return [*said, clock.words] if clock else said


def drafted(values: Mapping[str, Any]) -> IncidentDraft:
    """The draft of what was typed."""
    clock = values["clock"] or ""
    return IncidentDraft(
        kind=IncidentKind(values["kind"]),
        title=values["title"],
        received_at=values["received_at"],
        account=values["account"],
        item_code=values["item_code"],
        campaign_id=values["campaign_id"],
        channel_id=values["channel_id"],
        url=values["url"],
        reported_by=values["reported_by"],
        clock="" if clock == BY_HAND else clock,
        deadline=values["deadline"] if clock == BY_HAND else None,
        owner_id=values["owner_id"],
    )


def closing_form(log: IncidentLog, one: Incident, write: Write) -> Form[Any]:
    """Say how it ended and when; a duty begins anew if that is wanted."""
    duty = one.draft.kind is IncidentKind.DUTY
    clock = log.clocks.get(one.draft.clock)

    async def submit(values: dict[str, Any]) -> Any:
        following = values.get("next_deadline")
        closing = Closing(values["outcome"], values["closed_at"], bool(values.get("next_one") or following), following)
        return await write(close_incident, one.id, closing)

    fields = [
        Field("outcome", "Outcome", "note", required=True, hint="How it ended, and who decided"),
        Field("closed_at", "When", initial=shown_moment(log.now, log.zone), required=True,
              parse=lambda typed: _moment(parse_start, typed, log), hint="2026-11-20 14:30, yesterday 9:00, 14:30"),
    ]  # fmt: skip
    if duty and clock is not None:
        label = f"{clock.span} more"
        fields.append(Field("next_one", "Next one", "flag", initial=YES if clock.renews else NO,
                            hint=f"Begins again when it was done: {label}"))  # fmt: skip
    elif duty:
        fields.append(Field("next_deadline", "Next deadline", parse=lambda typed: _moment(parse_deadline, typed, log),
                            hint="When it is due again: 2027-12-01 17:00; empty: never"))  # fmt: skip
    return Form(f"Close: {one.draft.title}", fields, submit, save_label="Close it")


def _moment(parse: Callable[..., datetime], typed: str, log: IncidentLog) -> Understood:
    moment = parse(typed, log.now, log.zone)
    shown = f"{moment.astimezone(log.zone):%a %-d %b %Y %H:%M}"
    return Understood(moment, shown)


def _item(log: IncidentLog, typed: str) -> Understood:
    code = typed.upper()
    if code not in log.items:
        raise InvalidInput(f"There is no legal item “{typed}”.", "Items are named like C2; the Risk pane lists them.")
    return Understood(code, log.items[code])
