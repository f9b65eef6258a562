"""The rows under the time axis: days and spans with their words, such as what a campaign did to the line above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from smdash.domain.plots import Plot
from smdash.domain.series import Annotation
from smdash.tui.widgets.cells import Line, Span
from smdash.tui.widgets.chart_rows import theme_role
from smdash.tui.widgets.safe import plain, truncate, width_of

MOST_LANES = 3
SIGN, BEGIN, END, THROUGH = "▲", "├", "┤", "─"
_LONGEST = 24  # cells of words beside a sign
_FEWEST = 3  # words cut to less than this say nothing: then only the sign stands


@dataclass(frozen=True, slots=True)
class _Placed:
    left: int
    span: Span

    @property
    def end(self) -> int:
        return self.left + width_of(self.span.text)


def annotation_rows(plot: Plot, most: int) -> list[Line]:
    """At most so many rows; in the gutter `+2` says how many found no place (`v` lists them)."""
    lanes: list[list[_Placed]] = []
    left_out = 0
    for first, last, each in plot.annotations if most else ():
        edge = _next_begin(plot, first, each) if most == 1 else plot.columns
        for lane in (*lanes, *([[]] if len(lanes) < most else [])):
            if (placed := _place(plot, first, last, each, lane, edge)) is not None:
                if not lane:
                    lanes.append(lane)
                lane.append(placed)
                break
        else:
            left_out += 1
    return [_row(plot, lane, f"+{left_out}" if left_out and not number else "") for number, lane in enumerate(lanes)]


def _next_begin(plot: Plot, x: float, each: Annotation) -> int:
    """Where the next one of its kind begins: in a single row its words make room for that sign."""
    alike = (first for first, _, other in plot.annotations if other.role is each.role and first > x)
    return plot.column(min(alike, default=plot.high + 1))


def _place(
    plot: Plot, first: float, last: float, each: Annotation, lane: Sequence[_Placed], edge: int
) -> _Placed | None:
    """Where it stands in a lane, its words before the column `edge`; None where there is no room."""
    begin, end = plot.column(max(first, plot.low)), plot.column(min(last, plot.high))
    if any(one.left <= end and one.end > begin for one in lane):
        return None
    words, role, wide = plain(each.label), theme_role(each.role), end - begin + 1
    opening, closing = THROUGH if first < plot.low else BEGIN, THROUGH if last > plot.high else END
    if wide >= _FEWEST + 2:
        inside = truncate(words, wide - 2)
        return _Placed(begin, Span(f"{opening}{inside}{THROUGH * (wide - 2 - width_of(inside))}{closing}", role))
    sign = SIGN if wide < 2 else opening + THROUGH * (wide - 2) + closing
    edge = min([edge, plot.columns, *(one.left - 1 for one in lane if one.left > end)])
    taken = max((one.end + 1 for one in lane if one.end <= begin), default=0)
    fewest = min(_FEWEST, width_of(words))
    after, before = (truncate(words, max(0, min(_LONGEST, room))) for room in (edge - begin - wide, begin - taken))
    if width_of(after) >= max(fewest, width_of(before)):
        return _Placed(begin, Span(sign + after, role))
    if width_of(before) >= fewest:  # near the right edge the words stand before the sign
        return _Placed(begin - width_of(before), Span(before + sign, role))
    return _Placed(begin, Span(sign, role))


def _row(plot: Plot, lane: Sequence[_Placed], more: str) -> Line:
    spans = [Span(truncate(more, plot.gutter).ljust(plot.gutter + 1), "muted")]
    at = 0
    for one in sorted(lane, key=lambda placed: placed.left):
        spans += [Span(" " * (one.left - at)), one.span]
        at = one.end
    return tuple(spans)
