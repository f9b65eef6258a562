"""What a person can do in the Campaigns pane."""

from __future__ import annotations

from typing import Final

from smdash.tui.commands import Command

GROUP: Final = "Campaigns"

COMMANDS: Final[tuple[Command, ...]] = (
    Command("add_cost", "c", "cost", "Add a cost to the campaign", GROUP, footer=True, writes=True),
    Command("add_benefit", "b", "benefit", "Add a benefit to the campaign", GROUP, footer=True, writes=True),
    Command("new_campaign", "n", "new", "Add a campaign", GROUP, footer=True, writes=True),
    Command("switch_rung", "X", "rung", "Count tracked benefit, + allocated, or all", GROUP, footer=True),
    Command("edit", "e", "edit", "Edit the campaign, cost or benefit under the cursor", GROUP, writes=True),
    Command("remove", "d", "delete", "Archive the campaign, or delete the cost or benefit", GROUP, writes=True),
    Command("refund", "R", "refund", "Take back the benefit under the cursor, or a part", GROUP, writes=True),
    Command("tab_before", "h,left", "tab before", "The tab of the detail before", GROUP),
    Command("tab_after", "l,right", "tab after", "The next tab of the detail", GROUP),
    Command("show_numbers", "v", "numbers", "The numbers behind the chart", GROUP),
    Command("sort", "s", "sort", "Choose the order of the list", GROUP),
    Command("search", "slash", "filter", "Show only campaigns whose name has some letters", GROUP),
    Command("back", "escape", "back", "Back to the list; on the list: show all again", GROUP),
)
