"""Closed months: no number in them changes, whoever writes.

`changes` asks here before and after each row it writes, so that no form, command, import or undo can forget to. What
counts is what a row says of a month: a monthly cost that began before a closed month may be ended after it, since the
closed month keeps its part, but its amount may not be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Table, Text, and_, or_, select, type_coerce

from smdash.domain.costs import CostCategory, CostLine, Recurrence, by_day
from smdash.domain.money import Money
from smdash.domain.month_end import ClosedMonth
from smdash.domain.periods import Period
from smdash.errors import Refused
from smdash.store.tables import metadata, period_lock

if TYPE_CHECKING:
    from smdash.store.store import Snapshot, Transaction

Row = Mapping[Any, Any]
"""The values of a row by column."""

WORDS = frozenset({"name", "note", "batch_id", "group_id", "source", "external_key", "external_id", "text", "url"})
"""Columns that are no number and move none to another line."""

HOW_TO_OPEN = "A manager opens it again with a reason: `smdash close {month} --reopen --reason …`, or L in Time."


class MonthClosed(Refused):
    """A write would change a number of a month that is closed."""


@dataclass(frozen=True, slots=True)
class Dated:
    """To which days the numbers of a table's rows belong: that in `first`, or up to the one in `last`.

    Of an `endless` one all days to come where no last day is said. `what` is how people call such rows.
    """

    what: str
    first: str = "day"
    last: str = ""
    endless: bool = False


DATED = {
    "time_entry": Dated("entries", "work_day"),
    "cost": Dated("costs", last="until", endless=True),
    "benefit": Dated("benefits"),
    "outcome": Dated("outcomes"),
    "reading": Dated("readings"),
    "post": Dated("posts"),
    "post_metrics": Dated("numbers of posts", "captured_on"),
    "channel_day": Dated("channel days"),
    "ad_day": Dated("ad days", last="until"),
    "conversion": Dated("conversions", "at"),
    "touch": Dated("touches", "at"),
    "rate": Dated("hourly rates", "valid_from", endless=True),
    "exchange_rate": Dated("exchange rates", "valid_from", endless=True),
}
"""The tables whose rows are numbers of their days."""

UNDATED = {
    "sale": "counts only as the benefit, cost and outcome made of it, which are dated; its refund has a day of its own",
    "audience": "parts of a whole, as an export lists them; no figure of a month is made of them",
    "traffic": "what a web analytics program says of spans of days, as information; days of the site are channel days",
    "platform_total": "what a file printed as its total, of whatever days; no figure is made of it",
    "kpi": "a target and its days; the readings are what was measured",
    "checkin": "a judgement with words, not a number that is added",
    "annotation": "words on the time axis",
    "campaign": "its budget belongs to all its days",
    "setting": "a rule for all months, printed with the numbers it shapes",
    "person": "the hours a week are those of today",
    "month_time": "moves with the entries it sums",
    "month_benefit": "moves with the benefits it sums",
    "period_lock": "closes and opens",
    **dict.fromkeys(
        ("change", "change_set", "schema_version", "import_batch", "import_file", "deleted_key"), "the journal itself"
    ),
    **dict.fromkeys(
        ("activity", "alias", "channel", "objective", "theme", "post_theme", "post_note", "import_mapping"), "words"
    ),
    **dict.fromkeys(
        (
            *("assignment_rule", "match_rule", "link", "promo_code", "season", "succession", "kpi_measure"),
            *("favourite", "kept_overlap"),
        ),
        "a rule or a choice: what it makes of dated rows is checked there",
    ),
    **dict.fromkeys(
        (
            *("legal_item", "legal_answer", "library_version", "risk", "acceptance", "evidence", "sign_off"),
            *("incident", "policy", "policy_version", "acknowledgement"),
        ),
        "answers and what proves them, not numbers of a month",
    ),
}
"""All other tables, and why a closed month does not hold them."""


def closed_months(connection: Connection) -> tuple[ClosedMonth, ...]:
    """The months that are closed now, oldest first."""
    query = select(period_lock).where(period_lock.c.reopened_at.is_(None)).order_by(period_lock.c.month)
    return tuple(ClosedMonth(row.month, row.closed_at, row.closed_by, row.note) for row in connection.execute(query))


def check_change(tx: Transaction, table: Table, before: Row | None, after: Row | None) -> None:
    """`MonthClosed` when a row, None where there is none, says something else of a closed month than it did."""
    closed = _changed(tx.closed, table, before, after)
    if closed is not None:
        raise _refusal(closed, DATED[table.name])


def check_rows(tx: Transaction, table: Table, *conditions: ColumnElement[bool]) -> None:
    """`MonthClosed` when one of the rows that are added or taken away at once is a number of a closed month."""
    rule = DATED.get(table.name)
    if rule is None or not tx.closed:
        return
    near = or_(*(_may_touch(table, rule, closed.period) for closed in tx.closed))
    for row in tx.connection.execute(select(table).where(near, *conditions)).mappings():
        check_change(tx, table, None, row)


def refused(snapshot: Snapshot, changes: Iterable[tuple[str, Row | None, Row | None]]) -> tuple[ClosedMonth, ...]:
    """The closed months in which any of these changes (table, row before and after) would be refused."""
    found = {
        closed
        for name, before, after in changes
        if (closed := _changed(snapshot.closed, metadata.tables[name], before, after)) is not None
    }
    return tuple(sorted(found, key=lambda closed: closed.month))


def closed_on(snapshot: Snapshot, day: date) -> ClosedMonth | None:
    """The closed month a day lies in, or None."""
    return next((closed for closed in snapshot.closed if day in closed.period), None)


def check_open(snapshot: Snapshot, day: date, what: str) -> None:
    """`MonthClosed` when a day lies in a closed month, for what is refused before a row is made."""
    closed = closed_on(snapshot, day)
    if closed is not None:
        raise _refusal(closed, Dated(what))


def first_open(snapshot: Snapshot, day: date) -> date:
    """A day, or where a closed month stands on it or after it, the first one behind the last of these."""
    return max([day, *(closed.period.end for closed in snapshot.closed)])


def _refusal(closed: ClosedMonth, rule: Dated) -> MonthClosed:
    return MonthClosed(
        f"{closed.name} is closed ({closed.who}): its {rule.what} stay as they are.",
        HOW_TO_OPEN.format(month=f"{closed.month:%Y-%m}"),
    )


def _changed(closed: Iterable[ClosedMonth], table: Table, before: Row | None, after: Row | None) -> ClosedMonth | None:
    rule = DATED.get(table.name)
    if rule is None:
        return None
    for one in closed:
        if _said(table, rule, before, one.period) != _said(table, rule, after, one.period):
            return one
    return None


def _said(table: Table, rule: Dated, row: Row | None, month: Period) -> Any:
    """What a row says of a month; None where it says nothing."""
    if row is None or not _touches(rule, row, month):
        return None
    if table.name == "time_entry" and row["seconds"] is None:
        return None  # a timer that runs has no hours yet
    kept = {name: value for name, value in row.items() if name not in WORDS and name != "id"}
    if table.name != "cost":
        return kept
    parts = by_day(_line(row), month)
    return (parts, {name: kept[name] for name in kept if name not in _TIMES}) if parts else None


_TIMES = frozenset({"day", "until", "recurrence", "amount_minor"})


def _line(row: Row) -> CostLine:
    """A cost in its own currency, so that one without an exchange rate has parts too."""
    return CostLine(
        0,
        row["day"],
        Money(row["amount_minor"], row["currency"]),
        CostCategory(row["category"]),
        row["amount_minor"],
        Recurrence(row["recurrence"]),
        row["until"],
    )


def _touches(rule: Dated, row: Row, month: Period) -> bool:
    first = _day(row[rule.first])
    if first is None:
        return False
    last = _day(row[rule.last]) if rule.last else None
    if last is None:
        last = month.last if rule.endless else first
    return first <= month.last and last >= month.start


def _day(value: date | datetime | None) -> date | None:
    return value.astimezone(UTC).date() if isinstance(value, datetime) else value


def _may_touch(table: Table, rule: Dated, month: Period) -> ColumnElement[bool]:
    """A superset of the rows that touch a month, for the database to find."""
    first = type_coerce(table.c[rule.first], Text)
    before = first < month.end.isoformat()
    if not rule.last and not rule.endless:
        return and_(before, first >= month.start.isoformat())
    if not rule.last:
        return before
    last = type_coerce(table.c[rule.last], Text)
    return and_(before, or_(last.is_(None), last >= month.start.isoformat()))
