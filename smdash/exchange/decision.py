"""What was decided about a file, and why: shown in the preview, and open to another choice."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing a file doesn't say by itself.

    `key` names it for an answer (`encoding`, `delimiter`, `date:publish time`, `number:amount`), `subject` for people;
    `chosen` is what is used now. `candidates` are the other possible answers (and `chosen`); `ambiguous` says that the
    file fits more than one of them equally well, so that a person has to choose before anything is written.
    """

    key: str
    subject: str
    chosen: str
    why: str
    candidates: tuple[str, ...] = ()
    ambiguous: bool = False

    def __str__(self) -> str:
        return f"{self.subject}: {self.chosen} ({self.why})"
