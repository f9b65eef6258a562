"""The list of campaigns, the summary of one, and its chart, as cells and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from smdash.domain.benefits import Evidence
from smdash.domain.campaigns import RunningTotal
from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Number, Unit, grouped, show_minor
from smdash.domain.money import allocate, digits
from smdash.domain.periods import DAY
from smdash.domain.roi import Ledger, Result, Rung
from smdash.domain.series import ChartSpec, Mark, Role, Series, Shape, X
from smdash.tui.panes.campaigns.state import UNASSIGNED, Account, CampaignsState, Order, View, apart, listed, total
from smdash.tui.widgets.cells import Cell, Column, Line, Row, RowKind, Span, line, separator
from smdash.tui.widgets.symbols import ATTENTION, BEHIND, DOT, FULL, LIGHT, UNDEFINED

BAR_CELLS = 4
_NOTHING = Cell(UNDEFINED, "muted", "right")
_EVIDENCE_SIGNS = ((Evidence.TRACKED, "T"), (Evidence.ALLOCATED, "A"), (Evidence.ESTIMATED, "E"))


def columns(view: View) -> tuple[Column, ...]:
    """The list's columns; the one it is sorted by has an arrow, the rung stands in the heading of ROI."""

    def title(order: Order, words: str) -> str:
        return f"{words} {BEHIND}" if view.order is order is not Order.NAME else words

    return (
        Column("name", "Campaign", flexible=True, least=12, most=40),
        Column("status", "status", priority=8),
        Column("hours", "hours", align="right", priority=7),
        Column("cost", title(Order.COST, "cost"), align="right"),
        Column("benefit", title(Order.BENEFIT, "benefit"), align="right"),
        Column("net", title(Order.NET, "net"), align="right"),
        Column("roi", title(Order.ROI, f"ROI {view.rung.label}"), align="right"),
        Column("evidence", "evidence", least=8, priority=5),
        Column("budget", "budget", align="right", priority=4),
        Column("legal", "legal", priority=3),
    )


def list_rows(state: CampaignsState, view: View) -> list[Row]:
    """Campaigns, then what is none, then the total of all lines shown."""
    shown, below = listed(state, view), apart(state, view)
    sums = total(state, view)
    cents = any(_has_cents(account.result, view.rung, state.currency) for account in (*shown, *below))
    rows = [_row(account, view, cents) for account in shown]
    rows += [_apart_row(account, state, view, cents) for account in below]
    if len(rows) > 1:
        cells = _money_cells(sums, view.rung, cents)
        rows += [separator(), Row("total", (Cell("total"), Cell(""), _hours(sums), *cells), "total")]
    return rows


def list_note(state: CampaignsState, view: View) -> str:
    """What stands under the list: how many are left out."""
    if view.search.strip():
        return f"{len(listed(state, view))} of {state.count} with “{view.search.strip()}” · Esc shows all"
    return f"{len(state.campaigns)} of {state.count} campaigns" if len(state.campaigns) < state.count else ""


def _row(account: Account, view: View, cents: bool) -> Row:
    gate = account.gate
    legal = (
        Cell("") if gate is None else Cell(gate.mark, "good" if gate.satisfied else "bad" if gate.live else "warning")
    )
    used = None if account.budget is None else account.budget.value
    over = used is not None and used > 1
    budget = UNDEFINED if used is None else _whole_percent(used)
    return Row(
        account.key,
        (
            Cell(account.name),
            Cell(account.campaign.draft.status.value if account.campaign else "", "muted"),
            _hours(account.result),
            *_money_cells(account.result, view.rung, cents),
            Cell(evidence_bar(account.ledger)),
            Cell((f"{ATTENTION} " if over else "") + budget, "warning" if over else "", "right"),
            legal,
        ),
    )


