"""Output where the encoding of the terminal or file lacks our signs: the nearest plain one instead of a traceback."""

from __future__ import annotations

import codecs
import io
from typing import TextIO

HANDLER = "smdash-plain"
_NEAREST = dict(zip("−–—·•…▶▸▲▼●✓×÷“”„‘’→", '---.*.>>^v*+x/"""\'\'>', strict=True))


def accept_everything(stream: TextIO) -> None:
    """Let a stream write any text; where its encoding has no such character, the nearest plain one or `?`."""
    if isinstance(stream, io.TextIOWrapper):
        codecs.register_error(HANDLER, _plain)
        stream.reconfigure(errors=HANDLER)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_NEAREST.get(char, "?") for char in error.object[error.start : error.end]), error.end
