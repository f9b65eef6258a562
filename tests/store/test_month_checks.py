"""What is missing in a month: each point counted, with where it is mended, in as many queries for any month."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import event

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.money import Money
from smdash.domain.month_end import Check
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput
from smdash.store import changes, costs, kpis, organisation, readings, timers, timesheets
from smdash.store.campaigns import add_campaign
from smdash.store.closing import close_month
from smdash.store.month_checks import checklist
from smdash.store.store import Snapshot, Store
from smdash.store.tables import post, post_metrics

OCTOBER, DAY = date(2026, 10, 1), date(2026, 10, 14)
KEYS = [
    "days", "hours", "timers", "unassigned-hours", "unassigned-posts", "unassigned-costs", "unconverted", "unrated",
    "readings", "spend",
]  # fmt: skip


@pytest.fixture
def ana(store: Store) -> int:
    store.write(add_campaign, CampaignDraft("Spring"))
    return store.write(organisation.set_up, organisation.SetUp("ana", "UTC", "USD", Money(4500, "USD"), 10 * 3600))


def found(store: Store, month: date = OCTOBER) -> dict[str, Check]:
    return {check.key: check for check in store.read(checklist, month).checks}


def counts(store: Store, month: date = OCTOBER) -> dict[str, int]:
    return {key: check.count for key, check in found(store, month).items() if check.count}


def test_an_empty_month_misses_hours_only(store: Store, ana: int) -> None:
    assert list(found(store)) == KEYS
    assert counts(store) == {"hours": 1}
    assert found(store)["hours"].lines[0].text.startswith("ana: 0:00 of 44:00, no hours on 1 2 5 6")


def test_the_month_that_runs_counts_the_days_that_have_been(store: Store, ana: int) -> None:
    november = found(store, date(2026, 11, 22))
    assert november["days"].count == 8
    assert "ana: 0:00 of 30:00" in november["hours"].lines[0].text  # fifteen weekdays up to 22 November
    with pytest.raises(InvalidInput, match="December 2026 has not begun"):
        store.read(checklist, date(2026, 12, 1))


def test_each_point_is_counted(store: Store, ana: int, clock: FixedClock) -> None:
    ben = store.write(organisation.add_person, "ben")
    store.write(timesheets.log_entry, EntryDraft(ana, DAY, 44 * 360, campaign_id=1))
    store.write(timesheets.log_entry, EntryDraft(ben, DAY, 1800))
    store.write(timesheets.log_entry, EntryDraft(ana, date(2026, 11, 3), 600))  # of another month
    store.write(timers.start_timer, EntryDraft(ana, DAY, 0), datetime(2026, 10, 31, 9, tzinfo=UTC))
    store.write(costs.add_cost, CostDraft(DAY, Money(100, "GBP"), CostCategory.TOOLS))
    store.write(
        kpis.add_kpi,
        KpiDraft("Sign-ups", date(2026, 10, 5), date(2026, 12, 31), target=Decimal(10)),
    )
    store.write(readings.add_reading, 1, Reading(date(2026, 10, 6), Decimal(1)))
    assert counts(store) == {
        "hours": 1,
        "timers": 1,
        "unassigned-hours": 1,
        "unassigned-costs": 1,
        "unconverted": 1,
        "unrated": 1,
        "readings": 2,
    }
    checks = found(store)
    assert checks["timers"].lines[0].text == "ana: no campaign, running for 531:00"
    assert checks["unassigned-hours"].lines[0].text == "ben: 0:30 of no campaign"
    assert (checks["unassigned-hours"].lines[0].target, checks["unassigned-hours"].lines[0].day) == (ben, DAY)
    assert checks["unconverted"].lines[0].text == "1 cost of 1.00 GBP"
    assert checks["unrated"].lines[0].text == "ben: 0:30 without a rate (R)"
    assert checks["readings"].lines[0].text == "Sign-ups: no reading in 2026-W42, 2026-W43"


def test_shared_overhead_is_told_and_does_not_keep_the_month_open(store: Store, ana: int) -> None:
    store.write(costs.add_cost, CostDraft(DAY, Money(100, "USD"), CostCategory.TOOLS))
    assert not found(store)["unassigned-costs"].told
    store.write(organisation.change_settings, overhead_rule="evenly")
    check = found(store)["unassigned-costs"]
    assert check.told
    assert check.lines[0].text == "1.00 USD of no campaign, shared as overhead (evenly)"


def test_spend_of_platforms_is_held_against_ad_cost(store: Store, ana: int) -> None:
    channel = store.write(organisation.add_channel, "Facebook", "facebook")
    values = {"source": "s", "external_key": "k", "channel_id": channel, "day": DAY, "precision": "day"}
    post_id = store.write(lambda tx: changes.insert(tx, post, **values, campaign_id=1))
    reported = {"post_id": post_id, "captured_on": DAY, "spend_minor": 120_00, "spend_currency": "USD"}
    store.write(lambda tx: changes.insert(tx, post_metrics, **reported))
    (line,) = found(store)["spend"].lines
    assert line.text == "Facebook: the platform reports 120.00 USD, ad cost entered 0.00 USD"
    store.write(
        costs.add_cost, CostDraft(DAY, Money(120_00, "USD"), CostCategory.ADS, channel_id=channel, campaign_id=1)
    )
    assert found(store)["spend"].done


def test_a_closed_month_says_so(store: Store, ana: int) -> None:
    store.write(close_month, OCTOBER)
    closed = store.read(checklist, OCTOBER).closed
    assert closed is not None
    assert closed.by == "ann"


def test_more_rows_ask_no_more_queries(store: Store, ana: int) -> None:
    def queries(snapshot: Snapshot) -> int:
        told: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            told.append(statement)

        event.listen(snapshot.connection, "before_cursor_execute", note)
        checklist(snapshot, OCTOBER)
        event.remove(snapshot.connection, "before_cursor_execute", note)
        return len(told)

    few = store.read(queries)
    for number in range(5):
        person = store.write(organisation.add_person, f"Person {number}", weekly_capacity=3600)
        store.write(timesheets.log_entry, EntryDraft(person, DAY, 60))
        store.write(kpis.add_kpi, KpiDraft(f"KPI {number}", OCTOBER, date(2026, 12, 31), target=Decimal(10)))
        store.write(costs.add_cost, CostDraft(DAY, Money(100, "GBP"), CostCategory.TOOLS))
    assert store.read(queries) <= few
