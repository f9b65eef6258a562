"""What became of the item under the cursor: who changed what, from what to what, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.domain.histories import history_words
from smdash.store.histories import item_history
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.answering import item_of
from smdash.tui.screens.numbers import Reading
from smdash.tui.widgets.cells import Line, line
from smdash.tui.widgets.symbols import DOT
from smdash.tui.widgets.wrapping import folded, wrapped

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
LISTED: Final = 200
_INDENT = "    "


def history_lines(snapshot: Snapshot, item_id: str, campaign_id: int | None, width: int) -> tuple[list[Line], str]:
    """A heading for each act with its time and person, under it what differs, folded to the width; and a note."""
    found, total = item_history(snapshot, item_id, campaign_id, LISTED)
    people = names_of(snapshot, "person")
    zone = snapshot.clock.zone
    lines: list[Line] = []
    for one in found:
        act = one.act if one.kind == "do" else f"{one.kind}: {one.act}"
        lines += folded(f"{one.at.astimezone(zone):%Y-%m-%d %H:%M} {one.actor} {DOT} {act}", width, "header")
        for said in history_words(one, people):
            lines += [line(f"{_INDENT}{part}") for part in wrapped(said, width - len(_INDENT))]
    if not lines:
        return lines, "Nothing was changed here yet."
    return lines, f"{len(found)} of {total} changes, the newest" if total > len(found) else ""


async def show_history(pane: RiskPane) -> None:
    """Show the history of the item in the scope that is shown."""
    state, item = pane.readable(), item_of(pane)
    lines, note = await pane.app.live.read(history_lines, item.id, state.scope, Reading.width(pane.app))
    where = state.campaign.name if state.campaign else "organisation"
    pane.app.push_screen(Reading(f"History of {item.id} {item.short} {DOT} {where}", lines, note))


ACTIONS: Final = (
    Action(Command("history", "H", "history", "History of the item: who changed what, when", GROUP), show_history),
)
