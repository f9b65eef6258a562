"""Writing an import: everything in one transaction, one batch, one change set."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.month_end import ClosedMonth
from smdash.domain.organisation import Role
from smdash.domain.text import name_key
from smdash.errors import Refused
from smdash.store import campaigns, changes, organisation, staging
from smdash.store.import_basis import deciding_mark
from smdash.store.import_compare import Comparison, compare
from smdash.store.import_names import StagedName
from smdash.store.staging import CHANGED, NEW, SAME, Staging
from smdash.store.store import Transaction
from smdash.store.tables import alias, change, import_batch, metadata

_STILL_LIVE = timedelta(days=31)


class Stale(Refused):
    """The store changed since the preview in a way that matters: plan again."""


@dataclass(frozen=True, slots=True)
class StagedImport:
    """A file that waits to be written: what it is, the names its new rows use, and what was found when comparing.

    `mark` tells which names, rates and settings it was staged with.
    """

    file_name: str
    digest: str
    format: str
    label: str
    mark: int
    names: tuple[StagedName, ...]
    comparison: Comparison
    bad: int
    rows: Staging

    @property
    def closed(self) -> tuple[ClosedMonth, ...]:
        """The closed months it would change."""
        return self.comparison.closed

    def close(self) -> None:
        """Remove what was staged."""
        self.rows.close()


@dataclass(frozen=True, slots=True)
class Written:
    """What an import wrote: its batch, and how many rows were added and changed by table."""

    batch_id: int | None
    added: Mapping[str, int]
    changed: Mapping[str, int]


def write_import(tx: Transaction, staged: StagedImport) -> Written:
    """Write what was staged; nothing at all when nothing is new or changed.

    `Stale` when names, rates or settings changed since it was staged, or when its rows would get other states.
    """
    comparison = _still_true(tx, staged)
    if not writes_anything(comparison):
        return Written(None, {}, {})
    tx.describe(staged.label)
    tx.batch_id = changes.insert(tx, import_batch, **_batch(tx, staged, comparison))
    added: Counter[str] = Counter({import_batch.name: 1})
    staged.rows.put(staging.name, targets(tx, staged.names, {}, added))
    added[alias.name] += remember(tx, staged.names, staged.rows)
    tx.attach(staged.rows.path, "staging")
    changed: Counter[str] = Counter()
    write_rows(tx, comparison, added, changed)
    return Written(tx.batch_id, +added, +changed)


def write_rows(tx: Transaction, comparison: Comparison, added: Counter[str], changed: Counter[str]) -> None:
    """Add the staged rows that are new, and change those that are there; both are counted by table."""
    batch_id = tx.batch_id
    if batch_id is None:
        raise ValueError("imported rows belong to a batch")
    for kind in comparison.kinds:
        for table, query in kind.insertions(tx):
            added[table.name] += changes.insert_selected(tx, table, query, batch_id)
    for update in comparison.updates:
        changed[update.table] += changes.update(tx, metadata.tables[update.table], update.row_id, **update.values)


def note_batch(tx: Transaction, *, file_name: str, digest: str, format_name: str, new_rows: int) -> int:
    """Make what this transaction writes row by row an import, known by its content; returns its batch."""
    tx.batch_id = changes.insert(
        tx,
        import_batch,
        at=tx.now,
        actor=tx.actor,
        file_name=file_name,
        content_hash=digest,
        format=format_name,
        new_rows=new_rows,
        changed_rows=0,
        same_rows=0,
        bad_rows=0,
        state="applied",
    )
    return tx.batch_id


def predicted(staged: StagedImport) -> Written:
    """What writing would add and change, by table."""
    comparison = staged.comparison
    if not writes_anything(comparison):
        return Written(None, {}, {})
    added = Counter({import_batch.name: 1, alias.name: len(_renamed(staged.names).keys() - comparison.aliases)})
    for name_kind, _ in {(name.kind, name_key(name.name)) for name in staged.names if name.target_id is None}:
        added[name_kind] += 1
    for kind in comparison.kinds:
        added.update(kind.added(staged.rows, comparison.found[kind.plural]))
    return Written(None, +added, Counter(update.table for update in comparison.updates))


def writes_anything(comparison: Comparison) -> bool:
    """Whether any row would be added or changed."""
    return any(states.get(state) for states in comparison.states.values() for state in (NEW, CHANGED))


def _still_true(tx: Transaction, staged: StagedImport) -> Comparison:
    """The comparison, made again when anything was written since."""
    if deciding_mark(tx) != staged.mark:
        raise Stale("Names, rates or settings changed since the preview.", "Look at the preview again.")
    before = staged.comparison
    if (tx.connection.execute(select(func.max(change.c.id))).scalar() or 0) == before.mark:
        return before
    now = compare(tx, staged.rows, staged.digest)
    if not now.agrees(before):
        raise Stale("Rows of this file were written or changed since the preview.", "Look at the preview again.")
    return now


def _batch(tx: Transaction, staged: StagedImport, comparison: Comparison) -> dict[str, Any]:
    def count(*wanted: str) -> int:
        return sum(states.get(state, 0) for states in comparison.states.values() for state in wanted)

    return {
        "at": tx.now,
        "actor": tx.actor,
        "file_name": staged.file_name,
        "content_hash": staged.digest,
        "format": staged.format,
        "new_rows": count(NEW),
        "changed_rows": count(CHANGED),
        "same_rows": count(SAME),
        "bad_rows": staged.bad,
        "state": "applied",
    }


# Names -------------------------------------------------------------------------------------------------------------


def targets(
    tx: Transaction, names: Sequence[StagedName], made: dict[tuple[str, str], int], added: Counter[str]
) -> list[dict[str, int]]:
    """The row each name stands for; missing ones are added once, and kept in `made` by kind and key."""
    found = []
    for name in names:
        target = name.target_id
        if target is None:
            key = (name.kind, name_key(name.name))
            if key not in made:
                made[key] = _add(tx, name, [other for other in names if (other.kind, name_key(other.name)) == key])
                added[name.kind] += 1
            target = made[key]
        found.append({"ref": name.ref, "target_id": target})
    return found


def _add(tx: Transaction, name: StagedName, alike: Sequence[StagedName]) -> int:
    if name.kind == "person":
        return organisation.add_person(tx, name.name, role=Role.CONTRIBUTOR)
    if name.kind == "channel":
        return organisation.add_channel(tx, name.name, name.platform or "other")
    if name.kind == "activity":
        return organisation.activity_id(tx, name.name)
    first = min((other.first for other in alike if other.first), default=None)
    last = max((other.last for other in alike if other.last), default=None)
    return campaigns.add_campaign(tx, campaign_draft(name.name, first, last, tx.today))


def campaign_draft(name: str, first: date | None, last: date | None, today: date) -> CampaignDraft:
    """A campaign known from its rows only: live if the last one is of the past month, else ended with its rows."""
    if last is None or last >= today - _STILL_LIVE:
        return CampaignDraft(name, CampaignStatus.LIVE, first)
    return CampaignDraft(name, CampaignStatus.ENDED, first, last)


def _renamed(names: Sequence[StagedName]) -> dict[tuple[str, str], StagedName]:
    """Names that the file writes otherwise than the store, each once."""
    return {
        (name.kind, name_key(name.label)): name
        for name in names
        if name.kind != "activity" and name_key(name.label) != name_key(name.name)
    }


def remember(tx: Transaction, names: Sequence[StagedName], rows: Staging) -> int:
    """Keep what the file's names stand for, so that the next file needs no answer; returns how many are new."""
    stored = {(row.kind, row.alias_key): row.id for row in tx.connection.execute(select(alias))}
    target_of = {row.ref: row.target_id for row in rows.rows(select(staging.name))}
    added = 0
    for (kind, key), name in _renamed(names).items():
        target = target_of[name.ref]
        if (kind, key) in stored:
            changes.update(tx, alias, stored[kind, key], target_id=target)
        else:
            changes.insert(tx, alias, kind=kind, alias=name.label, alias_key=key, target_id=target)
            added += 1
    return added
