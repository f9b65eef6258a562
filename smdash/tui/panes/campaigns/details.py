"""The rows behind one campaign: its costs, benefits, hours, and its launch gate."""

from __future__ import annotations

from collections.abc import Mapping

from smdash.domain.costs import within
from smdash.domain.durations import clock
from smdash.domain.figures import grouped, show_minor
from smdash.tui.panes.campaigns.explained import OFTEN, percent
from smdash.tui.panes.campaigns.rows import count_words
from smdash.tui.panes.campaigns.state import Account, CampaignsState, View
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line, separator
from smdash.tui.widgets.safe import plain, truncate, width_of
from smdash.tui.widgets.symbols import ATTENTION, DOT, HERE, OPEN, REACHED, RULE, UNDEFINED

SUMMARY, COSTS, BENEFITS, HOURS, GATE = TABS = ("summary", "costs", "benefits", "hours", "gate")

COLUMNS: Mapping[str, tuple[Column, ...]] = {
    COSTS: (
        Column("day", "day", width=10),
        Column("what", "what", flexible=True, least=12, most=40),
        Column("category", "category"),
        Column("channel", "channel", priority=4, most=16),
        Column("often", "how often", priority=3),
        Column("amount", "amount", align="right", priority=2),
        Column("counts", "in period", align="right"),
    ),
    BENEFITS: (
        Column("day", "day", width=10),
        Column("what", "what", flexible=True, least=10, most=40),
        Column("kind", "kind"),
        Column("category", "category", priority=5),
        Column("channel", "channel", priority=6, most=16),
        Column("evidence", "evidence"),
        Column("share", "share", align="right", priority=2),
        Column("margin", "margin", align="right", priority=4),
        Column("amount", "amount", align="right", priority=3),
        Column("counts", "counts", align="right"),
    ),
    HOURS: (
        Column("person", "person", flexible=True, least=10, most=30),
        Column("activity", "activity", least=10, most=30),
        Column("entries", "entries", align="right", priority=2),
        Column("hours", "hours", align="right"),
        Column("cost", "cost", align="right", priority=1),
    ),
    GATE: (
        Column("state", "", width=1),
        Column("item", "item", most=24),
        Column("short", "what", most=22, priority=1),
        Column("how", "state", flexible=True, least=14),
    ),
}


def title(account: Account, tab: str, view: View, width: int) -> Line:
    """The line above the detail: whose it is, its tabs with the chosen one marked, and the rung."""
    parts: list[str | tuple[str, str]] = [
        (f"{RULE} ", "muted"),
        (truncate(plain(account.name), max(12, width - 52)), "header"),
        (f" {RULE * 2} h/l: ", "muted"),
    ]
    parts += [(f"{HERE}{each} ", "strong") if each == tab else (f" {each} ", "muted") for each in TABS]
    parts.append((f"{DOT} {view.rung.label} ", "accent"))
    used = sum(width_of(part if isinstance(part, str) else part[0]) for part in parts)
    return line(*parts, (RULE * max(0, width - used), "muted"))


def rows(account: Account, state: CampaignsState, view: View, tab: str) -> list[Row]:
    """The rows of a tab."""
    if tab == COSTS:
        return cost_rows(account, state)
    if tab == BENEFITS:
        return benefit_rows(account, state, view)
    return hours_rows(account, state) if tab == HOURS else gate_rows(account)


def note(account: Account, tab: str) -> str:
    """What stands under the rows of a tab: how many are left out, or that there are none."""
    if tab == COSTS:
        page = account.costs
        return count_words(len(page.lines), page.total, "costs") if page.total else "No cost rows yet: c adds one."
    if tab == BENEFITS:
        gained = account.benefits
        return count_words(len(gained.lines), gained.total, "benefits") if gained.total else "None yet: b adds one."
    if tab == HOURS:
        return "" if account.hours else "No hours in this period: t logs some."
    return "Answered in the Risk pane. Not legal advice." if account.gate else "No launch gate: this is no campaign."


def cost_rows(account: Account, state: CampaignsState) -> list[Row]:
    """Staff cost from logged hours, cost rows, what the limit leaves out, and their sum: the campaign's cost."""
    ledger = account.ledger
    rows: list[Row] = []
    sums: list[int] = []
    if ledger.entries:
        said = f"{grouped(ledger.entries, 0)} entries, {clock(ledger.seconds)}"
        sums.append(ledger.staff)
        rows.append(
            Row("staff", (Cell("hours"), Cell(said), Cell("staff"), *_blank(3), _money(ledger.staff, state.currency)))
        )
    for cost in account.costs.lines:
        minor = within(cost, state.period)
        sums.append(minor)
        waits = cost.converted is None
        rows.append(
            Row(
                cost.id,
                (
                    Cell(cost.day.isoformat()),
                    Cell(cost.name or cost.category.value),
                    Cell(cost.category.value + (" est." if cost.estimated else "")),
                    Cell(state.channels.get(cost.channel_id or 0, "")),
                    Cell(OFTEN[cost.recurrence]),
                    Cell(_original(cost.amount.minor, cost.amount.currency, state.currency)),
                    Cell("no rate", "warning") if waits else _money(minor, state.currency),
                ),
            )
        )
    return _summed(rows, sums, int(account.result.cost.value or 0), state, len(COLUMNS[COSTS]))


