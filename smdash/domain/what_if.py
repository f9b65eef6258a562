"""What the result would be if a share, a margin, the hours or the spend were others: worked out, never written.

Benefits are worked out row by row as the ledger does, so that without a change the result is the actual one, and with
one it is what editing each row would give.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.costs import CostCategory
from smdash.domain.figures import Figure, Number, Unit
from smdash.domain.money import allocate, round_half_away
from smdash.domain.roi import Ledger, Result, Rung, result

SWING = Fraction(1, 5)
"""By how much each assumption is moved in the sensitivity: 20 % of itself, down and up."""


class Assumption(Enum):
    """What may be supposed to be another one."""

    SHARE = "share"
    MARGIN = "margin"
    HOURS = "hours"
    SPEND = "spend"


@dataclass(frozen=True, slots=True)
class Gain:
    """Benefits that are alike: `rows` of one kind, evidence, share and margin, each of `minor` units before these."""

    kind: BenefitKind
    evidence: Evidence
    share: Decimal
    margin: Decimal | None
    minor: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Change:
    """`to` a value (a share or margin of 1, seconds, minor units; None: as it is), then times `factor`."""

    to: Fraction | None = None
    factor: Fraction = Fraction(1)

    @property
    def none(self) -> bool:
        """Whether it changes nothing."""
        return self.to is None and self.factor == 1

    def of(self, value: Number) -> Fraction:
        """What becomes of a value."""
        return (Fraction(value) if self.to is None else self.to) * self.factor


Changes = Mapping[Assumption, Change]
AS_IT_IS = Change()


@dataclass(frozen=True, slots=True)
class Basis:
    """What is: the sums of a ledger and the benefits they come from."""

    ledger: Ledger
    gains: tuple[Gain, ...] = ()


def supposed(basis: Basis, changes: Changes) -> Result:
    """Cost, hours and the ladder under some changes; benefit does not follow hours or spend."""
    ledger, seconds, spend = basis.ledger, changes.get(Assumption.HOURS), changes.get(Assumption.SPEND)
    if seconds is not None and ledger.seconds > 0:
        wanted = max(0, round_half_away(seconds.of(ledger.seconds)))
        staff = round_half_away(Fraction(ledger.staff * wanted, ledger.seconds))
        ledger = replace(ledger, staff=staff, seconds=wanted)
    if spend is not None and not spend.none:
        ledger = replace(ledger, costs=_scaled(ledger.costs, round_half_away(spend.of(_spend(ledger)))))
    share, margin = changes.get(Assumption.SHARE, AS_IT_IS), changes.get(Assumption.MARGIN, AS_IT_IS)
    if not (share.none and margin.none):
        ledger = replace(ledger, benefits=_benefits(ledger.benefits, basis.gains, share, margin))
    return result(ledger)


def _benefits(before: BenefitSums, gains: Iterable[Gain], share: Change, margin: Change) -> BenefitSums:
    now: dict[tuple[BenefitKind, Evidence], int] = {}
    then: dict[tuple[BenefitKind, Evidence], int] = {}
    for gain in gains:
        key = (gain.kind, gain.evidence)
        now[key] = now.get(key, 0) + gain.rows * _effective(gain, AS_IT_IS, AS_IT_IS)
        then[key] = then.get(key, 0) + gain.rows * _effective(gain, share, margin)
    sums = {key: _in_proportion(minor, now.get(key, 0), then.get(key, 0)) for key, minor in before.by_kind.items()}
    return replace(before, by_kind=sums, gross=before.gross if margin.none else 0)


def _in_proportion(credited: int, now: int, then: int) -> int:
    """What a line is credited with moves as the rows behind it do; mostly it is what they sum to."""
    if credited == now:
        return then
    return round_half_away(Fraction(credited * then, now)) if now else credited


def _effective(gain: Gain, share: Change, margin: Change) -> int:
    """What one row counts; rounded once, as a ledger row is."""
    part = _within_one(share.of(gain.share)) if _has_share(gain) else Fraction(gain.share)
    left = _within_one(margin.of(_part(gain, of_share=False))) if _has_margin(gain) else Fraction(1)
    return round_half_away(gain.minor * part * left)


def _has_share(gain: Gain) -> bool:
    """A tracked benefit counts in full: a smaller part of it would be another evidence."""
    return gain.evidence is not Evidence.TRACKED


def _has_margin(gain: Gain) -> bool:
    return gain.kind is not BenefitKind.SAVINGS


def _within_one(share: Fraction) -> Fraction:
    return min(max(share, Fraction(0)), Fraction(1))


def _spend(ledger: Ledger) -> int:
    return sum(ledger.costs.values())


def _scaled(costs: Mapping[CostCategory, int], total: int) -> dict[CostCategory, int]:
    """Cost rows by category that sum to another total, in the same proportions; what had none is other cost."""
    categories, weights = list(costs), list(costs.values())
    if any(weights) and min(weights) >= 0:
        return dict(zip(categories, allocate(total, weights), strict=True))
    changed = dict(costs)  # credit notes exceed a category's cost, or nothing was spent: the difference is other cost
    changed[CostCategory.OTHER] = changed.get(CostCategory.OTHER, 0) + total - sum(weights)
    return changed


# What the assumptions are ------------------------------------------------------------------------------------------


def level(basis: Basis, assumption: Assumption, change: Change = AS_IT_IS) -> Figure:
    """The value of an assumption, as it is or as supposed; several shares or margins are one by their amounts."""
    if assumption is Assumption.HOURS:
        return _hours(basis.ledger, change)
    if assumption is Assumption.SPEND:
        spend, currency = _spend(basis.ledger), basis.ledger.currency
        value = round_half_away(change.of(spend))
        return Figure("Spend", value, Unit.MONEY, "Σ cost rows", (), basis.ledger.period, currency=currency)
    return _mean(basis, assumption, change)


def _hours(ledger: Ledger, change: Change) -> Figure:
    reason = "" if ledger.seconds else "no hours are logged, so there is no rate to cost others with"
    value = round_half_away(change.of(ledger.seconds)) if ledger.seconds else None
    return Figure("Hours", value, Unit.SECONDS, "Σ seconds of entries", (), ledger.period, ledger.entries, reason)


def _mean(basis: Basis, assumption: Assumption, change: Change) -> Figure:
    of_share = assumption is Assumption.SHARE
    gains = [gain for gain in basis.gains if (_has_share(gain) if of_share else _has_margin(gain))]
    whole = sum(gain.minor * gain.rows for gain in gains)
    values = {gain.share if of_share else gain.margin for gain in gains}
    name = "Share" if of_share else "Margin"
    if not gains or not whole:
        why = "nothing is allocated or estimated; tracked benefit counts in full" if of_share else "savings only"
        return Figure(name, None, Unit.RATIO, "input", (), basis.ledger.period, 0, why if basis.gains else "no benefit")
    parts = [(_within_one(change.of(_part(gain, of_share=of_share))), gain.minor * gain.rows) for gain in gains]
    value = sum((part * weight for part, weight in parts), Fraction(0)) / whole
    rows = sum(gain.rows for gain in gains)
    notes = ("of several, weighted by their amounts",) if len(values) > 1 else ()
    if not of_share and None in values:
        notes = (*notes, "benefits without a margin are counted gross: 100 %")
    return Figure(name, value, Unit.RATIO, "Σ amount × it / Σ amount", (), basis.ledger.period, rows, notes=notes)


def _part(gain: Gain, *, of_share: bool) -> Decimal:
    if of_share:
        return gain.share
    return Decimal(1) if gain.margin is None else gain.margin


# Which of them matters most ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Swing:
    """The result with one assumption 20 % lower and 20 % higher, all others as they are; `reason` why it has none."""

    assumption: Assumption
    low: Figure
    high: Figure
    reason: str = ""

    @property
    def span(self) -> Fraction:
        """How far the two lie apart; 0 where one is undefined."""
        if self.low.value is None or self.high.value is None:
            return Fraction(0)
        return abs(Fraction(self.high.value) - Fraction(self.low.value))


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """The swings of all assumptions, the widest first, around the actual figure: ROI, or net where there is no cost."""

    actual: Figure
    swings: tuple[Swing, ...] = field(default_factory=tuple)


def sensitivity(basis: Basis, rung: Rung) -> Sensitivity:
    """Which assumption moves the result most."""
    by_net = not _figure(supposed(basis, {}), rung, by_net=False).defined
    swings = []
    for assumption in Assumption:
        low, high = (
            _figure(supposed(basis, {assumption: Change(None, 1 + part)}), rung, by_net=by_net)
            for part in (-SWING, SWING)
        )
        swings.append(Swing(assumption, low, high, level(basis, assumption).reason))
    swings.sort(key=lambda swing: -swing.span)
    return Sensitivity(_figure(supposed(basis, {}), rung, by_net=by_net), tuple(swings))


def _figure(found: Result, rung: Rung, *, by_net: bool) -> Figure:
    step = found.step(rung)
    return step.net if by_net else step.roi
