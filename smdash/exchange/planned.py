"""What an import would do, as values: choices that lead to it, counts, unknown names, the plan itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from smdash.domain.figures import grouped
from smdash.exchange.decision import Decision
from smdash.exchange.names import Action, NameKey, Target, is_near
from smdash.exchange.records.base import RowFault
from smdash.store.import_acts import StagedAct
from smdash.store.import_kinds.registry import words
from smdash.store.imports import StagedImport
from smdash.store.locks import HOW_TO_OPEN

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
class PlannedFile:
    """One of several files of an import: its name, format, and what was decided about it."""

    name: str
    digest: str
    format: str
    title: str
    rows: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import will do, exactly: `writes` counts the rows it adds by table, `updates` those it changes.

    `faults` are the first of the `bad` rows. `notes` tell what was decided without asking. `imported_on` is the day
    the very same file was imported before. `files` are those of an import of several, empty for one: `decisions` are
    then those of all, each with its file.
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
    rows: StagedImport | StagedAct = field(repr=False, compare=False)
    files: tuple[PlannedFile, ...] = ()

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
        months = self.rows.closed
        if not months:
            return ""
        names = ", ".join(month.name for month in months)
        return f"{names} {'is' if len(months) == 1 else 'are'} closed, and rows of this file are numbers of that time."

    @property
    def way_on(self) -> str:
        """What can be done where closed months alone are in the way; empty otherwise."""
        months = self.rows.closed
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
        self.rows.close()
