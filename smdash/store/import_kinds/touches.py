"""Touches before conversions; each belongs to the campaign and channel its tags tell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, select

from smdash.domain.links import TAGS
from smdash.domain.matching import Marks, Matcher
from smdash.store.import_kinds.base import Compared, Insertion, RowKind
from smdash.store.matching import load_matcher
from smdash.store.staging import NEW, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import touch

_FACTS = ("conversion_key", "customer", "at", "direct", "utm_source", "utm_medium", "utm_campaign")

_ROWS = Table(
    "staged_touch",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(name, Integer) for name in ("line", "campaign", "channel")),
    Column("source", Text),
    Column("key", Text),
    *(Column(name, touch.c[name].type) for name in _FACTS),
    Column("utm_content", Text),
    Column("utm_term", Text),
    Column("state", Text),
)
_MATCHES = Table(
    "staged_touch_match",
    staged,
    Column("n", Integer, primary_key=True),
    Column("campaign_id", Integer),
    Column("channel_id", Integer),
)


class Touches(RowKind):
    """A contact before a conversion."""

    plural, one = "touches", "touch"
    staged, target = _ROWS, touch

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        super().compare(snapshot, staged, again=again)
        rows = staged.mappings(select(_ROWS).where(_ROWS.c.state == NEW).order_by(_ROWS.c.n))
        matcher = load_matcher(snapshot) if rows else Matcher()
        matches = [{"n": row["n"], **_owner(matcher, row)} for row in rows]
        staged.put(_MATCHES, matches)
        unknown = sum(1 for row, one in zip(rows, matches, strict=True) if not row["direct"] and not one["campaign_id"])
        said, whose = ("1 touch names", "its") if unknown == 1 else (f"{unknown} touches name", "their")
        note = f"{said} no campaign that is known: {whose} credit is not assigned."
        return Compared(notes=(note,) if unknown else ())

    def dated(self, staged: Staging) -> Iterable[Any]:
        yield from (row[0] for row in staged.rows(select(_ROWS.c.at).where(_ROWS.c.state == NEW).distinct()))

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row, match = _ROWS.c, _MATCHES.c
        columns = [row[name] for name in _FACTS] + [match.campaign_id, match.channel_id]
        query = select(row.source, row.key.label("external_key"), *columns).join(_MATCHES, match.n == row.n)
        yield touch, query.where(row.state == NEW).order_by(row.n)


TOUCHES = Touches()
"""The kind."""


def fresh_touches(staged: Staging) -> list[dict[str, Any]]:
    """The new touches of a file with what they belong to, once they were compared."""
    query = select(_ROWS, _MATCHES.c.campaign_id, _MATCHES.c.channel_id).join(_MATCHES, _MATCHES.c.n == _ROWS.c.n)
    return [dict(row) for row in staged.mappings(query.where(_ROWS.c.state == NEW).order_by(_ROWS.c.n))]


def _owner(matcher: Matcher, row: Any) -> dict[str, int | None]:
    """Whose a touch is: what the file says outright, else what its tags tell."""
    found = matcher.match(Marks({name: row[f"utm_{name}"] for name in TAGS if row[f"utm_{name}"]}))
    channel = row["channel"] or (found.channel_id if found else None) or matcher.channel(row["utm_source"])
    return {"campaign_id": row["campaign"] or (found.campaign_id if found else None), "channel_id": channel}
