"""Draws each pane of the demo, at 80x24 and 120x40, as docs/pictures/<pane>-<size>.svg: `make pictures`.

The demo runs in a real pseudo-terminal on its own clock, so the pictures change only when the program does. SVG,
because it needs no font to be made and stays small: text is text, and block characters are drawn.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # a script knows its own folder only

from smdash.tui.registry import PANES, PaneSpec  # noqa: E402
from tests.terminal_session import SMDASH, TerminalSession  # noqa: E402

SIZES = ((80, 24), (120, 40))
FOLDER = ROOT / "docs" / "pictures"
CELL_WIDTH, CELL_HEIGHT, BASELINE, FONT_SIZE = 8.4, 18, 13.5, 14
FOREGROUND, BACKGROUND = "d0d0d0", "101010"
NAMED = {
    "black": "000000",
    "red": "cd3131",
    "green": "0dbc79",
    "brown": "e5e510",
    "blue": "2472c8",
    "magenta": "bc3fbc",
    "cyan": "11a8cd",
    "white": "e5e5e5",
}
LOADING = "loading…"
FONTS = "'DejaVu Sans Mono','Cascadia Mono',Menlo,Consolas,'Noto Sans Mono',monospace"
# Left, top, width and height in eighths of a cell.
BLOCKS = {
    **{char: (0.0, 8.0 - n, 8.0, float(n)) for n, char in enumerate("▁▂▃▄▅▆▇█", 1)},
    **{char: (0.0, 0.0, float(n), 8.0) for n, char in enumerate("▏▎▍▌▋▊▉", 1)},
    **dict.fromkeys("░▒▓", (0.0, 0.0, 8.0, 8.0)),
    "▀": (0.0, 0.0, 8.0, 4.0),
    "▐": (4.0, 0.0, 4.0, 8.0),
    "─": (0.0, 3.8, 8.0, 0.5),
    "│": (3.5, 0.0, 1.0, 8.0),
}
SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}

Cells = Sequence[Sequence[Any]]

TEXT = "text:"  # what follows is typed as it is
EXPORT = ROOT / "tests" / "fixtures" / "exports" / "google_ads_campaigns.csv"

# Name, label, keys from the Overview on, and what then stands there.
SCENES = (
    ("campaigns-what-if", "Campaigns, what if", ("3", "h", "h", "enter", "right", "right", "+"), "which matters"),
    ("campaigns-chart", "Campaigns, ROI by line", ("3", "V", "j", "j", "enter"), "░░ all"),
    ("goals-chart", "Goals, forecast and notes under the time axis", ("2", "down"), "range 702–726"),
    ("time-views", "Time, hours and cost by campaign", ("4", "C"), "hours by week"),
    ("time-close", "Time, the end of a month", ("4", "L", "["), "October 2026"),
    ("risk-matrix", "Risk, the matrix in which arrows move a risk", ("5", "m"), "Matrix of risks"),
    ("risk-register", "Risk, the register of risks", ("5", "g"), "Register of risks"),
    ("risk-evidence", "Risk, evidence of an answer", ("5", "down", "down", "E"), "v verifies files"),
    ("risk-sign-offs", "Risk, what was signed and what changed since", ("5", "down", "down", "S"), "journal head"),
    ("risk-policies", "Risk, policies and who confirmed them", ("5", "P"), "Policies and who"),
    ("risk-incidents", "Risk, incidents with their deadlines", ("5", "O"), "Incidents, complaints"),
    ("import-preview", "The preview of an import", ("I", f"text:{EXPORT}", "enter"), "ctrl+s imports"),
    ("goals-numbers", "Goals, the numbers behind the chart", ("2", "down", "v"), "Website down"),
)


def main(only: Sequence[str] = ()) -> None:
    """Draw every pane there is, and the scenes; with names (`campaigns-what-if`) only the scenes of those names."""
    FOLDER.mkdir(exist_ok=True)
    panes = [] if only else [spec for spec in PANES if find_spec(spec.target.partition(":")[0])]
    scenes = [scene for scene in SCENES if not only or scene[0] in only]
    for cols, rows in SIZES:
        for spec, cells in _pictures(panes, cols, rows) if panes else ():
            _write(f"{spec.name}-{cols}x{rows}", cells, f"{spec.label}, {cols} by {rows} characters")
        for name, label, keys, awaited in scenes:
            cells = _scene(keys, awaited, cols, rows)
            _write(f"{name}-{cols}x{rows}", cells, f"{label}, {cols} by {rows} characters")


def _write(name: str, cells: Cells, title: str) -> None:
    path = FOLDER / f"{name}.svg"
    path.write_text(svg(cells, title), "utf-8")
    print(path.relative_to(ROOT))


def _scene(keys: Sequence[str], awaited: str, cols: int, rows: int) -> Cells:
    """What the demo shows after some keys."""
    with (
        tempfile.TemporaryDirectory(prefix="smdash-pictures-") as home,
        TerminalSession([*SMDASH, "demo"], home=Path(home), cols=cols, rows=rows, env={"TZ": "UTC"}) as session,
    ):
        session.wait_for("Needs attention")
        for key in keys:
            session.type(key[len(TEXT) :]) if key.startswith(TEXT) else session.press(key)
            session.wait_quiet(1.0)
        session.wait_for(awaited).wait_quiet(1.0)
        cells = session.cells
        session.press("q")
        return cells


def _pictures(panes: Sequence[PaneSpec], cols: int, rows: int) -> Iterator[tuple[PaneSpec, Cells]]:
    with (
        tempfile.TemporaryDirectory(prefix="smdash-pictures-") as home,
        TerminalSession([*SMDASH, "demo"], home=Path(home), cols=cols, rows=rows, env={"TZ": "UTC"}) as session,
    ):
        session.wait_for("1 Overview")
        for spec in panes:
            session.press(str(spec.digit))
            session.wait_for(lambda seen, label=f"{spec.digit} {spec.label}": _active(seen) == label)  # type: ignore[misc]
            session.wait_quiet(1.0)
            session.wait_gone(LOADING).wait_quiet(1.0)
            yield spec, session.cells
        session.press("q")


def _active(session: TerminalSession) -> str:
    """The tab that is drawn otherwise than the line's end, which is empty."""
    line = session.cells[0]
    return "".join(cell.data for cell in line if (cell.bg, cell.reverse) != (line[-1].bg, line[-1].reverse)).strip()


