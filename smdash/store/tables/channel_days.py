"""What a channel's statistics say of one day."""

from __future__ import annotations

from sqlalchemy import Column, UniqueConstraint

from smdash.domain.measures import CHANNEL_METRICS
from smdash.store.columns import Day, Json, id_column, reference, whole
from smdash.store.tables.base import table

# `followers` at the end of the day; the others count that day alone. Missing is NULL, never zero; a bound such as
# "<10" stays in `raw` under the metric's name. Each file may bring other columns of the same day.
channel_day = table(
    "channel_day",
    id_column(),
    reference("channel_id", "channel", required=True),
    Column("day", Day, nullable=False, index=True),
    *(whole(metric) for metric in CHANNEL_METRICS),
    Column("raw", Json),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("channel_id", "day"),
)
