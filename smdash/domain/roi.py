"""Return on full cost: the ladder of evidence, net, and what a campaign still has to bring in.

Everything works on a `Ledger`: sums of whole minor units of the reporting currency, whether they come from stored
monthly totals or from rows; each ledger row was rounded once, so all views agree to the cent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum

from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.costs import CostCategory
from smdash.domain.currencies import NONE_WAITS, Unconverted
from smdash.domain.figures import Figure, Unit, ratio


class Rung(Enum):
    """How much evidence a benefit needs to count; each rung includes the ones before."""

    TRACKED = (Evidence.TRACKED,)
    ALLOCATED = (Evidence.TRACKED, Evidence.ALLOCATED)
    ESTIMATED = (Evidence.TRACKED, Evidence.ALLOCATED, Evidence.ESTIMATED)

    @property
    def label(self) -> str:
        """`T`, `T+A` or `all`, as columns are headed."""
        return {"TRACKED": "T", "ALLOCATED": "T+A"}.get(self.name, "all")

    @property
    def words(self) -> str:
        """The rung spelled out."""
        return " + ".join(evidence.value for evidence in self.value)

    def following(self) -> Rung:
        """The next rung, after the last the first again."""
        rungs = list(Rung)
        return rungs[(rungs.index(self) + 1) % len(rungs)]


@dataclass(frozen=True, slots=True)
class Ledger:
    """Cost and benefit of one thing in one period, as sums.

    `costs` holds cost rows by category, `staff` the cost of logged entries. `uncosted_seconds` are hours without a
    rate, `unconverted` counts cost rows that wait for an exchange rate: both stand apart and are named, never free.
    `overhead` is a share of unassigned cost (what was shared out of it where negative), and `notes` name the rules by
    which something was shared. `advertised` is kept where ledgers were put together; `ads_model` is the attribution
    model by which that revenue is credited to campaigns, empty for none.
    """

    currency: str
    costs: Mapping[CostCategory, int]
    staff: int
    benefits: BenefitSums
    period: str = ""
    cost_rows: int = 0
    entries: int = 0
    seconds: int = 0
    unconverted: int = 0
    uncosted_seconds: int = 0
    estimated_staff: int = 0
    overhead: int | None = None
    notes: tuple[str, ...] = ()
    waiting_costs: Unconverted = NONE_WAITS
    waiting_benefits: Unconverted = NONE_WAITS
    advertised: Mapping[Evidence, int] | None = None
    ads_model: str = ""

    def from_ads(self, evidences: Iterable[Evidence]) -> int:
        """Revenue of campaigns that paid for ads; of a campaign itself all of it where it has ad spend."""
        if self.advertised is not None:
            return sum(self.advertised.get(grade, 0) for grade in evidences)
        paid = self.costs.get(CostCategory.ADS, 0) > 0
        return self.benefits.of(evidences, BenefitKind.REVENUE) if paid else 0

    def cost_of(self, category: CostCategory) -> int:
        """The cost of one kind, in minor units; staff with what was logged."""
        return self.costs.get(category, 0) + (self.staff if category is CostCategory.STAFF else 0)

    @property
    def spent(self) -> int:
        """The whole cost, in minor units."""
        return self.staff + sum(self.costs.values()) + (self.overhead or 0)

    @property
    def empty(self) -> bool:
        """Whether there is no row behind it, waiting ones included, and no share of other rows."""
        gained = self.benefits
        rows = self.cost_rows or self.entries or gained.rows or self.unconverted or gained.unconverted
        return not (rows or self.overhead or self.seconds)


def without(whole: Ledger, parts: Iterable[Ledger]) -> Ledger:
    """What is left of a ledger when some of its parts are taken out: the parts and the rest are the whole."""
    taken = together(parts, whole.currency)
    grades = {*whole.benefits.by_kind, *taken.benefits.by_kind}
    left = {grade: whole.benefits.by_kind.get(grade, 0) - taken.benefits.by_kind.get(grade, 0) for grade in grades}
    return replace(
        whole,
        costs={kind: whole.costs.get(kind, 0) - taken.costs.get(kind, 0) for kind in CostCategory},
        staff=whole.staff - taken.staff,
        benefits=BenefitSums(
            left,
            whole.benefits.rows - taken.benefits.rows,
            whole.benefits.unconverted - taken.benefits.unconverted,
            whole.benefits.gross - taken.benefits.gross,
            whole.benefits.model,
        ),
        cost_rows=whole.cost_rows - taken.cost_rows,
        entries=whole.entries - taken.entries,
        seconds=whole.seconds - taken.seconds,
        unconverted=whole.unconverted - taken.unconverted,
        uncosted_seconds=whole.uncosted_seconds - taken.uncosted_seconds,
        estimated_staff=whole.estimated_staff - taken.estimated_staff,
        waiting_costs=whole.waiting_costs - taken.waiting_costs,
        waiting_benefits=whole.waiting_benefits - taken.waiting_benefits,
    )


def together(ledgers: Iterable[Ledger], currency: str, period: str = "") -> Ledger:
    """The ledger of several things at once: each sum is the sum of theirs."""
    every = tuple(ledgers)
    costs = dict.fromkeys(CostCategory, 0)
    gained: dict[tuple[BenefitKind, Evidence], int] = {}
    for ledger in every:
        for category, minor in ledger.costs.items():
            costs[category] += minor
        for grade, minor in ledger.benefits.by_kind.items():
            gained[grade] = gained.get(grade, 0) + minor
    parts = [ledger.benefits for ledger in every]
    overheads = [ledger.overhead for ledger in every if ledger.overhead is not None]
    return Ledger(
        currency=currency,
        costs=costs,
        staff=sum(ledger.staff for ledger in every),
        benefits=BenefitSums(
            gained,
            sum(part.rows for part in parts),
            sum(part.unconverted for part in parts),
            sum(part.gross for part in parts),
            next((part.model for part in parts if part.model), ""),
        ),
        period=period,
        cost_rows=sum(ledger.cost_rows for ledger in every),
        entries=sum(ledger.entries for ledger in every),
        seconds=sum(ledger.seconds for ledger in every),
        unconverted=sum(ledger.unconverted for ledger in every),
        uncosted_seconds=sum(ledger.uncosted_seconds for ledger in every),
        estimated_staff=sum(ledger.estimated_staff for ledger in every),
        overhead=(sum(overheads) or None) if overheads else None,
        waiting_costs=sum((ledger.waiting_costs for ledger in every), NONE_WAITS),
        waiting_benefits=sum((ledger.waiting_benefits for ledger in every), NONE_WAITS),
        advertised=_advertised(every),
        ads_model=next((ledger.ads_model for ledger in every if ledger.ads_model), ""),
        notes=tuple(dict.fromkeys(note for ledger in every for note in ledger.notes)),
    )


def _advertised(ledgers: Iterable[Ledger]) -> dict[Evidence, int]:
    found = dict.fromkeys(Evidence, 0)
    for ledger in ledgers:
        if ledger.advertised is not None or ledger.costs.get(CostCategory.ADS, 0) > 0:
            for grade in Evidence:
                found[grade] += ledger.from_ads([grade])
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder with its benefit, net and ROI."""

    rung: Rung
    benefit: Figure
    net: Figure
    roi: Figure


