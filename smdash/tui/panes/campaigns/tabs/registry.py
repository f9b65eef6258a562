"""All tabs of the detail, in the order they stand in."""

from __future__ import annotations

from typing import Any, Final

from smdash.tui.panes.campaigns.tabs.benefits import BenefitsTab
from smdash.tui.panes.campaigns.tabs.channels import ChannelsTab
from smdash.tui.panes.campaigns.tabs.costs import CostsTab
from smdash.tui.panes.campaigns.tabs.credit import CreditTab
from smdash.tui.panes.campaigns.tabs.gate import GateTab
from smdash.tui.panes.campaigns.tabs.hours import HoursTab
from smdash.tui.panes.campaigns.tabs.messages import MessagesTab
from smdash.tui.panes.campaigns.tabs.summary import SummaryTab
from smdash.tui.panes.campaigns.tabs.tab import Tab
from smdash.tui.panes.campaigns.tabs.what_if import WhatIfTab

TABS: Final[tuple[Tab[Any], ...]] = (
    SummaryTab(),
    ChannelsTab(),
    MessagesTab(),
    CostsTab(),
    BenefitsTab(),
    CreditTab(),
    HoursTab(),
    WhatIfTab(),
    GateTab(),
)
