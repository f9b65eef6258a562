"""How others act on posts: engagements, rates with their intervals, and which posts are clearly better or worse.

Rates of several posts are Σ/Σ, never a mean of rates: only posts that report both sides are in either sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from smdash.domain.figures import Figure, Unit, ratio
from smdash.domain.posts import METRIC_NAMES, PARTS, UNIQUE, Post, PostNumbers
from smdash.domain.statistics import Interval, poisson_rate, wilson

AT_MOST = 5
"""The most posts that are called best, and worst."""


class Basis(StrEnum):
    """What a rate relates to what."""

    IMPRESSIONS = "engagements by impressions"
    REACH = "engagements by reach"
    FOLLOWERS = "engagements by followers"
    CLICKS = "clicks by impressions"
    PEOPLE = "engaged people by reach"

    @property
    def events(self) -> str:
        """What is counted."""
        return self.value.partition(" by ")[0]

    @property
    def exposure(self) -> str:
        """What it is counted over."""
        return self.value.partition(" by ")[2]

    @property
    def once_each(self) -> bool:
        """Whether one impression, or one person, can give at most one event: then a rate is a share."""
        return self in (Basis.CLICKS, Basis.PEOPLE)


@dataclass(frozen=True, slots=True)
class RatedCount:
    """Events over an exposure, of one post or of several; `posts` are those that report both."""

    events: int
    exposure: int
    posts: int = 1

    @property
    def rate(self) -> Fraction | None:
        """Events by exposure; None without exposure."""
        return Fraction(self.events, self.exposure) if self.exposure else None


@dataclass(frozen=True, slots=True)
class Tally:
    """Several posts together: sums of what is reported, how many posts report it, and the two sides of each rate.

    `late` counts posts whose numbers were captured only after the end of the period.
    """

    posts: int = 0
    sums: Mapping[str, int] = field(default_factory=dict)
    reported: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[Basis, RatedCount] = field(default_factory=dict)
    late: int = 0
    per_followers: Mapping[str, RatedCount] = field(default_factory=dict)


class Standing(StrEnum):
    """Where a rate stands compared with another one, so far as chance lets us tell."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = ""


def counted(numbers: PostNumbers, basis: Basis) -> RatedCount | None:
    """The two sides of a post's rate; None when one is not reported or there is no exposure."""
    sides: dict[Basis, tuple[int | None, int | None]] = {
        Basis.IMPRESSIONS: (numbers.engagements, numbers.impressions),
        Basis.REACH: (numbers.engagements, numbers.reach),
        Basis.FOLLOWERS: (numbers.engagements, numbers.followers),
        Basis.CLICKS: (numbers.clicks, numbers.impressions),
        Basis.PEOPLE: (numbers.engaged_people, numbers.reach),
    }
    events, exposure = sides[basis]
    if events is None or not exposure or exposure < 0 or events < 0:
        return None
    return RatedCount(events, exposure)


def interval(found: RatedCount, basis: Basis) -> Interval | None:
    """The 95 % interval of a rate: Wilson's where at most one event per trial is possible, else the Poisson one.

    A platform that counts several clicks per impression may report more events than trials; that is no share, and gets
    the Poisson interval too. Sources: Wilson 1927; Garwood 1936 (exact, of the count over the exposure).
    """
    if basis.once_each and found.events <= found.exposure:
        return wilson(found.events, found.exposure)
    return poisson_rate(found.events, found.exposure)


def interval_name(found: RatedCount, basis: Basis) -> str:
    """What kind of interval a rate has, with its source."""
    if basis.once_each and found.events <= found.exposure:
        return "95 % Wilson interval (Wilson 1927)"
    return "95 % Poisson interval (exact, Garwood 1936)"


def compared(found: RatedCount, whole: Fraction | None, basis: Basis) -> Standing:
    """Better when the whole interval lies above another rate, worse when it lies below, else not clear."""
    bounds = interval(found, basis)
    if bounds is None or whole is None:
        return Standing.UNCLEAR
    if bounds.low > whole:
        return Standing.BETTER
    return Standing.WORSE if bounds.high < whole else Standing.UNCLEAR


