"""The rows of a big store: five years of an organisation's work, the same for the same seed and last day.

Values stand as the tables hold them (days as ISO text, money in minor units), so that they can be copied as they are.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

YEARS = 5
SECONDS = tuple(range(600, 2400, 300))  # 10 to 35 minutes: about twenty entries fill a working day
ACTIVITIES = ("content", "community", "meetings", "reporting", "research", "design", "video", "legal review")
PLATFORMS = ("facebook", "instagram", "youtube", "linkedin", "newsletter", "blog")
CATEGORIES = ("membership", "renewals", "events", "products")
RUN = timedelta(days=84)  # how long a campaign lasts


@dataclass(frozen=True, slots=True)
class Shape:
    """How much there is of everything."""

    entries: int
    posts: int
    readings: int
    costs: int
    benefits: int
    people: int
    campaigns: int
    channels: int
    kpis: int

    @classmethod
    def scaled(cls, scale: float) -> Shape:
        """The big store times `scale`; people, campaigns and KPIs shrink too, but not below a team's.

        KPIs last a year each, so a fifth of them is in force.
        """

        def many(whole: int, least: int) -> int:
            return max(least, round(whole * scale))

        return cls(
            entries=many(1_000_000, 100),
            posts=many(100_000, 20),
            readings=many(500_000, 100),
            costs=many(50_000, 20),
            benefits=many(50_000, 20),
            people=min(40, many(400, 3)),
            campaigns=min(400, many(4_000, 6)),
            channels=len(PLATFORMS) * 2,
            kpis=min(280, many(2_800, 5)) * YEARS,
        )


@dataclass(frozen=True, slots=True)
class Span:
    """A campaign's days."""

    id: int
    start: date
    due: date


