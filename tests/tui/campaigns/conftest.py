"""The Campaigns pane alone on a real store, and a store beside it to fill and to look into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.store import organisation
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.campaigns.pane import CampaignsPane


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "campaigns.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """`ana` and nothing else, in the file that the dashboard has open, too."""
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    yield opened
    opened.close()


@pytest.fixture
def app(make_app: Callable[..., SmdashApp], store: Store, path: Path) -> SmdashApp:
    """The dashboard of `ana`, a manager."""
    return make_app(CampaignsPane, connect=lambda: LiveStore(Store.open(path, FixedClock(), actor="ana")))
