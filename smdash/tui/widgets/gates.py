"""How a launch gate is told in a sign and a colour, in every pane alike."""

from __future__ import annotations

from smdash.domain.gate import Gate
from smdash.tui.widgets.symbols import ATTENTION, REACHED, WAIVED


def gate_sign(gate: Gate) -> str:
    """The sign before a gate's sentence: in order, in order on waivers, or open."""
    if not gate.satisfied:
        return ATTENTION
    return WAIVED if gate.waived else REACHED


def gate_role(gate: Gate) -> str:
    """The colour of a gate: bad only where a campaign runs without its checks."""
    if gate.unchecked:
        return "bad"
    return "good" if gate.satisfied and not gate.waived else "warning"
