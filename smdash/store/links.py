"""The register of links and promo codes: add, edit, archive, list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import RowMapping, Table, func, or_, select

from smdash.domain import text
from smdash.domain.links import (
    Code,
    CodeDraft,
    Link,
    LinkDraft,
    address_of,
    campaign_tag,
    check_code,
    check_link,
    code_key,
)
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import campaign, link, post, promo_code, sale


def add_link(tx: Transaction, draft: LinkDraft, post_name: str | None = None) -> Link:
    """Add a link; without a utm_campaign it takes the campaign's, which is made from the name where it has none.

    `post_name` is the address or the platform's id of the post it stands in. `FormFaults` with all that is wrong, a
    link that is there already included.
    """
    draft = _in_post(tx, draft, post_name)
    checked = _checked(tx, draft)
    tx.describe(f"add link {address_of(checked)}")
    return get_link(tx, changes.insert(tx, link, **_values(checked)))


def edit_link(tx: Transaction, link_id: int, draft: LinkDraft, post_name: str | None = None) -> None:
    """Give a link what the draft says: a link that was given out before keeps leading where it led, and sales that came
    by it stay where they are.
    """
    draft = _in_post(tx, draft, post_name)
    checked = _checked(tx, draft, link_id)
    tx.describe(f"edit link {address_of(checked)}")
    changes.update(tx, link, link_id, **_values(checked))


def archive_link(tx: Transaction, link_id: int, *, archived: bool = True) -> None:
    """Hide a link from the list; orders that come by it are matched as before."""
    tx.describe(f"{'archive' if archived else 'bring back'} link {get_link(tx, link_id).address}")
    changes.update(tx, link, link_id, archived=archived)


def get_link(snapshot: Snapshot, link_id: int) -> Link:
    """One link; `NotFound` when it is gone."""
    row = snapshot.connection.execute(select(link).where(link.c.id == link_id)).mappings().first()
    if row is None:
        raise NotFound("This link is gone.", "Reload and look again.")
    return _link(row)


def links(snapshot: Snapshot, campaign_id: int | None = None, *, archived: bool = False) -> tuple[Link, ...]:
    """The links, of one campaign or of all, the newest first; archived ones when asked for."""
    query = _listed(link, campaign_id, archived)
    return tuple(_link(row) for row in snapshot.connection.execute(query).mappings())


def add_code(tx: Transaction, draft: CodeDraft) -> int:
    """Add a promo code; `FormFaults` when it is taken."""
    checked = _checked_code(tx, draft)
    tx.describe(f"add promo code {checked.code}")
    return changes.insert(tx, promo_code, **_code_values(checked))


def edit_code(tx: Transaction, code_id: int, draft: CodeDraft) -> None:
    """Give a promo code what the draft says; orders matched before keep their campaign."""
    checked = _checked_code(tx, draft, code_id)
    tx.describe(f"edit promo code {checked.code}")
    changes.update(tx, promo_code, code_id, **_code_values(checked))


def archive_code(tx: Transaction, code_id: int, *, archived: bool = True) -> None:
    """Hide a promo code from the list; orders that used it are matched as before."""
    tx.describe("archive promo code" if archived else "bring back promo code")
    changes.update(tx, promo_code, code_id, archived=archived)


def codes(snapshot: Snapshot, campaign_id: int | None = None, *, archived: bool = False) -> tuple[Code, ...]:
    """The promo codes, of one campaign or of all, the newest first; archived ones when asked for."""
    query = _listed(promo_code, campaign_id, archived)
    return tuple(_code(row) for row in snapshot.connection.execute(query).mappings())


def tags_taken(snapshot: Snapshot, without: int | None = None) -> dict[str, str]:
    """The name of the campaign that has each utm_campaign, `without` one of them."""
    query = select(campaign.c.utm_campaign, campaign.c.name).where(
        campaign.c.utm_campaign != "", campaign.c.id.is_distinct_from(without)
    )
    return {row.utm_campaign: row.name for row in snapshot.connection.execute(query)}


def post_name(snapshot: Snapshot, post_id: int | None) -> str:
    """By what a person knows the post a link stands in: its address, else the platform's id; empty for none."""
    row = snapshot.connection.execute(select(post.c.url, post.c.external_key).where(post.c.id == post_id)).first()
    return "" if row is None else row.url or row.external_key


def sales_of(snapshot: Snapshot, link_id: int) -> int:
    """How many sales came by a link."""
    return snapshot.connection.execute(select(func.count()).where(sale.c.link_id == link_id)).scalar_one()