def days_until(last: date) -> list[date]:
    """Every day of the years that end with `last`."""
    first = last - timedelta(days=YEARS * 365 - 1)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def campaign_spans(shape: Shape, last: date) -> list[Span]:
    """Campaigns follow each other evenly; the newest run on beyond the last day."""
    days = days_until(last)
    starts = [days[n * len(days) // shape.campaigns] for n in range(shape.campaigns)]
    return [Span(n + 1, start, start + RUN) for n, start in enumerate(starts)]


def entries(shape: Shape, last: date, rates: dict[int, tuple[int, int]], currency: str) -> Iterator[tuple[object, ...]]:
    """Time entries by day; `rates` gives each person's rate id and hourly minor units.

    Columns: person_id, campaign_id, channel_id, activity_id, work_day, seconds, zone, note, rate_id, rate_minor,
    rate_currency, cost_original_minor, cost_minor, source, external_key.
    """
    chance = random.Random(11)
    work_days = [day for day in days_until(last) if day.weekday() < 5]
    running = _Running(campaign_spans(shape, last))
    people = sorted(rates)
    for n in range(shape.entries):
        day = work_days[n * len(work_days) // shape.entries]
        person = people[n % len(people)]
        rate_id, hourly = rates[person]
        seconds = chance.choice(SECONDS)
        cost = (seconds * hourly + 1800) // 3600
        # A person has three campaigns at a time and three kinds of work, and a campaign its channel.
        campaign = running.one_of(day, chance, person)
        activity = (person + chance.randrange(3)) % len(ACTIVITIES) + 1
        channel = campaign % shape.channels + 1 if campaign and chance.random() < 0.5 else None
        note = f"note {n}" if n % 5 == 0 else ""
        key = f"{n * 2_654_435_761 % 2**32:08x}"  # in no order, as the digests of real exports
        yield (
            *(person, campaign, channel, activity, day.isoformat(), seconds, "UTC", note),
            *(rate_id, hourly, currency, cost, cost, "bench", key),
        )


def posts(shape: Shape, last: date) -> Iterator[tuple[object, ...]]:
    """Columns: source, external_key, channel_id, campaign_id, day, posted_at, precision, kind, text."""
    chance = random.Random(12)
    days = days_until(last)
    running = _Running(campaign_spans(shape, last))
    for n in range(shape.posts):
        day = days[n * len(days) // shape.posts]
        campaign = running.one_of(day, chance)
        at = f"{day.isoformat()}T{8 + n % 12:02d}:{n % 60:02d}:00Z"
        channel = chance.randrange(shape.channels) + 1
        yield ("bench", f"post-{n}", channel, campaign, day.isoformat(), at, "minute", "photo", f"Post {n} on our work")


def metrics(shape: Shape, last: date, first_post: int) -> Iterator[tuple[object, ...]]:
    """Columns: post_id, captured_on, impressions, reach, reactions, comments, shares, clicks."""
    chance = random.Random(13)
    captured = last.isoformat()
    for n in range(shape.posts):
        reach = chance.randrange(200, 20_000)
        reactions = reach // chance.randrange(20, 80)
        yield (first_post + n, captured, reach * 2, reach, reactions, reactions // 5, reactions // 9, reactions // 3)


def kpi_days(shape: Shape, last: date, kpi: int) -> list[date]:
    """The days of a KPI's year: the first fifth of the KPIs had the first year, and so on."""
    days = days_until(last)
    year = (kpi - 1) * YEARS // shape.kpis
    return days[year * 365 : (year + 1) * 365]


def readings(shape: Shape, last: date) -> Iterator[tuple[object, ...]]:
    """Columns: kpi_id, day, value. Each KPI grows evenly over its days, with some noise."""
    chance = random.Random(14)
    for kpi in range(1, shape.kpis + 1):
        days = kpi_days(shape, last, kpi)[-max(1, shape.readings // shape.kpis) :]
        for n, day in enumerate(days):
            yield (kpi, day.isoformat(), str(n * 1000 // len(days) + chance.randrange(60)))


def costs(shape: Shape, last: date, currency: str) -> Iterator[tuple[object, ...]]:
    """Columns: name, campaign_id, category, day, recurrence, amount_minor, currency, converted_minor, source, key."""
    chance = random.Random(15)
    days = days_until(last)
    running = _Running(campaign_spans(shape, last))
    for n in range(shape.costs):
        day = days[n * len(days) // shape.costs]
        amount = chance.randrange(500, 90_000)
        kind = ("ads", "tools", "agency", "content")[n % 4]
        campaign = running.one_of(day, chance)
        yield (
            *(f"Invoice {n}", campaign, kind, day.isoformat(), "none", amount, currency, amount),
            *("bench", f"cost-{n}"),
        )


def benefits(shape: Shape, last: date, currency: str) -> Iterator[tuple[object, ...]]:
    """Columns: name, campaign_id, channel_id, day, kind, category, amount_minor, currency, converted_minor, share,
    evidence, effective_minor, source, external_key.
    """
    chance = random.Random(16)
    days = days_until(last)
    running = _Running(campaign_spans(shape, last))
    for n in range(shape.benefits):
        day = days[n * len(days) // shape.benefits]
        amount = chance.randrange(1000, 250_000)
        campaign = running.one_of(day, chance)
        evidence = ("tracked", "allocated", "estimated")[n % 3]
        yield (
            *(f"Order {n}", campaign, chance.randrange(shape.channels) + 1, day.isoformat(), "revenue"),
            *(CATEGORIES[n % 4], amount, currency, amount, "1", evidence, amount, "bench", f"benefit-{n}"),
        )


class _Running:
    """Which campaigns run on a day, for days that come in order; one of ten rows has none."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = spans
        self._day = date.min
        self._now: list[int] = []

    def one_of(self, day: date, chance: random.Random, person: int | None = None) -> int | None:
        """One of all that run, or of the three that are the person's."""
        if day != self._day:
            self._day = day
            self._now = [span.id for span in self._spans if span.start <= day <= span.due]
        if chance.random() < 0.1 or not self._now:
            return None
        at = chance.randrange(len(self._now)) if person is None else person * 3 + chance.randrange(3)
        return self._now[at % len(self._now)]
