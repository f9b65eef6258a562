"""What a person can do with the item under the cursor: answer it, accept its risk, say what is true of a campaign."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.domain.risks import LegalItem
from smdash.errors import Refused
from smdash.store import risks
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk import forms
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"


def item_of(pane: RiskPane) -> LegalItem:
    """The item under the cursor; `Refused` where there is none."""
    if pane.item is None:
        raise Refused("There is no item under the cursor.", "c chooses another checklist.")
    return pane.item


async def toggle(pane: RiskPane) -> None:
    """Answer the item with yes, or open it again."""
    state = pane.writable()
    await pane.write(risks.toggle_item, item_of(pane).id, state.scope)


def answer(pane: RiskPane) -> None:
    """Answer the item in the form."""
    pane.app.push_screen(forms.answer_form(pane.writable(), item_of(pane), pane.write))


def accept(pane: RiskPane) -> None:
    """Accept the item's risk."""
    state, item = pane.writable(), item_of(pane)
    if state.answer(item).settled:
        notify(pane.app, f"{item.id} is done: there is nothing to accept.")
        return
    pane.app.push_screen(forms.accept_form(state, item, pane.app.live.person_name, pane.write))


def edit_facts(pane: RiskPane) -> None:
    """Choose the facts that decide what the campaign's gate asks for."""
    state = pane.writable()
    if state.campaign is None:
        notify(pane.app, "Facts belong to a campaign: c chooses one.")
        return
    pane.app.push_screen(forms.facts_form(state, state.campaign, pane.write))


ACTIONS: Final = (
    Action(
        Command("toggle_answer", "space", "yes/open", "Answer yes, or open again", GROUP, footer=True, writes=True),
        toggle,
    ),
    Action(
        Command(
            "answer", "e", "answer", "Answer with reason, owner, review day, risk", GROUP, footer=True, writes=True
        ),
        answer,
    ),
    Action(
        Command("accept", "a", "accept", "Accept the risk: who, why, until when", GROUP, writes=True),
        accept,
    ),
    Action(
        Command("edit_facts", "f", "facts", "Say what is true of the campaign: music, minors …", GROUP, writes=True),
        edit_facts,
    ),
)
