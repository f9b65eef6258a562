"""A program in a real terminal: started in a pseudo-terminal, typed into, read as a screen.

    from tests.terminal_session import SMDASH, TerminalSession

    def test_hours_are_logged(tmp_path: Path) -> None:
        with TerminalSession([*SMDASH, "demo"], home=tmp_path) as session:
            session.wait_for("1 Overview")
            session.press("t").wait_for("Log time")
            session.type("1h30m spring").press("enter").wait_for("1:30")
            session.press("q")
            assert session.wait_exit() == 0

Always wait for what the last key must have brought before pressing the next one: that, and not a sleep, keeps a test
both fast and reliable. Waiting reads whatever the program sends and stops as soon as the condition holds; when it does
not hold in time, the failure shows the screen as it was. The program has its own home folder and none of the caller's
environment but PATH and the like, a UTF-8 locale, and 80 x 24 cells unless told otherwise.
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
import sys
import termios
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyte
from rich.cells import split_graphemes
from wcwidth import wcwidth

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SMDASH = (sys.executable, "-m", "smdash")
ALTERNATE_SCREEN = 1049
PATIENCE = 15.0  # seconds; generous, because a wait ends as soon as its condition holds
KEYS = {
    "enter": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b[27u",  # the unambiguous form: a bare ESC would merge with the key that follows
    "backspace": "\x7f",
    "space": " ",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    **{f"f{n}": f"\x1bO{letter}" for n, letter in enumerate("PQRS", 1)},
    **{f"f{n}": f"\x1b[{code}~" for n, code in enumerate((15, 17, 18, 19, 20, 21, 23, 24), 5)},
}

_KEPT_VARIABLES = ("PATH", "TMPDIR", "COVERAGE_PROCESS_START", "PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
# Makes the pseudo-terminal the controlling one, then becomes the program. A child of its own instead of a
# `preexec_fn` or `pty.fork`, which Python warns about when the tests' process has threads.
_BECOME = "import fcntl,os,sys,termios;fcntl.ioctl(0,termios.TIOCSCTTY,0);os.execvp(sys.argv[1],sys.argv[1:])"
_UNKNOWN_TO_PYTE = re.compile(r"\x1b\[[<=][\d;]*u")  # the kitty keyboard protocol; pyte would draw its "u"
_UNFINISHED = re.compile(r"(?:\x1b(?:\[[<=]?[\d;]*)?|[^\x00-\x7f]+)\Z")  # an escape, or a cluster that may go on


class GraphemeScreen(pyte.Screen):
    """pyte's screen, with clusters of code points (emoji with ZWJ or VS16) as wide as Textual takes them to be.

    Entering or leaving the alternate screen clears it, so that what a program leaves behind is what shows at the end.
    """

    def set_mode(self, *modes: int, **options: Any) -> None:
        """Set terminal modes."""
        super().set_mode(*modes, **options)
        self._clear_for(modes, options)

    def reset_mode(self, *modes: int, **options: Any) -> None:
        """Reset terminal modes."""
        super().reset_mode(*modes, **options)
        self._clear_for(modes, options)

    def _clear_for(self, modes: tuple[int, ...], options: dict[str, Any]) -> None:
        if options.get("private") and ALTERNATE_SCREEN in modes:
            self.erase_in_display(2)
            self.cursor_position()

    def draw(self, data: str) -> None:
        """Draw text at the cursor, each cluster in one cell, or in two with an empty second one."""
        if data.isascii():
            super().draw(data)
            return
        for start, end, width in split_graphemes(data)[0]:
            if end - start == 1 and width == wcwidth(data[start]):
                super().draw(data[start:end])
            elif width:
                x, y = self.cursor.x, self.cursor.y
                super().draw(" " * width)
                self.buffer[y][x] = self.buffer[y][x]._replace(data=data[start:end])
                for follower in range(x + 1, x + width):
                    self.buffer[y][follower] = self.buffer[y][follower]._replace(data="")


class TerminalSession:
    """One program running in its own pseudo-terminal; a context manager that ends it, whatever happens."""

    def __init__(
        self,
        args: Sequence[str],
        *,
        home: Path,
        cols: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> None:
        """Start `args` in `cols` x `rows` cells with `home` as HOME, XDG folders in it, and as working folder.

        `env` adds variables to the small clean environment, or takes one away when its value is None.
        """
        self.cols, self.rows = cols, rows
        self._screen = GraphemeScreen(cols, rows)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._received = bytearray()
        self._held = ""
        self._ended = False
        self._master, slave = os.openpty()
        self._set_size(cols, rows)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", "-c", _BECOME, *args],
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=_environment(home, env or {}),
                cwd=cwd or home,
                start_new_session=True,
            )
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- what the program shows ---

    @property
    def screen(self) -> list[str]:
        """The lines on the screen as received so far, without trailing blanks. Reads nothing new: see `wait_for`."""
        return ["".join(cell.data for cell in row).rstrip() for row in self.cells]

    @property
    def text(self) -> str:
        """The screen as one string."""
        return "\n".join(self.screen)

    @property
    def cells(self) -> list[list[Any]]:
        """pyte's cells (`data`, `fg`, `bg`, `bold`, `reverse` …), by row and column."""
        return [[self._screen.buffer[y][x] for x in range(self.cols)] for y in range(self.rows)]

    @property
    def raw(self) -> bytes:
        """Every byte received so far: `len(session.raw)` before and after tells what something costs."""
        return bytes(self._received)

    @property
    def in_alternate_screen(self) -> bool:
        """Whether the program has switched to the alternate screen and not back."""
        return self.raw.rfind(b"\x1b[?1049h") > self.raw.rfind(b"\x1b[?1049l")

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """The program's exit code, negative for the signal that killed it, None while it runs."""
        return self._process.poll()

    # --- what the program is told ---

    def press(self, *keys: str) -> Self:
        """Press keys by name: a name of `KEYS`, "ctrl+x", "alt+x", or a single character."""
        for key in keys:
            self.send(_key_bytes(key))
        return self

    def type(self, text: str) -> Self:
        """Type text as it is, one key a character."""
        return self.send(text.encode())

    def send(self, data: bytes) -> Self:
        """Send raw bytes, for a paste or a terminal's answer to a query."""
        while data:
            data = data[os.write(self._master, data) :]
        return self

    def resize(self, cols: int, rows: int) -> Self:
        """Change the size of the terminal; the kernel tells the program."""
        self.cols, self.rows = cols, rows
        self._screen.resize(rows, cols)
        self._set_size(cols, rows)
        return self

    def disturb(self, text: str) -> Self:
        """Write over the terminal's own picture at the top, as another program's message would; nobody is told."""
        self._stream.feed(f"\x1b7\x1b[1;1H{text}\x1b8")
        return self

    def signal(self, number: int) -> Self:
        """Send a signal to the program alone."""
        os.kill(self.pid, number)
        return self

    # --- waiting ---

    def wait_for(self, wanted: str | Callable[[Self], bool], timeout: float = PATIENCE) -> Self:
        """Read until a text is on the screen, or `wanted(session)` holds; an AssertionError shows the screen if not."""
        deadline = time.monotonic() + timeout
        while not (wanted in self.text if isinstance(wanted, str) else wanted(self)):
            if not self._pump(deadline):
                why = f"the program ended ({self.exit_code})" if self._ended else f"{timeout} s have passed"
                raise AssertionError(f"{why}, waiting for {wanted!r}:\n{self._framed()}")
        return self

    def wait_gone(self, text: str, timeout: float = PATIENCE) -> Self:
        """Read until a text is no longer on the screen."""
        return self.wait_for(lambda session: text not in session.text, timeout)

    def wait_quiet(self, quiet: float = 0.3, timeout: float = PATIENCE) -> bytes:
        """Read until nothing has come for `quiet` seconds, and return what came.

        Only for counting bytes or taking a picture, after `wait_for` has seen the effect; never in place of it.
        """
        before, deadline = len(self._received), time.monotonic() + timeout
        while self._pump(min(deadline, time.monotonic() + quiet)) and time.monotonic() < deadline:
            pass
        return bytes(self._received[before:])

    def wait_exit(self, timeout: float = PATIENCE) -> int:
        """Read until the program has ended, and return its exit code."""
        deadline = time.monotonic() + timeout
        while self._pump(deadline):
            pass
        try:
            return self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {timeout} s:\n{self._framed()}") from None

    def wait_stopped(self) -> Self:
        """Wait until the program has stopped itself (SIGTSTP, ctrl+z), or ended."""
        os.waitid(os.P_PID, self.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        return self

    def hang_up(self, timeout: float = PATIENCE) -> int:
        """Take the terminal away, as a lost connection or a closed window does, and return the program's exit code."""
        self._disconnect()
        return self._process.wait(timeout)

    def close(self) -> None:
        """End the program and its children, and give the terminal back. Harmless when repeated."""
        if self._process.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)  # its own session and group, so nobody else's process is hit
        self._process.wait()
        self._disconnect()

    def _disconnect(self) -> None:
        if self._master >= 0:
            os.close(self._master)
        self._master, self._ended = -1, True

    def _pump(self, deadline: float) -> bool:
        """Take the next output; False when there is none before the deadline, or never will be."""
        if self._ended:
            return False
        if not select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))[0]:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # EIO: Linux's way to say that nobody has the other side open any more
            data = b""
        self._ended = not data
        self._received += data
        text = self._held + self._decode(data, final=self._ended)
        unfinished = None if self._ended else _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        self._held = text[cut:]
        self._stream.feed(_UNKNOWN_TO_PYTE.sub("", text[:cut]))
        return not self._ended

    def _set_size(self, cols: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, 0, 0))

    def _framed(self) -> str:
        rule = "-" * self.cols
        return "\n".join([rule, *self.screen, rule])


def _environment(home: Path, changes: Mapping[str, str | None]) -> dict[str, str]:
    clean: dict[str, str | None] = {name: os.environ.get(name) for name in _KEPT_VARIABLES}
    clean |= {"HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    for kind, folder in (
        ("CONFIG", ".config"),
        ("DATA", ".local/share"),
        ("STATE", ".local/state"),
        ("CACHE", ".cache"),
    ):
        clean[f"XDG_{kind}_HOME"] = str(home / folder)
    clean |= changes
    return {name: value for name, value in clean.items() if value is not None}


def _key_bytes(key: str) -> bytes:
    if key in KEYS:
        return KEYS[key].encode()
    modifier, _, char = key.partition("+")
    if modifier == "ctrl" and len(char) == 1:
        return bytes([ord(char) & 0x1F])
    if modifier == "alt" and len(char) == 1:
        return f"\x1b{char}".encode()
    if len(key) != 1:
        raise ValueError(f"no key is called {key!r}")
    return key.encode()
