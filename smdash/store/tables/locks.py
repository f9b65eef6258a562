"""Months that are closed: nothing that changes a number in them may be written."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index

from smdash.store.columns import Day, Instant, id_column, text
from smdash.store.tables.base import table

# `month` is its first day. A month that was opened again and closed once more has a row for each time it was closed.
period_lock = table(
    "period_lock",
    id_column(),
    Column("month", Day, nullable=False),
    Column("closed_at", Instant, nullable=False),
    text("closed_by"),
    text("note", ""),
    Column("reopened_at", Instant),
    text("reopened_by", ""),
    text("reason", ""),
    CheckConstraint("substr(month, 9) = '01'"),
    CheckConstraint("(reopened_at is null) = (reopened_by = '')"),
)
Index(
    "uq_period_lock_closed",
    period_lock.c.month,
    unique=True,
    sqlite_where=period_lock.c.reopened_at.is_(None),
)
