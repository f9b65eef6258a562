"""The numbers of the list, in sets that fit the screen, each with how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction

from smdash.domain.benefits import BenefitKind, Evidence
from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory
from smdash.domain.figures import Figure, Number, grouped, show_minor
from smdash.domain.media import Basis, Price
from smdash.domain.money import allocate
from smdash.domain.returns import ad_return
from smdash.domain.roi import Ledger, Rung
from smdash.domain.statement import Order, price
from smdash.tui.panes.campaigns.state import Account, Measures, Shown, View
from smdash.tui.widgets.cells import Cell, Column
from smdash.tui.widgets.gates import gate_role
from smdash.tui.widgets.symbols import ATTENTION, FULL, LIGHT, UNDEFINED

BAR_CELLS = 4
WAITS = "?"
"""Stands before an amount in which something does not count yet, because it waits for a rate."""
_NOTHING = Cell(UNDEFINED, "muted", "right")
_LEFT_OPEN = Cell(UNDEFINED, "muted")
_EVIDENCE_SIGNS = ((Evidence.TRACKED, "T"), (Evidence.ALLOCATED, "A"), (Evidence.ESTIMATED, "E"))
_BASES = {Basis.AD_SPEND: "ads", Basis.FULL: "full"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One column of numbers: what a line, or the total, has in it, told whether any amount shown has cents.

    `there` says whether a line has such a number at all; a column that none has is left out.
    """

    column: Column
    cell: Callable[[Account, bool], Cell]
    order: Order | None = None
    there: Callable[[Account], bool] | None = None


def of_view(view: View, found: Shown | None = None) -> tuple[Measure, ...]:
    """The numbers chosen to be seen, without those that no line shown has."""
    if view.measures is Measures.RUNGS:
        measures = _rungs()
    elif view.measures is Measures.KINDS:
        measures = _kinds(view.rung)
    else:
        measures = _prices() if view.measures is Measures.PRICES else _results(view)
    every = () if found is None else (*found.lines, *found.apart)
    return tuple(each for each in measures if each.there is None or not every or any(map(each.there, every)))


# The sets -----------------------------------------------------------------------------------------------------------


def _results(view: View) -> tuple[Measure, ...]:
    rung = view.rung
    of_campaigns = view.by is By.CAMPAIGN
    found = (
        Measure(Column("status", "status", priority=11), lambda account, _: _status(account)),
        Measure(Column("hours", "hours", align="right", priority=7), lambda account, _: _hours(account), Order.HOURS),
        *_money(rung),
        Measure(
            Column("roi", f"ROI {rung.label}", align="right"),
            lambda account, _: _own(account, account.result.step(rung).roi, signed=True),
            Order.ROI,
        ),
        Measure(
            Column("roas", f"ROAS {rung.label}", align="right", priority=8),
            lambda account, _: _own(account, ad_return(account.ledger, rung)),
            Order.ROAS,
        ),
        Measure(Column("evidence", "evidence", least=8, priority=5), lambda account, _: _evidence(account)),
        Measure(Column("budget", "budget", align="right", priority=4), lambda account, _: _used(account.budget)),
        Measure(
            Column("hours used", "h budget", align="right", priority=9),
            lambda account, _: _used(account.hours_budget),
            there=lambda account: account.hours_budget is not None and account.hours_budget.defined,
        ),
        Measure(Column("paid back", "paid back", priority=10), lambda account, _: _paid_back(account, rung)),
        Measure(Column("legal", "legal", priority=3), lambda account, _: _legal(account)),
    )
    only = {"status", "budget", "hours used", "legal"}
    return tuple(measure for measure in found if of_campaigns or measure.column.key not in only)


def _money(rung: Rung) -> tuple[Measure, ...]:
    return (
        Measure(
            Column("cost", "cost", align="right"),
            _spent,
            Order.COST,
        ),
        Measure(
            Column("benefit", "benefit", align="right"),
            lambda account, cents: _gained(account, rung, cents),
            Order.BENEFIT,
        ),
        Measure(
            Column("net", "net", align="right"),
            lambda account, cents: _signed(account.result.step(rung).net, cents),
            Order.NET,
        ),
    )


def _spent(account: Account, cents: bool) -> Cell:
    ledger = account.ledger
    return _marked(_plain(account.result.cost, cents), waits=bool(ledger.unconverted or ledger.uncosted_seconds))


def _gained(account: Account, rung: Rung, cents: bool) -> Cell:
    waits = bool(account.ledger.benefits.unconverted)
    return _marked(_plain(account.result.step(rung).benefit, cents), waits=waits)


def _marked(cell: Cell, *, waits: bool) -> Cell:
    """The amount with a sign before it where something is not in it yet; the summary and `i` say what."""
    return replace(cell, text=f"{WAITS}{cell.text}") if waits else cell


