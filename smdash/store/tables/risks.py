"""Legal items of the organisation's own, answers, and acceptances. The shipped items live in the package."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Text, UniqueConstraint, func

from smdash.store.columns import Day, Json, choice, flag, id_column, reference, text, whole
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

# `campaign_id` NULL: the answer of the whole organisation; otherwise of one campaign.
legal_answer = table(
    "legal_answer",
    id_column(),
    text("item_code"),
    reference("campaign_id", "campaign", index=True),
    choice("answer", "open", "yes", "partly", "no", "not_applicable"),
    text("reason", ""),
    text("note", ""),
    text("evidence", ""),
    reference("owner_id", "person"),
    Column("due", Day),
    text("answered_by", ""),
    Column("answered_on", Day),
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

acceptance = table(
    "acceptance",
    id_column(),
    text("item_code"),
    reference("campaign_id", "campaign", index=True),
    text("accepted_by"),
    Column("accepted_on", Day, nullable=False),
    text("reason"),
    Column("until", Day, nullable=False),
    text("state_hash"),
    Column("revoked", Text),
    CheckConstraint("until >= accepted_on"),
)
