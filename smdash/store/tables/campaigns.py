"""Campaigns, posts with their metrics, costs, benefits, outcomes, and totals of benefits by month."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from smdash.domain.money import MAX_MINOR
from smdash.store.columns import (
    Day,
    Exact,
    Instant,
    Json,
    Key,
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

METRICS = (
    "impressions",
    "reach",
    "reactions",
    "comments",
    "shares",
    "saves",
    "clicks",
    "video_views",
    "follows",
    "spend_minor",
)

campaign = table(
    "campaign",
    id_column(),
    text("name"),
    text("name_key"),
    reference("objective_id", "objective"),
    choice("status", "planned", "live", "paused", "ended"),
    Column("start", Day),
    Column("due", Day),
    whole("budget_minor"),
    whole("budget_seconds"),
    text("utm_campaign", ""),
    Column("facts", Json, nullable=False),
    text("note", ""),
    flag("archived"),
    UniqueConstraint("name_key"),
    CheckConstraint("due is null or start is null or due >= start"),
    CheckConstraint("budget_minor >= 0"),
    CheckConstraint("budget_seconds >= 0"),
)

# `posted_at` is known to the minute, the day or the month; `day` is its day, or the first of its month.
post = table(
    "post",
    id_column(),
    text("source"),
    text("external_key"),
    reference("channel_id", "channel", required=True, index=True),
    text("external_id", ""),
    reference("campaign_id", "campaign"),
    Column("day", Day, nullable=False, index=True),
    Column("posted_at", Instant),
    choice("precision", "minute", "day", "month"),
    text("kind", ""),
    text("text", ""),
    text("url", ""),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("source", "external_key"),
)

# Missing is NULL, never zero; a bound such as "<10 %" stays in `raw` under the metric's name.
post_metrics = table(
    "post_metrics",
    id_column(),
    reference("post_id", "post", required=True),
    Column("captured_on", Day, nullable=False),
    *(whole(metric) for metric in METRICS),
    currency("spend_currency", required=False),
    Column("raw", Json),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("post_id", "captured_on"),
)

platform_total = table(
    "platform_total",
    id_column(),
    text("source"),
    text("label"),
    Column("start", Day),
    Column("until", Day),
    Column("metrics", Json, nullable=False),
    reference("batch_id", "import_batch", index=True),
)


def _external(owner: Table) -> None:
    """An imported row is known by its source and key; rows people type have neither."""
    Index(
        f"uq_{owner.name}_external",
        owner.c.source,
        owner.c.external_key,
        unique=True,
        sqlite_where=owner.c.source.is_not(None),
    )


# `until` is the last day of a spread or the day a recurrence ends; recurring costs are worked out when read.
cost = table(
    "cost",
    id_column(),
    text("name"),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    reference("post_id", "post"),
    choice("category", "ads", "tools", "agency", "content", "rewards", "staff", "other"),
    Column("day", Day, nullable=False, index=True),
    Column("until", Day),
    choice("recurrence", "none", "spread", "monthly", "quarterly", "yearly"),
    whole("amount_minor", required=True),
    currency("currency"),
    whole("converted_minor"),
    flag("estimated"),
    text("note", ""),
    Column("source", Text),
    Column("external_key", Text),
    reference("batch_id", "import_batch", index=True),
    CheckConstraint("until is null or until >= day"),
    CheckConstraint("recurrence <> 'spread' or until is not null"),
    CheckConstraint(f"abs(amount_minor) <= {MAX_MINOR}"),
)
_external(cost)

# `effective_minor` = converted × share (× margin, never on savings), rounded once; NULL while not converted.
# `attributed`: the share comes from an attribution model over recorded touches.
benefit = table(
    "benefit",
    id_column(),
    text("name"),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    reference("post_id", "post"),
    Column("day", Day, nullable=False, index=True),
    choice("kind", "revenue", "retention", "savings"),
    choice(
        "category", "membership", "renewals", "events", "products", "education", "donations", "sponsorship", "other"
    ),
    whole("amount_minor", required=True),
    currency("currency"),
    whole("converted_minor"),
    Column("margin", Exact),
    Column("share", Exact, nullable=False),
    choice("evidence", "tracked", "allocated", "estimated"),
    flag("attributed"),
    whole("effective_minor"),
    reference("reverses_id", "benefit"),
    Column("inputs", Json),
    text("note", ""),
    Column("source", Text),
    Column("external_key", Text),
    reference("batch_id", "import_batch", index=True),
    CheckConstraint(f"abs(amount_minor) <= {MAX_MINOR}"),
)
_external(benefit)

outcome = table(
    "outcome",
    id_column(),
    choice("kind", "lead", "member", "order", "other"),
    whole("count", required=True),
    Column("day", Day, nullable=False, index=True),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    text("note", ""),
    Column("source", Text),
    Column("external_key", Text),
    reference("batch_id", "import_batch", index=True),
)
_external(outcome)

month_benefit = table(
    "month_benefit",
    Column("month", Day, nullable=False),
    Column("campaign_id", Key, nullable=False),
    Column("channel_id", Key, nullable=False),
    Column("kind", Text, nullable=False),
    Column("evidence", Text, nullable=False),
    counted("effective_minor"),
    counted("rows"),
    counted("unconverted_rows"),
    PrimaryKeyConstraint("month", "campaign_id", "channel_id", "kind", "evidence"),
)
