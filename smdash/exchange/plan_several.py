"""The preview of several files as one import.

    staged = stage_several(name, files, basis, choices)     reads the files; needs neither the store nor its lock
    plan = staged.plan(act)                                 with what `store.rehearse(try_act, staged.act)` said

`plan_files` does all of it. The result is the same in whatever order the files are named: they are written in that of
the days they reach to, the age of the files, and their content, so that of two exports of a post the later one counts.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from smdash.exchange.names import NameBook
from smdash.exchange.plan import Choices, Plan, count_of, label_of, make_plan, told_notes, unmatched, wanted_names
from smdash.exchange.planned import KindCount, PlannedFile
from smdash.exchange.read import Understood
from smdash.exchange.records.base import RowFault
from smdash.exchange.stage import FAULTS_SHOWN, Progress, Staged, stage
from smdash.store import import_names
from smdash.store.import_acts import ActWritten, StagedAct, StagedFile, try_act
from smdash.store.import_basis import Basis, load_basis
from smdash.store.import_names import Use
from smdash.store.store import Store


def plan_files(
    store: Store,
    name: str,
    files: Sequence[Understood],
    choices: Choices | None = None,
    progress: Progress | None = None,
) -> Plan:
    """The plan of one file or of several, called `name` together; nothing is written."""
    if len(files) == 1:
        return make_plan(store, files[0], choices, progress)
    several = stage_several(name, files, store.read(load_basis), choices or Choices(), progress)
    try:
        return several.plan(store.rehearse(try_act, several.act))
    except BaseException:
        several.act.close()
        raise


@dataclass(frozen=True, slots=True)
class SeveralStaged:
    """Several files, staged one by one with their names in common, in the order in which they are written."""

    name: str
    staged: tuple[Staged, ...]
    act: StagedAct

    def plan(self, done: ActWritten) -> Plan:
        """The plan, given what a rehearsal did."""
        book = self.staged[0].book
        used = _together([one.used for one in done.files])
        counts = _counts(done)
        label = label_of(self.name, counts)
        bad = sum(one.bad for one in self.staged)
        skip_bad = self.staged[0].skip_bad
        titles = dict.fromkeys(one.understood.title for one in self.staged)
        days = [day for one in self.staged for day in one.period() or ()]
        files = tuple(_planned(one) for one in self.staged)
        return Plan(
            file=self.name,
            format="several",
            title=", ".join(titles),
            label=label,
            counts=counts,
            period=(min(days), max(days)) if days else None,
            decisions=tuple(decision for one in files for decision in one.decisions),
            unmatched=unmatched(book, used),
            faults=tuple(_faults(self.staged)),
            bad=bad,
            skip_bad=skip_bad,
            writes=done.written.added,
            updates=done.written.changed,
            notes=self._notes(done, used),
            imported_on=None,
            rows=replace(self.act, label=label, foreseen=done),
            files=files,
        )

    def _notes(self, done: ActWritten, used: Mapping[int, Use]) -> tuple[str, ...]:
        said: dict[str, list[str]] = {}
        for one, written in zip(self.staged, done.files, strict=True):
            for note in (*one.notes, *written.comparison.notes):
                said.setdefault(note, []).append(one.understood.name)
            if (day := written.comparison.imported_on) is not None:
                said.setdefault(f"imported on {day} before: what is there stays as it is.", []).append(
                    one.understood.name
                )
        found = [f"{names[0]}: {note}" if len(names) == 1 else note for note, names in said.items()]
        kept = sum(one.comparison.kept for one in done.files)
        names = [name for name in wanted_names(self.staged[0].book, used) if used[name.ref].new]
        return (*found, *told_notes(kept, names, None))


def stage_several(
    name: str, files: Sequence[Understood], basis: Basis, choices: Choices, progress: Progress | None = None
) -> SeveralStaged:
    """Read files into temporary databases of their own; `InvalidInput` when a choice names what isn't there."""
    book, done = NameBook(basis, choices.targets), 0
    total = sum(file.rows for file in files)
    staged: list[Staged] = []
    try:
        for file in files:
            staged.append(stage(file, basis, choices, _part(progress, done, total), book))
            done += file.rows
        ordered = tuple(one for _, one in sorted(enumerate(staged), key=lambda place: (_last_day(place[1]), place[0])))
        return SeveralStaged(name, ordered, _act(name, ordered, basis))
    except BaseException:
        for one in staged:
            one.rows.close()
        raise


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    return None if progress is None else lambda done, _: progress(before + done, total)


def _last_day(staged: Staged) -> date:
    period = staged.period()
    return date.min if period is None else period[1]


def _act(name: str, staged: Sequence[Staged], basis: Basis) -> StagedAct:
    uses = [import_names.used(one.rows) for one in staged]
    wanted = wanted_names(staged[0].book, _together(uses))
    files = tuple(
        StagedFile(
            one.understood.name,
            one.understood.digest,
            one.understood.format,
            one.bad,
            tuple(found for found in wanted if found.ref in used),
            one.rows,
        )
        for one, used in zip(staged, uses, strict=True)
    )
    digest = hashlib.sha256("".join(sorted(one.digest for one in files)).encode()).hexdigest()
    return StagedAct(name, digest, label_of(name, ()), basis.mark, files)


def _together(uses: Sequence[Mapping[int, Use]]) -> dict[int, Use]:
    found: dict[int, Use] = {}
    for used in uses:
        for ref, use in used.items():
            found[ref] = import_names.together(found[ref], use) if ref in found else use
    return found


def _counts(done: ActWritten) -> tuple[KindCount, ...]:
    sums: dict[str, Counter[str]] = {}
    for one in done.files:
        for kind, states in one.comparison.states.items():
            if states:
                sums.setdefault(kind, Counter()).update(states)
    return tuple(count_of(kind, states) for kind, states in sums.items())


def _planned(staged: Staged) -> PlannedFile:
    file = staged.understood
    told = tuple(replace(one, subject=f"{file.name}, {one.subject}") for one in file.decisions)
    return PlannedFile(file.name, file.digest, file.format, file.title, file.rows, told)


def _faults(staged: Sequence[Staged]) -> list[RowFault]:
    found = [replace(fault, file=one.understood.name) for one in staged for fault in one.faults]
    return found[:FAULTS_SHOWN]
