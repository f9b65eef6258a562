"""What all tables share."""

from __future__ import annotations

from sqlalchemy import MetaData, Table
from sqlalchemy.schema import SchemaItem

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def table(name: str, *items: SchemaItem) -> Table:
    """A STRICT table. A deleted row's id is never given to another row: the journal points at ids for ever."""
    has_id = any(getattr(item, "name", None) == "id" for item in items)
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_autoincrement=has_id)
