"""The preview of an import: what a file would change, worked out before anything is written.

    basis = store.read(load_basis)
    staged = stage(understood, basis, choices)      reads the file; needs neither the store nor its lock
    plan = store.read(settle, staged)               compares with the store
    store.write(apply_plan, plan)                   in `smdash.exchange.apply`

`make_plan` does the first three. A plan holds a temporary database until it is closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from smdash.domain.figures import grouped
from smdash.exchange.decision import Decision
from smdash.exchange.names import Action, NameKey, Target, is_near
from smdash.exchange.read import Understood
from smdash.exchange.records import RowFault
from smdash.exchange.stage import Progress, Staged, stage
from smdash.store import import_names, imports, staging
from smdash.store.import_basis import load_basis
from smdash.store.import_compare import compare
from smdash.store.import_kinds.registry import words
from smdash.store.imports import StagedImport, Written
from smdash.store.locks import HOW_TO_OPEN

if TYPE_CHECKING:
    from smdash.store.store import Snapshot, Store

__all__ = ["Choices", "KindCount", "Plan", "Unmatched", "make_plan", "settle", "stage"]


_NAMED = 5


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person chose about the rows: what names stand for, by `target_key`; the campaign of rows that name none;
    and that bad rows are left out.
    """

    targets: Mapping[NameKey, Target] = field(default_factory=dict)
    campaign: str = ""
    skip_bad: bool = False


@dataclass(frozen=True, slots=True)
class KindCount:
    """Rows of one kind (entries, posts, totals …) by what becomes of them.

    `deleted` were imported once and then deleted by a person; `ignored` belong to a name that is not wanted.
    """

    kind: str
    new: int = 0
    changed: int = 0
    same: int = 0
    deleted: int = 0
    ignored: int = 0

    def words(self, number: int) -> str:
        """A number of rows of this kind, as people say it."""
        return f"{grouped(number, 0)} {words(self.kind, number)}"

    @property
    def rows(self) -> int:
        """All of them."""
        return self.new + self.changed + self.same + self.deleted + self.ignored


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A name in new rows that the store doesn't know: how many rows, existing names it may mean, and its target.

    `asked` says that a known name is so near that a person should choose; `chosen`, that a person did.
    """

    kind: str
    label: str
    rows: int
    proposals: tuple[str, ...]
    target: Target
    chosen: bool
    only_platform: bool = False

    @property
    def asked(self) -> bool:
        """Whether it needs a person: a known name is very near, or only the platform is said where there are several
        channels, and nobody has chosen; or no import adds such names.
        """
        if self.target.action is Action.UNKNOWN:
            return True
        return not self.chosen and any(self.only_platform or is_near(self.label, name) for name in self.proposals)


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will do, exactly: `writes` counts the rows it adds by table, `updates` those it changes.

    `faults` are the first of the `bad` rows. `notes` tell what was decided without asking. `imported_on` is the day
    the very same file was imported before.
    """

    file: str
    format: str
    title: str
    label: str
    counts: tuple[KindCount, ...]
    period: tuple[date, date] | None
    decisions: tuple[Decision, ...]
    unmatched: tuple[Unmatched, ...]
    faults: tuple[RowFault, ...]
    bad: int
    skip_bad: bool
    writes: Mapping[str, int]
    updates: Mapping[str, int]
    notes: tuple[str, ...]
    imported_on: date | None
    rows: StagedImport = field(repr=False, compare=False)

    @property
    def undecided(self) -> tuple[Decision, ...]:
        """What a person has to answer first."""
        return tuple(decision for decision in self.decisions if decision.ambiguous)

    @property
    def new(self) -> int:
        """Rows of the file that will be added."""
        return sum(count.new for count in self.counts)

    @property
    def changed(self) -> int:
        """Rows of the file that will change what is there."""
        return sum(count.changed for count in self.counts)

    @property
    def unknown(self) -> tuple[Unmatched, ...]:
        """Names that no import adds and nobody has explained."""
        return tuple(name for name in self.unmatched if name.target.action is Action.UNKNOWN)

    @property
    def blocked(self) -> str:
        """Why it can't be applied as it is; empty when it can."""
        if self.unreadable or self.skip_bad or not self.unknown:
            return self.unreadable or self.closed
        names = ", ".join(f"“{name.label}”" for name in self.unknown[:_NAMED])
        more = f" and {len(self.unknown) - _NAMED} more" if len(self.unknown) > _NAMED else ""
        return f"It must be said which KPI is meant by {names}{more}."

    @property
    def closed(self) -> str:
        """That it would change numbers of closed months; empty when it would not."""
        months = self.rows.comparison.closed
        if not months:
            return ""
        names = ", ".join(month.name for month in months)
        return f"{names} {'is' if len(months) == 1 else 'are'} closed, and rows of this file are numbers of that time."

    @property
    def way_on(self) -> str:
        """What can be done where closed months alone are in the way; empty otherwise."""
        months = self.rows.comparison.closed
        if not months or self.blocked != self.closed:
            return ""
        return HOW_TO_OPEN.format(month=f"{months[0].month:%Y-%m}")

    @property
    def unreadable(self) -> str:
        """What has to be decided or corrected before anything else can be asked; empty when nothing has."""
        if self.undecided:
            return "It must be decided how the file is meant: " + ", ".join(one.subject for one in self.undecided) + "."
        if self.bad and not self.skip_bad:
            rows = "1 row is" if self.bad == 1 else f"{self.bad} rows are"
            return f"{rows} not understood."
        return ""

    def close(self) -> None:
        """Remove what was staged; the plan can't be applied any more."""
        self.rows.rows.close()


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
    counts = tuple(_count(kind, states) for kind, states in comparison.states.items() if states)
    used = import_names.used(staged.rows)
    names = tuple(
        import_names.StagedName(
            ref=one.ref, kind=one.kind, label=one.label, name=one.known.name if one.known else one.target.name,
            target_id=one.known.id if one.known else None, platform=one.platform,
            first=used[one.ref].first, last=used[one.ref].last,
        )
        for one in book.names
        if one.ref in used and used[one.ref].new and not book.is_ignored(one.ref)
    )  # fmt: skip
    label = _label(understood.name, counts)
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
        unmatched=_unmatched(staged, used),
        faults=staged.faults,
        bad=staged.bad,
        skip_bad=staged.skip_bad,
        writes=prediction.added,
        updates=prediction.changed,
        notes=(*staged.notes, *comparison.notes, *_notes(comparison.kept, names, comparison.imported_on)),
        imported_on=comparison.imported_on,
        rows=waiting,
    )


