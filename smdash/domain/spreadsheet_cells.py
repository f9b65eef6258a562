"""Words in tables that a spreadsheet may open: what it would run as a formula is made words, and made itself again."""

from __future__ import annotations

import re

_RUNS_AS_FORMULA = re.compile(r" *[=+\-@\t\r]")


def harmless(words: str) -> str:
    """Words that a spreadsheet would take for a formula, with an apostrophe before them.

    Words that look as if that had been done get one more, so that `as_written` gives back each word as it was.
    """
    return f"'{words}" if _RUNS_AS_FORMULA.match(words.lstrip("'")) else words


def as_written(words: str) -> str:
    """The words that `harmless` was given."""
    return words[1:] if words.startswith("'") and _RUNS_AS_FORMULA.match(words.lstrip("'")) else words
