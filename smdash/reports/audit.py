"""The audit trail of a period: who changed what of legal risk, when, from what to what, and the chain beside it."""

from __future__ import annotations

from collections.abc import Collection

from smdash.domain.audit import AuditLine
from smdash.domain.figures import Unit
from smdash.domain.periods import Period
from smdash.library.legal import load_legal_library
from smdash.reports.table import Report, Table, Value, name, on
from smdash.store import changes
from smdash.store.audit import LEGAL_TRAIL, audit_trail
from smdash.store.store import Snapshot

_SHORT = 12


def audit_report(snapshot: Snapshot, period: Period, tables: Collection[str] = LEGAL_TRAIL) -> Report:
    """Every change of these tables in the period, the oldest first, with the journal's head as it is now.

    The head stands outside the journal once this is printed or sent: whoever rewrites the journal later, chain and all,
    cannot reach that.
    """
    lines = tuple(audit_trail(snapshot, period, tables))
    head = changes.head(snapshot.connection)
    facts = [
        ("period", f"{period.name} ({period.start.isoformat()} to {period.last.isoformat()})"),
        ("printed", f"{snapshot.today.isoformat()} by {snapshot.actor}"),
        ("changes", str(len(lines))),
        ("journal head", head),
    ]
    if snapshot.organisation.name:
        facts.insert(0, ("organisation", snapshot.organisation.name))
    columns = tuple((key, key) for key in ("change", "at (UTC)", "who", "what was done", "row", "difference", "link"))
    shown = Table("Changes", columns, tuple(map(_row, lines)))
    notes = (
        load_legal_library().notice,
        "Each change is chained to the one before by SHA-256 over its content; `smdash doctor` recomputes every link.",
        "The journal is never edited: an undo is a change of its own.",
    )
    return Report("Audit trail", tuple(facts), (shown,), _flat(lines), notes)


def _row(line: AuditLine) -> tuple[Value, ...]:
    act = line.act if line.kind == "do" else f"{line.kind}: {line.act}"
    words = (line.actor, act, line.thing, line.differences, line.chain[:_SHORT])
    return (Value(line.id, Unit.COUNT), on(line.at), *map(name, words))


def _flat(lines: tuple[AuditLine, ...]) -> Table:
    keys = ("change", "at", "actor", "act", "kind", "table", "row_id", "difference", "digest", "chain")
    rows = tuple(
        (
            Value(line.id, Unit.COUNT),
            on(line.at),
            name(line.actor),
            name(line.act),
            name(line.kind),
            name(line.table),
            Value(line.row_id, Unit.COUNT),
            name(line.differences),
            name(line.digest),
            name(line.chain),
        )
        for line in lines
    )
    return Table("", tuple((key, key) for key in keys), rows)
