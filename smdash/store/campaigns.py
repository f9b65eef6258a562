"""Campaigns: add, edit, archive, find."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain import text
from smdash.domain.campaigns import Campaign, CampaignDraft, CampaignStatus
from smdash.domain.links import campaign_tag, tag
from smdash.errors import FormFaults, InvalidInput, NotFound, Refused
from smdash.store import changes
from smdash.store.links import tags_taken
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import campaign, objective


def add_campaign(tx: Transaction, draft: CampaignDraft) -> int:
    """Add a campaign, with a utm_campaign made from its name unless the draft has one.

    `Refused` when the name is taken, `FormFaults` for dates, budgets or a utm_campaign that can't be.
    """
    draft = _checked(tx, draft)
    if find_campaign(tx, draft.name) is not None:
        raise Refused(f"There already is a campaign named “{draft.name}”.", "Choose another name.")
    tx.describe(f"add campaign {draft.name}")
    return changes.insert(tx, campaign, **_values(draft))


def edit_campaign(tx: Transaction, campaign_id: int, draft: CampaignDraft) -> None:
    """Give a campaign what the draft says."""
    draft = _checked(tx, draft, campaign_id)
    other = find_campaign(tx, draft.name)
    if other is not None and other.id != campaign_id:
        raise Refused(f"There already is a campaign named “{draft.name}”.", "Choose another name.")
    tx.describe(f"edit campaign {draft.name}")
    changes.update(tx, campaign, campaign_id, **_values(draft))


def archive_campaign(tx: Transaction, campaign_id: int, *, archived: bool = True) -> None:
    """Hide a campaign from lists and completions; its numbers stay."""
    tx.describe(f"{'archive' if archived else 'bring back'} campaign {get_campaign(tx, campaign_id).name}")
    changes.update(tx, campaign, campaign_id, archived=archived)


def campaigns(snapshot: Snapshot, *, archived: bool = False) -> tuple[Campaign, ...]:
    """Campaigns by name; archived ones when asked for."""
    query = select(campaign).order_by(campaign.c.name_key)
    if not archived:
        query = query.where(campaign.c.archived.is_(False))
    return tuple(_campaign(row) for row in snapshot.connection.execute(query).mappings())


def find_campaign(snapshot: Snapshot, name: str) -> Campaign | None:
    """The campaign of that name, archived or not, or None."""
    query = select(campaign).where(campaign.c.name_key == text.name_key(name))
    row = snapshot.connection.execute(query).mappings().first()
    return None if row is None else _campaign(row)


def get_campaign(snapshot: Snapshot, campaign_id: int) -> Campaign:
    """One campaign; `NotFound` when it is gone."""
    row = snapshot.connection.execute(select(campaign).where(campaign.c.id == campaign_id)).mappings().first()
    if row is None:
        raise NotFound("This campaign is gone.", "Reload and look again.")
    return _campaign(row)


def objective_names(snapshot: Snapshot) -> dict[int, str]:
    """The objectives a campaign may serve, by id; archived ones left out."""
    query = (
        select(objective.c.id, objective.c.name).where(objective.c.archived.is_(False)).order_by(objective.c.name_key)
    )
    return {row.id: row.name for row in snapshot.connection.execute(query)}


def _checked(tx: Transaction, draft: CampaignDraft, campaign_id: int | None = None) -> CampaignDraft:
    faults = {}
    if draft.start is not None and draft.due is not None and draft.due < draft.start:
        faults["due"] = "The last day is before the first."
    if draft.budget_minor is not None and draft.budget_minor < 0:
        faults["budget_minor"] = "A budget cannot be negative."
    if draft.budget_seconds is not None and draft.budget_seconds < 0:
        faults["budget_seconds"] = "A budget of hours cannot be negative."
    name = draft.name
    try:
        name = text.name(draft.name, "campaign name")
    except InvalidInput as fault:
        faults["name"] = str(fault).replace("\n", " ")
    taken = tags_taken(tx, campaign_id)
    utm = tag(draft.utm_campaign) or campaign_tag(name, taken)
    if utm in taken:
        faults["utm_campaign"] = f"utm_campaign={utm} belongs to “{taken[utm]}”."
    if faults:
        raise FormFaults(faults)
    if draft.facts:
        from smdash.library.legal import load_legal_library  # only here: whoever logs time does not need the checklist

        load_legal_library().check_facts(draft.facts)
    return replace(
        draft,
        name=name,
        note=text.clean(draft.note),
        utm_campaign=utm,
    )


def _values(draft: CampaignDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "name_key": text.name_key(draft.name),
        "objective_id": draft.objective_id,
        "status": draft.status.value,
        "start": draft.start,
        "due": draft.due,
        "budget_minor": draft.budget_minor,
        "budget_seconds": draft.budget_seconds,
        "utm_campaign": draft.utm_campaign,
        "facts": dict(draft.facts),
        "note": draft.note,
    }


def _campaign(row: RowMapping) -> Campaign:
    draft = CampaignDraft(
        row["name"],
        CampaignStatus(row["status"]),
        row["start"],
        row["due"],
        row["objective_id"],
        row["budget_minor"],
        row["budget_seconds"],
        row["utm_campaign"],
        row["facts"],
        row["note"],
    )
    return Campaign(row["id"], draft, row["archived"])
