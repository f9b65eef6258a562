"""Rows are written in one place only, so that each change is journaled and summed."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "smdash"

# Who may write rows, and why.
WRITERS = {
    "store/changes.py": "the one place",
    "store/totals.py": "the totals, in the same transaction as the rows they sum",
    "store/migrations/__init__.py": "the number of the schema",
    "store/staging.py": "the private temporary database of an import, not the store",
    "store/import_kinds/marks.py": "the private temporary database of an import, not the store",
}

NAMES = {"insert", "update", "delete"}
DML = re.compile(
    r"\s*((insert|replace)\s+(or\s+\w+\s+)?into\s+\w+|delete\s+from\s+\w+\s*($|;|where)|update\s+\w+\s+set\b)",
    re.IGNORECASE,
)


def written(source: str) -> list[str]:
    """Where a module writes rows by itself: through SQLAlchemy's words, a table's methods, or SQL text."""
    tree = ast.parse(source)
    tables = imported(tree, "smdash.store.tables")
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            found += [f"{node.lineno}: {name.name}" for name in node.names if name.name in NAMES]
        elif isinstance(node, ast.Attribute) and node.attr in NAMES and is_table(node.value, tables):
            found.append(f"{node.lineno}: {ast.unparse(node)}")
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DML.match(node.value):
            found.append(f"{node.lineno}: {node.value.strip()}")
    return found


def imported(tree: ast.AST, package: str) -> set[str]:
    imports = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom))
    return {
        name.asname or name.name for node in imports if (node.module or "").startswith(package) for name in node.names
    }


def is_table(node: ast.expr, tables: set[str]) -> bool:
    """An imported table, the module of tables, SQLAlchemy itself, or what is named a table."""
    text = ast.unparse(node)
    return text in tables or text.split(".")[0] in {"tables", "sqlalchemy", "sa"} or text.endswith("table")


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.relative_to(PACKAGE).as_posix())
def test_only_one_place_writes_rows(file: Path) -> None:
    name = file.relative_to(PACKAGE).as_posix()
    if name not in WRITERS:
        assert written(file.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import insert",
        "from sqlalchemy.dialects.sqlite import insert as upsert",
        "from smdash.store.tables import person\nperson.update().values(name='x')",
        "from smdash.store import tables\ntables.person.delete()",
        "import sqlalchemy\nsqlalchemy.delete(x)",
        "def wipe(table): connection.execute(table.delete())",
        "connection.exec_driver_sql('insert into person (name) values (1)')",
        "connection.exec_driver_sql('INSERT OR REPLACE INTO person (name) values (1)')",
        "text('''\n  update person set name = 1''')",
        "connection.execute('DELETE FROM person')",
    ],
)
def test_another_writer_is_found(source: str) -> None:
    assert len(written(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "from smdash.store import changes\nchanges.insert(tx, person, name='x')",
        "known = {}\nknown.update(a=1)\nlines.insert(0, 'x')",
        "raise Refused('Delete from the list what you do not need')",
        "say('update the store')",
    ],
)
def test_what_looks_alike_is_not(source: str) -> None:
    assert written(source) == []
