"""What a person can do to see the list and its detail another way; nothing here writes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from smdash.domain.breakdown import By
from smdash.domain.campaign_charts import ChartKind
from smdash.domain.series import numbers
from smdash.domain.statement import Order
from smdash.tui.commands import Action, Command
from smdash.tui.panes.campaigns.state import Measures
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Column, row
from smdash.tui.widgets.chart import Chart

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

GROUP: Final = "Campaigns"


def switch_rung(pane: CampaignsPane) -> None:
    """Count benefit with less, or again with full evidence."""
    pane.change(replace(pane.view, rung=pane.view.rung.following()))


def sort(pane: CampaignsPane) -> None:
    """Choose the order of the list."""

    def chosen(key: object) -> None:
        if key is not None:
            pane.change(replace(pane.view, order=Order(key)))

    options = [(order.value, order.value, "") for order in Order]
    pane.app.push_screen(ChoiceList("Sort campaigns by", options, pane.view.order.value), chosen)


def by(pane: CampaignsPane) -> None:
    """Choose by what cost and benefit are looked at."""

    def chosen(key: object) -> None:
        if key is not None:
            wanted = By(key)
            order = Order.NAME if wanted is By.MONTH else Order.COST if pane.view.by is By.MONTH else pane.view.order
            pane.change(replace(pane.view, by=wanted, order=order, search=""))

    options = [(each.value, each.value, each.words) for each in By]
    pane.app.push_screen(ChoiceList("Cost and benefit by", options, pane.view.by.value), chosen)


def measures(pane: CampaignsPane) -> None:
    """Show other numbers of the same lines."""
    found = list(Measures)
    pane.change(replace(pane.view, measures=found[(found.index(pane.view.measures) + 1) % len(found)]))


def search(pane: CampaignsPane) -> None:
    """Type a part of a name."""
    pane.search_line.open(pane.view.search)


async def tab_before(pane: CampaignsPane) -> None:
    """Show the tab before."""
    await pane.turn(-1)


async def tab_after(pane: CampaignsPane) -> None:
    """Show the next tab."""
    await pane.turn(1)


def back(pane: CampaignsPane) -> None:
    """Back to the list, or show all of it again."""
    if not pane.table.has_focus:
        pane.table.focus()
    elif pane.view.search:
        pane.change(replace(pane.view, search=""))


async def show_numbers(pane: CampaignsPane) -> None:
    """Show what the chart draws as a table; where no chart has room, the rows of a tab that has more than fit."""
    await pane.settle()
    seen = pane.seen
    if seen is None:
        return
    listed = None if pane.query_one(Chart).display else pane.tab.numbers(seen)
    if listed is not None:
        pane.app.push_screen(Numbers(listed.title, listed.columns, listed.rows, listed.note))
        return
    chart = pane.tab.chart(seen)
    table = numbers(chart)
    columns = [Column(name, name, align="left" if index == 0 else "right") for index, name in enumerate(table.header)]
    shown = [row(index, *cells) for index, cells in enumerate(table.rows)]
    title = f"{seen.account.name}: {chart.title}, {seen.state.currency}"
    pane.app.push_screen(Numbers(title, columns, shown, " · ".join(table.notes)))


def choose_chart(pane: CampaignsPane) -> None:
    """Choose what the chart draws; one that compares reads the other periods once."""

    def chosen(key: object) -> None:
        if key is not None:
            pane.view = replace(pane.view, chart=ChartKind(key))
            pane.reload()

    options = [(kind.value, kind.value, "") for kind in ChartKind]
    pane.app.push_screen(ChoiceList("Draw as chart", options, pane.view.chart.value), chosen)


ACTIONS: Final = (
    Action(
        Command("switch_rung", "X", "rung", "Count tracked benefit, + allocated, or all", GROUP, footer=True),
        switch_rung,
    ),
    Action(Command("tab_before", "h,left", "tab before", "The tab of the detail before", GROUP), tab_before),
    Action(Command("tab_after", "l,right", "tab after", "The next tab of the detail", GROUP), tab_after),
    Action(Command("show_numbers", "v", "numbers", "The numbers behind the chart", GROUP), show_numbers),
    Action(Command("choose_chart", "V", "chart", "Choose what the chart draws", GROUP), choose_chart),
    Action(Command("sort", "s", "sort", "Choose the order of the list", GROUP), sort),
    Action(Command("by", "B", "by", "By campaign, channel, message, objective or month", GROUP, footer=True), by),
    Action(Command("measures", "C", "columns", "Other numbers: result, evidence, kinds, prices", GROUP), measures),
    Action(Command("search", "slash", "filter", "Show only lines whose name has some letters", GROUP), search),
    Action(Command("back", "escape", "back", "Back to the list; on the list: show all again", GROUP), back),
)
