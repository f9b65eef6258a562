"""The two lines at the top: the tabs, and where we are: period, data, currency, person, running timer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from smdash.domain import durations
from smdash.domain.periods import Period
from smdash.tui.contracts import HeaderInfo, RunningTimer
from smdash.tui.registry import PaneSpec
from smdash.tui.theming import style_of
from smdash.tui.widgets.cells import Line, Span
from smdash.tui.widgets.paint import paint_line
from smdash.tui.widgets.period_text import period_title, progress
from smdash.tui.widgets.safe import drawn, plain, truncate, width_of
from smdash.tui.widgets.symbols import RUNNING

_LONGEST_NAME = 16
_SHORTEST_NAME = 10
_APART = 2
"""Cells between what stands at the left and what stands at the right, at least."""


@dataclass(frozen=True, slots=True)
class HeaderState:
    """All the header shows; `now` is an aware UTC instant, needed for the running timer only."""

    active: str
    period: Period
    today: date
    now: datetime
    banner: str = ""
    currency: str = ""
    person: str = ""
    info: HeaderInfo = field(default_factory=HeaderInfo)


def tabs(panes: Sequence[PaneSpec], active: str, width: int) -> Line:
    """The tabs on one line; where they don't fit, the others shrink to their digits."""
    full = sum(len(f"{pane.digit} {pane.label} ") for pane in panes) - 1 <= width
    spans: list[Span] = []
    for pane in panes:
        if spans:
            spans.append(Span(" "))
        here = pane.name == active
        text = f"{pane.digit} {pane.label}" if full or here else str(pane.digit)
        spans.append(Span(text, "selection" if here else "muted"))
    return tuple(spans)


def tab_at(panes: Sequence[PaneSpec], active: str, width: int, x: int) -> str | None:
    """The name of the pane whose tab is in column `x`."""
    at = 0
    for number, span in enumerate(tabs(panes, active, width)):
        if at <= x < at + width_of(span.text) and number % 2 == 0:
            return panes[number // 2].name
        at += width_of(span.text)
    return None


def timer_text(running: RunningTimer, now: datetime, longest: int = _LONGEST_NAME) -> str:
    """`▶ 0:42 spring`; whole minutes, rounded down, so that it changes once a minute."""
    seconds = max(0, int((now - running.started).total_seconds()))
    return f"{RUNNING} {durations.clock(seconds - seconds % 60)} {truncate(plain(running.campaign), longest)}"


def shortened(banner: str) -> str:
    """The first word or words of each part of a banner: `DEMO` of `DEMO, changes are discarded`."""
    return " · ".join(re.split("[,:]", part)[0] for part in banner.split(" · "))


def where_we_are(state: HeaderState, width: int) -> Line:
    """The second line: what matters least is shortened where there is no room, then left out, first at the left.

    The banner goes down to its first words, then the campaign of the timer to a few letters.
    """
    for banner, longest in ((state.banner, _LONGEST_NAME), (shortened(state.banner), _LONGEST_NAME)):
        left, right, timer = _parts(state, banner, longest)
        if _room(left, right, timer, width) >= _APART:
            return _second_line(left, right, timer, width, banner)
    name = min(_LONGEST_NAME, width_of(plain(state.info.running.campaign))) if state.info.running else 0
    longest = max(_SHORTEST_NAME, name + _room(left, right, timer, width) - _APART)
    left, right, timer = _parts(state, shortened(state.banner), longest)
    while _room(left, right, timer, width) < _APART:
        if len(left) > (2 if banner else 1):
            left.pop()
        elif right:
            right.pop()
        else:
            break
    return _second_line(left, right, timer, width, banner)


def _parts(state: HeaderState, banner: str, longest: int) -> tuple[list[str], list[str], str]:
    """What stands at the left, what at the right, and the timer."""
    left = [banner, period_title(state.period), progress(state.period, state.today)]
    if state.info.as_of is not None:
        left.append(f"data as of {state.info.as_of.day} {state.info.as_of:%b}")
    right = [plain(state.currency), truncate(plain(state.person), _LONGEST_NAME)]
    timer = timer_text(state.info.running, state.now, longest) if state.info.running else ""
    return [plain(part) for part in left if part], [part for part in right if part], timer


def _room(left: Sequence[str], right: Sequence[str], timer: str, width: int) -> int:
    return width - _joined(left) - _joined(right) - (width_of(timer) + 1 if timer else 0)


def _second_line(left: Sequence[str], right: Sequence[str], timer: str, width: int, banner: str) -> Line:
    rest = max(_APART, _room(left, right, timer, width))
    spans = [Span(" · ".join(left), "warning" if banner else "header"), Span(" " * rest)]
    spans += [Span(" · ".join(right), "muted")]
    return (*spans, Span(" "), Span(timer, "accent")) if timer else tuple(spans)


def _joined(parts: Sequence[str]) -> int:
    return width_of(" · ".join(parts))


class Header(Widget):
    """Shows a `HeaderState`; paints a line only when it changed."""

    DEFAULT_CSS = "Header { height: 2; dock: top; }"

    class TabClicked(Message):
        """A tab was clicked."""

        def __init__(self, pane: str) -> None:
            super().__init__()
            self.pane = pane

    def __init__(self, panes: Sequence[PaneSpec], state: HeaderState) -> None:
        super().__init__()
        self.panes = tuple(panes)
        self.state = state

    def set_state(self, state: HeaderState) -> None:
        """Show another state."""
        before, self.state = self.state, state
        width = self.size.width
        if before.active != state.active:
            self.refresh(Region(0, 0, width, 1))
        if where_we_are(before, width) != where_we_are(state, width):
            self.refresh(Region(0, 1, width, 1))

    def render_line(self, y: int) -> Strip:
        """The tabs or the second line."""
        width = self.size.width
        spans = tabs(self.panes, self.state.active, width) if y == 0 else where_we_are(self.state, width)
        return paint_line(spans, width, self._style, lambda text: drawn(self.app, text)).apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """A click on a tab shows its pane."""
        name = tab_at(self.panes, self.state.active, self.size.width, event.x) if event.y == 0 else None
        if name is not None:
            self.post_message(self.TabClicked(name))

    def _style(self, role: str) -> Style:
        return style_of(self.app, role)
