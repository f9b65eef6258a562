"""What a line brings in by its ads, and what it still has to bring in."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from smdash.domain.costs import CostCategory
from smdash.domain.figures import Figure, Number, Unit
from smdash.domain.media import roas
from smdash.domain.money import Money, round_half_away
from smdash.domain.roi import Ledger, Rung, label


def ad_return(ledger: Ledger, rung: Rung) -> Figure:
    """ROAS: revenue of campaigns that paid for ads, with the evidence of a rung, by ad spend; Σ/Σ, never a mean."""
    revenue = Money(ledger.from_ads(rung.value), ledger.currency)
    spend = Money(ledger.costs.get(CostCategory.ADS, 0), ledger.currency)
    model = ledger.ads_model if not ledger.benefits.model else ""
    words = label(ledger, rung) + (f" · {model}" if model else "")
    figure = roas(revenue, spend, words, ledger.period)
    return replace(figure, notes=("revenue of campaigns without ad spend is left out",))


def break_even(spent: Figure, margin: Number | None = None) -> Figure:
    """Revenue needed to cover a cost: cost / margin; without a margin it is taken as 1, which is said."""
    inputs = (spent,) if margin is None else (spent, Figure("Margin", margin, Unit.RATIO, "input"))
    notes = ("no margin is set: taken as 100 %",) if margin is None else ()
    value, reason = None, spent.reason
    if spent.value is not None and margin is not None and margin <= 0:
        reason = "the margin is not above zero"
    elif spent.value is not None:
        value = round_half_away(Fraction(spent.value) / Fraction(1 if margin is None else margin))
    return Figure(
        "Break-even revenue",
        value,
        Unit.MONEY,
        "cost / margin",
        inputs,
        spent.period,
        None,
        reason,
        spent.currency,
        notes,
    )
