"""Excel workbooks: numbers as numbers, days as dates, and words that are nothing but words."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import Any

from smdash.domain.figures import Unit
from smdash.domain.money import digits
from smdash.domain.text import clean
from smdash.errors import Refused
from smdash.reports.sheet import Sheet
from smdash.reports.table import Report, Value

LONGEST_SHEET = 1_048_575
"""Rows of one sheet below its header: what the format holds."""

_LONGEST_TEXT = 32_767
_EXACT_TO = 2**53
_FIRST_DAY = "1900-03-01"  # before it the format counts a leap day that never was
_WIDEST, _NARROWEST, _MEASURED_ROWS = 60, 8, 200
_NO_TITLE = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}


def check_can_write() -> None:
    """`Refused` with what to do where the library that writes workbooks is not installed."""
    if find_spec("xlsxwriter") is None:
        raise Refused(
            "Excel workbooks are written with xlsxwriter, which is not installed.",
            "Install it (`pipx inject smdash xlsxwriter`, or `pip install 'smdash[xlsx]'`), or use --format csv.",
        )


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The file of a workbook with these sheets, their rows read once and not kept; `Refused` as `check_can_write`
    says, and for more rows than a sheet can hold.
    """
    check_can_write()
    import xlsxwriter

    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as book:
        writer = _Writer(book)
        for sheet in sheets:
            writer.add(sheet)
    return written.getvalue()


def report_sheets(report: Report) -> list[Sheet]:
    """A report as sheets: what it is about, its tables as people read them, and everything in one."""
    words = [*report.facts, *(("note", note) for note in report.notes)]
    about = Sheet(report.title, ("about", report.title), [(Value(key), Value(said)) for key, said in words])
    tables = [
        Sheet(table.title, tuple(head for _, head in table.columns), table.rows, table.total) for table in report.tables
    ]
    flat = report.flat
    return [about, *tables, Sheet("all columns", tuple(key for key, _ in flat.columns), flat.rows, flat.total)]


class _Writer:
    """Writes sheet after sheet, and knows the formats and titles there are."""

    def __init__(self, book: Any) -> None:
        self.book = book
        self._formats: dict[tuple[str, bool], Any] = {}
        self._titles: set[str] = set()

    def add(self, sheet: Sheet) -> None:
        """A header that stays in sight, the rows, and the total."""
        made = self.book.add_worksheet(self._title(sheet.title))
        made.freeze_panes(1, 0)
        widths = [len(key) for key in sheet.columns]
        for place, key in enumerate(sheet.columns):
            made.write_string(0, place, clean(key), self._format("", bold=True))
        last = 0
        for row in sheet.rows:
            last += 1
            if last > LONGEST_SHEET:
                raise Refused(f"A sheet holds {LONGEST_SHEET} rows, “{sheet.title}” has more.", "Use CSV or a period.")
            self._row(made, last, row, widths, bold=False)
        if sheet.total:
            self._row(made, last + 1, sheet.total, widths, bold=True)
        for place, width in enumerate(widths):
            made.set_column(place, place, max(_NARROWEST, min(_WIDEST, width + 2)))

    def _row(self, made: Any, number: int, row: Sequence[Value], widths: list[int], *, bold: bool) -> None:
        for place, value in enumerate(row):
            self._cell(made, number, place, value, bold=bold)
            if number <= _MEASURED_ROWS and value.value is not None:
                widths[place] = max(widths[place], len(value.text()))

    def _cell(self, made: Any, number: int, place: int, value: Value, *, bold: bool) -> None:
        found, when = value.value, value.when
        if found is None:
            return
        if when is not None and when.isoformat() >= _FIRST_DAY:
            shape = "yyyy-mm-dd hh:mm:ss" if isinstance(when, datetime) else "yyyy-mm-dd"
            made.write_datetime(number, place, _naive(when), self._format(shape, bold=bold))
        elif isinstance(found, str) or not -_EXACT_TO <= found <= _EXACT_TO:
            words = clean(value.plain())
            made.write_string(number, place, words[:_LONGEST_TEXT], self._format("", bold=bold))
        else:
            amount, shape = _number(value, found)
            made.write_number(number, place, amount, self._format(shape, bold=bold))

    def _format(self, shape: str, *, bold: bool) -> Any:
        key = shape, bold
        if key not in self._formats:
            self._formats[key] = self.book.add_format({"bold": bold, **({"num_format": shape} if shape else {})})
        return self._formats[key]

    def _title(self, wanted: str) -> str:
        """A title as a sheet may have it: 31 characters, none of `[]:*?/\\`, and no two alike."""
        base = clean(wanted).translate(_NO_TITLE).strip(" '")[:31].rstrip(" '") or "sheet"
        title, number = base, 1
        while title.casefold() in self._titles:
            number += 1
            title = f"{base[: 31 - len(f' {number}')]} {number}"
        self._titles.add(title.casefold())
        return title


def _naive(when: date) -> date:
    """Cells know no zone: instants are in UTC."""
    return when.astimezone(UTC).replace(tzinfo=None) if isinstance(when, datetime) else when


def _number(value: Value, found: int | Decimal | Fraction) -> tuple[float, str]:
    """A value as the cell holds it, and the shape in which it is shown; hours are a part of a day."""
    if value.unit is Unit.MONEY:
        places = digits(value.currency)
        decimals = f".{'0' * places}" if places else ""
        return float(Fraction(found) / 10**places), f"#,##0{decimals} [${value.currency}]"
    if value.unit is Unit.RATIO:
        return float(found), "0.0%"
    if value.unit is Unit.SECONDS and value.clock:
        return float(Fraction(found) / 86_400), "[h]:mm:ss"
    if value.places is not None:
        return float(found), f"#,##0.{'0' * value.places}" if value.places else "#,##0"
    return float(found), "General" if value.unit is Unit.NUMBER else "0"
