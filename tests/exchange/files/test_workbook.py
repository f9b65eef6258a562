"""Workbooks as rows: what cells become, sheets as tables, faults by sheet and row, and hostile files."""

from __future__ import annotations

import io
import subprocess
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta
from datetime import time as day_time
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from smdash.errors import Refused
from smdash.exchange.files import sheets, workbook
from smdash.exchange.files.decode import Decoded, Limits, decode_bytes, decode_file
from smdash.exchange.files.layouts import SHEETS, laid_out
from smdash.exchange.read import Understood, read_bytes
from smdash.exchange.records.base import ChannelDayRecord
from tests.workbooks import workbook as made

TODAY = date(2026, 11, 22)
HOSTILE = Path(__file__).parents[2] / "fixtures" / "hostile"
HEADER = ["Date", "Impressions", "Engagements", "New follows", "Profile visits"]


def rows(content: bytes, limits: Limits | None = None) -> list[list[str]]:
    decoded = decode_bytes("any.name", content, limits=limits or Limits())
    return [row.cells for row in laid_out(decoded, SHEETS)]


def read(content: bytes) -> Understood:
    return read_bytes("report.csv", content, today=TODAY)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("words, with =1+1", "words, with =1+1"),
        (42.0, "42"),
        (-3.0, "-3"),
        (0.0, "0"),
        (12.34, "12.34"),
        (0.1 + 0.2, "0.3"),
        (2.0000000000000004, "2"),
        (1.234, "1.2340"),
        (1234.5, "1234.5"),
        (0.00001234, "0.00001234"),
        (900719925474099.0, "900719925474099"),
        (12345678901234567.0, "1.23456789012346E+16"),
        (float("inf"), ""),
        (True, "TRUE"),
        (date(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4), "2026-03-04"),
        (datetime(2026, 3, 4, 5, 6, 7), "2026-03-04T05:06:07"),
        (day_time(5, 6), "05:06:00"),
        (timedelta(days=1, hours=12), "36:00:00"),
        (-timedelta(seconds=30), "-0:00:30"),
    ],
)
def test_a_cell_is_written_as_it_is_meant(value: Any, text: str) -> None:
    assert sheets.written(value) == text


def test_words_of_merged_cells_stand_in_each_row_and_numbers_once() -> None:
    cells: list[list[Any]] = [["Guild", 7.0, "a"], ["", "", "b"], ["", "", "c"], ["", "", "d"]]
    merged = [((0, 0), (2, 0)), ((0, 1), (2, 1)), ((3, 0), (3, 1))]
    assert list(sheets.sheet_rows(cells, merged)) == [
        (1, ["Guild", "7", "a"]), (2, ["Guild", "", "b"]), (3, ["Guild", "", "c"]), (4, ["", "", "d"]),
    ]  # fmt: skip


def test_blank_rows_count_and_of_several_one_is_told() -> None:
    cells = [[""], [""], ["a"], [""], [""], ["b"], [""]]
    assert list(sheets.sheet_rows(cells, ())) == [(3, ["a"]), (4, []), (6, ["b"]), (7, [])]


def test_every_sheet_is_a_table_hidden_ones_too() -> None:
    content = made(
        {"One": [["Statistics"], HEADER, [date(2026, 3, 4), 10, 2, 1, 0]],
         "Two": [HEADER, ["2026-03-05", 20.0, "1,234", 1, None]],
         "Notes": [["This was exported for you", "by nobody"]]},
        hidden=["Two"],
    )  # fmt: skip
    understood = read(content)
    found = understood.collect()
    assert understood.format == "x-overview"
    assert [(one.day.day, one.metrics["interactions"].value) for one in found.records
            if isinstance(one, ChannelDayRecord)] == [(4, 2), (5, 1234)]  # fmt: skip
    assert (found.faults, understood.rows) == ((), 2)
    told = {one.key: str(one) for one in understood.decisions}
    assert told["encoding"] == "file: Excel workbook (its content says so; 3 sheets)"
    assert told["sheets"] == "left out: sheet “Notes” (nothing in it is known)"


def test_a_fault_names_its_sheet_and_row() -> None:
    content = made({"Good": [HEADER, ["2026-03-04", 1, 1, 1, 1]], "Bad": [[], HEADER, ["2026-03-05", "many", 1, 1, 1]]})
    (fault,) = read(content).collect().faults
    assert str(fault) == "sheet “Bad”, row 3: Impressions “many” is not a number"


