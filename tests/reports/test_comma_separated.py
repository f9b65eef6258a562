"""CSV is written in one place, and nothing in it runs."""

from __future__ import annotations

import ast
import csv
import io
from decimal import Decimal
from pathlib import Path

from smdash.domain.figures import Unit
from smdash.domain.spreadsheet_cells import as_written
from smdash.reports.comma_separated import csv_pieces
from smdash.reports.table import Value, money

PACKAGE = Path(__file__).resolve().parents[2] / "smdash"
WRITER, READER = "reports/comma_separated.py", "exchange/files/grid.py"


def names(tree: ast.AST) -> set[str]:
    """What a module uses of the standard library's `csv`."""
    whole = {f"csv.{node.attr}" for node in ast.walk(tree) if isinstance(node, ast.Attribute) and is_csv(node.value)}
    parts = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == "csv"]
    return whole | {f"csv.{name.name}" for node in parts for name in node.names}


def is_csv(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "csv"


def test_only_one_module_writes_csv() -> None:
    used = {file.relative_to(PACKAGE).as_posix(): names(ast.parse(file.read_text("utf-8"))) for file in files()}
    writing = {name for name, found in used.items() if found & {"csv.writer", "csv.DictWriter"}}
    assert writing == {WRITER}
    assert {name for name, found in used.items() if found} == {WRITER, READER}


def files() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def test_the_check_finds_writers() -> None:
    assert names(ast.parse("import csv\ncsv.writer(x)")) == {"csv.writer"}
    assert names(ast.parse("from csv import DictWriter as W")) == {"csv.DictWriter"}


def test_words_run_nothing_and_negative_numbers_stay_numbers() -> None:
    hostile = ['=HYPERLINK("http://x";"y")', "x;=1", "＝1", "<10 %", "first\n- second", "\u00a0@A"]
    row = [Value(words) for words in hostile]
    numbers = [money(-1050, "USD"), Value(-3, Unit.COUNT), Value(Decimal("-0.5"), Unit.NUMBER, places=1)]
    odd = Value("=1", Unit.COUNT)  # a number as a platform gave it
    written = "".join(csv_pieces(["=head", *"abcdefghi"], [[*row, *numbers, odd]]))
    head, cells = csv.reader(io.StringIO(written, newline=""))
    assert head[0] == "'=head"
    assert cells[6:] == ["-10.50", "-3", "-0.5", "'=1"]
    assert [as_written(cell) for cell in cells[:6]] == hostile
    assert cells[3] == "<10 %"
    assert all(cell[0] == "'" for cell in (cells[0], cells[2], cells[5]))
