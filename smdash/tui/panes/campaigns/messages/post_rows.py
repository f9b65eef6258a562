"""One post with everything behind it, as rows to read. No Textual here."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from smdash.domain.durations import clock
from smdash.domain.engagement import Basis, counted, interval_name
from smdash.domain.figures import grouped, show_minor
from smdash.domain.posts import METRIC_NAMES, PostNumbers
from smdash.domain.text import one_line
from smdash.store.post_details import PostDetail
from smdash.tui.panes.campaigns.messages.rows import rate_cells
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.panes.campaigns.tabs.shared import original
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import UNDEFINED

COLUMNS = (Column("name", least=12, most=30), Column("value", flexible=True, least=16), Column("more", priority=1))


def detail_rows(detail: PostDetail, state: CampaignsState, people: Mapping[int, str], local: ZoneInfo) -> list[Row]:
    """What a person said of it, its text, its rates, all captures, raw fields, and the rows that stand on it."""
    rows: list[Row] = []
    _said(rows, detail, state, local)
    _rates(rows, detail.post.numbers)
    for numbers, raw in detail.captures:
        _capture(rows, numbers, raw)
    _behind(rows, detail, state, people)
    return rows


def _add(rows: list[Row], name: str, value: str, more: str = "", role: str = "") -> None:
    rows.append(Row(len(rows), (Cell(name, "muted"), Cell(value, role), Cell(more, "muted"))))


def _heading(rows: list[Row], words: str) -> None:
    rows.append(Row(len(rows), (), "separator"))
    rows.append(Row(len(rows), (Cell(words, "header", span=3),), "heading"))


def _said(rows: list[Row], detail: PostDetail, state: CampaignsState, local: ZoneInfo) -> None:
    post, draft = detail.post, detail.draft
    _add(
        rows, "posted", f"{post.posted_at.astimezone(local):%Y-%m-%d %H:%M}" if post.posted_at else post.when, local.key
    )
    _add(rows, "channel", state.channels.get(post.channel_id, ""), post.kind)
    _add(rows, "campaign", state.names.get(post.campaign_id or 0, "not assigned"))
    _add(rows, "themes", ", ".join(draft.themes) or UNDEFINED)
    if draft.note:
        _add(rows, "note", one_line(draft.note))
    for number, text in enumerate(_wrapped(one_line(post.text), 58)):
        _add(rows, "" if number else "text", text)
    _add(rows, "address", post.url or UNDEFINED, "y copies" if post.url else "")


def _rates(rows: list[Row], numbers: PostNumbers) -> None:
    _heading(rows, "Rates")
    for basis in Basis:
        rated = counted(numbers, basis)
        if rated is None:
            if basis in (Basis.IMPRESSIONS, Basis.CLICKS):
                _add(rows, basis.value, f"{UNDEFINED} {basis.events} or {basis.exposure} not reported")
            continue
        rate, bounds = rate_cells(rated, basis)
        said = f"{rate.text} ({bounds.text}) = {grouped(rated.events, 0)} / {grouped(rated.exposure, 0)}"
        _add(rows, basis.value, said)
        _add(rows, "", interval_name(rated, basis), role="muted")


def _capture(rows: list[Row], numbers: PostNumbers, raw: Mapping[str, str]) -> None:
    _heading(rows, f"Captured on {numbers.captured_on}")
    for metric, words in METRIC_NAMES.items():
        value = getattr(numbers, metric)
        bound = numbers.censored.get(metric)
        _add(rows, words, bound or "not reported" if value is None else grouped(value, 0), role=_role(value))
    if numbers.engagements is not None:
        _add(rows, "engagements", grouped(numbers.engagements, 0), " + ".join(numbers.parts), "strong")
    for name, printed in raw.items():
        if name not in METRIC_NAMES:
            _add(rows, one_line(name), one_line(str(printed)), "raw")


def _behind(rows: list[Row], detail: PostDetail, state: CampaignsState, people: Mapping[int, str]) -> None:
    """Hours, costs and benefits on the post; what one person's hours cost is for managers only."""
    _heading(rows, "Hours, costs and benefits on this post")
    for entry in detail.entries:
        cost = UNDEFINED if entry.cost_minor is None else show_minor(entry.cost_minor, state.currency, cents=True)
        said = f"{clock(entry.seconds)} {people.get(entry.person_id, '')} {one_line(entry.note)}".rstrip()
        _add(rows, f"{entry.work_day} hours", said, cost if state.manager else "")
    for line in detail.costs.lines:
        amount = original(line.amount.minor, line.amount.currency, state.currency)
        _add(rows, f"{line.day} cost", line.name or line.category.value, amount)
    for gained in detail.benefits.lines:
        draft = gained.draft
        amount = original(draft.amount.minor, draft.amount.currency, state.currency)
        said = f"{draft.name or draft.category.value} ({draft.evidence.value})"
        _add(rows, f"{draft.day} benefit", said, amount)
    if not (detail.entries or detail.costs.lines or detail.benefits.lines):
        _add(rows, "", "none yet", role="muted")


def _role(value: int | None) -> str:
    return "muted" if value is None else ""


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of at most `width` characters, at most eight of them."""
    return textwrap.wrap(text, width, max_lines=8, placeholder=" …") or [UNDEFINED]
