"""The log as stored: deadlines from clocks, closing and beginning anew, roles, the journal and undo."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.incidents import Closing, IncidentDraft, IncidentKind
from smdash.domain.organisation import Role
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import incidents, organisation, undo
from smdash.store.store import Store

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTICE = IncidentDraft(IncidentKind.COMPLAINT, "False claim", NOW - timedelta(hours=17), clock="uk_notice")
AGENT = IncidentDraft(
    IncidentKind.DUTY, "DMCA agent", datetime(2023, 11, 20, 14, 0, tzinfo=UTC), clock="dmca_agent", account="Form 1"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", FixedClock("America/New_York"), actor="ana")
    opened.write(organisation.add_person, "ana")
    yield opened
    opened.close()


def titles(store: Store) -> list[str]:
    return [one.draft.title for one in store.read(incidents.incidents)]


def faults_of(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(FormFaults) as caught:
        call()
    return caught.value.faults


def test_a_complaint_gets_its_deadline_from_the_clock_in_the_zone_of_who_reports(store: Store) -> None:
    found = store.read(incidents.get_incident, store.write(incidents.add_incident, NOTICE))
    assert found.deadline == NOW + timedelta(hours=31)
    assert (found.zone, found.draft.item_code, found.is_open) == ("America/New_York", "D4", True)
    later = replace(found.draft, received_at=NOW - timedelta(hours=1), account="Second letter")
    store.write(incidents.edit_incident, found.id, later)
    assert store.read(incidents.get_incident, found.id).deadline == NOW + timedelta(hours=47)
    assert store.read(undo.next_undo).label == "edit complaint “False claim”"  # type: ignore[union-attr]
    store.write(undo.undo)
    assert store.read(incidents.get_incident, found.id) == found


def test_open_ones_come_by_deadline_then_those_without_one_then_closed_ones(store: Store) -> None:
    for title, hours in (("late", 5), ("none", None), ("soon", 2), ("done", 1)):
        deadline = None if hours is None else NOW + timedelta(hours=hours)
        store.write(incidents.add_incident, replace(NOTICE, title=title, clock="", deadline=deadline))
    done = next(one for one in store.read(incidents.incidents) if one.draft.title == "done")
    store.write(incidents.close_incident, done.id, Closing("Answered", NOW))
    assert titles(store) == ["soon", "late", "none", "done"]


def test_closing_says_how_and_who_and_is_opened_again_and_undone(store: Store) -> None:
    number = store.write(incidents.add_incident, NOTICE)
    closed = store.write(incidents.close_incident, number, Closing(" Answered\n in full ", NOW - timedelta(hours=1)))
    assert closed.next_id is None
    found = store.read(incidents.get_incident, number)
    assert (found.closed_by, found.closed_at, found.was_late) == ("ana", NOW - timedelta(hours=1), False)
    with pytest.raises(Refused, match="was closed by ana"):
        store.write(incidents.close_incident, number, Closing("again", NOW))
    assert "received_at" in faults_of(
        lambda: store.write(incidents.edit_incident, number, replace(NOTICE, received_at=NOW))
    )
    store.write(incidents.reopen_incident, number)
    assert store.read(incidents.get_incident, number).is_open
    with pytest.raises(Refused, match="is open"):
        store.write(incidents.reopen_incident, number)
    store.write(undo.undo)
    assert store.read(incidents.get_incident, number) == found


def test_a_renewal_begins_anew_from_when_it_was_done(store: Store) -> None:
    number = store.write(incidents.add_incident, AGENT)
    first = store.read(incidents.get_incident, number)
    assert first.deadline == datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
    assert first.is_over(NOW)
    done = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
    closed = store.write(incidents.close_incident, number, Closing("Renewed", done, next_one=True))
    assert closed.next_id is not None
    following = store.read(incidents.get_incident, closed.next_id)
    assert following.draft.account == "Form 1"
    assert following.deadline == datetime(2029, 11, 22, 9, 0, tzinfo=UTC)
    store.write(undo.undo)  # both in one
    assert store.read(incidents.incidents) == (first,)


def test_a_duty_without_a_clock_takes_the_deadline_that_is_typed(store: Store) -> None:
    number = store.write(incidents.add_incident, replace(AGENT, clock="", deadline=NOW))
    wrong = Closing("Done", NOW, next_one=True)
    assert "next_deadline" in faults_of(lambda: store.write(incidents.close_incident, number, wrong))
    right = replace(wrong, next_deadline=NOW + timedelta(days=90))
    closed = store.write(incidents.close_incident, number, right)
    assert store.read(incidents.get_incident, closed.next_id or 0).deadline == NOW + timedelta(days=90)


def test_only_a_duty_begins_anew(store: Store) -> None:
    number = store.write(incidents.add_incident, NOTICE)
    assert store.write(incidents.close_incident, number, Closing("Answered", NOW, next_one=True)).next_id is None
    assert len(store.read(incidents.incidents)) == 1


def test_an_unknown_item_or_row_is_named(store: Store) -> None:
    assert faults_of(lambda: store.write(incidents.add_incident, replace(NOTICE, item_code="Z9"))) == {
        "item_code": "There is no legal item “Z9”."
    }
    with pytest.raises(NotFound):
        store.read(incidents.get_incident, 99)


def test_a_contributor_reports_and_only_managers_and_counsel_keep_the_log(store: Store) -> None:
    store.role = Role.CONTRIBUTOR
    number = store.write(incidents.add_incident, NOTICE)
    for refused in (
        lambda: store.write(incidents.edit_incident, number, NOTICE),
        lambda: store.write(incidents.close_incident, number, Closing("Done", NOW)),
        lambda: store.write(incidents.reopen_incident, number),
    ):
        with pytest.raises(Refused, match="kept by managers and counsel"):
            refused()
    store.role = Role.COUNSEL
    store.write(incidents.close_incident, number, Closing("Done", NOW))
    store.role = Role.VIEWER
    with pytest.raises(Refused):
        store.write(incidents.add_incident, NOTICE)
