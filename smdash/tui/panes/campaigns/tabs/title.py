"""The line above the detail: whose it is, its tabs with the chosen one marked, and the rung."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.tui.widgets.cells import Line, line
from smdash.tui.widgets.safe import plain, truncate, width_of
from smdash.tui.widgets.symbols import DOT, HERE, RULE

LEAST_NAME, MOST_NAME = 10, 40
SHORT = {"messages": "posts"}
"""Words that let all tabs stand side by side at 80 columns."""


def title(name: str, tabs: Sequence[str], chosen: str, label: str, width: int) -> Line:
    """As much as fits, in this order: the name, the tabs around the chosen one, the rung's label, the keys."""
    room = width - LEAST_NAME - 5
    if sum(len(each) + 1 for each in tabs) >= room:
        tabs, chosen = [SHORT.get(each, each) for each in tabs], SHORT.get(chosen, chosen)
    shown = _around(tabs, chosen, room)
    used = 3 + sum(len(each) + 1 for each in shown) + 1
    room = width - used - LEAST_NAME
    tail = f"{DOT} {label} "
    if room >= len(tail):
        room -= len(tail)
    else:
        tail = ""
    keys = f" {RULE * 2} h/l: " if room >= 8 else " "
    own = truncate(plain(name), min(MOST_NAME, LEAST_NAME + max(0, room - len(keys) + 1)))
    parts: list[str | tuple[str, str]] = [(f"{RULE} ", "muted"), (own, "header"), (keys, "muted")]
    parts += [(f"{HERE}{each} ", "strong") if each == chosen else (f"{each} ", "muted") for each in shown]
    parts.append((tail, "accent"))
    taken = sum(width_of(part if isinstance(part, str) else part[0]) for part in parts)
    return line(*parts, (RULE * max(0, width - taken), "muted"))


def _around(tabs: Sequence[str], chosen: str, room: int) -> list[str]:
    """The tabs that fit, beginning as far to the left as the chosen one allows."""
    first = 0
    while True:
        shown: list[str] = []
        left = room - 1
        for each in tabs[first:]:
            if len(each) + 1 > left:
                break
            shown.append(each)
            left -= len(each) + 1
        if chosen in shown or tabs[first] == chosen:
            return shown or [chosen]
        first += 1
