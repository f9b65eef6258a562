"""The Campaigns pane: a list, and the tabs of its detail. What keys do stands in `actions.py`, tabs in `tabs/`."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import Any, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.widget import Widget

from smdash.domain.breakdown import By
from smdash.domain.figures import Figure
from smdash.domain.roi import label
from smdash.errors import Refused
from smdash.store.store import Snapshot
from smdash.tui.commands import Command
from smdash.tui.pane import Pane
from smdash.tui.panes.campaigns import list_rows, rows
from smdash.tui.panes.campaigns.actions import ACTIONS
from smdash.tui.panes.campaigns.charts import with_compared
from smdash.tui.panes.campaigns.state import Account, CampaignsState, Shown, View, load, shown
from smdash.tui.panes.campaigns.tabs.registry import TABS
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.panes.campaigns.tabs.title import title
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.search import SearchLine
from smdash.tui.widgets.states import Notice, empty
from smdash.tui.widgets.table import RowTable

ROOMY = 30  # lines from which on the chart stands under every tab
REST = 0.08  # seconds without a move after which the cursor is taken to rest
RUN = 0.15  # seconds; moves of the cursor closer to one another than this are a run

Own = tuple[str, object]  # a tab and the key of a line


class CampaignsPane(Pane[CampaignsState]):
    """The list, and below it what is behind the line under the cursor, in tabs.

    A tab that reads its own rows gets them when it is turned to, or when the cursor has come to rest on a line; until
    then the detail still shows the line before, title and rows alike. While moves follow one another, as with a key
    held down, every tab waits like that, since a chart is most of what a move sends.
    """

    CARES: ClassVar[frozenset[str]] = frozenset(
        {"campaigns", "time", "posts", "risks", "goals", "channels", "people", "settings", "imports"}
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = tuple(action.command for action in ACTIONS)
    DEFAULT_CSS = """
    CampaignsPane > #campaign-list { height: auto; max-height: 50%; min-height: 3; }
    CampaignsPane > #campaign-chart { height: 1fr; min-height: 4; }
    CampaignsPane > .campaign-rows { height: 1fr; min-height: 3; }
    CampaignsPane.-roomy > .campaign-rows { height: auto; max-height: 40%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.tab: Tab[Any] = TABS[0]
        self.seen: Seen[Any] | None = None
        self.shown: Shown | None = None
        self.search_line = SearchLine()
        self._own: dict[Own, Any] = {}
        self._moved = 0.0
        self._views: dict[By, CampaignsState] = {}

    def compose_content(self) -> ComposeResult:
        yield self.search_line
        yield RowTable(list_rows.columns(self.view), id="campaign-list")
        yield TextLines(id="campaign-title")
        for tab in TABS:
            block = tab.block()
            block.id = f"campaign-{tab.name}"
            yield block
        yield Chart(id="campaign-chart")

    @property
    def table(self) -> RowTable:
        """The list."""
        return self.query_one("#campaign-list", RowTable)

    @property
    def detail(self) -> Widget:
        """The block of the chosen tab."""
        return self.query_one(f"#campaign-{self.tab.name}")

    @property
    def account(self) -> Account | None:
        """The line under the cursor of the list."""
        return self.shown.account(self.table.current_key) if self.shown else None

    @property
    def campaign_id(self) -> int | None:
        """The campaign under the cursor of the list."""
        return self.account.campaign.id if self.account and self.account.campaign else None

    @property
    def row_in_focus(self) -> object:
        """The key of the row under the cursor, when the detail's rows have the focus."""
        block = self.detail
        return block.current_key if isinstance(block, RowTable) and block.has_focus else None

    @property
    def text_in_focus(self) -> str:
        """The words of that row."""
        block, key = self.detail, self.row_in_focus
        return block.text_of(key) if isinstance(block, RowTable) and isinstance(key, int | str) else ""

    @property
    def on_list_or_summary(self) -> bool:
        """Whether what is meant by a key is the line of the list itself, and not a row behind it."""
        return not (isinstance(self.detail, RowTable) and self.detail.rows and self.detail.has_focus)

    def writable(self) -> CampaignsState:
        """What was read, for forms; `Refused` where nothing can be written."""
        if self.app.viewer:
            raise Refused("You are a viewer here: nothing can be changed.", "Ask a manager to do it.")
        if self.state is None:
            raise Refused("The campaigns are not loaded yet.", "Wait a moment.")
        return self.state

    # Reading and showing

    async def load(self) -> CampaignsState:
        tab, view, account = self.tab, self.view, self.account

        def everything(snapshot: Snapshot) -> tuple[CampaignsState, dict[Own, Any]]:
            state = with_compared(snapshot, load(snapshot, self.app.period, view.by), view.chart)
            if account is None or not tab.reads or account.scope.by is not view.by:
                return state, {}
            scope = replace(account.scope, period=state.period)
            return state, {(tab.name, account.key): tab.read(snapshot, scope)}

        state, self._own = await self.app.live.read(everything)
        self._views[view.by] = state
        return state

    def mark_stale(self) -> None:
        """Something was written: what was read of any view may be out of date."""
        self._views.clear()
        super().mark_stale()

    def empty(self, state: CampaignsState) -> Notice | None:
        if not state.empty:
            return None
        return empty("No campaigns yet.", "n adds the first one. Costs and hours without one can wait.")

    def show(self, state: CampaignsState) -> None:
        self.shown = found = shown(state, self.view)
        self.table.set_columns(list_rows.columns(self.view, found))
        lines = list_rows.list_rows(found, state, self.view)
        last = len(lines) - 2 if lines and lines[-1].kind == "total" else len(lines)
        note = list_rows.list_note(found, state, self.view)
        self.table.set_rows(lines[:last], note=note, pinned=lines[last:])
        self.follow()

    def follow(self, pause: float = 0.0) -> None:
        """Show the detail of the line under the cursor after a pause; what is to be read waits for a rest at least."""
        account = self.account
        if account is not None and self.tab.reads and (self.tab.name, account.key) not in self._own:
            pause = max(pause, REST)
        if pause:
            self._show_after(pause)
        else:
            self._show_detail()

    @work(group="look", exclusive=True)  # keys don't wait for it: the next one may move the cursor on
    async def _show_after(self, pause: float) -> None:
        await asyncio.sleep(pause)
        await self.settle()

    @work(group="own", exclusive=True)
    async def _show_now(self) -> None:
        await self.settle()

    async def settle(self) -> None:
        """Show the detail of the line under the cursor, with its rows, without waiting for the cursor to rest."""
        account, tab, own = self.account, self.tab, self._own
        if account is not None and tab.reads and (tab.name, account.key) not in own:
            rows_behind = await self.app.live.read(tab.read, account.scope)
            own[(tab.name, account.key)] = rows_behind
        self._show_detail()

    def _show_detail(self) -> None:
        account, state = self.account, self.state
        roomy = self.size.height >= ROOMY
        self.set_class(roomy, "-roomy")
        for tab in TABS:
            self.query_one(f"#campaign-{tab.name}").display = tab is self.tab and account is not None
        chart = self.query_one(Chart)
        chart.display = account is not None and (roomy or self.tab is TABS[0])
        heading = self.query_one("#campaign-title", TextLines)
        if account is None or state is None:
            self.seen = None
            heading.set_lines([])
            return
        self.seen = seen = Seen(
            account,
            state,
            self.view,
            self._own.get((self.tab.name, account.key)),
            self.shown.lines if self.shown else (),
        )
        names = [tab.name for tab in TABS]
        words = label(account.ledger, self.view.rung)
        heading.set_lines([title(account.name, names, self.tab.name, words, self.size.width)])
        self.tab.show(self.detail, seen)
        if chart.display:
            chart.set_chart(self.tab.chart(seen))

    def figures_in_focus(self) -> Sequence[Figure]:
        account, state = self.account, self.state
        if state is None:
            return ()
        if account is None:
            return rows.figures(self.shown.total, self.view) if self.shown else ()
        if self.seen is not None and self.detail.has_focus:
            return self.tab.figures(self.seen, self.row_in_focus)
        return rows.figures(account, self.view)

    def change(self, view: View) -> None:
        """Show the same with another rung, order or filter; another view of it is read first."""
        self.view = view
        known = self._views.get(view.by)
        if known is not None and known.period == self.app.period:
            self._load_number += 1  # a view that is still being read is not wanted any more
            if self.state is not known:
                self.state, self._own = known, {}
            self.show(known)
        else:
            self.reload()

    # Moving

    def jump(self, kind: str, target: int | None) -> None:
        """Put the cursor on a campaign, and open the tab of that name; `unassigned` is what belongs to none."""
        if self.view.search:
            self.change(replace(self.view, search=""))
        if self.view.by is not By.CAMPAIGN:
            self.change(replace(self.view, by=By.CAMPAIGN))
            if self.state is None or self.state.by is not By.CAMPAIGN:
                self._pending_jump = (kind, target)
                return
        self.table.go_to("unassigned" if target is None else target)
        self.tab = next((tab for tab in TABS if tab.name == kind), self.tab)
        self.follow()
        self.table.focus()

    async def turn(self, steps: int) -> None:
        """Show the tab so many to the right, with its rows."""
        inside = self.detail.has_focus
        self.tab = TABS[(TABS.index(self.tab) + steps) % len(TABS)]
        await self.settle()
        if inside:
            self.detail.focus()

    def on_resize(self, _event: events.Resize) -> None:
        """Show the chart under every tab where there is room."""
        if self.state is not None:
            self.follow()

    def on_descendant_focus(self) -> None:
        """What is done in the detail is done with the line under the cursor: it doesn't wait for a rest any more."""
        seen, account = self.seen, self.account
        late = seen is not None and account is not None and seen.account.key != account.key
        if late and self.detail.has_focus:
            self._show_now()

    def on_row_table_row_highlighted(self, event: RowTable.RowHighlighted) -> None:
        """Show what is behind the line the cursor came to."""
        if event.table is self.table:
            now = monotonic()
            hurried, self._moved = now - self._moved < RUN, now
            self.follow(RUN if hurried else 0.0)

    async def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter on a line goes into its detail, on a row of the detail opens it."""
        if event.table is self.table:
            await self.settle()
            self.detail.focus()
        elif self.seen is not None and event.table is self.detail:
            self.tab.chosen(self, self.seen, event.row.key)

    def on_search_line_typed(self, event: SearchLine.Typed) -> None:
        """Show what has the typed letters."""
        self.change(replace(self.view, search=event.text))

    def on_search_line_closed(self) -> None:
        """Back to the list."""
        self.table.focus()


for _action in ACTIONS:  # a key calls the method named after its command
    setattr(CampaignsPane, f"action_{_action.command.id}", _action.run)
