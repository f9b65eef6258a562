"""The forms of the Time pane: what they ask, and what they save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

from smdash.clock import zone
from smdash.domain.durations import clock, parse_duration, spoken
from smdash.domain.moments import moved
from smdash.domain.organisation import Person, PersonKind
from smdash.domain.timesheets import Entry, EntryDraft
from smdash.errors import FormFaults
from smdash.store import organisation, timegrid, timesheets
from smdash.store.store import Transaction
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time.rows import names_in_order
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field
from smdash.tui.widgets.weekly_hours import weekly_hours

Write = Callable[..., Awaitable[Any]]


def entry_form(week: TimeWeek, entry: Entry, write: Write) -> Form[Any]:
    """Edit one entry, with all its parts."""
    return _about_time("Edit entry", week, entry, lambda values: write(_edit, week, entry.id, values))


def row_form(week: TimeWeek, day: date, write: Write) -> Form[Any]:
    """Log time on a campaign and activity, which adds a row to the week."""
    blank = Entry(0, week.person.id, day, 0, week.person.zone)
    return _about_time("Log time", week, blank, lambda values: write(_log, week, values))


def _about_time(
    title: str, week: TimeWeek, entry: Entry, submit: Callable[[dict[str, Any]], Awaitable[Any]]
) -> Form[Any]:
    names = week.names
    fields = (
        named_field("campaign", "Campaign", names["campaign"], entry.campaign_id, "Empty for time of no campaign"),
        Field("activity", "Activity", initial=names["activity"].get(entry.activity_id or 0, ""),
              completions=names_in_order(names["activity"]), hint="content, community; new words are added"),
        Field("day", "Day", "day", initial=entry.work_day.isoformat(), required=True, hint="20 nov, yesterday, fri"),
        Field("seconds", "Hours", "duration", initial=_typed(entry.seconds), required=True, hint="1h30m, 90m, 1:30",
              parse=_hours_of(entry.seconds)),
        named_field("channel", "Channel", names["channel"], entry.channel_id, "An account on a platform; may be empty"),
        Field("note", "Note", initial=entry.note, hint="What was done"),
    )  # fmt: skip
    return Form(title, fields, submit)


def _hours_of(there: int) -> Callable[[str], Understood]:
    """What stands there is taken as it is, for a timer may have run for days; what is typed is a day at most."""

    def parse(text: str) -> Understood:
        seconds = there if there and text == _typed(there) else parse_duration(text)
        return Understood(seconds, spoken(seconds))

    return parse


def _typed(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02d}" + (f":{secs:02d}" if secs else "") if seconds else ""


def _draft(tx: Transaction, week: TimeWeek, before: EntryDraft, values: dict[str, Any]) -> EntryDraft:
    if values["day"] > tx.today:
        raise FormFaults({"day": "This day is in the future. Log what was done."})
    activity = organisation.activity_id(tx, values["activity"]) if values["activity"] else None
    start, end = before.start, before.end
    if values["seconds"] != before.seconds:
        start = end = None  # a typed duration has no clock times; keeping old ones would contradict it
    elif start is not None and end is not None:
        first = moved(start, (values["day"] - before.work_day).days, zone(before.zone))
        start, end = first, first + (end - start)
    return replace(
        before,
        campaign_id=values["campaign"] or None,
        channel_id=values["channel"] or None,
        activity_id=activity,
        work_day=values["day"],
        seconds=values["seconds"],
        note=values["note"],
        start=start,
        end=end,
    )


def _edit(tx: Transaction, week: TimeWeek, entry_id: int, values: dict[str, Any]) -> None:
    whole = timesheets.whole_entry(tx, entry_id)
    timesheets.edit_entry(tx, entry_id, _draft(tx, week, timesheets.draft_of(whole), values))


def _log(tx: Transaction, week: TimeWeek, values: dict[str, Any]) -> None:
    blank = EntryDraft(week.person.id, values["day"], 0, week.person.zone)
    timesheets.log_entry(tx, _draft(tx, week, blank, values))


def fill_form(week: TimeWeek, campaign_id: int | None, activity_id: int | None, write: Write) -> Form[Any]:
    """The same hours on every working day between two days."""
    names = week.names

    async def submit(values: dict[str, Any]) -> Any:
        return await write(_fill, week, values)

    return Form(
        "Fill working days (Monday to Friday)",
        (
            named_field("campaign", "Campaign", names["campaign"], campaign_id, "Empty for time of no campaign"),
            Field("activity", "Activity", initial=names["activity"].get(activity_id or 0, ""),
                  completions=names_in_order(names["activity"]), hint="May stay empty"),
            Field("first", "From", "day", initial=week.week.start.isoformat(), required=True, hint="The first day"),
            Field("last", "To", "day", required=True, hint="The last day, which is filled too"),
            Field("seconds", "Hours a day", "duration", required=True, hint="8h, 7:30"),
        ),
        submit,
        save_label="Fill",
    )  # fmt: skip


def _fill(tx: Transaction, week: TimeWeek, values: dict[str, Any]) -> int:
    if values["last"] > tx.today:
        raise FormFaults({"last": "This day is in the future. Log what was done."})
    draft = EntryDraft(
        week.person.id,
        values["first"],
        values["seconds"],
        week.person.zone,
        values["campaign"] or None,
        activity_id=organisation.activity_id(tx, values["activity"]) if values["activity"] else None,
    )
    return timegrid.fill_days(tx, draft, values["first"], values["last"])


def rate_form(week: TimeWeek, write: Write) -> Form[Any]:
    """What an hour of a person costs from a day on."""
    options = tuple((str(person.id), person.name) for person in week.people)

    async def submit(values: dict[str, Any]) -> Any:
        return await write(organisation.set_rate, int(values["person"]), values["valid_from"], values["hourly"])

    return Form(
        "Hourly rate",
        (
            Field("person", "Person", "choice", initial=str(week.person.id), choices=options, required=True),
            Field("valid_from", "Valid from", "day", initial=week.today.isoformat(), required=True,
                  hint="Entries already written keep the rate they were written with"),
            Field("hourly", "Cost of an hour", "money", currency=week.currency, required=True,
                  hint="Loaded: pay, on-costs and overhead / productive hours; 55 or 55 EUR"),
        ),
        submit,
    )  # fmt: skip


def person_form(person: Person | None, currency: str, zone: str, write: Write) -> Form[Any]:
    """A new person, or one that is there: name, kind, hours a week, zone, and for a new one the rate."""

    async def submit(values: dict[str, Any]) -> Any:
        return await write(_save_person, person.id if person else None, values)

    capacity = clock(person.weekly_capacity) if person and person.weekly_capacity else ""
    fields = [
        Field("name", "Name", initial=person.name if person else "", required=True),
        Field("kind", "Kind", "choice", initial=(person.kind if person else PersonKind.STAFF).value,
              choices=tuple((kind.value, kind.value) for kind in PersonKind), required=True),
        Field("capacity", "Hours a week", initial=capacity, parse=weekly_hours, hint="The target of a week: 40"),
        Field("zone", "Time zone", initial=person.zone if person else zone, required=True, hint="Europe/Berlin"),
    ]  # fmt: skip
    if person is None:
        fields.append(
            Field("hourly", "Cost of an hour", "money", currency=currency, hint="May stay empty: R sets it later")
        )
    return Form("Person", fields, submit)


def _save_person(tx: Transaction, person_id: int | None, values: dict[str, Any]) -> int:
    kind, capacity = PersonKind(values["kind"]), values["capacity"] or 0
    if person_id is not None:
        organisation.edit_person(
            tx, person_id, name=values["name"], kind=kind, weekly_capacity=capacity, zone_name=values["zone"]
        )
        return person_id
    added = organisation.add_person(tx, values["name"], kind=kind, weekly_capacity=capacity, zone_name=values["zone"])
    if values["hourly"] is not None:
        organisation.set_rate(tx, added, date(tx.today.year, 1, 1), values["hourly"])
    return added
