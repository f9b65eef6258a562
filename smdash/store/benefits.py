"""Benefits: add, edit, refund, delete, list."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, func, select

from smdash.domain import text
from smdash.domain.benefits import (
    BenefitCategory,
    BenefitDraft,
    BenefitKind,
    BenefitLine,
    Evidence,
    check_benefit,
    effective_minor,
    refund,
)
from smdash.domain.figures import show_minor
from smdash.domain.guided_results import check_guided
from smdash.domain.money import Money, check_currency
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import changes
from smdash.store.currencies import Converter
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, conversion, deleted_key

LIST_LIMIT = 200
NAME_LENGTH = 200


@dataclass(frozen=True, slots=True)
class BenefitPage:
    """The newest benefits of one line of a view, and how many there are in all."""

    lines: tuple[BenefitLine, ...] = ()
    total: int = 0


def add_benefit(tx: Transaction, draft: BenefitDraft) -> int:
    """Add a benefit; what counts of it is worked out, rounded once and kept. `FormFaults` with all that is wrong."""
    draft = _checked(draft)
    tx.describe(f"add benefit {_named(draft)}")
    return changes.insert(tx, benefit, **benefit_values(draft, Converter(tx)))


def edit_benefit(tx: Transaction, benefit_id: int, draft: BenefitDraft) -> None:
    """Give a benefit what the draft says; its refunds follow in all they carry.

    A refund keeps what it carries of its original, whatever the draft says. `FormFaults` for an amount below what was
    refunded.
    """
    before = get_benefit(tx, benefit_id)
    converter = Converter(tx)
    if before.draft.reverses_id is not None:
        original = get_benefit(tx, before.draft.reverses_id)
        _check_refundable(tx, original, draft.amount, without=benefit_id)
        draft = _carried(original.draft, original.id, draft)
    refunds = refunds_of(tx, benefit_id)
    _check_covers(draft, refunds)
    draft = _checked(draft)
    tx.describe(f"edit benefit {_named(draft)}")
    _save(tx, before, draft, converter)
    for line in refunds:
        _save(tx, line, _carried(draft, benefit_id, line.draft), converter)


def refund_benefit(tx: Transaction, benefit_id: int, day: date, amount: Money | None = None) -> int:
    """Take back all of a benefit, or a part of it, with its evidence, share and margin; None: what is left of it.

    `FormFaults` for more than is left.
    """
    original = get_benefit(tx, benefit_id)
    if original.draft.reverses_id is not None:
        raise Refused("This is a refund itself.", "Delete it, or edit its amount.")
    left = refundable(tx, original)
    if left.minor <= 0:
        raise Refused("This benefit was refunded in full.", "Delete a refund first.")
    draft = refund(original, day, left if amount is None else amount)
    _check_refundable(tx, original, draft.amount)
    tx.describe(f"refund {_named(original.draft)}")
    return changes.insert(tx, benefit, **benefit_values(_checked(draft), Converter(tx)))


def delete_benefit(tx: Transaction, benefit_id: int) -> None:
    """Delete a benefit; an imported one leaves its key. `Refused` while refunds of it stand."""
    row = _row(tx, benefit_id)
    if refunds := refunds_of(tx, benefit_id):
        raise Refused(
            f"This benefit has {len(refunds)} refund{'' if len(refunds) == 1 else 's'}.",
            "Delete what refunds it first.",
        )
    tx.describe(f"delete benefit {_named(_line(row).draft)}")
    led_to = select(conversion.c.id).where(conversion.c.benefit_id == benefit_id)
    for conversion_id in tx.connection.execute(led_to).scalars().all():
        changes.delete(tx, conversion, conversion_id)
    changes.delete(tx, benefit, benefit_id)
    if row["source"] is not None:
        changes.insert(tx, deleted_key, source=row["source"], external_key=row["external_key"], row_kind=benefit.name)


def get_benefit(snapshot: Snapshot, benefit_id: int) -> BenefitLine:
    """One benefit; `NotFound` when it is gone."""
    return _line(_row(snapshot, benefit_id))


def refunds_of(snapshot: Snapshot, benefit_id: int) -> tuple[BenefitLine, ...]:
    """The refunds of a benefit, oldest first."""
    query = select(benefit).where(benefit.c.reverses_id == benefit_id).order_by(benefit.c.day, benefit.c.id)
    return tuple(_line(row) for row in snapshot.connection.execute(query).mappings())


def refundable(snapshot: Snapshot, original: BenefitLine, without: int | None = None) -> Money:
    """What is left of a benefit after its refunds (`without` one of them), in its own currency."""
    given = sum(line.draft.amount.minor for line in refunds_of(snapshot, original.id) if line.id != without)
    return Money(original.draft.amount.minor + given, original.draft.amount.currency)


def benefit_page(snapshot: Snapshot, scope: Scope, limit: int = LIST_LIMIT) -> BenefitPage:
    """The newest benefits of one line of a view on its days, at most `limit`, and how many there are, in one query."""
    days = scope.days
    query = (
        select(benefit, func.count().over().label("in_all"))
        .where(benefit.c.day.between(days.start, days.last), *scope.of(benefit))
        .order_by(benefit.c.day.desc(), benefit.c.id.desc())
        .limit(limit)
    )
    rows = [*snapshot.connection.execute(query).mappings()]
    return BenefitPage(tuple(_line(row) for row in rows), rows[0]["in_all"] if rows else 0)


def benefit_values(draft: BenefitDraft, converter: Converter, converted: int | None = None) -> dict[str, Any]:
    """The row of a benefit, converted at the rate of its day unless it was; for imports that read the rates once."""
    if converted is None:
        converted = converter.convert(draft.amount, draft.day)
    counts = None if converted is None else effective_minor(converted, draft.kind, draft.share, draft.margin)
    return {
        "name": draft.name,
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "post_id": draft.post_id,
        "day": draft.day,
        "kind": draft.kind.value,
        "category": draft.category.value,
        "amount_minor": draft.amount.minor,
        "currency": draft.amount.currency,
        "converted_minor": converted,
        "margin": draft.margin,
        "share": draft.share,
        "evidence": draft.evidence.value,
        "attributed": draft.attributed,
        "effective_minor": counts,
        "reverses_id": draft.reverses_id,
        "inputs": dict(draft.inputs) or None,
        "note": draft.note,
    }


def _save(tx: Transaction, before: BenefitLine, draft: BenefitDraft, converter: Converter) -> None:
    """Write a draft over a benefit; converted anew only when its amount, currency or day is another one."""
    same = (before.draft.amount, before.draft.day) == (draft.amount, draft.day)
    changes.update(tx, benefit, before.id, **benefit_values(draft, converter, before.converted if same else None))


def _carried(original: BenefitDraft, original_id: int, part: BenefitDraft) -> BenefitDraft:
    """A refund with everything it carries of its original; day, amount and note are its own."""
    return replace(original, day=part.day, amount=part.amount, note=part.note, reverses_id=original_id, inputs={})


def _check_covers(draft: BenefitDraft, refunds: tuple[BenefitLine, ...]) -> None:
    if not refunds:
        return
    back = -sum(line.draft.amount.minor for line in refunds)
    if draft.amount.currency != refunds[0].draft.amount.currency:
        raise FormFaults({"amount": f"Its refunds are in {refunds[0].draft.amount.currency}."})
    if draft.amount.minor < back:
        raise FormFaults({"amount": f"{show_minor(back, draft.amount.currency)} of it was refunded: it can't be less."})


def _check_refundable(tx: Transaction, original: BenefitLine, amount: Money, without: int | None = None) -> None:
    left = refundable(tx, original, without)
    if amount.currency != left.currency:
        raise FormFaults({"amount": f"The refund must be in {left.currency}."})
    if amount.minor >= 0:
        raise FormFaults({"amount": "A refund is negative."})
    if -amount.minor > left.minor:
        raise FormFaults({"amount": f"Only {show_minor(left.minor, left.currency)} of this benefit is left."})


def _checked(draft: BenefitDraft) -> BenefitDraft:
    clean = replace(
        draft,
        amount=Money(draft.amount.minor, check_currency(draft.amount.currency)),
        name=text.one_line(draft.name)[:NAME_LENGTH],
        note=text.clean(draft.note),
    )
    faults = check_guided(clean)
    try:
        check_benefit(clean)
    except FormFaults as others:
        faults = others.faults | faults
    if faults:
        raise FormFaults(faults)
    return clean


def _named(draft: BenefitDraft) -> str:
    amount = f"{show_minor(draft.amount.minor, draft.amount.currency)} {draft.amount.currency}"
    return f"{amount} from {draft.name or draft.category.value}"


def _row(snapshot: Snapshot, benefit_id: int) -> RowMapping:
    row = snapshot.connection.execute(select(benefit).where(benefit.c.id == benefit_id)).mappings().first()
    if row is None:
        raise NotFound("This benefit is gone.", "Reload and look again.")
    return row


def _line(row: RowMapping) -> BenefitLine:
    draft = BenefitDraft(
        day=row["day"],
        amount=Money(row["amount_minor"], row["currency"]),
        kind=BenefitKind(row["kind"]),
        category=BenefitCategory(row["category"]),
        evidence=Evidence(row["evidence"]),
        share=row["share"],
        margin=row["margin"],
        campaign_id=row["campaign_id"],
        channel_id=row["channel_id"],
        post_id=row["post_id"],
        name=row["name"],
        note=row["note"],
        attributed=row["attributed"],
        reverses_id=row["reverses_id"],
        inputs=row["inputs"] or {},
    )
    return BenefitLine(row["id"], draft, row["converted_minor"])
