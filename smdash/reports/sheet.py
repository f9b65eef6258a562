"""Rows that are written as they come, as CSV or JSON, or as a sheet of a workbook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from smdash.reports.comma_separated import csv_pieces
from smdash.reports.json_rows import json_pieces
from smdash.reports.table import Value


@dataclass(frozen=True, slots=True)
class Sheet:
    """A title, the keys of the columns, rows to be read once, within the snapshot they come from, and their total."""

    title: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] = ()


FORMS: dict[str, Callable[[Sheet], Iterator[str]]] = {
    "csv": lambda sheet: csv_pieces(sheet.columns, sheet.rows),
    "json": lambda sheet: json_pieces(sheet.columns, sheet.rows),
}
"""The pieces of a file of text in each format, to be read to their end within the snapshot."""

XLSX = "xlsx"
"""The format of a file that is no text: `workbook` writes it."""
