"""What people add to posts: themes, notes, and rules that assign new posts to campaigns; indexes by post."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint

from smdash.store.columns import Day, choice, id_column, reference, text, whole
from smdash.store.tables.base import table
from smdash.store.tables.campaigns import benefit, cost, post
from smdash.store.tables.timesheets import time_entry

theme = table("theme", id_column(), text("name"), text("name_key"), UniqueConstraint("name_key"))

post_theme = table(
    "post_theme",
    id_column(),
    reference("post_id", "post", required=True),
    reference("theme_id", "theme", required=True, index=True),
    UniqueConstraint("post_id", "theme_id"),
)

post_note = table(
    "post_note",
    id_column(),
    reference("post_id", "post", required=True),
    text("note"),
    UniqueConstraint("post_id"),
)

# The first rule by `position` that takes a post decides. A condition that is NULL or empty asks for nothing;
# `until` is the last day. `words` are matched in the text as `matching` says.
assignment_rule = table(
    "assignment_rule",
    id_column(),
    whole("position", required=True),
    reference("campaign_id", "campaign", required=True, index=True),
    reference("channel_id", "channel"),
    Column("start", Day),
    Column("until", Day),
    text("kind", ""),
    choice("matching", "contains", "all", "any"),
    text("words", ""),
    CheckConstraint("until is null or start is null or until >= start"),
)

Index("ix_post_campaign_day", post.c.campaign_id, post.c.day)
Index("ix_time_entry_post", time_entry.c.post_id, sqlite_where=time_entry.c.post_id.is_not(None))
Index("ix_cost_post", cost.c.post_id, sqlite_where=cost.c.post_id.is_not(None))
Index("ix_benefit_post", benefit.c.post_id, sqlite_where=benefit.c.post_id.is_not(None))
