"""Which form a benefit gets: the amount itself, or a method it is worked out by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smdash.domain.benefits import BenefitLine
from smdash.domain.guided import Guided, Method, guided_of
from smdash.tui.panes.campaigns.forms import Place, Write, benefit_form
from smdash.tui.panes.campaigns.guided.form import guided_form
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.widgets.form import Form

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

AMOUNT = "amount"


def choose_benefit(pane: CampaignsPane, place: Place) -> None:
    """Ask how a new benefit is known, and open that form."""
    state = pane.writable()

    def chosen(key: Any) -> None:
        if key == AMOUNT:
            pane.app.push_screen(benefit_form(state, None, pane.write, place))
        elif key is not None:
            pane.app.push_screen(guided_form(state, Guided(Method(key), {}), None, pane.write, place))

    options = [(AMOUNT, "amount", "what came in, as one number")]
    options += [(method.value, method.words, method.remark) for method in Method]
    pane.app.push_screen(ChoiceList("New benefit", options, AMOUNT), chosen)


def edit_form(state: CampaignsState, benefit: BenefitLine, write: Write) -> Form[None]:
    """The form a benefit was made with: one that was worked out comes with its numbers; a refund has none."""
    guided = guided_of(benefit.draft.inputs) if benefit.draft.reverses_id is None else None
    if guided is None:
        return benefit_form(state, benefit, write)
    return guided_form(state, guided, benefit, write)
