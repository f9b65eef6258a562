"""From the return of a quarter, by keys alone, down to the single hour and the single order behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.timesheets import EntryDraft
from smdash.store import benefits, campaigns, costs, organisation, timesheets
from smdash.store.store import Store
from tests.terminal_session import TerminalSession


def fill(store: Store) -> None:
    """A campaign with an hour, ads on a channel and an order; and a cost of no campaign."""
    today = store.clock.today()
    channel = store.write(organisation.add_channel, "Instagram", "instagram")
    spring = store.write(campaigns.add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    (person,) = store.read(organisation.people)
    store.write(organisation.set_rate, person.id, today - timedelta(days=400), Money(40_00, "USD"))
    store.write(
        timesheets.log_entry,
        EntryDraft(person.id, today, 5400, "UTC", spring, channel, note="answered comments"),
    )
    ads = CostDraft(today, Money(60_00, "USD"), CostCategory.ADS, campaign_id=spring, channel_id=channel, name="boost")
    store.write(costs.add_cost, ads)
    store.write(costs.add_cost, CostDraft(today, Money(7_00, "USD"), CostCategory.TOOLS, name="scheduler"))
    order = BenefitDraft(
        today,
        Money(300_00, "USD"),
        BenefitKind.REVENUE,
        evidence=Evidence.ALLOCATED,
        share=Decimal("0.8"),
        campaign_id=spring,
        name="order 4711",
    )
    store.write(benefits.add_benefit, order)


def test_from_the_return_to_the_single_hour_and_order(
    prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    fill(store)
    with dashboard() as session:
        session.wait_for("Hours this week").press("3").wait_for("+100.0 %").wait_for("not assigned")
        session.press("i").wait_for("net / cost").press("escape").wait_gone("net / cost")
        to_tab(session, "hours")
        session.wait_for("no activity").press("enter").press("enter")
        session.wait_for("answered comments").wait_for("1:30").wait_for("60.00")
        session.press("escape").wait_gone("answered comments")
        to_tab(session, "benefits")
        session.wait_for("order 4711").wait_for("80 %").press("i").wait_for("amount × share")
        session.press("escape").wait_gone("amount × share").press("enter").wait_for("Save")
        session.wait_for("300.00 USD").press("escape").wait_gone("Save")
        see_the_views(session)
        session.press("q")
        assert session.wait_exit() == 0
    store.close()


def to_tab(session: TerminalSession, name: str) -> None:
    """Turn to a tab of the detail, one at a time."""
    for _ in range(12):
        if open_tab(session) == name:
            return
        turn(session, open_tab(session))
    raise AssertionError(session.text)


def turn(session: TerminalSession, before: str) -> None:
    """Turn to the next tab, and wait until it is there."""
    session.press("l").wait_for(lambda seen: open_tab(seen) not in {before, ""})


def open_tab(session: TerminalSession) -> str:
    """The tab of the detail that is open; empty while it is drawn."""
    opened = re.search(r"▸([\w-]+)", session.text)
    return opened[1] if opened else ""


def see_the_views(session: TerminalSession) -> None:
    """Each view by its key, with the same total; then other numbers of the same lines."""
    session.press("escape")
    for downs, heading, line in (
        (1, "Channel", "Instagram"),
        (2, "Message", "not by message"),
        (3, "Objective", "no objective"),
        (4, "Month", "+113"),
    ):
        session.press("B").wait_for("Cost and benefit by")
        session.press("home").press(*["down"] * downs).press("enter")
        session.wait_gone("Cost and benefit by").wait_for(heading).wait_for(line)
        assert session.text.count("127") >= 1
    session.press("B").wait_for("Cost and benefit by").press("home").press("enter").wait_for("Campaign")
    session.press("C").wait_for("ROI all").press("C").wait_for("staff").wait_for("tools")
    session.press("C").wait_for("CPM full").press("C").wait_for("ROI T+A")
