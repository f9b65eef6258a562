"""The checklist as it holds here: the shipped library for our jurisdictions, with items of our own, without retired."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain import text
from smdash.domain.organisation import Role
from smdash.domain.risks import ANYWHERE, Checked, LegalArea, LegalItem, LegalLibrary, Scope, Severity
from smdash.errors import FormFaults, InvalidInput, Refused
from smdash.library.legal import SHORT_LENGTH, load_legal_library
from smdash.store import changes
from smdash.store.campaigns import get_campaign
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import legal_item

OWN_LETTER = "X"
"""Own items are X1, X2 …; no shipped area uses the letter."""

REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OwnItemDraft:
    """A question of the organisation's own; `area` is an area's key, `applies_if` fact keys (campaign scope only)."""

    area: str
    short: str
    question: str
    why: str = ""
    rule: str = ""
    source: str = ""
    evidence: str = ""
    scope: Scope = Scope.ORGANISATION
    severity: Severity = Severity.MEDIUM
    applies_if: tuple[str, ...] = ()
    review: date | None = None


def check_may_answer(tx: Transaction, what: str = "Legal items are answered") -> None:
    """`Refused` unless a manager or counsel acts: others read the checklist. `what` is what only these two do."""
    if tx.role not in (Role.MANAGER, Role.COUNSEL):
        raise Refused(f"{what} by managers and counsel.", "Ask one of them.")


def library(snapshot: Snapshot) -> LegalLibrary:
    """The items that concern this organisation, area by area: shipped ones first, then its own."""
    shipped = load_legal_library()
    rows = snapshot.connection.execute(select(legal_item).order_by(legal_item.c.id)).mappings().all()
    retired = {row["code"] for row in rows if row["retired"]}
    titles = {area.key: area.title for area in shipped.areas}
    shipped_ids = {item.id for item in shipped.items}
    own = [
        _item(row, titles[row["area"]])
        for row in rows
        if row["content"] and not row["retired"] and row["code"] not in shipped_ids
    ]
    reworded = {row["code"]: row for row in rows if row["content"]}
    places = snapshot.organisation.jurisdictions
    areas = tuple(
        LegalArea(
            area.key,
            area.title,
            tuple(
                _reworded(item, reworded.get(item.id))
                for item in area.items
                if item.holds_in(places) and item.id not in retired
            )
            + tuple(item for item in own if item.area == area.key),
        )
        for area in shipped.areas
    )
    return replace(shipped, areas=areas)


def item_in_scope(tx: Transaction, item_id: str, campaign_id: int | None) -> LegalItem:
    """The item of that id, when the actor may answer it in that scope; `NotFound` or `Refused` when not."""
    check_may_answer(tx)
    item = library(tx).item(item_id)
    if campaign_id is not None:
        get_campaign(tx, campaign_id)
        if item.scope is not Scope.CAMPAIGN:
            raise Refused(
                f"{item.id} is answered once, for the organisation.", "Choose the organisation and answer it."
            )
    return item


def add_own_item(tx: Transaction, draft: OwnItemDraft) -> str:
    """Add a question of the organisation's own and return its id; `FormFaults` with every fault at its field."""
    check_may_answer(tx)
    short, question = text.one_line(draft.short), text.one_line(draft.question)
    check_item(draft, short, question)
    numbers = [
        int(code.removeprefix(OWN_LETTER))
        for code in tx.connection.execute(select(legal_item.c.code)).scalars()
        if code.startswith(OWN_LETTER)
    ]
    code = f"{OWN_LETTER}{max(numbers, default=0) + 1}"
    tx.describe(f"add legal item {code}")
    content = content_of(draft, short, tx.today)
    changes.insert(tx, legal_item, code=code, area=draft.area, question=question, content=content)
    return code


def content_of(draft: OwnItemDraft, short: str, as_of: date) -> dict[str, Any]:
    """What is kept of an own item beside its area and question."""
    return {
        "short": short,
        "why": text.one_line(draft.why),
        "rule": text.one_line(draft.rule),
        "source": text.one_line(draft.source),
        "evidence": text.one_line(draft.evidence),
        "scope": draft.scope.value,
        "severity": draft.severity.value,
        "applies_if": list(draft.applies_if),
        "as_of": as_of.isoformat(),
        "review": (draft.review or as_of + REVIEW_AFTER).isoformat(),
    }


def retire_item(tx: Transaction, item_id: str) -> None:
    """Take an item, shipped or own, off the checklist; its answers stay. `NotFound` when it isn't on it."""
    check_may_answer(tx)
    item = library(tx).item(item_id)
    tx.describe(f"retire legal item {item.id}")
    found = tx.connection.execute(select(legal_item.c.id).where(legal_item.c.code == item.id)).scalar()
    if found is None:
        changes.insert(tx, legal_item, code=item.id, area=item.area, question=item.question, content={}, retired=True)
    else:
        changes.update(tx, legal_item, found, retired=True)


def restore_item(tx: Transaction, item_id: str) -> None:
    """Put a retired item back on the checklist; `Refused` when it isn't retired."""
    check_may_answer(tx)
    code = text.one_line(item_id).upper()
    query = select(legal_item.c.id).where(legal_item.c.code == code, legal_item.c.retired.is_(True))
    found = tx.connection.execute(query).scalar()
    if found is None:
        raise Refused(f"There is no retired legal item “{code}”.")
    tx.describe(f"bring back legal item {code}")
    changes.update(tx, legal_item, found, retired=False)


def check_item(draft: OwnItemDraft, short: str, question: str) -> None:
    """`FormFaults` with all that is wrong with an own item."""
    shipped = load_legal_library()
    faults = {}
    if draft.area not in {area.key for area in shipped.areas}:
        faults["area"] = f"Areas are {', '.join(area.key for area in shipped.areas)}."
    if not short or len(short) > SHORT_LENGTH:
        faults["short"] = f"A short name of 1 to {SHORT_LENGTH} characters is needed."
    if not question:
        faults["question"] = "The question is empty."
    try:
        shipped.check_facts(draft.applies_if)
    except InvalidInput as fault:
        faults["applies_if"] = fault.message
    if draft.applies_if and draft.scope is not Scope.CAMPAIGN:
        faults["scope"] = "Only an item that is asked for each campaign can depend on a campaign's facts."
    if faults:
        raise FormFaults(faults)


def _reworded(item: LegalItem, row: RowMapping | None) -> LegalItem:
    """A shipped item in the organisation's words, with the shipped text beside it."""
    if row is None:
        return item
    content: dict[str, Any] = row["content"]
    return replace(
        item,
        short=content["short"],
        question=row["question"],
        why=content["why"],
        evidence=content["evidence"],
        shipped=item,
    )


def _item(row: RowMapping, area_title: str) -> LegalItem:
    content: dict[str, Any] = row["content"]
    return LegalItem(
        id=row["code"],
        area=row["area"],
        area_title=area_title,
        short=content["short"],
        question=row["question"],
        why=content["why"],
        rule=content["rule"],
        source=content["source"],
        jurisdictions=(ANYWHERE,),
        applies_if=tuple(content["applies_if"]),
        scope=Scope(content["scope"]),
        evidence=content["evidence"],
        severity=Severity(content["severity"]),
        checked=Checked.KNOWLEDGE,
        checked_note="",
        derived=(),
        as_of=date.fromisoformat(content["as_of"]),
        review=date.fromisoformat(content["review"]),
    )
