"""Evidence: what proves an answer, how a risk is treated, or what happened; a file, a link or a text, with its end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import PurePath

from smdash.domain.links import check_address
from smdash.domain.text import clean, one_line
from smdash.errors import FormFaults, InvalidInput

EXPIRING_DAYS = 14
"""How many days before its last day evidence is announced."""

LONGEST_LABEL = 120
_SAID = 60  # characters of a text that stand for it where nobody gave it a name


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    FILE = "file"
    LINK = "link"
    TEXT = "text"


class FileState(StrEnum):
    """What became of a file since its hash was worked out."""

    UNCHANGED = "unchanged"
    CHANGED = "changed"
    ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class Subject:
    """What evidence is about: an item (of the organisation, or of one campaign), a risk, or an incident."""

    item_id: str = ""
    campaign_id: int | None = None
    risk_id: int | None = None
    incident_id: int | None = None


@dataclass(frozen=True, slots=True)
class FilePrint:
    """What is kept of a file: its name, where it stood, its size in bytes, and the SHA-256 of its content in hex."""

    name: str
    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """A piece of evidence as a person enters it.

    `content` is a link's address or the text; a file has its `file` instead. `label` is how people call it, made of the
    content where it is empty. `expires` is the last day on which it proves anything, None where it has no end.
    """

    subject: Subject
    kind: EvidenceKind
    label: str = ""
    content: str = ""
    expires: date | None = None
    file: FilePrint | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence as it is kept; `content` of a file is where it stood when its hash was worked out."""

    id: int
    subject: Subject
    kind: EvidenceKind
    label: str
    content: str
    expires: date | None
    added_by: str
    added_at: datetime
    sha256: str = ""
    size: int | None = None

    def expired(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.expires is not None and self.expires < today

    def days_left(self, today: date) -> int | None:
        """Days until its last day, negative once that is over; None where it has no end."""
        return None if self.expires is None else (self.expires - today).days

    def ends_soon(self, today: date) -> bool:
        """Whether its last day is today or within two weeks."""
        left = self.days_left(today)
        return left is not None and 0 <= left <= EXPIRING_DAYS

    @property
    def draft(self) -> EvidenceDraft:
        """The draft that leaves it as it is."""
        content = "" if self.kind is EvidenceKind.FILE else self.content
        return EvidenceDraft(self.subject, self.kind, self.label, content, self.expires, self.file)

    @property
    def file(self) -> FilePrint | None:
        """What is kept of the file; None for what is none."""
        if self.kind is not EvidenceKind.FILE:
            return None
        return FilePrint(PurePath(self.content).name, self.content, self.size or 0, self.sha256)


def checked_evidence(draft: EvidenceDraft) -> EvidenceDraft:
    """The draft with its texts cleaned and its label made; `FormFaults` with every fault at its field."""
    faults: dict[str, str] = {}
    label, content = one_line(draft.label), ""
    if draft.kind is EvidenceKind.FILE:
        if draft.file is None:
            faults["path"] = "Which file? Type its path."
        else:
            label = label or one_line(draft.file.name)
    elif draft.kind is EvidenceKind.LINK:
        try:
            label, content = label, check_address(draft.content)
        except InvalidInput as fault:
            faults["address"] = fault.message
    else:
        content = clean(draft.content).strip()
        if not content:
            faults["text"] = "The text is empty."
    label = label or _beginning(content)
    if len(label) > LONGEST_LABEL:
        faults["label"] = f"The name is longer than {LONGEST_LABEL} characters."
    if faults:
        raise FormFaults(faults)
    file = draft.file if draft.kind is EvidenceKind.FILE else None
    return replace(draft, label=label, content=content, file=file)


def _beginning(content: str) -> str:
    line = one_line(content)
    return line if len(line) <= _SAID else line[: _SAID - 1].rstrip() + "…"


def evidence_state(given: Iterable[Evidence]) -> object:
    """What of the evidence belongs to a state that is accepted or signed, as JSON has it.

    A file counts by its hash, whatever it is called and wherever it stands. A single text without an end is its text
    and nothing at all the empty text: that is how evidence was kept when it was a line beside the answer, so that
    what was accepted then still holds.
    """
    pieces = sorted(
        [one.kind.value, one.sha256 or one.content, one.expires.isoformat() if one.expires else ""] for one in given
    )
    if not pieces:
        return ""
    kind, content, expires = pieces[0]
    if len(pieces) == 1 and kind == EvidenceKind.TEXT.value and not expires:
        return content
    return pieces


def evidence_words(given: Iterable[Evidence]) -> str:
    """The evidence in one line: `licence.pdf, 2 others`; `none` where there is none."""
    labels = [one.label for one in given]
    if len(labels) <= 2:
        return ", ".join(labels) or "none"
    return f"{labels[0]} and {len(labels) - 1} more"


def expired_of(given: Iterable[Evidence], today: date) -> tuple[Evidence, ...]:
    """The pieces whose last day is over."""
    return tuple(one for one in given if one.expired(today))
