"""Benefits in the store: what counts is rounded once, refunds carry their original's evidence, totals follow."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from smdash.domain.benefits import BenefitDraft, BenefitKind, BenefitSums, Evidence, sum_benefits
from smdash.domain.breakdown import By
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.guided import Guided, Method, kept
from smdash.domain.money import Money
from smdash.domain.periods import Calendar, Period
from smdash.errors import FormFaults, InvalidInput, Refused
from smdash.store import undo
from smdash.store.benefit_sums import benefit_sums, daily_benefits
from smdash.store.benefits import (
    add_benefit,
    benefit_page,
    delete_benefit,
    edit_benefit,
    get_benefit,
    refund_benefit,
    refundable,
    refunds_of,
)
from smdash.store.campaigns import add_campaign
from smdash.store.currencies import set_exchange_rate
from smdash.store.outcomes import OutcomeDraft, OutcomeKind, add_outcome, outcomes
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot, Store
from smdash.store.tables import benefit

CALENDAR = Calendar()
TODAY = date(2026, 11, 22)
Q4 = CALENDAR.parse("2026-Q4", TODAY)


def gained(minor: int = 100_00, day: date = date(2026, 11, 3), **more: object) -> BenefitDraft:
    values = {"day": day, "amount": Money(minor, "USD"), "kind": BenefitKind.REVENUE} | more
    return BenefitDraft(**values)  # type: ignore[arg-type]


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(add_campaign, CampaignDraft("Spring"))


def stored_effective(snapshot: Snapshot, benefit_id: int) -> int | None:
    row = snapshot.connection.execute(benefit.select().where(benefit.c.id == benefit_id)).one()
    return None if row.effective_minor is None else int(row.effective_minor)


def test_what_counts_is_share_and_margin_rounded_once(store: Store, spring: int) -> None:
    draft = gained(
        100_05,
        evidence=Evidence.ALLOCATED,
        share=Decimal("0.5"),
        margin=Decimal("0.3"),
        campaign_id=spring,
        inputs={"exposed": "120"},
    )
    benefit_id = store.write(add_benefit, draft)
    found = store.read(get_benefit, benefit_id)
    assert found.draft == draft
    assert found.effective == store.read(stored_effective, benefit_id) == 15_01
    sums = store.read(benefit_sums, Q4)[spring]
    assert sums == BenefitSums({(BenefitKind.REVENUE, Evidence.ALLOCATED): 15_01}, rows=1)


def test_all_faults_come_at_once(store: Store) -> None:
    wrong = gained(0, kind=BenefitKind.SAVINGS, margin=Decimal("0.5"), share=Decimal("0.4"))
    with pytest.raises(FormFaults) as caught:
        store.write(add_benefit, wrong)
    assert set(caught.value.faults) == {"amount", "margin", "share"}


def test_an_attributed_share_may_be_tracked_and_stays_so(store: Store) -> None:
    draft = gained(share=Decimal("0.25"), attributed=True)
    assert store.read(get_benefit, store.write(add_benefit, draft)).draft == draft


def test_a_refund_carries_evidence_share_and_margin(store: Store, spring: int) -> None:
    draft = gained(evidence=Evidence.ALLOCATED, share=Decimal("0.5"), margin=Decimal("0.8"), campaign_id=spring)
    original = store.write(add_benefit, draft)
    back = store.read(get_benefit, store.write(refund_benefit, original, TODAY, Money(30_00, "USD")))
    assert (back.draft.evidence, back.draft.share, back.draft.margin) == (draft.evidence, draft.share, draft.margin)
    assert (back.draft.reverses_id, back.draft.campaign_id, back.effective) == (original, spring, -12_00)
    assert store.read(refundable, store.read(get_benefit, original)) == Money(70_00, "USD")
    store.write(refund_benefit, original, TODAY)
    assert store.read(benefit_sums, Q4)[spring].of(Evidence) == 0
    with pytest.raises(Refused, match="in full"):
        store.write(refund_benefit, original, TODAY)


@pytest.mark.parametrize("amount", [Money(100_01, "USD"), Money(0, "USD"), Money(-5, "USD"), Money(5, "EUR")])
def test_a_refund_is_a_part_of_what_is_left(store: Store, amount: Money) -> None:
    original = store.write(add_benefit, gained(100_00))
    with pytest.raises(InvalidInput):
        store.write(refund_benefit, original, TODAY, amount)


def test_two_refunds_are_not_more_than_the_benefit(store: Store) -> None:
    original = store.write(add_benefit, gained(100_00))
    store.write(refund_benefit, original, TODAY, Money(60_00, "USD"))
    with pytest.raises(FormFaults, match="40 of this benefit"):
        store.write(refund_benefit, original, TODAY, Money(60_00, "USD"))
    refund = store.read(refunds_of, original)[0]
    with pytest.raises(Refused, match="refund itself"):
        store.write(refund_benefit, refund.id, TODAY)


def test_editing_a_benefit_takes_its_refunds_along(store: Store, spring: int) -> None:
    original = store.write(add_benefit, gained(100_00))
    refund = store.write(refund_benefit, original, TODAY, Money(40_00, "USD"))
    changed = gained(100_00, evidence=Evidence.ALLOCATED, share=Decimal("0.5"), campaign_id=spring)
    store.write(edit_benefit, original, changed)
    followed = store.read(get_benefit, refund)
    assert (followed.draft.share, followed.draft.campaign_id, followed.effective) == (Decimal("0.5"), spring, -20_00)
    assert store.read(benefit_sums, Q4)[spring].of(Evidence) == 30_00
    with pytest.raises(FormFaults, match="was refunded"):
        store.write(edit_benefit, original, gained(39_99))
    with pytest.raises(FormFaults, match="USD"):
        store.write(edit_benefit, original, gained(amount=Money(90_00, "EUR")))


def test_editing_a_refund_changes_only_what_is_its_own(store: Store) -> None:
    original = store.write(add_benefit, gained(100_00, name="Orders"))
    refund = store.write(refund_benefit, original, TODAY, Money(40_00, "USD"))
    store.write(edit_benefit, refund, gained(-50_00, evidence=Evidence.ESTIMATED, name="other", note="why"))
    draft = store.read(get_benefit, refund).draft
    assert (draft.amount.minor, draft.note, draft.name, draft.evidence) == (-50_00, "why", "Orders", Evidence.TRACKED)
    with pytest.raises(FormFaults, match="100"):
        store.write(edit_benefit, refund, gained(-100_01))


def test_a_refunded_benefit_is_not_deleted_under_its_refund(store: Store) -> None:
    original = store.write(add_benefit, gained(100_00))
    refund = store.write(refund_benefit, original, TODAY)
    with pytest.raises(Refused, match="1 refund"):
        store.write(delete_benefit, original)
    store.write(delete_benefit, refund)
    store.write(delete_benefit, original)
    assert store.read(benefit_sums, Q4) == {}
    assert store.write(undo.undo).label == "delete benefit 100 USD from other"
    assert store.read(benefit_sums, Q4)[None].of(Evidence) == 100_00


def test_a_benefit_without_a_rate_waits(store: Store) -> None:
    benefit_id = store.write(add_benefit, gained(amount=Money(100_00, "EUR")))
    sums = store.read(benefit_sums, Q4)[None]
    assert (sums.of(Evidence), sums.rows, sums.unconverted, sums.gross) == (0, 0, 1, 0)
    store.write(set_exchange_rate, "EUR", date(2026, 11, 1), Decimal("1.2"))
    assert store.read(get_benefit, benefit_id).effective is None, "converting what waits is an act of its own"
    store.write(edit_benefit, benefit_id, gained(amount=Money(100_00, "EUR")))
    assert store.read(get_benefit, benefit_id).effective == 120_00


@pytest.mark.parametrize("named", ["2026-Q4", "2026-11", "2026-10-15..2026-12-10", "2026-11-03..2026-11-03", "2026"])
def test_totals_agree_with_a_recount_in_any_period(store: Store, spring: int, named: str) -> None:
    for number, day in enumerate([date(2026, 10, 14), date(2026, 10, 15), date(2026, 11, 3), date(2026, 12, 11)]):
        evidence = list(Evidence)[number % 3]
        share = Decimal(1) if evidence is Evidence.TRACKED else Decimal("0.33")
        store.write(add_benefit, gained(101 + number, day, evidence=evidence, share=share, campaign_id=spring))
    store.write(add_benefit, gained(77, date(2026, 11, 3), kind=BenefitKind.SAVINGS, campaign_id=spring))
    period: Period = CALENDAR.parse(named, TODAY)
    everything = store.read(benefit_page, Scope(By.CAMPAIGN, spring, CALENDAR.parse("2026", TODAY))).lines
    assert store.read(benefit_sums, period).get(spring, BenefitSums({})) == sum_benefits(everything, period)
    by_day = store.read(daily_benefits, period).get(spring, {})
    summed = sum(part.minor for parts in by_day.values() for part in parts)
    assert summed == sum_benefits(everything, period).of(Evidence)


def test_outcomes_are_counted_apart(store: Store, spring: int) -> None:
    store.write(add_outcome, OutcomeDraft(TODAY, OutcomeKind.LEAD, 12, spring, note="form"))
    store.write(add_outcome, OutcomeDraft(TODAY, OutcomeKind.LEAD, -2, spring))
    assert [each.draft.count for each in store.read(outcomes, Q4)] == [-2, 12]
    with pytest.raises(FormFaults):
        store.write(add_outcome, OutcomeDraft(TODAY, OutcomeKind.LEAD, 0))
    assert store.write(undo.undo).label == "add -2 leads"


def test_a_guided_benefit_keeps_its_numbers_and_must_follow_from_them(store: Store, spring: int) -> None:
    answers: dict[str, Decimal | int | Money | None] = {
        "treated_people": 100_000,
        "treated_conversions": 1200,
        "control_people": 100_000,
        "control_conversions": 900,
        "order_value": Money(80_00, "USD"),
        "spend": Money(50_000_00, "USD"),
    }
    inputs = kept(Guided(Method.HOLDOUT, answers, "shop export"))
    draft = gained(24_000_00, evidence=Evidence.ALLOCATED, margin=Decimal("0.4"), campaign_id=spring, inputs=inputs)
    added = store.write(add_benefit, draft)
    assert store.read(get_benefit, added).draft == draft
    assert store.read(stored_effective, added) == 9_600_00  # the revenue × margin; never the profit of −40 400
    with pytest.raises(FormFaults) as caught:
        store.write(edit_benefit, added, replace(draft, amount=Money(-40_400_00, "USD"), evidence=Evidence.TRACKED))
    assert set(caught.value.faults) == {"amount", "evidence"}
    refunded = store.write(refund_benefit, added, date(2026, 11, 20), Money(1_000_00, "USD"))
    assert store.read(get_benefit, refunded).draft.inputs == {}
