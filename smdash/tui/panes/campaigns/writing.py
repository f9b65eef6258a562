"""What a person can add, change and remove in the Campaigns pane."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

from smdash.domain.breakdown import By
from smdash.domain.register import AcceptanceDraft
from smdash.store import campaigns, post_edits
from smdash.store.launch import GateOpen
from smdash.tui.commands import Action, Command
from smdash.tui.panes.campaigns import forms
from smdash.tui.panes.campaigns.guided.choice import choose_benefit
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.waiver import waiver_form

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

GROUP: Final = "Campaigns"


def new_campaign(pane: CampaignsPane) -> None:
    """Add a campaign and go to it."""
    form = forms.campaign_form(pane.writable(), None, pane.write)
    pane.app.push_screen(form, lambda added: pane.jump_to("campaign", added) if added else None)


async def add_cost(pane: CampaignsPane) -> None:
    """Add a cost to the line under the cursor."""
    state = pane.writable()
    pane.app.push_screen(forms.cost_form(state, None, pane.write, await _place(pane)))


async def add_benefit(pane: CampaignsPane) -> None:
    """Add a benefit to the line under the cursor, as an amount or worked out from other numbers."""
    pane.writable()
    choose_benefit(pane, await _place(pane))


async def _place(pane: CampaignsPane) -> forms.Place:
    """The campaign, channel or post under the cursor; a post with its own campaign and channel."""
    scope = pane.account.scope if pane.account else None
    if scope is None or not isinstance(scope.key, int):
        return forms.Place()
    if scope.by is By.MESSAGE:
        post = await pane.app.live.read(post_edits.post_draft, scope.key)
        return forms.Place(post.campaign_id, post.channel_id, scope.key)
    return forms.Place(channel_id=scope.key) if scope.by is By.CHANNEL else forms.Place(pane.campaign_id)


def edit(pane: CampaignsPane) -> None:
    """Edit what is under the cursor."""
    state, account, key = pane.writable(), pane.account, pane.row_in_focus
    if key is not None:
        if pane.seen is not None:
            pane.tab.edit(pane, pane.seen, key)
    elif account is not None and account.campaign is not None:
        pane.app.push_screen(forms.campaign_form(state, account.campaign, pane.write, _waiving(pane)))


def _waiving(pane: CampaignsPane) -> forms.Waive:
    async def waive(fault: GateOpen, go_live: Callable[[AcceptanceDraft], Awaitable[Any]]) -> bool | None:
        return await pane.app.push_screen_wait(waiver_form(fault, pane.app.live.person_name, go_live))

    return waive


def remove(pane: CampaignsPane) -> None:
    """Archive the campaign, or delete the row under the cursor, after naming it."""
    pane.writable()
    pane.run_worker(_remove(pane), group="remove")


async def _remove(pane: CampaignsPane) -> None:
    account, seen, key = pane.account, pane.seen, pane.row_in_focus
    if key is not None and seen is not None:
        removal = pane.tab.removal(seen, key)
        if removal and await _confirmed(pane, removal.question, pane.text_in_focus, "Delete"):
            await pane.write(removal.write, *removal.args)
        return
    found = account.campaign if account is not None and pane.on_list_or_summary else None
    if found is not None and await _confirmed(pane, "Archive this campaign? Its numbers stay.", found.name, "Archive"):
        await pane.write(campaigns.archive_campaign, found.id)


async def _confirmed(pane: CampaignsPane, question: str, named: str, yes: str) -> bool:
    return await pane.app.push_screen_wait(Confirm(question, named, yes)) is True


ACTIONS: Final = (
    Action(
        Command("add_cost", "c", "cost", "Add a cost to the line under the cursor", GROUP, footer=True, writes=True),
        add_cost,
    ),
    Action(
        Command(
            "add_benefit", "b", "benefit", "Add a benefit to the line under the cursor", GROUP, footer=True, writes=True
        ),
        add_benefit,
    ),
    Action(Command("new_campaign", "n", "new", "Add a campaign", GROUP, footer=True, writes=True), new_campaign),
    Action(Command("edit", "e", "edit", "Edit the campaign, or the row under the cursor", GROUP, writes=True), edit),
    Action(
        Command(
            "remove", "d", "delete", "Archive the campaign, or delete the row under the cursor", GROUP, writes=True
        ),
        remove,
    ),
)
