"""Changing posts: their campaign, channel and note, many at once, and deleting one with all that was captured of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from sqlalchemy import func, select

from smdash.domain import text
from smdash.domain.posts import PostDraft
from smdash.errors import NotFound, Refused
from smdash.store import changes
from smdash.store.post_themes import set_themes, themes_of
from smdash.store.posts import count_words
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import campaign, channel, deleted_key, metadata, post, post_metrics, post_note, post_theme

_OWN = (post_metrics, post_theme, post_note)
"""Tables whose rows go with their post."""


def post_draft(snapshot: Snapshot, post_id: int) -> PostDraft:
    """What a person may edit of a post; `NotFound` when it is gone."""
    row = snapshot.connection.execute(select(post).where(post.c.id == post_id)).first()
    if row is None:
        raise NotFound("This post is gone.", "Reload and look again.")
    note = snapshot.connection.execute(select(post_note.c.note).where(post_note.c.post_id == post_id)).scalar()
    themes = tuple(theme.name for theme in themes_of(snapshot, [post_id]).get(post_id, ()))
    return PostDraft(row.channel_id, row.campaign_id, themes, note or "")


def edit_post(tx: Transaction, post_id: int, draft: PostDraft) -> None:
    """Give a post what the draft says. An import leaves fields that a person edited as they are."""
    before = post_draft(tx, post_id)
    tx.describe(f"edit post {_named(tx, post_id)}")
    if (draft.channel_id, draft.campaign_id) != (before.channel_id, before.campaign_id):
        _check(tx, draft)
        changes.update(tx, post, post_id, channel_id=draft.channel_id, campaign_id=draft.campaign_id)
    set_themes(tx, post_id, draft.themes)
    _note(tx, post_id, text.clean(draft.note).strip())


def assign(tx: Transaction, post_ids: Collection[int], campaign_id: int | None) -> int:
    """Assign posts to a campaign, or to none, as one change; returns how many it was another one for."""
    name = "no campaign" if campaign_id is None else _campaign_name(tx, campaign_id)
    moved = sum(changes.update(tx, post, post_id, campaign_id=campaign_id) for post_id in sorted(post_ids))
    tx.describe(f"assign {count_words(moved)} to {name}")
    return moved


def delete_post(tx: Transaction, post_id: int) -> None:
    """Delete a post with its metrics, themes and note; it leaves its key, so that no import brings it back.

    `Refused` while hours, costs, benefits or links stand on it.
    """
    row = tx.connection.execute(select(post).where(post.c.id == post_id)).first()
    if row is None:
        raise NotFound("This post is gone.", "Reload and look again.")
    if used := uses(tx, post_id):
        said = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in sorted(used.items()))
        raise Refused(f"This post is still used: {said}.", "Move these to another post or to none first.")
    tx.describe(f"delete post {_named(tx, post_id)}")
    for table in _OWN:
        for own in tx.connection.execute(select(table.c.id).where(table.c.post_id == post_id)).scalars().all():
            changes.delete(tx, table, own)
    changes.delete(tx, post, post_id)
    changes.insert(tx, deleted_key, source=row.source, external_key=row.external_key, row_kind=post.name)


def uses(snapshot: Snapshot, post_id: int) -> Counter[str]:
    """How many rows of other things stand on a post, by table."""
    found: Counter[str] = Counter()
    for table in metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table is post and table not in _OWN:
                query = select(func.count()).where(key.parent == post_id)
                found[table.name] += snapshot.connection.execute(query).scalar() or 0
    return +found


def _note(tx: Transaction, post_id: int, note: str) -> None:
    row = tx.connection.execute(select(post_note.c.id).where(post_note.c.post_id == post_id)).scalar()
    if row is None and note:
        changes.insert(tx, post_note, post_id=post_id, note=note)
    elif row is not None and note:
        changes.update(tx, post_note, row, note=note)
    elif row is not None:
        changes.delete(tx, post_note, row)


def _check(tx: Transaction, draft: PostDraft) -> None:
    if tx.connection.execute(select(channel.c.id).where(channel.c.id == draft.channel_id)).first() is None:
        raise NotFound("This channel is gone.", "Choose another one.")
    if draft.campaign_id is not None:
        _campaign_name(tx, draft.campaign_id)


def _campaign_name(tx: Transaction, campaign_id: int) -> str:
    name = tx.connection.execute(select(campaign.c.name).where(campaign.c.id == campaign_id)).scalar()
    if name is None:
        raise NotFound("This campaign is gone.", "Choose another one.")
    return str(name)


def _named(snapshot: Snapshot, post_id: int) -> str:
    row = snapshot.connection.execute(select(post.c.day, post.c.text).where(post.c.id == post_id)).one()
    words = text.one_line(row.text)
    return f"of {row.day.isoformat()}" + (f" “{words[:40]}”" if words else "")
