"""The Campaigns pane: keys and widgets. What it shows is worked out in `rows.py` and `details.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from smdash.domain.figures import Figure
from smdash.domain.series import numbers
from smdash.errors import Refused
from smdash.store import benefits, campaigns, costs
from smdash.tui.commands import Command
from smdash.tui.pane import Pane
from smdash.tui.panes.campaigns import details, explained, forms, rows
from smdash.tui.panes.campaigns.commands import COMMANDS
from smdash.tui.panes.campaigns.state import Account, CampaignsState, Order, View, load
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Column, row
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.lines import FigureLines, TextLines
from smdash.tui.widgets.search import SearchLine
from smdash.tui.widgets.states import Notice, empty
from smdash.tui.widgets.table import RowTable

ROOMY = 30  # lines from which on the chart stands under every tab


class CampaignsPane(Pane[CampaignsState]):
    """The list of campaigns, and below it what is behind the one under the cursor."""

    CARES: ClassVar[frozenset[str]] = frozenset(
        {"campaigns", "time", "posts", "risks", "goals", "channels", "people", "settings", "imports"}
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    DEFAULT_CSS = """
    CampaignsPane > #campaign-list { height: auto; max-height: 50%; min-height: 3; }
    CampaignsPane > #campaign-chart { height: 1fr; min-height: 4; }
    CampaignsPane > .campaign-rows { height: 1fr; min-height: 3; }
    CampaignsPane.-roomy > .campaign-rows { height: auto; max-height: 40%; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self.tab = details.SUMMARY

    def compose_content(self) -> ComposeResult:
        yield SearchLine()
        yield RowTable(rows.columns(self.view), id="campaign-list")
        yield TextLines(id="campaign-title")
        yield FigureLines(id="campaign-summary")
        for tab, columns in details.COLUMNS.items():
            yield RowTable(columns, id=f"campaign-{tab}", classes="campaign-rows")
        yield Chart(id="campaign-chart")

    @property
    def table(self) -> RowTable:
        """The campaigns."""
        return self.query_one("#campaign-list", RowTable)

    @property
    def detail(self) -> RowTable | FigureLines:
        """The block the chosen tab shows."""
        if self.tab == details.SUMMARY:
            return self.query_one("#campaign-summary", FigureLines)
        return self.query_one(f"#campaign-{self.tab}", RowTable)

    @property
    def account(self) -> Account | None:
        """The campaign under the cursor, or the line of what is not assigned."""
        return self.state.account(self.table.current_key) if self.state else None

    async def load(self) -> CampaignsState:
        return await self.app.live.read(load, self.app.period)

    def empty(self, state: CampaignsState) -> Notice | None:
        if state.count or not state.unassigned.empty or state.rest or state.unassigned_posts:
            return None
        return empty("No campaigns yet.", "n adds the first one. Costs and hours without one can wait.")

    def show(self, state: CampaignsState) -> None:
        self.table.set_columns(rows.columns(self.view))
        self.table.set_rows(rows.list_rows(state, self.view), note=rows.list_note(state, self.view))
        self._show_detail()

    def _show_detail(self) -> None:
        account, state = self.account, self.state
        roomy = self.size.height >= ROOMY
        self.set_class(roomy, "-roomy")
        for tab in details.TABS:
            self.query_one(f"#campaign-{tab}").display = tab == self.tab and account is not None
        chart = self.query_one(Chart)
        chart.display = account is not None and (roomy or self.tab == details.SUMMARY)
        title = self.query_one("#campaign-title", TextLines)
        if account is None or state is None:
            title.set_lines([])
            return
        title.set_lines([details.title(account, self.tab, self.view, self.size.width)])
        block = self.detail
        if isinstance(block, FigureLines):
            block.set_lines(rows.summary(account, state, self.view), rows.figures(account, self.view))
        else:
            block.set_rows(details.rows(account, state, self.view, self.tab), note=details.note(account, self.tab))
        if chart.display:
            chart.set_chart(rows.chart(account, state, self.view))

    def figures_in_focus(self) -> Sequence[Figure]:
        account, state = self.account, self.state
        if state is None:
            return ()
        if account is None:
            return rows.total_figures(state, self.view)
        table = self.detail
        if isinstance(table, RowTable) and table.has_focus:
            return explained.row_figures(account, state, self.view, self.tab, table.current_key)
        return rows.figures(account, self.view)

    def jump(self, kind: str, target: int | None) -> None:
        """Put the cursor on a campaign; `gate` opens its launch gate too, `unassigned` what belongs to none."""
        if self.view.search:
            self._search("")
        self.table.go_to("unassigned" if target is None else target)
        if kind in details.TABS:
            self._turn_to(kind)
        self.table.focus()

    # Moving

    def on_resize(self, _event: events.Resize) -> None:
        """Show the chart under every tab where there is room."""
        if self.state is not None:
            self._show_detail()

    def on_row_table_row_highlighted(self, event: RowTable.RowHighlighted) -> None:
        """Show what is behind the campaign the cursor came to."""
        if event.table is self.table:
            self._show_detail()

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter on a campaign goes into its detail, on a cost or benefit opens it."""
        if event.table is self.table:
            self.detail.focus()
        elif isinstance(event.row.key, int) and self.tab in (details.COSTS, details.BENEFITS):
            self.action_edit()

    def action_tab_before(self) -> None:
        """Show the tab before."""
        self._turn_to(details.TABS[details.TABS.index(self.tab) - 1])

    def action_tab_after(self) -> None:
        """Show the next tab."""
        self._turn_to(details.TABS[(details.TABS.index(self.tab) + 1) % len(details.TABS)])

    def _turn_to(self, tab: str) -> None:
        inside = self.detail.has_focus
        self.tab = tab
        self._show_detail()
        if inside:
            self.detail.focus()

    def action_back(self) -> None:
        """Back to the list, or show all of it again."""
        if not self.table.has_focus:
            self.table.focus()
        elif self.view.search:
            self._search("")

    # Looking

    def action_switch_rung(self) -> None:
        """Count benefit with less, or again with full evidence."""
        self._change(replace(self.view, rung=self.view.rung.following()))

    def action_sort(self) -> None:
        """Choose the order of the list."""

        def chosen(key: object) -> None:
            if key is not None:
                self._change(replace(self.view, order=Order(key)))

        options = [(order.value, order.value, "") for order in Order]
        self.app.push_screen(ChoiceList("Sort campaigns by", options, self.view.order.value), chosen)

    def action_search(self) -> None:
        """Type a part of a name."""
        self.query_one(SearchLine).open(self.view.search)

    def on_search_line_typed(self, event: SearchLine.Typed) -> None:
        """Show what has the typed letters."""
        self._search(event.text)

    def on_search_line_closed(self) -> None:
        """Back to the list."""
        self.table.focus()

    def _search(self, text: str) -> None:
        self._change(replace(self.view, search=text))

    def _change(self, view: View) -> None:
        self.view = view
        if self.state is not None:
            self.show(self.state)

    def action_show_numbers(self) -> None:
        """Show what the chart draws as a table."""
        if self.account is None or self.state is None:
            return
        table = numbers(rows.chart(self.account, self.state, self.view))
        columns = [
            Column(name, name, align="left" if index == 0 else "right") for index, name in enumerate(table.header)
        ]
        shown = [row(index, *cells) for index, cells in enumerate(table.rows)]
        title = f"{self.account.name}: cumulative cost and benefit, {self.state.currency}"
        self.app.push_screen(Numbers(title, columns, shown, " · ".join(table.notes)))

    # Writing

    def action_new_campaign(self) -> None:
        """Add a campaign and go to it."""
        state = self._writable()
        form = forms.campaign_form(state, None, self.write)
        self.app.push_screen(form, lambda added: self.jump_to("campaign", added) if added else None)

    def action_add_cost(self) -> None:
        """Add a cost to the campaign under the cursor."""
        self.app.push_screen(forms.cost_form(self._writable(), None, self._campaign_id, self.write))

    def action_add_benefit(self) -> None:
        """Add a benefit to the campaign under the cursor."""
        self.app.push_screen(forms.benefit_form(self._writable(), None, self._campaign_id, self.write))

    def action_edit(self) -> None:
        """Edit what is under the cursor."""
        state, account = self._writable(), self.account
        found = self._row_in_focus()
        if found is not None and self.tab == details.COSTS and account:
            cost = next(line for line in account.costs.lines if line.id == found)
            self.app.push_screen(forms.cost_form(state, cost, None, self.write))
        elif found is not None and self.tab == details.BENEFITS and account:
            benefit = next(line for line in account.benefits.lines if line.id == found)
            self.app.push_screen(forms.benefit_form(state, benefit, None, self.write))
        elif account is not None and account.campaign is not None:
            self.app.push_screen(forms.campaign_form(state, account.campaign, self.write))

    def action_refund(self) -> None:
        """Take back the benefit under the cursor."""
        state, found = self._writable(), self._row_in_focus()
        account = self.account
        if account is None or found is None or self.tab != details.BENEFITS:
            raise Refused("No benefit has the focus.", "Go to the benefits with l and Enter, then press R on one.")
        self.app.push_screen(
            forms.refund_form(state, next(b for b in account.benefits.lines if b.id == found), self.write)
        )

    def action_remove(self) -> None:
        """Archive the campaign, or delete the row under the cursor, after naming it."""
        self._writable()
        self.run_worker(self._remove(), group="remove")

    async def _remove(self) -> None:
        account, found = self.account, self._row_in_focus()
        if account is None:
            return
        if found is not None and self.tab == details.COSTS:
            if await self._confirmed("Delete this cost?", found, "Delete"):
                await self.write(costs.delete_cost, found)
        elif found is not None and self.tab == details.BENEFITS:
            if await self._confirmed("Delete this benefit?", found, "Delete"):
                await self.write(benefits.delete_benefit, found)
        elif account.campaign is not None:
            box = Confirm("Archive this campaign? Its numbers stay.", account.name, "Archive")
            if await self.app.push_screen_wait(box):
                await self.write(campaigns.archive_campaign, account.campaign.id)

    async def _confirmed(self, question: str, key: int, yes: str) -> bool:
        named = self.detail.text_of(key) if isinstance(self.detail, RowTable) else ""
        return await self.app.push_screen_wait(Confirm(question, named, yes)) is True

    @property
    def _campaign_id(self) -> int | None:
        return self.account.campaign.id if self.account and self.account.campaign else None

    def _row_in_focus(self) -> int | None:
        table = self.detail
        key = table.current_key if isinstance(table, RowTable) and table.has_focus else None
        return key if isinstance(key, int) else None

    def _writable(self) -> CampaignsState:
        if self.app.viewer:
            raise Refused("You are a viewer here: nothing can be changed.", "Ask a manager to do it.")
        if self.state is None:
            raise Refused("The campaigns are not loaded yet.", "Wait a moment.")
        return self.state
