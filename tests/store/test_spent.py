"""What campaigns have spent on all their days, beside the ledgers that hold everything."""

from __future__ import annotations

from datetime import date, timedelta

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.money import Money
from smdash.domain.periods import Period
from smdash.domain.roi import cost
from smdash.domain.timesheets import EntryDraft
from smdash.store import campaigns, costs, organisation, roi, timesheets
from smdash.store.store import Store

# The clock of these tests stands at 22 November 2026.
TODAY = date(2026, 11, 22)
DAYS = Period(roi.FIRST_DAY, TODAY + timedelta(days=1), "up to today")


def test_what_is_spent_is_the_cost_of_the_whole_ledger(store: Store) -> None:
    person = store.write(organisation.first_use, "Ann", "UTC")
    store.write(organisation.change_settings, currency="USD")
    store.write(organisation.set_rate, person, date(2024, 1, 1), Money(3000, "USD"))
    made = [store.write(campaigns.add_campaign, CampaignDraft(f"C{n}", CampaignStatus.LIVE)) for n in range(3)]
    for number, campaign in enumerate((*made, None), 1):
        for day in (date(2025, 3, 31), date(2026, 10, 2), TODAY):
            store.write(timesheets.log_entry, EntryDraft(person, day, 600 * number, campaign_id=campaign))
            draft = CostDraft(day, Money(number, "USD"), CostCategory.ADS, campaign_id=campaign)
            store.write(costs.add_cost, draft)
        start, monthly = date(2026, 1, 1), Recurrence.MONTHLY
        monthly_cost = CostDraft(start, Money(7, "USD"), CostCategory.TOOLS, monthly, campaign_id=campaign)
        store.write(costs.add_cost, monthly_cost)
    everything = store.read(roi.ledgers, DAYS)
    found = store.read(roi.spent, made[:2])
    assert list(found) == made[:2]
    for campaign, ledger in found.items():
        assert cost(ledger) == cost(everything[campaign])
    assert store.read(roi.spent, []) == {}
