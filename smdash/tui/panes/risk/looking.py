"""What a person can do to see legal risk another way; nothing here writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.matrix.box import MatrixBox
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.widgets.cells import RowKey

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
ORGANISATION: Final = "organisation"


def show_matrix(pane: RiskPane) -> None:
    """Show the 5×5 matrix."""
    state = pane.readable()
    pane.app.push_screen(MatrixBox(state.register, state.scope))


def choose_scope(pane: RiskPane) -> None:
    """Choose whose checklist is shown."""
    state = pane.readable()
    options: list[tuple[RowKey, str, str]] = [(ORGANISATION, "Organisation", "all items, standing practice")]
    options += [
        (campaign.id, campaign.name, f"{campaign.status} {campaign.gate.mark}") for campaign in state.register.campaigns
    ]

    def chosen(key: RowKey | None) -> None:
        if key is not None:
            pane.choose(key if isinstance(key, int) else None)

    current = ORGANISATION if state.scope is None else state.scope
    pane.app.push_screen(ChoiceList("Whose checklist?", options, current), chosen)


def go_to_areas(pane: RiskPane) -> None:
    """Put the cursor into the list of areas."""
    pane.areas.focus()


def go_to_items(pane: RiskPane) -> None:
    """Put the cursor into the items of the area."""
    pane.items.focus()


ACTIONS: Final = (
    Action(
        Command("show_matrix", "m", "matrix", "Show the 5×5 matrix, and move risks in it", GROUP, footer=True),
        show_matrix,
    ),
    Action(
        Command("choose_scope", "c", "campaign", "Choose the organisation or a campaign", GROUP),
        choose_scope,
    ),
    Action(Command("go_to_areas", "h,left", "areas", "Go to the areas", GROUP), go_to_areas),
    Action(Command("go_to_items", "l,right", "items", "Go to the items of the area", GROUP), go_to_items),
)
