"""Taking a legal risk on oneself: for an item of the organisation, or as a waiver of a campaign's launch gate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smdash.domain.register import AcceptanceDraft, checked_acceptance
from smdash.domain.risks import ItemAnswer, LegalItem
from smdash.errors import Refused
from smdash.store import changes
from smdash.store.campaigns import get_campaign
from smdash.store.legal_items import item_in_scope, library
from smdash.store.risks import answers, gates
from smdash.store.store import Transaction
from smdash.store.tables import acceptance


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


def _accept(tx: Transaction, draft: AcceptanceDraft, item: LegalItem, answer: ItemAnswer) -> int:
    if answer.settled:
        raise Refused(f"{item.id} is answered “{answer.answer.words}”: there is nothing to accept.")
    checked = checked_acceptance(draft, answer, tx.today)
    return changes.insert(
        tx,
        acceptance,
        item_code=item.id,
        campaign_id=draft.campaign_id,
        accepted_by=checked.who,
        accepted_on=checked.accepted_on,
        reason=checked.why,
        until=checked.until,
        state_hash=checked.state,
    )
