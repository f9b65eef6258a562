"""The schema as SQLAlchemy tables, by word. Migrations make it; a test compares the two."""

from smdash.store.tables.ads import ad_day
from smdash.store.tables.audiences import audience
from smdash.store.tables.base import metadata
from smdash.store.tables.campaigns import (
    METRICS,
    benefit,
    campaign,
    cost,
    month_benefit,
    outcome,
    platform_total,
    post,
    post_metrics,
)
from smdash.store.tables.channel_days import channel_day
from smdash.store.tables.goals import annotation, checkin, kpi, objective, reading, season, succession
from smdash.store.tables.journal import (
    change,
    change_set,
    deleted_key,
    import_batch,
    import_file,
    import_mapping,
    schema_version,
)
from smdash.store.tables.locks import period_lock
from smdash.store.tables.measures import kpi_measure
from smdash.store.tables.organisation import activity, alias, channel, exchange_rate, person, rate, setting
from smdash.store.tables.policies import acknowledgement, policy, policy_version
from smdash.store.tables.posts import assignment_rule, post_note, post_theme, theme
from smdash.store.tables.risks import (
    acceptance,
    evidence,
    incident,
    legal_answer,
    legal_item,
    library_version,
    risk,
    sign_off,
)
from smdash.store.tables.sales import conversion, link, match_rule, promo_code, sale, touch
from smdash.store.tables.timesheets import favourite, kept_overlap, month_time, time_entry
from smdash.store.tables.traffic import traffic

__all__ = [
    "METRICS",
    "acceptance",
    "acknowledgement",
    "activity",
    "ad_day",
    "alias",
    "annotation",
    "assignment_rule",
    "audience",
    "benefit",
    "campaign",
    "change",
    "change_set",
    "channel",
    "channel_day",
    "checkin",
    "conversion",
    "cost",
    "deleted_key",
    "evidence",
    "exchange_rate",
    "favourite",
    "import_batch",
    "import_file",
    "import_mapping",
    "incident",
    "kept_overlap",
    "kpi",
    "kpi_measure",
    "legal_answer",
    "legal_item",
    "library_version",
    "link",
    "match_rule",
    "metadata",
    "month_benefit",
    "month_time",
    "objective",
    "outcome",
    "period_lock",
    "person",
    "platform_total",
    "policy",
    "policy_version",
    "post",
    "post_metrics",
    "post_note",
    "post_theme",
    "promo_code",
    "rate",
    "reading",
    "risk",
    "sale",
    "schema_version",
    "season",
    "setting",
    "sign_off",
    "succession",
    "theme",
    "time_entry",
    "touch",
    "traffic",
]
