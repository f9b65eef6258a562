"""What panes give to tables and text blocks: rows, cells, spans. No Textual here, so `rows.py` of a pane may use it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from smdash.tui.widgets.symbols import RULE

Align = Literal["left", "right", "center"]
RowKind = Literal["row", "group", "heading", "separator", "total", "note"]
RowKey = str | int

SELECTABLE_KINDS = frozenset({"row", "group"})


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: text, its role (a name of the theme's semantic colours) and how many columns it takes."""

    text: str
    role: str = ""
    align: Align | None = None
    span: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. The key stays the same while the thing stays the same.

    A `row` or `group` can hold the cursor; a `heading`, `total` or `note` can't unless `selectable` says so.
    A `separator` is a line and needs no cells.
    """

    key: RowKey
    cells: tuple[Cell, ...] = ()
    kind: RowKind = "row"
    selectable: bool | None = None

    @property
    def can_hold_cursor(self) -> bool:
        """Whether the cursor may stand on it."""
        return self.kind in SELECTABLE_KINDS if self.selectable is None else self.selectable


@dataclass(frozen=True, slots=True)
class Column:
    """One column: fixed `width`, or as wide as its content between `least` and `most`, or `flexible` (takes the rest).

    Where room is short, flexible columns shrink to `least`, then columns with the highest `priority` are dropped;
    those with priority 0 always stay. In a grid the cursor skips columns that don't hold it, such as the names.
    """

    key: str
    title: str = ""
    width: int | None = None
    flexible: bool = False
    least: int = 4
    most: int | None = None
    align: Align = "left"
    priority: int = 0
    holds_cursor: bool = True


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text line in one role."""

    text: str
    role: str = ""


Line = tuple[Span, ...]


def line(*parts: str | Span | tuple[str, str]) -> Line:
    """A text line from plain text, (text, role) pairs and spans."""
    return tuple(
        part if isinstance(part, Span) else Span(part) if isinstance(part, str) else Span(*part) for part in parts
    )


def row(key: RowKey, *cells: str | Cell | tuple[str, str], kind: RowKind = "row") -> Row:
    """A row from plain text, (text, role) pairs and cells."""
    made = (cell if isinstance(cell, Cell) else Cell(cell) if isinstance(cell, str) else Cell(*cell) for cell in cells)
    return Row(key, tuple(made), kind)


def separator(key: RowKey = "separator") -> Row:
    """A line between rows."""
    return Row(key, (), "separator")


def rule(width: int) -> str:
    """A horizontal line of that many cells."""
    return RULE * width


@dataclass(frozen=True, slots=True)
class Layout:
    """Which columns are shown (indexes into the table's columns), how wide, and the gap between them."""

    shown: tuple[tuple[int, int], ...]
    gap: int


def fit_columns(columns: Sequence[Column], natural: Sequence[int], width: int) -> Layout:
    """Fit columns into `width` cells; `natural` is the width each column's content would like.

    Tries a gap of two, then of one; then drops columns by priority; what still doesn't fit is cut at the right.
    """
    kept = list(range(len(columns)))
    while True:
        for gap in (2, 1):
            if (widths := _widths([(columns[i], natural[i]) for i in kept], width, gap)) is not None:
                return Layout(tuple(zip(kept, widths, strict=True)), gap)
        worst = max(kept, key=lambda i: (columns[i].priority, i))
        if columns[worst].priority == 0 or len(kept) == 1:
            return Layout(_cut(columns, natural, kept, width), 1)
        kept.remove(worst)


def _own(column: Column, natural: int) -> int:
    if column.width is not None:
        return column.width
    return max(column.least, min(natural, column.most or natural))


def _widths(wanted: list[tuple[Column, int]], width: int, gap: int) -> list[int] | None:
    room = width - gap * (len(wanted) - 1)
    widths = [column.least if column.flexible else _own(column, natural) for column, natural in wanted]
    rest = room - sum(widths)
    if rest < 0:
        return None
    flexible = [i for i, (column, _) in enumerate(wanted) if column.flexible]
    # First give each flexible column what its content wants, one cell at a time; then share the rest, up to `most`.
    for limit_by_content in (True, False):
        open_ones = flexible
        while rest > 0 and open_ones:
            open_ones = [i for i in open_ones if widths[i] < _most(wanted[i], limit_by_content)]
            for i in open_ones[:rest]:
                widths[i] += 1
            rest -= min(rest, len(open_ones))
    return widths


def _most(wanted: tuple[Column, int], by_content: bool) -> int:
    column, natural = wanted
    most = column.most if column.most is not None else 10_000
    return min(most, natural) if by_content else most


def _cut(columns: Sequence[Column], natural: Sequence[int], kept: list[int], width: int) -> tuple[tuple[int, int], ...]:
    shown: list[tuple[int, int]] = []
    left = width
    for i in kept:
        if left <= 0:
            break
        own = columns[i].least if columns[i].flexible else _own(columns[i], natural[i])
        shown.append((i, min(own, left)))
        left -= own + 1
    return tuple(shown)
