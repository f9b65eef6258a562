"""The audit trail of legal risk: who changed what, the newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from smdash.domain.audit import AuditLine
from smdash.store import changes
from smdash.store.audit import newest_lines
from smdash.store.store import Snapshot
from smdash.tui.commands import Action, Command
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Column, Row, row

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
LISTED: Final = 200
COLUMNS: Final = (
    Column("at", "When", width=16),
    Column("who", "Who", least=5, most=12),
    Column("act", "What was done", least=14, most=34),
    Column("difference", "Difference", flexible=True, least=20),
)


def trail_rows(lines: list[AuditLine], snapshot: Snapshot) -> list[Row]:
    """A row for each change, in the reader's zone."""
    zone = snapshot.clock.zone
    return [
        row(
            line.id,
            f"{line.at.astimezone(zone):%Y-%m-%d %H:%M}",
            line.actor,
            line.act if line.kind == "do" else f"{line.kind}: {line.act}",
            f"{line.thing}: {line.differences}",
        )
        for line in lines
    ]


def _read(snapshot: Snapshot) -> tuple[list[Row], str]:
    lines, total = newest_lines(snapshot, LISTED)
    head = changes.head(snapshot.connection)
    count = f"{len(lines)} of {total}, the newest" if total > len(lines) else f"{total} changes"
    return trail_rows(lines, snapshot), f"{count} · `smdash report audit` prints all · head {head[:12]}"


async def show_trail(pane: RiskPane) -> None:
    """Show who changed what of legal risk."""
    rows, note = await pane.app.live.read(_read)
    pane.app.push_screen(Numbers("Audit trail of legal risk", COLUMNS, rows, note))


ACTIONS: Final = (
    Action(Command("show_trail", "J", "trail", "Show who changed what of legal risk", GROUP), show_trail),
)
