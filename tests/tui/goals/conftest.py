"""The Goals pane on a real store: a dashboard that takes keys and gives text, and a store beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from smdash.clock import FixedClock
from smdash.domain.goals import KpiDraft, Objective, Reading, Shape
from smdash.domain.organisation import Role
from smdash.store import goals, kpis, organisation, readings
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.live import LiveStore
from smdash.tui.panes.goals.pane import GoalsPane
from tests.tui.keys import press

TODAY = date(2026, 11, 22)  # where the fixed clock stands
START, DUE = date(2026, 10, 1), date(2026, 12, 31)
PATIENCE = 30.0  # seconds, for machines under load; a wait ends as soon as its condition holds
MakeApp = Callable[..., SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


class Dashboard:
    """The dashboard under test: keys in, text out; waits for what a key must bring."""

    def __init__(self, app: SmdashApp, pilot: Pilot[Any], text_of: TextOf) -> None:
        self.app = app
        self.pilot = pilot
        self._text_of = text_of

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._text_of(self.app))

    async def until(self, wanted: str | Callable[[], bool]) -> None:
        end = monotonic() + PATIENCE
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            assert monotonic() < end, f"waited for {wanted!r}:\n{self.text}"
            await self.pilot.pause()

    async def on(self, screen: type[Any]) -> None:
        """Wait for a screen; it gets the focus before its text is laid out, so what is going on is waited for, too."""
        await self.until(lambda: isinstance(self.app.screen, screen) and bool(self.app.screen.focused))
        await self.pilot.pause()

    async def back(self) -> None:
        await self.until(lambda: len(self.app.screen_stack) == 1)

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def type(self, text: str) -> None:
        """Put a text in where the focus is, as a terminal hands over what is pasted."""
        await self.pilot.pause()  # a focus that was just asked for
        focused = self.app.focused
        assert focused is not None
        focused.post_message(Paste(text))
        await self.pilot.pause()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "goals.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    """A store beside the one the dashboard has open, to fill and to look into."""
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    yield opened
    opened.close()


@pytest.fixture
def signups(store: Store) -> int:
    group = store.write(goals.add_objective, Objective(0, "Grow membership", start=START, due=DUE))
    added = store.write(kpis.add_kpi, KpiDraft("Sign-ups", START, DUE, target=Decimal(1000), objective_id=group))
    store.write(
        kpis.add_kpi,
        KpiDraft("Response time", START, DUE, shape=Shape.DECREASE, baseline=Decimal(8), target=Decimal(4)),
    )
    store.write(readings.add_reading, added, Reading(date(2026, 11, 18), Decimal(100)))
    return added


@pytest.fixture
def opened(make_app: MakeApp, path: Path, text_of: TextOf) -> Callable[..., Any]:
    @asynccontextmanager
    async def run(
        size: tuple[int, int] = (80, 24), role: Role = Role.MANAGER, *, notices: bool = False
    ) -> AsyncIterator[Dashboard]:
        app = make_app(GoalsPane, connect=lambda: LiveStore(Store.open(path, FixedClock(), role=role, actor="ana")))
        async with app.run_test(size=size, notifications=notices) as pilot:
            board = Dashboard(app, pilot, text_of)
            await board.until(lambda: board.app.pane is not None and board.app.pane.state is not None)
            await pilot.pause()
            yield board

    return run