def svg(cells: Cells, title: str) -> str:
    """A screen of pyte cells as a picture."""
    width, height = len(cells[0]) * CELL_WIDTH, len(cells) * CELL_HEIGHT
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" font-family="{FONTS}" font-size="{FONT_SIZE}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" fill="#{_background(cells)}"/>',
    ]
    for y, line in enumerate(cells):
        parts += _line(line, y, _background(cells))
    return "\n".join([*parts, "</svg>", ""])


def _line(line: Sequence[Any], y: int, usual: str) -> Iterator[str]:
    """Backgrounds first, then the characters that are drawn, then text by runs of one look."""
    colours = [_colours(cell) for cell in line]
    top = y * CELL_HEIGHT
    for back, run in groupby(range(len(line)), key=lambda x: colours[x][1]):
        places = list(run)
        if back != usual:
            yield _rect(places[0] * CELL_WIDTH, top, len(places) * CELL_WIDTH, CELL_HEIGHT, back)
    for (char, front), run in groupby(range(len(line)), key=lambda x: (line[x].data, colours[x][0])):
        if char in BLOCKS:
            yield from _blocks(char, list(run), top, front)
    for look, run in groupby(range(len(line)), key=lambda x: (colours[x][0], line[x].bold, line[x].underscore)):
        yield from _text(line, list(run), top, look)


def _blocks(char: str, places: list[int], top: float, colour: str) -> Iterator[str]:
    """The same character again and again; in one piece where nothing is between."""
    left, down, wide, high = (eighths / 8 for eighths in BLOCKS[char])
    y, height, shade = top + down * CELL_HEIGHT, high * CELL_HEIGHT, SHADES.get(char, 1.0)
    if wide == 1:
        yield _rect(places[0] * CELL_WIDTH, y, len(places) * CELL_WIDTH, height, colour, shade)
        return
    for x in places:
        yield _rect((x + left) * CELL_WIDTH, y, wide * CELL_WIDTH, height, colour, shade)


def _text(line: Sequence[Any], places: list[int], top: float, look: tuple[str, bool, bool]) -> Iterator[str]:
    """The words of a run, each at its place, so that no font can move a column."""
    colour, bold, underlined = look
    style = (' font-weight="bold"' if bold else "") + (' text-decoration="underline"' if underlined else "")
    for is_text, part in groupby(places, key=lambda x: line[x].data not in (*BLOCKS, " ", "")):
        word = list(part)
        if is_text:
            width = len(word) * CELL_WIDTH
            length = f' textLength="{width:g}" lengthAdjust="spacingAndGlyphs"' if len(word) > 1 else ""
            data = escape("".join(line[x].data for x in word))
            place = f'x="{word[0] * CELL_WIDTH:g}" y="{top + BASELINE:g}"'
            yield f'<text {place} fill="#{colour}"{style}{length}>{data}</text>'


def _rect(x: float, y: float, width: float, height: float, colour: str, shade: float = 1.0) -> str:
    opacity = f' fill-opacity="{shade:g}"' if shade < 1 else ""
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="#{colour}"{opacity}/>'


def _colours(cell: Any) -> tuple[str, str]:
    front, back = _hex(cell.fg, FOREGROUND), _hex(cell.bg, BACKGROUND)
    return (back, front) if cell.reverse else (front, back)


def _hex(colour: str, default: str) -> str:
    """pyte's colours are six hexadecimal digits, a name, or "default"."""
    if colour == "default":
        return default
    return NAMED.get(colour.removeprefix("bright"), colour)


def _background(cells: Cells) -> str:
    """The colour most of the screen has."""
    backs = [_colours(cell)[1] for line in cells for cell in line]
    return max(sorted(set(backs)), key=backs.count)


if __name__ == "__main__":
    main(sys.argv[1:])
