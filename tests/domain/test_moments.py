"""Moments as people type them: when something began, and until when it has to be done."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from smdash.domain.moments import parse_deadline, parse_start
from smdash.errors import InvalidInput

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)  # 13:00 in Berlin


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-11-20 14:30", at(2026, 11, 20, 14, 30)),
        ("yesterday 9:00", at(2026, 11, 21, 9, 0)),
        ("20 nov 9", at(2026, 11, 20, 9, 0)),
        ("12:59", at(2026, 11, 22, 12, 59)),
        ("13:01", at(2026, 11, 21, 13, 1)),
        ("2023-11-20", at(2023, 11, 20, 0, 0)),
        (" 20 nov ", at(2026, 11, 20, 0, 0)),
    ],
)
def test_when_something_began(typed: str, moment: datetime) -> None:
    assert parse_start(typed, NOW, BERLIN) == moment


@pytest.mark.parametrize("typed", ["tomorrow", "tomorrow 9:00", "soon", "", "25:00"])
def test_what_is_no_beginning(typed: str) -> None:
    with pytest.raises(InvalidInput):
        parse_start(typed, NOW, BERLIN)


@pytest.mark.parametrize(
    ("typed", "moment"),
    [
        ("2026-12-01 17:00", at(2026, 12, 1, 17, 0)),
        ("tomorrow 9:00", at(2026, 11, 23, 9, 0)),
        ("+3d 12:00", at(2026, 11, 25, 12, 0)),
        ("yesterday 9:00", at(2026, 11, 21, 9, 0)),
        ("17:00", at(2026, 11, 22, 17, 0)),
        ("12:00", at(2026, 11, 23, 12, 0)),
    ],
)
def test_until_when(typed: str, moment: datetime) -> None:
    assert parse_deadline(typed, NOW, BERLIN) == moment


def test_a_deadline_needs_its_clock_time() -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_deadline("+3d", NOW, BERLIN)
    assert caught.value.hint == "Use +3d 17:00."
    with pytest.raises(InvalidInput, match="is not a day"):
        parse_deadline("soon", NOW, BERLIN)
