"""The ROI report: what the work of a period cost and brought, by campaign, channel, message, objective or month."""

from __future__ import annotations

from smdash.domain.benefits import BenefitKind, BenefitSums
from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory
from smdash.domain.figures import Unit, show_minor
from smdash.domain.media import Basis, Price, equivalent_media_cost
from smdash.domain.organisation import Organisation
from smdash.domain.periods import Period
from smdash.domain.returns import ad_return
from smdash.domain.roi import Ledger, Rung, label, result
from smdash.domain.statement import Order, Statement, StatementLine, cut, ordered, price, summed
from smdash.reports.table import Report, Table, Value, money, name, number
from smdash.store.launch import live_marks
from smdash.store.statements import statement
from smdash.store.store import Snapshot

_BASES = {Basis.FULL: "full", Basis.AD_SPEND: "ads"}


def roi_report(snapshot: Snapshot, period: Period, by: By = By.CAMPAIGN, rung: Rung = Rung.ALLOCATED) -> Report:
    """The lines of the Campaigns pane in one view, the largest cost first, months in their order; no person's cost.

    The total is the sum of the rows, and the same in each view.
    """
    found = statement(snapshot, period, by)
    order = Order.NAME if by is By.MONTH else Order.COST
    first, others = cut(ordered(found.lines, order, rung))
    below = [*others, *(line for line in found.apart if not line.ledger.empty or line.events.posts)]
    total = summed("total", "total", [*first, *below]) if first or below else None
    lines = [*first, *below]
    organisation = snapshot.organisation
    facts = [
        ("by", by.value),
        ("period", f"{period.name} ({period.start.isoformat()} to {period.last.isoformat()})"),
        ("currency", found.currency),
        ("net and ROAS", rung.words),
    ]
    if organisation.name:
        facts.insert(0, ("organisation", organisation.name))
    tables = (_results(found, lines, below, total, rung), _kinds(found, lines, total), _prices(found, lines, total))
    notes = (*_notes(total), *_media_note(organisation, total), *(f"legal: {mark}" for mark in live_marks(snapshot)))
    return Report("Return on full cost", tuple(facts), tables, _flat(found, lines, below, total, rung), notes)


def _results(
    found: Statement, lines: list[StatementLine], below: list[StatementLine], total: StatementLine | None, rung: Rung
) -> Table:
    whole = total.ledger if total else Ledger(found.currency, {}, 0, BenefitSums({}))
    words = label(whole, rung)  # with the attribution model, where one shares out benefits
    heads = ("hours", "cost", f"benefit {words}", f"net {words}")
    ladder = (*(f"ROI {label(whole, each)}" for each in Rung), ad_return(whole, rung).name)

    def row(line: StatementLine) -> tuple[Value, ...]:
        made = result(line.ledger)
        step = made.step(rung)
        values = (number(made.hours), number(made.cost), number(step.benefit), number(step.net, signed=True))
        return (name(line.name), *values, *_ratios(line, rung, own=line not in below))

    columns = tuple((head, head) for head in (found.by.value, *heads, *ladder))
    return Table("Cost, benefit and return", columns, tuple(map(row, lines)), row(total) if total else ())


def _ratios(line: StatementLine, rung: Rung, *, own: bool) -> tuple[Value, ...]:
    """The ladder and the return on ads; what belongs to none has none of its own."""
    if not own:
        return (Value(None, Unit.RATIO),) * len(Rung) + (Value(None, Unit.NUMBER),)
    made = result(line.ledger)
    return (*(number(made.step(each).roi, signed=True) for each in Rung), number(ad_return(line.ledger, rung)))


