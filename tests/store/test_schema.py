"""The migrations make what the tables say, and SQLite enforces it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from smdash.store import migrations
from smdash.store.store import Snapshot, Store
from smdash.store.tables import metadata

TABLES = metadata.sorted_tables


def expected_sql() -> str:
    """The whole schema as one migration would make it."""
    dialect = sqlite.dialect()
    statements = []
    for table in TABLES:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    tidy = [
        re.sub(r" *\n+", "\n", sql.strip()).replace("\t", "  ").replace(")\n STRICT", ") STRICT") for sql in statements
    ]
    return "\n\n".join(f"{sql};" for sql in tidy) + "\n"


def normalised(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).replace("( ", "(").replace(" )", ")").strip()


def schema(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("select name, sql from sqlite_schema where sql is not null")
    return {row.name: normalised(row.sql) for row in rows if not row.name.startswith("sqlite_")}


def test_the_migrations_make_exactly_the_tables(store: Store, tmp_path: Path) -> None:
    made = store.read(lambda snapshot: schema(snapshot.connection))
    statements = [normalised(sql) for sql in expected_sql().split(";\n") if sql.strip()]
    wanted = {sql.replace("UNIQUE ", "").split()[2]: sql for sql in statements}
    file = tmp_path / "0001_first.sql"
    file.write_text(f"-- The first schema.\n\n{expected_sql()}")
    assert made == wanted, f"copy {file} over the step as long as it was not released; else write a new step"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_strict_and_never_reuses_an_id(store: Store, table: Table) -> None:
    def sql(snapshot: Snapshot) -> str:
        return schema(snapshot.connection)[table.name]

    made = store.read(sql)
    assert made.endswith("STRICT")
    assert ("AUTOINCREMENT" in made) == ("id" in table.c)


def test_steps_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in migrations.steps()] == list(range(1, migrations.latest() + 1))
