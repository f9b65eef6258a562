"""Policies, their versions, and who confirmed which one."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint

from smdash.store.columns import Day, Json, flag, id_column, reference, text
from smdash.store.tables.base import table

# `kinds` are the kinds of people who have to confirm it.
policy = table(
    "policy",
    id_column(),
    text("name"),
    text("name_key"),
    text("about", ""),
    reference("owner_id", "person"),
    Column("kinds", Json, nullable=False),
    flag("archived"),
    UniqueConstraint("name_key"),
)

policy_version = table(
    "policy_version",
    id_column(),
    reference("policy_id", "policy", required=True),
    text("version"),
    Column("effective_on", Day, nullable=False),
    Column("review_on", Day),
    text("summary", ""),
    text("place", ""),
    Column("sha256", Text),
    UniqueConstraint("policy_id", "version"),
    CheckConstraint("review_on is null or review_on > effective_on"),
    CheckConstraint("sha256 is null or length(sha256) = 64"),
)

acknowledgement = table(
    "acknowledgement",
    id_column(),
    reference("policy_version_id", "policy_version", required=True),
    reference("person_id", "person", required=True),
    Column("acknowledged_on", Day, nullable=False),
    text("how", ""),
    text("recorded_by", ""),
    UniqueConstraint("policy_version_id", "person_id"),
)