def _kinds(found: Statement, lines: list[StatementLine], total: StatementLine | None) -> Table:
    everything = [line.ledger for line in lines]
    kinds = [kind for kind in CostCategory if any(ledger.cost_of(kind) for ledger in everything)]
    shared = any(ledger.overhead for ledger in everything)

    def row(line: StatementLine) -> tuple[Value, ...]:
        ledger = line.ledger
        parts = [money(ledger.cost_of(kind), found.currency) for kind in kinds]
        if shared:
            parts.append(money(ledger.overhead or 0, found.currency))
        return (name(line.name), *parts, money(ledger.spent, found.currency))

    heads = (found.by.value, *(kind.value for kind in kinds), *(("overhead",) if shared else ()), "cost")
    columns = tuple((head, head) for head in heads)
    return Table("Cost by kind", columns, tuple(map(row, lines)), row(total) if total else ())


def _prices(found: Statement, lines: list[StatementLine], total: StatementLine | None) -> Table:
    pairs = [(what, basis) for basis in _BASES for what in Price]

    def row(line: StatementLine) -> tuple[Value, ...]:
        return (name(line.name), *(number(price(line.ledger, line.events, what, basis)) for what, basis in pairs))

    heads = (found.by.value, *(f"{what.name} {_BASES[basis]}" for what, basis in pairs))
    title = "Prices, fully loaded and with ad spend only"
    return Table(title, tuple((head, head) for head in heads), tuple(map(row, lines)), row(total) if total else ())


def _flat(
    found: Statement, lines: list[StatementLine], below: list[StatementLine], total: StatementLine | None, rung: Rung
) -> Table:
    """Everything side by side."""
    currency = found.currency
    ratios = (*(f"roi_{_key(each)}" for each in Rung), f"roas_{_key(rung)}")

    def values(line: StatementLine) -> list[tuple[str, Value]]:
        ledger = line.ledger
        made = result(ledger)
        return [
            (found.by.value, name(line.name)),
            ("seconds", Value(ledger.seconds, Unit.COUNT)),
            *((f"cost_{kind.value}", money(ledger.cost_of(kind), currency)) for kind in CostCategory),
            ("cost_overhead", money(ledger.overhead or 0, currency)),
            ("cost", money(ledger.spent, currency)),
            *((f"benefit_{_key(each)}", money(ledger.benefits.of(each.value), currency)) for each in Rung),
            *(
                (f"{kind.value}_{_key(rung)}", money(ledger.benefits.of(rung.value, kind), currency))
                for kind in BenefitKind
            ),
            *((f"net_{_key(each)}", number(made.step(each).net)) for each in Rung),
            *zip(ratios, _ratios(line, rung, own=line not in below), strict=True),
            *(
                (f"{what.name.lower()}_{_BASES[basis]}", number(price(line.ledger, line.events, what, basis)))
                for basis in _BASES
                for what in Price
            ),
        ]  # fmt: skip

    blank = StatementLine("none", "", Ledger(currency, {}, 0, BenefitSums({})))
    columns = tuple((key, key) for key, _ in values(blank))
    rows = tuple(tuple(value for _, value in values(line)) for line in lines)
    return Table("", columns, rows, tuple(value for _, value in values(total)) if total else ())


def _key(rung: Rung) -> str:
    return {"T": "tracked", "T+A": "allocated"}.get(rung.label, "all")


def _media_note(organisation: Organisation, total: StatementLine | None) -> tuple[str, ...]:
    """What the same attention would have cost as ads, apart from everything else."""
    prices = organisation.media_prices
    if total is None or prices is None:
        return ()
    figure = equivalent_media_cost(total.events, *prices)
    if not figure.defined:
        return ()
    cpm, cpc = (show_minor(each.minor, each.currency, cents=True) for each in prices)
    said = f"equivalent media cost {figure.text(cents=True)} = impressions × {cpm} / 1000 + clicks × {cpc}"
    return (f"{said}; {', '.join(figure.notes)}",)


def _notes(total: StatementLine | None) -> tuple[str, ...]:
    """What is not counted, by which rule something was shared, and what the words mean."""
    said = [
        "ROI = (benefit − cost) / cost; T: tracked benefit, T+A: and allocated, all: and estimated",
        "ROAS = revenue of campaigns that paid for ads / ad spend",
    ]
    if total is not None:
        ledger = total.ledger
        said += result(ledger).cost.notes
        said += result(ledger).steps[-1].benefit.notes
    return tuple(said)
