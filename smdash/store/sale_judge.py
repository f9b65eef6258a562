"""What becomes of the sales of a file: whose they are, which are two sides of one, and what a later export changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from smdash.domain.benefits import ONE, Evidence
from smdash.domain.figures import show_minor
from smdash.domain.matching import By, Found, MarkKind
from smdash.domain.sales import Sale, SaleStatus, pairs, sales_words, together
from smdash.store import sales
from smdash.store.import_kinds.base import CHUNK, Update
from smdash.store.matching import load_matcher, owned_by, owner_columns
from smdash.store.sale_books import Owned, Values
from smdash.store.sales import Row
from smdash.store.store import Snapshot
from smdash.store.tables import sale
from smdash.store.touches import matches_by_touch, waiting_for

MATCH = ("mark_kind", "mark", "mark_key", "matched_by", "campaign_id", "channel_id", "link_id", "evidence", "share",
         "same_as_id")  # fmt: skip
"""The columns of a sale that its file does not say."""

_LATER = (
    "status", "amount_minor", "refunded_minor", "refunded_on", "settled_minor", "settled_currency", "fee_minor",
    "fee_currency", "number", "customer",
)  # fmt: skip

Key = tuple[str, str]


class Judge:
    """Goes through the fresh sales of a file and through those that are there; then says who owns what counts.

    `matches` are the columns of `MATCH` of each fresh row, by its place `n`; `updates` change sales that are there.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._matcher = load_matcher(snapshot)
        self._posts = {link.id: link.post_id for link in self._matcher.links}
        self._owned: dict[Key, Owned] = {}
        self._waiting: Counter[str] = Counter()
        self._told: Counter[str] = Counter()
        self.matches: list[Values] = []
        self.updates: list[Update] = []

    def fresh(self, rows: Sequence[Row]) -> None:
        """Match the rows that are new, and find the other side of each."""
        known = [sales.sale_of({**row, "external_key": row["key"], "id": 0}) for row in rows]
        stored = {row["id"]: row for row in sales.without_other_side(self._snapshot, known)}
        others = pairs(known, [sales.sale_of(row) for row in stored.values()])
        by_touch = matches_by_touch(self._snapshot, known)
        for row, one in zip(rows, known, strict=True):
            marks = sales.marks_of(row)
            found = self._matcher.match(marks) or by_touch.get((one.source, one.key)) or _said(row["fallback_id"])
            other = others.get((one.source, one.key))
            self.matches.append(
                {
                    "n": row["n"],
                    **sales.mark_columns(marks),
                    **owner_columns(found),
                    "same_as_id": other.id if other else None,
                }
            )
            self._told[one.status.value] += 1
            if other is None:
                self._own(one, found)
            else:
                self._told["same"] += 1
                self._join(stored[other.id], one, found, sales.mark_columns(marks))

    def later(self, rows: Sequence[Row]) -> list[Key]:
        """What a later export says of sales that are there; returns the keys of those that differ."""
        changed: list[Key] = []
        for start in range(0, len(rows), CHUNK):
            chunk = rows[start : start + CHUNK]
            stored = sales.by_keys(self._snapshot, [(row["source"], row["key"]) for row in chunk])
            now = {}
            for row in chunk:
                own = dict(stored[row["source"], row["key"]])
                said = {name: row[name] for name in _LATER if row[name] is not None and row[name] != own[name]}
                if said:
                    changed.append((row["source"], row["key"]))
                    self.updates.append(Update(sale.name, own["id"], said))
                    now[own["id"]] = own | said
            self._follow(now)
        return changed

    def touched(self, rows: Sequence[Row]) -> None:
        """Sales that wait and are told by touches that come now: they belong to the last one that was not direct."""
        waiting = [dict(row) for row in waiting_for(self._snapshot, rows)]
        found = matches_by_touch(self._snapshot, [sales.sale_of(row) for row in waiting], rows)
        twins = sales.twins(self._snapshot, [row["id"] for row in waiting]) if found else {}
        for row in waiting:
            if (match := found.get((row["source"], row["external_key"]))) is not None:
                twin = twins.get(row["id"])
                joined = together(sales.sale_of(row), None if twin is None else sales.sale_of(twin))
                self.updates.append(Update(sale.name, row["id"], owner_columns(match)))
                self._owned[joined.source, joined.key] = owned_by(joined, match)

    def owned(self) -> list[Owned]:
        """The sales whose benefit may have to be written, each once."""
        return list(self._owned.values())

    def notes(self) -> list[str]:
        """What was decided without asking."""
        told = []
        if self._waiting:
            sums = (f"{show_minor(minor, code, cents=True)} {code}" for code, minor in self._waiting.items())
            told.append(
                f"{sales_words(self._told['waiting'])} ({', '.join(sums)}) match no campaign: they wait in the list of"
                " unmatched sales and count for nothing until they are assigned."
            )
        if self._told["same"]:
            told.append(f"{sales_words(self._told['same'])} are the other side of one that is there: counted once.")
        for status, why in ((SaleStatus.PENDING, "pending"), (SaleStatus.VOID, "void or failed")):
            if self._told[status.value]:
                told.append(f"{sales_words(self._told[status.value])} {why}: not counted.")
        return told

    def _own(self, one: Sale, found: Found | None) -> None:
        self._owned[one.source, one.key] = owned_by(one, found)
        if found is None and one.status is SaleStatus.PAID and one.amount:
            self._told["waiting"] += 1
            self._waiting[one.currency] += one.amount - one.refunded

    def _join(self, row: Row, other: Sale, found: Found | None, marks: Row) -> None:
        """A sale that is there, with the other side that came; which may know its campaign."""
        joined = together(sales.sale_of(row), other)
        owner = dict(row)
        if row["campaign_id"] is None and found is None and _tells_more(marks, row):
            self.updates.append(Update(sale.name, row["id"], dict(marks)))
        if row["campaign_id"] is None and found is not None:
            owner |= owner_columns(found)
            self.updates.append(Update(sale.name, row["id"], owner_columns(found)))
        self._owned[joined.source, joined.key] = _owned_row(joined, owner, self._posts)

    def _follow(self, now: Mapping[int, Row]) -> None:
        """Sales whose facts changed, or whose other side's did."""
        heads = {row["same_as_id"] or row_id for row_id, row in now.items()}
        rows = {row_id: dict(row) for row_id, row in sales.by_ids(self._snapshot, sorted(heads)).items()}
        twins = {head: dict(row) for head, row in sales.twins(self._snapshot, sorted(heads)).items()}
        for head, row in rows.items():
            current = now.get(head, row)
            twin = twins.get(head)
            if twin is not None:
                twin = now.get(twin["id"], twin)
            joined = together(sales.sale_of(current), None if twin is None else sales.sale_of(twin))
            self._owned[joined.source, joined.key] = _owned_row(joined, current, self._posts)


def _tells_more(marks: Row, row: Row) -> bool:
    """Whether a mark tells more of the campaign than the one a sale waits under."""
    ranks = [kind.value for kind in MarkKind]
    return ranks.index(marks["mark_kind"]) < ranks.index(row["mark_kind"])


def _said(campaign_id: int | None) -> Found | None:
    """What a person says of a file's sales that bear no known mark: theirs to answer for, so allocated."""
    return None if campaign_id is None else Found(By.RULE, campaign_id, evidence=Evidence.ALLOCATED)


def _owned_row(one: Sale, row: Row, posts: Mapping[int, int | None]) -> Owned:
    evidence = Evidence(row["evidence"]) if row["evidence"] else Evidence.TRACKED
    return Owned(one, row["campaign_id"], row["channel_id"], evidence, row["share"] or ONE, posts.get(row["link_id"]))
