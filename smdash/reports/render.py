"""Reports as text, Markdown, HTML, CSV and JSON. The numbers are the model's; nothing is worked out here."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from unicodedata import combining, east_asian_width

from smdash.domain.text import one_line
from smdash.reports.comma_separated import csv_pieces
from smdash.reports.page import page
from smdash.reports.table import Report, Table, Value

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|~&]|^[-+#=])")
_WIDEST_NAME = 32
_LINE = "_" * 28


def text(report: Report) -> str:
    """For a terminal or a mail: columns padded with spaces."""
    lines = [report.title, "=" * _width(report.title)]
    lines += [f"{key}: {value}" for key, value in report.facts]
    for table in report.tables:
        lines += ["", table.title, *_columns(table)]
        lines += [f"\n{who}: {_LINE}  date: {_LINE[::2]}" for who in table.signed_by]
    if report.notes:
        lines += ["", *(f"- {note}" for note in report.notes)]
    return "\n".join(lines) + "\n"


def markdown(report: Report) -> str:
    """For documents and wikis: names are escaped, so that they print as they are."""
    lines = [f"# {_escaped(report.title)}", ""]
    lines += [f"- {key}: {_escaped(value)}" for key, value in report.facts]
    for table in report.tables:
        lines += ["", f"## {_escaped(table.title)}", "", *_piped(table)]
        lines += [f"\n{_escaped(who)}: {_blank(_LINE)}  date: {_blank(_LINE[::2])}" for who in table.signed_by]
    if report.notes:
        lines += ["", *(f"- {_escaped(note)}" for note in report.notes)]
    return "\n".join(lines) + "\n"


def comma_separated(report: Report) -> str:
    """For spreadsheets: a header and the rows, without the total; words that would run as a formula do not."""
    return "".join(csv_pieces([key for key, _ in report.flat.columns], report.flat.rows))


def as_json(report: Report) -> str:
    """For programs, as `as_record` says."""
    return json.dumps(as_record(report), ensure_ascii=False, indent=2) + "\n"


def as_record(report: Report) -> dict[str, object]:
    """For programs: facts, rows and total by key; money in minor units, times in seconds, undefined as null."""
    flat = report.flat

    def record(row: Sequence[Value]) -> dict[str, object]:
        return {key: _json(value) for (key, _), value in zip(flat.columns, row, strict=True)}

    return {
        "title": report.title,
        **{key.replace(" ", "_"): value for key, value in report.facts},
        "rows": [record(row) for row in flat.rows],
        "total": record(flat.total) if flat.total else None,
        "notes": list(report.notes),
    }


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": text,
    "md": markdown,
    "html": page,
    "csv": comma_separated,
    "json": as_json,
}


def _json(value: Value) -> object:
    found = value.value
    if found is None or isinstance(found, str | int):
        return found
    return float(found)


def _columns(table: Table) -> list[str]:
    rows = [[_shortened(value.text()) for value in row] for row in (*table.rows, *_totals(table))]
    heads = [head for _, head in table.columns]
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    right = _numbers(table)
    lines = [_padded(heads, widths, right), *(_padded(row, widths, right) for row in rows)]
    if table.total:
        lines.insert(-1, "-" * (sum(widths) + 2 * (len(widths) - 1)))
    return lines


def _padded(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> str:
    def cell(words: str, width: int, at_right: bool) -> str:
        gap = " " * (width - _width(words))
        return gap + words if at_right else words + gap

    return "  ".join(cell(*each) for each in zip(cells, widths, right, strict=True)).rstrip()


def _piped(table: Table) -> list[str]:
    rows = [[_cell(value) for value in row] for row in (*table.rows, *_totals(table))]
    rule = ["---:" if right else "---" for right in _numbers(table)]
    heads = [_escaped(head) for _, head in table.columns]
    return ["| " + " | ".join(row) + " |" for row in (heads, rule, *rows)]


def _cell(value: Value) -> str:
    return value.text() if value.is_number else _escaped(value.text())


def _totals(table: Table) -> tuple[tuple[Value, ...], ...]:
    return (table.total,) if table.total else ()


def _numbers(table: Table) -> list[bool]:
    every = (*table.rows, *_totals(table))
    return [any(row[index].is_number for row in every) for index in range(len(table.columns))]


def _blank(line: str) -> str:
    return line.replace("_", "\\_")


def _escaped(words: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(words))


def _shortened(words: str) -> str:
    clean = one_line(words)
    if _width(clean) <= _WIDEST_NAME:
        return clean
    kept = clean
    while _width(kept) > _WIDEST_NAME - 1:
        kept = kept[:-1]
    return f"{kept}…"


def _width(words: str) -> int:
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in words)
