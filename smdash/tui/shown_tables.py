"""What a pane shows, as tables of values: numbers are numbers again, days are days. No Textual here."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from smdash.domain.figures import GROUP, MINUS, Unit
from smdash.domain.text import one_line
from smdash.reports.comma_separated import csv_pieces
from smdash.reports.sheet import Sheet
from smdash.reports.table import Table, Value, name, on
from smdash.reports.workbook import workbook
from smdash.tui.widgets.cells import Column, Row

_NUMBER = re.compile(
    rf"(?P<sign>[{MINUS}+-]?)(?P<digits>\d{{1,3}}(?:{GROUP}\d{{3}})*|\d+)(?P<rest>\.\d+)?(?P<ratio> ?%)?"
)
_HOURS = re.compile(r"(?P<hours>\d+):(?P<minutes>[0-5]\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
FORMATS = ("csv", "json", "xlsx")


def value_of(shown: str) -> Value:
    """The value of a cell as it is drawn: `1 250.50`, `−3`, `24.6 %`, `1:30`, `2026-11-22`, `–`; else words."""
    text = one_line(shown).removeprefix("/ ")
    if text in ("–", "·"):
        return Value(None)
    if match := _NUMBER.fullmatch(text):
        rest = match["rest"] or ""
        number = Decimal(match["digits"].replace(GROUP, "") + rest) * (-1 if match["sign"] in (MINUS, "-") else 1)
        if match["ratio"]:
            return Value(number / 100, Unit.RATIO)
        return Value(number, Unit.NUMBER, places=max(0, len(rest) - 1))
    if match := _HOURS.fullmatch(text):
        return Value(int(match["hours"]) * 3600 + int(match["minutes"]) * 60, Unit.SECONDS, clock=True)
    if _DAY.fullmatch(text):
        try:
            return on(date.fromisoformat(text))
        except ValueError:
            return name(text)
    return name(text)


def shown_table(title: str, columns: Sequence[Column], rows: Iterable[Row]) -> Table:
    """A table as it is drawn, columns that don't fit on screen too; a cell over several columns stands in the first."""
    heads = _different([one_line(column.title) or column.key for column in columns])
    values = [_row(row, len(heads)) for row in rows if row.kind != "separator"]
    return Table(title, tuple((head, head) for head in heads), tuple(values))


def _row(row: Row, width: int) -> tuple[Value, ...]:
    values: list[Value] = []
    for cell in row.cells:
        values += [value_of(cell.text), *([Value(None)] * (cell.span - 1))]
    return tuple((values + [Value(None)] * width)[:width])


def _different(heads: Sequence[str]) -> list[str]:
    """Headings of which no two are alike."""
    found: list[str] = []
    for head in heads:
        number, one = 1, head
        while one in found:
            number += 1
            one = f"{head} {number}"
        found.append(one)
    return found


def as_file(tables: Sequence[Table], form: str) -> list[str] | bytes:
    """The file in one of `FORMATS`. A CSV file has one table: the first; the others have all of them."""
    sheets = [Sheet(table.title, tuple(head for head, _ in table.columns), table.rows) for table in tables]
    if form == "xlsx":
        return workbook(sheets)
    if form == "csv":
        return list(csv_pieces(sheets[0].columns, sheets[0].rows))
    told = [{"title": table.title, "rows": [_record(table, row) for row in table.rows]} for table in tables]
    return [json.dumps(told, ensure_ascii=False, indent=2) + "\n"]


def _record(table: Table, row: Sequence[Value]) -> dict[str, str | int | float | None]:
    return {key: _plain(value) for (key, _), value in zip(table.columns, row, strict=True)}


def _plain(value: Value) -> str | int | float | None:
    found = value.value
    if found is None or isinstance(found, str | int):
        return value.plain() if value.clock else found
    return int(found) if found == int(found) else float(found)
