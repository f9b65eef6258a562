"""The panes there are. A pane's module is imported when the pane is first shown."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from smdash.tui.pane import Pane


@dataclass(frozen=True, slots=True)
class PaneSpec:
    """One tab: its digit, the word other panes know it by, its label, and where its class is (`module:Class`)."""

    digit: int
    name: str
    label: str
    target: str

    def load(self) -> type[Pane[Any]]:
        """Import the pane's class; slow the first time, so done off the main thread."""
        pane: type[Pane[Any]] = resolve(self.target)
        return pane


def resolve(target: str) -> Any:
    """What `module:name` names."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


PANES: Final = (
    PaneSpec(1, "overview", "Overview", "smdash.tui.panes.overview.pane:OverviewPane"),
    PaneSpec(2, "goals", "Goals", "smdash.tui.panes.goals.pane:GoalsPane"),
    PaneSpec(3, "campaigns", "Campaigns", "smdash.tui.panes.campaigns.pane:CampaignsPane"),
    PaneSpec(4, "time", "Time", "smdash.tui.panes.time.pane:TimePane"),
    PaneSpec(5, "risk", "Risk", "smdash.tui.panes.risk.pane:RiskPane"),
)
