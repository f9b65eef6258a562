"""Processes to kill: forked from one that has imported everything, since starting a Python takes half a second."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_PATIENCE = 30.0  # seconds
_LOOK_AGAIN = 0.002
_PARENT = """
import os, signal, sys
from pathlib import Path
{prepare}
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
print("ready", flush=True)
for line in sys.stdin:
    folder, *words = line.rstrip("\\n").split("\\t")
    child = os.fork()
    if child:
        print(child, flush=True)
        continue
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for number, name in ((1, "out"), (2, "err")):
        os.dup2(os.open(Path(folder, name), os.O_WRONLY | os.O_CREAT), number)
    work(*words)
    os._exit(0)
"""


@dataclass(frozen=True)
class Born:
    """A process that works, and what it says."""

    pid: int
    folder: Path

    @property
    def output(self) -> bytes:
        """What it wrote so far."""
        with suppress(FileNotFoundError):
            return (self.folder / "out").read_bytes()
        return b""

    @property
    def errors(self) -> bytes:
        """What it wrote to standard error."""
        with suppress(FileNotFoundError):
            return (self.folder / "err").read_bytes()
        return b""

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        return True

    def wait_for(self, wanted: bytes) -> None:
        """Look until it has said something."""
        end = time.monotonic() + _PATIENCE
        while wanted not in self.output:
            assert self.lives, f"it ended by itself: {self.errors.decode()}"
            assert time.monotonic() < end, self.output
            time.sleep(_LOOK_AGAIN)

    def kill(self, after: float = 0.0) -> None:
        """End it after so many seconds, if it lives then, and wait until it is gone."""
        end = time.monotonic() + after
        while self.lives and time.monotonic() < end:
            time.sleep(_LOOK_AGAIN)
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        while self.lives:
            time.sleep(_LOOK_AGAIN)


class Nursery:
    """Forks processes that run `work`, a function that the code `prepare` defines."""

    def __init__(self, prepare: str, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        self._count = 0
        self._parent = subprocess.Popen(
            [sys.executable, "-c", _PARENT.format(prepare=prepare)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        assert self._answer() == "ready"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._parent.communicate()

    def start(self, *words: str) -> Born:
        """A new process; its words are without tabs."""
        self._count += 1
        folder = self._folder / f"process-{self._count}"
        folder.mkdir(parents=True)
        assert self._parent.stdin is not None
        self._parent.stdin.write("\t".join((str(folder), *words)) + "\n")
        self._parent.stdin.flush()
        return Born(int(self._answer()), folder)

    def _answer(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline().strip()
