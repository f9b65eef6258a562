"""Rows of ad reports as rows of the store."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from smdash.domain.money import MAX_MINOR, Money, check_currency
from smdash.domain.text import name_key
from smdash.errors import InvalidInput
from smdash.exchange.files.workbook import sheet_of
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.names import NameBook
from smdash.exchange.readers.base import LONGEST_NAME
from smdash.exchange.records.ads import AdRecord
from smdash.exchange.records.base import RowFault
from smdash.exchange.rows.values import Row, counts, raw_json
from smdash.store.import_basis import Basis
from smdash.store.import_kinds.ad_days import COUNTS
from smdash.store.staging import IGNORED, NEW

_SHORT = LONGEST_NAME - 1
_LONGEST_SPAN = 366 * 3


class AdRows:
    """Makes the staged rows of one file's ad reports; `campaign` is for rows that name none."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._currency, self._names, self._campaign = basis.organisation.currency, names, campaign
        self._assumed = self._spans = self._silent = 0

    def rows(self, record: AdRecord, n: int) -> Sequence[Row] | RowFault:
        """The row of one ad object and its days, numbered `n`."""
        if (record.end - record.start).days > _LONGEST_SPAN:
            return RowFault(record.line, "", f"{record.start} to {record.end}", "is a span of more than three years")
        try:
            numbers = counts(record.metrics, COUNTS)
            spend, currency = self._spend(record)
        except BadCell as fault:
            return RowFault(record.line, fault.column, fault.value, fault.reason)
        if not any((spend, *numbers, record.results.value)) and not self._names.knows("campaign", record.campaign):
            self._silent += 1  # platforms list every campaign there ever was
            return []
        campaign = self._campaign_of(record)
        ignored = campaign is not None and self._names.is_ignored(campaign)
        self._spans += record.end > record.start
        owner = f"{name_key(record.campaign)} {currency}"
        parts = (name_key(record.ad_set), name_key(record.ad))
        key = hashlib.blake2b("\x1f".join((owner, *parts)).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        level = "ad" if record.ad else "ad set" if record.ad_set else "campaign"
        days = record.start.isoformat(), record.end.isoformat()
        results = None if record.results.value is None else str(record.results.value)
        return [
            (n, record.line, sheet_of(record.line), campaign, record.source, ":".join((key, *days)), owner,
             record.campaign, level, record.ad or record.ad_set or record.campaign, *days, *numbers,
             results, record.result_kind, spend, currency, raw_json(record.raw, record.metrics),
             IGNORED if ignored else NEW)
        ]  # fmt: skip

    def notes(self) -> Sequence[str]:
        """The currency, where the file names none, and what becomes of spans."""
        said = []
        if self._assumed:
            said.append(f"Spend names no currency: read as {self._currency}.")
        if self._silent:
            rows = "1 row" if self._silent == 1 else f"{self._silent} rows"
            said.append(f"{rows} without spend, impressions and clicks, of campaigns that are not known, left out.")
        if self._spans:
            said.append("Spend of several days in one row is spread evenly over them; a report by day is exact.")
        return said

    def _campaign_of(self, record: AdRecord) -> int | None:
        """The campaign a row names, cut to what a name may be long, else the one chosen for the file."""
        name = record.campaign
        if not name:
            return self._campaign
        return self._names.ref("campaign", name if len(name) <= LONGEST_NAME else f"{name[:_SHORT]}…")

    def _spend(self, record: AdRecord) -> tuple[int | None, str]:
        """Minor units with their currency: the reporting one where the file names none."""
        try:
            currency = check_currency(record.currency) if record.currency else self._currency
        except InvalidInput:
            raise BadCell(record.currency, "is not a currency code", "currency") from None
        if record.spend.value is None:
            return None, currency
        self._assumed += not record.currency
        money = Money.of(record.spend.value, currency)
        if abs(money.minor) > MAX_MINOR:
            raise BadCell(str(record.spend.value), "is too large", "spend")
        return money.minor, currency
