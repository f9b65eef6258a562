from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.decision import Decision
from smdash.exchange.grammar.dates import DAY_FIRST, FORMS, MONTH_FIRST, DateGrammar, DateSurvey, read_date, read_time
from smdash.exchange.grammar.numbers import (
    COMMA,
    POINT,
    BadCell,
    NumberGrammar,
    NumberSurvey,
    clock_seconds,
    shared_evidence,
)

EARLIEST, LATEST = date(2000, 1, 1), date(2028, 11, 22)


def decide_date(
    *cells: str, usual: str | None = None, answer: str | None = None
) -> tuple[DateGrammar, Decision | None]:
    survey = DateSurvey("Day", usual=usual)
    survey.feed(cells)
    return survey.decide(answer, EARLIEST, LATEST)


def decide_number(*cells: str, whole: bool = False, rest: bool | None = None) -> tuple[NumberGrammar, Decision | None]:
    survey = NumberSurvey("Amount", whole=whole)
    survey.feed(cells)
    return survey.decide(None, rest)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2015-09-30", datetime(2015, 9, 30)),
        ("2015/9/3", datetime(2015, 9, 3)),
        ("20150416", datetime(2015, 4, 16)),
        ("2015-09-30 18:42 +0000", datetime(2015, 9, 30, 18, 42, tzinfo=UTC)),
        ("2015-09-30T18:42:05Z", datetime(2015, 9, 30, 18, 42, 5, tzinfo=UTC)),
        ("2026-04-05 19:50:32 +0400", datetime(2026, 4, 5, 19, 50, 32, tzinfo=timezone(timedelta(hours=4)))),
        ("2015-09-30T18:42:05.123-03:30", datetime(2015, 9, 30, 18, 42, 5, tzinfo=timezone(timedelta(hours=-3.5)))),
        ("30.09.2015 8:05", datetime(2015, 9, 30, 8, 5)),
        ("13/2/24 12:00 am", datetime(2024, 2, 13, 0, 0)),
        ("09/30/2015 12:15 PM", datetime(2015, 9, 30, 12, 15)),
        ("Mon Feb 17 2025", datetime(2025, 2, 17)),
        ("Tue, Feb 18, 2025", datetime(2025, 2, 18)),
        ("Dec 15, 2023", datetime(2023, 12, 15)),
        ("Jun 09, 2018 09:30 pm", datetime(2018, 6, 9, 21, 30)),
        ("17 February 2025", datetime(2025, 2, 17)),
        ("17-Feb-25", datetime(2025, 2, 17)),
    ],
)
def test_dates_as_exports_print_them(cell: str, expected: datetime) -> None:
    grammar, decision = decide_date(cell)
    assert grammar.parse(cell) == expected
    assert decision is not None
    assert not decision.ambiguous


@pytest.mark.parametrize(
    "cell",
    [
        *("", "soon", "2025-02-30", "2025-13-01", "1/2", "2025-01-01 24:00", "2025-01-01 13:00 pm", "x" * 999),
        *("2025-01-01 10:00 +9900", "Foo 12, 2025", "٢٠٢٥-٠١-٠١"),
    ],
)
def test_what_is_no_date_is_a_fault(cell: str) -> None:
    for form in FORMS:
        with pytest.raises(BadCell):
            read_date(form, cell)


def test_one_date_beyond_the_twelfth_decides_the_column() -> None:
    assert decide_date("01/02/2026", "13/02/2026")[0].parse("01/02/2026") == datetime(2026, 2, 1)
    assert decide_date("01/02/2026", "02/13/2026")[0].parse("01/02/2026") == datetime(2026, 1, 2)


def test_dates_that_fit_both_ways_are_asked() -> None:
    _, decision = decide_date("01/02/2026", "03/04/2026")
    assert decision is not None
    assert decision.ambiguous
    assert decision.candidates == (DAY_FIRST, MONTH_FIRST)
    for answer, expected in ((DAY_FIRST, datetime(2026, 2, 1)), (MONTH_FIRST, datetime(2026, 1, 2))):
        grammar, decision = decide_date("01/02/2026", "03/04/2026", answer=answer)
        assert grammar.parse("01/02/2026") == expected
        assert decision is not None
        assert not decision.ambiguous


def test_what_an_export_usually_prints_decides_where_the_dates_do_not() -> None:
    grammar, decision = decide_date("01/02/2026", usual=MONTH_FIRST)
    assert grammar.form == MONTH_FIRST
    assert decision is not None
    assert not decision.ambiguous
    assert decide_date("13/02/2026", usual=MONTH_FIRST)[0].form == DAY_FIRST


def test_a_column_that_contradicts_itself_is_asked_even_where_it_is_usual() -> None:
    _, decision = decide_date("13/02/2026", "02/14/2026", "14/02/2026", usual=MONTH_FIRST)
    assert decision is not None
    assert decision.ambiguous


def test_absurd_dates_are_faults() -> None:
    grammar, _ = decide_date("2025-01-01")
    for cell in ("1970-01-01", "2999-01-01"):
        with pytest.raises(BadCell, match="is not between"):
            grammar.parse(cell)


