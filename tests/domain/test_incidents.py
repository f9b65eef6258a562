"""What is wrong with an incident or its closing, and which of them press."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from smdash.domain.attention import Urgency
from smdash.domain.deadlines import Counted, DeadlineClock
from smdash.domain.incident_attention import of_incidents, pressing, pressing_figure
from smdash.domain.incidents import (
    Closing,
    Incident,
    IncidentDraft,
    IncidentKind,
    checked_closing,
    checked_incident,
    next_duty,
)
from smdash.domain.risks import Checked
from smdash.errors import FormFaults

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTICE = DeadlineClock("uk_notice", "UK notice", "D4", 48, Counted.HOURS, "from the notice", Checked.SEEN)
CLOCKS = {"uk_notice": NOTICE}
DRAFT = IncidentDraft(IncidentKind.COMPLAINT, "False claim", NOW - timedelta(hours=17), clock="uk_notice")


def checked(draft: IncidentDraft) -> IncidentDraft:
    return checked_incident(draft, CLOCKS, NOW, UTC)


def logged(number: int, hours: int | None, **values: object) -> Incident:
    deadline = None if hours is None else NOW + timedelta(hours=hours)
    draft = replace(DRAFT, title=f"Case {number}", clock="", deadline=deadline)
    return Incident(number, draft, "UTC", **values)  # type: ignore[arg-type]


def test_a_clock_gives_the_deadline_and_the_item() -> None:
    found = checked(replace(DRAFT, title=" False\x1b[31m  claim ", deadline=NOW))
    assert (found.title, found.item_code) == ("False claim", "D4")
    assert found.deadline == NOW + timedelta(hours=31)
    assert checked(replace(DRAFT, item_code="D7")).item_code == "D7"


def test_all_faults_are_told_at_their_fields() -> None:
    wrong = replace(DRAFT, title=" ", received_at=NOW + timedelta(minutes=1), clock="lunar")
    with pytest.raises(FormFaults) as caught:
        checked(wrong)
    assert set(caught.value.faults) == {"title", "received_at", "clock"}
    with pytest.raises(FormFaults) as caught:
        checked(replace(DRAFT, title="x" * 121, clock="", deadline=DRAFT.received_at))
    assert set(caught.value.faults) == {"title", "deadline"}


def test_closing_needs_an_outcome_and_a_possible_moment() -> None:
    one = Incident(1, DRAFT, "UTC")
    with pytest.raises(FormFaults) as caught:
        checked_closing(one, Closing(" ", NOW + timedelta(seconds=1)), NOW)
    assert set(caught.value.faults) == {"outcome", "closed_at"}
    with pytest.raises(FormFaults) as caught:
        checked_closing(one, Closing("done", DRAFT.received_at - timedelta(seconds=1)), NOW)
    assert set(caught.value.faults) == {"closed_at"}
    by_hand = logged(1, 5)
    for deadline in (None, NOW):
        with pytest.raises(FormFaults) as caught:
            checked_closing(by_hand, Closing("done", NOW, next_one=True, next_deadline=deadline), NOW)
        assert set(caught.value.faults) == {"next_deadline"}


def test_the_next_duty_counts_from_when_it_was_done() -> None:
    renewal = Incident(1, replace(DRAFT, kind=IncidentKind.DUTY, deadline=NOW), "UTC")
    begun = next_duty(renewal, Closing("renewed", NOW - timedelta(hours=1), next_one=True))
    assert checked(begun).deadline == NOW + timedelta(hours=47)


def test_what_presses_is_over_or_within_a_day_and_the_earliest_comes_first() -> None:
    log = [logged(1, 30), logged(2, 24), logged(3, -5), logged(4, None), logged(5, 15 * 24),
           logged(6, -9, closed_at=NOW, closed_by="ana")]  # fmt: skip
    assert [one.id for one in pressing(log, NOW)] == [3, 2]
    rows = of_incidents(log, NOW)
    assert [(row.urgency, row.text, row.target) for row in rows] == [
        (Urgency.NOW, "Case 3: 5 h over (complaint)", 3),
        (Urgency.NOW, "Case 2: 24 h left (complaint)", 2),
        (Urgency.SOON, "Case 1: 30 h left (complaint)", 1),
    ]
    duty = replace(log[4], draft=replace(log[4].draft, kind=IncidentKind.DUTY))
    assert [row.text for row in of_incidents([duty], NOW)] == ["Case 5: 15 days left (duty)"]
    figure = pressing_figure(log, NOW)
    assert (figure.value, figure.rows, figure.notes) == (2, 5, ("1 over", "Case 3", "Case 2"))


def test_late_is_what_was_closed_after_its_deadline() -> None:
    assert logged(1, -1, closed_at=NOW, closed_by="ana").was_late
    assert not logged(1, 1, closed_at=NOW, closed_by="ana").was_late
    assert not logged(1, None, closed_at=NOW, closed_by="ana").was_late