def _apart_row(account: Account, state: CampaignsState, view: View, cents: bool) -> Row:
    posts = state.unassigned_posts if account.key == UNASSIGNED else 0
    said = f"{posts} post{'' if posts == 1 else 's'}" if posts else ""
    # What is no campaign has no return of its own: only the total's is worth reading.
    money = (*_money_cells(account.result, view.rung, cents)[:3], _NOTHING)
    if account.empty:
        money = (_NOTHING,) * 4
    kind: RowKind = "row" if account.key == UNASSIGNED else "note"
    hours = _NOTHING if account.empty else _hours(account.result)
    return Row(account.key, (Cell(account.name, "muted"), Cell(""), hours, *money, Cell(said, "muted", span=3)), kind)


def _whole_percent(share: Number) -> str:
    return f"{grouped(Fraction(share) * 100, 0)} %"


def _hours(result: Result) -> Cell:
    return Cell(result.hours.text() if result.hours.value else UNDEFINED, "" if result.hours.value else "muted")


def _money_cells(result: Result, rung: Rung, cents: bool) -> tuple[Cell, ...]:
    step = result.step(rung)
    return (
        Cell(result.cost.text(cents=cents)),
        Cell(step.benefit.text(cents=cents)),
        Cell(step.net.text(signed=True, cents=cents), sign_role(step.net)),
        Cell(step.roi.text(signed=True), sign_role(step.roi)),
    )


def sign_role(figure: Figure) -> str:
    """Good above zero, bad below; the sign itself stands in the text."""
    if figure.value is None:
        return "muted"
    return "bad" if figure.value < 0 else "good" if figure.value > 0 else ""


def _has_cents(result: Result, rung: Rung, currency: str) -> bool:
    step = result.step(rung)
    scale = 10 ** digits(currency)
    return any(int(figure.value or 0) % scale for figure in (result.cost, step.benefit, step.net))


def evidence_bar(ledger: Ledger) -> str:
    """How well the benefit is known, as `T██A█░E`: four cells shared by what counts of each grade above zero.

    Each grade that is there has at least one cell; estimated ones are light.
    """
    sums = [(sign, max(0, ledger.benefits.of([grade]))) for grade, sign in _EVIDENCE_SIGNS]
    there = [(sign, minor) for sign, minor in sums if minor]
    if not there:
        return "—"
    cells = allocate(BAR_CELLS - len(there), [minor for _, minor in there])
    parts = []
    for (sign, _), more in zip(there, cells, strict=True):
        parts.append(LIGHT * (more + 1) + sign if sign == "E" else sign + FULL * (more + 1))
    return "".join(parts)


# The summary of one campaign --------------------------------------------------------------------------------------


def summary(account: Account, state: CampaignsState, view: View) -> list[Line]:
    """Ladder, cost and benefit with what they are made of, budget and payback, and what is not counted."""
    step = account.result.step(view.rung)
    ladder: list[Span] = [Span("ROI  ", "header")]
    for each in account.result.steps:
        words = {"T": "tracked", "all": "all"}.get(each.rung.label, each.rung.label)
        chosen = each.rung is view.rung
        ladder += [Span(f" {words} "), Span(each.roi.text(signed=True), "strong" if chosen else sign_role(each.roi))]
        ladder.append(Span("  "))
    gained = [part for part in step.benefit.inputs if part.value]
    lines = [
        (*ladder, *line("net ", (step.net.text(signed=True), sign_role(step.net)), f" ({view.rung.label})")),
        line(("cost ", "muted"), f"{account.result.cost.text()}{_made_of(account.result.cost.inputs)}"),
        line((f"benefit {view.rung.label} ", "muted"), f"{step.benefit.text()}{_made_of(gained)}"),
        line(_standing(account, state, view)),
    ]
    return [*lines, *(line((f"{ATTENTION} ", "warning"), note) for note in _not_counted(account.ledger))]


def _not_counted(ledger: Ledger) -> list[str]:
    waits = [(ledger.unconverted, "cost"), (ledger.benefits.unconverted, "benefit")]
    said = [f"{count} {what}{'' if count == 1 else 's'}" for count, what in waits if count]
    notes = [f"not converted, so not counted: {', '.join(said)}"] if said else []
    if ledger.uncosted_seconds:
        notes.append(f"hours without a rate, so not counted: {clock(ledger.uncosted_seconds)}")
    return notes


