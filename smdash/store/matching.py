"""Matching sales with campaigns: what is known to match by, what waits, and what a person says of it once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, RowMapping, case, func, select

from smdash.domain import text
from smdash.domain.benefits import ONE, Evidence
from smdash.domain.links import TAGS, tag
from smdash.domain.matching import By, Found, KnownLink, MarkKind, Matcher, channel_names
from smdash.domain.sales import Sale, SaleStatus, together
from smdash.errors import FormFaults, NotFound
from smdash.store import changes, sales
from smdash.store.sale_books import Books, Owned, books
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import (
    alias,
    benefit,
    campaign,
    channel,
    conversion,
    cost,
    link,
    match_rule,
    metadata,
    outcome,
    promo_code,
    sale,
    touch,
)

LIST_LIMIT = 200
OWNER = ("matched_by", "campaign_id", "channel_id", "link_id", "evidence", "share")
"""The columns of a sale that say whose it is."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Sales that wait under one mark: how many, what they come to in minor units by currency, and their days."""

    kind: MarkKind
    label: str
    key: str
    sales: int
    amounts: tuple[tuple[str, int], ...]
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Rule:
    """What a person said of a mark: the campaign and channel of all that bears it, and how well that is known."""

    id: int
    kind: MarkKind
    label: str
    campaign_id: int
    channel_id: int | None
    evidence: Evidence
    share: Decimal


@dataclass(frozen=True, slots=True)
class Assignment:
    """A mark that is given to a campaign. Only a mark that tells the campaign is tracked and counts in full."""

    kind: MarkKind
    key: str
    campaign_id: int | None
    channel_id: int | None = None
    evidence: Evidence = Evidence.TRACKED
    share: Decimal = ONE


def load_matcher(snapshot: Snapshot) -> Matcher:
    """Everything sales may be matched by, in six queries."""
    run = snapshot.connection.execute
    links = tuple(
        KnownLink(
            row.id, {name: getattr(row, f"utm_{name}") for name in TAGS}, row.campaign_id, row.channel_id, row.post_id
        )
        for row in run(select(link).order_by(link.c.archived, link.c.id))
    )
    tagged = select(campaign.c.id, campaign.c.utm_campaign).where(campaign.c.utm_campaign != "")
    campaigns = {tag(one.tags["campaign"]): one.campaign_id for one in links}
    others = select(alias.c.kind, alias.c.alias, alias.c.target_id).where(alias.c.kind.in_(("campaign", "channel")))
    aliases = run(others).all()
    campaigns |= {tag(row.alias): row.target_id for row in aliases if row.kind == "campaign"}
    campaigns |= {tag(row.utm_campaign): row.id for row in run(tagged)}
    named = [(row.id, row.name, row.platform) for row in run(select(channel).order_by(channel.c.id))]
    channels = channel_names(named, links)
    channels |= {tag(row.alias): row.target_id for row in aliases if row.kind == "channel"}
    return Matcher(
        links,
        campaigns,
        {row.code_key: (row.campaign_id, row.channel_id) for row in run(select(promo_code))},
        {(MarkKind(row.kind), row.mark_key): _found(_rule(row)) for row in run(select(match_rule))},
        channels,
    )


def waiting(snapshot: Snapshot, limit: int = LIST_LIMIT) -> tuple[tuple[Waiting, ...], int]:
    """The marks under which sales wait for a campaign, the largest number of sales first, and how many marks there are.

    Amounts count paid sales less what was refunded; pending ones are counted as sales only.
    """
    row = sale.c
    paid = case((row.status == SaleStatus.PAID.value, row.amount_minor - row.refunded_minor), else_=0)
    query = (
        select(
            row.mark_kind, row.mark_key, row.currency, func.min(row.mark), func.count(), func.sum(paid),
            func.min(row.day), func.max(row.day),
        )
        .where(sales.is_waiting())
        .group_by(row.mark_kind, row.mark_key, row.currency)
        .order_by(row.currency)
    )  # fmt: skip
    found: dict[tuple[str, str], Waiting] = {}
    for kind, key, currency, label, count, minor, first, last in snapshot.connection.execute(query):
        before = found.get((kind, key), Waiting(MarkKind(kind), label, key, 0, (), first, last))
        found[kind, key] = Waiting(
            before.kind, before.label, key, before.sales + count, (*before.amounts, (currency, int(minor))),
            min(before.first, first), max(before.last, last),
        )  # fmt: skip
    ordered = sorted(found.values(), key=lambda one: (-one.sales, one.kind, one.label))
    return tuple(ordered[:limit]), len(ordered)


def rules(snapshot: Snapshot) -> tuple[Rule, ...]:
    """What was said of marks, the newest first."""
    return tuple(_rule(row) for row in snapshot.connection.execute(select(match_rule).order_by(match_rule.c.id.desc())))


def assign(tx: Transaction, wanted: Assignment) -> int:
    """Remember whose a mark is, and give all that waits under it to that campaign; returns how many sales that were.

    Later imports follow. One undo takes back all of it. `FormFaults` with all that is wrong.
    """
    campaign_id = _checked(tx, wanted)
    rows = _waiting_under(tx, wanted)
    label = rows[0]["mark"] if rows else wanted.key
    name = tx.connection.execute(select(campaign.c.name).where(campaign.c.id == campaign_id)).scalar_one()
    tx.describe(f"assign {wanted.kind.value} “{label}” to {name}")
    _keep_rule(tx, wanted, campaign_id, label)
    matcher = load_matcher(tx)
    owners = []
    for row in rows:
        found = matcher.match(sales.marks_of(row))
        channel_id = wanted.channel_id or (found.channel_id if found else None)
        owners.append((row, Found(By.RULE, campaign_id, channel_id, None, wanted.evidence, wanted.share)))
    give(tx, owners)
    _touches_follow(tx, wanted, campaign_id)
    return len(rows)