def places(rated: int) -> int:
    """How many posts may be called best, or worst: a tenth of those with a rate, at least one, five at most."""
    return min(AT_MOST, max(1, rated // 10)) if rated else 0


def standings(
    highest: Sequence[tuple[int, RatedCount]], lowest: Sequence[tuple[int, RatedCount]], whole: RatedCount, basis: Basis
) -> dict[int, Standing]:
    """Which posts are best and worst, by id.

    A best post is in the top tenth by its rate (five at most) and has its interval above the rate of all of them
    together; a worst one mirrors that. `highest` and `lowest` begin with the most extreme rates.
    """
    room = places(whole.posts)
    found = {key: Standing.BETTER for key, own in highest[:room] if compared(own, whole.rate, basis) is Standing.BETTER}
    worst = {key: Standing.WORSE for key, own in lowest[:room] if compared(own, whole.rate, basis) is Standing.WORSE}
    return found | worst


def ranked(posts: Iterable[Post], basis: Basis) -> list[tuple[int, RatedCount]]:
    """Posts that have a rate, the highest first, ties by the lower id."""
    rated = [(post.id, own) for post in posts if (own := counted(post.numbers, basis)) is not None]
    return sorted(rated, key=lambda item: (-(item[1].rate or 0), item[0]))


def rest(whole: RatedCount, part: RatedCount) -> RatedCount:
    """All but a part: what a theme, a kind or a channel is compared with."""
    return RatedCount(whole.events - part.events, whole.exposure - part.exposure, whole.posts - part.posts)


# Figures -----------------------------------------------------------------------------------------------------------


def rate_figure(found: RatedCount | None, basis: Basis, period: str = "", name: str = "") -> Figure:
    """A rate that explains itself, with the bounds of its interval; undefined when a side is not reported."""
    name = name or {Basis.CLICKS: "CTR", Basis.PEOPLE: "Engaged people"}.get(basis, "Engagement rate")
    events = Figure(basis.events.capitalize(), found.events if found else None, Unit.COUNT, "Σ over the posts")
    over = Figure(
        basis.exposure.capitalize(),
        found.exposure if found else None,
        Unit.COUNT,
        "Σ over the posts that report both",
        rows=found.posts if found else None,
        reason="" if found else f"{basis.events} or {basis.exposure} not reported",
        notes=("people counted once per post: no reach of the group",) if basis.exposure in UNIQUE else (),
    )
    made = ratio(name, events, over, f"Σ {basis.events} / Σ {basis.exposure}", missing=over.reason, period=period)
    bounds = interval(found, basis) if found else None
    if found is None or bounds is None:
        return made
    low, high = (Fraction(bound).limit_denominator(10**9) for bound in (bounds.low, bounds.high))
    sides = (Figure("From", low, Unit.RATIO, interval_name(found, basis)), Figure("To", high, Unit.RATIO, ""))
    return Figure(made.name, made.value, made.unit, made.formula, (*made.inputs, *sides), period, found.posts)


def tally_figures(tally: Tally, period: str = "", bases: Iterable[Basis] = tuple(Basis)) -> tuple[Figure, ...]:
    """Engagements with the parts that are reported, rates, and applause, conversation and amplification per post."""
    figures = [engagement_figure(tally, period)]
    figures += [rate_figure(tally.rates[basis], basis, period) for basis in bases if basis in tally.rates]
    for name, part in (("Applause", "reactions"), ("Conversation", "comments"), ("Amplification", "shares")):
        figures.append(_per_post(name, part, tally, period))
        if part in tally.per_followers:
            figures.append(_per_thousand(name, part, tally.per_followers[part], period))
    return tuple(figures)


def engagement_figure(tally: Tally, period: str = "") -> Figure:
    """Engagements of all posts together, and by part."""
    parts = tuple(sum_figure(tally, part, period) for part in PARTS)
    known = [part for part in parts if part.defined]
    return Figure(
        "Engagements",
        sum(int(part.value or 0) for part in known) if known else None,
        Unit.COUNT,
        " + ".join(part.name.casefold() for part in known),
        parts,
        period,
        tally.reported.get("engagements", 0),
        "" if known else "no platform reports any part of them",
        notes=_late(tally),
    )


def sum_figure(tally: Tally, metric: str, period: str = "") -> Figure:
    """The sum of a metric over the posts that report it; reach is never summed."""
    name, reported = METRIC_NAMES[metric].capitalize(), tally.reported.get(metric, 0)
    reason = "counts people, who would be counted once per post" if metric in UNIQUE else ""
    reason = reason or ("" if reported else "not reported")
    missing = tally.posts - reported
    notes = (f"{missing} of {tally.posts} posts do not report it",) if reported and missing else ()
    value = None if reason else tally.sums.get(metric, 0)
    return Figure(name, value, Unit.COUNT, "Σ over the posts", (), period, reported, reason, notes=notes)


def post_figures(post: Post, period: str = "") -> tuple[Figure, ...]:
    """The engagements and rates of one post."""
    parts = post.numbers.parts
    made = [
        Figure(
            "Engagements",
            post.numbers.engagements,
            Unit.COUNT,
            " + ".join(parts),
            tuple(Figure(METRIC_NAMES[part].capitalize(), value, Unit.COUNT, "") for part, value in parts.items()),
            period,
            1,
            "" if parts else "the platform reports no part of them",
            notes=_captured(post.numbers),
        )
    ]
    reported: Callable[[Basis], RatedCount | None] = lambda basis: counted(post.numbers, basis)  # noqa: E731
    always = (Basis.IMPRESSIONS, Basis.CLICKS)
    made += [rate_figure(reported(basis), basis, period) for basis in Basis if basis in always or reported(basis)]
    return tuple(made)


def _per_post(name: str, part: str, tally: Tally, period: str) -> Figure:
    summed, reported = sum_figure(tally, part, period), tally.reported.get(part, 0)
    value = Fraction(int(summed.value or 0), reported) if reported else None
    posts = Figure("Posts that report it", reported, Unit.COUNT, "")
    reason = "" if reported else f"{part} not reported"
    return Figure(f"{name} per post", value, Unit.NUMBER, f"{part} / posts", (summed, posts), period, reported, reason)


def _per_thousand(name: str, part: str, found: RatedCount, period: str) -> Figure:
    value = Fraction(found.events * 1000, found.exposure) if found.exposure else None
    return Figure(
        f"{name} per post and 1000 followers",
        value,
        Unit.NUMBER,
        f"1000 × Σ {part} / Σ followers on the day of each post",
        (
            Figure(part.capitalize(), found.events, Unit.COUNT, "Σ over posts with known followers"),
            Figure("Followers", found.exposure, Unit.COUNT, "Σ of each post's channel on its day"),
        ),
        period,
        found.posts,
        "" if found.exposure else "followers not reported",
    )


def _late(tally: Tally) -> tuple[str, ...]:
    if not tally.late:
        return ()
    return (f"{tally.late} posts were first captured after the period: that capture counts",)


def _captured(numbers: PostNumbers) -> tuple[str, ...]:
    if numbers.captured_on is None:
        return ("no numbers were imported yet",)
    late = ", after the period: the first capture there is" if numbers.late else ""
    return (f"captured on {numbers.captured_on.isoformat()}{late}",)
