"""A scorecard reads its KPIs packed; it says the same as one that reads every reading."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from smdash.domain.goals import Aggregation, Cadence, CheckIn, KpiDraft, Objective, Reading
from smdash.domain.objectives import Scorecard
from smdash.domain.periods import Calendar, Period
from smdash.domain.scorecard import assess
from smdash.store import changes, check_ins, goals, kpis, readings, tables
from smdash.store.courses import with_each_reading
from smdash.store.store import Snapshot, Store, Transaction

# The clock of these tests stands at 22 November 2026.
START, DUE, TODAY = date(2026, 8, 3), date(2026, 12, 31), date(2026, 11, 22)
QUARTER = Calendar().quarter(TODAY)

values = st.decimals(-(10**15), 10**15, places=6) | st.integers(-50, 50).map(Decimal)
found_on = st.lists(st.integers(-5, 160), unique=True, max_size=25)


def add_kpi(tx: Transaction, name: str, aggregation: Aggregation, cadence: Cadence) -> int:
    draft = KpiDraft(
        name, START, DUE, aggregation=aggregation, cadence=cadence, unit="%", baseline=Decimal(0), target=Decimal(10)
    )
    return kpis.add_kpi(tx, draft)


def brief_scorecard(snapshot: Snapshot, period: Period) -> Scorecard:
    return goals.scorecard(snapshot, period, brief_above=0)


def add_readings(tx: Transaction, kpi_id: int, those: list[Reading]) -> None:
    """Without the checks of a form: an import brings what lies before the start or after today."""
    for one in those:
        row = {"day": one.day, "value": one.value, "numerator": one.numerator, "denominator": one.denominator}
        changes.insert(tx, tables.reading, kpi_id=kpi_id, **row)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_scorecard_says_what_all_its_readings_say(store: Store, data: st.DataObject) -> None:
    aggregation, cadence = data.draw(st.sampled_from(Aggregation)), data.draw(st.sampled_from(Cadence))
    in_parts = aggregation is Aggregation.RATIO
    those = []
    for n in data.draw(found_on):
        day, number = START + timedelta(days=n), data.draw(values)
        if in_parts or (aggregation is not Aggregation.SUM and data.draw(st.booleans())):
            those.append(Reading(day, None, number, Decimal(data.draw(st.integers(0, 1000)))))
        else:
            those.append(Reading(day, number))
    name = f"{len(store.read(kpis.kpis, archived=True))}"
    for one in store.read(kpis.kpis):
        store.write(kpis.archive_kpi, one.id)
    kpi_id = store.write(add_kpi, name, aggregation, cadence)
    store.write(add_readings, kpi_id, those)
    for period in (QUARTER, Calendar().month(date(2026, 10, 1))):
        (entry,) = store.read(goals.scorecard, period).kpis
        until = min(TODAY, period.last)
        full = store.read(readings.readings_by_kpi, [kpi_id], until).get(kpi_id, ())
        expected = assess(entry.status.kpi, full, TODAY, period=period)
        assert entry.status == expected
        assert (entry.status.recent, entry.status.forecast) == (expected.recent, expected.forecast)
        (brief,) = store.read(brief_scorecard, period).kpis
        assert (brief.status.current.value, brief.status.state) == (expected.current.value, expected.state)
        assert (brief.status.pace.value, brief.status.as_of) == (expected.pace.value, expected.as_of)
        newest = [(one.day, one.value, one.numerator, one.denominator) for one in reversed(full[-2:])]
        assert [(one.day, one.value, one.numerator, one.denominator) for one in entry.latest] == newest


def test_the_numbers_of_each_reading_are_there_when_asked_for(store: Store) -> None:
    kpi_id = store.write(add_kpi, "k", Aggregation.SUM, Cadence.WEEKLY)
    store.write(add_readings, kpi_id, [Reading(START + timedelta(days=n), Decimal("0.5")) for n in range(10)])
    card = store.read(goals.scorecard, QUARTER)
    assert len(card.kpis[0].status.trend) == 2
    (entry,) = store.read(with_each_reading, card.kpis)
    assert [point.value for point in entry.status.trend] == [Fraction(n, 2) for n in range(1, 11)]
    assert store.read(with_each_reading, ()) == ()


def test_a_brief_scorecard_knows_the_velocity_too(store: Store) -> None:
    objective = store.write(goals.add_objective, Objective(0, "Grow", start=START))
    draft = KpiDraft("k", START, DUE, baseline=Decimal(0), target=Decimal(1000), objective_id=objective)
    kpi_id = store.write(kpis.add_kpi, draft)
    store.write(add_readings, kpi_id, [Reading(START + timedelta(days=n), Decimal(n * n)) for n in range(0, 112, 3)])
    for days in (20, 40, 61, 80, 100):
        store.write(check_ins.check_in, objective, CheckIn(START + timedelta(days=days), 7))
    (whole,) = store.read(goals.scorecard, QUARTER).objectives
    (brief,) = store.read(brief_scorecard, QUARTER).objectives
    assert brief.velocity == whole.velocity
    assert len(whole.velocity.inputs) == 3
    assert brief.kpis[0].status.course.rows < whole.kpis[0].status.course.rows
