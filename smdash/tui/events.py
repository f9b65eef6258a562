"""What panes, screens and the app tell each other."""

from __future__ import annotations

from typing import Final

from textual.message import Message

WORDS: Final = frozenset(
    {"time", "campaigns", "goals", "risks", "people", "posts", "channels", "imports", "strategy", "settings"}
)
"""The words data changes are announced by; each names what a pane may show."""


class DataChanged(Message):
    """Something was written; `words` says what. The app reloads visible panes that care and marks the others stale."""

    def __init__(self, words: frozenset[str]) -> None:
        super().__init__()
        self.words = words


class PeriodChanged(Message):
    """The chosen period is another one now; `app.period` holds it."""


class JumpTo(Message):
    """Show a pane and the thing in it: `kind` is the pane's own word for what `target` identifies."""

    def __init__(self, pane: str, kind: str = "", target: int | None = None) -> None:
        super().__init__()
        self.pane = pane
        self.kind = kind
        self.target = target
