"""Hours by each dimension: every view adds up to the detail, and what one person costs is for managers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.hours_views import Dimension, HoursView
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar, Period
from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timesheets
from smdash.store.campaigns import add_campaign
from smdash.store.hours import hours_in
from smdash.store.hours_views import hours_view
from smdash.store.store import Snapshot, Store

HOUR = 3600
CALENDAR, TODAY = Calendar(), date(2026, 11, 22)
PERIODS = [CALENDAR.parse(text, TODAY) for text in ("2026-11", "2026-Q4", "2026", "2026-10-07..2026-11-18")]


@pytest.fixture
def worked(store: Store) -> Store:
    """Two people, one without a rate, hours over two months, some of no campaign, activity or channel."""
    ana = store.write(organisation.set_up, organisation.SetUp("ana", "UTC", "USD", Money(4567, "USD"), 20 * HOUR))
    ben = store.write(organisation.add_person, "ben", weekly_capacity=40 * HOUR)
    store.write(organisation.add_person, "carla", weekly_capacity=10 * HOUR)
    spring = store.write(add_campaign, CampaignDraft("Spring", budget_seconds=30 * HOUR))
    channel = store.write(organisation.add_channel, "Blog", "blog")
    content = store.write(organisation.activity_id, "content")
    for n in range(40):
        draft = EntryDraft(
            (ana, ben)[n % 2],
            date(2026, 10, 1) + timedelta(days=n),
            (n + 1) * 137,
            campaign_id=spring if n % 3 else None,
            channel_id=channel if n % 4 else None,
            activity_id=content if n % 5 else None,
        )
        store.write(timesheets.log_entry, draft)
    return store


def looked_at(store: Store, period: Period, dimension: Dimension) -> HoursView:
    return store.read(hours_view, period, dimension)


@pytest.mark.parametrize("period", PERIODS, ids=lambda period: period.name)
@pytest.mark.parametrize("dimension", Dimension)
def test_each_view_adds_up_to_the_detail(worked: Store, period: Period, dimension: Dimension) -> None:
    view, whole = looked_at(worked, period, dimension), worked.read(hours_in, period)
    total = view.total
    assert (total.seconds, total.cost_minor, total.entries, total.uncosted_seconds) == (
        whole.seconds, whole.cost_minor, whole.entries, whole.uncosted_seconds,
    )  # fmt: skip
    assert sum(sum(parts.values()) for _, parts in view.buckets) == whole.seconds
    assert sum(seconds for days in view.daily.values() for _, seconds in days) == whole.seconds


def test_people_have_their_capacity_up_to_today_and_those_without_hours_are_named(worked: Store) -> None:
    view = looked_at(worked, PERIODS[0], Dimension.PERSON)
    by_name = {line.name: line for line in view.lines}
    assert by_name["ana"].capacity == 15 * 4 * HOUR  # fifteen weekdays of 1–22 November
    assert (by_name["carla"].seconds, by_name["carla"].capacity) == (0, 15 * 2 * HOUR)
    assert view.capacity == 15 * 14 * HOUR
    assert view.idle == ("ana", "ben", "carla")  # the last entry is of 9 November
    worked.write(timesheets.log_entry, EntryDraft(1, TODAY, 60))
    assert looked_at(worked, PERIODS[0], Dimension.CHANNEL).idle == ("ben", "carla")


def test_what_has_none_stands_last_under_its_name(worked: Store) -> None:
    for dimension, name in ((Dimension.CAMPAIGN, "no campaign"), (Dimension.CHANNEL, "no channel")):
        assert looked_at(worked, PERIODS[1], dimension).lines[-1].name == name
    assert looked_at(worked, PERIODS[1], Dimension.CAMPAIGN).unassigned > 0


def test_weeks_stand_in_order_and_say_when_they_are_cut(worked: Store) -> None:
    names = [line.name for line in looked_at(worked, PERIODS[1], Dimension.WEEK).lines]
    assert names[:2] == ["2026-W40 (4 of 7 days)", "2026-W41"]
    assert [name for name, _ in looked_at(worked, PERIODS[0], Dimension.CAMPAIGN).buckets] == [
        "26 Oct", "2 Nov", "9 Nov", "16 Nov",
    ]  # fmt: skip
    assert looked_at(worked, PERIODS[2], Dimension.CAMPAIGN).buckets[-2][0] == "Oct 26"


def test_what_one_person_costs_is_for_managers(worked: Store) -> None:
    whole = looked_at(worked, PERIODS[1], Dimension.CAMPAIGN).total.cost_minor
    worked.role = Role.CONTRIBUTOR
    people = looked_at(worked, PERIODS[1], Dimension.PERSON)
    assert {line.cost_minor for line in people.lines} == {None}
    assert people.total.cost_minor is None
    assert looked_at(worked, PERIODS[1], Dimension.CAMPAIGN).total.cost_minor == whole


def test_budgets_know_what_was_used_before_the_period(worked: Store) -> None:
    october = worked.read(hours_in, CALENDAR.parse("2026-10", TODAY))
    none = next(line for line in looked_at(worked, CALENDAR.parse("2026-10", TODAY), Dimension.CAMPAIGN).lines[::-1])
    (budget,) = looked_at(worked, PERIODS[0], Dimension.CAMPAIGN).budgets.values()
    assert (budget.seconds, budget.used_before) == (30 * HOUR, october.seconds - none.seconds)


def test_more_rows_ask_no_more_queries(worked: Store) -> None:
    def queries(snapshot: Snapshot) -> int:
        told: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            told.append(statement)

        event.listen(snapshot.connection, "before_cursor_execute", note)
        for dimension in Dimension:
            hours_view(snapshot, PERIODS[1], dimension)
        event.remove(snapshot.connection, "before_cursor_execute", note)
        return len(told)

    few = worked.read(queries)
    for number in range(4):
        person = worked.write(organisation.add_person, f"Person {number}", weekly_capacity=HOUR)
        campaign = worked.write(add_campaign, CampaignDraft(f"Campaign {number}", budget_seconds=HOUR))
        worked.write(timesheets.log_entry, EntryDraft(person, TODAY, 60, campaign_id=campaign))
    assert worked.read(queries) <= few
