"""Remembered rules that assign posts to campaigns: stored, ordered, previewed, and applied to posts that wait."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping, func, select

from smdash.domain.assignment import Facts, Matching, Rule, RuleDraft, check_rule, first_rule, moved, takes
from smdash.errors import NotFound
from smdash.store import changes
from smdash.store.import_kinds.edits import person_edits
from smdash.store.posts import count_words
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import assignment_rule, campaign, post

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule would do to the posts there are.

    `takes` are those without a campaign that it takes. `assigned` counts posts it fits that have a campaign already,
    `by_hand` those that a person took out of every campaign; both stay as they are. `examples` are texts.
    """

    takes: tuple[int, ...]
    assigned: int
    by_hand: int
    examples: tuple[str, ...]


def rules(snapshot: Snapshot) -> tuple[Rule, ...]:
    """All rules in their order."""
    query = select(assignment_rule).order_by(assignment_rule.c.position, assignment_rule.c.id)
    return tuple(_rule(row) for row in snapshot.connection.execute(query).mappings())


def add_rule(tx: Transaction, draft: RuleDraft, apply: bool = False) -> int:
    """Add a rule as the last one, and assign the posts that wait for it if asked to; `FormFaults` with all faults."""
    draft = check_rule(draft)
    tx.describe(f"add a rule for {_campaign(tx, draft)}")
    last = tx.connection.execute(select(func.max(assignment_rule.c.position))).scalar() or 0
    rule_id = changes.insert(tx, assignment_rule, position=last + 1, **_values(draft))
    if apply:
        apply_rule(tx, draft)
    return rule_id


def edit_rule(tx: Transaction, rule_id: int, draft: RuleDraft, apply: bool = False) -> None:
    """Give a rule other conditions. Posts it assigned before stay where they are."""
    draft = check_rule(draft)
    tx.describe(f"edit the rule for {_campaign(tx, draft)}")
    changes.update(tx, assignment_rule, rule_id, **_values(draft))
    if apply:
        apply_rule(tx, draft)


def delete_rule(tx: Transaction, rule_id: int) -> None:
    """Forget a rule; posts it assigned stay where they are."""
    row = tx.connection.execute(select(assignment_rule).where(assignment_rule.c.id == rule_id)).mappings().first()
    if row is None:
        raise NotFound("This rule is gone.", "Reload and look again.")
    tx.describe(f"delete the rule for {_campaign(tx, _rule(row).draft)}")
    changes.delete(tx, assignment_rule, rule_id)


def move_rule(tx: Transaction, rule_id: int, steps: int) -> None:
    """Let a rule decide earlier (negative) or later."""
    tx.describe("reorder the rules for posts")
    for position, one in enumerate(moved(list(rules(tx)), rule_id, steps), 1):
        changes.update(tx, assignment_rule, one, position=position)


def apply_rule(tx: Transaction, draft: RuleDraft) -> int:
    """Assign the posts that wait for a rule; returns how many."""
    found = preview(tx, draft).takes
    for post_id in found:
        changes.update(tx, post, post_id, campaign_id=draft.campaign_id)
    tx.describe(f"assign {count_words(len(found))} by rule")
    return len(found)


def preview(snapshot: Snapshot, draft: RuleDraft) -> Preview:
    """What a rule would do to the posts there are, in two queries."""
    draft = check_rule(draft)
    waiting: list[tuple[int, str]] = []
    assigned = 0
    for row in snapshot.connection.execute(_candidates(draft)):
        if not takes(draft, Facts(row.channel_id, row.day, row.kind, row.text)):
            continue
        if row.campaign_id is None:
            waiting.append((row.id, row.text))
        else:
            assigned += 1
    by_hand = _taken_out(snapshot, [post_id for post_id, _ in waiting])
    free = [(post_id, text) for post_id, text in waiting if post_id not in by_hand]
    texts = tuple(text for _, text in free[:SHOWN])
    return Preview(tuple(post_id for post_id, _ in free), assigned, len(by_hand), texts)


def waiting_by_rule(snapshot: Snapshot) -> Mapping[int, int]:
    """How many posts without a campaign each rule would get, by its id, in one pass: the first rule that fits."""
    every = rules(snapshot)
    columns = (post.c.channel_id, post.c.day, post.c.kind, post.c.text)
    rows = snapshot.connection.execute(select(*columns).where(post.c.campaign_id.is_(None))) if every else ()
    found = (first_rule(every, Facts(*row)) for row in rows)
    return Counter(rule.id for rule in found if rule is not None)


def _candidates(draft: RuleDraft) -> Any:
    """The posts whose channel and day a rule allows; the rest is the domain's to say."""
    columns = (post.c.id, post.c.channel_id, post.c.day, post.c.kind, post.c.text, post.c.campaign_id)
    query = select(*columns).order_by(post.c.day.desc(), post.c.id.desc())
    if draft.channel_id is not None:
        query = query.where(post.c.channel_id == draft.channel_id)
    if draft.start is not None:
        query = query.where(post.c.day >= draft.start)
    return query if draft.until is None else query.where(post.c.day <= draft.until)


def _taken_out(snapshot: Snapshot, post_ids: list[int]) -> set[int]:
    """Posts without a campaign because a person said so."""
    return {post_id for post_id, columns in person_edits(snapshot, post, post_ids) if "campaign_id" in columns}


def _campaign(tx: Transaction, draft: RuleDraft) -> str:
    name = tx.connection.execute(select(campaign.c.name).where(campaign.c.id == draft.campaign_id)).scalar()
    if name is None:
        raise NotFound("This campaign is gone.", "Choose another one.")
    return str(name)


def _values(draft: RuleDraft) -> dict[str, Any]:
    return {
        "campaign_id": draft.campaign_id,
        "channel_id": draft.channel_id,
        "start": draft.start,
        "until": draft.until,
        "kind": draft.kind,
        "matching": draft.matching.value,
        "words": draft.words,
    }


def _rule(row: RowMapping) -> Rule:
    values = {name: row[name] for name in ("campaign_id", "channel_id", "start", "until", "kind", "words")}
    return Rule(row["id"], row["position"], RuleDraft(matching=Matching(row["matching"]), **values))
