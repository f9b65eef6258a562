"""Hours of any tracker by a mapping: times of the day beside a day, durations as they are printed, rows of sums."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from smdash.exchange.read import Choices, Understood
from smdash.exchange.readers.mapped.mapping import parse_mapping
from smdash.exchange.records.base import EntryRecord, PlatformTotal, RowFault

Read = Callable[..., Understood]

MAPPING = """
name = "tracker"
target = "entry"
header = ["Worked on", "Worker", "Spent"]
[fields]
day = "Worked on"
start = "In"
end = "Out"
person = "Worker"
duration = "Spent"
project = { constant = "Spring" }
"""
HEADER = "Worked on,Worker,Spent,In,Out\n"


@pytest.fixture
def mapped(read_text: Read) -> Callable[..., list[object]]:
    """What rows of the tracker are, by the mapping or one that counts in another unit."""

    def read(rows: str, unit: str = "clock") -> list[object]:
        mapping = parse_mapping(f'duration_unit = "{unit}"\n{MAPPING}')
        return list(read_text(HEADER + rows, Choices(mappings=(mapping,))).stream())

    return read


def test_times_of_the_day_are_those_of_the_day(mapped: Callable[..., list[object]]) -> None:
    first, second, bare = mapped(
        "03/14/2026,Ana,1:30:00,9:00 AM,10:30 AM\n03/14/2026,Ana,,11:30 PM,00:15\n03/15/2026,Ana,45m,,\n"
    )
    assert isinstance(first, EntryRecord)
    assert isinstance(second, EntryRecord)
    assert isinstance(bare, EntryRecord)
    assert (first.start, first.end) == (datetime(2026, 3, 14, 9), datetime(2026, 3, 14, 10, 30))
    assert (second.end, second.seconds) == (datetime(2026, 3, 15, 0, 15), 2700)
    assert (bare.start, bare.work_day, bare.seconds) == (None, date(2026, 3, 15), 2700)


@pytest.mark.parametrize(
    ("unit", "printed", "seconds"),
    [
        ("clock", "1h 30m", 5400),
        ("hours", "1.5", 5400),
        ("hours", "1:30", 5400),
        ("hours", "1h 30m", 5400),
        ("minutes", "90", 5400),
        ("seconds", "5400", 5400),
        ("clock", "0h 00m", 0),
        ("hours", "0", 0),
    ],
)
def test_durations_as_trackers_print_them(
    mapped: Callable[..., list[object]], unit: str, printed: str, seconds: int
) -> None:
    (found,) = mapped(f"03/14/2026,Ana,{printed},,\n", unit)
    assert isinstance(found, EntryRecord)
    assert found.seconds == seconds


def test_a_row_of_sums_is_a_total(mapped: Callable[..., list[object]]) -> None:
    _, total, fault = mapped("03/14/2026,Ana,1.5,,\nTotal,,1000.5,,\n,Ana,1,,\n", "hours")
    assert isinstance(total, PlatformTotal)
    assert isinstance(fault, RowFault)
    assert (total.source, total.metrics["seconds"].value) == ("tracker", 3_601_800)
