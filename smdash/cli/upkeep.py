"""`smdash undo`, `redo`, `backup`, `restore`, `doctor` and `paths`."""

from __future__ import annotations

import os
import sys
from dataclasses import fields
from pathlib import Path

from smdash import __version__
from smdash.cli.options import Globals, answer, answer_json, locations, parser
from smdash.cli.session import open_store, opened
from smdash.clock import Clock
from smdash.errors import NotFound
from smdash.paths import Paths
from smdash.store import backup, doctor, import_undo, undo
from smdash.store.doctor import Finding
from smdash.store.migrations import latest

_ABOUT = {
    "undo": "Take back your last change, an import included.",
    "redo": "Do again what was undone last.",
    "backup": "Copy the store while it is in use.",
    "restore": "Put a backup in the store's place; what it replaces is kept.",
    "doctor": "Check the store, its journal and its totals, and this terminal.",
    "paths": "Print the files and folders in use.",
}


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Run one of the upkeep commands."""
    options = parser(name, _ABOUT[name])
    if name == "undo":
        options.add_argument(
            "--keep-edited",
            action="store_true",
            help="take back your last import, all but what was edited or used since",
        )
    if name == "restore":
        options.add_argument("copy", nargs="?", default="", help="the backup; without it they are listed")
    if name == "backup":
        options.add_argument("folder", nargs="?", default="", help="where to, if not beside the store")
    if name in ("doctor", "paths"):
        options.add_argument("--json", action="store_true", help="print as JSON")
    given = options.parse_args(arguments)
    match name:
        case "undo" if given.keep_edited:
            return _undo_import(chosen)
        case "undo" | "redo":
            return _undo(chosen, name)
        case "backup":
            return _backup(chosen, given.folder)
        case "restore":
            return _restore(chosen, given.copy)
        case "doctor":
            return _doctor(chosen, as_json=given.json)
        case _:
            return _paths(chosen, as_json=given.json)


def _must_exist(paths: Paths) -> None:
    if not paths.store.exists():
        raise NotFound(f"There is no store at {paths.store}.", "`smdash` makes one, or choose another with --store.")


def _undo(chosen: Globals, name: str) -> int:
    _must_exist(locations(chosen)[0])
    with opened(chosen) as session:
        done = session.store.write(undo.undo if name == "undo" else undo.redo)
    answer(f"{'took back' if name == 'undo' else 'did again'}: {done.label}")
    return 0


def _undo_import(chosen: Globals) -> int:
    _must_exist(locations(chosen)[0])
    with opened(chosen) as session:
        done = session.store.write(import_undo.undo_keeping_edited)
    answer(f"took back: {done.label}")
    if done.kept:
        answer(f"kept, edited or used since: {', '.join(map(str, done.kept))}")
    return 0


def _backup(chosen: Globals, folder: str) -> int:
    paths, _ = locations(chosen)
    _must_exist(paths)
    target = Path(folder).expanduser().absolute() if folder else paths.backups
    answer(str(backup.back_up(paths.store, target, Clock().now())))
    return 0


def _restore(chosen: Globals, copy: str) -> int:
    paths, _ = locations(chosen)
    if not copy:
        found = backup.backups(paths.store, paths.backups)
        answer("\n".join(map(str, found)) or f"no backups in {paths.backups}")
        return 0
    kept = backup.restore(paths.store, Path(copy).expanduser().absolute(), Clock().now())
    answer(f"restored {copy}" + (f"; what stood there is {kept}" if kept else ""))
    return 0


def _doctor(chosen: Globals, *, as_json: bool) -> int:
    paths, settings = locations(chosen)
    _must_exist(paths)
    store = open_store(chosen, paths, settings)
    try:
        findings = (*store.read(doctor.examine), _permissions(paths))
    finally:
        store.close()
    if as_json:
        answer_json([{item.name: getattr(found, item.name) for item in fields(found)} for found in findings])
    else:
        for found in findings:
            answer(f"{'ok  ' if found.fine else 'BAD '}{found.check:<12}{found.detail}")
        answer(f"    smdash      {__version__}, schema {latest()}, Python {sys.version.split()[0]}")
        answer(f"    terminal    {os.environ.get('TERM', 'none')}; over SSH, `ssh -C` sends far fewer bytes")
    return 0 if all(found.fine for found in findings) else 1


def _permissions(paths: Paths) -> Finding:
    mode = paths.store.stat().st_mode & 0o077
    detail = "yours only" if not mode else f"others may open {paths.store}: chmod 600"
    return Finding("permissions", fine=not mode, detail=detail)


def _paths(chosen: Globals, *, as_json: bool) -> int:
    paths, _ = locations(chosen)
    shown = {
        "store": paths.store,
        "backups": paths.backups,
        "config": paths.user_config,
        "app settings": paths.app_config,
        "themes": paths.user_themes,
        "drafts": paths.drafts,
        "crash reports": paths.crash_reports,
    }
    if as_json:
        answer_json({key: str(value) for key, value in shown.items()})
    else:
        for key, value in shown.items():
            answer(f"{key:<14}{value}")
    return 0
