"""Everything in a store as files that an empty store takes: see `complete_file` for what they are."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import chain
from pathlib import Path
from shutil import rmtree
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from smdash import __version__
from smdash.errors import InvalidInput, Refused
from smdash.exchange.complete.file import FORMAT, MANIFEST, VERSION
from smdash.store.complete import carried, check_manager, stored_rows
from smdash.store.migrations import latest
from smdash.store.store import Snapshot

ZIP = ".zip"
_Opener = Callable[[str], AbstractContextManager[IO[bytes]]]


def write_complete(snapshot: Snapshot, target: Path) -> dict[str, int]:
    """Write everything into a zip (a name that ends so, replaced if it is there) or a new folder, as a whole or not at
    all; returns the rows by table. Only the owner may read it. `Refused` but for managers, and for a folder in use.
    """
    check_manager(snapshot)
    is_zip = target.suffix.casefold() == ZIP
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        if not is_zip and target.exists() and not (target.is_dir() and not any(target.iterdir())):
            raise Refused(f"{target} exists already.", "Choose another folder, or a file that ends in .zip.")
        try:
            with _zipped(draft, snapshot) if is_zip else _in_folder(draft) as opener:
                counts = _write(snapshot, opener)
            if target.is_dir():
                target.rmdir()
            draft.replace(target)
        except BaseException:
            rmtree(draft) if draft.is_dir() else draft.unlink(missing_ok=True)
            raise
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise InvalidInput(f"{target} could not be written: {reason}.", "Choose another file with -o.") from fault
    return counts


def _write(snapshot: Snapshot, opener: _Opener) -> dict[str, int]:
    tables = []
    for number, table in enumerate(carried(), 1):
        rows = stored_rows(snapshot, table)
        first = next(rows, None)
        if first is None:
            continue
        file, digest, count = f"{number:02d}-{table.name}.ndjson", hashlib.sha256(), 0
        with opener(file) as stream:
            for row in chain((first,), rows):
                line = json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                stream.write(line)
                count += 1
        tables.append({"table": table.name, "file": file, "rows": count, "sha256": digest.hexdigest()})
    manifest = {
        "format": FORMAT,
        "version": VERSION,
        "schema": latest(),
        "smdash": __version__,
        "written_at": snapshot.now.isoformat(timespec="seconds"),
        "tables": tables,
    }
    with opener(MANIFEST) as stream:
        stream.write(json.dumps(manifest, ensure_ascii=False, indent=2).encode() + b"\n")
    return {str(one["table"]): int(str(one["rows"])) for one in tables}


@contextmanager
def _zipped(draft: Path, snapshot: Snapshot) -> Iterator[_Opener]:
    moment = snapshot.now.timetuple()[:6]

    def opener(name: str) -> AbstractContextManager[IO[bytes]]:
        entry = ZipInfo(name, moment)
        entry.compress_type = ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return archive.open(entry, "w", force_zip64=True)

    with (
        os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file,
        ZipFile(file, "w") as archive,
    ):
        yield opener


@contextmanager
def _in_folder(draft: Path) -> Iterator[_Opener]:
    draft.mkdir(mode=0o700)

    def opener(name: str) -> AbstractContextManager[IO[bytes]]:
        return os.fdopen(os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")

    yield opener
