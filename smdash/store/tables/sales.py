"""Links and codes by which revenue is known, sales as shops and payment providers export them, and touches."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint

from smdash.domain.money import MAX_MINOR
from smdash.store.columns import (
    Day,
    Exact,
    Instant,
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

# `address` is the whole URL with its tags: what is given out, and what makes two links the same.
link = table(
    "link",
    id_column(),
    text("target"),
    text("utm_source"),
    text("utm_medium"),
    text("utm_campaign"),
    text("utm_content", ""),
    text("utm_term", ""),
    text("address"),
    reference("campaign_id", "campaign", required=True, index=True),
    reference("channel_id", "channel"),
    reference("post_id", "post"),
    text("note", ""),
    flag("archived"),
    UniqueConstraint("address"),
)

promo_code = table(
    "promo_code",
    id_column(),
    text("code"),
    text("code_key"),
    reference("campaign_id", "campaign", required=True, index=True),
    reference("channel_id", "channel"),
    text("note", ""),
    flag("archived"),
    UniqueConstraint("code_key"),
)

# What a person said once of a mark that matched nothing; `utm` is a utm_campaign, `source` what bears no mark at all.
match_rule = table(
    "match_rule",
    id_column(),
    choice("kind", "utm", "code", "source"),
    text("mark"),
    text("mark_key"),
    reference("campaign_id", "campaign", required=True),
    reference("channel_id", "channel"),
    choice("evidence", "tracked", "allocated", "estimated"),
    Column("share", Exact, nullable=False),
    UniqueConstraint("kind", "mark_key"),
)

# An order or a payment as its export says it. It counts only as the benefit made of it: paid, matched to a campaign and
# not the same sale as another row (`same_as_id`). `settled_minor` is the amount in the currency that was paid out.
sale = table(
    "sale",
    id_column(),
    text("source"),
    text("external_key"),
    choice("record", "order", "payment"),
    text("number", ""),
    Column("at", Instant, nullable=False),
    Column("day", Day, nullable=False, index=True),
    choice("status", "paid", "pending", "void"),
    whole("amount_minor", required=True),
    currency("currency"),
    counted("refunded_minor"),
    Column("refunded_on", Day),
    whole("settled_minor"),
    currency("settled_currency", required=False),
    whole("fee_minor"),
    currency("fee_currency", required=False),
    text("customer", ""),
    text("code", ""),
    text("utm_source", ""),
    text("utm_medium", ""),
    text("utm_campaign", ""),
    text("utm_content", ""),
    text("utm_term", ""),
    text("origin", ""),
    choice("mark_kind", "utm", "code", "source"),
    text("mark"),
    text("mark_key"),
    choice("matched_by", "link", "utm", "code", "rule", "touch", required=False),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    reference("link_id", "link"),
    choice("evidence", "tracked", "allocated", "estimated", required=False),
    Column("share", Exact),
    reference("same_as_id", "sale"),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("source", "external_key"),
    CheckConstraint(f"amount_minor between 0 and {MAX_MINOR}"),
    CheckConstraint("refunded_minor between 0 and amount_minor"),
)
Index("ix_sale_mark", sale.c.mark_kind, sale.c.mark_key)
Index("ix_sale_number", sale.c.number)
Index("ix_sale_same_as", sale.c.same_as_id)

# What touches lead to; it points at the benefit they share, and adds nothing to it.
conversion = table(
    "conversion",
    id_column(),
    text("key"),
    text("customer", ""),
    Column("at", Instant, nullable=False),
    reference("benefit_id", "benefit", required=True),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("benefit_id"),
)
Index("ix_conversion_key", conversion.c.key)
Index("ix_conversion_customer", conversion.c.customer)

# A contact before a conversion: known by the conversion's key or by the customer. A direct one came without a link.
touch = table(
    "touch",
    id_column(),
    text("source"),
    text("external_key"),
    text("conversion_key", ""),
    text("customer", ""),
    Column("at", Instant, nullable=False),
    flag("direct"),
    text("utm_source", ""),
    text("utm_medium", ""),
    text("utm_campaign", ""),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    reference("batch_id", "import_batch", index=True),
    UniqueConstraint("source", "external_key"),
)
Index("ix_touch_conversion", touch.c.conversion_key)
Index("ix_touch_customer", touch.c.customer)
