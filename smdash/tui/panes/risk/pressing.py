"""What presses of incidents and policies: the line the pane has for it, and the boxes it is dealt with in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final

from smdash.domain.figures import Figure
from smdash.tui.panes.risk.incidents.box import open_log
from smdash.tui.panes.risk.policies.box import open_policies
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.widgets.cells import Line, line
from smdash.tui.widgets.symbols import ATTENTION, DOT

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

BOXES: Final[Mapping[str, Callable[[RiskPane, int | None], Awaitable[None]]]] = {
    "incident": open_log,
    "policy": open_policies,
}
"""What opens for a thing of the attention list, by its kind."""


def log_lines(state: RiskState) -> list[Line]:
    """One line for the organisation while something is open or missing, with the keys that lead there; else none."""
    log = state.log
    if state.scope is not None or not (log.still_open or log.missing_words):
        return []
    said = log.deadline_words
    parts: list[str | tuple[str, str]] = [("O ", "muted")]
    parts.append((f"{ATTENTION} {said}", "bad") if said else f"{log.still_open} open in the log")
    if log.missing_words:
        parts += [(f" {DOT} P ", "muted"), (f"{ATTENTION} {log.missing_words}", "warning")]
    return [line(*parts)]


def log_figures(state: RiskState) -> tuple[Figure, ...]:
    """The numbers of that line."""
    return (state.log.pressing, state.log.missing)
