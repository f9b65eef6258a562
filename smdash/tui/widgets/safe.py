"""The one way stored text gets onto the screen: cleaned, without markup, cut to cells.

Textual sanitises nothing and reads square brackets as markup, so widgets get text only through here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from rich.cells import cell_len, split_graphemes
from rich.text import Text
from textual.content import Content

from smdash.domain.text import clean, one_line
from smdash.tui.widgets.symbols import ELLIPSIS, ascii_only

if TYPE_CHECKING:
    from textual.app import App
    from textual.widgets import Static

Align = Literal["left", "right", "center"]
Severity = Literal["information", "warning", "error"]


def plain(text: str) -> str:
    """Harmless text on one line; runs of spaces, which layout needs, stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    return clean(text).replace("\n", " ")


def content(text: str, *, lines: bool = False) -> Content:
    """Harmless text as Textual content without markup; `lines` keeps its line breaks."""
    return Content(clean(text) if lines else plain(text))


def put_text(line: Static, text: str, *, lines: bool = False) -> None:
    """Show a text where it is not there yet: Textual lays the whole screen out for each text it is given."""
    said = content(drawn(line.app, text), lines=lines)
    if line.content != said:
        line.update(said)


def label(text: str) -> Text:
    """Harmless text for the widgets that take Rich text only."""
    return Text(one_line(text))


def width_of(text: str) -> int:
    """How many terminal cells a clean text takes."""
    return len(text) if text.isascii() else cell_len(text)


def truncate(text: str, width: int) -> str:
    """At most `width` cells of a clean text; what was cut off shows as an ellipsis. Joined characters stay whole."""
    if width <= 0:
        return ""
    if width_of(text) <= width:
        return text
    if text.isascii():
        return text[: width - 1] + ELLIPSIS
    kept, used = "", 0
    for start, end, cells in split_graphemes(text)[0]:
        if used + cells > width - 1:
            break
        kept, used = kept + text[start:end], used + cells
    return kept + ELLIPSIS


def fit(text: str, width: int, align: Align = "left") -> str:
    """Exactly `width` cells of harmless text: cut or padded with spaces."""
    shown = truncate(plain(text), width)
    gap = width - width_of(shown)
    if gap <= 0:
        return shown
    if align == "right":
        return " " * gap + shown
    if align == "center":
        return " " * (gap // 2) + shown + " " * (gap - gap // 2)
    return shown + " " * gap


def drawn(app: App[Any], text: str) -> str:
    """The text with ASCII signs where this terminal needs them."""
    return ascii_only(text) if getattr(app, "ascii_symbols", False) else text


def notify(app: App[Any], message: str, *, severity: Severity = "information") -> None:
    """A short notice in the corner; never read as markup."""
    app.notify(drawn(app, clean(message)), severity=severity, markup=False, timeout=4)
