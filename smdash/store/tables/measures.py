"""What a KPI is computed from, where its readings are not typed in."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, UniqueConstraint

from smdash.store.columns import id_column, reference, text
from smdash.store.tables.base import table

# A KPI without a row here is typed in. The scope: a channel, a campaign, a kind of post; what is empty is all of them.
kpi_measure = table(
    "kpi_measure",
    id_column(),
    reference("kpi_id", "kpi", required=True),
    text("measure"),
    reference("channel_id", "channel"),
    reference("campaign_id", "campaign"),
    text("post_kind", ""),
    UniqueConstraint("kpi_id"),
    CheckConstraint("measure <> ''"),
)
