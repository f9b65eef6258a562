"""Levels from the grid, answers, acceptances that stop holding, area summaries and the launch gate."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smdash.domain.evidence import Evidence, EvidenceKind, Subject
from smdash.domain.gate import (
    Acceptance,
    acceptance_faults,
    area_summary,
    check_acceptance,
    gate,
    item_level,
    review_day,
    state_hash,
)
from smdash.domain.register import answer_fault
from smdash.domain.risks import (
    DEFAULT_GRID,
    Answer,
    Checked,
    ItemAnswer,
    LegalItem,
    Rating,
    RiskGrid,
    RiskLevel,
    Scope,
    Severity,
    level,
    parse_grid,
    rating,
    residual_fault,
)
from smdash.errors import InvalidInput

TODAY = date(2026, 11, 20)
BY_LIKELIHOOD = parse_grid("00000 / 11111 / 22222 / 33333 / 44444")
SKEWED = parse_grid("00011 / 01112 / 11122 / 12223 / 23344")
RATINGS = st.builds(Rating, st.integers(1, 5), st.integers(1, 5))


def written(text: str) -> Evidence:
    return Evidence(1, Subject("C2"), EvidenceKind.TEXT, text, text, None, "ana", datetime(2026, 11, 1, tzinfo=UTC))


def item(item_id: str, *facts: str, scope: Scope = Scope.CAMPAIGN, severity: Severity = Severity.HIGH) -> LegalItem:
    return LegalItem(
        id=item_id,
        area="copyright",
        area_title="Copyright",
        short="Music cleared",
        question="Is music cleared?",
        why="It is owned.",
        rule="A licence is needed.",
        source="licence terms",
        jurisdictions=("US",),
        applies_if=facts,
        scope=scope,
        evidence="Licence",
        severity=severity,
        checked=Checked.SEEN,
        checked_note="",
        derived=("why",),
        as_of=date(2026, 11, 1),
        review=date(2027, 11, 1),
    )


def waiver(answer: ItemAnswer, **changes: object) -> Acceptance:
    given_on = date(2026, 11, 1)
    made = Acceptance(answer.item_id, "Mira", given_on, "Launch day", date(2026, 12, 1), state_hash([answer]))
    return replace(made, **changes)  # type: ignore[arg-type]


ALWAYS = item("C1")
MUSIC = item("C2", "music")
PEOPLE = item("P7", "people")
POLICY = item("E1", scope=Scope.ORGANISATION)
ITEMS = (ALWAYS, MUSIC, PEOPLE, POLICY)


def answered(*ids: str, answer: Answer = Answer.YES) -> dict[str, ItemAnswer]:
    return {item_id: ItemAnswer(item_id, answer) for item_id in ids}


# Levels


@pytest.mark.parametrize(
    ("likelihood", "impact", "name"),
    [(1, 1, "VL"), (1, 5, "M"), (5, 1, "M"), (2, 3, "L"), (3, 3, "M"), (4, 5, "VH"), (5, 5, "VH")],
)
def test_the_default_grid(likelihood: int, impact: int, name: str) -> None:
    assert level(likelihood, impact) is RiskLevel[name]


def test_rows_are_likelihood_and_columns_impact() -> None:
    assert [level(value, 1, BY_LIKELIHOOD).value for value in range(1, 6)] == [0, 1, 2, 3, 4]
    assert {level(2, value, BY_LIKELIHOOD) for value in range(1, 6)} == {RiskLevel.L}
    assert level(5, 1, SKEWED) is RiskLevel.M
    assert level(1, 5, SKEWED) is RiskLevel.L


def test_a_grid_reads_back_from_its_text() -> None:
    assert DEFAULT_GRID.text() == "00112 / 01122 / 11223 / 12234 / 22344"
    assert parse_grid(SKEWED.text()) == SKEWED
    assert parse_grid(" 00112/01122/11223/12234/22344\n") == DEFAULT_GRID


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has 1 rows"),
        ("00112 / 01122 / 11223 / 12234", "has 4 rows"),
        ("00112 / 01122 / 11223 / 12234 / 2234", "Row 5"),
        ("00112 / 01122 / 11225 / 12234 / 22344", "Row 3"),
        ("00112 / 01122 / 112२3 / 12234 / 22344", "Row 3"),
        ("00110 / 01122 / 11223 / 12234 / 22344", "Row 1 of the risk grid, “00110”, falls"),
        ("00112 / 01122 / 01123 / 12234 / 02344", "Column 1"),
    ],
)
def test_a_wrong_grid_is_told_by_its_row(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        parse_grid(text)


@pytest.mark.parametrize(("likelihood", "impact", "says"), [(0, 3, "likelihood is 0"), (3, 6, "impact is 6")])
def test_a_rating_goes_from_one_to_five(likelihood: int, impact: int, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        level(likelihood, impact)


def test_a_rating_is_whole_or_missing() -> None:
    assert rating(None, None) is None
    assert rating(2, 3) == Rating(2, 3)
    with pytest.raises(InvalidInput, match="impact is missing"):
        rating(2, None)
    with pytest.raises(InvalidInput, match="likelihood is missing"):
        rating(None, 3)


def test_the_residual_risk_stays_below_the_inherent_one_also_when_that_is_lowered() -> None:
    residual = Rating(3, 3)
    assert residual_fault(Rating(4, 4), residual) == ""
    assert residual_fault(Rating(3, 3), residual) == ""
    assert residual_fault(Rating(2, 2), residual) == "The residual risk (medium) is above the inherent one (low)."
    assert residual_fault(None, residual) == "A residual risk needs the inherent one beside it."
    assert residual_fault(Rating(1, 1), None) == ""


def test_the_residual_rule_follows_the_grid() -> None:
    assert residual_fault(Rating(1, 5), Rating(5, 1)) == ""
    assert residual_fault(Rating(1, 5), Rating(5, 1), SKEWED) != ""


@settings(max_examples=40)
@given(RATINGS, RATINGS, st.sampled_from([DEFAULT_GRID, SKEWED, BY_LIKELIHOOD]))
def test_lowering_a_rating_never_breaks_the_residual_rule(first: Rating, second: Rating, grid: RiskGrid) -> None:
    lower = Rating(min(first.likelihood, second.likelihood), min(first.impact, second.impact))
    assert residual_fault(first, lower, grid) == ""


# Answers


def test_only_leaving_a_question_out_needs_a_reason() -> None:
    assert [answer for answer in Answer if answer.needs_reason] == [Answer.NOT_APPLICABLE]
    assert answer_fault(Answer.NOT_APPLICABLE, " ") == "“n.a.” needs a reason."
    assert answer_fault(Answer.NOT_APPLICABLE, "no music") == ""
    assert answer_fault(Answer.NO, "") == ""


def test_what_counts_as_settled() -> None:
    settled = [answer for answer in Answer if ItemAnswer("C2", answer, reason="because").settled]
    assert settled == [Answer.YES, Answer.NOT_APPLICABLE]
    assert not ItemAnswer("C2", Answer.NOT_APPLICABLE).settled


# Acceptance


def test_an_acceptance_holds_through_its_last_day() -> None:
    answer = ItemAnswer("C2", Answer.NO)
    given_for = waiver(answer, until=TODAY)
    assert check_acceptance(given_for, state_hash([answer]), TODAY).valid
    after = check_acceptance(given_for, state_hash([answer]), TODAY + timedelta(days=1))
    assert (after.valid, after.reason, after.days_left) == (False, "Expired on 2026-11-20.", -1)


@pytest.mark.parametrize(
    "change",
    [
        {"answer": Answer.PARTLY},
        {"reason": "other"},
        {"evidence": (written("mail"),)},
        {"inherent": Rating(4, 4)},
        {"inherent": Rating(4, 4), "residual": Rating(2, 2)},
    ],
)
def test_a_changed_state_ends_an_acceptance(change: dict[str, object]) -> None:
    answer = ItemAnswer("C2", Answer.NO)
    changed = replace(answer, **change)  # type: ignore[arg-type]
    validity = check_acceptance(waiver(answer), state_hash([changed]), TODAY)
    assert validity.reason == "What Mira accepted on 2026-11-01 has changed since."
    assert not validity.valid


def test_owner_dates_and_notes_do_not_end_an_acceptance() -> None:
    answer = ItemAnswer("C2", Answer.NO)
    changed = replace(answer, owner_id=3, due=TODAY, note="asked", next_review=TODAY, answered_by="Ben")
    assert check_acceptance(waiver(answer), state_hash([changed]), TODAY).valid


def test_a_revoked_or_unnamed_acceptance_does_not_hold() -> None:
    answer = ItemAnswer("C2", Answer.NO)
    state = state_hash([answer])
    assert check_acceptance(waiver(answer, revoked="too risky"), state, TODAY).reason == "Revoked: too risky"
    assert (
        check_acceptance(waiver(answer, who=" "), state, TODAY).reason == "An acceptance needs the name of who accepts."
    )


def test_all_faults_of_an_acceptance_are_told_at_once() -> None:
    assert set(acceptance_faults("", " ", TODAY, TODAY - timedelta(days=1))) == {"who", "why", "until"}
    assert acceptance_faults("Mira", "Launch", TODAY, TODAY) == {}


def test_the_state_hash_is_stable_and_ignores_order() -> None:
    canonical = '[{"answer":"no","evidence":"\\u00e9","inherent":[4,3],"item":"C2","reason":"","residual":null}]'
    first = ItemAnswer("C2", Answer.NO, evidence=(written("é"),), inherent=Rating(4, 3))
    second = ItemAnswer("C1", Answer.YES)
    assert state_hash([first]) == hashlib.sha256(canonical.encode()).hexdigest()
    assert state_hash([first, second]) == state_hash([second, first])
    assert state_hash([first]) != state_hash([first, second])


# Area summary


def test_an_area_sums_up_what_is_done_open_and_next() -> None:
    items = (
        item("C1"),
        item("C2"),
        item("C3", severity=Severity.LOW),
        item("C4", severity=Severity.MEDIUM),
        item("C5"),
    )
    answers = {
        "C1": ItemAnswer("C1", Answer.YES, next_review=date(2026, 12, 1)),
        "C3": ItemAnswer("C3", Answer.PARTLY, inherent=Rating(5, 5), residual=Rating(4, 4)),
        "C4": ItemAnswer("C4", Answer.NO),
        "C5": ItemAnswer("C5", Answer.NOT_APPLICABLE, reason="none used"),
    }
    summary = area_summary(items, answers)
    assert (summary.done, summary.total, summary.open_high) == (2, 5, 2)
    assert summary.next_review == date(2026, 12, 1)


def test_an_empty_area_has_nothing_to_review() -> None:
    summary = area_summary([], {})
    assert (summary.done, summary.total, summary.open_high, summary.next_review) == (0, 0, 0, None)


def test_the_residual_rating_goes_before_the_inherent_one_and_the_proposal() -> None:
    assert item_level(MUSIC, ItemAnswer("C2")) is RiskLevel.H
    assert item_level(MUSIC, ItemAnswer("C2", inherent=Rating(5, 5))) is RiskLevel.VH
    assert item_level(MUSIC, ItemAnswer("C2", inherent=Rating(5, 5), residual=Rating(1, 5))) is RiskLevel.M
    assert item_level(MUSIC, ItemAnswer("C2", inherent=Rating(1, 5)), SKEWED) is RiskLevel.L


def test_a_text_that_changed_after_the_answer_is_due_for_review() -> None:
    changed = replace(MUSIC, changed=date(2026, 11, 10))
    before = ItemAnswer("C2", Answer.YES, answered_on=date(2026, 11, 9), next_review=date(2027, 5, 1))
    after = replace(before, answered_on=date(2026, 11, 10))
    assert review_day(changed, before) == date(2026, 11, 10)
    assert review_day(changed, after) == date(2027, 5, 1)
    assert review_day(changed, ItemAnswer("C2")) == date(2027, 11, 1)


# Launch gate


def test_the_facts_choose_the_items_and_organisation_items_never_block() -> None:
    assert [needed.id for needed in gate([], ITEMS, {}, [], "planned", TODAY).needed] == ["C1"]
    assert [needed.id for needed in gate(["music"], ITEMS, {}, [], "planned", TODAY).needed] == ["C1", "C2"]


def test_a_live_campaign_with_open_items_is_unchecked() -> None:
    planned = gate(["music"], ITEMS, answered("C1"), [], "planned", TODAY)
    live = gate(["music"], ITEMS, answered("C1"), [], "live", TODAY)
    assert (planned.satisfied, planned.unchecked, planned.mark) == (False, False, "! 1")
    assert planned.sentence == "1 of 2 legal checks open: Copyright C2."
    assert (live.satisfied, live.unchecked) == (False, True)
    assert live.sentence == "Live without Copyright C2."


def test_an_answer_changes_the_gate() -> None:
    done = gate(["music"], ITEMS, answered("C1", "C2"), [], "live", TODAY)
    assert (done.satisfied, done.unchecked, done.mark) == (True, False, "✓ 2")
    assert done.sentence == "All 2 legal checks are in order."
    assert not gate(["music"], ITEMS, answered("C1", "C2", answer=Answer.PARTLY), [], "live", TODAY).satisfied


def test_the_sentence_names_two_and_counts_the_rest() -> None:
    result = gate(["music", "people"], ITEMS, {}, [], "live", TODAY)
    assert result.sentence == "Live without Copyright C1, Copyright C2 and 1 more."
    assert gate([], (), {}, [], "live", TODAY).sentence == "No legal checks needed."


def test_a_waiver_opens_the_gate_until_its_day_has_passed() -> None:
    given_for = waiver(ItemAnswer("C2"))
    held = gate(["music"], ITEMS, answered("C1"), [given_for], "live", TODAY)
    assert (held.satisfied, held.waived, held.open) == (True, ((MUSIC, given_for),), ())
    assert held.sentence == "Live with 1 of 2 legal checks waived until 2026-12-01: Copyright C2."
    assert (held.on_waiver, held.unchecked, held.mark) == (True, False, "~ 1")
    planned = gate(["music"], ITEMS, answered("C1"), [given_for], "planned", TODAY)
    assert (planned.on_waiver, planned.sentence) == (
        False,
        "1 of 2 legal checks waived until 2026-12-01: Copyright C2.",
    )
    late = gate(["music"], ITEMS, answered("C1"), [given_for], "live", date(2026, 12, 2))
    assert (late.unchecked, late.waived, late.lapsed) == (True, (), ((MUSIC, "Expired on 2026-12-01."),))


def test_a_waiver_ends_when_the_answer_changes() -> None:
    answers = answered("C1") | answered("C2", answer=Answer.NO)
    result = gate(["music"], ITEMS, answers, [waiver(ItemAnswer("C2"))], "live", TODAY)
    assert result.open == (MUSIC,)
    assert result.lapsed == ((MUSIC, "What Mira accepted on 2026-11-01 has changed since."),)


def test_any_waiver_that_holds_is_enough_and_the_newest_lapsed_one_is_told() -> None:
    old = waiver(ItemAnswer("C2"))
    revoked = waiver(ItemAnswer("C2"), accepted_on=date(2026, 11, 5), revoked="too risky")
    assert gate(["music"], ITEMS, answered("C1"), [old, revoked], "live", TODAY).waived == ((MUSIC, old),)
    late = gate(["music"], ITEMS, answered("C1"), [old, revoked], "live", date(2027, 1, 1))
    assert late.lapsed == ((MUSIC, "Revoked: too risky"),)


def test_a_waiver_of_another_item_does_nothing() -> None:
    assert not gate(["music"], ITEMS, answered("C1"), [waiver(ItemAnswer("P7"))], "live", TODAY).satisfied


def test_states_have_words() -> None:
    assert [answer.words for answer in Answer] == ["open", "yes", "partly", "no", "n.a."]
    assert [risk.words for risk in RiskLevel] == ["very low", "low", "medium", "high", "very high"]
    assert [severity.level.name for severity in Severity] == ["L", "M", "H"]
    assert Checked.KNOWLEDGE.words == "source to be confirmed by counsel"
