"""The Risk pane alone on a real store, and a store beside it to fill and to look into."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.organisation import Role
from smdash.store import organisation
from smdash.store.campaigns import add_campaign
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.risk.pane import RiskPane


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "risk.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """`ana` and one live campaign with music, in the file that the dashboard has open, too."""
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    opened.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE, facts={"music": True}))
    yield opened
    opened.close()


@pytest.fixture
def opened_by(make_app: Callable[..., SmdashApp], store: Store, path: Path) -> Callable[[str, Role], SmdashApp]:
    """`opened_by("ceo", Role.VIEWER)`: the dashboard of somebody else."""

    def make(actor: str, role: Role) -> SmdashApp:
        return make_app(RiskPane, connect=lambda: LiveStore(Store.open(path, FixedClock(), role=role, actor=actor)))

    return make


@pytest.fixture
def app(opened_by: Callable[[str, Role], SmdashApp]) -> SmdashApp:
    """The dashboard of `ana`, a manager."""
    return opened_by("ana", Role.MANAGER)