def test_it_is_told_by_its_content_and_the_digest_is_that_of_the_file() -> None:
    content = made({"A": [["x"]]})
    decoded: Decoded = decode_bytes("table.csv", content)
    assert decoded.book is not None
    assert decoded.digest == decode_bytes("other.xls", content).digest


def test_what_is_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with ZipFile(packed, "w") as archive:
        archive.writestr("table.csv", "a,b\n1,2\n")
    with pytest.raises(Refused, match="zip archive without a workbook"):
        decode_bytes("any.xlsx", packed.getvalue())
    with pytest.raises(Refused, match="can't be read: it is damaged"):
        decode_bytes("any.xls", workbook.OLE + b"\0" * 4096)
    with pytest.raises(Refused, match=r"can't be read: it is damaged|zip archive"):
        decode_bytes("any.xlsx", made({"A": [["x"]]})[:-200])


def test_a_password_is_said() -> None:
    with pytest.raises(Refused, match="workbook with a password"):
        decode_bytes("any.xlsx", workbook.OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"))


def test_without_what_reads_it_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "find_spec", lambda name: None)
    with pytest.raises(Refused) as told:
        decode_bytes("any.xlsx", made({"A": [["x"]]}))
    assert "pipx inject smdash python-calamine" in told.value.hint
    assert "pip install 'smdash[xlsx]'" in told.value.hint


def sheet_xml(rows: str) -> bytes:
    """A workbook whose one sheet is this XML."""
    content, into = io.BytesIO(made({"A": [["x"]]})), io.BytesIO()
    with ZipFile(content) as before, ZipFile(into, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            whole = before.read(name)
            if name.endswith("sheet1.xml"):
                begin, end = whole.index(b"<sheetData>"), whole.index(b"</sheetData>")
                whole = whole[:begin] + b"<sheetData>" + rows.encode() + whole[end:]
            after.writestr(name, whole)
    return into.getvalue()


@pytest.mark.parametrize(
    "cells",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r = 'xfd1048576'><v>1</v></c></row>",
        '<row r="1">' + "<c><v>1</v></c>" * 16_000 + '</row><row r="900000"><c><v>1</v></c></row>',
    ],
)
def test_two_cells_far_apart_are_refused_before_they_are_opened(cells: str) -> None:
    with pytest.raises(Refused, match="more than 20 million cells"):
        decode_bytes("any.xlsx", sheet_xml(cells))


def test_an_old_workbook_that_asks_for_all_memory_is_refused_and_the_program_lives() -> None:
    with pytest.raises(Refused, match="asks for too much memory"):
        decode_file(HOSTILE / "far_apart.xls")


def test_a_bomb_is_refused_by_its_directory_and_where_that_lies() -> None:
    bomb = sheet_xml('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 3_000_000)
    with pytest.raises(Refused, match="unpacks to more than 1 MiB"):
        decode_bytes("any.xlsx", bomb, limits=Limits(unpacked=1024**2))
    with ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bomb.replace(size.to_bytes(4, "little"), (99).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises(Refused, match="unpacks to more than 1 MiB"):
        decode_bytes("any.xlsx", lie, limits=Limits(unpacked=1024**2))


def test_ten_thousand_columns_and_too_many_bytes_are_refused() -> None:
    wide = made({"Wide": [["a", "b"], [f"c{n}" for n in range(10_000)]]})
    with pytest.raises(Refused, match="Row 2 of sheet “Wide” has more than 1000 columns"):
        rows(wide)
    with pytest.raises(Refused, match="has more than 0 MiB"):
        rows(wide, Limits(workbook=1000))


def test_macros_are_left_alone_and_a_formula_is_its_last_result() -> None:
    content, into = io.BytesIO(sheet_xml('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>')), io.BytesIO()
    with ZipFile(content) as before, ZipFile(into, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, before.read(name))
        after.writestr("xl/vbaProject.bin", b"\xcc\x61" + b"\0" * 500)
    assert rows(into.getvalue()) == [[], ["A"], ["2"]]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    def stop(*_: Any, **given: Any) -> None:
        raise subprocess.TimeoutExpired("reading", given["timeout"])

    return lambda: monkeypatch.setattr(subprocess, "run", stop)


def test_what_takes_too_long_is_refused(slow: Callable[[], None]) -> None:
    content, before = made({"A": [["x"]]}), time.monotonic()
    slow()
    with pytest.raises(Refused, match="takes more than 120 seconds to open"):
        decode_bytes("any.xlsx", content)
    assert time.monotonic() - before < 60
