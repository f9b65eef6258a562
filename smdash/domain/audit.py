"""The audit trail: each change of a row in words, with the digest that the journal's chain keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One change of one row. `act` is what was done in a person's words, `kind` do, undo or redo.

    `before` and `after` hold what differs: a row that was added has no before, one that was deleted no after. `digest`
    and `chain` are the journal's, in hexadecimal; `called` is what its row is called, empty where it has no name.
    """

    id: int
    at: datetime
    actor: str
    act: str
    kind: str
    table: str
    row_id: int | None
    before: Mapping[str, Any] | str | None
    after: Mapping[str, Any] | str | None
    digest: str
    chain: str
    called: str = ""

    @property
    def thing(self) -> str:
        """What was changed: `legal answer C2`; by its number where it has no name."""
        number = "" if self.row_id is None else str(self.row_id)
        return f"{self.table.replace('_', ' ')} {self.called or number}".strip()

    @property
    def differences(self) -> str:
        """What differs, column by column: `answer yes → no`; of long words their beginning."""
        before, after = self.before, self.after
        if isinstance(before, str) or isinstance(after, str):
            return "the content was erased"
        if before is None:
            return "added: " + "; ".join(f"{name} {_shown(value)}" for name, value in _told(after or {}))
        if after is None:
            return "deleted: " + "; ".join(f"{name} {_shown(value)}" for name, value in _told(before))
        return "; ".join(f"{name} {_shown(before.get(name))} → {_shown(value)}" for name, value in after.items())


def _told(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, value) for name, value in row.items() if name != "id" and value not in ("", None)]


def _shown(value: Any) -> str:
    if value in ("", None):
        return "none"
    words = str(value)
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
