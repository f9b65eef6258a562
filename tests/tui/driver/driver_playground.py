"""A small app for the tests of the driver: panes with tables, wide characters and links, in a real terminal.

`python driver_playground.py [ascii|letters]`; with RECORD=file everything Textual writes goes there as well, one JSON
[width, height, text] a line.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Any, ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import ContentSwitcher, DataTable, Input, Static

from smdash.tui.driver import driver_class
from smdash.tui.driver.glyphs import Charset
from smdash.tui.terminal import install_signal_exits

if TYPE_CHECKING:
    from textual.driver import Driver

NAMES = ("Spring", "漢字テスト", "Ökologie ❤️ e\u0301te\u0301", "👩\u200d💻 team", "\u25b2 ahead \u2212 12")
HOSTILE = "A\x1b]0;owned\x07B\x1b[2JC\x9b3JD\u202eE\x07F"


class Playground(App[None]):
    """1, 2 and 3 switch panes, i writes a line with a link, h one with controls in it, f goes to the field."""

    CSS = "ContentSwitcher, DataTable { height: 1fr; } #status { height: 1; }"
    BINDINGS: ClassVar = [
        *(Binding(f"{key},f{key}", f"show('pane{key}')", priority=True) for key in "123"),
        Binding("i", "link"),
        Binding("h", "hostile"),
        Binding("ctrl+l", "redraw"),
        Binding("f", "field"),
    ]

    def compose(self) -> ComposeResult:
        yield Static("Playground ready", id="status")
        with ContentSwitcher(initial="pane1"):
            yield DataTable(id="pane1", cursor_type="row")
            yield Static("\n".join(f"{'█' * n}{'╌' * (30 - n)} {name}" for n, name in enumerate(NAMES * 4)), id="pane2")
            yield Static(Text("plain text\nsecond line"), id="pane3")
        yield Input(placeholder="type here", id="field")

    def on_mount(self) -> None:
        install_signal_exits(self)
        self.query_one(Input).cursor_blink = False
        table = self.query_one(DataTable)
        table.add_columns("name", "cost", "net")
        for n in range(40):
            table.add_row(
                NAMES[n % len(NAMES)], f"{n * 1250}", Text(f"{n * 7 - 50}", style="bold red" if n < 8 else "")
            )
        table.focus()

    def action_show(self, pane: str) -> None:
        self.query_one(ContentSwitcher).current = pane
        self.query_one("#status", Static).update(f"on {pane}")

    def action_field(self) -> None:
        self.query_one(Input).focus()
        self.call_after_refresh(self.query_one("#status", Static).update, "on field")

    def action_link(self) -> None:
        text = Text("see ")
        text.append("the source", Style(link="https://example.org/a?b=c;d"))
        text.append(" and ")
        text.append("not this", Style(link="file:///etc/passwd"))
        self.query_one("#pane3", Static).update(text)
        self.action_show("pane3")

    def action_hostile(self) -> None:
        self.query_one("#pane3", Static).update(Text(HOSTILE))
        self.action_show("pane3")

    def action_redraw(self) -> None:
        getattr(self._driver, "forget", lambda: None)()
        self.refresh()


def main() -> None:
    charset = Charset(sys.argv[1]) if len(sys.argv) > 1 else Charset.UNICODE
    chosen = driver_class(charset)
    if record := os.environ.get("RECORD"):
        chosen = _recording(chosen, record)
    app = Playground(driver_class=chosen)
    app.run()
    sys.exit(app.return_code or 0)


def _recording(driver: type[Driver] | None, path: str) -> type[Driver]:
    assert driver is not None

    class Recording(driver):  # type: ignore[valid-type,misc]  # a class chosen at run time
        def write(self, written: str) -> None:
            with open(path, "a", encoding="utf-8", errors="surrogateescape") as file:
                size: Any = self._app.size
                file.write(json.dumps([*size, written]) + "\n")
            super().write(written)

    return Recording


if __name__ == "__main__":
    main()
