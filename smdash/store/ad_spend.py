"""What ad reports say was spent in a month, beside the ad costs that are there for the same platform."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import RowMapping, and_, case, or_, select

from smdash.domain.ad_spans import Reported, settle
from smdash.domain.costs import CostCategory, spread, within
from smdash.domain.money import Money
from smdash.domain.month_end import AdSpend
from smdash.domain.periods import DAY, Period, between
from smdash.store.ad_books import TITLES, Said, Span, spans_of
from smdash.store.costs import cost_line, may_touch
from smdash.store.currencies import Converter
from smdash.store.store import Snapshot
from smdash.store.tables import ad_day, channel, cost

PLATFORMS: Mapping[str, tuple[str, ...]] = {"meta-ads": ("facebook", "instagram"), "google-ads": ("google", "youtube")}
"""The platforms of channels on which the ads of a report run: their own numbers of spend are parts of it."""


@dataclass(frozen=True, slots=True)
class ReportedAds:
    """The spend of one source of reports beside its costs, and the platforms it is told for."""

    spend: AdSpend
    platforms: tuple[str, ...]


def reported_ads(snapshot: Snapshot, month: Period) -> tuple[ReportedAds, ...]:
    """The sources that report a part of a month. Costs are those made of the reports, as they are now, and what was
    entered as ad cost of a channel there: an invoice beside the report of the same money would count it twice.
    """
    touching = ad_day.c.day < month.end, ad_day.c.until >= month.start
    mine = select(ad_day.c.source, ad_day.c.owner).where(*touching).distinct().subquery()
    same = and_(mine.c.source == ad_day.c.source, mine.c.owner == ad_day.c.owner)
    query = select(ad_day).join(mine, same).order_by(ad_day.c.source, ad_day.c.owner, ad_day.c.id)
    owners: dict[tuple[str, str], list[RowMapping]] = {}
    for row in snapshot.connection.execute(query).mappings():
        owners.setdefault((row["source"], row["owner"]), []).append(row)
    if not owners:
        return ()
    converter, reported = Converter(snapshot), dict[str, int | None]()
    for (source, owner), rows in owners.items():
        before, minor = reported.get(source, 0), _in_month(spans_of(rows, ()), owner, month, converter)
        reported[source] = None if before is None or minor is None else before + minor
    entered = _entered(snapshot, month)
    return tuple(
        ReportedAds(
            AdSpend(0, TITLES.get(source, source), minor, entered.get(source, 0)), PLATFORMS.get(source, ())
        )
        for source, minor in sorted(reported.items())
    )  # fmt: skip


def _in_month(spans: Mapping[Span, Said], owner: str, month: Period, converter: Converter) -> int | None:
    """What the reports of one campaign come to in a month; None where their currency has no rate."""
    counted = settle([Reported(*span, said.minor) for span, said in spans.items()]).counted
    total = 0
    for (first, last), minor in zip(spans, counted, strict=True):
        if not minor or first >= month.end or last < month.start:
            continue
        converted = converter.convert(Money(minor, owner.rpartition(" ")[2]), first)
        if converted is None:
            return None
        total += sum(part for _, part in spread(converted, between(first, last + DAY), month))
    return total


def _entered(snapshot: Snapshot, month: Period) -> dict[str, int]:
    """Ad costs of a month by the source of reports they are made of or entered beside."""
    found: dict[str, int] = {}
    for source, row in _costs(snapshot, month):
        found[source] = found.get(source, 0) + within(cost_line(row), month)
    return found


def _costs(snapshot: Snapshot, month: Period) -> Iterator[tuple[str, RowMapping]]:
    of_channel = case(
        *((channel.c.platform.in_(platforms), source) for source, platforms in PLATFORMS.items()), else_=None
    )
    source = case((cost.c.source.in_(tuple(PLATFORMS)), cost.c.source), else_=of_channel)
    query = (
        select(cost, source.label("of_source"))
        .outerjoin(channel, channel.c.id == cost.c.channel_id)
        .where(cost.c.category == CostCategory.ADS.value, may_touch(month))
        .where(or_(cost.c.source.in_(tuple(PLATFORMS)), cost.c.channel_id.is_not(None)))
    )
    for row in snapshot.connection.execute(query).mappings():
        if row["of_source"] is not None:
            yield row["of_source"], row
