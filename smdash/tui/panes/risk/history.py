"""What became of the item under the cursor: who changed what, from what to what, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.domain.histories import history_words
from smdash.store.histories import item_history
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.answering import item_of
from smdash.tui.panes.risk.words import wrapped
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Column, Row, row
from smdash.tui.widgets.symbols import DOT

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
LISTED: Final = 200
_AROUND = 6  # border, padding and scroll bar of a box
_INDENT = "    "


def history_rows(snapshot: Snapshot, item_id: str, campaign_id: int | None, width: int) -> tuple[list[Row], str]:
    """A heading for each act with its time and person, under it what differs, folded to the width; and a note."""
    lines, total = item_history(snapshot, item_id, campaign_id, LISTED)
    people = names_of(snapshot, "person")
    zone = snapshot.clock.zone
    rows: list[Row] = []
    for one in lines:
        act = one.act if one.kind == "do" else f"{one.kind}: {one.act}"
        heading = f"{one.at.astimezone(zone):%Y-%m-%d %H:%M} {one.actor} {DOT} {act}"
        rows += [row(f"{one.id} {n}", (part, "header")) for n, part in enumerate(wrapped(heading, width))]
        for number, said in enumerate(history_words(one, people)):
            folded = wrapped(said, width - len(_INDENT))
            rows += [row(f"{one.id}.{number} {n}", f"{_INDENT}{part}") for n, part in enumerate(folded)]
    if not lines:
        return rows, "Nothing was changed here yet."
    return rows, f"{len(lines)} of {total} changes, the newest" if total > len(lines) else ""


async def show_history(pane: RiskPane) -> None:
    """Show the history of the item in the scope that is shown."""
    state, item = pane.readable(), item_of(pane)
    width = pane.app.size.width - _AROUND
    rows, note = await pane.app.live.read(history_rows, item.id, state.scope, width)
    where = state.campaign.name if state.campaign else "organisation"
    pane.app.push_screen(
        Numbers(f"History of {item.id} {item.short} {DOT} {where}", (Column("text", flexible=True),), rows, note)
    )


ACTIONS: Final = (
    Action(Command("history", "H", "history", "History of the item: who changed what, when", GROUP), show_history),
)
