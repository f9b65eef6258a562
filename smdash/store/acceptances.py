"""Taking a legal risk on oneself: that of an item or one of the register, or as a waiver of a launch gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smdash.domain.gate import Acceptance, check_acceptance, state_hash
from smdash.domain.register import AcceptanceDraft, RevocationDraft, ScopeId, checked_acceptance
from smdash.domain.risks import ItemAnswer, LegalItem
from smdash.domain.text import one_line
from smdash.domain.treatment import Treatment
from smdash.errors import FormFaults, Refused
from smdash.store import changes
from smdash.store.campaigns import get_campaign
from smdash.store.legal_items import check_may_answer, item_in_scope, library
from smdash.store.risk_rows import get_risk
from smdash.store.risks import answers, gates, register
from smdash.store.store import Transaction
from smdash.store.tables import acceptance, risk


def accept(tx: Transaction, draft: AcceptanceDraft) -> int:
    """Accept the risk of one item as it is answered now, and return the acceptance's id.

    `FormFaults` with every fault at its field; `Refused` when the item is done: then there is nothing to accept.
    """
    item = item_in_scope(tx, draft.item_id, draft.campaign_id)
    answer = answers(tx, draft.campaign_id).get(item.id) or ItemAnswer(item.id)
    tx.describe(f"accept {item.id} until {draft.until.isoformat()}")
    return _accept(tx, draft, item, answer)


def waive(tx: Transaction, campaign_id: int, terms: AcceptanceDraft, item_ids: Sequence[str] = ()) -> tuple[int, ...]:
    """Waive items of a campaign's launch gate on the same terms, all that are open unless some are named.

    Who, why and until come from `terms`, whose own item doesn't count. Returns the acceptances' ids; `Refused` when
    nothing is open, or an item named isn't.
    """
    checklist, given = library(tx), answers(tx, campaign_id)
    name = get_campaign(tx, campaign_id).name
    gate = gates(tx).get(campaign_id)
    still_open = [item.id for item in gate.open] if gate else []
    wanted = [checklist.item(item_id).id for item_id in item_ids] or still_open
    if not wanted:
        raise Refused(f"Nothing is open in the launch gate of “{name}”.")
    if others := [item_id for item_id in wanted if item_id not in still_open]:
        raise Refused(f"{', '.join(others)}: not open in the launch gate of “{name}”.", "Name open items only.")
    tx.describe(f"waive {', '.join(wanted)} for {name} until {terms.until.isoformat()}")
    return tuple(
        _accept(
            tx,
            replace(terms, item_id=item_id, campaign_id=campaign_id),
            item_in_scope(tx, item_id, campaign_id),
            given.get(item_id) or ItemAnswer(item_id),
        )
        for item_id in wanted
    )


def accept_risk(tx: Transaction, draft: AcceptanceDraft) -> int:
    """Accept a risk of the register (`risk_id`) as it is now, and return the acceptance's id.

    One whose treatment nobody decided becomes one that is accepted. `FormFaults` with every fault at its field;
    `Refused` when it is closed.
    """
    check_may_answer(tx, "Risks are accepted")
    risk_id = draft.risk_id or 0
    found = get_risk(tx, risk_id)
    if not found.is_open:
        raise Refused(f"“{found.title}” is closed: there is nothing to accept.")
    if found.treatment is None:
        changes.update(tx, risk, risk_id, treatment=Treatment.ACCEPT.value)
    seen = register(tx)
    tx.describe(f"accept risk “{found.title}” until {draft.until.isoformat()}")
    checked = checked_acceptance(draft, seen.risk_state(seen.risk(risk_id) or found), tx.today)
    return _insert(tx, checked, None, None)


def revoke(tx: Transaction, draft: RevocationDraft) -> int:
    """Take back what holds for an item or for a risk, with the reason; returns how many acceptances that were.

    `FormFaults` without a reason, `Refused` when no acceptance holds.
    """
    check_may_answer(tx, "Acceptances are taken back")
    why = one_line(draft.why)
    if not why:
        raise FormFaults({"why": "Why does it hold no longer?"})
    seen = register(tx)
    found = seen.risk(draft.risk_id) if draft.risk_id is not None else None
    if found is not None:
        thing, state, given = f"risk “{found.title}”", seen.risk_state(found), seen.risk_acceptances.get(found.id, ())
    else:
        item = library(tx).item(draft.item_id)
        thing, state = item.id, state_hash([seen.answer(item, draft.campaign_id)])
        given = seen.acceptances.get(draft.campaign_id, {}).get(item.id, ())
    holding = [one for one in given if check_acceptance(one, state, tx.today).valid]
    if not holding:
        raise Refused(f"No acceptance of {thing} holds now.")
    tx.describe(f"take back the acceptance of {thing}")
    for one in holding:
        changes.update(tx, acceptance, one.id, revoked=why)
    return len(holding)


def _accept(tx: Transaction, draft: AcceptanceDraft, item: LegalItem, answer: ItemAnswer) -> int:
    if answer.settled:
        raise Refused(f"{item.id} is answered “{answer.answer.words}”: there is nothing to accept.")
    return _insert(tx, checked_acceptance(draft, state_hash([answer]), tx.today), item.id, draft.campaign_id)


def _insert(tx: Transaction, checked: Acceptance, item_id: str | None, campaign_id: ScopeId) -> int:
    return changes.insert(
        tx,
        acceptance,
        item_code=item_id,
        campaign_id=campaign_id,
        risk_id=checked.risk_id,
        accepted_by=checked.who,
        accepted_on=checked.accepted_on,
        reason=checked.why,
        until=checked.until,
        state_hash=checked.state,
    )
