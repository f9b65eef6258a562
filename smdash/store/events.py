"""What attention brought in a period, counted by the key of a view: for prices per impression, click, lead."""

from __future__ import annotations

from sqlalchemy import case, func, select

from smdash.domain.breakdown import By
from smdash.domain.media import Events
from smdash.domain.periods import Period
from smdash.store.outcomes import OutcomeKind
from smdash.store.post_columns import NUMBER, engagements, with_numbers
from smdash.store.roi import objectives_of
from smdash.store.scopes import Key, key_of
from smdash.store.store import Snapshot
from smdash.store.tables import outcome, post


def events(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Events]:
    """Numbers of the posts of a period, and its outcome rows, by the key of a view, in two queries.

    An outcome belongs to no post, so that by message leads and acquisitions stand under None.
    """
    kind = By.CAMPAIGN if by is By.OBJECTIVE else by
    found = _of_posts(snapshot, period, kind)
    for key, more in _of_outcomes(snapshot, period, kind).items():
        found[key] = found.get(key, Events()) + more
    if by is not By.OBJECTIVE:
        return found
    objectives = objectives_of(snapshot)
    grouped: dict[Key, Events] = {}
    for key, each in found.items():
        objective = None if key is None else objectives[key]
        grouped[objective] = grouped.get(objective, Events()) + each
    return grouped


def _of_posts(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Events]:
    key = post.c.id if by is By.MESSAGE else key_of(post, by)
    counts = [func.sum(column) for column in (NUMBER.impressions, NUMBER.clicks, engagements)]
    query = (
        select(key, func.count(), *counts)
        .select_from(with_numbers(period))
        .where(post.c.day >= period.start, post.c.day < period.end)
        .group_by(key)
    )
    return {row[0]: Events(*row[1:]) for row in snapshot.connection.execute(query)}


def _of_outcomes(snapshot: Snapshot, period: Period, by: By) -> dict[Key, Events]:
    row = outcome.c
    leads = func.sum(case((row.kind == OutcomeKind.LEAD.value, row.count)))
    gained = func.sum(case((row.kind.in_((OutcomeKind.MEMBER.value, OutcomeKind.ORDER.value)), row.count)))
    days = (row.day >= period.start, row.day < period.end)
    if by is By.MESSAGE:
        pair = snapshot.connection.execute(select(leads, gained).where(*days)).one()
        return {None: Events(leads=pair[0], acquisitions=pair[1])}
    key = key_of(outcome, by)
    rows = snapshot.connection.execute(select(key, leads, gained).where(*days).group_by(key))
    return {found[0]: Events(leads=found[1], acquisitions=found[2]) for found in rows}
