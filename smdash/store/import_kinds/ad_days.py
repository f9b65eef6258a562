"""Rows of ad reports: what the platform says is kept as such, and what of it counts becomes costs of the campaign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Integer, RowMapping, Table, Text, case, select

from smdash.domain.periods import add_months
from smdash.store.ad_books import AdBooks, StagedAd, ad_books
from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import (
    CHUNK,
    Compared,
    Insertion,
    RowKind,
    Update,
    named,
    shared,
    stored_json,
    target_of,
)
from smdash.store.staging import CHANGED, IGNORED, NEW, REPEATED, SAME, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import ad_day, cost

COUNTS = ("impressions", "reach", "clicks")
_SUMMED = ("impressions", "clicks", "spend_minor")
_SAID = (*COUNTS, "spend_minor")

# `sheet` is that of a workbook the row stands on, `campaign` the number of its name, `printed` the platform's.
_ROWS = Table(
    "staged_ad_day",
    staged,
    Column("n", Integer, primary_key=True),
    *(Column(number, Integer) for number in ("line", "sheet", "campaign")),
    *(Column(text, Text) for text in ("source", "key", "owner", "printed", "level", "name", "day", "until")),
    *(Column(count, Integer) for count in COUNTS),
    *(Column(text, Text) for text in ("results", "result_kind")),
    Column("spend_minor", Integer),
    *(Column(text, Text) for text in ("spend_currency", "raw", "state")),
)
_COST_COLUMNS = tuple(column.name for column in cost.c if column.name not in ("id", "batch_id", "campaign_id"))
_COSTS = Table(
    "staged_ad_cost", staged, Column("campaign", Integer), Column("campaign_id", Integer),
    *(Column(name, cost.c[name].type) for name in _COST_COLUMNS),
)  # fmt: skip


class AdDays(RowKind):
    """One campaign, ad set or ad, on one day or a span of days."""

    plural, one = "ad days", "ad day"
    staged, target = _ROWS, ad_day
    names = ("campaign",)
    day, until = "day", "until"

    def settle_repeated(self, staged: Staging) -> list[tuple[int, int]]:
        """Make one row of those that a file breaks down further; a later sheet that says it all again is left out."""
        again: list[int] = []
        merged: list[tuple[Any, ...]] = []
        replaced: list[int] = []
        for first, *rest in marks.rows_by_line(staged, _ROWS):
            whole = dict(first[0])
            others = [row for rows in rest for row in rows]
            again += [row["n"] for row in others if row["sheet"] != whole["sheet"]]
            parts = [dict(row) for row in others if row["sheet"] == whole["sheet"]]
            if parts:
                whole |= _together((whole, *parts))
                merged.append(tuple(whole[column.name] for column in _ROWS.c))
                replaced += [whole["n"], *(row["n"] for row in parts)]
        marks.mark_places(staged, _ROWS, again, REPEATED)
        if replaced:
            staged.run(_ROWS.delete().where(marks.among(_ROWS.c.n, replaced)))
            staged.add(_ROWS, merged)
        return []

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        super().compare(snapshot, staged, again=again)
        updates = () if again else tuple(_updates(snapshot, staged))
        marks.mark_changed(staged, _ROWS, [key for key, _ in updates])
        rows = staged.mappings(select(_ROWS).where(_ROWS.c.state.in_((NEW, CHANGED))).order_by(_ROWS.c.n))
        found = ad_books(snapshot, [_staged_ad(row) for row in rows])
        marks.mark_places(staged, _ROWS, sorted(found.crossing), IGNORED)
        _put(staged, found)
        changed = tuple(update for _, update in updates)
        return Compared((*changed, *found.updates), {cost.name: len(found.costs)}, found.kept, found.notes)

    def dated(self, staged: Staging) -> Iterable[Any]:
        """Each month a row has days in."""
        row = _ROWS.c
        for first, last in staged.rows(select(row.day, row.until).where(row.state == NEW).distinct()):
            yield from _months(date.fromisoformat(first), date.fromisoformat(last))
        for first, last in staged.rows(select(_COSTS.c.day, _COSTS.c.until).distinct()):
            yield from _months(first, last or first)

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        row = _ROWS.c
        columns = (row.key.label("external_key"), *named(_ROWS, *AdDays.names), *shared(_ROWS, ad_day))
        yield ad_day, select(*columns).where(row.state == NEW).order_by(row.n)
        owner = case((_COSTS.c.campaign.is_(None), _COSTS.c.campaign_id), else_=target_of(_COSTS.c.campaign))
        yield cost, select(owner.label("campaign_id"), *(_COSTS.c[name] for name in _COST_COLUMNS))


AD_DAYS = AdDays()
"""The kind."""


def _together(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The numbers of rows that are parts of one. Who was reached is in several of them, so that nothing is said of it;
    results of several kinds are no number.
    """
    values: dict[str, Any] = {name: _sum(row[name] for row in rows) for name in _SUMMED}
    kinds = {row["result_kind"] for row in rows if row["results"] is not None}
    results = [Decimal(row["results"]) for row in rows if row["results"] is not None]
    alike = len(kinds) <= 1
    values["results"] = str(sum(results, Decimal(0))) if results and alike else None
    values["result_kind"] = next(iter(kinds), "") if alike else ""
    return values | {"reach": None}


def _sum(numbers: Iterable[int | None]) -> int | None:
    said = [number for number in numbers if number is not None]
    return sum(said) if said else None


def _updates(snapshot: Snapshot, staged: Staging) -> Iterable[tuple[tuple[str, str], Update]]:
    """For rows that are there what a later report says otherwise, by their source and key; a blank changes nothing."""
    rows = staged.mappings(select(_ROWS).where(_ROWS.c.state == SAME).order_by(_ROWS.c.n))
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        mine = marks.among(ad_day.c.external_key, [row["key"] for row in chunk])
        stored = {
            (row["source"], row["external_key"]): row
            for row in snapshot.connection.execute(select(ad_day).where(mine)).mappings()
        }
        for row in chunk:
            key = row["source"], row["key"]
            if values := _different(row, stored[key]):
                yield key, Update(ad_day.name, stored[key]["id"], values)


def _different(row: RowMapping, own: RowMapping) -> dict[str, Any]:
    values: dict[str, Any] = {name: row[name] for name in _SAID if row[name] is not None and row[name] != own[name]}
    results = None if row["results"] is None else Decimal(row["results"])
    if results is not None and (results, row["result_kind"]) != (own["results"], own["result_kind"]):
        values |= {"results": results, "result_kind": row["result_kind"]}
    raw = (own["raw"] or {}) | stored_json(row["raw"])
    return values | ({"raw": raw} if raw != (own["raw"] or {}) else {})


def _staged_ad(row: RowMapping) -> StagedAd:
    return StagedAd(
        row["n"], row["source"], row["key"], row["owner"], row["level"], date.fromisoformat(row["day"]),
        date.fromisoformat(row["until"]), row["spend_minor"], row["spend_currency"], row["campaign"], row["printed"],
    )  # fmt: skip


def _put(staged: Staging, found: AdBooks) -> None:
    staged.put(_COSTS, [{name: one.get(name) for name in _COSTS.c.keys()} for one in found.costs])  # noqa: SIM118 - columns


def _months(first: date, last: date) -> Iterable[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)
