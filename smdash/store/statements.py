"""Statements of cost and benefit in each view: ledgers and events with the names of what they are about."""

from __future__ import annotations

from collections.abc import Mapping, Set

from sqlalchemy import select

from smdash.domain.breakdown import By
from smdash.domain.media import Events
from smdash.domain.periods import Period
from smdash.domain.roi import Ledger
from smdash.domain.statement import Statement, StatementLine, month_name, summed
from smdash.store.events import events
from smdash.store.import_kinds.marks import among
from smdash.store.roi import ledgers, nothing
from smdash.store.scopes import NO_OBJECTIVE, Key
from smdash.store.store import Snapshot
from smdash.store.tables import campaign, channel, objective, post

NAME_LENGTH = 60


def statement(snapshot: Snapshot, period: Period, by: By, now: Mapping[Key, Ledger] | None = None) -> Statement:
    """The lines of a view: a constant number of queries, however many lines there are.

    Everything the organisation has not archived has a line; archived things have one where they have rows (archived
    campaigns one for all), posts only where they have rows. `now` are the ledgers, where they have been read already.
    """
    found = dict(ledgers(snapshot, period, by) if now is None else now)
    counts = events(snapshot, period, by)
    currency = snapshot.organisation.currency

    def line(key: Key, name: str) -> StatementLine:
        return StatementLine(key, name, found.get(key) or nothing(currency, period), counts.get(key, Events()))

    if by is By.MONTH:
        return Statement(by, period, currency, tuple(line(m, month_name(m, period)) for m in period.months()), ())
    names, archived = _names(snapshot, by, {*found, *(() if by is By.MESSAGE else counts)})
    lines = tuple(line(key, name) for key, name in names.items() if key not in archived or by is not By.CAMPAIGN)
    apart = []
    if by is By.CAMPAIGN and (old := [line(key, names[key]) for key in archived]):
        apart.append(summed("archived", f"{len(old)} archived", old))
    if by is By.OBJECTIVE and NO_OBJECTIVE in found:
        apart.append(line(NO_OBJECTIVE, "no objective"))
    if by is By.MESSAGE and (quiet := [key for key in counts if key is not None and key not in found]):
        ledger = nothing(currency, period)
        silent = sum((counts[key] for key in quiet), Events())
        posts = f"{len(quiet)} post{'' if len(quiet) == 1 else 's'}"
        apart.append(StatementLine("quiet", "no cost, benefit, hours", ledger, silent, posts))
    return Statement(by, period, currency, lines, (*apart, line(None, by.without)))


def _names(snapshot: Snapshot, by: By, found: Set[Key]) -> tuple[dict[Key, str], list[Key]]:
    """Names of what has a line, and which of them are archived; archived ones only where they have rows."""
    if by is By.MESSAGE:
        return _post_names(snapshot, found), []
    table = {By.CHANNEL: channel, By.OBJECTIVE: objective}.get(by, campaign)
    query = select(table.c.id, table.c.name, table.c.archived)
    rows = [row for row in snapshot.connection.execute(query) if not row.archived or row.id in found]
    return {row[0]: row[1] for row in rows}, [row[0] for row in rows if row.archived]


def _post_names(snapshot: Snapshot, found: Set[Key]) -> dict[Key, str]:
    ids = [key for key in found if isinstance(key, int)]
    query = select(post.c.id, post.c.text, post.c.day, post.c.kind).where(among(post.c.id, ids))
    return {
        row.id: " ".join(row.text.split())[:NAME_LENGTH] or f"{row.kind or 'post'} of {row.day.isoformat()}"
        for row in snapshot.connection.execute(query)
    }
