"""Where a command's result goes: to the terminal or the next program, or into a file, whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from smdash.cli.options import tell
from smdash.errors import InvalidInput


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


def write_whole(path: Path, content: Iterable[str] | bytes) -> None:
    """The whole file or none: a full disk leaves what was there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        try:
            if isinstance(content, bytes):
                with draft.open("xb") as binary:
                    binary.write(content)
            else:
                with draft.open("x", encoding="utf-8", newline="") as file:
                    file.writelines(content)
            draft.replace(path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise InvalidInput(f"{path} could not be written: {reason}.", "Choose another file with -o.") from fault
