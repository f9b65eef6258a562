"""`smdash demo`: the dashboard on a sample organisation, in a store of its own that is removed at the end."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from types import FrameType
from typing import Any

from smdash.cli.dashboard import show
from smdash.cli.demo_script import Script, read_script
from smdash.cli.options import Globals, answer, locations, parser
from smdash.clock import DemoClock
from smdash.errors import DONE, InvalidInput, NotFound, Refused
from smdash.paths import Paths, shipped
from smdash.settings import Settings

BANNER = "DEMO, changes are discarded"
ABOUT = """\
Open the dashboard on a sample organisation: an association with members, an annual event and online courses. Its store
is built from the files in sample_data/ and removed at the end; your own store and settings are never touched."""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Open the demo, or write its store to a file; returns the exit code."""
    command = parser(name, ABOUT)
    command.add_argument("--build", metavar="FILE", help="write the demo's store to a new file, and don't open it")
    options = command.parse_args(arguments)
    if chosen.store:
        raise InvalidInput("The demo has a store of its own.", "Leave --store out, or use `smdash demo --build FILE`.")
    script = read_script(shipped("sample_data"))
    if options.build:
        _build(Path(options.build).expanduser().absolute(), script)
        answer(options.build)
        return DONE
    return _open(script, chosen)


def _open(script: Script, chosen: Globals) -> int:
    users, settings = locations(chosen)
    person = chosen.person or script.person
    clock = DemoClock(script.zone_name, script.start)
    with _private_folder() as folder:
        paths = _paths(folder, users)

        def connect() -> Any:
            # Runs in a thread, after the first frame; a second try begins in a folder of its own.
            from smdash.cli.demo_store import build_demo
            from smdash.cli.session import role_of
            from smdash.store.organisation import find_person
            from smdash.store.store import Store

            file = Path(tempfile.mkdtemp(dir=folder)) / "smdash.db"
            build_demo(file, script)
            store = Store.open(file, clock, role=role_of(chosen), actor=person)
            if store.read(find_person, person) is None:
                store.close()
                raise InvalidInput(f"“{person}” is not in the sample organisation.", "Leave --person out.")
            return import_module("smdash.tui.live").LiveStore(store)

        return show(connect, _settings(settings, person), clock, paths, BANNER)


def _settings(users: Settings, person: str) -> Settings:
    """The user's own look and keys, without their store."""
    return replace(users, person=person, store="")


def _paths(folder: Path, users: Paths) -> Paths:
    """Settings and themes as the user has them, as copies: what is changed in the demo stays there.

    Only the report of an unexpected fault goes where all of them go, since it must outlive the demo.
    """
    config = folder / "config"
    config.mkdir(mode=0o700)
    for file in (users.user_config, users.app_config):
        if file.is_file():
            shutil.copyfile(file, config / file.name)
    if users.user_themes.is_dir():
        shutil.copytree(users.user_themes, config / users.user_themes.name)
    return Paths(config_dir=config, data_dir=folder, state_dir=users.state_dir, store=folder / "smdash.db")


def _build(target: Path, script: Script) -> None:
    """Write the demo's store to a file: whole, or not at all."""
    from smdash.cli.demo_store import build_demo

    if not target.parent.is_dir():
        raise NotFound(f"There is no folder {target.parent}.", "Make it first.")
    if target.exists():
        raise Refused(f"{target} exists already.", "Choose another file, or remove this one.")
    with _private_folder(target.parent) as folder:
        draft = folder / target.name
        build_demo(draft, script)
        draft.rename(target)


@contextmanager
def _private_folder(inside: Path | None = None) -> Iterator[Path]:
    """A folder only its owner can look into, removed at the end; also when a signal ends the program."""
    if sys.platform != "win32":
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _leave)
    with tempfile.TemporaryDirectory(prefix="smdash-demo-", dir=inside, ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def _leave(number: int, _frame: FrameType | None) -> None:
    """End in order: with the exit code a shell gives to that signal, and everything closed and removed."""
    raise SystemExit(128 + number)
