"""Orders and payments: matched with campaigns, joined with their other side, and made benefits where they count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Column, Integer, Table, Text, func, select

from smdash.store import sales
from smdash.store.import_kinds import marks
from smdash.store.import_kinds.base import Compared, Insertion, RowKind, last_id
from smdash.store.import_kinds.touches import TOUCHES, fresh_touches
from smdash.store.sale_books import Books, Values, books
from smdash.store.sale_judge import MATCH, Judge
from smdash.store.staging import NEW, SAME, Staging, staged
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, conversion, cost, outcome, sale

FACTS = (
    "record", "number", "at", "day", "status", "amount_minor", "currency", "refunded_minor", "refunded_on",
    "settled_minor", "settled_currency", "fee_minor", "fee_currency", "customer", "code", "origin",
    *(f"utm_{name}" for name in sales.TAG_COLUMNS),
)  # fmt: skip


def _columns(target: Table) -> list[str]:
    return [column.name for column in target.c if column.name not in ("id", "batch_id")]


_ROWS = Table(
    "staged_sale",
    staged,
    Column("n", Integer, primary_key=True),
    Column("line", Integer),
    Column("source", Text),
    Column("key", Text),
    *(Column(name, sale.c[name].type) for name in FACTS),
    Column("fallback_id", Integer),
    Column("state", Text),
)
_MATCHES = Table(
    "staged_sale_match", staged, Column("n", Integer, primary_key=True),
    *(Column(name, sale.c[name].type) for name in MATCH),
)  # fmt: skip
_BENEFITS = Table(
    "staged_sale_benefit", staged, Column("n", Integer, primary_key=True), Column("reverses_n", Integer),
    *(Column(name, benefit.c[name].type) for name in _columns(benefit)),
)  # fmt: skip
_COSTS = Table("staged_sale_cost", staged, *(Column(name, cost.c[name].type) for name in _columns(cost)))
_OUTCOMES = Table("staged_sale_order", staged, *(Column(name, outcome.c[name].type) for name in _columns(outcome)))
_CONVERSIONS = Table(
    "staged_conversion", staged, Column("benefit_n", Integer),
    *(Column(name, conversion.c[name].type) for name in ("key", "customer", "at")),
)  # fmt: skip


class Sales(RowKind):
    """An order or a payment as its export says it."""

    plural, one = "sales", "sale"
    staged, target = _ROWS, sale
    beside = (TOUCHES.staged,)
    day = "day"

    def compare(self, snapshot: Snapshot, staged: Staging, *, again: bool) -> Compared:
        super().compare(snapshot, staged, again=again)
        judge = Judge(snapshot)
        judge.fresh(staged.mappings(select(_ROWS).where(_ROWS.c.state == NEW).order_by(_ROWS.c.n)))
        if not again:
            known = staged.mappings(select(_ROWS).where(_ROWS.c.state == SAME).order_by(_ROWS.c.n))
            marks.mark_changed(staged, _ROWS, judge.later(known))
        judge.touched(fresh_touches(staged))
        found = books(snapshot, judge.owned())
        _put(staged, judge.matches, found)
        return Compared((*judge.updates, *found.updates), _more(found), found.kept, tuple(judge.notes()))

    def dated(self, staged: Staging) -> Iterable[Any]:
        """A sale counts only as what was made of it."""
        for column in (_BENEFITS.c.day, _COSTS.c.day, _OUTCOMES.c.day, _CONVERSIONS.c.at):
            yield from (row[0] for row in staged.rows(select(column).distinct()))

    def insertions(self, tx: Transaction) -> Iterable[Insertion]:
        yield sale, _sales(last_id(tx, sale))
        last = last_id(tx, benefit)
        yield benefit, _benefits(last)
        yield cost, select(*_COSTS.c)
        yield outcome, select(*_OUTCOMES.c)
        row = _CONVERSIONS.c
        yield conversion, select(row.key, row.customer, row.at, (row.benefit_n + last).label("benefit_id"))


SALES = Sales()
"""The kind."""


def _put(staged: Staging, matches: Sequence[Values], found: Books) -> None:
    staged.put(_MATCHES, matches)
    staged.put(
        _BENEFITS,
        [
            {name: values.get(name) for name in _columns(benefit)}
            | {"n": n, "reverses_n": None if place is None else place + 1}
            for n, (values, place) in enumerate(found.benefits, 1)
        ],
    )
    staged.put(_COSTS, [{name: one.get(name) for name in _columns(cost)} for one in found.costs])
    staged.put(_OUTCOMES, [{name: one.get(name) for name in _columns(outcome)} for one in found.outcomes])
    staged.put(_CONVERSIONS, [{**values, "benefit_n": place + 1} for values, place in found.conversions])


def _more(found: Books) -> dict[str, int]:
    return {
        benefit.name: len(found.benefits),
        cost.name: len(found.costs),
        outcome.name: len(found.outcomes),
        conversion.name: len(found.conversions),
    }


def _sales(last: int) -> Any:
    row, match = _ROWS.c, _MATCHES.c
    columns = [row[name] for name in FACTS] + [match[name] for name in MATCH]
    key = row.key.label("external_key")
    query = select((row.n + last).label("id"), row.source, key, *columns).join(_MATCHES, match.n == row.n)
    return query.where(row.state == NEW).order_by(row.n)


def _benefits(last: int) -> Any:
    row = _BENEFITS.c
    names = [name for name in _columns(benefit) if name != "reverses_id"]
    reverses = func.coalesce(row.reverses_id, row.reverses_n + last).label("reverses_id")
    return select((row.n + last).label("id"), *(row[name] for name in names), reverses).order_by(row.n)
