"""The Overview as words, at 80 columns."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from smdash.clock import FixedClock
from smdash.domain.attention import Attention, Urgency
from smdash.domain.benefits import BenefitDraft, BenefitKind, Evidence
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.money import Money
from smdash.domain.periods import Calendar
from smdash.domain.timesheets import EntryDraft
from smdash.store import benefits, costs, kpis, organisation, readings, timers, timesheets
from smdash.store.store import Store
from smdash.tui.panes.overview import rows
from smdash.tui.panes.overview.state import OverviewState, load
from smdash.tui.widgets.cells import Line, fit_columns
from smdash.tui.widgets.paint import natural_widths

TODAY = date(2026, 11, 22)
Q4 = Calendar().quarter(TODAY)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def usd(major: int) -> Money:
    return Money(major * 100, "USD")


@pytest.fixture
def state(real_store: Store) -> OverviewState:
    """Costs of five kinds, benefit of three grades, hours, a running timer, a KPI."""
    for category, amount in (("ads", 5450), ("agency", 2133), ("tools", 1814), ("content", 840)):
        real_store.write(costs.add_cost, CostDraft(TODAY, usd(amount), CostCategory(category), campaign_id=1))
    for evidence, share in (
        (Evidence.TRACKED, Decimal(1)),
        (Evidence.ALLOCATED, Decimal("0.5")),
        (Evidence.ESTIMATED, Decimal(1)),
    ):
        draft = BenefitDraft(TODAY, usd(10_000), BenefitKind.REVENUE, evidence=evidence, share=share, campaign_id=1)
        real_store.write(benefits.add_benefit, draft)
    real_store.write(timesheets.log_entry, EntryDraft(1, TODAY, 6 * 3600, campaign_id=1))
    real_store.write(timers.start_timer, EntryDraft(1, TODAY, 0), datetime(2026, 11, 22, 11, 18, tzinfo=UTC))
    kpi = KpiDraft("Newsletter sign-ups", Q4.start, Q4.last, baseline=Decimal(0), target=Decimal(1000))
    kpi_id = real_store.write(kpis.add_kpi, kpi)
    for week in range(6):
        day = date(2026, 10, 14) + timedelta(days=7 * week)
        real_store.write(readings.add_reading, kpi_id, Reading(day, Decimal(60 * (week + 1))))
    return real_store.read(load, Q4)


def test_the_ladder_stands_beside_the_previous_periods(state: OverviewState) -> None:
    ladder, *_ = rows.roi_lines(state.roi, 80)
    assert text(ladder) == "ROI  tracked −4.8 %  T+A +42.8 %  all +137.9 %  2026-Q3: – / – / –"


def test_the_benefit_says_how_well_it_is_known_and_what_waits_stands_apart(
    state: OverviewState, real_store: Store
) -> None:
    line = text(rows.roi_lines(state.roi, 80)[2])
    assert line == "benefit 25 000 = tracked 40 % · allocated 20 % · estimated 40 %"
    real_store.write(costs.add_cost, CostDraft(TODAY, Money(1200_00, "EUR"), CostCategory.ADS))
    real_store.write(benefits.add_benefit, BenefitDraft(TODAY, Money(5000, "JPY"), BenefitKind.REVENUE))
    line = text(rows.roi_lines(real_store.read(load, Q4).roi, 80)[2])
    assert line == "benefit 25 000 = T 40 % · A 20 % · E 40 %  ! not converted: 2 amounts"
    line = text(rows.roi_lines(real_store.read(load, Q4).roi, 120)[2])
    assert line.endswith("E 40 %  ! not converted: 1 cost of 1 200.00 EUR, 1 benefit of 5 000 JPY")


def test_without_a_benefit_there_is_no_evidence(real_store: Store) -> None:
    assert text(rows.roi_lines(real_store.read(load, Q4).roi, 80)[2]) == "benefit 0"


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (120, "cost 10 507 = ads 5 450 + agency 2 133 + tools 1 814 + content 840 + rest 270   net (T+A) +4 493"),
        (80, "cost 10 507 = ads 5 450 + agency 2 133 + rest 2 924   net (T+A) +4 493"),
        (60, "cost 10 507 = ads 5 450 + rest 5 057   net (T+A) +4 493"),
        (50, "cost 10 507   net (T+A) +4 493"),
    ],
)
def test_the_net_is_in_sight_at_any_width(state: OverviewState, width: int, said: str) -> None:
    line = text(rows.roi_lines(state.roi, width)[1])
    assert line.startswith(said)
    assert len(line) <= width


def test_the_hours_line_has_target_cost_and_what_runs(state: OverviewState) -> None:
    (line,) = rows.hours_lines(state.team, "USD")
    assert text(line) == "Hours this week   6:00 of 24:00  █████░░░░░░░░░░░░░░░  cost 270.00  +0:42 ▶"


def test_timers_go_on_without_a_read(state: OverviewState) -> None:
    later = rows.later(state.team, datetime(2026, 11, 22, 13, 0, tzinfo=UTC))
    assert text(rows.hours_lines(later, "USD")[0]).endswith("+1:42 ▶")


def test_hours_without_cost_are_told_after_all_else(real_store: Store, state: OverviewState) -> None:
    ben = real_store.write(organisation.add_person, "ben")
    real_store.write(timesheets.log_entry, EntryDraft(ben, TODAY, 1800))
    team = real_store.read(load, Q4).team
    assert text(rows.hours_lines(team, "USD")[0]).endswith("cost 270.00  +0:42 ▶  ! 0:30 not costed")
    assert rows.hours_figures(team, "USD")[1].notes == (
        "0:30 have no hourly or no exchange rate and are not in the cost",
    )


def test_without_capacity_there_is_no_bar(real_store: Store) -> None:
    real_store.clock = FixedClock("UTC", datetime(2026, 11, 22, 12, tzinfo=UTC))
    team = real_store.read(load, Q4).team
    bare = text(rows.hours_lines(type(team)(team.week, team.hours, 0, ()), "USD")[0])
    assert bare == "Hours this week   0:00   cost 0.00"


def test_a_kpi_is_one_row_that_fits(state: OverviewState) -> None:
    (row,) = rows.kpi_rows(state.kpis)
    cells = [cell.text for cell in row.cells]
    assert cells[:4] == ["Newsletter sign-ups", "360", "1 000", "▼ behind"]
    assert cells[5].strip("▁▂▃▄▅▆▇█") == ""
    columns = rows.kpi_columns(1, 1)
    layout = fit_columns(columns, natural_widths(columns, [row]), 80)
    assert len(layout.shown) == len(columns)
    assert dict(layout.shown)[0] >= len("Newsletter sign-ups")


def test_figures_behind_each_block(state: OverviewState) -> None:
    assert [figure.name for figure in rows.hours_figures(state.team, "USD")] == [
        "Hours this week",
        "Staff cost this week",
        "Utilisation",
    ]
    assert len(rows.roi_figures(state.roi)) == 11
    assert {"Current", "Pace", "Forecast", "Needed a day"} <= {figure.name for figure in state.kpis[0].figures}


def test_attention_has_a_sign_and_its_place() -> None:
    items = tuple(Attention(urgency, urgency.name, "time") for urgency in (Urgency.NOW, Urgency.SOON, Urgency.NOTE))
    shown = rows.attention_rows(items)
    assert [(row.key, row.cells[0].text, row.cells[1].text) for row in shown] == [
        (0, "!", "NOW"),
        (1, "!", "SOON"),
        (2, "·", "NOTE"),
    ]
    assert text(rows.needs_line(3, 3)) == "Needs attention (3)   Enter: go"
    assert text(rows.needs_line(0, 0)) == "Needs attention (0)"
    assert text(rows.needs_line(512, 200)) == "Needs attention (200 of 512)   Enter: go"


def test_the_legal_line_is_a_warning_when_something_is_live(state: OverviewState) -> None:
    line = rows.legal_line(state.legal, 80)
    assert text(line).startswith("Legal  ")
    assert "high open" in text(line)
    assert text(rows.legal_line(state.legal, 20)).endswith(("high open", "high open · …"))


def test_the_kpi_that_needs_a_person_most_comes_first(real_store: Store) -> None:
    for name, target in (("Ahead", 10), ("Behind", 1000), ("Zero", 1000)):
        added = real_store.write(kpis.add_kpi, KpiDraft(name, Q4.start, Q4.last, target=Decimal(target)))
        if name != "Zero":
            real_store.write(readings.add_reading, added, Reading(TODAY, Decimal(9)))
    state = real_store.read(load, Q4)
    assert [(status.kpi.name, status.state.value) for status in state.kpis] == [
        ("Behind", "behind"),
        ("Zero", "no reading"),
        ("Ahead", "ahead"),
    ]
