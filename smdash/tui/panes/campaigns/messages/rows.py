"""Posts as rows: day, text, platform numbers, rate with interval, hours and money. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from smdash.domain.durations import clock
from smdash.domain.engagement import (
    Basis,
    RatedCount,
    Standing,
    Tally,
    counted,
    interval,
    post_figures,
    tally_figures,
)
from smdash.domain.figures import Figure, grouped, show_minor
from smdash.domain.posts import Post, PostNumbers, PostOrder
from smdash.domain.roi import Ledger, Rung, result
from smdash.store.post_details import Messages
from smdash.store.posts import count_words
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.safe import plain
from smdash.tui.widgets.symbols import AHEAD, BEHIND, UNDEFINED

COLUMNS = (
    Column("sign", "", width=1),
    Column("day", "day", least=7, most=10),
    Column("channel", "channel", most=14, priority=7),
    Column("kind", "kind", most=9, priority=8),
    Column("text", "message", flexible=True, least=18),
    Column("impressions", "impr.", align="right", priority=2),
    Column("engagements", "engaged", align="right", priority=3),
    Column("rate", "rate", align="right"),
    Column("interval", "95 %", align="right", priority=1),
    Column("clicks", "clicks", align="right", priority=9),
    Column("ctr", "CTR", align="right", priority=6),
    Column("hours", "hours", align="right", priority=4),
    Column("cost", "cost", align="right", priority=4),
    Column("benefit", "benefit", align="right", priority=5),
)
"""What rates are by stands in the note, the rung in the title of the detail."""

MORE = "more"

SIGNS: Mapping[Standing, tuple[str, str]] = {
    Standing.BETTER: (AHEAD, "good"),
    Standing.WORSE: (BEHIND, "bad"),
    Standing.UNCLEAR: ("", ""),
}

ORDER_WORDS: Mapping[PostOrder, str] = {
    PostOrder.DAY: "newest first",
    PostOrder.RATE: "highest rate first",
    PostOrder.CTR: "highest CTR first",
    PostOrder.CHANNEL: "by channel",
    PostOrder.KIND: "by kind",
    PostOrder.TEXT: "by text",
}


def rows(found: Messages, channels: Mapping[int, str], rung: Rung) -> list[Row]:
    """A row for each post, and one to ask for more of them."""
    made = [
        Row(
            post.id,
            (
                Cell(*SIGNS[found.standings.get(post.id, Standing.UNCLEAR)]),
                Cell(post.when),
                Cell(channels.get(post.channel_id, "")),
                Cell(post.kind),
                Cell(plain(post.text) or post.external_id),
                *number_cells(post.numbers, found.listing.basis),
                *money_cells(found.ledgers.get(post.id), rung),
            ),
        )
        for post in found.page.posts
    ]
    left = found.tally.posts - len(found.page.posts)
    if left > 0:
        said = f"{count_words(left)} more of {grouped(found.tally.posts, 0)}: Enter shows the next"
        made.append(Row(MORE, (Cell(""), Cell(said, "accent", span=13))))
    return made


def number_cells(numbers: PostNumbers, basis: Basis) -> tuple[Cell, ...]:
    """Impressions, engagements, the rate with its interval, clicks and CTR of one post."""
    rated, clicks = counted(numbers, basis), counted(numbers, Basis.CLICKS)
    return (
        _count(numbers.impressions, numbers.censored.get("impressions")),
        _count(numbers.engagements),
        *rate_cells(rated, basis),
        _count(numbers.clicks, numbers.censored.get("clicks")),
        rate_cells(clicks, Basis.CLICKS)[0],
    )


def rate_cells(rated: RatedCount | None, basis: Basis) -> tuple[Cell, Cell]:
    """A rate, and the bounds of its interval."""
    if rated is None or rated.rate is None:
        return Cell(UNDEFINED, "muted"), Cell("")
    bounds = interval(rated, basis)
    said = "" if bounds is None else f"{_percent(Fraction(bounds.low))}–{_percent(Fraction(bounds.high))}"
    return Cell(f"{_percent(rated.rate)} %"), Cell(said, "muted")


def money_cells(ledger: Ledger | None, rung: Rung) -> tuple[Cell, ...]:
    """Hours, cost and benefit on a post in the period; a dash where nothing stands on it."""
    if ledger is None or ledger.empty:
        return (Cell(UNDEFINED, "muted"),) * 3
    hours = clock(ledger.seconds) if ledger.seconds else UNDEFINED
    spends = ledger.cost_rows or ledger.entries or ledger.spent
    cost = show_minor(ledger.spent, ledger.currency) if spends else UNDEFINED
    if ledger.uncosted_seconds or ledger.unconverted:
        cost += "+?"
    gained = ledger.benefits
    benefit = show_minor(gained.of(rung.value), ledger.currency) if gained.rows else UNDEFINED
    return Cell(hours), Cell(cost), Cell(benefit + ("+?" if gained.unconverted else ""))


def total_row(found: Messages, rung: Rung) -> Row:
    """All posts of the group together: rates are Σ/Σ, and reach is never summed."""
    tally, basis = found.tally, found.listing.basis
    rated = tally.rates.get(basis)
    cells = (
        Cell(""),
        Cell(count_words(tally.posts), span=4),
        _count(_sum(tally, "impressions")),
        _count(_sum(tally, "engagements")),
        *rate_cells(rated, basis),
        _count(_sum(tally, "clicks")),
        rate_cells(tally.rates.get(Basis.CLICKS), Basis.CLICKS)[0],
        *money_cells(found.money, rung),
    )
    return Row("total", cells, "total")


def note(found: Messages) -> str:
    """What the list shows: the rate, the order, the filter, and keys."""
    parts = [f"rate: {found.listing.basis.value}"]
    parts.append(ORDER_WORDS.get(found.listing.order, f"most {found.listing.order.value} first"))
    if found.group.search:
        parts.append(f"with “{found.group.search}”")
    best = sum(standing is Standing.BETTER for standing in found.standings.values())
    worst = len(found.standings) - best
    parts.append(f"{AHEAD} {best} best {BEHIND} {worst} worst" if best or worst else "none clearly best or worst")
    return " · ".join(parts)


def figures(found: Messages, post: Post | None, rung: Rung) -> tuple[Figure, ...]:
    """What `i` explains: one post with its money, or all posts together."""
    period = found.group.scope.period.name
    if post is None:
        made = result(found.money)
        return (*tally_figures(found.tally, period), made.cost, made.hours, made.step(rung).benefit)
    ledger = found.ledgers.get(post.id)
    made_of = () if ledger is None else (result(ledger).cost, result(ledger).hours, result(ledger).step(rung).benefit)
    return (*post_figures(post, period), *made_of)


def _sum(tally: Tally, metric: str) -> int | None:
    return tally.sums[metric] if tally.reported.get(metric) else None


def _count(value: int | None, censored: str | None = None) -> Cell:
    if value is None:
        return Cell(censored) if censored else Cell(UNDEFINED, "muted")
    return Cell(grouped(value, 0))


def _percent(rate: Fraction) -> str:
    """A share in percent: one decimal, two below one percent."""
    return grouped(rate * 100, 1 if rate >= Fraction(1, 100) else 2)
