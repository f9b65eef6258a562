"""A dashboard on a store that is not there: what a test reads and writes are plain functions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from smdash.clock import Clock, FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.paths import Paths
from smdash.settings import Settings
from smdash.store import campaigns, organisation
from smdash.store.organisation import SetUp
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.contracts import HeaderInfo
from smdash.tui.live import LiveStore
from smdash.tui.pane import Pane
from smdash.tui.registry import PANES, PaneSpec
from tests.tui import keys


@dataclass
class FakeLive:
    """A store that hands `snapshot` to what reads and writes it."""

    snapshot: Any = None
    role: str = "manager"
    person_name: str = "ana"
    person_id: int = 1
    currency: str = "USD"
    timers_at_once: int = 1
    calendar: Calendar = field(default_factory=Calendar)
    info: HeaderInfo = field(default_factory=lambda: HeaderInfo(date(2026, 11, 20)))
    changed: frozenset[str] = frozenset()
    undoable: str | None = None
    undone: list[str] = field(default_factory=list)
    closed: bool = False
    fresh: bool = False
    clock: Clock = field(default_factory=FixedClock)
    copies: list[Path] = field(default_factory=list)

    async def back_up_daily(self, folder: Path) -> None:
        self.copies.append(folder)

    async def read(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        return fn(self.snapshot, *args)

    async def write(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        return fn(self.snapshot, *args)

    async def rehearse(self, fn: Callable[..., Any], /, *args: Any) -> Any:
        return fn(self.snapshot, *args)

    async def header(self) -> HeaderInfo:
        return self.info

    async def changed_words(self) -> frozenset[str]:
        words, self.changed = self.changed, frozenset()
        return words

    async def undo_preview(self) -> str | None:
        return self.undoable

    async def undo(self) -> str:
        assert self.undoable is not None
        self.undone.append(self.undoable)
        return self.undoable

    async def redo(self) -> str:
        return self.undone.pop()

    def close(self) -> None:
        self.closed = True


@dataclass(frozen=True)
class HereSpec(PaneSpec):
    """A pane whose class is at hand."""

    pane_class: type[Pane[Any]] = Pane

    def load(self) -> type[Pane[Any]]:
        return self.pane_class


@pytest.fixture
def hostile() -> str:
    """Text that would like to be markup, colours, a clipboard write, or backwards."""
    return "[red]x[/] [/x] \x1b[31mhi\x1b]52;c;eA==\x07 \u202eabc \x9b1m 日本語 👩‍👩‍👧"


MakeApp = Callable[..., SmdashApp]


@pytest.fixture
def make_app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeApp:
    """`make_app(*pane classes, live=…, connect=…, **settings)`: the panes take the place of the real ones, in order."""
    for name in ("NO_COLOR", "LC_ALL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    paths = Paths(tmp_path, tmp_path, tmp_path, tmp_path / "smdash.db")
    names = ("overview", "goals", "campaigns", "time", "risk")

    def make(
        *panes: type[Pane[Any]],
        live: FakeLive | None = None,
        connect: Callable[[], FakeLive] | None = None,
        banner: str = "",
        now: datetime = datetime(2026, 11, 22, 12, 0, tzinfo=UTC),
        **settings: Any,
    ) -> SmdashApp:
        class TestedApp(SmdashApp):
            pass

        TestedApp.panes = tuple(
            HereSpec(number, names[number - 1], names[number - 1].title(), "", pane_class)
            for number, pane_class in enumerate(panes, 1)
        )
        chosen = Settings(**{"theme": "dark", **settings})
        store, clock = live or FakeLive(), FixedClock("UTC", now)
        store.clock = clock
        return TestedApp(connect or (lambda: store), chosen, clock, paths, banner)

    return make


@pytest.fixture
def text_of() -> Callable[[SmdashApp], list[str]]:
    """What stands on the screen, line by line."""

    def lines(app: SmdashApp) -> list[str]:
        strips = app.screen._compositor.render_strips()
        return ["".join(segment.text for segment in strip) for strip in strips]

    return lines


@pytest.fixture
def settle() -> Callable[[Any], Any]:
    """`await settle(pilot)`."""
    return keys.settle


@pytest.fixture
def real_store(tmp_path: Path) -> Iterator[Store]:
    """A store with ana at 45.00 an hour and 24 hours a week, and two campaigns; the dashboard opens the same file."""
    store = Store.open(tmp_path / "real.db", FixedClock(), actor="ana")
    store.write(organisation.set_up, SetUp("ana", "UTC", "USD", Money(4500, "USD"), 24 * 3600))
    for name in ("Spring membership", "Autumn fair"):
        store.write(campaigns.add_campaign, CampaignDraft(name, CampaignStatus.LIVE))
    yield store
    store.close()


@pytest.fixture
def real_app(make_app: MakeApp, tmp_path: Path) -> Callable[..., SmdashApp]:
    """`real_app()`: the dashboard with all its panes on the store of `real_store`, or on a new one."""

    def make(role: Role = Role.MANAGER, actor: str = "ana") -> SmdashApp:
        def connect() -> LiveStore:
            opened = Store.open(tmp_path / "real.db", FixedClock(), role=role, actor=actor)
            return LiveStore(opened, keeps_copies=False)

        return make_app(*(spec.load() for spec in PANES), connect=connect)

    return make


@pytest.fixture
def press() -> Callable[..., Any]:
    """`await press(pilot, "4", "enter")`."""
    return keys.press


@pytest.fixture
def told() -> Callable[[SmdashApp], str]:
    """What the dashboard said in its corner."""
    return lambda app: "\n".join(str(one.message) for one in app._notifications)


@pytest.fixture
def live() -> type[FakeLive]:
    """The class of stores that are not there."""
    return FakeLive
