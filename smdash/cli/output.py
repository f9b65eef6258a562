"""Where a command's result goes: to the terminal or the next program, or into a file, whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from smdash.cli.options import tell
from smdash.errors import InvalidInput
from smdash.reports.whole_file import write_whole


def hand_over(output: str, pieces: Iterable[str]) -> None:
    """Write the pieces into the file named, replacing it, and say so; to standard output for none and for `-`."""
    if output in ("", "-"):
        for piece in pieces:
            sys.stdout.write(piece)
        return
    write_whole(Path(output), pieces)
    tell(f"Wrote {output}.")


def hand_over_bytes(output: str, content: bytes) -> None:
    """The same for a file that is no text, which no terminal can show."""
    if output in ("", "-"):
        if sys.stdout.isatty():
            raise InvalidInput("A terminal can't show this format.", "Name a file with -o FILE.")
        sys.stdout.buffer.write(content)
        return
    write_whole(Path(output), content)
    tell(f"Wrote {output}.")
