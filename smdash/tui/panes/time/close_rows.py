"""The checklist of a month as rows and words. No Textual here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smdash.domain.month_end import Check, Checklist, Missing
from smdash.store.closing import Closing, closings
from smdash.store.month_checks import checklist
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

CHECK_COLUMNS = (
    Column("mark", "", width=1),
    Column("what", "What", flexible=True, least=20),
    Column("count", "Missing", align="right", least=9),
)


@dataclass(frozen=True, slots=True)
class MonthState:
    """The checklist of a month, and when it was closed and opened before."""

    found: Checklist
    history: tuple[Closing, ...]

    def line(self, key: object) -> Missing | None:
        """The thing that stands in a row; of a check its first one."""
        name, _, number = str(key).partition(":")
        check = next((one for one in self.found.checks if one.key == name), None)
        return check.lines[int(number or 0)] if check and check.lines else None


def load_month(snapshot: Snapshot, month: date) -> MonthState:
    """Read the checklist of the month of a day."""
    return MonthState(checklist(snapshot, month), closings(snapshot, month))


def check_rows(found: Checklist) -> list[Row]:
    """Each point with its count, what is missing below it."""
    rows = []
    for check in found.checks:
        rows.append(
            Row(check.key, (_mark(check), Cell(check.title, "strong"), Cell(check.words, _role(check))), "group")
        )
        rows += [
            Row(f"{check.key}:{number}", (Cell(""), Cell(f"  {line.text}"), Cell("")))
            for number, line in enumerate(check.lines)
        ]
    return rows


def _mark(check: Check) -> Cell:
    if check.done:
        return Cell(REACHED, "good")
    return Cell(DOT if check.told else ATTENTION, _role(check))


def _role(check: Check) -> str:
    return "good" if check.done else "muted" if check.told else "warning"


def standing(state: MonthState) -> str:
    """Whether the month is open or closed, and what closing it would mean now."""
    found = state.found
    if found.closed is not None:
        note = f": {found.closed.note}" if found.closed.note else ""
        return f"closed {found.closed.who}{note}"
    if not found.open:
        return "open, and nothing is missing"
    return f"open, {len(found.open)} of {len(found.checks)} points are not done"


def history_words(history: Sequence[Closing], most: int = 3) -> str:
    """When it was closed and opened again before, the newest first."""
    lines = [
        f"opened again by {one.reopened_by} on {one.reopened_at:%-d %b %Y}: {one.reason}"
        for one in history
        if one.reopened_at is not None
    ]
    return "\n".join(lines[:most])