def _rungs() -> tuple[Measure, ...]:
    """Cost, then benefit, net and ROI with each rung."""
    found = [_money(Rung.ALLOCATED)[0]]
    for number, rung in enumerate(Rung):
        label = rung.label
        found += [
            Measure(
                Column(f"benefit {label}", f"benefit {label}", align="right", priority=number),
                lambda account, cents, rung=rung: _gained(account, rung, cents),  # type: ignore[misc]
            ),
            Measure(
                Column(f"roi {label}", f"ROI {label}", align="right"),
                lambda account, _, rung=rung: _own(account, account.result.step(rung).roi, signed=True),  # type: ignore[misc]
            ),
        ]
    return tuple(found)


def _kinds(rung: Rung) -> tuple[Measure, ...]:
    """Cost by kind, staff with what was logged, then benefit by kind."""
    found = [
        Measure(
            Column(category.value, category.value, align="right", priority=priority),
            lambda account, cents, category=category: _amount(  # type: ignore[misc]
                account.ledger.cost_of(category), account, cents
            ),
            there=lambda account, category=category: account.ledger.cost_of(category) != 0,  # type: ignore[misc]
        )
        for category, priority in zip(CostCategory, (0, 0, 2, 1, 4, 3, 0), strict=True)
    ]
    found.append(
        Measure(
            Column("overhead", "overhead", align="right", priority=8),
            lambda account, cents: _amount(account.ledger.overhead or 0, account, cents),
            there=lambda account: bool(account.ledger.overhead),
        )
    )
    found.append(_money(rung)[0])
    found += [
        Measure(
            Column(kind.value, f"{kind.value} {rung.label}", align="right", priority=5 + number),
            lambda account, cents, kind=kind: _amount(  # type: ignore[misc]
                account.ledger.benefits.of(rung.value, kind), account, cents
            ),
            there=lambda account, kind=kind: account.ledger.benefits.of(rung.value, kind) != 0,  # type: ignore[misc]
        )
        for number, kind in enumerate(BenefitKind)
    ]
    return tuple(found)


def _prices() -> tuple[Measure, ...]:
    """What an event costs, with ad spend only and fully loaded."""
    return tuple(
        Measure(
            Column(f"{what.name} {basis.name}", f"{what.name} {_BASES[basis]}", align="right", priority=priority),
            lambda account, _, what=what, basis=basis: _price(account, what, basis),  # type: ignore[misc]
            Order[what.name] if basis is Basis.FULL else None,
        )
        for basis, priority in ((Basis.FULL, 0), (Basis.AD_SPEND, 1))
        for what in Price
    )


# Cells --------------------------------------------------------------------------------------------------------------


def _plain(figure: Figure, cents: bool) -> Cell:
    return Cell(figure.text(cents=cents), "" if figure.defined else "muted")


def _signed(figure: Figure, cents: bool) -> Cell:
    return Cell(figure.text(signed=True, cents=cents), sign_role(figure))


def _amount(minor: int, account: Account, cents: bool) -> Cell:
    return Cell(show_minor(minor, account.ledger.currency, cents=cents), "" if minor else "muted")


def _own(account: Account, figure: Figure, *, signed: bool = False) -> Cell:
    """A ratio; what belongs to none, and others together, have none of their own."""
    if account.apart:
        return _NOTHING
    return Cell(figure.text(signed=signed), sign_role(figure) if signed else "" if figure.defined else "muted")


def _price(account: Account, what: Price, basis: Basis) -> Cell:
    figure = price(account.ledger, account.events, what, basis)
    return Cell(figure.text(cents=True), "" if figure.defined else "muted")


def _status(account: Account) -> Cell:
    return Cell(account.campaign.draft.status.value if account.campaign else "", "muted")


def _hours(account: Account) -> Cell:
    hours = account.result.hours
    return Cell(hours.text() if hours.value else UNDEFINED, "" if hours.value else "muted")


def _evidence(account: Account) -> Cell:
    return Cell(account.remark, "muted") if account.remark else Cell(evidence_bar(account.ledger))


def _used(use: Figure | None) -> Cell:
    """A budget's use, `! 102 %` where it is overdrawn."""
    if use is None:
        return Cell("")
    if use.value is None:
        return _NOTHING
    over = use.value > 1
    return Cell((f"{ATTENTION} " if over else "") + whole_percent(use.value), "warning" if over else "", "right")


def _paid_back(account: Account, rung: Rung) -> Cell:
    """The day from which benefit covers cost, or that it was before the period."""
    period = account.scope.period
    day = None if account.apart or account.several else account.payback(rung, period)
    return _LEFT_OPEN if day is None else Cell("before" if day < period.start else day.isoformat())


def _legal(account: Account) -> Cell:
    gate = account.gate
    return Cell(gate.mark, gate_role(gate)) if gate else Cell("")


def whole_percent(share: Number) -> str:
    """A ratio as a whole percentage."""
    return f"{grouped(Fraction(share) * 100, 0)} %"


def sign_role(figure: Figure) -> str:
    """Good above zero, bad below; the sign itself stands in the text."""
    if figure.value is None:
        return "muted"
    return "bad" if figure.value < 0 else "good" if figure.value > 0 else ""


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
