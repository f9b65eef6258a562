"""The summary of one line of the list, and its chart, as words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from smdash.domain.campaigns import RunningTotal
from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, grouped, show_minor
from smdash.domain.media import Basis, Price
from smdash.domain.periods import DAY
from smdash.domain.returns import ad_return, break_even
from smdash.domain.roi import Ledger, Rung, label, not_converted
from smdash.domain.series import ChartSpec, Mark, Role, Series, Shape, X
from smdash.domain.statement import price
from smdash.tui.panes.campaigns.measures import sign_role, whole_percent
from smdash.tui.panes.campaigns.state import Account, CampaignsState, View
from smdash.tui.widgets.cells import Line, Span, line
from smdash.tui.widgets.symbols import ATTENTION, DOT


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
        (*ladder, *line("net ", (step.net.text(signed=True), sign_role(step.net)), f" ({words_of(account, view)})")),
        line(("cost ", "muted"), f"{account.result.cost.text()}{_made_of(account.result.cost.inputs)}"),
        line((f"benefit {words_of(account, view)} ", "muted"), f"{step.benefit.text()}{_made_of(gained)}"),
        line(_standing(account, state, view)),
    ]
    return [*lines, *(line((f"{ATTENTION} ", "warning"), note) for note in _not_counted(account.ledger))]


def words_of(account: Account, view: View) -> str:
    """The label of numbers of the chosen rung."""
    return label(account.ledger, view.rung)


def _not_counted(ledger: Ledger) -> list[str]:
    said = not_converted(ledger)
    notes = [f"not converted, so not counted: {said}"] if said else []
    if ledger.uncosted_seconds:
        notes.append(f"hours without a rate, so not counted: {clock(ledger.uncosted_seconds)}")
    return notes


def money_lines(account: Account, view: View) -> list[Line]:
    """Where there is room: return on ads, what has to come in, and prices with ad spend only and fully loaded."""
    ads = [ad_return(account.ledger, rung) for rung in Rung]
    words = "  ".join(f"{rung.label} {figure.text()}" for rung, figure in zip(Rung, ads, strict=True))
    due = break_even(account.result.cost)
    found = [
        line(("ROAS ", "muted"), words if ads[0].defined else f"{ads[0].text()} {ads[0].reason}", "   ",
             ("break-even revenue ", "muted"), f"{due.text()} ({due.notes[0]})" if due.notes else due.text()),
    ]  # fmt: skip
    for basis in Basis:
        prices = (
            f"{what.name} {price(account.ledger, account.events, what, basis).text(cents=True)}" for what in Price
        )
        found.append(line((f"{basis.value}  ", "muted"), "  ".join(prices)))
    if account.media is not None:
        said = account.media.text() if account.media.defined else f"{account.media.text()} {account.media.reason}"
        found.append(line(("equivalent media cost ", "muted"), f"{said}   (never part of ROI)"))
    return found


def figures(account: Account, view: View) -> tuple[Figure, ...]:
    """What `i` explains of a line: the ladder, cost, benefit, net, budget, hours, return on ads, prices."""
    step = account.result.step(view.rung)
    ladder = [] if account.apart else [each.roi for each in account.result.steps]
    budgets = [figure for figure in (account.budget, account.hours_budget) if figure is not None]
    ads = [] if account.apart else [ad_return(account.ledger, rung) for rung in Rung]
    prices = [price(account.ledger, account.events, what, basis) for what in Price for basis in Basis]
    due = break_even(account.result.cost)
    return (
        *(*ladder, account.result.cost, step.benefit, step.net, *budgets, account.result.hours),
        *(*ads, due, *prices, *(() if account.media is None else (account.media,))),
    )


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
    return budget if use is None or use.value is None else f"{budget}, {whole_percent(use.value)} used"


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
            f"benefit {words_of(account, view)}",
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
