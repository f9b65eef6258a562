"""Writes what the pane in sight shows into a file: CSV, JSON or an Excel workbook."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from smdash.errors import FormFaults, InvalidInput, Refused
from smdash.paths import documents
from smdash.reports.table import Table
from smdash.reports.whole_file import write_whole
from smdash.tui.shown_tables import FORMATS, as_file, shown_table
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_WORDS = {"csv": "CSV, one table", "json": "JSON", "xlsx": "Excel workbook"}


def shown(app: SmdashApp) -> list[Table]:
    """The tables in sight, the one with the focus first, then the lines of text beside them."""
    pane = app.pane
    if pane is None:
        return []
    found = [one for one in pane.query(RowTable) if _in_sight(one) and one.rows]
    found.sort(key=lambda one: not one.has_focus)
    tables = [
        shown_table(_title(one.id, number), one.columns, (*one.rows, *one.pinned))
        for number, one in enumerate(found, 1)
    ]
    lines = [
        "".join(span.text for span in line) for one in pane.query(TextLines) if _in_sight(one) for line in one.lines
    ]
    rows = [Row(number, (Cell(line),)) for number, line in enumerate(lines) if line.strip()]
    return [*tables, *([shown_table("text", (Column("text"),), rows)] if rows else [])]


def _in_sight(widget: Any) -> bool:
    return all(node.display for node in (widget, *widget.ancestors))


def _title(widget_id: str | None, number: int) -> str:
    return (widget_id or f"table {number}").replace("-", " ")


async def open_pane_export(app: SmdashApp) -> None:
    """Ask for format and file, and write it; a file that is there is replaced only where that was said."""
    tables = shown(app)
    if not tables:
        notify(app, "There is nothing in this pane to export.")
        return
    written = await app.push_screen_wait(_form(app, tables))
    if written:
        notify(app, f"Wrote {written}.")


def _form(app: SmdashApp, tables: list[Table]) -> Form[str]:
    async def submit(values: dict[str, Any]) -> str:
        path = _path(values["file"], values["format"])
        if path.exists() and not values["replace"]:
            raise FormFaults({"file": f"{path.name} is there already: choose another name, or say yes below."})
        try:
            content = as_file(tables, values["format"])
            await asyncio.to_thread(write_whole, path, content)
        except InvalidInput as fault:
            raise FormFaults({"file": fault.message}) from fault
        except Refused as fault:
            raise FormFaults({"format": fault.message}) from fault
        return str(path)

    name = f"smdash-{app.wanted}-{app.clock.today()}"
    return Form(
        "Export what this pane shows",
        (
            Field("format", "Format", "choice", initial="csv", choices=tuple((one, _WORDS[one]) for one in FORMATS)),
            Field("file", "File", initial=str(documents() / name), required=True, hint="CSV: the table with the focus"),
            Field("replace", "Replace it", "flag", initial="no", hint="If a file of that name is there"),
        ),
        submit,
        save_label="Export",
        begin="file",
    )  # fmt: skip


def _path(typed: str, form: str) -> Path:
    """The file that was typed, with the ending of its format; in the folder of documents where none was typed."""
    path = Path(typed).expanduser()
    if not path.is_absolute():
        path = documents() / path
    return path if path.suffix.casefold() == f".{form}" else path.with_name(f"{path.name}.{form}")
