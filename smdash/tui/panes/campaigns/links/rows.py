"""The rows of the box of links."""

from __future__ import annotations

from smdash.domain.figures import grouped, show_minor
from smdash.domain.matching import MarkKind
from smdash.domain.sales import sales_words
from smdash.store.matching import Waiting
from smdash.store.register import Register
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import ATTENTION

COLUMNS = (
    Column("what", flexible=True, least=24),
    Column("campaign", flexible=True, least=10, most=24),
    Column("more", flexible=True, least=12, priority=1),
)

KIND_WORDS = {MarkKind.UTM: "utm_campaign", MarkKind.CODE: "code", MarkKind.SOURCE: "from"}


def register_rows(found: Register) -> list[Row]:
    """What waits first, because it needs a person; then links, codes, and what was said of marks."""
    rows: list[Row] = []
    if found.waiting:
        _heading(rows, "wait", f"Sales that match no campaign ({_sum(found.waiting)})")
        for number, one in enumerate(found.waiting):
            said = f"{ATTENTION} {KIND_WORDS[one.kind]} {one.label}"
            rows.append(
                Row(f"wait:{number}", (Cell(said, "warning"), Cell(sales_words(one.sales)), Cell(amounts(one))))
            )
    _heading(rows, "links", "Links" if found.links else "Links: none yet, n makes the first")
    for link in found.links:
        draft = link.draft
        tags = " / ".join(part for part in (draft.source, draft.medium, draft.content, draft.term) if part)
        target = draft.target.partition("://")[2]
        cells = (Cell(tags), Cell(found.campaigns.get(draft.campaign_id, "")), Cell(target, "muted"))
        rows.append(Row(f"link:{link.id}", cells))
    _heading(rows, "codes", "Promo codes" if found.codes else "Promo codes: none yet, c adds the first")
    for code in found.codes:
        channel = found.channels.get(code.draft.channel_id or 0, "")
        name = found.campaigns.get(code.draft.campaign_id, "")
        rows.append(Row(f"code:{code.id}", (Cell(code.draft.code), Cell(name), Cell(channel, "muted"))))
    if found.rules:
        _heading(rows, "rules", "Remembered")
    for rule in found.rules:
        name = found.campaigns.get(rule.campaign_id, "")
        said = f"{KIND_WORDS[rule.kind]} {rule.label}"
        rows.append(Row(f"rule:{rule.id}", (Cell(said), Cell(name), Cell(rule.evidence.value, "muted"))))
    return rows


def note(found: Register) -> str:
    """How many marks the list leaves out."""
    left = found.marks - len(found.waiting)
    return f"{len(found.waiting)} of {grouped(found.marks, 0)} marks shown" if left else ""


def amounts(one: Waiting) -> str:
    """What sales come to, each currency by itself."""
    return " + ".join(f"{show_minor(minor, code, cents=True)} {code}" for code, minor in one.amounts)


def _sum(waiting: tuple[Waiting, ...]) -> str:
    count = sum(one.sales for one in waiting)
    return f"{grouped(count, 0)}, not counted until assigned"


def _heading(rows: list[Row], key: str, words: str) -> None:
    rows.append(Row(key, (Cell(words, "strong", span=3),), "heading"))
