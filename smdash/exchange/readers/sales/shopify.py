"""Shopify, export of orders: one row per item, what belongs to the order on the first row of each.

`Total` is what the customer pays, taxes and shipping included: so it agrees with the payment. Times state their offset.
UTM tags come only where a shop keeps them as note attributes, one `name: value` a line.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import Decimal

from smdash.domain.measures import Measure
from smdash.domain.sales import SaleKind, SaleStatus, check_status
from smdash.domain.text import one_line
from smdash.errors import InvalidInput
from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
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
    cell_text,
    date_at,
    measure_at,
    recognise_columns,
)
from smdash.exchange.readers.post_ids import is_rounded
from smdash.exchange.records.sales import SaleRecord, customer_key, utm_tags

_NEEDED = ("Name", "Financial Status", "Currency", "Total", "Created at")
_KNOWN = (
    "Email", "Paid at", "Fulfillment Status", "Subtotal", "Shipping", "Taxes", "Discount Code", "Discount Amount",
    "Lineitem quantity", "Lineitem name", "Cancelled at", "Payment Method", "Payment Reference", "Refunded Amount",
    "Note Attributes", "Id", "Tags", "Source",
)  # fmt: skip
_DATES = ("Created at", "Paid at", "Cancelled at")
_MONEY = ("Total", "Refunded Amount")
_STATUS = {
    **dict.fromkeys(("paid", "refunded", "partially refunded"), SaleStatus.PAID),
    **dict.fromkeys(("pending", "authorized", "partially paid", "unpaid", "expired", "overdue"), SaleStatus.PENDING),
    "voided": SaleStatus.VOID,
}
_ATTRIBUTE = re.compile(r"\s*([^:=\n]{1,60}?)\s*[:=]\s*(.*?)\s*")


class ShopifyOrders:
    """Reader of the orders a Shopify shop exports."""

    name = "shopify-orders"
    title = "Shopify orders"

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, _NEEDED, _KNOWN)

    def columns(self, header: Header) -> Columns:
        places = tuple(place for name in _DATES if (place := header.find(name)) is not None)
        numbers = [(name, header.find(name)) for name in _MONEY]
        return Columns(
            (DateColumns("dates", places, "year-month-day"),),
            tuple(NumberColumn(name, place, whole=False) for name, place in numbers if place is not None),
        )

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (Decision("sales", "revenue", "Total, with taxes and shipping", "so it agrees with the payment"),)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Orders(header, grammars).read


class _Orders:
    def __init__(self, header: Header, grammars: Grammars) -> None:
        self._at = {name: header.find(name) for name in (*_NEEDED, *_KNOWN)}
        self._dates = grammars.dates["dates"]
        self._numbers = grammars.numbers
        self._last: SaleRecord | None = None

    def read(self, row: Row) -> SaleRecord:
        line, cells = row
        number = self._text(cells, "Name")
        if not number:
            raise BadCell("", "is blank", "Name")
        if not self._text(cells, "Financial Status") and not self._text(cells, "Total"):
            return self._further_item(line, number)
        self._last = self._order(line, cells, number)
        return self._last

    def _further_item(self, line: int, number: str) -> SaleRecord:
        """A further item of the order before: its row leaves blank what belongs to the order."""
        if self._last is None or self._last.number != number:
            raise BadCell(number, "is an item whose order is missing: the file was cut or sorted", "Name")
        return self._last._replace(line=line, continues=True)

    def _order(self, line: int, cells: list[str], number: str) -> SaleRecord:
        printed = self._text(cells, "Financial Status")
        try:
            status = check_status(printed, _STATUS)
        except InvalidInput as fault:
            raise BadCell(printed, fault.message, "Financial Status") from None
        attributes = _attributes(cell_text(cells, self._at["Note Attributes"]))
        codes = self._text(cells, "Discount Code").split(",")
        total = self._money(cells, "Total")
        if total is None:
            raise BadCell("", "is blank", "Total")
        own = self._text(cells, "Id")
        return SaleRecord(
            SaleKind.ORDER,
            "shopify-order",
            number if not own or is_rounded(own) else own,  # rounded by a spreadsheet, many orders have the same
            line,
            self._moment(cells, "Created at") or _no_date(),
            status,
            total,
            self._text(cells, "Currency"),
            self._money(cells, "Refunded Amount") or 0,
            self._moment(cells, "Cancelled at"),
            number=number,
            customer=customer_key(self._text(cells, "Email")),
            codes=tuple(code for part in codes if (code := one_line(part))),
            tags=utm_tags(attributes),
            origin=" ".join(("shopify", self._text(cells, "Source"))).strip(),
        )

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
        if place is None:
            return None
        found: Measure = measure_at(self._numbers[place], cells[place], name)
        return found.value


def _attributes(printed: str) -> dict[str, str]:
    """Note attributes by their name in lower case."""
    found = {}
    for line in printed.splitlines():
        if match := _ATTRIBUTE.fullmatch(line):
            found[match[1].casefold()] = match[2]
    return found


def _no_date() -> datetime:
    raise BadCell("", "is blank", "Created at")
