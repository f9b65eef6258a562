"""The key that shows the visits of the line under the cursor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from smdash.store import changes
from smdash.store.store import Store, Transaction
from smdash.store.tables import campaign, traffic
from smdash.tui.app import SmdashApp
from smdash.tui.screens.numbers import Numbers
from tests.tui import keys
from tests.tui.keys import press

RealApp = Callable[..., SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


def fill(tx: Transaction) -> None:
    tx.describe("import")
    fair = tx.connection.execute(select(campaign.c.id).where(campaign.c.name == "Autumn fair")).scalar_one()
    days = {"start": date(2026, 11, 3), "until": date(2026, 11, 3)}
    changes.insert(
        tx, traffic, source="google-analytics", external_key="1", breakdown="session source/medium",
        campaign_id=fair, utm_source="[b]instagram", utm_medium="social", sessions=1310, users=900,
        key_events=Decimal("3.5"), **days,
    )  # fmt: skip
    changes.insert(
        tx, traffic, source="google-analytics", external_key="2", breakdown="country", sessions=77, **days
    )  # of no campaign


async def shown(app: SmdashApp, text_of: TextOf, size: tuple[int, int]) -> str:
    async with app.run_test(size=size) as pilot:
        await press(pilot, "3", "S")
        await app.workers.wait_for_complete()
        await keys.settle(pilot)
        assert isinstance(app.screen, Numbers), "\n".join(text_of(app))
        return "\n".join(text_of(app))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_visits_of_the_campaign_alone(
    real_app: RealApp, real_store: Store, text_of: TextOf, size: tuple[int, int]
) -> None:
    real_store.write(fill)
    text = await shown(real_app(), text_of, size)
    for words in ("Visits: Autumn fair", "2026-11-03", "[b]instagram", "1 310", "there is no sum"):
        assert words in text
    assert "77" not in text


async def test_nothing_yet_says_what_to_import(real_app: RealApp, real_store: Store, text_of: TextOf) -> None:
    assert real_store.read(lambda snapshot: snapshot.connection.execute(select(traffic)).all()) == []
    assert "I reads reports of Google Analytics" in await shown(real_app(), text_of, (80, 24))
