"""An organisation in TOML, written through the store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from smdash.domain.breakdown import By
from smdash.domain.goals import Aggregation, Measured, Pacing
from smdash.domain.periods import between
from smdash.exchange.files.openings import is_organisation_file
from smdash.exchange.organisation.apply import apply_organisation, read_organisation
from smdash.exchange.organisation.values import OrganisationFile
from smdash.store import (
    benefits,
    campaigns,
    check_ins,
    costs,
    goals,
    kpis,
    organisation,
    outcomes,
    readings,
    risks,
    timers,
)
from smdash.store.annotations import all_annotations
from smdash.store.scopes import Scope
from smdash.store.store import Store

Read = Callable[..., OrganisationFile]
ALL_DAYS = between(date(2020, 1, 1), date(2030, 1, 1))


def test_toml_files_are_told_by_their_name() -> None:
    assert is_organisation_file(Path("a/Guild.TOML"))
    assert not is_organisation_file(Path("toggl.csv"))


def test_one_file_brings_everything_in_one_change(store: Store, read: Read, guild: Any) -> None:
    added = store.write(apply_organisation, read(guild.whole))
    assert added == {
        "person": 1, "rate": 2, "channel": 1, "exchange rate": 1, "objective": 1, "kpi": 2, "campaign": 1, "cost": 1,
        "benefit": 1, "refund": 1, "outcome": 1, "reading": 3, "check-in": 1, "note": 1,
        "link": 1, "promo code": 1, "rule for posts": 1, "theme": 1, "answer": 3, "acceptance": 1,
        "timer": 1,
    }  # fmt: skip
    settings = store.read(lambda snapshot: snapshot.organisation)
    assert (settings.name, settings.currency, settings.week_start, settings.week_target) == ("Guild", "EUR", 6, 216_000)
    assert (settings.timers_at_once, settings.future_entries) == (2, "yes")
    (ana,) = store.read(organisation.people)
    assert (ana.weekly_capacity, ana.zone) == (88_200, "Europe/Berlin")
    hourly = [rate.hourly for rate in store.read(organisation.rates)[ana.id]]
    assert [(one.minor, one.currency) for one in hourly] == [(4550, "EUR"), (5000, "USD")]


def test_amounts_are_exact_and_converted(store: Store, read: Read, guild: Any) -> None:
    store.write(apply_organisation, read(guild.whole))
    (spring,) = store.read(campaigns.campaigns)
    assert (spring.draft.budget_minor, spring.draft.budget_seconds) == (100_000, 144_000)
    assert dict(spring.draft.facts) == {"music": True}
    (cost,) = store.read(costs.cost_page, Scope(By.CAMPAIGN, spring.id, ALL_DAYS)).lines
    assert (cost.amount.minor, cost.amount.currency, cost.channel_id) == (10_000, "EUR", 1)
    back, given = store.read(benefits.benefit_page, Scope(By.CAMPAIGN, spring.id, ALL_DAYS)).lines
    assert (given.converted, given.effective) == (27_000, 10_800)
    assert (back.draft.amount.minor, back.draft.evidence, back.draft.share) == (
        -10_000,
        given.draft.evidence,
        Decimal("0.5"),
    )
    assert [one.draft.count for one in store.read(outcomes.outcomes, ALL_DAYS)] == [4]


def test_readings_answers_and_timers_arrive(store: Store, read: Read, guild: Any) -> None:
    store.write(apply_organisation, read(guild.whole))
    ids = {kpi.name: kpi.id for kpi in store.read(kpis.kpis)}
    values = store.read(readings.history, ids["Sign-ups"]).readings
    assert [one.value for one in values] == [Decimal("88.5"), Decimal(41)]
    (ratio,) = store.read(readings.history, ids["Rate"]).readings
    assert (ratio.numerator, ratio.denominator) == (Decimal(340), Decimal(10_000))
    (grow,) = store.read(goals.objectives)
    assert [one.confidence for one in store.read(check_ins.history, grow.id).check_ins] == [7]
    assert [(one.note, one.campaign) for one in store.read(all_annotations).listed] == [("Website down", "Spring")]
    register = store.read(risks.register)
    assert {name: answer.answer.value for name, answer in register.answers[None].items()} == {"C1": "yes", "P1": "no"}
    assert list(register.acceptances[None]) == ["P1"]
    (timer,) = store.read(timers.running)
    assert (timer.person, timer.campaign, timer.activity, timer.seconds) == ("ana", "Spring", "content", 6.5 * 3600)


def test_several_files_follow_each_other(store: Store, read: Read, guild: Any) -> None:
    store.write(apply_organisation, read(guild.team))
    store.write(apply_organisation, read(guild.campaigns, "EUR"))
    store.write(apply_organisation, read(guild.books, "EUR"))
    assert len(store.read(campaigns.campaigns)) == 1


def test_a_kpi_may_follow_the_year_before(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "goals.toml"
    file.write_text(
        "[[kpi]]\nname = 'Orders 2025'\nstart = 2025-10-01\ndue = 2025-12-31\ntarget = 900\n"
        "[[kpi]]\nname = 'Orders 2026'\nstart = 2026-10-01\ndue = 2026-12-31\ntarget = 1000\n"
        "pace = 'seasonal'\npredecessor = 'orders 2025'\n"
    )
    store.write(apply_organisation, read_organisation(file, "USD"))
    before, after = store.read(kpis.kpis)
    assert (before.draft.pacing, after.draft.pacing) == (Pacing.LINEAR, Pacing.SEASONAL)
    assert after.draft.predecessor_id == before.id


def test_a_kpi_may_be_computed(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "goals.toml"
    file.write_text(
        "[[channel]]\nname = 'Page'\nplatform = 'facebook'\n[[campaign]]\nname = 'Spring'\nstatus = 'live'\n"
        "[[kpi]]\nname = 'Shares'\nstart = 2026-10-01\ndue = 2026-12-31\ntarget = 4\nweight = 0\n"
        "measure = 'amplification'\nchannel = 'page'\ncampaign = 'SPRING'\npost_kind = 'photo'\n"
    )
    store.write(apply_organisation, read_organisation(file, "USD"))
    (made,) = store.read(kpis.kpis)
    assert made.draft.measured == Measured("amplification", 1, 1, "photo")
    assert (made.draft.aggregation, made.draft.weight, made.draft.source) == (Aggregation.RATIO, Decimal(0), "computed")
    assert made.draft.measured.names == ("Page", "Spring")
