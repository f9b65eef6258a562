"""The checklist of a month: who is under target, which readings are missing, which spend is at odds."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from smdash.domain.goals import Cadence, KpiDraft, Shape
from smdash.domain.month_end import (
    AdSpend,
    Check,
    Checklist,
    ClosedMonth,
    PersonMonth,
    days_to_come,
    missing_readings,
    spend_at_odds,
    under_target,
)
from smdash.domain.periods import Calendar

CALENDAR = Calendar()
OCTOBER = CALENDAR.month(date(2026, 10, 1))  # 22 weekdays, of which the first is a Thursday
HOUR = 3600


def test_a_closed_month_names_itself_and_who_closed_it() -> None:
    closed = ClosedMonth(date(2026, 10, 1), datetime(2026, 11, 3, 9, tzinfo=UTC), "ana")
    assert (closed.name, closed.who) == ("October 2026", "by ana on 3 Nov 2026")
    assert (closed.period.start, closed.period.last) == (date(2026, 10, 1), date(2026, 10, 31))


def test_days_to_come() -> None:
    assert [days_to_come(OCTOBER, date(2026, 10, day)) for day in (1, 30, 31)] == [30, 1, 0]
    assert days_to_come(OCTOBER, date(2026, 11, 9)) == 0


def test_under_target_are_those_with_less_than_a_fifth_of_a_week_for_each_weekday() -> None:
    weekdays = [day for n in range(31) if (day := date(2026, 10, 1) + timedelta(days=n)).weekday() < 5]
    full = PersonMonth(1, "ana", 40 * HOUR, dict.fromkeys(weekdays, 8 * HOUR))
    less = PersonMonth(2, "ben", 40 * HOUR, {day: 8 * HOUR for day in weekdays if day.day not in (5, 6)})
    short = PersonMonth(3, "carla", 40 * HOUR, {**full.by_day, weekdays[0]: 7 * HOUR})
    free = PersonMonth(4, "dan", 0)
    found = under_target([full, less, short, free], OCTOBER)
    assert [line.text for line in found] == [
        "ben: 160:00 of 176:00, no hours on 5 6 Oct",
        "carla: 175:00 of 176:00",
    ]
    assert [(line.target, line.day) for line in found] == [(2, date(2026, 10, 5)), (3, date(2026, 10, 1))]


def test_hours_on_a_weekend_count_for_the_target() -> None:
    saturday = PersonMonth(1, "ana", 5 * HOUR, {date(2026, 10, 3): 22 * HOUR})
    assert under_target([saturday], OCTOBER) == ()


def kpi(cadence: Cadence, start: date = date(2026, 1, 1), due: date = date(2026, 12, 31)) -> KpiDraft:
    return KpiDraft("Sign-ups", start, due, cadence=cadence)


@pytest.mark.parametrize(
    ("cadence", "days", "wanted"),
    [
        (Cadence.MONTHLY, [], ["2026-10"]),
        (Cadence.MONTHLY, [date(2026, 10, 31)], []),
        (Cadence.MONTHLY, [date(2026, 9, 30), date(2026, 11, 1)], ["2026-10"]),
        (Cadence.QUARTERLY, [], []),  # its quarter ends in December
        (Cadence.WEEKLY, [], ["2026-W40", "2026-W41", "2026-W42", "2026-W43"]),  # W44 ends in November
        (Cadence.WEEKLY, [date(2026, 9, 28), date(2026, 10, 11)], ["2026-W42", "2026-W43"]),
    ],
)
def test_a_reading_is_missing_for_each_stretch_that_ended_in_the_month(
    cadence: Cadence, days: list[date], wanted: list[str]
) -> None:
    assert [gap.name for gap in missing_readings(kpi(cadence), days, OCTOBER, CALENDAR)] == wanted


def test_a_quarter_is_asked_for_in_its_last_month() -> None:
    december = CALENDAR.month(date(2026, 12, 1))
    assert [gap.name for gap in missing_readings(kpi(Cadence.QUARTERLY), [], december, CALENDAR)] == ["2026-Q4"]
    assert not missing_readings(kpi(Cadence.QUARTERLY), [date(2026, 10, 2)], december, CALENDAR)


def test_readings_are_asked_for_only_while_a_kpi_runs_and_where_they_repeat() -> None:
    late = kpi(Cadence.WEEKLY, start=date(2026, 10, 12))
    assert [gap.name for gap in missing_readings(late, [], OCTOBER, CALENDAR)] == ["2026-W42", "2026-W43"]
    assert len(missing_readings(kpi(Cadence.DAILY, due=date(2026, 10, 3)), [], OCTOBER, CALENDAR)) == 3
    once = KpiDraft("Launch", date(2026, 1, 1), date(2026, 12, 31), shape=Shape.MILESTONE)
    assert missing_readings(once, [], OCTOBER, CALENDAR) == ()


def test_spend_is_at_odds_beyond_one_percent() -> None:
    spends = [
        AdSpend(1, "Facebook", 100_00, 100_00),
        AdSpend(2, "Instagram", 100_00, 99_00),
        AdSpend(3, "LinkedIn", 100_00, 98_99),
        AdSpend(4, "X", None, 0),
    ]
    found = [line.text for line in spend_at_odds(spends, "USD", OCTOBER)]
    assert found == [
        "LinkedIn: the platform reports 100.00 USD, ad cost entered 98.99 USD",
        "X: the platform reports in a currency without a rate, ad cost entered 0.00 USD",
    ]


def test_what_is_only_told_does_not_keep_a_month_open() -> None:
    checks = (
        Check("hours", "Missing hours", 2, "person"),
        Check("costs", "Unassigned costs", 3, "cost", told=True),
        Check("timers", "Open timers", 0, "timer"),
        Check("entries", "Without a rate", 1200, "entry"),
    )
    found = Checklist(OCTOBER, checks)
    assert [check.key for check in found.open] == ["hours", "entries"]
    assert found.missing == "missing hours: 2 people, without a rate: 1 200 entries"
    assert [check.words for check in checks] == ["2 people", "3 costs", "none", "1 200 entries"]
