"""What a campaign brought in: revenue, retention and savings, each with its evidence and the share it may claim."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smdash.domain.figures import Figure, Number, Unit
from smdash.domain.money import Money, allocate, round_half_away
from smdash.domain.periods import Period
from smdash.errors import FormFaults, InvalidInput


class BenefitKind(StrEnum):
    """The three kinds of benefit, always apart."""

    REVENUE = "revenue"
    RETENTION = "retention"
    SAVINGS = "savings"


class BenefitCategory(StrEnum):
    """What was sold, renewed or given."""

    MEMBERSHIP = "membership"
    RENEWALS = "renewals"
    EVENTS = "events"
    PRODUCTS = "products"
    EDUCATION = "education"
    DONATIONS = "donations"
    SPONSORSHIP = "sponsorship"
    OTHER = "other"


class Evidence(StrEnum):
    """How well a benefit is known: by link, code or touches; by a stated share; by judgement."""

    TRACKED = "tracked"
    ALLOCATED = "allocated"
    ESTIMATED = "estimated"


ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class BenefitDraft:
    """A benefit as a person enters it. A refund is negative and names the benefit it reverses.

    `share` (0 < share ≤ 1) is the part credited to social media, `margin` (0 < margin ≤ 1) what is left of revenue
    after its direct cost. `attributed` says that the share comes from an attribution model over recorded touches.
    `inputs` are the numbers of a guided form.
    """

    day: date
    amount: Money
    kind: BenefitKind
    category: BenefitCategory = BenefitCategory.OTHER
    evidence: Evidence = Evidence.TRACKED
    share: Decimal = ONE
    margin: Decimal | None = None
    campaign_id: int | None = None
    channel_id: int | None = None
    post_id: int | None = None
    name: str = ""
    note: str = ""
    attributed: bool = False
    reverses_id: int | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BenefitLine:
    """One stored benefit. `converted` is the gross amount in the reporting currency, None while it waits for a rate."""

    id: int
    draft: BenefitDraft
    converted: int | None = None

    @property
    def effective(self) -> int | None:
        """What counts, in minor units of the reporting currency; None while it waits for a rate."""
        if self.converted is None:
            return None
        return effective_minor(self.converted, self.draft.kind, self.draft.share, self.draft.margin)


def effective_minor(gross: int, kind: BenefitKind, share: Decimal, margin: Decimal | None) -> int:
    """Gross × share × margin where one is set, never on savings; rounded once, half away from zero."""
    factor = Fraction(share)
    if margin is not None and kind is not BenefitKind.SAVINGS:
        factor *= Fraction(margin)
    return round_half_away(gross * factor)


def check_benefit(draft: BenefitDraft) -> BenefitDraft:
    """The draft when it keeps the rules of evidence; `FormFaults` with all faults by field when not."""
    faults = {}
    if not 0 < draft.share <= 1:
        faults["share"] = "The share must be above 0 % and at most 100 %."
    elif draft.evidence is Evidence.TRACKED and draft.share != 1 and not draft.attributed:
        faults["share"] = "A tracked benefit counts in full. Choose allocated for a stated share."
    if draft.margin is not None and draft.kind is BenefitKind.SAVINGS:
        faults["margin"] = "Savings have no margin. Leave it empty."
    elif draft.margin is not None and not 0 < draft.margin <= 1:
        faults["margin"] = "The margin must be above 0 % and at most 100 %."
    if draft.amount.minor == 0:
        faults["amount"] = "The amount is zero."
    elif draft.amount.minor < 0 and draft.reverses_id is None:
        faults["amount"] = "Only a refund is negative. Name the benefit it reverses."
    if faults:
        raise FormFaults(faults)
    return draft


def refund(original: BenefitLine, day: date, amount: Money | None = None) -> BenefitDraft:
    """The draft that takes back all or a part of a benefit, with the evidence, share and margin of what it reverses."""
    given = original.draft.amount
    back = given if amount is None else amount
    if back.currency != given.currency:
        raise InvalidInput(f"The refund must be in {given.currency}.", "Use the currency of the benefit.")
    if not 0 < back.minor <= given.minor:
        raise InvalidInput("A refund is above zero and at most the benefit's amount.", "Check the amount.")
    source = original.draft
    return BenefitDraft(
        day=day,
        amount=-back,
        kind=source.kind,
        category=source.category,
        evidence=source.evidence,
        share=source.share,
        margin=source.margin,
        campaign_id=source.campaign_id,
        channel_id=source.channel_id,
        post_id=source.post_id,
        name=source.name,
        attributed=source.attributed,
        reverses_id=original.id,
    )


@dataclass(frozen=True, slots=True)
class BenefitSums:
    """Benefits of a period: effective minor units by kind and evidence, and what needs a word beside them.

    `model` is the attribution model that shared them out, empty for none; it stands in the label of each number.
    """

    by_kind: Mapping[tuple[BenefitKind, Evidence], int]
    rows: int = 0
    unconverted: int = 0
    gross: int = 0
    model: str = ""

    def of(self, evidences: Iterable[Evidence], kind: BenefitKind | None = None) -> int:
        """The sum over some grades of evidence, of one kind or of all."""
        wanted = set(evidences)
        return sum(v for (k, e), v in self.by_kind.items() if e in wanted and (kind is None or k is kind))


def sum_benefits(lines: Iterable[BenefitLine], period: Period) -> BenefitSums:
    """Add up the benefits of a period; rows that wait for a rate and rows counted without a margin are counted."""
    totals: dict[tuple[BenefitKind, Evidence], int] = {}
    rows = waiting = gross = 0
    for line in lines:
        if line.draft.day not in period:
            continue
        amount = line.effective
        if amount is None:
            waiting += 1
            continue
        key = (line.draft.kind, line.draft.evidence)
        totals[key] = totals.get(key, 0) + amount
        rows += 1
        gross += line.draft.margin is None and line.draft.kind is not BenefitKind.SAVINGS
    return BenefitSums(totals, rows, waiting, gross)


def retention_uplift(
    with_rate: Number, without_rate: Number, exposed: int, annual: Money, horizon_years: Number = 1
) -> Figure:
    """Gross benefit of better retention: (renewal rate with − without) × members exposed × annual value × years.

    Rates are shares (0.85). Undiscounted; the margin is applied by the benefit row, once.
    """
    amount = round_half_away(
        (Fraction(with_rate) - Fraction(without_rate)) * exposed * annual.minor * Fraction(horizon_years)
    )
    return Figure(
        "Retention uplift",
        amount,
        Unit.MONEY,
        "(renewal rate with − without) × members exposed × annual value × years",
        (
            Figure("Renewal rate with", with_rate, Unit.RATIO, "input"),
            Figure("Renewal rate without", without_rate, Unit.RATIO, "input"),
            Figure("Members exposed", exposed, Unit.COUNT, "input"),
            Figure("Annual value", annual.minor, Unit.MONEY, "input", currency=annual.currency),
            Figure("Horizon in years", horizon_years, Unit.NUMBER, "input"),
        ),
        currency=annual.currency,
        notes=(f"horizon {horizon_years} year{'s' if horizon_years != 1 else ''}, not discounted",),
    )


def savings(seconds: int, hourly: Money, calls: int, per_call: Money) -> Figure:
    """Cost that did not arise: hours saved × hourly rate + calls avoided × cost of a call; rounded once.

    Both amounts are in one currency (`SmdashError` when not).
    """
    hours = Fraction(hourly.minor * seconds, 3600)
    amount = Money(0, hourly.currency) + Money(0, per_call.currency)  # refuses two currencies
    return Figure(
        "Savings",
        round_half_away(hours + calls * per_call.minor),
        Unit.MONEY,
        "hours saved × hourly rate + calls avoided × cost of a call",
        (
            Figure("Hours saved", seconds, Unit.SECONDS, "input"),
            Figure("Hourly rate", hourly.minor, Unit.MONEY, "input", currency=hourly.currency),
            Figure("Calls avoided", calls, Unit.COUNT, "input"),
            Figure("Cost of a call", per_call.minor, Unit.MONEY, "input", currency=per_call.currency),
        ),
        currency=amount.currency,
    )


def evidence_shares(sums: BenefitSums) -> dict[Evidence, int]:
    """How much of what counts is of each grade, in whole percent that add up to 100; grades at or below zero left out.

    Empty where nothing counts.
    """
    minors = {grade: max(0, sums.of([grade])) for grade in Evidence}
    if not any(minors.values()):
        return {}
    shares = dict(zip(minors, allocate(100, list(minors.values())), strict=True))
    return {grade: share for grade, share in shares.items() if minors[grade]}
