"""Which costs the rows of ad reports come to, beside those that are there.

A cost is one campaign of a platform on one day, or on the span of days a report gives it for. Reports of several levels
say the same money: the one by campaign counts, else that by ad set, else that by ad. Of spans that hold shorter ones
counts what these leave (`smdash.domain.ad_spans`). What a person edited stays, what they deleted stays away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from sqlalchemy import RowMapping, Table, select

from smdash.domain.ad_spans import Reported, settle
from smdash.domain.costs import CostCategory, Recurrence
from smdash.domain.figures import show_minor
from smdash.domain.money import Money
from smdash.store.costs import NAME_LENGTH
from smdash.store.currencies import Converter
from smdash.store.import_kinds.base import Update
from smdash.store.import_kinds.edits import person_edits
from smdash.store.import_kinds.marks import among
from smdash.store.store import Snapshot
from smdash.store.tables import ad_day, cost, deleted_key

LEVELS = ("campaign", "ad set", "ad")
TITLES = {"meta-ads": "Meta ads", "google-ads": "Google Ads"}
_NAMED = 3

Span = tuple[date, date]
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StagedAd:
    """A row of a report that is new or says something else: its place in the file, and what its cost is made of."""

    n: int
    source: str
    key: str
    owner: str
    level: str
    first: date
    last: date
    minor: int | None
    currency: str
    campaign: int | None
    printed: str


@dataclass(slots=True)
class AdBooks:
    """What is to be written, with `campaign` as the number of its name or `campaign_id`; `crossing` are the places of
    rows whose days cross those of another report, which can't be counted.
    """

    costs: list[Values] = field(default_factory=list)
    updates: list[Update] = field(default_factory=list)
    kept: int = 0
    crossing: set[int] = field(default_factory=set)
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class Said:
    """What reports say of one campaign and span, by level; `campaign` and `campaign_id` whose it is, `printed` its name
    on the platform.
    """

    by_level: dict[str, int | None] = field(default_factory=dict)
    places: list[int] = field(default_factory=list)
    stored: bool = False
    campaign: int | None = None
    campaign_id: int | None = None
    printed: str = ""

    def add(self, level: str, minor: int | None) -> None:
        before = self.by_level.get(level)
        self.by_level[level] = minor if before is None else before + (minor or 0)

    @property
    def minor(self) -> int | None:
        """The spend of the highest level that reports any."""
        said = (self.by_level.get(level) for level in LEVELS)
        return next((minor for minor in said if minor is not None), None)


def ad_books(snapshot: Snapshot, rows: Sequence[StagedAd]) -> AdBooks:
    """What new and changed rows come to, in a handful of queries however many they are."""
    clerk = _Clerk(snapshot)
    owners: dict[tuple[str, str], list[StagedAd]] = {}
    for row in rows:
        owners.setdefault((row.source, row.owner), []).append(row)
    stored = _stored(snapshot, owners)
    settled = [(owner, spans_of(stored.get(owner, ()), mine)) for owner, mine in owners.items()]
    clerk.look(settled)
    for (source, owner), spans in settled:
        clerk.book(source, owner, owners[source, owner][0].currency, spans)
    clerk.tell()
    return clerk.books


def _stored(snapshot: Snapshot, owners: Mapping[tuple[str, str], object]) -> dict[tuple[str, str], list[RowMapping]]:
    found: dict[tuple[str, str], list[RowMapping]] = {}
    for source in {source for source, _ in owners}:
        mine = among(ad_day.c.owner, [owner for own, owner in owners if own == source])
        row = ad_day.c
        columns = (row.external_key, row.owner, row.level, row.day, row.until, row.spend_minor, row.campaign_id)
        query = select(*columns).where(row.source == source, mine).order_by(row.id)
        for each in snapshot.connection.execute(query).mappings():
            found.setdefault((source, each["owner"]), []).append(each)
    return found


def spans_of(stored: Sequence[RowMapping], rows: Sequence[StagedAd]) -> dict[Span, Said]:
    """What is said of each span of one campaign, those of the store first."""
    ours = {row.key: row for row in rows}
    spans: dict[Span, Said] = {}
    for each in stored:
        said = spans.setdefault((each["day"], each["until"]), Said(stored=True))
        said.campaign_id = said.campaign_id or each["campaign_id"]
        if each["external_key"] not in ours:
            said.add(each["level"], each["spend_minor"])
    for row in rows:
        said = spans.setdefault((row.first, row.last), Said())
        said.campaign = said.campaign or row.campaign
        said.printed = said.printed or row.printed
        said.places.append(row.n)
        said.add(row.level, row.minor)
    return spans


class _Clerk:
    """Books the spans of one campaign after the other."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._converter = snapshot, Converter(snapshot)
        self._costs: dict[tuple[str, str], RowMapping] = {}
        self._gone: set[tuple[str, str]] = set()
        self._edited: set[int] = set()
        self._crossed: list[str] = []
        self._shortened = 0
        self.books = AdBooks()

    def look(self, settled: Sequence[tuple[tuple[str, str], dict[Span, Said]]]) -> None:
        """Read the costs of these spans, and which of them people edited or deleted."""
        keys: dict[str, list[str]] = {}
        for (source, owner), spans in settled:
            keys.setdefault(source, []).extend(_key(owner, span) for span in spans)
        for source, mine in keys.items():
            for row in self._rows(cost, source, mine):
                self._costs[source, row["external_key"]] = row
            self._gone |= {(source, row["external_key"]) for row in self._rows(deleted_key, source, mine)}
        ids = [row["id"] for row in self._costs.values()]
        self._edited = {row_id for row_id, names in person_edits(self._snapshot, cost, ids) if "amount_minor" in names}

    def _rows(self, table: Table, source: str, keys: Sequence[str]) -> Iterator[RowMapping]:
        query = select(table).where(table.c.source == source, among(table.c.external_key, keys))
        yield from self._snapshot.connection.execute(query).mappings()

    def book(self, source: str, owner: str, currency: str, spans: Mapping[Span, Said]) -> None:
        """What the spans of one campaign of a platform come to."""
        said = list(spans.values())
        reports = [Reported(*span, one.minor) for span, one in spans.items()]
        settled = settle(reports)
        for place, (span, one) in enumerate(spans.items()):
            minor = settled.counted[place]
            if place in settled.crossing:
                self.books.crossing.update(one.places)
                self._crossed.append(f"{owner.rpartition(' ')[0]}, {span[0]} to {span[1]}")
            elif minor is not None:
                self._shortened += bool(said[place].places) and minor != one.minor
                self._set(source, owner, Money(minor, currency), span, one)

    def _set(self, source: str, owner: str, amount: Money, span: Span, said: Said) -> None:
        key = _key(owner, span)
        there = self._costs.get((source, key))
        if there is None:
            if amount.minor and (source, key) not in self._gone:
                self.books.costs.append(self._values(source, key, owner, amount, span, said))
        elif there["amount_minor"] != amount.minor or there["currency"] != amount.currency:
            if there["id"] in self._edited:
                self.books.kept += 1
                return
            converted = self._converter.convert(amount, there["day"])
            changed = {"amount_minor": amount.minor, "currency": amount.currency, "converted_minor": converted}
            self.books.updates.append(Update(cost.name, there["id"], changed))

    def _values(self, source: str, key: str, owner: str, amount: Money, span: Span, said: Said) -> Values:
        first, last = span
        spread = last > first
        return {
            "name": f"{TITLES.get(source, source)}: {said.printed or owner.rpartition(' ')[0]}"[:NAME_LENGTH],
            "campaign": said.campaign,
            "campaign_id": said.campaign_id,
            "category": CostCategory.ADS.value,
            "day": first,
            "until": last if spread else None,
            "recurrence": (Recurrence.SPREAD if spread else Recurrence.NONE).value,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "converted_minor": self._converter.convert(amount, first),
            "estimated": False,
            "note": "",
            "source": source,
            "external_key": key,
        }

    def tell(self) -> None:
        """What was decided without asking."""
        notes = []
        if self.books.costs:
            sums: dict[str, int] = {}
            for one in self.books.costs:
                sums[one["currency"]] = sums.get(one["currency"], 0) + one["amount_minor"]
            said = ", ".join(f"{show_minor(minor, code, cents=True)} {code}" for code, minor in sorted(sums.items()))
            rows = "1 new ad cost" if len(self.books.costs) == 1 else f"{len(self.books.costs)} new ad costs"
            notes.append(f"{said} of spend in {rows}.")
        if self._crossed:
            named = "; ".join(self._crossed[:_NAMED]) + (" …" if len(self._crossed) > _NAMED else "")
            notes.append(
                "Left out, since their days cross those of another report of the same campaign and would count twice: "
                f"{named}. Export by day, or the same days as before."
            )
        if self._shortened:
            rows = "1 span counts" if self._shortened == 1 else f"{self._shortened} spans count"
            notes.append(f"{rows} only what shorter reports of the same campaign leave of its spend.")
        self.books.notes = tuple(notes)


def _key(owner: str, span: Span) -> str:
    digest = blake2b(owner.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return f"cost:{digest}:{span[0]}:{span[1]}"
