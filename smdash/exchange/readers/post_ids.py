"""Ids of posts, and what spreadsheets make of them: numbers with 15 digits at most."""

from __future__ import annotations

import re

_ROUNDED = re.compile(r"[0-9](?:[.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
_CUT = re.compile(r"[0-9]{15}0{3,}")


def is_rounded(printed: str) -> bool:
    """Whether an id is written as a number was: `6.49E+17`."""
    return _ROUNDED.fullmatch(printed) is not None


def may_be_cut(printed: str) -> bool:
    """Whether an id looks as if a spreadsheet had kept its first 15 digits: one in a thousand does by itself."""
    return is_rounded(printed) or _CUT.fullmatch(printed) is not None
