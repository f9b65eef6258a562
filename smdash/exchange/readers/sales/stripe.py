"""Stripe, export of payments: the unified one with its 79 columns, or a selection of them, with any delimiter; and the
one of charges before 2023, whose times are to the minute.

`Amount` is in the currency of the charge; `Converted Amount` and `Fee` are in the one that is paid out. Times are UTC.
What was refunded and what is disputed stand beside the amount; metadata comes as columns such as `order_id (metadata)`.
Stripe's other exports have an amount, a day and a status too, and are no payments: payouts, the balance, subscriptions.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

from smdash.domain.sales import SaleKind, SaleStatus, check_status
from smdash.domain.text import one_line
from smdash.errors import InvalidInput
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row, column_key
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    date_at,
    measure_at,
    recognise_columns,
)
from smdash.exchange.records.base import ContentKeys
from smdash.exchange.records.sales import SaleRecord, customer_key, utm_tags

_CREATED, _REFUNDED, _DISPUTED = "Created date (UTC)", "Refunded date (UTC)", "Dispute Date (UTC)"
_NEEDED = (_CREATED, "Amount", "Currency", "Status")
_BEFORE = {_CREATED: "Created (UTC)", "Taxes On Fee": "Tax"}
"""What columns were called until 2023."""
_KNOWN = (
    "id", "Amount Refunded", "Captured", "Converted Amount", "Converted Amount Refunded", "Converted Currency", "Fee",
    "Taxes On Fee", "Description", "Mode", "PaymentIntent ID", "Payment Source Type", "Customer ID", "Customer Email",
    "Disputed Amount", "Dispute Status", "Invoice ID", "Invoice Number", "Seller Message", "Card Funding",
    "Card Issue Country", "Card Address Country", _REFUNDED, _DISPUTED,
)  # fmt: skip
_MONEY = ("Amount", "Amount Refunded", "Converted Amount", "Fee", "Disputed Amount")
_STATUS = {
    **dict.fromkeys(("paid", "succeeded", "refunded", "partially refunded", "partial refund",
                     "refund pending", "refund failed", "disputed", "dispute lost", "dispute won", "inquiry",
                     "dispute needs response", "dispute under review", "needs response", "under review"),
                    SaleStatus.PAID),
    **dict.fromkeys(("pending", "processing", "uncaptured", "requires capture", "incomplete", "requires action",
                     "requires confirmation", "requires payment method"), SaleStatus.PENDING),
    **dict.fromkeys(("failed", "canceled", "cancelled", "blocked", "expired", "early fraud warning"), SaleStatus.VOID),
}  # fmt: skip
_NOT_LOST = ("", "won", "warning closed", "warning needs response", "warning under review", "prevented",
             "charge refunded")  # fmt: skip
_OTHERS = {
    "Arrival Date (UTC)": "it lists payouts, which are no sales",
    "Available On (UTC)": "it is the balance, where refunds name no payment: export the payments instead",
    "balance_transaction_id": "it is the balance, where refunds name no payment: export the payments instead",
    "Current Period Start (UTC)": "it lists subscriptions, which are no payments",
}
"""Columns that only Stripe's other exports have, and what those are."""

_PAYMENT_ID = re.compile(r"(?!(?:re|pyr|po|txn|fee|sub|in|dp|du|tr)_)")
_METADATA = " (metadata)"
_ORDER_NUMBERS = ("order_number", "order_name", "order_id", "order", "shop_order", "shopify_order_id")


class StripePayments:
    """Reader of the payments Stripe exports."""

    name = "stripe-payments"
    title = "Stripe payments"

    def recognise(self, header: Header) -> Match | NoMatch:
        header = _renamed(header)
        other = next((what for column, what in _OTHERS.items() if header.find(column) is not None), "")
        if other:
            return NoMatch(other, len(_NEEDED) + 1)
        return recognise_columns(header, _NEEDED, _KNOWN)

    def columns(self, header: Header) -> Columns:
        header = _renamed(header)
        places = tuple(place for name in (_CREATED, _REFUNDED, _DISPUTED) if (place := header.find(name)) is not None)
        numbers = [(name, header.find(name)) for name in _MONEY]
        return Columns(
            (DateColumns("dates", places, "year-month-day"),),
            tuple(NumberColumn(name, place, whole=False) for name, place in numbers if place is not None),
        )

    def notes(self, header: Header) -> tuple[Decision, ...]:
        told = [Decision("zone", "times", "UTC", "the columns say so")]
        if header.find("Disputed Amount") is not None:
            told.append(Decision("disputes", "disputes", "taken back unless they were won", "the money was withdrawn"))
        if header.find("Mode") is not None:
            told.append(Decision("mode", "payments in test mode", "kept, and count for nothing", "no money moved"))
        return tuple(told)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Payments(header, grammars).read


