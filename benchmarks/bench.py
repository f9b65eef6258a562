"""What every measurement works with: programs with a home of their own, the stores, and how often to repeat."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.results import Sample
from benchmarks.stores import Stores
from benchmarks.terminal import Terminal, Unexpected

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
SMDASH = (PYTHON, "-m", "smdash")
SIXTEEN_COLOURS = {"TERM": "xterm", "COLORTERM": ""}
PLAIN_DRIVER = {"SMDASH_PLAIN_DRIVER": "1"}


class NotYet(Exception):
    """What a row measures does not exist; the reason is the message."""


@dataclass
class Bench:
    """One run of the benchmarks."""

    home: Path
    stores: Stores
    quick: bool = False

    @property
    def times(self) -> int:
        """How often a program is started for a median."""
        return 3 if self.quick else 9

    @property
    def key_times(self) -> int:
        """How often a key is pressed for a median."""
        return 3 if self.quick else 7

    def environment(self, changes: Mapping[str, str] | None = None) -> dict[str, str]:
        """A small clean environment, with nothing that keeps Python from using its byte-compiled files."""
        return {
            "PATH": os.environ.get("PATH", ""),
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_STATE_HOME": str(self.home / ".state"),
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            **(changes or {}),
        }

    def terminal(
        self, args: Sequence[str], changes: Mapping[str, str] | None = None, *, cols: int = 80, rows: int = 24
    ) -> Terminal:
        """A program in a terminal of its own."""
        return Terminal(args, self.environment(changes), cols=cols, rows=rows)

    def dashboard(
        self, store: Path, changes: Mapping[str, str] | None = None, *, cols: int = 80, rows: int = 24
    ) -> Terminal:
        """The dashboard on a store."""
        return self.terminal(self.smdash(store), changes, cols=cols, rows=rows)

    def smdash(self, store: Path, *words: str) -> tuple[str, ...]:
        """The command line on a store, as its first person."""
        return (*SMDASH, "--store", str(store), "--person", self.stores.person(store), *words)

    def run(self, args: Sequence[str]) -> float:
        """Run a program to its end and return the seconds it took; `Unexpected` when it fails."""
        began = time.perf_counter()
        done = subprocess.run(args, env=self.environment(), cwd=self.home, capture_output=True, check=False)
        took = time.perf_counter() - began
        if done.returncode:
            raise Unexpected(f"{' '.join(args[1:])} failed:\n{done.stderr.decode()}")
        return took

    def compare(
        self, measured: Callable[[], float], floor: Callable[[], float], times: int | None = None
    ) -> tuple[Sample, Sample]:
        """Two things measured in turn, so that whatever else the machine does hits both; the first time of each is
        for the caches and does not count.
        """
        pairs = [(measured(), floor()) for _ in range((times or self.times) + 1)][1:]
        return Sample(tuple(pair[0] for pair in pairs)), Sample(tuple(pair[1] for pair in pairs))


def compile_everything() -> None:
    """Byte-compile what is measured, as an installed program is."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    folders = [str(ROOT / "smdash"), str(ROOT / "benchmarks"), *_installed()]
    subprocess.run([PYTHON, "-m", "compileall", "-q", *folders], env=environment, check=False, capture_output=True)


def _installed() -> list[str]:
    names = ("textual", "rich", "sqlalchemy", "plotext", "platformdirs", "tomli_w")
    return [str(folder / name) for folder in map(Path, sys.path) for name in names if (folder / name).is_dir()]
