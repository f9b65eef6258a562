"""What ad platforms say of their campaigns, ad sets and ads, by day or by a span of days."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint

from smdash.store.columns import Day, Exact, Json, choice, currency, id_column, reference, text, whole
from smdash.store.tables.base import table

# As the platform printed it: no row is worked out from others, so that rows of several levels and spans of the same
# campaign stand beside each other and are never summed as they are. What of it counts as cost is in `cost`. `owner`
# tells the campaign on the platform, `until` the last day. Missing is NULL, never zero.
ad_day = table(
    "ad_day",
    id_column(),
    text("source"),
    text("external_key"),
    text("owner"),
    choice("level", "campaign", "ad set", "ad"),
    text("name"),
    reference("campaign_id", "campaign", index=True),
    Column("day", Day, nullable=False, index=True),
    Column("until", Day, nullable=False),
    *(whole(metric) for metric in ("impressions", "reach", "clicks")),
    Column("results", Exact),
    text("result_kind", ""),
    whole("spend_minor"),
    currency("spend_currency", required=False),
    Column("raw", Json),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("source", "external_key"),
    CheckConstraint("until >= day"),
    CheckConstraint("spend_minor is null or spend_currency is not null"),
)
Index("ix_ad_day_owner", ad_day.c.source, ad_day.c.owner)
