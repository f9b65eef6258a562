"""Visits as web analytics tells them: known by site, days and what they are broken down by, updated by a later file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, Table, Text, func, select

from smdash.domain.matching import By, Marks, Matcher
from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import (
    CHUNK,
    Compared,
    Insertion,
    RowKind,
    Update,
    settle_parts,
    shared,
    stored_json,
    target_of,
)
from smdash.store.matching import load_matcher
from smdash.store.staging import NEW, SAME, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import traffic

_NUMBERS = ("sessions", "engaged", "users", "key_events")
_TAGS = ("utm_source", "utm_medium", "utm_campaign")
_TOLD = 5
_SHORT_HOSTS = {"t.co": "x", "lnkd.in": "linkedin", "youtu.be": "youtube", "fb.me": "facebook", "twitter": "x"}

# `campaign` is the number of a campaign's name; what tags and links tell besides stands in `_MATCHES`.
_ROWS = Table(
    "staged_traffic",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(number, Integer) for number in ("line", "campaign")),
    *(Column(text, Text) for text in ("source", "key", "property", "start", "until", "breakdown")),
    *(Column(text, Text) for text in (*_TAGS, "channel_group")),
    *(Column(number, Integer) for number in ("sessions", "engaged", "users")),
    *(Column(text, Text) for text in ("key_events", "raw", "state")),
)
_MATCHES = Table(
    "staged_traffic_match",
    staged,
    Column("n", Integer, primary_key=True),
    Column("campaign_id", Integer),
    Column("channel_id", Integer),
)


class Traffic(RowKind):
    """One row of a report on the visits of a website."""

    plural, one = "rows of visits", "row of visits"
    staged, target = _ROWS, traffic
    names = ("campaign",)
    day = "start"

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        """Make one row of those that tables of a file say of the same visits, unless they are at odds."""
        return settle_parts(staged, _ROWS, _NUMBERS)

    def dated(self, staged: Staging) -> Iterable[Any]:
        """They are information on spans, and no number of a month."""
        return ()

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        """Match new rows with campaigns and channels; work out what a later file says otherwise of those there."""
        super().compare(snapshot, staged, again=again)
        rows = staged.mappings(select(_ROWS).where(_ROWS.c.state.in_((NEW, SAME))).order_by(_ROWS.c.n))
        matcher = load_matcher(snapshot) if rows else Matcher()
        matches = {row["n"]: _owner(matcher, row) for row in rows}
        fresh = [row for row in rows if row["state"] == NEW]
        staged.put(_MATCHES, [{"n": row["n"], **matches[row["n"]]} for row in fresh])
        updates: list[Update] = []
        if not again:
            updates = _later(snapshot, staged, [row for row in rows if row["state"] == SAME], matches)
        return Compared(tuple(updates), notes=_unknown(fresh, matches))

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row, match = _ROWS.c, _MATCHES.c
        campaign = func.coalesce(target_of(row.campaign), match.campaign_id).label("campaign_id")
        columns = (row.key.label("external_key"), campaign, match.channel_id, *shared(_ROWS, traffic))
        query = select(*columns).join(_MATCHES, match.n == row.n).where(row.state == NEW).order_by(row.n)
        yield traffic, query


TRAFFIC = Traffic()
"""The kind."""


def _owner(matcher: Matcher, row: RowMapping) -> dict[str, int | None]:
    """What tags tell: the campaign of a link or utm_campaign, and the channel that the source stands for."""
    tags = {name.removeprefix("utm_"): row[name] for name in _TAGS if row[name] and not row[name].startswith("(")}
    found = matcher.match(Marks(tags))
    if found is not None and found.by not in (By.LINK, By.UTM):
        found = None  # what a person said of sales is not about visits
    channel = (found.channel_id if found else None) or _channel(matcher, row["utm_source"])
    return {"campaign_id": found.campaign_id if found else None, "channel_id": channel}


def _channel(matcher: Matcher, source: str) -> int | None:
    """The channel of a source: by its whole name, else of a host such as `m.facebook.com` by its parts."""
    host = source.casefold()
    names = (host, *((_SHORT_HOSTS.get(host, ""), *host.split(".")) if "." in host else ()))
    found = (matcher.channel(_SHORT_HOSTS.get(name, name)) or matcher.channel(name) for name in names if name)
    return next((channel for channel in found if channel), None)


def _later(
    snapshot: Snapshot, staged: Staging, rows: Sequence[RowMapping], matches: Mapping[int, Mapping[str, int | None]]
) -> list[Update]:
    """What differs of rows that are there; a blank takes nothing away, and a campaign that is there stays."""
    updates, changed = [], []
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        query = select(traffic).where(marks.among(traffic.c.external_key, [row["key"] for row in chunk]))
        stored = {(own["source"], own["external_key"]): own for own in snapshot.connection.execute(query).mappings()}
        for row in chunk:
            own = stored[row["source"], row["key"]]
            values = {name: value for name, value in _numbers(row).items() if value is not None and value != own[name]}
            raw = (own["raw"] or {}) | stored_json(row["raw"])
            values |= {"raw": raw} if raw != (own["raw"] or {}) else {}
            values |= {name: value for name, value in matches[row["n"]].items() if value and own[name] is None}
            if values:
                changed.append((row["source"], row["key"]))
                updates.append(Update(traffic.name, own["id"], values))
    marks.mark_changed(staged, _ROWS, changed)
    return updates


def _numbers(row: RowMapping) -> dict[str, Any]:
    events = row["key_events"]
    return {name: row[name] for name in _NUMBERS} | {"key_events": None if events is None else Decimal(events)}


def _unknown(rows: Sequence[RowMapping], matches: Mapping[int, Mapping[str, int | None]]) -> tuple[str, ...]:
    """Which campaigns of new rows are not known."""
    names = [
        row["utm_campaign"]
        for row in rows
        if row["utm_campaign"] and not row["utm_campaign"].startswith("(")
        if row["campaign"] is None and matches[row["n"]]["campaign_id"] is None
    ]
    if not names:
        return ()
    listed = list(dict.fromkeys(names))
    told = ", ".join(f"“{name}”" for name in listed[:_TOLD]) + (" …" if len(listed) > _TOLD else "")
    of = "1 row of visits names a campaign" if len(names) == 1 else f"{len(names)} rows of visits name campaigns"
    return (f"{of} that no utm_campaign, link or other name tells: {told}. Import the file again once it does.",)