@given(
    st.lists(st.datetimes(datetime(2000, 1, 1), datetime(2028, 1, 1)), min_size=1, max_size=20),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%b %d, %Y", "%a %b %d %Y", "%d %B %Y"]),
    st.sampled_from(["", " %H:%M", " %H:%M:%S", " %I:%M %p", " %I:%M:%S %p", "T%H:%M:%S"]),
)
@settings(max_examples=120, deadline=None)
def test_dates_round_trip_or_are_asked(moments: list[datetime], day: str, clock: str) -> None:
    cells = [moment.strftime(day + clock) for moment in moments]
    grammar, decision = decide_date(*cells)
    assert decision is not None
    if decision.ambiguous:
        grammar, _ = decide_date(*cells, answer=DAY_FIRST if day.startswith("%d") else MONTH_FIRST)
    for cell in cells:
        assert grammar.parse(cell) == datetime.strptime(cell, day + clock)


def test_times_by_themselves() -> None:
    assert read_time("12:30:00") == time(12, 30)
    assert read_time("2:05 PM") == time(14, 5)
    for cell in ("", "25:00", "12:60", "12:00Z", "noon"):
        with pytest.raises(BadCell):
            read_time(cell)


@pytest.mark.parametrize(
    ("cell", "seconds"), [("01:30:00", 5400), ("0:13", 780), ("123:00:01", 442801), (" 0:00:59.9 ", 59)]
)
def test_durations(cell: str, seconds: int) -> None:
    assert clock_seconds(cell) == seconds


@pytest.mark.parametrize(
    ("cells", "values"),
    [
        (["12", "0", "1,234.50"], [12, 0, Decimal("1234.50")]),
        (["2.000,0", "1,5"], [2000, Decimal("1.5")]),
        (["US$ 0,00", "R$ 1.234,56"], [0, Decimal("1234.56")]),
        (["£0.00", "-£3.10", "(5.00)", "$-2.5"], [0, Decimal("-3.1"), -5, Decimal("-2.5")]),
        (["99,88%", "5%"], [Decimal("99.88"), 5]),
        (["1 234 567", "1'000", "2\u202f000,5"], [1234567, 1000, Decimal("2000.5")]),
        (["1.234.567", "12"], [1234567, 12]),
        (["1,234,567", "1.5"], [1234567, Decimal("1.5")]),
        (["424.0", ".5", "6.49E+3", "−7"], [424, Decimal("0.5"), 6490, -7]),
        (["1183689.3666"], [Decimal("1183689.3666")]),
    ],
)
def test_numbers_as_exports_print_them(cells: list[str], values: list[int | Decimal]) -> None:
    grammar, decision = decide_number(*cells)
    assert [grammar.parse(cell) for cell in cells] == values
    assert decision is None or not decision.ambiguous


def test_one_mark_before_three_digits_is_asked_unless_it_counts_or_the_file_tells() -> None:
    _, asked = decide_number("1,234")
    assert asked is not None
    assert asked.ambiguous
    assert asked.candidates == (POINT, COMMA)
    for cell, comma in (("1,234", False), ("1.234", True)):
        grammar, told = decide_number(cell, whole=True)
        assert grammar.parse(cell) == 1234
        assert grammar.comma is comma
        assert told is not None
        assert not told.ambiguous
    grammar, told = decide_number("1,234", rest=True)
    assert grammar.parse("1,234") == Decimal("1.234")
    assert told is not None
    assert not told.ambiguous


def test_columns_share_what_they_show_only_where_they_agree() -> None:
    sure, silent, other = (NumberSurvey(name, whole=False) for name in "abc")
    sure.feed(["1,5"])
    silent.feed(["1,234", "12"])
    assert shared_evidence([sure, silent]) is True
    other.feed(["1.5"])
    assert shared_evidence([sure, silent, other]) is None


def test_a_column_of_both_kinds_is_asked_and_the_odd_cell_is_a_fault() -> None:
    grammar, decision = decide_number("1.5", "2.5", "3,5")
    assert decision is not None
    assert decision.ambiguous
    with pytest.raises(BadCell, match="decimal point"):
        grammar.parse("3,5")


@pytest.mark.parametrize("cell", ["", "--", " -- ", "undefined", "N/A", "#DIV/0", "-", "nan"])
def test_absent_words_are_not_reported_and_never_zero(cell: str) -> None:
    assert NumberGrammar(whole=True).measure(cell) is NOT_REPORTED
    assert NumberGrammar(whole=True).measure("0") == Measure(0)


@pytest.mark.parametrize("cell", ["< 10%", "<10", "> 90%"])
def test_bounds_are_censored(cell: str) -> None:
    assert NumberGrammar().measure(cell) == Measure(censored=cell)


@pytest.mark.parametrize(
    "cell", ["-1", "$5", "5%", "many", "1e999", "9" * 17, "9" * 99, "1,23", "1,2345", "=1+1", "(5", "١٢"]
)
def test_what_is_no_count_is_a_fault(cell: str) -> None:
    with pytest.raises(BadCell):
        NumberGrammar(whole=True).measure(cell)


@given(
    st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=1, max_size=15),
    st.sampled_from([(",", "."), (".", ","), ("", "."), ("", ","), (" ", ","), ("'", ".")]),
)
@settings(max_examples=120, deadline=None)
def test_numbers_round_trip(numbers: list[Decimal], marks: tuple[str, str]) -> None:
    group, point = marks
    cells = [f"{number:,.2f}".translate({ord(","): group, ord("."): point}) for number in numbers]
    grammar, decision = decide_number(*cells)
    assert [grammar.parse(cell) for cell in cells] == numbers
    assert decision is not None
    assert not decision.ambiguous
