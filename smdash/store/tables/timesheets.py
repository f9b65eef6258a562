"""Hours, and their totals by month."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, Text, UniqueConstraint

from smdash.store.columns import Day, Instant, Key, counted, currency, id_column, reference, text, whole
from smdash.store.tables.base import table

# A running timer is an entry without seconds and end. Rate and cost are frozen when the time is known;
# `cost_minor` is in the reporting currency and NULL when there is no rate or no exchange rate: never free.
time_entry = table(
    "time_entry",
    id_column(),
    reference("person_id", "person", required=True),
    reference("campaign_id", "campaign"),
    reference("channel_id", "channel"),
    reference("post_id", "post"),
    reference("activity_id", "activity"),
    Column("work_day", Day, nullable=False),
    whole("seconds"),
    Column("start", Instant),
    Column("end", Instant),
    text("zone"),
    text("note", ""),
    whole("group_id"),
    reference("rate_id", "rate"),
    whole("rate_minor"),
    currency("rate_currency", required=False),
    whole("cost_original_minor"),
    whole("cost_minor"),
    Column("source", Text),
    Column("external_key", Text),
    reference("batch_id", "import_batch", index=True),
    CheckConstraint("seconds between 1 and 90000"),
    CheckConstraint('seconds is not null or (start is not null and "end" is null)'),
    CheckConstraint('"end" is null or "end" > start'),
)
Index("ix_time_entry_person", time_entry.c.person_id, time_entry.c.work_day)
Index("ix_time_entry_day", time_entry.c.work_day, time_entry.c.id)
Index("ix_time_entry_group", time_entry.c.group_id, sqlite_where=time_entry.c.group_id.is_not(None))
Index(
    "ix_time_entry_campaign",
    time_entry.c.campaign_id,
    time_entry.c.work_day,
    time_entry.c.channel_id,
    time_entry.c.seconds,
    time_entry.c.cost_minor,
)
Index(
    "uq_time_entry_external",
    time_entry.c.source,
    time_entry.c.external_key,
    unique=True,
    sqlite_where=time_entry.c.source.is_not(None),
)
# How many timers a person may have is a setting.
Index("ix_time_entry_running", time_entry.c.person_id, sqlite_where=time_entry.c.seconds.is_(None))

# What a person logs again and again, as the quick log offers it.
favourite = table(
    "favourite",
    id_column(),
    reference("person_id", "person", required=True),
    reference("campaign_id", "campaign"),
    reference("activity_id", "activity"),
    reference("channel_id", "channel"),
    text("note", ""),
    whole("seconds", required=True),
    CheckConstraint("seconds between 1 and 86400"),
)
Index("ix_favourite_person", favourite.c.person_id)

# Two entries that overlap on purpose. It stands for these ids and these shared seconds only: once one of them was
# moved they are flagged again. No reference, so that an entry can be deleted, and brought back, as before.
kept_overlap = table(
    "kept_overlap",
    id_column(),
    whole("first_id", required=True),
    whole("second_id", required=True),
    whole("seconds", required=True),
    UniqueConstraint("first_id", "second_id"),
    CheckConstraint("first_id < second_id"),
    CheckConstraint("seconds > 0"),
)

# 0 stands for "none" in the keys of totals, so that they can be unique.
month_time = table(
    "month_time",
    Column("month", Day, nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("channel_id", Key, nullable=False),
    Column("person_id", Key, nullable=False),
    Column("activity_id", Key, nullable=False),
    counted("seconds"),
    counted("cost_minor"),
    counted("entries"),
    counted("uncosted_seconds"),
    PrimaryKeyConstraint("month", "campaign_id", "channel_id", "person_id", "activity_id"),
)
