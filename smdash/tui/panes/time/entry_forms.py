"""The forms about single entries: log, edit, split, note, and a row of the week to put some in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from smdash.clock import zone
from smdash.domain.durations import clock, parse_duration, spoken
from smdash.domain.moments import moved, time_within
from smdash.domain.timesheets import Entry, EntryDraft, instants
from smdash.domain.typed_time import TypedTime, is_range, parse_clock_time, read_time
from smdash.errors import FormFaults, InvalidInput
from smdash.store import entry_edits, organisation, timesheets
from smdash.store.store import Transaction
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time.entry_rows import clock_times
from smdash.tui.panes.time.rows import names_in_order
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

Write = Callable[..., Awaitable[Any]]
_AS_IT_IS = TypedTime(0)


def entry_form(week: TimeWeek, entry: Entry, write: Write) -> Form[Any]:
    """Edit one entry, with all its parts."""
    return _about_time("Edit entry", week, entry, lambda values: write(_edit, entry.id, values))


def row_form(week: TimeWeek, day: date, write: Write) -> Form[Any]:
    """Log time on a campaign and activity, which adds a row to the week."""
    blank = Entry(0, week.person.id, day, 0, week.person.zone)
    return _about_time("Log time", week, blank, lambda values: write(_log, week, values))


def row_fields(week: TimeWeek, campaign_id: int | None, activity_id: int | None) -> tuple[Field, Field]:
    """The two fields that name a row of the week."""
    names = week.names
    return (
        named_field("campaign", "Campaign", names["campaign"], campaign_id, "Empty for time of no campaign"),
        Field("activity", "Activity", initial=names["activity"].get(activity_id or 0, ""),
              completions=names_in_order(names["activity"]), hint="content, community; new words are added"),
    )  # fmt: skip


def new_row_form(week: TimeWeek, write: Write) -> Form[tuple[int | None, int | None]]:
    """A row for the week, to be filled in the grid."""

    async def submit(values: dict[str, Any]) -> tuple[int | None, int | None]:
        if not values["campaign"] and not values["activity"]:
            raise FormFaults({"campaign": "A row needs a campaign, an activity or both."})
        activity = await write(organisation.activity_id, values["activity"]) if values["activity"] else None
        return values["campaign"] or None, activity

    return Form("Add a row to the week", row_fields(week, None, None), submit, save_label="Add")


def note_form(draft: EntryDraft, note: str, write: Write) -> Form[Any]:
    """What was done in one cell of the week."""

    async def submit(values: dict[str, Any]) -> bool:
        await write(entry_edits.note_cell, replace(draft, note=values["note"]))
        return True

    title = f"Note, {draft.work_day:%a %-d %b}"
    return Form(title, (Field("note", "Note", initial=note, hint="What was done"),), submit)


def split_form(entry: Entry, write: Write) -> Form[Any]:
    """Where to split an entry: at a time of the day, or after a length of work."""
    place = zone(entry.zone)

    def where(text: str) -> Understood:
        if entry.start is not None and ":" in text:
            at = time_within(parse_clock_time(text), entry.start, place)
            return Understood((at, 0), f"at {at.astimezone(place):%H:%M}")
        seconds = parse_duration(text)
        return Understood((None, seconds), f"{spoken(seconds)} and {spoken(max(0, entry.seconds - seconds))}")

    async def submit(values: dict[str, Any]) -> Any:
        return await write(entry_edits.split_entry, entry.id, *values["where"])

    hint = "10:30 for a time of the day, 45m for the length of the first part" if entry.start else "45m, 1h30m, 1:30"
    times = f", {clock_times(entry)}" if entry.start else ""
    title = f"Split {clock(entry.seconds)} of {entry.work_day:%a %-d %b}{times}"
    return Form(title, (Field("where", "Split at", required=True, parse=where, hint=hint),), submit, save_label="Split")


def refuse_day(tx: Transaction, field: str, day: date, zone_name: str) -> None:
    """A fault at a field for a day to come, unless the settings allow time there."""
    if tx.organisation.future_entries != "yes" and day > max(tx.today, timesheets.work_day_now(tx, zone_name)):
        raise FormFaults({field: "This day is in the future. Log what was done."})


def _about_time(
    title: str, week: TimeWeek, entry: Entry, submit: Callable[[dict[str, Any]], Awaitable[Any]]
) -> Form[Any]:
    times = clock_times(entry).replace("–", "-")
    fields = (
        *row_fields(week, entry.campaign_id, entry.activity_id),
        Field("day", "Day", "day", initial=entry.work_day.isoformat(), required=True, hint="20 nov, yesterday, fri"),
        Field("seconds", "Hours", "duration", initial=_typed(entry.seconds), hint="1h30m, 90m, 1:30; or the times",
              parse=_hours_of(entry.seconds)),
        named_field(
            "channel", "Channel", week.names["channel"], entry.channel_id, "An account on a platform; may be empty"
        ),
        Field("note", "Note", initial=entry.note, hint="What was done"),
        Field("times", "From - to", initial=times, parse=_times_or(times), hint="9:15-10:45; may stay empty"),
    )  # fmt: skip
    return Form(title, fields, submit, check=_length)


def _times_or(there: str) -> Callable[[str], Understood]:
    """What stands there is taken as it is, to the second and over several days; what is typed is a range."""

    def parse(text: str) -> Understood:
        compact = text.replace(" ", "")
        if there and compact == there:
            return Understood(_AS_IT_IS)
        if not is_range(compact):
            raise InvalidInput(f"“{text}” is no range of clock times.", "Use 9:15-10:45.")
        typed = read_time(compact)
        return Understood(typed, spoken(typed.seconds))

    return parse


def _length(values: Mapping[str, Any]) -> Mapping[str, str]:
    understood = {"times", "seconds"} <= values.keys()
    missing = understood and not values["times"] and not values["seconds"]
    return {"seconds": "Hours is needed, or from when to when."} if missing else {}


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


def _draft(tx: Transaction, before: EntryDraft, values: dict[str, Any]) -> EntryDraft:
    refuse_day(tx, "day", values["day"], before.zone)
    activity = organisation.activity_id(tx, values["activity"]) if values["activity"] else None
    seconds, start, end = _span(tx, before, values)
    return replace(
        before,
        campaign_id=values["campaign"] or None,
        channel_id=values["channel"] or None,
        activity_id=activity,
        work_day=values["day"],
        seconds=seconds,
        note=values["note"],
        start=start,
        end=end,
    )


def _span(tx: Transaction, before: EntryDraft, values: dict[str, Any]) -> tuple[int, datetime | None, datetime | None]:
    """Seconds, start and end as typed: of times and hours the one that was changed counts.

    Both changed: fewer hours than lie between the times are a pause, more can't be. Hours alone move the end.
    """
    times, seconds, place = values["times"], values["seconds"], zone(before.zone)
    if times is None:
        return seconds, None, None
    if times is not _AS_IT_IS or before.start is None or before.end is None:
        start, end = instants(values["day"], times.start, times.end, place, tx.organisation.day_start_hour)
        elapsed = (end - start) // timedelta(seconds=1)
        if seconds in (None, before.seconds):
            return elapsed, start, end
        if seconds > elapsed:
            raise FormFaults({"seconds": f"Between the times lie {clock(elapsed)} only."})
        return seconds, start, end
    length = before.end - before.start
    first = moved(before.start, (values["day"] - before.work_day).days, place)
    if seconds is None:
        return length // timedelta(seconds=1), first, first + length
    if seconds != before.seconds:
        return seconds, first, first + timedelta(seconds=seconds)
    return seconds, first, first + length


def _edit(tx: Transaction, entry_id: int, values: dict[str, Any]) -> None:
    whole = timesheets.whole_entry(tx, entry_id)
    timesheets.edit_entry(tx, entry_id, _draft(tx, timesheets.draft_of(whole), values))


def _log(tx: Transaction, week: TimeWeek, values: dict[str, Any]) -> None:
    blank = EntryDraft(week.person.id, values["day"], 0, week.person.zone)
    timesheets.log_entry(tx, _draft(tx, blank, values))
