"""The preview of an import: what a file would change, worked out before anything is written.

    basis = store.read(load_basis)
    staged = stage(understood, basis, choices)      reads the file; needs neither the store nor its lock
    plan = store.read(settle, staged)               compares with the store
    store.write(apply_plan, plan)                   in `smdash.exchange.apply`

`make_plan` does the first three. A plan holds a temporary database until it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from smdash.exchange.names import NameBook, NameKey
from smdash.exchange.planned import Choices, KindCount, Plan, Unmatched
from smdash.exchange.read import Understood
from smdash.exchange.stage import Progress, Staged, stage
from smdash.store import import_names, imports, staging
from smdash.store.import_basis import load_basis
from smdash.store.import_compare import compare
from smdash.store.import_names import StagedName, Use
from smdash.store.imports import StagedImport, Written

if TYPE_CHECKING:
    from smdash.store.store import Snapshot, Store

__all__ = ["Choices", "KindCount", "Plan", "Unmatched", "make_plan", "settle", "stage"]


def make_plan(
    store: Store, understood: Understood, choices: Choices | None = None, progress: Progress | None = None
) -> Plan:
    """Stage a file and compare it with the store; nothing is written."""
    staged = stage(understood, store.read(load_basis), choices or Choices(), progress)
    return store.read(settle, staged)


def settle(snapshot: Snapshot, staged: Staged) -> Plan:
    """The plan of a staged file on the store as it is now."""
    try:
        return _settled(snapshot, staged)
    except BaseException:
        staged.rows.close()
        raise


def _settled(snapshot: Snapshot, staged: Staged) -> Plan:
    understood, book = staged.understood, staged.book
    comparison = compare(snapshot, staged.rows, understood.digest)
    counts = tuple(count_of(kind, states) for kind, states in comparison.states.items() if states)
    used = import_names.used(staged.rows)
    names = tuple(name for name in wanted_names(book, used) if used[name.ref].new)
    label = label_of(understood.name, counts)
    waiting = StagedImport(
        understood.name, understood.digest, understood.format, label, book.basis.mark, names, comparison,
        staged.bad, staged.rows,
    )  # fmt: skip
    prediction: Written = imports.predicted(waiting)
    return Plan(
        file=understood.name,
        format=understood.format,
        title=understood.title,
        label=label,
        counts=counts,
        period=staged.period(),
        decisions=understood.decisions,
        unmatched=unmatched(book, used),
        faults=staged.faults,
        bad=staged.bad,
        skip_bad=staged.skip_bad,
        writes=prediction.added,
        updates=prediction.changed,
        notes=(*staged.notes, *comparison.notes, *told_notes(comparison.kept, names, comparison.imported_on)),
        imported_on=comparison.imported_on,
        rows=waiting,
    )


def wanted_names(book: NameBook, used: Mapping[int, Use]) -> tuple[StagedName, ...]:
    """The names that rows use, but for those that are left out, as they wait for the store."""
    return tuple(
        StagedName(
            ref=one.ref, kind=one.kind, label=one.label, name=one.known.name if one.known else one.target.name,
            target_id=one.known.id if one.known else None, platform=one.platform,
            first=used[one.ref].first, last=used[one.ref].last,
        )
        for one in book.names
        if one.ref in used and not book.is_ignored(one.ref)
    )  # fmt: skip


def count_of(kind: str, states: Mapping[str, int]) -> KindCount:
    """Rows of a kind by what becomes of them."""
    same = states.get(staging.SAME, 0) + states.get(staging.REPEATED, 0)
    plain = {name: states.get(name, 0) for name in (staging.NEW, staging.CHANGED, staging.DELETED, staging.IGNORED)}
    return KindCount(kind, same=same, **plain)


def label_of(file: str, counts: tuple[KindCount, ...]) -> str:
    """What an import is called in the journal."""
    said = [count.words(count.new) for count in counts if count.new]
    said += [f"{count.words(count.changed)} changed" for count in counts if count.changed]
    return f"import {file}: {', '.join(said) or 'nothing new'}"


def unmatched(book: NameBook, used: Mapping[int, Use]) -> tuple[Unmatched, ...]:
    """One line for each unknown name; names that are the same but for their case are one."""
    found: dict[NameKey, Unmatched] = {}
    for one in book.names:
        if one.matched or one.ref not in used or one.kind == "activity":
            continue
        key = one.key
        rows = used[one.ref].rows + (found[key].rows if key in found else 0)
        chosen = key in book.targets
        proposals = book.proposals_for(one)
        found[key] = Unmatched(one.kind, one.label, rows, proposals, one.target, chosen, one.only_platform)
    return tuple(found.values())


def told_notes(kept: int, names: Sequence[StagedName], imported_on: date | None) -> list[str]:
    """What is worth telling beside what the rows themselves tell."""
    notes = []
    if imported_on is not None:
        notes.append(f"This very file was imported on {imported_on}: what is there stays as it is.")
    if kept:
        notes.append(f"{kept} values that people edited stay as they are.")
    if any(name.kind == "person" and name.target_id is None for name in names):
        notes.append("New people have no hourly rate yet: their hours are counted, their cost is not.")
    activities = sorted({name.name for name in names if name.kind == "activity" and name.target_id is None})
    if activities:
        notes.append(f"New activities: {', '.join(activities[:8])}{' …' if len(activities) > 8 else ''}.")
    return notes
