"""Themes of posts: what they are about, in a word or two; several may stand on one post."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select

from smdash.domain import text
from smdash.domain.engagement import Tally
from smdash.domain.text import name_key
from smdash.store import changes, post_columns, posts
from smdash.store.import_kinds.marks import among
from smdash.store.posts import PostGroup, count_words
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import post, post_theme, theme

LONGEST = 60


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme by its name."""

    id: int
    name: str


def themes(snapshot: Snapshot) -> tuple[Theme, ...]:
    """All themes that stand on posts, by name."""
    used = select(post_theme.c.theme_id)
    query = select(theme.c.id, theme.c.name).where(theme.c.id.in_(used)).order_by(theme.c.name_key)
    return tuple(Theme(row.id, row.name) for row in snapshot.connection.execute(query))


def themes_of(snapshot: Snapshot, post_ids: Collection[int]) -> dict[int, tuple[Theme, ...]]:
    """The themes of some posts, by post, in one query."""
    query = select(post_theme.c.post_id, theme.c.id, theme.c.name).join(theme, theme.c.id == post_theme.c.theme_id)
    query = query.where(among(post_theme.c.post_id, list(post_ids))).order_by(theme.c.name_key)
    found: dict[int, tuple[Theme, ...]] = {}
    for row in snapshot.connection.execute(query):
        found[row.post_id] = (*found.get(row.post_id, ()), Theme(row.id, row.name))
    return found


def set_themes(tx: Transaction, post_id: int, names: Iterable[str]) -> None:
    """Let a post have exactly these themes."""
    wanted = {name_key(name): name for name in checked(names)}
    have = {name_key(found.name): found.id for found in themes_of(tx, [post_id]).get(post_id, ())}
    remove(tx, [post_id], [have[key] for key in have.keys() - wanted.keys()])
    add(tx, [post_id], [wanted[key] for key in wanted.keys() - have.keys()])


def retheme(tx: Transaction, post_ids: Collection[int], more: Iterable[str], less: Iterable[str]) -> int:
    """Add themes to posts and take others away, as one change; returns how many changed."""
    more, less = checked(more), checked(less)
    said = [f"+{name}" for name in more] + [f"−{name}" for name in less]
    tx.describe(f"themes {' '.join(said)} on {count_words(len(post_ids))}")
    gone = {name_key(name) for name in less}
    query = select(theme.c.id, theme.c.name_key)
    ids = [row.id for row in tx.connection.execute(query) if row.name_key in gone]
    return remove(tx, post_ids, ids) + add(tx, post_ids, more)


def having(snapshot: Snapshot, words: Iterable[str]) -> list[int]:
    """The posts whose text has one of some words; upper and lower case of A to Z are the same."""
    found = or_(*(post.c.text.icontains(word, autoescape=True) for word in words))
    return list(snapshot.connection.execute(select(post.c.id).where(found)).scalars())


def add(tx: Transaction, post_ids: Collection[int], names: Iterable[str]) -> int:
    """Put themes on posts that do not have them; returns how many were put."""
    added = 0
    for name in sorted(names, key=name_key):
        theme_id = _theme_id(tx, name)
        query = select(post_theme.c.post_id).where(post_theme.c.theme_id == theme_id)
        have = set(tx.connection.execute(query.where(among(post_theme.c.post_id, list(post_ids)))).scalars())
        for post_id in sorted(set(post_ids) - have):
            changes.insert(tx, post_theme, post_id=post_id, theme_id=theme_id)
            added += 1
    return added


def remove(tx: Transaction, post_ids: Collection[int], theme_ids: Collection[int]) -> int:
    """Take themes away from posts; returns how many were taken."""
    row = post_theme.c
    query = select(row.id).where(among(row.post_id, list(post_ids)), among(row.theme_id, list(theme_ids)))
    ids = tx.connection.execute(query.order_by(row.id)).scalars().all()
    for one in ids:
        changes.delete(tx, post_theme, one)
    return len(ids)


def checked(names: Iterable[str]) -> tuple[str, ...]:
    """Clean names, each once as it was written first; `InvalidInput` for one that is too long."""
    found: dict[str, str] = {}
    for name in names:
        if name.strip():
            found.setdefault(name_key(name), text.name(name, "theme", LONGEST))
    return tuple(found.values())


def theme_tallies(snapshot: Snapshot, group: PostGroup) -> dict[str, Tally]:
    """The posts of a group by theme, in one query; a post with two themes counts under both."""
    period = group.scope.period
    source = post_columns.with_numbers(period).join(post_theme, post_theme.c.post_id == post.c.id)
    source = source.join(theme, theme.c.id == post_theme.c.theme_id)
    query = select(theme.c.name, *post_columns.sums(period)).select_from(source).where(*group.conditions())
    rows = snapshot.connection.execute(query.group_by(theme.c.id).order_by(theme.c.name_key))
    return {row[0]: posts.tally_of(row[1:]) for row in rows}


def _theme_id(tx: Transaction, name: str) -> int:
    found = tx.connection.execute(select(theme.c.id).where(theme.c.name_key == name_key(name))).scalar()
    return changes.insert(tx, theme, name=name, name_key=name_key(name)) if found is None else int(found)
