"""Checks that a store is whole: the file, its references, the journal's chain, the totals, and forgotten timers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, select, text

from smdash.store import changes, totals
from smdash.store.replay import differing_rows
from smdash.store.store import Snapshot
from smdash.store.tables import change, change_set, person, time_entry

# As stored, not as the program reads it: a value that can't be read must be found, not fail the search.
_JOURNAL = text(
    """select s.id, s.at, s.actor, s.label, s.kind, s.reverses_id, s.batch_id, c.table_name, c.row_id,
    c.before, c.after, c.digest, c.chain, c.id as change_id
    from change c join change_set s on s.id = c.change_set_id order by c.id"""
)
DIGESTED = 11
_ERASED = changes.to_plain(change, {"before": changes.ERASED})["before"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether it is fine, and in words what was found."""

    check: str
    fine: bool
    detail: str


def examine(snapshot: Snapshot) -> tuple[Finding, ...]:
    """Run all checks of the content."""
    return (
        _file(snapshot),
        _references(snapshot),
        _journal(snapshot),
        _legal_rows(snapshot),
        _totals(snapshot),
        _timers(snapshot),
    )


def _file(snapshot: Snapshot) -> Finding:
    faults = [row[0] for row in snapshot.connection.exec_driver_sql("pragma quick_check(5)")]
    fine = faults == ["ok"]
    return Finding("file", fine, "whole" if fine else "; ".join(faults))


def _references(snapshot: Snapshot) -> Finding:
    faults = snapshot.connection.exec_driver_sql("pragma foreign_key_check").all()
    detail = (
        "all point at rows that exist" if not faults else f"{len(faults)} point at nothing, first in {faults[0][0]}"
    )
    return Finding("references", not faults, detail)


def _journal(snapshot: Snapshot) -> Finding:
    """Recompute each digest and each link; a row edited, added or removed by hand breaks one of them."""
    previous, erased, last_id = changes.FIRST_CHAIN, 0, 0
    for row in snapshot.connection.execute(_JOURNAL):
        fault = _broken(row, previous, last_id)
        if fault:
            return Finding("journal", fine=False, detail=fault)
        previous, last_id = row.chain, row.change_id
        erased += _is_erased(row)
    given = snapshot.connection.execute(text("select seq from sqlite_sequence where name = 'change'")).scalar() or 0
    if given != last_id:
        return Finding("journal", fine=False, detail=f"changes {last_id + 1} to {given} are missing")
    sets = select(change_set.c.id).where(~change_set.c.id.in_(select(change.c.change_set_id)))
    empty = snapshot.connection.execute(sets.limit(1)).scalar()
    if empty is not None:
        return Finding("journal", fine=False, detail=f"change set {empty} has lost its changes")
    without = f" ({erased} without their content, erased)" if erased else ""
    return Finding("journal", fine=True, detail=f"{last_id} changes{without}, head {previous[:12]}")


def _is_erased(row: Row[Any]) -> bool:
    return _ERASED in (row.before, row.after)


def _broken(row: Row[Any], previous: str, last_id: int) -> str:
    if row.change_id != last_id + 1:
        return f"changes {last_id + 1} to {row.change_id - 1} are missing"
    if not _is_erased(row) and changes.digest_of(*row[:DIGESTED]) != row.digest:
        return f"change {row.change_id} ({row.table_name} {row.row_id}) was altered"
    if changes.link(previous, row.digest) != row.chain:
        return f"the chain breaks at change {row.change_id}"
    return ""


def _legal_rows(snapshot: Snapshot) -> Finding:
    """Whether what stands in the tables of legal risk is what the journal says was written there."""
    found = differing_rows(snapshot)
    fine = not found
    return Finding("legal", fine, "as the journal says" if fine else f"{len(found)} differ: {found[0]}")


def _totals(snapshot: Snapshot) -> Finding:
    found = totals.differences(snapshot.connection)
    return Finding("totals", not found, "agree with the rows" if not found else f"{len(found)} differ: {found[0]}")


def _timers(snapshot: Snapshot) -> Finding:
    limit = snapshot.now - timedelta(seconds=snapshot.organisation.timer_limit)
    query = (
        select(person.c.name, time_entry.c.start)
        .join(person, person.c.id == time_entry.c.person_id)
        .where(time_entry.c.seconds.is_(None), time_entry.c.start < limit)
    )
    late = snapshot.connection.execute(query).all()
    detail = (
        "none forgotten" if not late else ", ".join(f"{row.name} since {row.start:%Y-%m-%d %H:%M}Z" for row in late)
    )
    return Finding("timers", fine=True, detail=detail)
