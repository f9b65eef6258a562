"""Legal items of the organisation's own, answers, risks, acceptances, evidence and sign-offs.

The shipped items live in the package.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, func

from smdash.store.columns import Day, Instant, Json, choice, flag, id_column, reference, text, whole
from smdash.store.tables.base import table

legal_item = table(
    "legal_item",
    id_column(),
    text("code"),
    text("area"),
    text("question"),
    Column("content", Json, nullable=False),
    flag("retired"),
    UniqueConstraint("code"),
)

# `campaign_id` NULL: the answer of the whole organisation; otherwise of one campaign. `asked` is the SHA-256 of the
# question and rule it was given to.
legal_answer = table(
    "legal_answer",
    id_column(),
    text("item_code"),
    reference("campaign_id", "campaign", index=True),
    choice("answer", "open", "yes", "partly", "no", "not_applicable"),
    text("reason", ""),
    text("note", ""),
    reference("owner_id", "person"),
    Column("due", Day),
    text("answered_by", ""),
    Column("answered_on", Day),
    Column("asked", Text),
    Column("next_review", Day),
    whole("likelihood"),
    whole("impact"),
    whole("residual_likelihood"),
    whole("residual_impact"),
    CheckConstraint("answer <> 'not_applicable' or reason <> ''"),
    CheckConstraint("likelihood between 1 and 5"),
    CheckConstraint("impact between 1 and 5"),
    CheckConstraint("residual_likelihood between 1 and 5"),
    CheckConstraint("residual_impact between 1 and 5"),
)
Index(
    "uq_legal_answer_item",
    legal_answer.c.item_code,
    func.coalesce(legal_answer.c.campaign_id, 0),
    unique=True,
)

# The library's versions this organisation has worked with, with the text of their items as it was then.
library_version = table(
    "library_version",
    id_column(),
    text("version"),
    Column("seen_at", Instant, nullable=False),
    text("seen_by", ""),
    Column("items", Json, nullable=False),
    UniqueConstraint("version"),
)

# A risk of the register, made from an item or free (then it may have an `area`); open until `closed_on`. Without a
# `treatment` nobody has decided yet.
risk = table(
    "risk",
    id_column(),
    text("title"),
    text("cause", ""),
    Column("item_code", Text),
    reference("campaign_id", "campaign", index=True),
    reference("owner_id", "person"),
    whole("likelihood", required=True),
    whole("impact", required=True),
    whole("residual_likelihood"),
    whole("residual_impact"),
    choice("treatment", "mitigate", "accept", "avoid", "transfer", required=False),
    text("plan", ""),
    Column("due", Day),
    Column("next_review", Day),
    text("opened_by", ""),
    Column("opened_on", Day, nullable=False),
    Column("closed_on", Day),
    text("closed_by", ""),
    text("outcome", ""),
    Column("area", Text),
    CheckConstraint("likelihood between 1 and 5"),
    CheckConstraint("impact between 1 and 5"),
    CheckConstraint("residual_likelihood between 1 and 5"),
    CheckConstraint("residual_impact between 1 and 5"),
    CheckConstraint("(residual_likelihood is null) = (residual_impact is null)"),
    CheckConstraint("closed_on is null or closed_on >= opened_on"),
)

# Of an item (of the organisation, or of one campaign), or of a risk.
acceptance = table(
    "acceptance",
    id_column(),
    Column("item_code", Text),
    reference("campaign_id", "campaign", index=True),
    reference("risk_id", "risk", index=True),
    text("accepted_by"),
    Column("accepted_on", Day, nullable=False),
    text("reason"),
    Column("until", Day, nullable=False),
    text("state_hash"),
    Column("revoked", Text),
    CheckConstraint("until >= accepted_on"),
    CheckConstraint("(item_code is null) <> (risk_id is null)"),
)

# Something went wrong or was complained about, or a duty with a day. `clock` names the rule its deadline follows.
incident = table(
    "incident",
    id_column(),
    choice("kind", "incident", "complaint", "duty"),
    text("title"),
    text("account", ""),
    Column("item_code", Text),
    reference("campaign_id", "campaign", index=True),
    reference("channel_id", "channel"),
    text("url", ""),
    text("reported_by", ""),
    Column("received_at", Instant, nullable=False),
    text("zone"),
    text("clock", ""),
    Column("deadline", Instant),
    reference("owner_id", "person"),
    Column("closed_at", Instant),
    text("closed_by", ""),
    text("outcome", ""),
    CheckConstraint("closed_at is null or closed_by <> ''"),
)

# What proves an answer, how a risk is treated, or what happened. `content` is a link's address or the text itself; of a
# file name, size and SHA-256 are kept, never the file.
evidence = table(
    "evidence",
    id_column(),
    Column("item_code", Text),
    reference("campaign_id", "campaign", index=True),
    reference("risk_id", "risk", index=True),
    reference("incident_id", "incident", index=True),
    choice("kind", "file", "link", "text"),
    text("label"),
    text("content", ""),
    Column("sha256", Text),
    whole("bytes"),
    Column("expires", Day),
    text("added_by", ""),
    Column("added_at", Instant, nullable=False),
    CheckConstraint("(item_code is not null) + (risk_id is not null) + (incident_id is not null) = 1"),
    CheckConstraint("(kind = 'file') = (sha256 is not null)"),
    CheckConstraint("sha256 is null or length(sha256) = 64"),
)

# `area` NULL: over a whole campaign. `state` holds what was signed, item by item, so that what changed can be listed.
sign_off = table(
    "sign_off",
    id_column(),
    Column("area", Text),
    reference("campaign_id", "campaign", index=True),
    text("signed_by"),
    choice("role", "viewer", "contributor", "counsel", "manager"),
    Column("signed_at", Instant, nullable=False),
    text("note", ""),
    Column("state", Json, nullable=False),
    text("state_hash"),
    text("journal_head"),
    Column("revoked", Text),
    CheckConstraint("area is not null or campaign_id is not null"),
)
