"""What a file that no reader knows looks like: its columns, and what stands in its first rows."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from smdash.domain import text
from smdash.errors import Refused
from smdash.exchange.files.decode import Decoded
from smdash.exchange.files.grid import Header
from smdash.exchange.files.layouts import first_rows, layouts

_WITHIN, _SAMPLES, _SHOWN = 60, 3, 40


@dataclass(frozen=True, slots=True)
class FileColumns:
    """The columns of a file by their printed names, and for each the first values that are not blank."""

    name: str
    columns: tuple[str, ...]
    samples: tuple[tuple[str, ...], ...]


def columns_of(decoded: Decoded) -> FileColumns:
    """The columns of a file: those of the first row that is as wide as most rows. `Refused` where there are none."""
    for layout in layouts(decoded):
        found = [cells for cells in first_rows(decoded, layout, _WITHIN) if sum(map(bool, cells)) > 1]
        if not found:
            continue
        widths = Counter(len(cells) for cells in found)
        width = max(widths, key=lambda one: (widths[one], one))
        head, *rows = [cells for cells in found if len(cells) == width]
        header = Header.of(head)
        samples = tuple(_samples([cells[at] for cells in rows]) for at in range(width))
        return FileColumns(decoded.name, header.names, samples)
    raise Refused(f"“{decoded.name}” has no columns.", "A mapping needs a table: a header, and rows under it.")


def _samples(cells: list[str]) -> tuple[str, ...]:
    clean = (text.one_line(cell)[:_SHOWN] for cell in cells)
    return tuple(cell for cell in clean if cell)[:_SAMPLES]
