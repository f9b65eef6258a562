"""Who a channel reached and by which way, as platforms break their numbers down."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, UniqueConstraint

from smdash.store.columns import Day, Json, flag, id_column, reference, text, whole
from smdash.store.tables.base import table

# One part of a breakdown: of what (`dimension`: country, age and gender, traffic source …), which part (`label`), and
# what was measured of it (followers, views …), as a number or as a share in millionths of the whole. `day` is that of
# the export, or, where `daily`, the one day it speaks of. Parts overlap and lists are cut: nothing sums them.
audience = table(
    "audience",
    id_column(),
    reference("channel_id", "channel", required=True),
    text("dimension"),
    text("measure"),
    Column("day", Day, nullable=False),
    flag("daily"),
    text("label"),
    whole("number"),
    whole("share"),
    Column("raw", Json),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("channel_id", "dimension", "measure", "daily", "day", "label"),
    CheckConstraint("share is null or share between 0 and 1000000"),
    CheckConstraint("dimension <> '' and measure <> '' and label <> ''"),
)
