"""Visits of a website, as a web analytics program tells them."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, UniqueConstraint

from smdash.store.columns import Day, Exact, Json, id_column, reference, text, whole
from smdash.store.tables.base import table

# One row of a report, of the days from `start` to `until`, both counted. `breakdown` names what the report is broken
# down by: rows of one breakdown and of days apart add up, all others tell the same visits again. Users are people: they
# never add up. `raw` keeps the other columns, the revenue the program claims among them. Missing is NULL, never zero.
traffic = table(
    "traffic",
    id_column(),
    text("source"),
    text("external_key"),
    text("property", ""),
    Column("start", Day, nullable=False, index=True),
    Column("until", Day, nullable=False),
    text("breakdown"),
    text("utm_source", ""),
    text("utm_medium", ""),
    text("utm_campaign", ""),
    text("channel_group", ""),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    whole("sessions"),
    whole("engaged"),
    whole("users"),
    Column("key_events", Exact),
    Column("raw", Json),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("source", "external_key"),
    CheckConstraint("until >= start"),
)