def _in_post(tx: Transaction, draft: LinkDraft, name: str | None) -> LinkDraft:
    """The draft with the post of that address or id; as it is where none is said."""
    if name is None:
        return draft
    said = text.one_line(name)
    if not said:
        return replace(draft, post_id=None)
    named = or_(post.c.url == said, post.c.external_key == said, post.c.external_id == said)
    found = tx.connection.execute(select(post.c.id, post.c.campaign_id).where(named).limit(2)).all()
    if len(found) != 1:
        told = "Several posts are" if found else "No post is"
        raise FormFaults({"post": f"{told} known as “{said}”. Copy its address from Messages."})
    if found[0].campaign_id not in (None, draft.campaign_id):
        raise FormFaults({"post": "This post belongs to another campaign."})
    return replace(draft, post_id=found[0].id)


def _listed(table: Table, campaign_id: int | None, archived: bool) -> Any:
    query = select(table).order_by(table.c.id.desc())
    if campaign_id is not None:
        query = query.where(table.c.campaign_id == campaign_id)
    return query if archived else query.where(table.c.archived.is_(False))


def _checked(tx: Transaction, draft: LinkDraft, link_id: int | None = None) -> LinkDraft:
    """The draft as it will be stored; the campaign gets its own utm_campaign when it has none yet."""
    row = tx.connection.execute(select(campaign).where(campaign.c.id == draft.campaign_id)).mappings().first()
    if row is None:
        raise FormFaults({"campaign_id": "Choose the campaign this link belongs to."})
    own = row["utm_campaign"] or campaign_tag(row["name"], tags_taken(tx))
    checked = check_link(replace(draft, campaign=draft.campaign or own))
    holder = tags_taken(tx, draft.campaign_id).get(checked.campaign)
    if holder is not None:
        raise FormFaults({"campaign": f"utm_campaign={checked.campaign} belongs to “{holder}”."})
    same = select(link.c.id, link.c.archived).where(link.c.address == address_of(checked))
    found = tx.connection.execute(same).first()
    if found is not None and found.id != link_id:
        where = "in the register, archived" if found.archived else "in the register"
        raise FormFaults({"target": f"This link is {where}: change utm_content or utm_term to tell the two apart."})
    if not row["utm_campaign"]:
        changes.update(tx, campaign, draft.campaign_id, utm_campaign=own)
    return checked


def _checked_code(tx: Transaction, draft: CodeDraft, code_id: int | None = None) -> CodeDraft:
    faults: dict[str, str] = {}
    code = draft.code
    try:
        code = check_code(draft.code)
    except InvalidInput as fault:
        faults["code"] = fault.message
    known = _names(tx)
    if draft.campaign_id not in known:
        faults["campaign_id"] = "Choose the campaign this code belongs to."
    query = select(promo_code).where(promo_code.c.code_key == code_key(code), promo_code.c.id.is_distinct_from(code_id))
    found = tx.connection.execute(query).first()
    if found is not None:
        faults["code"] = f"The code {code} is taken by “{known[found.campaign_id]}”."
    if faults:
        raise FormFaults(faults)
    return replace(draft, code=code, note=text.clean(draft.note))


def _names(tx: Transaction) -> Mapping[int, str]:
    return {row.id: row.name for row in tx.connection.execute(select(campaign.c.id, campaign.c.name))}


def _values(draft: LinkDraft) -> dict[str, Any]:
    return {
        "target": draft.target,
        "utm_source": draft.source,
        "utm_medium": draft.medium,
        "utm_campaign": draft.campaign,
        "utm_content": draft.content,
        "utm_term": draft.term,
        "address": address_of(draft),
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "post_id": draft.post_id,
        "note": draft.note,
    }


def _code_values(draft: CodeDraft) -> dict[str, Any]:
    return {
        "code": draft.code,
        "code_key": code_key(draft.code),
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "note": draft.note,
    }


def _link(row: RowMapping) -> Link:
    draft = LinkDraft(
        row["target"], row["utm_source"], row["utm_medium"], row["campaign_id"], row["utm_campaign"],
        row["utm_content"], row["utm_term"], row["channel_id"], row["post_id"], row["note"],
    )  # fmt: skip
    return Link(row["id"], draft, row["address"], row["archived"])


def _code(row: RowMapping) -> Code:
    draft = CodeDraft(row["code"], row["campaign_id"], row["channel_id"], row["note"])
    return Code(row["id"], draft, row["archived"])