def _renamed(header: Header) -> Header:
    """The header with the names that columns have today."""
    today = {column_key(before): name for name, before in _BEFORE.items() if header.find(name) is None}
    return Header.of(today.get(key, name) for name, key in zip(header.names, header.keys, strict=True))


class _Payments:
    def __init__(self, header: Header, grammars: Grammars) -> None:
        header = _renamed(header)
        self._at = {name: header.find(name) for name in (*_NEEDED, *_KNOWN)}
        self._metadata = {
            name.removesuffix(_METADATA).strip(): place
            for place, name in enumerate(header.keys)
            if name.endswith(_METADATA) or name.startswith("utm ")
        }
        self._dates, self._numbers = grammars.dates["dates"], grammars.numbers
        self._key_of = ContentKeys().key

    def read(self, row: Row) -> SaleRecord:
        line, cells = row
        amount = self._money(cells, "Amount")
        if amount is None:
            raise BadCell("", "is blank", "Amount")
        currency, settled = self._text(cells, "Currency"), self._text(cells, "Converted Currency")
        fields = {name: cells[place] for name, place in self._metadata.items()}
        refunded, when = self._taken_back(cells, amount)
        customer = self._text(cells, "Customer Email") or self._text(cells, "Customer ID")
        return SaleRecord(
            SaleKind.PAYMENT, "stripe-payment", self._key(cells, amount, currency), line,
            self._created(cells), self._status(cells), amount, currency, refunded, when,
            self._money(cells, "Converted Amount"), settled, self._money(cells, "Fee"), settled or currency,
            next((number for name in _ORDER_NUMBERS if (number := one_line(fields.get(name, "")))), ""),
            customer_key(customer), _codes(fields), utm_tags(fields), "stripe",
        )  # fmt: skip

    def _key(self, cells: list[str], amount: Decimal | int, currency: str) -> str:
        """Its id; where the file was cut to fewer columns, a digest of what never changes about a payment."""
        own = self._text(cells, "id") or self._text(cells, "PaymentIntent ID")
        if not _PAYMENT_ID.match(own):
            raise BadCell(own, "is the id of something else than a payment", "id")
        parts = (self._text(cells, _CREATED), str(amount), currency.upper(), self._text(cells, "Customer ID"))
        return own or self._key_of((*parts, self._text(cells, "Invoice Number")))

    def _status(self, cells: list[str]) -> SaleStatus:
        printed = self._text(cells, "Status")
        try:
            status = check_status(printed, _STATUS)
        except InvalidInput as fault:
            raise BadCell(printed, fault.message, "Status") from None
        if self._text(cells, "Mode").casefold() == "test":
            return SaleStatus.VOID
        uncaptured = self._text(cells, "Captured").casefold() == "false"
        return SaleStatus.PENDING if uncaptured and status is SaleStatus.PAID else status

    def _taken_back(self, cells: list[str], amount: Decimal | int) -> tuple[Decimal | int, datetime | None]:
        """What was refunded, and what a dispute took unless it was won; with the later of their days."""
        refunded, when = self._money(cells, "Amount Refunded") or 0, self._moment(cells, _REFUNDED)
        outcome = " ".join(self._text(cells, "Dispute Status").replace("_", " ").casefold().split())
        disputed = self._money(cells, "Disputed Amount") or 0
        if disputed and outcome not in _NOT_LOST:
            moments = [moment for moment in (when, self._moment(cells, _DISPUTED)) if moment is not None]
            return min(refunded + disputed, amount), max(moments, default=None)
        return refunded, when

    def _created(self, cells: list[str]) -> datetime:
        found = self._moment(cells, _CREATED)
        if found is None:
            raise BadCell("", "is blank", _CREATED)
        return found

    def _text(self, cells: list[str], name: str) -> str:
        return cell_line(cells, self._at[name])

    def _moment(self, cells: list[str], name: str) -> datetime | None:
        cell = self._text(cells, name)
        if not cell:
            return None
        found = date_at(self._dates, cell, name)
        return found if found.tzinfo is not None else found.replace(tzinfo=UTC)

    def _money(self, cells: list[str], name: str) -> Decimal | int | None:
        place = self._at[name]
        return None if place is None else measure_at(self._numbers[place], cells[place], name).value


def _codes(fields: dict[str, str]) -> tuple[str, ...]:
    """Promo codes among the metadata."""
    found = (one_line(fields.get(name, "")) for name in ("promo_code", "promotion_code", "coupon", "discount_code"))
    return tuple(code for code in found if code)
