"""The driver that sends only the cells that change: Textual's own for Unix, with a screen model before the terminal.

Textual paints rows several times and gives each piece its full colours. Over SSH that is what a person waits for.
"""

from __future__ import annotations

import os
import re
import signal
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.drivers.linux_driver import LinuxDriver

from smdash.tui.driver.cells import is_frame
from smdash.tui.driver.glyphs import Charset
from smdash.tui.driver.painting import ScreenCells

if TYPE_CHECKING:
    from types import FrameType
    from typing import TextIO

    from textual.app import App

SYNC_START, SYNC_END = "\x1b[?2026h", "\x1b[?2026l"
HUNG_UP = 128 + signal.SIGHUP
# Modes (but the alternate screen), queries, keyboard protocols, titles, clipboard, pointer shape, bell.
_LEAVES_CELLS_ALONE = re.compile(r"(?:\x1b\[[?<>=](?!1049)[\d;]*\$?[a-z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x07)+")


class ChangedCellsDriver(LinuxDriver):
    """Keeps the screen as cells, paints each frame into them, and sends what changed.

    What is not a frame goes through untouched and, unless it is known to leave the cells alone, makes the driver forget
    the screen. The worst case is therefore Textual's own output.
    """

    charset: ClassVar[Charset] = Charset.UNICODE

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        """See `textual.driver.Driver`."""
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        self._cells = ScreenCells(self.charset)
        self._synchronised = False
        # Textual's own attribute, because it has no other way to say where to write. Its writing thread dies of an
        # error, and the program then waits forever for a place in that thread's queue.
        self._file = _UntilHangUp(self._file)  # type: ignore[assignment,arg-type]

    def forget(self) -> None:
        """Take the terminal's contents as unknown, so that the next repaint is sent whole (a redraw by hand)."""
        self._cells.forget()

    def start_application_mode(self) -> None:
        """Start, or resume after a suspension, and watch for changes of size."""
        self.forget()
        super().start_application_mode()  # type: ignore[no-untyped-call]  # Textual leaves the return type out
        told = signal.getsignal(signal.SIGWINCH)

        def on_resize(number: int, frame: FrameType | None) -> None:
            self.forget()  # terminals move or drop cells then
            if callable(told):
                told(number, frame)

        signal.signal(signal.SIGWINCH, on_resize)

    def resume_application_mode(self) -> None:
        """Come back after a suspension with the whole screen: after ctrl+z Textual by itself repaints nothing."""
        super().resume_application_mode()
        # Textual's own attributes, as everywhere in its drivers; this may be a signal's handler, hence not now.
        self._loop.call_soon_threadsafe(partial(self._app.refresh, layout=True))

    def write(self, data: str) -> None:
        """Send what a frame changes, or anything else as it is."""
        if data in (SYNC_START, SYNC_END):
            self._synchronised = True  # the terminal knows it; put around what is really sent
        elif is_frame(data):
            # Textual's own attribute: the size that the frame was made for, and a driver has no other way to its app.
            update = self._cells.update(data, *self._app.size)
            if update:
                super().write(f"{SYNC_START}{update}{SYNC_END}" if self._synchronised else update)
        else:
            if not _LEAVES_CELLS_ALONE.fullmatch(data):
                self.forget()
            super().write(data)

    def run_input_thread(self) -> None:
        """Read keys; bytes that are not UTF-8 are dropped, and a lost terminal ends the app as a hang-up does."""
        while True:
            try:
                super().run_input_thread()
            except UnicodeDecodeError:
                continue  # Textual would end the app with a traceback
            except OSError:
                self._loop.call_soon_threadsafe(self._app.exit, None, HUNG_UP)
            return


class _UntilHangUp:
    """A text stream that swallows everything once the terminal behind it is gone, so that the app can end in order."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> None:
        try:
            self._stream.write(text)
        except OSError:
            self._let_go()

    def flush(self) -> None:
        try:
            self._stream.flush()
        except OSError:
            self._let_go()

    def fileno(self) -> int:
        return self._stream.fileno()

    def _let_go(self) -> None:
        """Put the null device in the terminal's place; else Python fails to flush at the end and exits with 120."""
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, self._stream.fileno())
        os.close(null)