@dataclass(frozen=True, slots=True)
class Result:
    """All that a row of a campaign list or the ROI block of an overview shows."""

    cost: Figure
    hours: Figure
    steps: tuple[Step, ...] = ()

    def step(self, rung: Rung) -> Step:
        """The step of a rung."""
        return next(step for step in self.steps if step.rung is rung)


def result(ledger: Ledger) -> Result:
    """Cost, hours, and the ladder in its fixed order: tracked, + allocated, + estimated."""
    spent = cost(ledger)
    hours = Figure("Hours", ledger.seconds, Unit.SECONDS, "Σ seconds of entries", (), ledger.period, ledger.entries)
    return Result(spent, hours, tuple(_step(ledger, rung, spent) for rung in Rung))


def cost(ledger: Ledger) -> Figure:
    """Ads + tools + agency + content + rewards + other + staff; each part an input, those that are zero left out."""
    parts = [
        _money(ledger, category.value.capitalize(), minor, "Σ cost rows")
        for category in CostCategory
        if category is not CostCategory.STAFF and (minor := ledger.costs.get(category, 0))
    ]
    entered = ledger.costs.get(CostCategory.STAFF, 0)
    if ledger.staff or entered or ledger.entries:
        notes = []
        if ledger.estimated_staff:
            notes.append("includes staff cost entered as an estimated share, not logged")
        formula = "Σ seconds × rate / 3600" + (" + staff cost rows" if entered else "")
        parts.append(_money(ledger, "Staff", ledger.staff + entered, formula, rows=ledger.entries, notes=tuple(notes)))
    if ledger.overhead is not None:
        parts.append(_money(ledger, "Overhead", ledger.overhead, "share of unassigned cost"))
    total = sum(int(part.value or 0) for part in parts)
    formula = "ads + tools + agency + content + rewards + other + staff"
    if ledger.overhead is not None:
        formula += " + overhead"
    rows = ledger.cost_rows + ledger.entries
    return _money(ledger, "Cost", total, formula, tuple(parts), rows, _cost_notes(ledger))


