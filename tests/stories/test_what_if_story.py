"""A manager works out what retention brought, sees ROI move, supposes half of it, and takes the benefit back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.store import campaigns, costs
from smdash.store.store import Store
from tests.terminal_session import SMDASH, TerminalSession


def change_sets(store: Store) -> int:
    query = "select count(*) from change_set"
    return int(store.read(lambda snapshot: snapshot.connection.exec_driver_sql(query).scalar_one()))


def test_a_retention_benefit_is_worked_out_supposed_and_undone(
    home: Path, store_file: Path, prepared: Callable[[], Store], open_store: Callable[[], Store]
) -> None:
    store = prepared()
    day = store.clock.today() - timedelta(days=1)
    renewals = store.write(campaigns.add_campaign, CampaignDraft("Renewals", CampaignStatus.LIVE))
    store.write(costs.add_cost, CostDraft(day, Money(6_000_00, "USD"), CostCategory.ADS, campaign_id=renewals))
    before = change_sets(store)
    store.close()
    with TerminalSession([*SMDASH, "--store", str(store_file), "--person", "ana"], home=home) as session:
        session.wait_for("Hours this week").press("3").wait_for("Renewals").wait_for("−100.0 %")
        session.type("bj").wait_for("members who renew because of it").press("enter").wait_for("numbers are there")
        for text in ("88", "85", "1200", "250"):
            session.type(text).press("enter")
        session.wait_for("(88 % − 85 %) × 1 200 members × 250.00 USD × 1 year = 9 000.00 USD")
        session.press("ctrl+s").wait_gone("numbers are there").wait_gone("New benefit")
        session.type("X").wait_for("+50.0 %")
        opened = open_store()
        assert change_sets(opened) == before + 1
        opened.close()
        session.press("enter")
        while "▸what-if" not in session.text:  # the one before the last: two to the left, the tabs go round
            session.type("h").wait_quiet()
        session.press("e").wait_for("What if: Renewals (nothing is written)")
        session.press("down").wait_for("Now 100.0 %").type("50").wait_for("ROI all +50.0 % → −25.0 %")
        session.press("ctrl+s").wait_gone("What if: Renewals").wait_for("−75.0 pp")
        opened = open_store()
        assert change_sets(opened) == before + 1  # nothing was written
        opened.close()
        session.press("z").wait_gone("−75.0 pp").press("u").wait_for("Undo this?").press("y")
        session.wait_for("−100.0 %").press("q").wait_exit()
