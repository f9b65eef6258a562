"""The journal: who changed what, when, with what before and after, chained by digests; and imports."""

from __future__ import annotations

from sqlalchemy import Column, Index, Text, UniqueConstraint

from smdash.store.columns import Instant, Json, choice, counted, id_column, reference, text, whole
from smdash.store.tables.base import table

schema_version = table(
    "schema_version", id_column(), whole("version", required=True), Column("applied_at", Instant, nullable=False)
)

change_set = table(
    "change_set",
    id_column(),
    Column("at", Instant, nullable=False),
    text("actor"),
    text("label"),
    choice("kind", "do", "undo", "redo"),
    reference("reverses_id", "change_set", index=True),
    reference("batch_id", "import_batch"),
)
Index("ix_change_set_actor", change_set.c.actor, change_set.c.id)

# A payload may be replaced by "erased" when a person must be erased; its digest, and so the chain, stays.
change = table(
    "change",
    id_column(),
    reference("change_set_id", "change_set", required=True, index=True),
    text("table_name"),
    whole("row_id"),
    Column("before", Json),
    Column("after", Json),
    text("digest"),
    text("chain"),
)
Index("ix_change_row", change.c.table_name, change.c.row_id)

import_batch = table(
    "import_batch",
    id_column(),
    Column("at", Instant, nullable=False),
    text("actor"),
    text("file_name"),
    text("content_hash"),
    text("format"),
    counted("new_rows"),
    counted("changed_rows"),
    counted("same_rows"),
    counted("bad_rows"),
    choice("state", "applied", "undone"),
)

# The files of an import of several; that of one file says it itself.
import_file = table(
    "import_file",
    id_column(),
    reference("batch_id", "import_batch", required=True, index=True),
    text("file_name"),
    text("content_hash"),
    text("format"),
)

import_mapping = table(
    "import_mapping",
    id_column(),
    text("name"),
    Column("mapping", Json, nullable=False),
    UniqueConstraint("name"),
)

# An imported row that a person deleted leaves its key, so that the next import does not bring it back.
deleted_key = table(
    "deleted_key",
    id_column(),
    text("source"),
    text("external_key"),
    Column("row_kind", Text, nullable=False),
    UniqueConstraint("source", "external_key"),
)