def _cost_notes(ledger: Ledger) -> tuple[str, ...]:
    notes = [*ledger.notes]
    if ledger.unconverted:
        notes.append(_waiting(ledger.unconverted, "cost row", ledger.waiting_costs))
    if ledger.uncosted_seconds:
        hours = Figure("", ledger.uncosted_seconds, Unit.SECONDS, "").text()
        notes.append(f"hours without a rate, not included: {hours}")
    return tuple(notes)


def _waiting(count: int, what: str, amounts: Unconverted) -> str:
    of = f" ({amounts.words})" if amounts.amounts else ""
    return f"{count} {what}{' waits' if count == 1 else 's wait'} for an exchange rate: not included{of}"


def not_converted(ledger: Ledger) -> str:
    """What waits for an exchange rate, apart by cost and benefit and by currency; empty where nothing does."""
    parts = (
        (ledger.unconverted, ledger.waiting_costs, "cost"),
        (ledger.benefits.unconverted, ledger.waiting_benefits, "benefit"),
    )
    return ", ".join(Unconverted(rows, waits.amounts).counted(what) for rows, waits, what in parts if rows)


def label(ledger: Ledger, rung: Rung) -> str:
    """How a number of a rung is labelled: `T+A`, and with the model that shared out its benefits `T+A · linear`."""
    return f"{rung.label} · {ledger.benefits.model}" if ledger.benefits.model else rung.label


def benefit(ledger: Ledger, rung: Rung) -> Figure:
    """Revenue + retention + savings with the evidence of a rung, each × its share (× margin where one is set)."""
    kinds = tuple(
        _money(ledger, kind.value.capitalize(), ledger.benefits.of(rung.value, kind), "Σ amount × share (× margin)")
        for kind in BenefitKind
    )
    notes = []
    if ledger.benefits.gross:
        notes.append(f"counted gross, no margin is set: {ledger.benefits.gross}")
    if ledger.benefits.unconverted:
        notes.append(_waiting(ledger.benefits.unconverted, "benefit", ledger.waiting_benefits))
    total = ledger.benefits.of(rung.value)
    name = f"Benefit {label(ledger, rung)}"
    if ledger.benefits.model:
        notes.append(f"shared over recorded touches: {ledger.benefits.model}")
    formula = f"revenue + retention + savings, {rung.words}"
    return _money(ledger, name, total, formula, kinds, ledger.benefits.rows, tuple(notes))


def _step(ledger: Ledger, rung: Rung, spent: Figure) -> Step:
    gained = benefit(ledger, rung)
    net_minor = int(gained.value or 0) - int(spent.value or 0)
    words = label(ledger, rung)
    net = _money(ledger, f"Net {words}", net_minor, "benefit − cost", (gained, spent))
    return Step(rung, gained, net, roi(net, spent, words))


def roi(net: Figure, spent: Figure, label: str = "") -> Figure:
    """Net / cost, 1 being 100 %; undefined unless the cost is above zero."""
    name = f"ROI {label}".strip()
    if spent.value is not None and spent.value <= 0:
        reason = "there is no cost" if spent.value == 0 else "the cost is below zero"
        return Figure(name, None, Unit.RATIO, "net / cost", (net, spent), spent.period, None, reason)
    return ratio(name, net, spent, "net / cost", missing="there is no cost", period=spent.period)


def _money(
    ledger: Ledger,
    name: str,
    minor: int,
    formula: str,
    inputs: tuple[Figure, ...] = (),
    rows: int | None = None,
    notes: tuple[str, ...] = (),
) -> Figure:
    return Figure(name, minor, Unit.MONEY, formula, inputs, ledger.period, rows, currency=ledger.currency, notes=notes)
