"""People, rates, channels, activities, settings, exchange rates, and the other names imports use."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint

from smdash.domain.money import MAX_MINOR
from smdash.store.columns import (
    Day,
    Exact,
    Json,
    choice,
    counted,
    currency,
    flag,
    id_column,
    reference,
    text,
    whole,
)
from smdash.store.tables.base import table

setting = table("setting", id_column(), text("key"), Column("value", Json, nullable=False), UniqueConstraint("key"))

person = table(
    "person",
    id_column(),
    text("name"),
    text("name_key"),
    choice("kind", "staff", "contractor", "advocate", "executive"),
    choice("role", "viewer", "contributor", "counsel", "manager"),
    counted("weekly_capacity"),
    text("zone"),
    flag("archived"),
    UniqueConstraint("name_key"),
    CheckConstraint("weekly_capacity between 0 and 604800"),
)

rate = table(
    "rate",
    id_column(),
    reference("person_id", "person", required=True),
    Column("valid_from", Day, nullable=False),
    whole("hourly_minor", required=True),
    currency("currency"),
    Column("basis", Json),
    UniqueConstraint("person_id", "valid_from"),
    CheckConstraint(f"hourly_minor between 0 and {MAX_MINOR}"),
)

channel = table(
    "channel",
    id_column(),
    text("name"),
    text("name_key"),
    text("platform"),
    text("handle", ""),
    text("url", ""),
    flag("archived"),
    UniqueConstraint("name_key"),
)

activity = table(
    "activity", id_column(), text("name"), text("name_key"), flag("archived"), UniqueConstraint("name_key")
)

alias = table(
    "alias",
    id_column(),
    choice("kind", "campaign", "channel", "person", "activity", "kpi"),
    text("alias"),
    text("alias_key"),
    whole("target_id", required=True),
    UniqueConstraint("kind", "alias_key"),
)

exchange_rate = table(
    "exchange_rate",
    id_column(),
    currency("currency"),
    Column("valid_from", Day, nullable=False),
    Column("rate", Exact, nullable=False),
    Column("source", Text, nullable=False, default="", server_default=""),
    UniqueConstraint("currency", "valid_from"),
)
