"""The history of one thing: its lines of the audit trail in words that people read, without what only machines need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smdash.domain.audit import AuditLine
from smdash.domain.text import one_line

_WORDS = {
    "answer": "answer",
    "reason": "reason",
    "note": "note",
    "evidence": "evidence",
    "owner_id": "owner",
    "due": "due",
    "next_review": "next review",
    "likelihood": "likelihood",
    "impact": "impact",
    "residual_likelihood": "likelihood with controls",
    "residual_impact": "impact with controls",
    "kind": "kind",
    "label": "evidence",
    "content": "content",
    "sha256": "SHA-256",
    "expires": "holds until",
    "accepted_by": "accepted by",
    "until": "until",
    "revoked": "taken back",
    "title": "risk",
    "treatment": "treatment",
    "plan": "plan",
    "closed_on": "closed on",
    "question": "question",
    "retired": "retired",
}
"""What a column is called; the others of these tables are kept for the program."""

_DIGITS = 12  # of a hash: enough to tell two apart


def history_words(line: AuditLine, people: Mapping[int, str]) -> tuple[str, ...]:
    """What differs, one sentence each: `answer yes → no`, `owner ana → ben`; what was added or taken away says so.

    `people` are names by id.
    """
    before, after = line.before, line.after
    if isinstance(before, str) or isinstance(after, str):
        return ("the content was erased",)
    if before is None or after is None:
        said = [f"{_WORDS[name]} {_shown(name, value, people)}" for name, value in _told(after or before or {})]
        return tuple(said) if after is not None else ("deleted", *said)
    return tuple(
        f"{word} {_shown(name, before.get(name), people)} → {_shown(name, after[name], people)}"
        for name, word in _WORDS.items()
        if name in after
    )


def _told(row: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, row[name]) for name in _WORDS if row.get(name) not in ("", None, "null", 0)]


def _shown(name: str, value: Any, people: Mapping[int, str]) -> str:
    if value in ("", None, "null"):
        return "none"
    if name == "owner_id":
        return people.get(int(value), f"person {value}")
    if name == "retired":
        return "yes" if value else "no"
    said = one_line(str(value)).replace("not_applicable", "n.a.")
    return said[:_DIGITS] if name == "sha256" else said
