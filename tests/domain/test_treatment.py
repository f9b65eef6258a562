"""Risks of the register: what a draft has to say, which one carries an item's rating, the state one is accepted in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from smdash.domain.evidence import Evidence, EvidenceKind, Subject
from smdash.domain.risks import DEFAULT_GRID, Answer, ItemAnswer, Rating, RiskGrid, RiskLevel, level, parse_grid
from smdash.domain.treatment import Risk, RiskDraft, Treatment, area_of, carriers, checked_risk, risk_state
from smdash.errors import FormFaults
from smdash.library.legal import load_legal_library

TODAY = date(2026, 11, 22)
LIBRARY = load_legal_library()
SKEWED = parse_grid("00011 / 01112 / 11122 / 12223 / 23344")
PUBLISHED = "00112 / 01122 / 11223 / 12234 / 22344"

FULL = RiskDraft(
    " Music\nin reels ", 4, 4, 2, 4, "No licence", "c2", "", 1, 2, Treatment.MITIGATE, "Buy one", TODAY, None
)


def faults_of(draft: RiskDraft, before: Risk | None = None) -> dict[str, str]:
    with pytest.raises(FormFaults) as caught:
        checked_risk(draft, LIBRARY, DEFAULT_GRID, TODAY, before)
    return caught.value.faults


def test_a_draft_is_cleaned_and_reviewed_in_a_year_unless_it_says_when() -> None:
    made = checked_risk(FULL, LIBRARY, DEFAULT_GRID, TODAY)
    assert (made.title, made.item_id, made.next_review) == ("Music in reels", "C2", TODAY + timedelta(days=365))
    assert (made.inherent, made.residual, made.rating) == (Rating(4, 4), Rating(2, 4), Rating(2, 4))
    assert area_of(made, LIBRARY) == "copyright"
    assert checked_risk(RiskDraft.of(made), LIBRARY, DEFAULT_GRID, TODAY, made) == made


def test_all_faults_of_a_risk_come_at_once() -> None:
    draft = RiskDraft("", 1, 1, 5, 5, item_id="Z9", treatment=Treatment.AVOID, next_review=TODAY)
    assert faults_of(draft).keys() == {"title", "residual_likelihood", "origin", "plan", "next_review"}
    assert faults_of(RiskDraft("Music")) == {
        "likelihood": "How likely is it, and how bad? Without controls, 1 to 5 each."
    }
    assert faults_of(RiskDraft("Music", 3)).keys() == {"impact"}
    assert faults_of(RiskDraft("Music", 3, 3, area="moon")).keys() == {"origin"}


def test_an_item_of_the_organisation_takes_no_campaign() -> None:
    assert faults_of(replace(FULL, item_id="E1"))["origin"] == (
        "E1 is answered once, for the organisation: name no campaign."
    )


def test_only_accepting_needs_no_plan() -> None:
    assert [one for one in Treatment if not one.needs_plan] == [Treatment.ACCEPT]
    assert checked_risk(replace(FULL, plan="", treatment=Treatment.ACCEPT), LIBRARY, DEFAULT_GRID, TODAY).plan == ""


def test_what_stands_there_may_stay_though_its_day_has_come_or_its_item_is_retired() -> None:
    known = replace(checked_risk(FULL, LIBRARY, DEFAULT_GRID, TODAY), next_review=TODAY, item_id="X7")
    again = checked_risk(RiskDraft.of(known), LIBRARY, DEFAULT_GRID, TODAY, known)
    assert (again.item_id, again.next_review) == ("X7", TODAY)
    assert faults_of(replace(RiskDraft.of(known), item_id="X8"), known).keys() == {"origin"}


@pytest.mark.parametrize("written", [PUBLISHED, SKEWED.text()])
def test_each_of_the_25_fields_has_the_level_of_its_row_and_column(written: str) -> None:
    grid = parse_grid(written)
    rows = written.split(" / ")
    found = {(li, im): level(li, im, grid) for li in range(1, 6) for im in range(1, 6)}
    assert len(found) == 25
    assert all(found[li, im] is RiskLevel(int(rows[li - 1][im - 1])) for li, im in found)
    assert (written == PUBLISHED) == all(found[li, im] is found[im, li] for li, im in found)


def test_the_higher_of_an_items_open_risks_carries_its_rating() -> None:
    low = Risk(1, "low", Rating(5, 5), Rating(1, 1), item_id="C2")
    high = Risk(2, "high", Rating(4, 4), Rating(3, 4), item_id="C2")
    free = Risk(3, "free", Rating(5, 5))
    elsewhere = replace(high, id=4, campaign_id=1)
    assert carriers([low, high, free, elsewhere], DEFAULT_GRID) == {("C2", None): high, ("C2", 1): elsewhere}
    assert carriers([low, replace(high, closed_on=TODAY)], DEFAULT_GRID) == {("C2", None): low}


@pytest.mark.parametrize(("grid", "carrier"), [(DEFAULT_GRID, 1), (SKEWED, 2)])
def test_which_one_is_higher_is_told_by_the_organisations_grid(grid: RiskGrid, carrier: int) -> None:
    wide, likely = Risk(1, "bad", Rating(1, 5), item_id="C2"), Risk(2, "likely", Rating(5, 1), item_id="C2")
    assert carriers([wide, likely], grid)["C2", None].id == carrier


def test_days_decide_what_is_late_or_to_be_reviewed_while_a_risk_is_open() -> None:
    risk = Risk(1, "x", Rating(1, 1), due=TODAY, next_review=TODAY)
    assert (risk.is_late(TODAY), risk.is_late(TODAY + timedelta(days=1))) == (False, True)
    assert (risk.is_to_review(TODAY - timedelta(days=1)), risk.is_to_review(TODAY)) == (False, True)
    closed = replace(risk, closed_on=TODAY)
    assert not closed.is_late(TODAY + timedelta(days=1))
    assert not closed.is_to_review(TODAY)


def proof(said: str) -> Evidence:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Evidence(1, Subject("C2"), EvidenceKind.TEXT, said, said, None, "ana", at)


RISK = checked_risk(FULL, LIBRARY, DEFAULT_GRID, TODAY)
ANSWER = ItemAnswer("C2", Answer.NO, "because", evidence=(proof("list"),))


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Other"},
        {"cause": "Other"},
        {"item_id": "C3"},
        {"campaign_id": None},
        {"inherent": Rating(5, 5)},
        {"residual": None},
        {"treatment": Treatment.ACCEPT},
        {"plan": "Other"},
        {"evidence": (proof("list"),)},
    ],
)
def test_what_is_accepted_with_a_risk_is_in_its_state(change: dict[str, object]) -> None:
    assert risk_state(replace(RISK, **change), ANSWER) != risk_state(RISK, ANSWER)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"answer": Answer.PARTLY}, {"reason": "other"}, {"evidence": (proof("other"),)}])
def test_so_is_the_answer_of_its_item(change: dict[str, object]) -> None:
    assert risk_state(RISK, replace(ANSWER, **change)) != risk_state(RISK, ANSWER)  # type: ignore[arg-type]


def test_owner_days_and_the_rating_the_item_shows_are_not() -> None:
    moved = replace(RISK, owner_id=9, due=None, next_review=None, opened_by="ben", opened_on=TODAY)
    rated = replace(ANSWER, inherent=Rating(5, 5), note="asked", owner_id=4)
    assert risk_state(moved, rated) == risk_state(RISK, ANSWER)
