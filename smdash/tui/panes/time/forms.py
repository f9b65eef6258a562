"""The forms of the Time pane about runs of days, rates and people; those about entries are in `entry_forms.py`."""

from __future__ import annotations

from datetime import date
from typing import Any

from smdash.domain.durations import clock
from smdash.domain.organisation import Person, PersonKind
from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timegrid
from smdash.store.locks import first_open
from smdash.store.store import Transaction
from smdash.store.timeweek import TimeWeek
from smdash.tui.panes.time.entry_forms import Write, refuse_day, row_fields
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.weekly_hours import weekly_hours


def fill_form(week: TimeWeek, campaign_id: int | None, activity_id: int | None, write: Write) -> Form[Any]:
    """The same hours on every working day between two days."""

    async def submit(values: dict[str, Any]) -> Any:
        return await write(_fill, week, values)

    return Form(
        "Fill working days (Monday to Friday)",
        (
            *row_fields(week, campaign_id, activity_id),
            Field("first", "From", "day", initial=week.week.start.isoformat(), required=True, hint="The first day"),
            Field("last", "To", "day", required=True, hint="The last day, which is filled too"),
            Field("seconds", "Hours a day", "duration", required=True, hint="8h, 7:30"),
        ),
        submit,
        save_label="Fill",
    )  # fmt: skip


def _fill(tx: Transaction, week: TimeWeek, values: dict[str, Any]) -> int:
    refuse_day(tx, "last", values["last"], week.person.zone)
    draft = EntryDraft(
        week.person.id,
        values["first"],
        values["seconds"],
        week.person.zone,
        values["campaign"] or None,
        activity_id=organisation.activity_id(tx, values["activity"]) if values["activity"] else None,
    )
    return timegrid.fill_days(tx, draft, values["first"], values["last"])


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
        organisation.set_rate(tx, added, first_open(tx, date(tx.today.year, 1, 1)), values["hourly"])
    return added
