"""How the dashboard reaches the terminal: only changed cells are sent, and no data ever as a control.

glyphs         what may stand in a cell
cells          a frame read as cells
painting       what turns the cells on the screen into the next ones
changed_cells  the driver that Textual is given
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from smdash.tui.driver.glyphs import Charset

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.driver import Driver

PLAIN_DRIVER = "SMDASH_PLAIN_DRIVER"


def driver_class(charset: Charset = Charset.UNICODE, env: Mapping[str, str] = os.environ) -> type[Driver] | None:
    """The class for `App(driver_class=…)`; None, which means Textual's own, on Windows and with SMDASH_PLAIN_DRIVER=1.

    A headless app (tests) and an inline one choose another driver by themselves. Textual's own driver can't show
    anything but UTF-8, so the switch is for terminals that have it.
    """
    if sys.platform == "win32" or env.get(PLAIN_DRIVER, "") not in ("", "0"):
        return None
    from smdash.tui.driver.changed_cells import ChangedCellsDriver

    class ForThisTerminal(ChangedCellsDriver):
        pass

    ForThisTerminal.charset = charset
    return ForThisTerminal
