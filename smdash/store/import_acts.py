"""Writing several files as one import: one transaction, one batch, one change set, taken back as one.

The files are written one after the other in the order given, each compared with the store as the one before left it:
what they share is there once, and an order of one file meets its payment of another. What a preview tells is found by
rehearsing that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from smdash.domain.month_end import ClosedMonth
from smdash.domain.text import name_key
from smdash.store import changes, import_names, staging
from smdash.store.import_basis import deciding_mark
from smdash.store.import_compare import Comparison, compare
from smdash.store.import_kinds.registry import KINDS
from smdash.store.import_names import StagedName, Use
from smdash.store.imports import Stale, Written, remember, targets, write_rows, writes_anything
from smdash.store.staging import CHANGED, NEW, SAME, Staging
from smdash.store.store import Transaction
from smdash.store.tables import alias, import_batch, import_file

_CHANGED = "Names, rates, settings or rows changed since the preview."


@dataclass(frozen=True, slots=True)
class StagedFile:
    """One of several files: `names` are those of the import that any of its rows uses and that are wanted."""

    file_name: str
    digest: str
    format: str
    bad: int
    names: tuple[StagedName, ...]
    rows: Staging


@dataclass(frozen=True, slots=True)
class FileWritten:
    """What was found of one file when its turn came, and how its new and ignored rows use names."""

    comparison: Comparison
    used: Mapping[int, Use]


@dataclass(frozen=True, slots=True)
class ActWritten:
    """What writing did, file by file and in all."""

    files: tuple[FileWritten, ...] = ()
    written: Written = field(default_factory=lambda: Written(None, {}, {}))

    @property
    def closed(self) -> tuple[ClosedMonth, ...]:
        """The closed months that are in the way."""
        return tuple(dict.fromkeys(month for one in self.files for month in one.comparison.closed))

    def rows(self, *states: str) -> int:
        """How many rows of the files got one of these states."""
        counts = (count for one in self.files for count in one.comparison.states.values())
        return sum(count.get(state, 0) for count in counts for state in states)


@dataclass(frozen=True, slots=True)
class StagedAct:
    """Several files that wait to be written together. `foreseen` is what the preview found, which must come true."""

    name: str
    digest: str
    label: str
    mark: int
    files: tuple[StagedFile, ...]
    foreseen: ActWritten = field(default_factory=ActWritten)

    @property
    def closed(self) -> tuple[ClosedMonth, ...]:
        """The closed months it would change."""
        return self.foreseen.closed

    def close(self) -> None:
        """Remove what was staged."""
        for one in self.files:
            one.rows.close()


def try_act(tx: Transaction, act: StagedAct) -> ActWritten:
    """Write whatever comes of it, to be taken back by `Store.rehearse`. Rows of closed months are only compared."""
    return _Act(tx, act).run()


def write_act(tx: Transaction, act: StagedAct) -> Written:
    """Write what was foreseen; nothing when nothing is new or changed. `Stale` when anything would be otherwise."""
    if deciding_mark(tx) != act.mark:
        raise Stale(_CHANGED, "Look at the preview again.")
    done = _Act(tx, act).run()
    before = act.foreseen
    alike = (done.written.added, done.written.changed) == (before.written.added, before.written.changed)
    if not alike or [one.comparison.states for one in done.files] != [one.comparison.states for one in before.files]:
        raise Stale(_CHANGED, "Look at the preview again.")
    return done.written


class _Act:
    def __init__(self, tx: Transaction, act: StagedAct) -> None:
        self._tx, self._act = tx, act
        self._made: dict[tuple[str, str], int] = {}
        self._added: Counter[str] = Counter()
        self._changed: Counter[str] = Counter()

    def run(self) -> ActWritten:
        self._tx.describe(self._act.label)
        files = tuple(self._file(one) for one in self._act.files)
        if self._tx.batch_id is not None:  # at the end: within this import no file was imported before
            self._note_files(self._tx.batch_id)
        return ActWritten(files, Written(self._tx.batch_id, +self._added, +self._changed))

    def _file(self, file: StagedFile) -> FileWritten:
        made = {
            name.ref: self._made[key]
            for name in file.names
            if name.target_id is None and (key := (name.kind, name_key(name.name))) in self._made
        }
        for kind in KINDS if made else ():
            kind.settle_names(file.rows, made)
        comparison = compare(self._tx, file.rows, file.digest)
        used = import_names.used(file.rows)
        if writes_anything(comparison) and not comparison.closed:
            self._begin()
            names = [name for name in file.names if name.ref in used and used[name.ref].new]
            file.rows.put(staging.name, targets(self._tx, names, self._made, self._added))
            self._added[alias.name] += remember(self._tx, names, file.rows)
            self._tx.has_attached = True
            file.rows.lend(self._tx.connection)
            write_rows(self._tx, comparison, self._added, self._changed)
        return FileWritten(comparison, used)

    def _begin(self) -> None:
        """The batch, once there is something to write."""
        if self._tx.batch_id is not None:
            return
        act, foreseen = self._act, self._act.foreseen
        self._tx.batch_id = changes.insert(
            self._tx,
            import_batch,
            at=self._tx.now,
            actor=self._tx.actor,
            file_name=act.name,
            content_hash=act.digest,
            format="several",
            new_rows=foreseen.rows(NEW),
            changed_rows=foreseen.rows(CHANGED),
            same_rows=foreseen.rows(SAME),
            bad_rows=sum(one.bad for one in act.files),
            state="applied",
        )
        self._added[import_batch.name] += 1

    def _note_files(self, batch_id: int) -> None:
        for one in self._act.files:
            changes.insert(
                self._tx,
                import_file,
                batch_id=batch_id,
                file_name=one.file_name,
                content_hash=one.digest,
                format=one.format,
            )
            self._added[import_file.name] += 1
