"""What one line of the list cost and brought on each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.domain.costs import CostCategory
from smdash.domain.figures import Figure, show_minor
from smdash.domain.returns import ad_return
from smdash.domain.roi import Ledger, Result, result
from smdash.store import line_channels
from smdash.tui.panes.campaigns.audience import AUDIENCE
from smdash.tui.panes.campaigns.measures import sign_role
from smdash.tui.panes.campaigns.tabs.shared import READING
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.panes.campaigns.visits import VISITS
from smdash.tui.widgets.cells import Cell, Column, Row, separator

if TYPE_CHECKING:
    from smdash.store.scopes import Scope
    from smdash.store.store import Snapshot

Parts = tuple[tuple[int | None, Ledger], ...]


class ChannelsTab(Tab[Parts]):
    """Channels with cost, benefit, hours; overhead is of no channel."""

    name = "channels"
    columns = (
        Column("channel", "channel", flexible=True, least=10, most=30),
        Column("hours", "hours", align="right", priority=2),
        Column("staff", "staff", align="right", priority=3),
        Column("ads", "ads", align="right", priority=4),
        Column("cost", "cost", align="right"),
        Column("benefit", "benefit", align="right"),
        Column("net", "net", align="right"),
        Column("roi", "ROI", align="right", priority=1),
    )
    reads = True
    actions = (AUDIENCE, VISITS)

    def read(self, snapshot: Snapshot, scope: Scope) -> Parts:
        """Ledgers by channel."""
        return line_channels.channels_of(snapshot, scope)

    def rows(self, seen: Seen[Parts]) -> list[Row]:
        """Channels, largest cost first, what is of none, and their sum."""
        return channel_rows(seen)

    def note(self, seen: Seen[Parts]) -> str:
        """That there is nothing yet."""
        return READING if seen.own is None else "" if seen.own else "No cost, benefit or hours in this period."

    def figures(self, seen: Seen[Parts], key: object) -> tuple[Figure, ...]:
        """The numbers of the channel under the cursor."""
        found = next((ledger for channel, ledger in seen.own or () if (channel or "none") == key), None)
        if found is None:
            return super().figures(seen, key)
        made = result(found)
        step = made.step(seen.view.rung)
        ads = ad_return(found, seen.view.rung)
        return step.roi, made.cost, step.benefit, step.net, made.hours, ads


def channel_rows(seen: Seen[Parts]) -> list[Row]:
    """A row for each channel, one for what is of none, one for shared cost, and the total: the line's own numbers."""
    rows = []
    for channel, ledger in seen.own or ():
        name = seen.state.channels.get(channel, "–") if channel is not None else "no channel"
        rows.append(Row(channel or "none", _cells(name, ledger, result(ledger), seen)))
    whole = seen.account.ledger
    shared = whole.spent - sum(ledger.spent for _, ledger in seen.own or ())
    if rows and shared:
        words = "; ".join(whole.notes) or "others"
        amount = Cell(show_minor(shared, whole.currency, cents=True))
        rows.append(Row("shared", (Cell(words, span=4), amount), "note"))
    if len(rows) > 1:
        rows += [separator(), Row("total", _cells("total", whole, seen.account.result, seen), "total")]
    return rows


def _cells(name: str, ledger: Ledger, made: Result, seen: Seen[Parts]) -> tuple[Cell, ...]:
    step = made.step(seen.view.rung)
    kinds = (ledger.cost_of(kind) for kind in (CostCategory.STAFF, CostCategory.ADS))
    return (
        Cell(name),
        Cell(made.hours.text() if made.hours.value else "–"),
        *(Cell(show_minor(minor, ledger.currency, cents=True)) for minor in kinds),
        Cell(made.cost.text(cents=True)),
        Cell(step.benefit.text(cents=True)),
        Cell(step.net.text(signed=True, cents=True), sign_role(step.net)),
        Cell(step.roi.text(signed=True), sign_role(step.roi)),
    )
