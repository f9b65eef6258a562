"""A file written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from smdash.errors import InvalidInput


def write_whole(path: Path, content: Iterable[str] | bytes) -> None:
    """Write text in pieces, or bytes, replacing what stands there; a full disk leaves it. `InvalidInput` where the
    system does not let us.
    """
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
        raise InvalidInput(f"{path} could not be written: {reason}.", "Choose another file.") from fault
