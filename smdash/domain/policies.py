"""Policies: their versions, whom they concern, who has confirmed the version in force, and who is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from smdash.domain.organisation import Person, PersonKind
from smdash.domain.text import clean, one_line
from smdash.errors import FormFaults

LONGEST = 120


@dataclass(frozen=True, slots=True)
class PolicyPreset:
    """A policy to begin with; `points` are what it has to settle, each with the item of the library it comes from."""

    key: str
    name: str
    about: str
    kinds: tuple[PersonKind, ...]
    points: tuple[tuple[str, str], ...]

    @property
    def summary(self) -> str:
        """The points as lines, as the summary of a first version."""
        return "\n".join(f"- {text} ({item})" for text, item in self.points)


@dataclass(frozen=True, slots=True)
class PolicyDraft:
    """What a policy is about, who looks after it, and which kinds of people have to confirm it."""

    name: str
    about: str = ""
    owner_id: int | None = None
    kinds: tuple[PersonKind, ...] = tuple(PersonKind)


@dataclass(frozen=True, slots=True)
class VersionDraft:
    """One version. `place` is where it can be read: a link, or a file name, of which `sha256` tells the content."""

    version: str
    effective_on: date
    review_on: date | None = None
    summary: str = ""
    place: str = ""
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """Who confirmed a version on which day, how, and who recorded that."""

    id: int
    person_id: int
    on: date
    how: str = ""
    recorded_by: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version as stored, with its confirmations by person."""

    id: int
    draft: VersionDraft
    confirmed: Mapping[int, Acknowledgement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Policy:
    """A policy with its versions, the earliest first."""

    id: int
    draft: PolicyDraft
    versions: tuple[Version, ...] = ()
    archived: bool = False

    def in_force(self, today: date) -> Version | None:
        """The version that took effect last; None while none has."""
        begun = [version for version in self.versions if version.draft.effective_on <= today]
        return begun[-1] if begun else None

    def upcoming(self, today: date) -> Version | None:
        """The next version that is still to take effect; None when there is none."""
        return next((version for version in self.versions if version.draft.effective_on > today), None)

    def concerned(self, people: Iterable[Person]) -> tuple[Person, ...]:
        """Who has to confirm it: people of its kinds that are not archived."""
        return tuple(person for person in people if person.kind in self.draft.kinds and not person.archived)

    def missing(self, version: Version | None, people: Iterable[Person]) -> tuple[Person, ...]:
        """Who has not confirmed a version; nobody where there is none, since then there is nothing to confirm."""
        if version is None or self.archived:
            return ()
        return tuple(person for person in self.concerned(people) if person.id not in version.confirmed)

    def to_confirm(self, today: date) -> Version | None:
        """The version people are asked about: the one in force, else the one to come."""
        return self.in_force(today) or self.upcoming(today)


def in_order(versions: Iterable[Version]) -> tuple[Version, ...]:
    """Versions by the day they take effect; of one day the later added stands."""
    return tuple(sorted(versions, key=lambda version: (version.draft.effective_on, version.id)))


def checked_policy(draft: PolicyDraft) -> PolicyDraft:
    """The draft with clean text, kinds in their order; `FormFaults` with every fault at its field."""
    name, faults = one_line(draft.name), {}
    if not name:
        faults["name"] = "The policy needs a name."
    elif len(name) > LONGEST:
        faults["name"] = f"The name is longer than {LONGEST} characters."
    if not draft.kinds:
        faults["kinds"] = "Choose whom it concerns, or nobody is ever asked."
    if faults:
        raise FormFaults(faults)
    kinds = tuple(kind for kind in PersonKind if kind in draft.kinds)
    return replace(draft, name=name, about=clean(draft.about).strip(), kinds=kinds)


def checked_version(draft: VersionDraft, others: Iterable[Version]) -> VersionDraft:
    """The draft with clean text, beside the policy's `others`; `FormFaults` with every fault at its field."""
    label, faults = one_line(draft.version), {}
    if not label:
        faults["version"] = "The version needs a label, such as 1.0 or 2026-11."
    elif any(one_line(other.draft.version).casefold() == label.casefold() for other in others):
        faults["version"] = f"There is a version “{label}” already."
    if draft.review_on is not None and draft.review_on <= draft.effective_on:
        faults["review_on"] = "The review must be later than the day it takes effect."
    if faults:
        raise FormFaults(faults)
    return replace(draft, version=label, summary=clean(draft.summary).strip(), place=one_line(draft.place))