def figures(account: Account, view: View) -> tuple[Figure, ...]:
    """What `i` explains of a line: the ladder, cost, benefit, net, budget, hours."""
    step = account.result.step(view.rung)
    ladder = [] if account.campaign is None else [each.roi for each in account.result.steps]
    budgets = [figure for figure in (account.budget, account.hours_budget) if figure is not None]
    return (*ladder, account.result.cost, step.benefit, step.net, *budgets, account.result.hours)


def total_figures(state: CampaignsState, view: View) -> tuple[Figure, ...]:
    """What `i` explains when no line is under the cursor: the total."""
    sums = total(state, view)
    step = sums.step(view.rung)
    return (*(each.roi for each in sums.steps), sums.cost, step.benefit, step.net, sums.hours)


def _made_of(parts: Iterable[Figure]) -> str:
    named = [f"{part.name.casefold()} {part.text()}" for part in parts if part.value]
    return f" = {' + '.join(named)}".replace("+ −", "− ") if named else ""


def _standing(account: Account, state: CampaignsState, view: View) -> str:
    parts: list[str] = []
    draft = account.campaign.draft if account.campaign else None
    if draft is not None and draft.budget_minor is not None:
        parts.append(_used(account.budget, f"budget {show_minor(draft.budget_minor, state.currency)}"))
    hours = f"hours {account.result.hours.text()}"
    if draft is not None and draft.budget_seconds is not None:
        hours += _used(account.hours_budget, f" of {clock(draft.budget_seconds)}")
    parts += [hours, payback_words(account, state, view)]
    return f" {DOT} ".join(part for part in parts if part)


def _used(use: Figure | None, budget: str) -> str:
    return budget if use is None or use.value is None else f"{budget}, {_whole_percent(use.value)} used"


def payback_words(account: Account, state: CampaignsState, view: View) -> str:
    """When benefit came to cover cost, in words; empty where there is nothing to cover."""
    totals = account.totals(view.rung, state.period)
    if not totals or totals[-1].cost <= 0:
        return ""
    day = account.payback(view.rung, state.period)
    if day is None:
        return "not paid back"
    if day < state.period.start:
        return f"paid back before {state.period.start.day} {state.period.start:%b}"
    return f"{'pays' if day > state.today else 'paid'} back on {day.day} {day:%b}"


def chart(account: Account, state: CampaignsState, view: View) -> ChartSpec:
    """Cumulative cost and benefit over the period, on top of what came before, with the day they break even."""
    period = state.period
    totals = account.totals(view.rung, period)
    payback = account.payback(view.rung, period)
    marks = [Mark("break-even", payback, Role.BENEFIT)] if payback is not None and payback in period else []
    if state.today in period and all(abs(mark.day - state.today) > 3 * DAY for mark in marks):
        marks.append(Mark("today", state.today))
    moved = any(each.cost or each.benefit for each in totals)
    series = (
        Series(
            f"benefit {view.rung.label}",
            Role.BENEFIT,
            _points(totals, period.start, period.last, cost=False),
            Shape.STEPS,
        ),
        Series("cost", Role.COST, _points(totals, period.start, period.last, cost=True), Shape.STEPS),
    )
    return ChartSpec(
        series if moved else (),
        "cumulative cost and benefit",
        Unit.MONEY,
        state.currency,
        marks=tuple(marks) if moved else (),
        start=period.start,
        end=period.end,
        empty="No cost and no benefit yet. c adds a cost, b a benefit.",
    )


def _points(totals: Sequence[RunningTotal], first: date, last: date, *, cost: bool) -> tuple[tuple[X, int], ...]:
    levels: dict[date, int] = {first: 0}
    for each in totals:
        levels[max(first, each.day)] = each.cost if cost else each.benefit
    levels[last] = levels[max(levels)]
    return tuple(sorted(levels.items()))


def count_words(shown: int, count: int, what: str) -> str:
    """`200 of 3 412 costs`, where not all are shown."""
    return f"{shown} of {grouped(count, 0)} {what}" if shown < count else ""
