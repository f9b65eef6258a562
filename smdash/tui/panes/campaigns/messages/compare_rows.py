"""Themes, kinds and channels of posts side by side, as rows. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping

from smdash.domain.engagement import Basis, RatedCount, Standing, Tally, compared, rest
from smdash.domain.figures import grouped
from smdash.store.post_comparisons import Comparisons
from smdash.tui.panes.campaigns.messages.rows import SIGNS, rate_cells
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import UNDEFINED

COLUMNS = (
    Column("name", "", flexible=True, least=12),
    Column("posts", "posts", align="right"),
    Column("impressions", "impr.", align="right", priority=1),
    Column("rate", "rate", align="right"),
    Column("interval", "95 %", align="right", priority=2),
    Column("standing", "than the rest", least=8),
)
NOTE = "Better or worse: the whole interval is above or below the rate of the rest."


def compare_rows(found: Comparisons, whole: Tally, basis: Basis) -> list[Row]:
    """The three comparisons one below the other, each with the highest rate first."""
    rows: list[Row] = []
    parts = (("theme", found.themes), ("kind", found.kinds), ("channel", found.channels))
    for what, tallies in parts:
        rows.append(Row(f"{what}s", (Cell(f"By {what}", "header", span=6),), "heading"))
        if not tallies:
            rows.append(Row(f"{what}-none", (Cell("  none yet: # puts themes on posts", "muted", span=6),), "note"))
        rows += _part(what, tallies, whole, basis)
    return rows


def _part(what: str, tallies: Mapping[str, Tally], whole: Tally, basis: Basis) -> list[Row]:
    def order(item: tuple[str, Tally]) -> tuple[bool, object, str]:
        rated = item[1].rates.get(basis)
        return rated is None, -(rated.rate or 0) if rated else 0, item[0]

    rows = []
    for name, tally in sorted(tallies.items(), key=order):
        rated = tally.rates.get(basis)
        sign, role = SIGNS[standing(rated, whole.rates.get(basis), basis)]
        words = standing(rated, whole.rates.get(basis), basis).value or "not clear"
        seen = tally.sums["impressions"] if tally.reported["impressions"] else None
        cells = (
            Cell(f"  {name}"),
            Cell(grouped(tally.posts, 0)),
            Cell(UNDEFINED if seen is None else grouped(seen, 0)),
            *rate_cells(rated, basis),
            Cell(f"{sign} {words}".strip(), role or "muted"),
        )
        rows.append(Row(f"{what} {name}", cells))
    return rows


def standing(rated: RatedCount | None, whole: RatedCount | None, basis: Basis) -> Standing:
    """Whether a part is clearly better or worse than all other posts; unclear where it is all there is."""
    if rated is None or whole is None:
        return Standing.UNCLEAR
    others = rest(whole, rated)
    return compared(rated, others.rate, basis) if others.posts else Standing.UNCLEAR
