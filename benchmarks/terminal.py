"""A program in a pseudo-terminal, with the moment each piece of its output came.

Unlike the tests' terminal it only collects while it waits; what the screen showed when is worked out afterwards, so
that reading the output does not delay it.
"""

from __future__ import annotations

import codecs
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import pyte

from tests.terminal_session import KEYS, GraphemeScreen

Screen = list[str]
PATIENCE = 60.0
QUIET = 0.4  # seconds without output after which an answer is taken to be whole
_UNKNOWN_TO_PYTE = re.compile(r"\x1b\[[<=>][\d;]*u")


class Unexpected(Exception):
    """The program did not do what a measurement waits for; the screen is in the message."""


@dataclass(frozen=True, slots=True)
class Burst:
    """What came after a key: seconds to the first and to the last byte, and the bytes."""

    first: float
    last: float
    data: bytes


class Terminal:
    """One program in its own pseudo-terminal; a context manager that ends it."""

    def __init__(self, args: Sequence[str], env: Mapping[str, str], *, cols: int = 80, rows: int = 24) -> None:
        self.rows = rows
        self._screen = GraphemeScreen(cols, rows)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._pieces: list[tuple[float, bytes]] = []
        self._replayed = 0
        self._ended = False
        self._master, slave = os.openpty()
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))
        self.started = self.pressed = time.perf_counter()
        self._process = subprocess.Popen(
            args,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=dict(env),
            start_new_session=True,
            preexec_fn=_own_the_terminal,  # safe: the benchmarks have one thread
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._master)

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    def act(self, *keys: str, quiet: float = QUIET) -> Burst:
        """Press keys by name, or type a longer text; returns what came until nothing more did."""
        mark = len(self._pieces)
        self.pressed = began = time.perf_counter()
        os.write(self._master, b"".join(KEYS.get(key, key).encode() for key in keys))
        self._collect_until_quiet(quiet)
        came = self._pieces[mark:]
        if not came:
            return Burst(0.0, 0.0, b"")
        return Burst(came[0][0] - began, came[-1][0] - began, b"".join(data for _, data in came))

    def rest(self, seconds: float) -> bytes:
        """Everything that comes in a time in which nothing is pressed."""
        mark, until = len(self._pieces), time.perf_counter() + seconds
        while self._collect(until):
            pass
        return b"".join(data for _, data in self._pieces[mark:])

    def moment(self, shown: str | Callable[[Screen], bool], patience: float = PATIENCE) -> float:
        """The moment (of `time.perf_counter`) at which the screen first showed something, looking from here on.

        What it shows already, it showed at the moment of the last byte looked at.
        """
        deadline = time.perf_counter() + patience

        def there() -> bool:
            screen = self.screen_so_far
            return shown in "\n".join(screen) if isinstance(shown, str) else shown(screen)

        at = self._pieces[self._replayed - 1][0] if self._replayed else self.started
        while not there():
            if self._replayed < len(self._pieces):
                at = self._replay()
                continue
            self._collect_until_quiet(0.05)
            if self._replayed < len(self._pieces):
                continue
            if self._ended or time.perf_counter() > deadline:
                text = "\n".join(self.screen_so_far)
                raise Unexpected(f"waited in vain; the screen is\n{text}")
        return at

    def settle(self, quiet: float = QUIET) -> float:
        """Wait until nothing more comes, and return the moment of the last byte."""
        self._collect_until_quiet(quiet)
        return self._pieces[-1][0] if self._pieces else self.started

    @property
    def screen(self) -> Screen:
        """The lines on the screen now."""
        while self._replayed < len(self._pieces):
            self._replay()
        return self.screen_so_far

    @property
    def screen_so_far(self) -> Screen:
        """The lines as far as the output was replayed."""
        return [line.rstrip() for line in self._screen.display]

    @property
    def cpu_seconds(self) -> float:
        """Processor time the program has used."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_bytes(self) -> int:
        """Memory the program has in use (resident)."""
        fields = Path(f"/proc/{self.pid}/statm").read_text().split()
        return int(fields[1]) * os.sysconf("SC_PAGE_SIZE")

    def _replay(self) -> float:
        at, data = self._pieces[self._replayed]
        self._replayed += 1
        self._stream.feed(_UNKNOWN_TO_PYTE.sub("", self._decode(data)))
        return at

    def _collect_until_quiet(self, quiet: float) -> None:
        while self._collect(time.perf_counter() + quiet):
            pass

    def _collect(self, until: float) -> bool:
        """Take the next output; False when there is none until then, or never will be."""
        if self._ended or not select.select([self._master], [], [], max(0.0, until - time.perf_counter()))[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # EIO: nobody has the other side open any more
            data = b""
        self._ended = not data
        if data:
            self._pieces.append((time.perf_counter(), data))
        return not self._ended


def _own_the_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
