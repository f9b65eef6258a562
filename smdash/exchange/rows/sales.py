"""Sales of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC
from decimal import Decimal

from smdash.clock import zone
from smdash.domain.money import MAX_MINOR, Money, check_currency
from smdash.errors import InvalidInput
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import RowFault
from smdash.exchange.records.sales import SaleRecord
from smdash.exchange.rows.local_times import stamp
from smdash.exchange.rows.values import Row
from smdash.store.import_basis import Basis
from smdash.store.sales import CODES_APART, TAG_COLUMNS
from smdash.store.staging import NEW


class SaleRows:
    """Makes the staged rows of one file's sales; `campaign` is for those that match none."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._zone = zone(basis.organisation.zone)
        known = names.known(campaign) if campaign is not None else None
        self._campaign = known.id if known else None
        self._made = 0

    def rows(self, record: SaleRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one sale, numbered `n`; none for a row that goes on with the one before."""
        if record.continues:
            return []
        try:
            return [self._row(record, n)]
        except BadCell as fault:
            return RowFault(record.line, fault.column, fault.value, fault.reason)

    def notes(self) -> Sequence[str]:
        """The zone of their days, and whose those are that name nothing."""
        if not self._made:
            return ()
        return (f"Sales count on their day in {self._zone.key}, the organisation's zone.",)

    def _row(self, record: SaleRecord, n: int) -> Row:
        self._made += 1
        amount = _minor(record.amount, record.currency, "amount")
        refunded = min(_minor(record.refunded, record.currency, "refunded amount"), amount)
        refunded_on = None
        if refunded and record.refunded_at is not None:
            refunded_on = record.refunded_at.astimezone(self._zone).date().isoformat()
        settled = _in_currency(record.settled, record.settled_currency, "converted amount")
        fee = _in_currency(record.fee, record.fee_currency, "fee")
        return (
            n, record.line, record.source, record.external_key, record.kind.value, record.number,
            stamp(record.at.astimezone(UTC).replace(tzinfo=None)), record.at.astimezone(self._zone).date().isoformat(),
            record.status.value, amount, _currency(record.currency, "currency"), refunded, refunded_on, *settled, *fee,
            record.customer, CODES_APART.join(record.codes), record.origin,
            *(record.tags.get(name, "") for name in TAG_COLUMNS), self._campaign, NEW,
        )  # fmt: skip


def _in_currency(amount: Decimal | int | None, currency: str, column: str) -> tuple[int | None, str | None]:
    if amount is None or not currency:
        return None, None
    code = _currency(currency, column)
    return Money.of(amount, code).minor, code


def _minor(amount: Decimal | int, currency: str, column: str) -> int:
    """Minor units, not negative: what goes back is said in a column of its own."""
    minor = Money.of(amount, _currency(currency, "currency")).minor
    if not 0 <= minor <= MAX_MINOR:
        raise BadCell(str(amount), "is below zero" if minor < 0 else "is too large", column)
    return minor


def _currency(code: str, column: str) -> str:
    try:
        return check_currency(code)
    except InvalidInput:
        raise BadCell(code, "is not a currency code", column) from None
