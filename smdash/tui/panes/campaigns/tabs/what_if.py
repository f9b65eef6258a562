"""What the result would be with another share, margin, hours or spend: shown beside the actual, never written."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.binding import Binding, BindingType

from smdash.domain.figures import Figure
from smdash.domain.series import ChartSpec
from smdash.domain.what_if import Assumption, Basis, Change, Gain
from smdash.errors import Refused
from smdash.store.scopes import Scope
from smdash.store.what_if import gains
from smdash.tui.commands import Action, Command
from smdash.tui.pane import Pane
from smdash.tui.panes.campaigns.tabs import what_if_rows
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.panes.campaigns.tabs.what_if_form import suppose_form
from smdash.tui.widgets.cells import Row
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane

SMALL, LARGE = Fraction(5, 100), Fraction(10, 100)


class WhatIfTable(RowTable):
    """Assumptions and results; left and right move the assumption under the cursor, `h` and `l` still turn tabs."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "nudge(-1)", show=False),
        Binding("right", "nudge(1)", show=False),
    ]

    def action_nudge(self, direction: int) -> None:
        """5 % less or more of it."""
        pane = next(node for node in self.ancestors if isinstance(node, Pane))
        nudge(cast("CampaignsPane", pane), direction * SMALL)


class WhatIfTab(Tab[tuple[Gain, ...]]):
    """Nothing here is stored: what is supposed lives in the view, by line, until it is reset or smdash is left."""

    name = "what-if"
    columns = what_if_rows.COLUMNS
    reads = True

    def block(self) -> RowTable:
        """A table whose left and right mean less and more."""
        return WhatIfTable(self.columns, classes="campaign-rows")

    def read(self, snapshot: Snapshot, scope: Scope) -> tuple[Gain, ...]:
        """The benefits of the line."""
        return gains(snapshot, scope)

    def rows(self, seen: Seen[tuple[Gain, ...]]) -> list[Row]:
        """Assumptions, the one that matters most first, then what comes of them."""
        return what_if_rows.rows(basis(seen), changes(seen), seen.view.rung)

    def note(self, seen: Seen[tuple[Gain, ...]]) -> str:
        """What keys do, and that nothing is written."""
        return what_if_rows.note(changed=bool(changes(seen)))

    def figures(self, seen: Seen[tuple[Gain, ...]], key: object) -> tuple[Figure, ...]:
        """An assumption with its swing, or a result as supposed and as it is."""
        return what_if_rows.figures(basis(seen), changes(seen), seen.view.rung, key)

    def chart(self, seen: Seen[tuple[Gain, ...]]) -> ChartSpec:
        """How far 20 % of each assumption moves the result."""
        return what_if_rows.chart(basis(seen), seen.view.rung)

    def chosen(self, pane: CampaignsPane, seen: Seen[tuple[Gain, ...]], key: object) -> None:
        """Type other values; a viewer may, since nothing is written."""
        self.edit(pane, seen, key)

    def edit(self, pane: CampaignsPane, seen: Seen[tuple[Gain, ...]], key: object) -> bool:
        """Type other values."""
        first = next((each for each in Assumption if each.value == key), None)
        form = suppose_form(seen.account.name, basis(seen), changes(seen), seen.view.rung, first)
        pane.app.push_screen(form, lambda made: None if made is None else suppose(pane, seen, made))
        return True

    actions = (
        Action(
            Command("suppose_less", "minus", "10 % less", "What if: 10 % less of the assumption", "Campaigns"),
            lambda pane: nudge(pane, -LARGE),
        ),
        Action(
            Command("suppose_more", "plus", "10 % more", "What if: 10 % more of the assumption", "Campaigns"),
            lambda pane: nudge(pane, LARGE),
        ),
        Action(
            Command("suppose_nothing", "z", "as it is", "What if: back to what is", "Campaigns"),
            lambda pane: suppose(pane, _seen(pane), {}),
        ),
    )


def basis(seen: Seen[tuple[Gain, ...]]) -> Basis:
    """What is: the line's sums, and the benefits behind them."""
    return Basis(seen.account.ledger, seen.own or ())


def changes(seen: Seen[Any]) -> dict[Assumption, Change]:
    """What is supposed of this line."""
    return dict(seen.view.supposed.get(seen.account.key, {}))


def suppose(pane: CampaignsPane, seen: Seen[Any], made: dict[Assumption, Change]) -> None:
    """Show the line with these changes in place of those before; changes that are none are left out."""
    kept = {each: change for each, change in made.items() if not change.none}
    pane.change(replace(pane.view, supposed={**pane.view.supposed, seen.account.key: kept}))


def nudge(pane: CampaignsPane, part: Fraction) -> None:
    """Move the assumption under the cursor by a part of what it is."""
    seen = _seen(pane)
    assumption = next((each for each in Assumption if each.value == pane.row_in_focus), None)
    if assumption is None:
        raise Refused("No assumption has the focus.", "Go to share, margin, hours or spend with Enter and the arrows.")
    before = changes(seen)
    now = what_if_rows.moved(basis(seen), assumption, before.get(assumption, Change()), part)
    suppose(pane, seen, before | {assumption: now})


def _seen(pane: CampaignsPane) -> Seen[Any]:
    if pane.seen is None or pane.tab.name != WhatIfTab.name:
        raise Refused("This moves an assumption.", "Turn to what-if with h or l, then press Enter.")
    return pane.seen
