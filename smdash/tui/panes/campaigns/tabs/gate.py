"""The launch gate of one campaign."""

from __future__ import annotations

from smdash.domain.figures import Figure
from smdash.tui.panes.campaigns.state import Account
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.gates import gate_role
from smdash.tui.widgets.symbols import ATTENTION, OPEN, REACHED


class GateTab(Tab[None]):
    """What the campaign needs before it may go live."""

    name = "gate"
    columns = (
        Column("state", "", width=1),
        Column("item", "item", most=24),
        Column("short", "what", most=22, priority=1),
        Column("how", "state", flexible=True, least=14),
    )

    def rows(self, seen: Seen[None]) -> list[Row]:
        """The sentence and the items."""
        return gate_rows(seen.account)

    def note(self, seen: Seen[None]) -> str:
        """Where it is answered."""
        gate = seen.account.gate
        return "Answered in the Risk pane. Not legal advice." if gate else "No launch gate: this is no campaign."

    def figures(self, seen: Seen[None], key: object) -> tuple[Figure, ...]:
        """There are none."""
        return ()


def gate_rows(account: Account) -> list[Row]:
    """The gate's sentence, then each item needed: open ones first, with why a waiver no longer holds."""
    gate = account.gate
    if gate is None:
        return []
    rows = [Row("sentence", (Cell(gate.sentence, gate_role(gate), span=4),), "heading")]
    lapsed = {item.id: reason for item, reason in gate.lapsed}
    waived = {item.id: waiver for item, waiver in gate.waived}
    open_ids = {item.id for item in gate.open}
    for item in (*gate.open, *(each for each in gate.needed if each.id not in open_ids)):
        if item.id in open_ids:
            sign, words, colour = ATTENTION, lapsed.get(item.id, "open"), "warning"
        elif item.id in waived:
            said = f"waived by {waived[item.id].who} until {waived[item.id].until.isoformat()}"
            sign, words, colour = OPEN, said, "warning"
        else:
            sign, words, colour = REACHED, "done", "good"
        rows.append(Row(item.id, (Cell(sign, colour), Cell(item.label), Cell(item.short), Cell(words, colour))))
    return rows
