"""What all stories share: an empty home folder, and a store prepared as a manager would have it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smdash.clock import Clock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.store import campaigns, organisation
from smdash.store.organisation import SetUp
from smdash.store.store import Store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


@pytest.fixture
def store_file(home: Path) -> Path:
    """Where the dashboard keeps its store in this home."""
    return home / "store" / "smdash.db"


@pytest.fixture
def open_store(store_file: Path) -> Callable[[], Store]:
    """Opens the store as ana, who is a manager."""
    return lambda: Store.open(store_file, Clock("UTC"), actor="ana")


@pytest.fixture
def prepared(open_store: Callable[[], Store]) -> Callable[[], Store]:
    """A store with ana at 45.00 an hour and a live campaign with a budget."""
    store = open_store()
    start = date(2020, 1, 1)
    ana = store.write(organisation.set_up, SetUp("ana", "UTC", "USD", weekly_capacity=24 * 3600))
    store.write(organisation.set_rate, ana, start, Money(4500, "USD"))
    draft = CampaignDraft("Spring membership", CampaignStatus.LIVE, budget_minor=1_000_000)
    store.write(campaigns.add_campaign, draft)
    store.close()
    return open_store
