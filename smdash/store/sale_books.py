"""Which benefits, refunds, fees and outcomes sales come to, beside those that are there: for imports and by hand.

A sale's benefit is known by the sale's source and its key with `:benefit`; what an import wrote and a person deleted
does not come back, and what a person edited stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.benefits import ONE, BenefitCategory, BenefitDraft, BenefitKind, Evidence
from smdash.domain.costs import CostCategory
from smdash.domain.money import Money
from smdash.domain.sales import Sale, SaleStatus, number_key, refunds_due, settled_part
from smdash.store.benefits import benefit_values
from smdash.store.currencies import Converter
from smdash.store.import_kinds.base import Update
from smdash.store.import_kinds.edits import person_edits
from smdash.store.import_kinds.marks import among
from smdash.store.outcomes import OutcomeKind
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, cost, deleted_key, outcome

BENEFIT, REFUND, FEE, ORDER = ":benefit", ":refund", ":fee", ":order"
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Owned:
    """A sale, joined with its other side, and the campaign it belongs to."""

    sale: Sale
    campaign_id: int | None
    channel_id: int | None = None
    evidence: Evidence = Evidence.TRACKED
    share: Decimal = ONE
    post_id: int | None = None


@dataclass(slots=True)
class Books:
    """What is to be written. `benefits` are values, each with the place in this list of the one it takes back, where
    that is new too; `conversions` with the place of their benefit.
    """

    benefits: list[tuple[Values, int | None]] = field(default_factory=list)
    costs: list[Values] = field(default_factory=list)
    outcomes: list[Values] = field(default_factory=list)
    conversions: list[tuple[Values, int]] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    kept: int = 0


def books(snapshot: Snapshot, owned: Sequence[Owned]) -> Books:
    """What these sales come to and isn't there yet, in a handful of queries however many they are."""
    there = _There(snapshot, [one.sale for one in owned])
    clerk = _Clerk(snapshot, there)
    for one in owned:
        clerk.book(one)
    return clerk.books


class _There:
    """What is there already of some sales, by source and key."""

    def __init__(self, snapshot: Snapshot, sales: Sequence[Sale]) -> None:
        by_source: dict[str, list[str]] = {}
        for one in sales:
            by_source.setdefault(one.source, []).append(one.key)
        self.benefits: dict[tuple[str, str], RowMapping] = {}
        self.gone: set[tuple[str, str]] = set()
        self.others: set[tuple[str, str]] = set()
        run = snapshot.connection.execute
        for source, keys in by_source.items():
            main = [key + BENEFIT for key in keys]
            extra = [key + ending for key in keys for ending in (FEE, ORDER)]
            query = select(benefit).where(benefit.c.source == source, among(benefit.c.external_key, main))
            self.benefits |= {(source, row["external_key"]): row for row in run(query).mappings()}
            for table in (cost, outcome):
                said = select(table.c.external_key).where(table.c.source == source)
                self.others |= {(source, key) for key in run(said.where(among(table.c.external_key, extra))).scalars()}
            lost = select(deleted_key.c.external_key).where(deleted_key.c.source == source)
            found = run(lost.where(among(deleted_key.c.external_key, main + extra))).scalars()
            self.gone |= {(source, key) for key in found}
        ids = [row["id"] for row in self.benefits.values()]
        refunds = select(benefit).where(among(benefit.c.reverses_id, ids)).order_by(benefit.c.id)
        self.refunds: dict[int, list[RowMapping]] = {}
        for row in run(refunds).mappings():
            self.refunds.setdefault(row["reverses_id"], []).append(row)
        self.edited = dict(person_edits(snapshot, benefit, ids)) if ids else {}


