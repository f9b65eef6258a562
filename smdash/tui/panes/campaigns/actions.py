"""All that keys do in the Campaigns pane: its own actions, those of its tabs, and those of the modules listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.tui.commands import Action
from smdash.tui.panes.campaigns import looking, writing
from smdash.tui.panes.campaigns.links import actions as links
from smdash.tui.panes.campaigns.tabs.registry import TABS

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

ACTIONS: Final[tuple[Action[CampaignsPane], ...]] = (
    *writing.ACTIONS,
    *looking.ACTIONS,
    *links.ACTIONS,
    *(action for tab in TABS for action in tab.actions),
)
"""In the order in which the help screen and the palette show them; on the key line come first those with `footer`."""
