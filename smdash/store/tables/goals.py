"""Objectives, their KPIs, readings, check-ins, and notes on the time axis."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Text, UniqueConstraint

from smdash.store.columns import Day, Exact, choice, flag, id_column, reference, text, whole
from smdash.store.tables.base import table

objective = table(
    "objective",
    id_column(),
    text("name"),
    text("name_key"),
    reference("owner_id", "person"),
    Column("start", Day),
    Column("due", Day),
    text("note", ""),
    flag("archived"),
    UniqueConstraint("name_key"),
    CheckConstraint("due is null or start is null or due >= start"),
)

kpi = table(
    "kpi",
    id_column(),
    reference("objective_id", "objective", index=True),
    text("name"),
    text("name_key"),
    text("unit", ""),
    choice("shape", "increase", "decrease", "keep", "range", "milestone", "yes_no"),
    choice("aggregation", "last", "sum", "mean", "ratio"),
    choice("level", "output", "out-take", "outcome", "impact"),
    Column("baseline", Exact),
    Column("target", Exact),
    Column("target_low", Exact),
    Column("target_high", Exact),
    Column("start", Day, nullable=False),
    Column("due", Day, nullable=False),
    choice("cadence", "daily", "weekly", "monthly", "quarterly"),
    Column("weight", Exact, nullable=False),
    reference("owner_id", "person"),
    text("source", "typed"),
    flag("archived"),
    UniqueConstraint("name_key"),
    CheckConstraint("due >= start"),
)

season = table(
    "season",
    id_column(),
    reference("kpi_id", "kpi", required=True),
    reference("predecessor_id", "kpi"),
    UniqueConstraint("kpi_id"),
    CheckConstraint("predecessor_id <> kpi_id"),
)
"""KPIs whose pace follows last year's, that of another KPI where one is named; a KPI without a row has a linear one."""

succession = table(
    "succession",
    id_column(),
    reference("kpi_id", "kpi", required=True),
    reference("follows_id", "kpi", required=True),
    UniqueConstraint("kpi_id"),
    CheckConstraint("follows_id <> kpi_id"),
)
"""Which KPI each one follows on: that of the period before, for charts to compare with."""

reading = table(
    "reading",
    id_column(),
    reference("kpi_id", "kpi", required=True),
    Column("day", Day, nullable=False),
    Column("value", Exact),
    Column("numerator", Exact),
    Column("denominator", Exact),
    text("note", ""),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("kpi_id", "day"),
    CheckConstraint("(value is not null) <> (numerator is not null and denominator is not null)"),
)

checkin = table(
    "checkin",
    id_column(),
    reference("objective_id", "objective", required=True, index=True),
    Column("day", Day, nullable=False),
    whole("confidence", required=True),
    Column("status", Text),
    text("note", ""),
    CheckConstraint("confidence between 0 and 10"),
)

annotation = table(
    "annotation",
    id_column(),
    Column("day", Day, nullable=False),
    Column("until", Day),
    text("note"),
    reference("campaign_id", "campaign"),
    CheckConstraint("until is null or until >= day"),
)
