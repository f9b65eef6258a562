"""Sums of benefits by the key of a view, kind and evidence: whole months from the totals, ragged ends from detail."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, or_, select, union_all

from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.breakdown import By
from smdash.domain.costs import DatedAmount
from smdash.domain.periods import Period
from smdash.store.scopes import Key, channel_of, key_of, month_key
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, month_benefit

_SUMS = ("effective_minor", "rows", "unconverted_rows")


def benefit_sums(snapshot: Snapshot, period: Period, by: By = By.CAMPAIGN) -> dict[Key, BenefitSums]:
    """Benefits of a period by the key of a view; in one by message only those of a post."""
    name = {By.CHANNEL: "channel_id", By.MONTH: "month"}.get(by, "campaign_id")
    parts = [_from_posts(period)] if by is By.MESSAGE else _parts(period)
    source = union_all(*parts).subquery()
    keys = (source.c.key if by is By.MESSAGE else source.c[name], source.c.kind, source.c.evidence)
    sums = [func.sum(source.c[each]) for each in ("effective_minor", "rows", "unconverted_rows")]
    rows = [*snapshot.connection.execute(select(*keys, *sums).group_by(*keys))]
    if by is By.CHANNEL:  # what a post brought belongs to its channel, also where none was named
        rows += _of_posts_without_channel(snapshot, period)
    gross = _gross_rows(snapshot, period, by)
    found: dict[Key, BenefitSums] = {}
    for campaign, kind, evidence, minor, count, waiting in rows:
        key, grade = campaign or None, (BenefitKind(kind), Evidence(evidence))
        before = found.get(key, BenefitSums({}, gross=gross.get(key, 0)))
        grades = {**before.by_kind, grade: before.by_kind.get(grade, 0) + int(minor)}
        found[key] = BenefitSums(
            grades, before.rows + int(count - waiting), before.unconverted + int(waiting), before.gross
        )
    return found


def daily_benefits(
    snapshot: Snapshot, period: Period, by: By = By.CAMPAIGN
) -> dict[Key, dict[Evidence, list[DatedAmount]]]:
    """What counts on each day of a period, by the key of a view and evidence; for cumulative charts."""
    row, key = benefit.c, key_of(benefit, by)
    query = (
        select(key, row.evidence, row.day, func.sum(row.effective_minor))
        .where(_in(period), row.effective_minor.is_not(None))
        .group_by(key, row.evidence, row.day)
    )
    found: dict[Key, dict[Evidence, list[DatedAmount]]] = {}
    for line, evidence, day, minor in snapshot.connection.execute(query):
        found.setdefault(line, {}).setdefault(Evidence(evidence), []).append(DatedAmount(day, minor))
    return found


def advertised_revenue(
    snapshot: Snapshot, period: Period, by: By, campaigns: Collection[Key]
) -> dict[Key, dict[Evidence, int]]:
    """Revenue of campaigns that paid for ads (None: what belongs to none), by the key of a view and evidence."""
    row, key = benefit.c, key_of(benefit, by)
    ids = [each for each in campaigns if each is not None]
    wanted = row.campaign_id.in_(ids)
    query = (
        select(key, row.evidence, func.sum(row.effective_minor))
        .where(
            _in(period),
            row.kind == BenefitKind.REVENUE.value,
            row.effective_minor.is_not(None),
            or_(wanted, row.campaign_id.is_(None)) if None in campaigns else wanted,
        )
        .group_by(key, row.evidence)
    )
    found: dict[Key, dict[Evidence, int]] = {}
    for line, evidence, minor in snapshot.connection.execute(query):
        found.setdefault(line, {})[Evidence(evidence)] = minor
    return found


def _from_posts(period: Period) -> Select[Any]:
    detail = _from_detail(period.start, period.end, benefit.c.post_id.label("key"))
    return detail.where(benefit.c.post_id.is_not(None))


def _of_posts_without_channel(snapshot: Snapshot, period: Period) -> list[tuple[Any, ...]]:
    """What is moved: added to the channel of the post, and taken away from "no channel"."""
    detail = _from_detail(period.start, period.end, channel_of(benefit).label("key"))
    source = detail.where(benefit.c.post_id.is_not(None), benefit.c.channel_id.is_(None)).subquery()
    query = select(source.c.key, *(source.c[name] for name in ("kind", "evidence", *_SUMS)))
    moved = []
    for channel, kind, evidence, minor, rows, waiting in snapshot.connection.execute(query):
        moved += [(channel, kind, evidence, minor, rows, waiting), (None, kind, evidence, -minor, -rows, -waiting)]
    return moved


def _in(period: Period) -> ColumnElement[bool]:
    return benefit.c.day.between(period.start, period.last)


def _parts(period: Period) -> list[Select[Any]]:
    whole = period.whole_months()
    if whole is None:
        return [_from_detail(period.start, period.end)]
    parts = [_from_totals(*whole)]
    if period.start < whole[0]:
        parts.append(_from_detail(period.start, whole[0]))
    if whole[1] < period.end:
        parts.append(_from_detail(whole[1], period.end))
    return parts


def _from_totals(start: date, end: date) -> Select[Any]:
    totals = month_benefit.c
    columns = ("campaign_id", "channel_id", "month", "kind", "evidence", *_SUMS)
    return select(*(totals[name] for name in columns)).where(totals.month >= start, totals.month < end)


def _from_detail(start: date, end: date, *more: ColumnElement[Any]) -> Select[Any]:
    row = benefit.c
    return select(
        *more,
        func.coalesce(row.campaign_id, 0).label("campaign_id"),
        func.coalesce(row.channel_id, 0).label("channel_id"),
        month_key(row.day).label("month"),
        row.kind,
        row.evidence,
        func.coalesce(row.effective_minor, 0).label("effective_minor"),
        literal(1).label("rows"),
        case((row.effective_minor.is_(None), 1), else_=0).label("unconverted_rows"),
    ).where(row.day >= start, row.day < end)


def _gross_rows(snapshot: Snapshot, period: Period, by: By) -> Mapping[Key, int]:
    """How many benefits of a period count gross, because no margin is set, by the key of a view."""
    row, key = benefit.c, key_of(benefit, by)
    query = (
        select(key, func.count())
        .where(
            _in(period),
            row.margin.is_(None),
            row.kind != BenefitKind.SAVINGS.value,
            row.effective_minor.is_not(None),
        )
        .group_by(key)
    )
    return {row[0]: int(row[1]) for row in snapshot.connection.execute(query)}