def benefit_rows(account: Account, state: CampaignsState, view: View) -> list[Row]:
    """Benefits with their evidence; those beyond the chosen rung stand there and don't count."""
    rows: list[Row] = []
    sums: list[int] = []
    for gained in account.benefits.lines:
        draft = gained.draft
        counts = draft.evidence in view.rung.value
        minor = gained.effective
        sums.append(minor or 0 if counts else 0)
        last = Cell("no rate", "warning") if minor is None else _money(minor, state.currency)
        rows.append(
            Row(
                gained.id,
                (
                    Cell(draft.day.isoformat()),
                    Cell(("refund: " if draft.reverses_id else "") + (draft.name or draft.category.value)),
                    Cell(draft.kind.value),
                    Cell(draft.category.value),
                    Cell(state.channels.get(draft.channel_id or 0, "")),
                    Cell(draft.evidence.value, "" if counts else "muted"),
                    Cell(percent(draft.share)),
                    Cell(UNDEFINED if draft.margin is None else percent(draft.margin)),
                    Cell(_original(draft.amount.minor, draft.amount.currency, state.currency)),
                    last if counts else Cell(f"not in {view.rung.label}", "muted"),
                ),
            )
        )
    whole = int(account.result.step(view.rung).benefit.value or 0)
    return _summed(rows, sums, whole, state, len(COLUMNS[BENEFITS]))


def hours_rows(account: Account, state: CampaignsState) -> list[Row]:
    """Hours by person and activity; per-person cost only where a manager looks."""
    rows = [
        Row(
            number,
            (
                Cell(part.person),
                Cell(part.activity),
                Cell(grouped(part.hours.entries, 0)),
                Cell(clock(part.hours.seconds)),
                Cell(UNDEFINED, "muted") if part.cost_minor is None else _money(part.cost_minor, state.currency),
            ),
        )
        for number, part in enumerate(account.hours)
    ]
    if len(rows) > 1:
        ledger = account.ledger
        cells = (
            Cell("total", span=2),
            Cell(grouped(ledger.entries, 0)),
            Cell(clock(ledger.seconds)),
            _money(ledger.staff, state.currency),
        )
        rows += [separator(), Row("total", cells, "total")]
    return rows


def gate_rows(account: Account) -> list[Row]:
    """The gate's sentence, then each item needed: open ones first, with why a waiver no longer holds."""
    gate = account.gate
    if gate is None:
        return []
    role = "good" if gate.satisfied else "bad" if gate.live else "warning"
    rows = [Row("sentence", (Cell(gate.sentence, role, span=4),), "heading")]
    lapsed = {item.id: reason for item, reason in gate.lapsed}
    waived = {item.id: waiver for item, waiver in gate.waived}
    open_ids = {item.id for item in gate.open}
    for item in (*gate.open, *(each for each in gate.needed if each.id not in open_ids)):
        if item.id in open_ids:
            sign, words, colour = ATTENTION, lapsed.get(item.id, "open"), "warning"
        elif item.id in waived:
            sign, words, colour = OPEN, f"waived by {waived[item.id].who} until {waived[item.id].until.isoformat()}", ""
        else:
            sign, words, colour = REACHED, "done", "good"
        rows.append(Row(item.id, (Cell(sign, colour), Cell(item.label), Cell(item.short), Cell(words, colour))))
    return rows


def _summed(rows: list[Row], sums: list[int], whole: int, state: CampaignsState, width: int) -> list[Row]:
    """The rows with what the limit leaves out and their total, which is the list's number."""
    left = whole - sum(sums)
    if left:
        rows.append(Row("more", (Cell("others", span=width - 1), _money(left, state.currency)), "note"))
    if len(rows) > 1:
        rows += [separator(), Row("total", (Cell("total", span=width - 1), _money(whole, state.currency)), "total")]
    return rows


def _blank(count: int) -> tuple[Cell, ...]:
    return (Cell(""),) * count


def _money(minor: int, currency: str) -> Cell:
    return Cell(show_minor(minor, currency, cents=True), align="right")


def _original(minor: int, currency: str, reporting: str) -> str:
    return show_minor(minor, currency, cents=True) + ("" if currency == reporting else f" {currency}")
