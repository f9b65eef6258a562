"""Sums of benefits by campaign, kind and evidence: whole months from the totals, ragged ends from the detail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, literal, select, union_all

from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.costs import DatedAmount
from smdash.domain.periods import Period
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, month_benefit


def benefit_sums(snapshot: Snapshot, period: Period) -> dict[int | None, BenefitSums]:
    """Benefits of a period by campaign; None is what belongs to none."""
    parts = _parts(period)
    source = union_all(*parts).subquery() if len(parts) > 1 else parts[0].subquery()
    keys = (source.c.campaign_id, source.c.kind, source.c.evidence)
    sums = [func.sum(source.c[name]) for name in ("effective_minor", "rows", "unconverted_rows")]
    gross = _gross_rows(snapshot, period)
    found: dict[int | None, BenefitSums] = {}
    for campaign, kind, evidence, minor, rows, waiting in snapshot.connection.execute(
        select(*keys, *sums).group_by(*keys)
    ):
        key = campaign or None
        before = found.get(key, BenefitSums({}, gross=gross.get(key, 0)))
        grades = {**before.by_kind, (BenefitKind(kind), Evidence(evidence)): int(minor)}
        found[key] = BenefitSums(
            grades, before.rows + int(rows - waiting), before.unconverted + int(waiting), before.gross
        )
    return found


def daily_benefits(snapshot: Snapshot, period: Period) -> dict[int | None, dict[Evidence, list[DatedAmount]]]:
    """What counts on each day of a period, by campaign and evidence; for cumulative charts."""
    row = benefit.c
    query = (
        select(row.campaign_id, row.evidence, row.day, func.sum(row.effective_minor))
        .where(_in(period), row.effective_minor.is_not(None))
        .group_by(row.campaign_id, row.evidence, row.day)
    )
    found: dict[int | None, dict[Evidence, list[DatedAmount]]] = {}
    for key, evidence, day, minor in snapshot.connection.execute(query):
        found.setdefault(key, {}).setdefault(Evidence(evidence), []).append(DatedAmount(day, minor))
    return found


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
    return select(
        totals.campaign_id, totals.kind, totals.evidence, totals.effective_minor, totals.rows, totals.unconverted_rows
    ).where(totals.month >= start, totals.month < end)


def _from_detail(start: date, end: date) -> Select[Any]:
    row = benefit.c
    return select(
        func.coalesce(row.campaign_id, 0).label("campaign_id"),
        row.kind,
        row.evidence,
        func.coalesce(row.effective_minor, 0).label("effective_minor"),
        literal(1).label("rows"),
        case((row.effective_minor.is_(None), 1), else_=0).label("unconverted_rows"),
    ).where(row.day >= start, row.day < end)


def _gross_rows(snapshot: Snapshot, period: Period) -> Mapping[int | None, int]:
    """How many benefits of a period count gross, because no margin is set, by campaign."""
    row = benefit.c
    query = (
        select(row.campaign_id, func.count())
        .where(
            _in(period),
            row.margin.is_(None),
            row.kind != BenefitKind.SAVINGS.value,
            row.effective_minor.is_not(None),
        )
        .group_by(row.campaign_id)
    )
    return {row[0]: int(row[1]) for row in snapshot.connection.execute(query)}
