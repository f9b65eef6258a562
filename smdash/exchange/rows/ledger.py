"""Costs, benefits and outcomes of a file as rows of the store, under the rules of the forms that people fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from smdash.domain.benefits import ONE, BenefitCategory, BenefitDraft, BenefitKind, Evidence, check_benefit
from smdash.domain.costs import CostCategory, CostDraft, Recurrence, check_cost
from smdash.domain.money import MAX_MINOR, Money, check_currency
from smdash.domain.text import clean, one_line
from smdash.errors import FormFaults, InvalidInput
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import RowFault
from smdash.exchange.records.ledger import BenefitRecord, CostRecord, OutcomeRecord
from smdash.exchange.rows.values import Row
from smdash.store.benefits import NAME_LENGTH, benefit_values
from smdash.store.costs import cost_values
from smdash.store.import_basis import Basis
from smdash.store.import_kinds.ledger import BENEFITS, COSTS, OUTCOMES, Ledger
from smdash.store.outcomes import LARGEST, OutcomeKind
from smdash.store.staging import IGNORED, NEW

Record = CostRecord | BenefitRecord | OutcomeRecord
Word = TypeVar("Word", bound=StrEnum)


class _Rows:
    """Makes the staged rows of one book; `campaign` is for rows that name none."""

    kind: ClassVar[Ledger]

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        self._basis, self._names, self._campaign = basis, names, campaign
        self._assumed = 0

    def rows(self, record: Any, n: int) -> Sequence[Row] | RowFault:
        """The row of one record, numbered `n`, or the first thing that is wrong with it."""
        try:
            values = self.values(record)
        except BadCell as fault:
            return RowFault(record.line, fault.column, fault.value, fault.reason)
        except FormFaults as fault:
            column, words = next(iter(fault.faults.items()))
            return RowFault(record.line, column, "", words)
        campaign = self._names.ref("campaign", record.campaign) if record.campaign else self._campaign
        channel = self._names.ref("channel", record.channel, record.platform)
        unwanted = any(ref is not None and self._names.is_ignored(ref) for ref in (campaign, channel))
        plain = (_plain(values[name]) for name in self.kind.columns)
        state = IGNORED if unwanted else NEW
        return [(n, record.line, campaign, channel, record.source, record.external_key, *plain, state)]

    def notes(self) -> Sequence[str]:
        """The currency of amounts that name none."""
        if not self._assumed:
            return ()
        return (f"{self._assumed} amounts name no currency: read as {self._basis.organisation.currency}.",)

    def values(self, record: Any) -> Mapping[str, Any]:
        """The values of the row by column; `BadCell` or `FormFaults` for what can't be."""
        raise NotImplementedError

    def money(self, record: CostRecord | BenefitRecord) -> Money:
        """The amount in its currency, the organisation's where none is named."""
        self._assumed += not record.currency
        try:
            money = Money.of(record.amount, check_currency(record.currency or self._basis.organisation.currency))
        except InvalidInput:
            raise BadCell(record.currency, "is not a currency code", "currency") from None
        if abs(money.minor) > MAX_MINOR:
            raise BadCell(str(record.amount), "is too large", "amount")
        return money


class CostRows(_Rows):
    """Costs, spread over their days where the file says a last one."""

    kind = COSTS

    def values(self, record: CostRecord) -> Mapping[str, Any]:
        """A cost as its form would make it."""
        draft = CostDraft(
            record.day, self.money(record), _word(CostCategory, record.category, "category", CostCategory.OTHER),
            Recurrence.NONE if record.until is None else Recurrence.SPREAD, record.until,
            name=one_line(record.name)[:NAME_LENGTH], note=clean(record.note),
        )  # fmt: skip
        return cost_values(check_cost(draft), self._basis.converter)


class BenefitRows(_Rows):
    """Benefits, with their evidence and share."""

    kind = BENEFITS

    def values(self, record: BenefitRecord) -> Mapping[str, Any]:
        """A benefit as its form would make it."""
        if record.amount < 0:
            raise BadCell(str(record.amount), "is below zero: enter a refund at the benefit it takes back", "amount")
        draft = BenefitDraft(
            record.day, self.money(record), _word(BenefitKind, record.kind, "kind", BenefitKind.REVENUE),
            _word(BenefitCategory, record.category, "category", BenefitCategory.OTHER),
            _word(Evidence, record.evidence, "evidence", None),
            ONE if record.share is None else record.share, record.margin,
            name=one_line(record.name)[:NAME_LENGTH], note=clean(record.note),
        )  # fmt: skip
        return benefit_values(check_benefit(draft), self._basis.converter)


class OutcomeRows(_Rows):
    """Outcomes by the day."""

    kind = OUTCOMES

    def values(self, record: OutcomeRecord) -> Mapping[str, Any]:
        """An outcome as its form would make it."""
        if record.number == 0 or abs(record.number) > LARGEST:
            raise BadCell(str(record.number), "is not how many there can be", "count")
        kind = _word(OutcomeKind, record.kind, "kind", None)
        return {"kind": kind.value, "count": record.number, "day": record.day, "note": clean(record.note)}


def _word(words: type[Word], printed: str, column: str, otherwise: Word | None) -> Word:
    """One of a few words, in any case and in the plural; `otherwise` for a blank."""
    said = one_line(printed).casefold()
    if not said and otherwise is not None:
        return otherwise
    for word in words:
        if said in (word.value, f"{word.value}s"):
            return word
    raise BadCell(printed, f"is not one of {', '.join(word.value for word in words)}", column)


def _plain(value: Any) -> Any:
    """A value as the temporary database holds it."""
    if value is None or isinstance(value, str | int):
        return int(value) if isinstance(value, bool) else value
    return value.isoformat() if hasattr(value, "isoformat") else format(value, "f")
