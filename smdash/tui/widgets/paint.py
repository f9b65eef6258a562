"""Strips from cells: pure functions of text, widths and styles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from smdash.tui.widgets.cells import Align, Cell, Column, Layout, Line, Row
from smdash.tui.widgets.safe import fit, plain, truncate, width_of
from smdash.tui.widgets.symbols import RULE

Draw = Callable[[str], str]
StyleOf = Callable[[str], Style]


def paint_row(
    row: Row, columns: Sequence[Column], layout: Layout, width: int, style_of: StyleOf, draw: Draw, *, lit: int = -2
) -> Strip:
    """One row as a strip of `width` cells.

    `lit` says what is under the cursor: -2 nothing, -1 the whole row, else the index of one column. What is lit has
    the cursor's style alone, since a role's colour on it might not be readable.
    """
    if row.kind == "separator":
        return Strip([Segment(draw(RULE * width), style_of("muted"))], width)
    segments: list[Segment] = []
    at = 0
    for cell, first, cells, align in _placed(row, columns, layout):
        if segments:
            segments.append(Segment(" " * layout.gap, style_of("lit") if lit == -1 else None))
            at += layout.gap
        role = cell.role or {"heading": "header", "total": "total", "note": "muted", "group": "strong"}.get(
            row.kind, ""
        )
        style = style_of("lit") if lit in (-1, first) else style_of(role)
        segments.append(Segment(draw(fit(cell.text, cells, align)), style))
        at += cells
    if at < width:
        segments.append(Segment(" " * (width - at), style_of("lit") if lit == -1 else None))
    return Strip(segments).adjust_cell_length(width).simplify()


def _placed(row: Row, columns: Sequence[Column], layout: Layout) -> list[tuple[Cell, int, int, Align]]:
    """The shown cells with the index of their first column, their width and their alignment."""
    widths = dict(layout.shown)
    placed = []
    index = 0
    for cell in row.cells:
        covered = [i for i in range(index, min(index + cell.span, len(columns))) if i in widths]
        if covered:
            cells = sum(widths[i] for i in covered) + layout.gap * (len(covered) - 1)
            align = cell.align or ("left" if cell.span > 1 else columns[index].align)
            placed.append((cell, index, cells, align))
        index += cell.span
    return placed


def paint_line(spans: Line, width: int, style_of: StyleOf, draw: Draw, *, lit: int | None = None) -> Strip:
    """A line of spans as a strip of `width` cells, cut with an ellipsis; `lit` is the span that shows the focus."""
    segments: list[Segment] = []
    left = width
    for number, span in enumerate(spans):
        if left <= 0:
            break
        text = plain(span.text)
        is_last = number == len(spans) - 1
        shown = truncate(text, left) if is_last or width_of(text) > left else text
        left -= width_of(shown)
        segments.append(Segment(draw(shown), style_of("lit") if number == lit else style_of(span.role)))
    if left > 0:
        segments.append(Segment(" " * left))
    return Strip(segments).simplify()


def natural_widths(columns: Sequence[Column], rows: Sequence[Row]) -> list[int]:
    """How wide each column's content would like to be; cells that span columns and fixed columns don't count."""
    widths = [width_of(plain(column.title)) for column in columns]
    open_columns = {i for i, column in enumerate(columns) if column.width is None}
    for row in rows:
        index = 0
        for cell in row.cells:
            if cell.span == 1 and index in open_columns:
                widths[index] = max(widths[index], width_of(plain(cell.text)))
            index += cell.span
    return widths
