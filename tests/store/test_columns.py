"""Column types keep what they are given exactly, and refuse what would lose its meaning."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite
from sqlalchemy.types import TypeDecorator

from smdash.store.columns import Day, Exact, Flag, Instant, Json

DIALECT = sqlite.dialect()


def kept(kind: TypeDecorator[Any], value: Any) -> Any:
    return kind.process_result_value(kind.process_bind_param(value, DIALECT), DIALECT)


zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(2, 1, 1), datetime(9998, 12, 31), timezones=zones)


@given(instants)
def test_instants_come_back_to_the_second(value: datetime) -> None:
    assert kept(Instant(), value) == value.replace(microsecond=0)


@given(instants, instants)
def test_instants_sort_as_text(one: datetime, other: datetime) -> None:
    texts = [Instant().process_bind_param(value, DIALECT) for value in sorted((one, other))]
    assert texts == sorted(texts, key=str)


@given(st.dates())
def test_days_come_back(value: date) -> None:
    assert kept(Day(), value) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=9))
def test_exact_numbers_come_back_digit_by_digit(value: Decimal) -> None:
    assert kept(Exact(), value).as_tuple() == value.as_tuple()


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)))
def test_json_comes_back(value: Any) -> None:
    assert kept(Json(), value) == value


@pytest.mark.parametrize("kind", [Instant(), Day(), Exact(), Flag(), Json()], ids=repr)
def test_missing_stays_missing(kind: TypeDecorator[Any]) -> None:
    assert kept(kind, None) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Instant(), datetime(2026, 1, 1)),
        (Day(), datetime(2026, 1, 1, tzinfo=UTC)),
        (Exact(), 0.1),
        (Exact(), Decimal("NaN")),
        (Exact(), Decimal("Infinity")),
        (Flag(), 2),
        (Flag(), "no"),
    ],
    ids=repr,
)
def test_what_would_lose_its_meaning_is_refused(kind: TypeDecorator[Any], value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        kept(kind, value)