def give(tx: Transaction, owners: Sequence[tuple[RowMapping, Found]]) -> None:
    """Write whose sales are, and what they come to."""
    twins = sales.twins(tx, [row["id"] for row, _ in owners])
    owned = []
    for row, found in owners:
        changes.update(tx, sale, row["id"], **owner_columns(found))
        twin = twins.get(row["id"])
        joined = together(sales.sale_of(row), None if twin is None else sales.sale_of(twin))
        owned.append(owned_by(joined, found))
    write_books(tx, books(tx, owned))


def owner_columns(found: Found | None) -> dict[str, Any]:
    """What the row of a sale says of its campaign."""
    if found is None:
        return dict.fromkeys(OWNER)
    values = (found.by.value, found.campaign_id, found.channel_id, found.link_id, found.evidence.value, found.share)
    return dict(zip(OWNER, values, strict=True))


def owned_by(one: Sale, found: Found | None) -> Owned:
    """A sale and what it was matched with."""
    if found is None:
        return Owned(one, None)
    return Owned(one, found.campaign_id, found.channel_id, found.evidence, found.share, found.post_id)


def forget_rule(tx: Transaction, rule_id: int) -> None:
    """Forget what was said of a mark; what was assigned by it stays, later imports wait again."""
    row = tx.connection.execute(select(match_rule).where(match_rule.c.id == rule_id)).first()
    if row is None:
        raise NotFound("This rule is gone.", "Reload and look again.")
    tx.describe(f"forget whose {row.kind} “{row.mark}” is")
    changes.delete(tx, match_rule, rule_id)


def write_books(tx: Transaction, found: Books) -> None:
    """Write what sales come to, row by row, so that one undo takes it back."""
    made: list[int] = []
    for values, place in found.benefits:
        reverses = {} if place is None else {"reverses_id": made[place]}
        made.append(changes.insert(tx, benefit, **values | reverses))
    for values in found.costs:
        changes.insert(tx, cost, **values)
    for values in found.outcomes:
        changes.insert(tx, outcome, **values)
    for values, place in found.conversions:
        changes.insert(tx, conversion, **values, benefit_id=made[place])
    for update in found.updates:
        changes.update(tx, metadata.tables[update.table], update.row_id, **update.values)


def _checked(tx: Transaction, wanted: Assignment) -> int:
    faults = {}
    ids = set(tx.connection.execute(select(campaign.c.id)).scalars())
    if wanted.campaign_id not in ids:
        faults["campaign_id"] = "Choose the campaign these belong to."
    if not 0 < wanted.share <= 1:
        faults["share"] = "The share must be above 0 % and at most 100 %."
    elif wanted.evidence is Evidence.TRACKED and wanted.kind is MarkKind.SOURCE:
        faults["evidence"] = "Nothing in these sales tells the campaign: choose allocated or estimated."
    elif wanted.evidence is Evidence.TRACKED and wanted.share != 1:
        faults["share"] = "A tracked benefit counts in full. Choose allocated for a stated share."
    if faults or wanted.campaign_id is None:
        raise FormFaults(faults)
    return wanted.campaign_id


def _waiting_under(tx: Transaction, wanted: Assignment) -> Sequence[RowMapping]:
    query = (
        select(sale)
        .where(sales.is_waiting(), sale.c.mark_kind == wanted.kind.value, sale.c.mark_key == wanted.key)
        .order_by(sale.c.id)
    )
    return tx.connection.execute(query).mappings().all()


def _keep_rule(tx: Transaction, wanted: Assignment, campaign_id: int, label: object) -> None:
    values = {
        "campaign_id": campaign_id,
        "channel_id": wanted.channel_id,
        "evidence": wanted.evidence.value,
        "share": wanted.share,
    }
    query = select(match_rule.c.id).where(match_rule.c.kind == wanted.kind.value, match_rule.c.mark_key == wanted.key)
    known = tx.connection.execute(query).scalar()
    if known is None:
        mark = text.one_line(str(label))
        changes.insert(tx, match_rule, kind=wanted.kind.value, mark=mark, mark_key=wanted.key, **values)
    else:
        changes.update(tx, match_rule, known, **values)


def _touches_follow(tx: Transaction, wanted: Assignment, campaign_id: int) -> None:
    """Touches of the same utm_campaign that knew no campaign belong to it from now on."""
    if wanted.kind is not MarkKind.UTM:
        return
    query = select(touch.c.id, touch.c.utm_campaign).where(touch.c.campaign_id.is_(None), touch.c.utm_campaign != "")
    for row in tx.connection.execute(query).all():
        if tag(row.utm_campaign) == wanted.key:
            changes.update(tx, touch, row.id, campaign_id=campaign_id)


def _rule(row: Row[Any]) -> Rule:
    return Rule(
        row.id, MarkKind(row.kind), row.mark, row.campaign_id, row.channel_id, Evidence(row.evidence), row.share
    )


def _found(rule: Rule) -> Found:
    return Found(By.RULE, rule.campaign_id, rule.channel_id, None, rule.evidence, rule.share)
