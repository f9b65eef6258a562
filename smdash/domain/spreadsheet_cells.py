"""Words in tables that a spreadsheet may open: what it would run as a formula is made words, and made itself again.

What starts a formula follows OWASP, "CSV Injection", and full-width forms, which some programs fold. A cell is guarded
where it starts, and behind each semicolon, tab and line end in it: a program that splits lines there sees a cell start.
"""

from __future__ import annotations

import re

_STARTS = "=+\\-@\t\r\n＝＋－＠﹦﹢﹣﹫"
_PASSED_OVER = r"""(?:[^\S\t\r\n]|["'“”‘’＂＇\u200b-\u200f\u2060\ufeff\x00-\x08\x0e-\x1b])*"""
_WHERE = r"(?:^|(?<=[;\t\r\n]))"
_RUNS = re.compile(f"{_WHERE}(?={_PASSED_OVER}[{_STARTS}])")
_MADE_WORDS = re.compile(f"{_WHERE}'(?={_PASSED_OVER}[{_STARTS}])")


def harmless(words: str) -> str:
    """Words that a spreadsheet would take for a formula, with an apostrophe before them.

    Words that look as if that had been done get one more, so that `as_written` gives back each word as it was.
    """
    return _RUNS.sub("'", words)


def as_written(words: str) -> str:
    """The words that `harmless` was given."""
    return _MADE_WORDS.sub("", words)
