"""From a typed line to a stored entry: names, clock times, zones, other people."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.organisation import PersonKind
from smdash.domain.quicklog import parse_quick_log
from smdash.domain.timesheets import Entry
from smdash.domain.usuals import MOST, Usual
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import campaigns, changes, organisation, quicklog, timers, timesheets, usuals
from smdash.store.store import Store
from smdash.store.tables import alias, campaign

TODAY = date(2026, 11, 22)


@pytest.fixture
def ana(store: Store) -> int:
    for name in ("Spring membership", "Autumn fair"):
        store.write(campaigns.add_campaign, CampaignDraft(name))
    store.write(organisation.add_channel, "Instagram", "instagram")
    store.write(organisation.activity_id, "content")
    return store.write(organisation.add_person, "ana", zone_name="Europe/Berlin")


def log(store: Store, line: str, person: int | None) -> tuple[int, ...]:
    names = store.read(quicklog.known_names)
    return store.write(quicklog.log_line, parse_quick_log(line, names, TODAY), person)


def entry(store: Store, ids: tuple[int, ...]) -> Entry:
    return store.read(timesheets.whole_entry, ids[0])


def test_all_names_become_ids(store: Store, ana: int) -> None:
    found = entry(store, log(store, "1h30m spring #content /insta @yesterday replying", ana))
    assert (found.person_id, found.campaign_id, found.channel_id, found.activity_id) == (ana, 1, 1, 1)
    assert (found.work_day, found.seconds, found.note, found.zone) == (
        date(2026, 11, 21),
        5400,
        "replying",
        "Europe/Berlin",
    )


def test_a_new_activity_is_added_with_the_entry(store: Store, ana: int) -> None:
    assert entry(store, log(store, "1h spring #podcast", ana)).activity_id == 2
    assert [one.name for one in store.read(organisation.activities)] == ["content", "podcast"]


def test_clock_times_are_those_of_the_persons_zone_and_may_run_over_midnight(store: Store, ana: int) -> None:
    ids = log(store, "23:30-00:45 spring @yesterday", ana)
    assert len(ids) == 2
    found = entry(store, ids)
    assert (found.start, found.seconds) == (datetime(2026, 11, 21, 22, 30, tzinfo=UTC), 4500)


def test_what_ends_in_the_future_is_refused(store: Store, ana: int) -> None:
    with pytest.raises(InvalidInput, match="ends in the future"):
        log(store, "9:00-14:00 spring", ana)  # it is 13 h in Berlin
    assert entry(store, log(store, "9:00-13:00 spring", ana)).seconds == 4 * 3600


def test_time_is_logged_for_somebody_else_in_their_zone(store: Store, ana: int) -> None:
    ben = store.write(organisation.add_person, "ben", zone_name="UTC")
    found = entry(store, log(store, "9-10 spring ~ben", ana))
    assert (found.person_id, found.start) == (ben, datetime(2026, 11, 22, 9, tzinfo=UTC))


def test_who_is_not_known_must_be_named(store: Store, ana: int) -> None:
    with pytest.raises(Refused, match="“ann” is not among the people here"):
        log(store, "1h spring", None)
    assert entry(store, log(store, "1h spring ~ana", None)).person_id == ana


def test_names_that_went_away_meanwhile_are_told(store: Store, ana: int) -> None:
    names = store.read(quicklog.known_names)
    line = parse_quick_log("1h spring /instagram ~ana", names, TODAY)
    store.write(organisation.edit_person, ana, name="eva", kind=PersonKind.STAFF, weekly_capacity=0, zone_name="UTC")
    with pytest.raises(NotFound, match="no person named “ana”"):
        store.write(quicklog.log_line, line, None)
    store.write(lambda tx: changes.delete(tx, campaign, 1))
    line = parse_quick_log("1h spring", names, TODAY)
    with pytest.raises(NotFound, match="no campaign named “Spring membership”"):
        store.write(quicklog.log_line, line, ana)
    with pytest.raises(NotFound, match="person is gone"):
        store.write(quicklog.log_line, parse_quick_log("1h autumn", names, TODAY), 99)


def test_archived_names_are_not_offered_and_other_names_are_understood(store: Store, ana: int) -> None:
    store.write(lambda tx: changes.update(tx, campaign, 2, archived=True))
    values = {"kind": "campaign", "alias": "SM26", "alias_key": "sm26", "target_id": 1}
    store.write(lambda tx: changes.insert(tx, alias, **values))
    names = store.read(quicklog.known_names)
    assert names.campaigns == ("Spring membership",)
    assert parse_quick_log("1h sm26", names, TODAY).campaign == "Spring membership"


def test_a_line_without_a_time_starts_a_timer(store: Store, ana: int) -> None:
    line = parse_quick_log("autumn #content calls", store.read(quicklog.known_names), TODAY, timed=False)
    store.write(quicklog.start_line, line, ana)
    (timer,) = store.read(timers.running, ana)
    assert (timer.campaign, timer.activity, timer.entry.note) == ("Autumn fair", "content", "calls")


def test_after_midnight_it_is_still_the_work_day_before(store: Store, ana: int) -> None:
    store.write(lambda tx: organisation.change_settings(tx, day_start_hour=4))
    night = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)  # half past two in Berlin
    store.clock = FixedClock("UTC", night)
    for line in ("1h spring", "1:00-2:00 spring"):
        log_now = store.read(quicklog.understand, line, ana)
        assert log_now.day == date(2026, 11, 21)
        assert entry(store, store.write(quicklog.log_line, log_now, ana)).work_day == date(2026, 11, 21)
    timed = store.read(timesheets.entries).entries[0]
    assert timed.start == datetime(2026, 11, 22, 0, tzinfo=UTC)


def test_days_to_come_are_understood_where_the_settings_allow_them(store: Store, ana: int) -> None:
    assert "future" in store.read(quicklog.understand, "1h spring @tomorrow", ana).faults[0].message
    store.write(lambda tx: organisation.change_settings(tx, future_entries="yes"))
    planned = store.read(quicklog.understand, "1h spring @tomorrow", ana)
    assert entry(store, store.write(quicklog.log_line, planned, ana)).work_day == date(2026, 11, 23)


def test_what_was_archived_is_not_offered_again(store: Store, ana: int) -> None:
    for line in ("1h spring", "2h autumn"):
        log(store, line, ana)
    assert [one.campaign for one in store.read(usuals.usuals, ana)] == ["Autumn fair", "Spring membership"]
    store.write(lambda tx: changes.update(tx, campaign, 2, archived=True))
    assert [one.campaign for one in store.read(usuals.usuals, ana)] == ["Spring membership"]
    assert store.read(usuals.usuals, None) == ()


def test_favourites_are_limited_and_belong_to_one_person(store: Store, ana: int) -> None:
    for number in range(MOST):
        assert store.write(usuals.toggle_favourite, Usual(60, note=str(number)), ana)
    with pytest.raises(Refused, match="8 favourites already"):
        store.write(usuals.toggle_favourite, Usual(60, note="more"), ana)
    assert not store.write(usuals.toggle_favourite, Usual(120, note="3"), ana)
    assert len(store.read(usuals.usuals, ana)) == MOST - 1
    ben = store.write(organisation.add_person, "ben")
    assert store.read(usuals.usuals, ben) == ()
