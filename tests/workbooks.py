"""Workbooks made for a test: sheets by name, each a list of rows of plain values."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

Sheets = Mapping[str, Iterable[Sequence[Any]]]


def workbook(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    """A new Excel workbook; days and moments are cells with a date format, None is no cell."""
    into = io.BytesIO()
    book = xlsxwriter.Workbook(into, {"in_memory": True})
    day, moment = book.add_format({"num_format": "yyyy-mm-dd"}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, value in enumerate(cells):
                if isinstance(value, date):
                    sheet.write_datetime(row, column, value, moment if isinstance(value, datetime) else day)
                elif value is not None:
                    sheet.write(row, column, value)
    book.close()
    return into.getvalue()
