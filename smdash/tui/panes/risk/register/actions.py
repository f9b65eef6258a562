"""What keys of the pane do with the register: open it, and make a risk of the item under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.domain.register import RevocationDraft
from smdash.domain.treatment import carriers
from smdash.errors import Refused
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.answering import item_of
from smdash.tui.panes.risk.register.box import RegisterBox
from smdash.tui.panes.risk.register.forms import revoke_form, risk_of_item_form
from smdash.tui.panes.risk.register.view import ALL

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"


def open_register(pane: RiskPane, begin: int | None = None) -> None:
    """Show all risks, with the cursor on one of them."""
    pane.app.push_screen(RegisterBox(pane.readable().register, ALL, begin))


def make_risk(pane: RiskPane) -> None:
    """Make a risk of the item under the cursor; where it has one, show that."""
    state, item = pane.readable(), item_of(pane)
    carrier = carriers(state.register.risks, state.register.grid).get((item.id, state.scope))
    if carrier is not None:
        open_register(pane, carrier.id)
    else:
        pane.app.push_screen(risk_of_item_form(pane.writable().register, item, state.scope, pane.write))


def take_back(pane: RiskPane) -> None:
    """Take back the acceptance of the item under the cursor, with a reason."""
    state, item = pane.writable(), item_of(pane)
    found = state.register.acceptance(item, state.scope)
    if found is None or not found[1].valid:
        raise Refused(f"No acceptance of {item.id} holds now.")
    pane.app.push_screen(revoke_form(item.id, RevocationDraft("", item.id, state.scope), pane.write))


ACTIONS: Final = (
    Action(Command("open_register", "g", "register", "Show the register of risks", GROUP, footer=True), open_register),
    Action(
        Command("make_risk", "r", "risk", "Make a risk of the item, or show the one made of it", GROUP),
        make_risk,
    ),
    Action(
        Command(
            "take_back", "A", "take back", "Take the acceptance of the item back, with a reason", GROUP, writes=True
        ),
        take_back,
    ),
)
