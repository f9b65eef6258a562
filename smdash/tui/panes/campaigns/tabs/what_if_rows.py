"""Assumptions and what comes of them, as cells, words and a chart. No Textual here."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from smdash.domain.figures import Figure, Unit, grouped, show_number
from smdash.domain.roi import Result, Rung
from smdash.domain.series import ChartSpec, Role, Series, Shape
from smdash.domain.what_if import AS_IT_IS, Assumption, Basis, Change, Changes, Swing, level, sensitivity, supposed
from smdash.errors import Refused
from smdash.tui.panes.campaigns.measures import sign_role
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import DOT, FULL, LIGHT

BAR = 15  # cells of a swing, the actual result in the middle
NOTHING_WRITTEN = "supposed, nothing is written"

COLUMNS = (
    Column("what", "if …", flexible=True, least=11, most=24),
    Column("actual", "actual", align="right"),
    Column("supposed", "supposed", align="right"),
    Column("change", "change", align="right", priority=1),
    Column("low", "at −20 %", align="right", priority=2),
    Column("bar", "which matters", width=BAR, priority=3),
    Column("high", "at +20 %", align="right", priority=2),
)


def rows(basis: Basis, changes: Changes, rung: Rung) -> list[Row]:
    """Assumptions, the widest swing first, then cost, benefit, net and ROI: actual, supposed, difference."""
    found = sensitivity(basis, rung)
    widest = max((swing.span for swing in found.swings), default=Fraction(0))
    made = [_assumption(basis, changes, swing, found.actual, widest) for swing in found.swings]
    return [*made, *_results(supposed(basis, {}), supposed(basis, changes), rung)]


def _assumption(basis: Basis, changes: Changes, swing: Swing, actual: Figure, widest: Fraction) -> Row:
    change = changes.get(swing.assumption, AS_IT_IS)
    before, after = level(basis, swing.assumption), level(basis, swing.assumption, change)
    swings: tuple[Cell, ...] = (
        Cell(swing.low.text(signed=True)),
        Cell(swing_bar(swing, actual, widest)),
        Cell(swing.high.text(signed=True)),
    )
    if swing.reason:
        swings = (Cell(swing.reason, "muted", span=3),)
    return Row(
        swing.assumption.value,
        (
            Cell(swing.assumption.value),
            Cell(before.text(), "" if before.defined else "muted"),
            Cell(after.text(), "strong" if not change.none else "muted"),
            Cell(_relative(before, after), "accent"),
            *swings,
        ),
    )


def _relative(before: Figure, after: Figure) -> str:
    if before.value is None or after.value is None or before.value == after.value:
        return ""
    if not before.value:
        return "new"
    return grouped((Fraction(after.value) / Fraction(before.value) - 1) * 100, 0, signed=True) + " %"


def swing_bar(swing: Swing, actual: Figure, widest: Fraction) -> str:
    """From the middle, where the result is now: light where 20 % less leads, full where 20 % more does."""
    middle = BAR // 2
    cells = [" "] * BAR
    cells[middle] = "│"
    for figure, sign in ((swing.low, LIGHT), (swing.high, FULL)):
        if figure.value is None or actual.value is None or not widest:
            continue
        gap = Fraction(figure.value) - Fraction(actual.value)
        length = min(middle, -(-abs(gap) * middle // widest))  # rounded up, so that each swing is seen
        for step in range(1, int(length) + 1):
            cells[middle + (step if gap > 0 else -step)] = sign
    return "".join(cells).rstrip() if not swing.reason else ""


def _results(now: Result, then: Result, rung: Rung) -> list[Row]:
    before, after = now.step(rung), then.step(rung)
    pairs = (
        ("cost", "cost", now.cost, then.cost),
        ("benefit", f"benefit {rung.label}", before.benefit, after.benefit),
        ("net", f"net {rung.label}", before.net, after.net),
        ("roi", f"ROI {rung.label}", before.roi, after.roi),
    )
    return [_result(key, name, actual, made) for key, name, actual, made in pairs]


def _result(key: str, name: str, actual: Figure, made: Figure) -> Row:
    signed = key in ("net", "roi")
    role = sign_role(made) if signed else ""
    why = Cell(made.reason, "muted", span=3) if not made.defined else Cell("", span=3)
    return Row(
        key,
        (
            Cell(name, "header"),
            Cell(actual.text(signed=signed)),
            Cell(made.text(signed=signed), role),
            Cell(_difference(actual, made)),
            why,
        ),
    )


def _difference(actual: Figure, made: Figure) -> str:
    """Money in money, ROI in percentage points; empty where nothing moved."""
    if actual.value is None or made.value is None or actual.value == made.value:
        return ""
    gap = Fraction(made.value) - Fraction(actual.value)
    if actual.unit is Unit.RATIO:
        return grouped(gap * 100, 1, signed=True) + " pp"
    return show_number(gap, actual.unit, actual.currency, signed=True)


def note(*, changed: bool) -> str:
    """What keys do, and that nothing is written."""
    reset = f" {DOT} z: as it is" if changed else ""
    return f"Enter types {DOT} left right 5 % {DOT} - + 10 %{reset} {DOT} nothing is written"


def moved(basis: Basis, assumption: Assumption, before: Change, part: Fraction) -> Change:
    """A change that is a part of the actual value further than before; `Refused` where there is none to move."""
    actual = level(basis, assumption)
    if not actual.value:
        reason = actual.reason or f"there is no {assumption.value}"
        raise Refused(f"The {assumption.value} can't be moved: {reason}.", "Enter types an amount of spend.")
    if before.to is None:
        return Change(None, max(Fraction(0), before.factor + part))
    return Change(max(Fraction(0), before.to + part * Fraction(actual.value)))


def figures(basis: Basis, changes: Changes, rung: Rung, key: object) -> tuple[Figure, ...]:
    """What `i` explains: an assumption with its swing, or a result as supposed and as it is."""
    assumption = next((each for each in Assumption if each.value == key), None)
    if assumption is not None:
        swing = next(each for each in sensitivity(basis, rung).swings if each.assumption is assumption)
        then = _said(level(basis, assumption, changes.get(assumption, AS_IT_IS)))
        low = replace(swing.low, name=f"{swing.low.name} with {assumption.value} 20 % lower")
        high = replace(swing.high, name=f"{swing.high.name} with {assumption.value} 20 % higher")
        return (level(basis, assumption), then, low, high)
    now, then_ = supposed(basis, {}), supposed(basis, changes)
    before, after = now.step(rung), then_.step(rung)
    pairs = {
        "cost": (then_.cost, now.cost),
        "benefit": (after.benefit, before.benefit),
        "net": (after.net, before.net),
        "roi": (after.roi, before.roi),
    }
    chosen = [pairs[str(key)]] if key in pairs else list(pairs.values())
    return tuple(figure for made, actual in chosen for figure in (_said(made), actual))


def _said(figure: Figure) -> Figure:
    return replace(figure, name=f"{figure.name}, supposed", notes=(*figure.notes, NOTHING_WRITTEN))


def chart(basis: Basis, rung: Rung) -> ChartSpec:
    """How far the result moves with 20 % less and 20 % more of each assumption, the widest first."""
    found = sensitivity(basis, rung)
    shown = [swing for swing in found.swings if swing.span]

    def moves(*, high: bool) -> tuple[tuple[str, Fraction | None], ...]:
        return tuple((each.assumption.value, _gap(each.high if high else each.low, found.actual)) for each in shown)

    series = (
        Series("+20 %", Role.BENEFIT, moves(high=True), Shape.BARS),
        Series("−20 %", Role.COST, moves(high=False), Shape.BARS),
    )
    actual = f"{found.actual.name} {found.actual.text(signed=True)}"
    return ChartSpec(
        series if shown else (),
        f"sensitivity of {actual}",
        found.actual.unit,
        found.actual.currency,
        empty="No assumption moves the result: there is no cost and no benefit yet.",
    )


def _gap(figure: Figure, actual: Figure) -> Fraction | None:
    if figure.value is None or actual.value is None:
        return None
    return Fraction(figure.value) - Fraction(actual.value)