class _Clerk:
    """Books sales one by one."""

    def __init__(self, snapshot: Snapshot, there: _There) -> None:
        organisation = snapshot.organisation
        self._there, self._converter = there, Converter(snapshot)
        self._category = BenefitCategory(organisation.sale_category)
        self._fees = organisation.sale_fees == "yes"
        self.books = Books()

    def book(self, owned: Owned) -> None:
        """What one sale comes to."""
        one = owned.sale
        key = one.source, one.key + BENEFIT
        stored = self._there.benefits.get(key)
        if stored is not None:
            self._follow(owned, stored)
        elif one.status is SaleStatus.PAID and one.amount and owned.campaign_id and key not in self._there.gone:
            self._begin(owned)

    def _begin(self, owned: Owned) -> None:
        one = owned.sale
        values = self._values(self._draft(owned), one, one.amount) | _known(one.source, one.key + BENEFIT)
        place = len(self.books.benefits)
        self.books.benefits.append((values, None))
        self.books.conversions.append((_conversion(one), place))
        if one.refunded:
            self._refund(self._draft(owned), one, one.refunded, 0, place=place)
        self._beside(owned)

    def _beside(self, owned: Owned) -> None:
        """The fee as a cost, where the organisation wants it, and the order as an outcome."""
        one = owned.sale
        lost = self._there.others | self._there.gone
        where = {"campaign_id": owned.campaign_id, "channel_id": owned.channel_id}
        if (one.source, one.key + ORDER) not in lost:
            self.books.outcomes.append(
                {"kind": OutcomeKind.ORDER.value, "count": 1, "day": one.day, "note": one.name, **where}
                | _known(one.source, one.key + ORDER)
            )
        if self._fees and one.fee and one.fee_currency and (one.source, one.key + FEE) not in lost:
            converted = self._converter.convert(Money(one.fee, one.fee_currency), one.day)
            self.books.costs.append(
                {"name": f"fee of {one.name}", "category": CostCategory.OTHER.value, "day": one.day,
                 "recurrence": "none", "amount_minor": one.fee, "currency": one.fee_currency,
                 "converted_minor": converted, "estimated": False, "note": "", **where}
                | _known(one.source, one.key + FEE)
            )  # fmt: skip

    def _follow(self, owned: Owned, stored: RowMapping) -> None:
        """A benefit that is there follows its sale, but for what a person edited."""
        one, refunds = owned.sale, self._there.refunds.get(stored["id"], [])
        draft = self._carried(stored)
        if stored["amount_minor"] != one.amount and stored["currency"] == one.currency and one.amount:
            if "amount_minor" in self._there.edited.get(stored["id"], set()):
                self.books.kept += 1
            else:
                draft = _with_amount(draft, one.amount)
                told = self._values(draft, one, one.amount)
                kept = ("amount_minor", "converted_minor", "effective_minor")
                self.books.updates.append(Update(benefit.name, stored["id"], {name: told[name] for name in kept}))
        back = one.refunded if one.status is SaleStatus.PAID else one.amount
        due = refunds_due(back, [row["amount_minor"] for row in refunds])
        if due:
            self._refund(draft, one, due, len(refunds), reverses_id=stored["id"])
        if owned.campaign_id:
            self._beside(owned)

    def _refund(
        self, draft: BenefitDraft, one: Sale, minor: int, before: int, *, place: int | None = None,
        reverses_id: int | None = None,
    ) -> None:  # fmt: skip
        """Take back a part of a benefit with its evidence, share and margin; below zero gives back what was taken."""
        taken = BenefitDraft(
            one.refunded_on or one.day, Money(-minor, draft.amount.currency), draft.kind, draft.category,
            draft.evidence, draft.share, draft.margin, draft.campaign_id, draft.channel_id, draft.post_id,
            f"{'refund' if minor > 0 else 'refund taken back'} of {one.name}", "", draft.attributed, reverses_id,
        )  # fmt: skip
        ending = f"{REFUND}-{before + 1}" if before else REFUND
        self.books.benefits.append((self._values(taken, one, -minor) | _known(one.source, one.key + ending), place))

    def _draft(self, owned: Owned) -> BenefitDraft:
        one = owned.sale
        return BenefitDraft(
            one.day, Money(one.amount, one.currency), BenefitKind.REVENUE, self._category, owned.evidence, owned.share,
            None, owned.campaign_id, owned.channel_id, owned.post_id, one.name,
        )  # fmt: skip

    def _carried(self, row: RowMapping) -> BenefitDraft:
        return BenefitDraft(
            row["day"], Money(row["amount_minor"], row["currency"]), BenefitKind(row["kind"]),
            BenefitCategory(row["category"]), Evidence(row["evidence"]), row["share"], row["margin"],
            row["campaign_id"], row["channel_id"], row["post_id"], row["name"], "", row["attributed"],
        )  # fmt: skip

    def _values(self, draft: BenefitDraft, one: Sale, part: int) -> Values:
        """The row of a benefit; what was paid out in the reporting currency needs no exchange rate."""
        return benefit_values(draft, self._converter, settled_part(one, part, self._converter.currency))


def _with_amount(draft: BenefitDraft, minor: int) -> BenefitDraft:
    return replace(draft, amount=Money(minor, draft.amount.currency))


def _known(source: str, key: str) -> Values:
    return {"source": source, "external_key": key}


def _conversion(one: Sale) -> Values:
    return {"key": number_key(one.number or one.key), "customer": one.customer, "at": one.at}
