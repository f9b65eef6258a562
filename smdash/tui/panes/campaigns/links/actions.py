"""The key that opens the box of links."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.tui.commands import Action, Command
from smdash.tui.panes.campaigns.links.box import LinksBox

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane


def open_links(pane: CampaignsPane) -> None:
    """Links and promo codes of the line under the cursor, and sales that match no campaign."""
    pane.app.push_screen(LinksBox(pane.campaign_id))


ACTIONS: Final = (
    Action(
        Command("open_links", "L", "links", "Links, promo codes, and sales that match no campaign", "Campaigns"),
        open_links,
    ),
)
