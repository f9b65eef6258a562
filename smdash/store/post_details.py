"""What stands behind messages: a line's posts with their money for the list, and one post with everything there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select

from smdash.domain.breakdown import By
from smdash.domain.engagement import Standing, Tally
from smdash.domain.periods import Period
from smdash.domain.posts import Post, PostDraft, PostNumbers
from smdash.domain.roi import Ledger, together
from smdash.domain.timesheets import Entry
from smdash.store import roi
from smdash.store.benefits import BenefitPage, benefit_page
from smdash.store.costs import CostPage, cost_page
from smdash.store.import_kinds.marks import among
from smdash.store.post_edits import post_draft
from smdash.store.posts import Listing, PostGroup, PostPage, best_and_worst, captures, get_post, page, tally
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot
from smdash.store.tables import post, time_entry
from smdash.store.timesheets import entry_of

ROWS = 200
"""Hours listed of one post."""


@dataclass(frozen=True, slots=True)
class Messages:
    """The first page of a group of posts, all of them together, which are best and worst, and what each cost and
    brought in the period; `money` are all of the group together.
    """

    group: PostGroup
    listing: Listing
    page: PostPage
    tally: Tally
    standings: Mapping[int, Standing]
    ledgers: Mapping[int, Ledger]
    money: Ledger


@dataclass(frozen=True, slots=True)
class PostDetail:
    """One post with what people said of it, all captures, and the rows that stand on it up to the period's end."""

    post: Post
    draft: PostDraft
    captures: list[tuple[PostNumbers, Mapping[str, str]]]
    entries: tuple[Entry, ...]
    costs: CostPage
    benefits: BenefitPage


def messages(snapshot: Snapshot, group: PostGroup, listing: Listing) -> Messages:
    """The posts of a group with their money, in a constant number of queries."""
    period = group.scope.period
    by_post = {key: own for key, own in roi.ledgers(snapshot, period, By.MESSAGE).items() if isinstance(key, int)}
    mine = select(post.c.id).where(*group.conditions(), among(post.c.id, list(by_post)))
    ids = snapshot.connection.execute(mine).scalars().all() if by_post else []
    ledgers = {key: by_post[key] for key in ids}
    listing = replace(listing, amounts=listing.amounts_of(ledgers))
    whole = tally(snapshot, group)
    return Messages(
        group,
        listing,
        page(snapshot, group, listing),
        whole,
        best_and_worst(snapshot, group, whole, listing.basis),
        ledgers,
        together(ledgers.values(), snapshot.organisation.currency, period.name),
    )


def post_detail(snapshot: Snapshot, post_id: int, scope: Scope) -> PostDetail:
    """Everything about one post; `NotFound` when it is gone."""
    so_far = Period(roi.FIRST_DAY, scope.period.end, f"up to {scope.period.last.isoformat()}")
    own = Scope(By.MESSAGE, post_id, so_far)
    query = select(time_entry).where(time_entry.c.post_id == post_id, time_entry.c.work_day < so_far.end)
    rows = snapshot.connection.execute(query.order_by(time_entry.c.work_day.desc(), time_entry.c.id).limit(ROWS))
    return PostDetail(
        get_post(snapshot, post_id, scope),
        post_draft(snapshot, post_id),
        captures(snapshot, post_id),
        tuple(entry_of(row) for row in rows.mappings()),
        cost_page(snapshot, own),
        benefit_page(snapshot, own),
    )
