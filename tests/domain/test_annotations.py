"""What stands under a chart's time axis: notes, and campaigns that begin or end there."""

from __future__ import annotations

from datetime import date

import pytest

from smdash.domain.annotations import Annotation, CampaignDays, on_axis

START, LAST = date(2026, 10, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("start", "due", "shown"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), [("Fair", date(2026, 10, 1), date(2026, 10, 31))]),
        (date(2026, 10, 1), date(2026, 12, 31), [("Fair", date(2026, 10, 1), date(2026, 12, 31))]),
        (date(2026, 1, 1), date(2026, 12, 31), []),
        (date(2026, 10, 1), date(2027, 1, 1), []),
        (date(2026, 1, 1), date(2026, 12, 18), [("Fair ends", date(2026, 12, 18), None)]),
        (date(2026, 10, 2), date(2027, 1, 1), [("Fair begins", date(2026, 10, 2), None)]),
        (date(2026, 1, 1), date(2027, 1, 1), []),
        (date(2026, 10, 5), None, [("Fair begins", date(2026, 10, 5), None)]),
        (None, date(2026, 10, 5), [("Fair ends", date(2026, 10, 5), None)]),
        (date(2025, 1, 1), None, []),
        (None, None, []),
    ],
)
def test_a_campaign_is_shown_where_it_begins_or_ends(
    start: date | None, due: date | None, shown: list[tuple[str, date, date | None]]
) -> None:
    found = on_axis((), [CampaignDays("Fair", start, due)], START, LAST)
    assert [(one.label, one.day, one.until) for one in found] == shown


def test_notes_come_before_campaigns_and_only_those_in_view() -> None:
    notes = [
        Annotation(date(2026, 9, 1), "reaches in", date(2026, 10, 1)),
        Annotation(date(2026, 9, 30), "before"),
        Annotation(date(2026, 12, 31), "last day"),
        Annotation(date(2027, 1, 1), "after"),
    ]
    found = on_axis(notes, [CampaignDays("Fair", START, LAST)], START, LAST)
    assert [one.label for one in found] == ["reaches in", "last day", "Fair"]
