"""Items of the organisation's own, its rewordings of shipped ones, and what it took off the checklist."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain import text
from smdash.domain.risks import LegalItem
from smdash.errors import FormFaults, NotFound, Refused
from smdash.library.legal import SHORT_LENGTH, load_legal_library
from smdash.store import changes
from smdash.store.legal_items import OwnItemDraft, check_item, check_may_answer, content_of, library
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import legal_item


@dataclass(frozen=True, slots=True)
class RetiredItem:
    """An item that is on the checklist no more; `shipped` is False for one of the organisation's own."""

    code: str
    question: str
    shipped: bool


@dataclass(frozen=True, slots=True)
class RewordDraft:
    """A shipped item in the organisation's words; what is left empty stays as it is shipped."""

    item_id: str
    short: str = ""
    question: str = ""
    why: str = ""
    evidence: str = ""


def retired_items(snapshot: Snapshot) -> tuple[RetiredItem, ...]:
    """What was taken off the checklist here, in the order of its ids."""
    query = select(legal_item).where(legal_item.c.retired.is_(True)).order_by(legal_item.c.area, legal_item.c.code)
    shipped = {item.id for item in load_legal_library().items}
    return tuple(
        RetiredItem(row["code"], row["question"], row["code"] in shipped)
        for row in snapshot.connection.execute(query).mappings()
    )


def own_draft(snapshot: Snapshot, item: LegalItem) -> OwnItemDraft | None:
    """The draft that leaves an item of the organisation's own as it is; None for a shipped one."""
    if item.id in {shipped.id for shipped in load_legal_library().items}:
        return None
    return OwnItemDraft(
        item.area, item.short, item.question, item.why, item.rule, item.source, item.evidence, item.scope,
        item.severity, item.applies_if, item.review,
    )  # fmt: skip


def edit_own_item(tx: Transaction, item_id: str, draft: OwnItemDraft) -> None:
    """Change a question of the organisation's own; its answers stay and are due for review where it asks otherwise.

    `FormFaults` with every fault at its field; `Refused` for a shipped item, which is reworded instead.
    """
    check_may_answer(tx)
    item = library(tx).item(item_id)
    if own_draft(tx, item) is None:
        raise Refused(f"{item.id} is shipped with smdash.", "Reword it: the shipped text stays beside yours.")
    row = _row(tx, item.id)
    if row is None:
        raise NotFound(f"There is no legal item “{item.id}”.")
    short, question = text.one_line(draft.short), text.one_line(draft.question)
    check_item(draft, short, question)
    tx.describe(f"edit legal item {item.id}")
    as_of = date.fromisoformat(row["content"]["as_of"])
    content = content_of(replace(draft, review=draft.review or item.review), short, as_of)
    changes.update(tx, legal_item, row["id"], area=draft.area, question=question, content=content)


def reword_item(tx: Transaction, draft: RewordDraft) -> bool:
    """Put a shipped item into the organisation's words, or back; True where it differs from what is shipped now.

    Rule, source and how far they were checked stay the library's. The shipped text is kept beside it; answers stay, and
    are due for review where the question is another one. `FormFaults` with every fault at its field.
    """
    check_may_answer(tx)
    item = library(tx).item(draft.item_id)
    if own_draft(tx, item) is not None:
        raise Refused(f"{item.id} is your own item.", "Edit it: nothing is shipped beside it.")
    shipped = item.shipped or item
    given = {
        name: text.one_line(getattr(draft, name)) or getattr(shipped, name)
        for name in ("short", "question", "why", "evidence")
    }
    if len(given["short"]) > SHORT_LENGTH:
        raise FormFaults({"short": f"A short name of 1 to {SHORT_LENGTH} characters is needed."})
    differs = any(value != getattr(shipped, name) for name, value in given.items())
    question = given.pop("question")
    content: dict[str, Any] = given if differs else {}
    tx.describe(f"reword legal item {item.id}" if differs else f"take back the rewording of legal item {item.id}")
    row = _row(tx, item.id)
    if row is not None:
        changes.update(tx, legal_item, row["id"], question=question, content=content)
    elif differs:
        changes.insert(tx, legal_item, code=item.id, area=item.area, question=question, content=content)
    return differs


def _row(tx: Transaction, code: str) -> RowMapping | None:
    return tx.connection.execute(select(legal_item).where(legal_item.c.code == code)).mappings().first()
