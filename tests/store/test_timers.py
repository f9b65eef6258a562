"""Timers: rows in the store, one a person, stopped at any moment since they were started."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import campaigns, hours, organisation, timers, timesheets, undo
from smdash.store.store import Store

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)  # where the clock of these tests stands at first
HOUR = timedelta(hours=1)


@pytest.fixture
def ana(store: Store) -> int:
    person = store.write(organisation.add_person, "ana")
    store.write(organisation.set_rate, person, date(2026, 1, 1), Money(4500, "USD"))
    return person


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(campaigns.add_campaign, CampaignDraft("Spring"))


def wait(store: Store, time: timedelta) -> None:
    store.clock = FixedClock(store.clock.zone_name, store.clock.now() + time)


def what(person: int, campaign: int | None = None, note: str = "") -> EntryDraft:
    return EntryDraft(person, date(2026, 11, 22), 0, campaign_id=campaign, note=note)


def logged(store: Store) -> list[tuple[date, int]]:
    return [(one.work_day, one.seconds) for one in reversed(store.read(timesheets.entries).entries)]


def test_a_timer_runs_in_the_store_and_has_no_cost_until_it_stops(store: Store, ana: int, spring: int) -> None:
    store.write(timers.start_timer, what(ana, spring, "posts"))
    wait(store, timedelta(minutes=42))
    (timer,) = store.read(timers.running)
    assert (timer.person, timer.label, timer.seconds, timer.entry.cost) == ("ana", "Spring", 2520, None)
    assert store.read(hours.hours_in, None) == hours.Hours()
    stopped = store.write(timers.stop_timer, ana)
    assert (stopped.seconds, stopped.note, stopped.cost_minor) == (2520, "posts", 3150)
    assert store.read(timers.running) == ()
    assert store.read(hours.hours_in, None).cost_minor == 3150


def test_a_timer_is_known_by_what_it_has(store: Store, ana: int, spring: int) -> None:
    content = store.write(organisation.activity_id, "content")
    drafts = [what(ana, spring), replace(what(ana), activity_id=content), what(ana, None, "calls"), what(ana)]
    for draft, label in zip(drafts, ["Spring", "content", "calls", "no campaign"], strict=True):
        store.write(timers.start_timer, draft)
        assert store.read(timers.running, ana)[0].label == label
        store.write(timers.discard_timer, ana)


def test_one_timer_a_person(store: Store, ana: int, spring: int) -> None:
    ben = store.write(organisation.add_person, "ben")
    store.write(timers.start_timer, what(ana, spring))
    wait(store, HOUR)
    with pytest.raises(Refused, match="runs already: Spring, 1:00"):
        store.write(timers.start_timer, what(ana))
    store.write(timers.start_timer, what(ben))
    assert [timer.person for timer in store.read(timers.running)] == ["ana", "ben"]
    assert len(store.read(timers.running, ben)) == 1


def test_start_and_stop_at_a_moment_in_the_past(store: Store, ana: int) -> None:
    store.write(timers.start_timer, what(ana), NOON - 3 * HOUR)
    for wrong in (NOON - 4 * HOUR, NOON + HOUR):
        with pytest.raises(InvalidInput, match="can't end before it started"):
            store.write(timers.stop_timer, ana, wrong)
    assert store.write(timers.stop_timer, ana, NOON - HOUR).seconds == 7200
    with pytest.raises(InvalidInput, match="can't start in the future"):
        store.write(timers.start_timer, what(ana), NOON + HOUR)


def test_a_timer_over_midnight_is_cut_there(store: Store, ana: int) -> None:
    store.write(timers.start_timer, what(ana), NOON - 13 * HOUR)
    assert store.write(timers.stop_timer, ana).seconds == 13 * 3600
    assert logged(store) == [(date(2026, 11, 21), 3600), (date(2026, 11, 22), 12 * 3600)]
    store.write(undo.undo)
    assert store.read(timers.running)[0].seconds == 13 * 3600
    assert logged(store) == []


def test_a_timer_that_ran_no_second_leaves_nothing(store: Store, ana: int) -> None:
    store.write(timers.start_timer, what(ana))
    assert store.write(timers.stop_timer, ana).seconds == 0
    assert (logged(store), store.read(timers.running)) == ([], ())


def test_a_timer_of_more_than_a_week_needs_the_time_it_really_ended(store: Store, ana: int) -> None:
    store.write(timers.start_timer, what(ana))
    wait(store, timedelta(days=7, seconds=1))
    with pytest.raises(Refused, match="more than a week"):
        store.write(timers.stop_timer, ana)
    assert store.write(timers.stop_timer, ana, NOON + HOUR).seconds == 3600


def test_switching_stops_and_starts_at_the_same_moment(store: Store, ana: int, spring: int) -> None:
    assert store.write(timers.switch_timer, what(ana)) is None
    wait(store, 2 * HOUR)
    stopped = store.write(timers.switch_timer, what(ana, spring), NOON + HOUR)
    assert stopped is not None
    assert stopped.end == store.read(timers.running)[0].entry.start == NOON + HOUR
    assert store.write(undo.undo).label == "switch timer to Spring"
    assert store.read(timers.running)[0].label == "no campaign"


def test_resuming_takes_up_what_was_worked_on_last(store: Store, ana: int, spring: int) -> None:
    with pytest.raises(NotFound, match="nothing to resume"):
        store.write(timers.resume_timer, ana, "UTC")
    store.write(timesheets.log_entry, EntryDraft(ana, date(2026, 11, 20), 60, campaign_id=spring, note="posts"))
    store.write(timers.resume_timer, ana, "UTC")
    entry = store.read(timers.running)[0].entry
    assert (entry.campaign_id, entry.note, entry.start, entry.work_day) == (spring, "posts", NOON, date(2026, 11, 22))


def test_a_discarded_timer_comes_back_with_undo(store: Store, ana: int, spring: int) -> None:
    store.write(timers.start_timer, what(ana, spring))
    store.write(timers.discard_timer, ana)
    assert store.read(timers.running) == ()
    assert store.write(undo.undo).label == "discard timer on Spring"
    assert store.read(timers.running)[0].entry.start == NOON


@pytest.mark.parametrize("stop", [timers.stop_timer, timers.discard_timer])
def test_without_a_timer_there_is_nothing_to_stop(store: Store, ana: int, stop: object) -> None:
    with pytest.raises(NotFound, match="No timer is running"):
        store.write(stop, ana)  # type: ignore[arg-type]  # both take a person


def test_the_work_day_of_a_timer_is_that_of_its_zone(store: Store, ana: int) -> None:
    store.write(timers.start_timer, replace(what(ana), zone="Pacific/Auckland"))
    assert store.read(timers.running)[0].entry.work_day == date(2026, 11, 23)
    wait(store, HOUR)
    store.write(timers.stop_timer, ana)
    assert logged(store) == [(date(2026, 11, 23), 3600)]


def test_undo_of_a_stop_is_refused_while_another_timer_runs(store: Store, ana: int, spring: int) -> None:
    store.write(timers.start_timer, what(ana))
    wait(store, HOUR)
    store.write(timers.stop_timer, ana)
    store.actor = "ben"
    store.write(timers.start_timer, what(ana, spring))
    store.actor = "ann"
    with pytest.raises(Refused, match="taken its place"):
        store.write(undo.undo)
    assert logged(store) == [(date(2026, 11, 22), 3600)]


def test_a_forgotten_timer_that_would_overfill_a_day_says_how_to_cut_it(store: Store, ana: int) -> None:
    started = store.clock.now() - timedelta(hours=60)
    store.write(timers.start_timer, EntryDraft(ana, started.date(), 0), started)
    day = (started + timedelta(days=1)).date()
    store.write(timesheets.log_entry, EntryDraft(ana, day, 3600))
    with pytest.raises(Refused) as refused:
        store.write(timers.stop_timer, ana)
    assert "smdash stop --at" in refused.value.hint
    assert len(store.read(timers.running)) == 1


def test_the_settings_may_allow_several_timers(store: Store, ana: int, spring: int) -> None:
    store.write(lambda tx: organisation.change_settings(tx, timers_at_once=2))
    first = store.write(timers.start_timer, what(ana, spring))
    wait(store, HOUR)
    second = store.write(timers.start_timer, what(ana, note="calls"))
    with pytest.raises(Refused, match=r"2 timers run already: .*, 1:00, calls, 0:00"):
        store.write(timers.start_timer, what(ana))
    wait(store, HOUR)
    assert store.write(timers.stop_timer, ana, None, first).seconds == 7200
    assert [timer.entry.id for timer in store.read(timers.running)] == [second]
    store.write(timers.start_timer, what(ana, spring))
    wait(store, HOUR)
    store.write(timers.stop_timer, ana)
    assert [timer.label for timer in store.read(timers.running)] == ["calls"], "the one started last was stopped"


def test_a_timer_starts_where_the_last_entry_ended(store: Store, ana: int, spring: int) -> None:
    with pytest.raises(NotFound, match="since yesterday"):
        store.read(timers.last_end, ana)
    store.write(timers.start_timer, what(ana))
    wait(store, HOUR)
    ended = store.write(timers.stop_timer, ana).end
    wait(store, HOUR)
    assert store.read(timers.last_end, ana) == ended
    wait(store, 40 * HOUR)
    with pytest.raises(NotFound):
        store.read(timers.last_end, ana)