def _count(kind: str, states: Mapping[str, int]) -> KindCount:
    same = states.get(staging.SAME, 0) + states.get(staging.REPEATED, 0)
    plain = {name: states.get(name, 0) for name in (staging.NEW, staging.CHANGED, staging.DELETED, staging.IGNORED)}
    return KindCount(kind, same=same, **plain)


def _label(file: str, counts: tuple[KindCount, ...]) -> str:
    said = [count.words(count.new) for count in counts if count.new]
    said += [f"{count.words(count.changed)} changed" for count in counts if count.changed]
    return f"import {file}: {', '.join(said) or 'nothing new'}"


def _unmatched(staged: Staged, used: Mapping[int, import_names.Use]) -> tuple[Unmatched, ...]:
    """One line for each unknown name; names that are the same but for their case are one."""
    found: dict[NameKey, Unmatched] = {}
    for one in staged.book.names:
        if one.matched or one.ref not in used or one.kind == "activity":
            continue
        key = one.key
        rows = used[one.ref].rows + (found[key].rows if key in found else 0)
        chosen = key in staged.book.targets
        proposals = staged.book.proposals_for(one)
        found[key] = Unmatched(one.kind, one.label, rows, proposals, one.target, chosen, one.only_platform)
    return tuple(found.values())


def _notes(kept: int, names: tuple[import_names.StagedName, ...], imported_on: date | None) -> list[str]:
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
