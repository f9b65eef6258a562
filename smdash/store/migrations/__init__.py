"""Numbered steps from one schema to the next, one transaction each. A released step is never edited."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, insert, select

from smdash.errors import StoreProblem
from smdash.store.tables import schema_version

FOLDER = Path(__file__).parent
_NAME = re.compile(r"(\d{4})_\w+\.sql")


def steps() -> list[tuple[int, Path]]:
    """All steps in order: their number and their SQL file."""
    found = [(int(match[1]), path) for path in FOLDER.iterdir() if (match := _NAME.fullmatch(path.name))]
    return sorted(found)


def latest() -> int:
    """The schema this program works with."""
    return steps()[-1][0]


def version(connection: Connection) -> int:
    """The schema of an open store; 0 for an empty file, `StoreProblem` for another program's database."""
    tables = connection.exec_driver_sql("select name from sqlite_schema where type = 'table'").scalars().all()
    if schema_version.name not in tables:
        if tables:
            file = connection.exec_driver_sql("select file from pragma_database_list where name = 'main'").scalar()
            raise StoreProblem(f"{file} is another program's database.", "Choose another place with --store.")
        return 0
    newest = select(schema_version.c.version).order_by(schema_version.c.version.desc()).limit(1)
    return connection.execute(newest).scalar() or 0


def check_not_newer(found: int) -> None:
    """`StoreProblem` when the store was written by a newer program."""
    if found > latest():
        raise StoreProblem(
            f"This store has schema {found}; this smdash knows up to {latest()}.",
            "Update smdash. The store was not touched.",
        )


def migrate(connection: Connection, now: datetime) -> None:
    """Bring the store of an open write transaction to the latest schema."""
    found = version(connection)
    check_not_newer(found)
    for number, file in steps():
        if number <= found:
            continue
        for statement in file.read_text("utf-8").split(";\n"):
            if statement.strip():
                connection.exec_driver_sql(statement)
        connection.execute(insert(schema_version).values(version=number, applied_at=now))
