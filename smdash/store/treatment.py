"""Risks of the register: made from an item or free, rated, moved, treated, closed with an outcome, opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select

from smdash.domain.risks import ItemAnswer, Rating, residual_fault
from smdash.domain.text import clean
from smdash.domain.treatment import ItemPlace, Risk, RiskDraft, checked_risk
from smdash.errors import FormFaults, Refused
from smdash.store import changes
from smdash.store.campaigns import get_campaign
from smdash.store.legal_items import check_may_answer, library
from smdash.store.risk_rows import all_risks, get_risk, ratings_of, risk_grid, values_of
from smdash.store.risks import answers_by_scope
from smdash.store.store import Transaction
from smdash.store.tables import acceptance, evidence, legal_answer, risk

WHAT = "Risks are written"

Ratings = tuple[Rating | None, Rating | None]


def add_risk(tx: Transaction, draft: RiskDraft) -> int:
    """Add a risk and return its id. Made from an item, it takes over the item's rating where the draft has none.

    `FormFaults` with every fault at its field.
    """
    check_may_answer(tx, WHAT)
    if draft.likelihood is None and draft.impact is None and draft.item_id:
        draft = _taking_over(tx, draft)
    made = _checked(tx, draft, None)
    tx.describe(f"add risk “{made.title}”")
    before = _ratings(tx, [made.place])
    risk_id = changes.insert(tx, risk, opened_by=tx.actor, opened_on=tx.today, **values_of(made))
    _hand_over(tx, before)
    return risk_id


def edit_risk(tx: Transaction, risk_id: int, draft: RiskDraft) -> None:
    """Change an open risk; `FormFaults` with every fault at its field, `Refused` for a closed one."""
    found = _open(tx, risk_id)
    made = _checked(tx, draft, found)
    tx.describe(f"edit risk “{made.title}”")
    before = _ratings(tx, [found.place, made.place])
    changes.update(tx, risk, risk_id, **values_of(made))
    _hand_over(tx, before)


def move_risk(tx: Transaction, risk_id: int, inherent: Rating, residual: Rating | None) -> None:
    """Rate a risk anew, as when it is moved in the matrix; `Refused` where the residual rating would be above."""
    found = _open(tx, risk_id)
    if fault := residual_fault(inherent, residual, risk_grid(tx)):
        raise Refused(fault, "Move the inherent rating up first, or the residual one down.")
    tx.describe(f"move risk “{found.title}”")
    changes.update(tx, risk, risk_id, **ratings_of(inherent, residual))


def close_risk(tx: Transaction, risk_id: int, outcome: str) -> None:
    """Close a risk with what came of it; its item has the rating it had last. `FormFaults` without an outcome."""
    found = _open(tx, risk_id)
    said = clean(outcome).strip()
    if not said:
        raise FormFaults({"outcome": "What came of it?"})
    tx.describe(f"close risk “{found.title}”")
    before = _ratings(tx, [found.place])
    changes.update(tx, risk, risk_id, closed_on=tx.today, closed_by=tx.actor, outcome=said)
    _hand_over(tx, before)


def reopen_risk(tx: Transaction, risk_id: int) -> None:
    """Open a closed risk again: it carries its item's rating again.

    `Refused` when it is open, or when its ratings no longer go with the grid.
    """
    check_may_answer(tx, WHAT)
    found = get_risk(tx, risk_id)
    if found.is_open:
        raise Refused(f"“{found.title}” is open.")
    if fault := residual_fault(found.inherent, found.residual, risk_grid(tx)):
        raise Refused(f"“{found.title}” can't be opened: {fault}", "Make a new risk of it.")
    tx.describe(f"open risk “{found.title}” again")
    before = _ratings(tx, [found.place])
    changes.update(tx, risk, risk_id, closed_on=None, closed_by="", outcome="")
    _hand_over(tx, before)


def delete_risk(tx: Transaction, risk_id: int) -> None:
    """Delete a risk with its acceptances and its evidence; its item keeps the rating."""
    check_may_answer(tx, WHAT)
    found = get_risk(tx, risk_id)
    tx.describe(f"delete risk “{found.title}”")
    before = _ratings(tx, [found.place])
    for table in (acceptance, evidence):
        owned = tx.connection.execute(select(table.c.id).where(table.c.risk_id == risk_id)).scalars().all()
        for row_id in owned:
            changes.delete(tx, table, row_id)
    changes.delete(tx, risk, risk_id)
    _hand_over(tx, before)


def _open(tx: Transaction, risk_id: int) -> Risk:
    check_may_answer(tx, WHAT)
    found = get_risk(tx, risk_id)
    if not found.is_open:
        raise Refused(f"“{found.title}” is closed.", "Open it again first (c).")
    return found


def _checked(tx: Transaction, draft: RiskDraft, before: Risk | None) -> Risk:
    if draft.campaign_id is not None:
        get_campaign(tx, draft.campaign_id)
    return checked_risk(draft, library(tx), risk_grid(tx), tx.today, before)


def _taking_over(tx: Transaction, draft: RiskDraft) -> RiskDraft:
    answer = answers_by_scope(tx).get(draft.campaign_id, {}).get(draft.item_id.strip().upper())
    if answer is None or draft.residual_likelihood or draft.residual_impact:
        return draft
    numbers = ratings_of(answer.inherent, answer.residual)
    return replace(
        draft,
        likelihood=numbers["likelihood"],
        impact=numbers["impact"],
        residual_likelihood=numbers["residual_likelihood"],
        residual_impact=numbers["residual_impact"],
    )


# The rating of an item stands either in its answer or in its open risk ----------------------------------------------


def _ratings(tx: Transaction, places: Iterable[ItemPlace]) -> dict[ItemPlace, Ratings]:
    """What these items are rated now, wherever it stands."""
    given = answers_by_scope(tx)
    found: dict[ItemPlace, Ratings] = {}
    for item_id, scope in places:
        if item_id:
            answer = given.get(scope, {}).get(item_id) or ItemAnswer(item_id)
            found[item_id, scope] = answer.inherent, answer.residual
    return found


def _hand_over(tx: Transaction, before: dict[ItemPlace, Ratings]) -> None:
    """Leave the rating to the open risk of an item; where there is none any more, it goes back to the answer."""
    carried = {one.place for one in all_risks(tx) if one.is_open}
    for (item_id, scope), (inherent, residual) in before.items():
        values = ratings_of(None, None) if (item_id, scope) in carried else ratings_of(inherent, residual)
        query = select(legal_answer.c.id).where(
            legal_answer.c.item_code == item_id, legal_answer.c.campaign_id.is_not_distinct_from(scope)
        )
        row_id = tx.connection.execute(query).scalar()
        if row_id is not None:
            changes.update(tx, legal_answer, row_id, **values)
        elif values["likelihood"] is not None:
            changes.insert(tx, legal_answer, item_code=item_id, campaign_id=scope, answer="open", **values)
