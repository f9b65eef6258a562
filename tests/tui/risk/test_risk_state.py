"""What the Risk pane says, without a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from smdash.domain.evidence import Evidence, EvidenceKind, Subject
from smdash.domain.gate import Acceptance, gate, state_hash
from smdash.domain.register import CheckedCampaign, Register, ScopeId
from smdash.domain.risks import Answer, ItemAnswer, Rating, parse_grid
from smdash.domain.text import clean
from smdash.library.legal import load_legal_library
from smdash.tui.panes.risk import detail, rows
from smdash.tui.panes.risk.forms import accept_form, answer_draft, answer_fields
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.panes.risk.words import short_day
from smdash.tui.widgets.cells import Line, Row
from smdash.tui.widgets.fields import understood
from smdash.tui.widgets.wrapping import wrapped

TODAY = date(2026, 11, 22)
LIBRARY = load_legal_library()
ASYMMETRIC = parse_grid("00001 / 00002 / 00013 / 00024 / 01234")
SPRING = 7
LIST = Evidence(
    1,
    Subject("C2"),
    EvidenceKind.FILE,
    "list.pdf",
    "/x/list.pdf",
    None,
    "ana",
    datetime(2026, 11, 1, tzinfo=UTC),
    "ab" * 32,
    9,
)


async def write(*_: object) -> None:
    raise AssertionError("nothing is written here")


def register(
    answers: Iterable[ItemAnswer] = (),
    own: Iterable[ItemAnswer] = (),
    acceptances: Iterable[Acceptance] = (),
    *,
    facts: tuple[str, ...] = ("music",),
    names: tuple[str, ...] = ("Spring",),
    status: str = "live",
) -> Register:
    """A register with campaigns whose answers are `own`; acceptances are the organisation's."""
    of_campaign = {answer.item_id: answer for answer in own}
    checked = gate(facts, LIBRARY.items, of_campaign, (), status, TODAY)
    given_by: dict[ScopeId, dict[str, ItemAnswer]] = {None: {answer.item_id: answer for answer in answers}}
    given_by |= {SPRING + number: of_campaign for number in range(len(names))}
    return Register(
        TODAY,
        LIBRARY,
        ASYMMETRIC,
        tuple(CheckedCampaign(SPRING + number, name, status, facts, checked) for number, name in enumerate(names)),
        given_by,
        {None: {acceptance.item_id: (acceptance,) for acceptance in acceptances}},
        {1: "ana"},
    )


def said(lines: Iterable[Line]) -> list[str]:
    return ["".join(span.text for span in line) for line in lines]


def cells(row: Row) -> list[str]:
    return [cell.text for cell in row.cells]


def test_areas_count_what_is_done_open_and_high_and_name_the_next_review() -> None:
    answers = [ItemAnswer("C1", Answer.YES), ItemAnswer("C2", Answer.NO, next_review=date(2026, 11, 1))]
    found = {row.key: cells(row) for row in rows.area_rows(RiskState(register(answers)))}
    assert len(found) == 10
    assert found["copyright"][:2] == ["Copyright", "1/7"]
    assert found["copyright"][2].startswith("! ")
    assert found["copyright"][3] == "!1 Nov"


def test_a_campaign_shows_its_gates_items_only() -> None:
    state = RiskState(register(), SPRING)
    assert {item.id for area in state.areas for item in area.items} == {
        item.id for item in state.register.campaigns[0].gate.needed
    }
    assert all(area.items for area in state.areas)
    assert state.item("E1") is None


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ItemAnswer("C2"), "! open"),  # high, by the library's proposal
        (ItemAnswer("C3"), "○ open"),
        (ItemAnswer("C3", Answer.YES), "✓ yes"),
        (ItemAnswer("C3", Answer.PARTLY), "~ partly"),
        (ItemAnswer("C3", Answer.NO), "! no"),
        (ItemAnswer("C3", Answer.NOT_APPLICABLE, "none"), "· n.a."),
    ],
)
def test_each_answer_has_a_sign_and_a_word(answer: ItemAnswer, words: str) -> None:
    state = RiskState(register([answer]))
    found = {row.key: cells(row) for row in rows.item_rows(state, state.area("copyright"))}
    assert found[answer.item_id][2] == words


def test_every_question_is_readable_whole_at_80_columns() -> None:
    state = RiskState(register())
    for item in LIBRARY.items:
        lines = said(detail.item_lines(state, item, 80))
        assert max(cell_len(line) for line in lines) <= 80
        whole = " ".join(lines)
        for part in (item.question, item.rule, item.source, item.why, item.evidence):
            assert " ".join(part.split()) in whole
        assert len(wrapped(f"{item.id} {item.question}", 80)) <= 3


def test_unchecked_sources_say_that_counsel_must_confirm_them() -> None:
    state = RiskState(register())
    assert "source to be confirmed by counsel" in " ".join(said(detail.item_lines(state, LIBRARY.item("C1"), 200)))
    assert "V, seen in a public source · US EU UK · as of Nov 2026" in " ".join(
        said(detail.item_lines(state, LIBRARY.item("C2"), 200))
    )


def test_the_detail_says_when_there_is_more_than_fits() -> None:
    state = RiskState(register())
    assert said(detail.detail_lines(state, LIBRARY.item("C2"), 80, 5))[-1] == "… Enter shows the rest"
    assert len(detail.detail_lines(state, LIBRARY.item("C2"), 80, 5)) == 5
    assert "… Enter shows the rest" not in said(detail.detail_lines(state, LIBRARY.item("C2"), 80, 40))


def test_the_detail_tells_owner_due_levels_and_acceptance() -> None:
    answer = ItemAnswer(
        "C2", Answer.NO, evidence=(LIST,), owner_id=1, due=date(2026, 12, 1), answered_by="ana",
        answered_on=TODAY, inherent=Rating(5, 5), residual=Rating(1, 5), note="a note",
    )  # fmt: skip
    accepted = Acceptance("C2", "ceo", TODAY, "one week", date(2026, 12, 3), state_hash([answer]))
    lines = said(detail.item_lines(RiskState(register([answer], (), [accepted])), LIBRARY.item("C2"), 200))
    assert "owner ana · due 1 Dec · evidence list.pdf · inherent VH · residual L" in lines
    assert "✓ accepted by ceo until 2026-12-03: one week" in lines
    assert "no since 2026-11-22 by ana · next review 2027-11-01" in lines
    assert "note: a note" in lines
    changed = ItemAnswer("C2", Answer.PARTLY)
    lines = said(detail.item_lines(RiskState(register([changed], (), [accepted])), LIBRARY.item("C2"), 200))
    assert "! accepted by ceo, holds no longer: What ceo accepted on 2026-11-22 has changed since." in lines


def test_the_organisations_practice_is_told_apart_from_the_campaigns_answer() -> None:
    given_by = register([ItemAnswer("C2", Answer.YES)])
    assert "! open" in [cells(row)[2] for row in rows.item_rows(RiskState(given_by, SPRING), LIBRARY.areas[2])]
    lines = said(detail.item_lines(RiskState(given_by, SPRING), LIBRARY.item("C2"), 200))
    assert "This campaign's own answer. The organisation's standing practice: yes." in lines


def test_gates_of_live_campaigns_are_named_as_far_as_there_is_room() -> None:
    state = RiskState(register(names=("Spring", "Summer", "Autumn", "Winter")))
    lines = said(rows.gate_lines(state, 80, 3))
    assert len(lines) == 3
    assert lines[0].startswith("! Spring: Live without Privacy P1")
    assert lines[-1] == "  2 more live campaigns: c shows them"
    assert len(rows.gate_lines(state, 80, 4)) == 4
    assert rows.gate_lines(RiskState(register(status="planned")), 80, 3) == []


def test_a_long_gate_sentence_goes_on_in_the_next_line() -> None:
    state = RiskState(register(names=("An unusually long campaign name that must be cut",)))
    lines = said(rows.gate_lines(state, 60, 3))
    assert len(lines) == 2
    assert lines[1].startswith("  ")
    assert all(cell_len(line) <= 60 for line in lines)


def test_the_chosen_campaign_shows_its_sentence_and_facts() -> None:
    lines = said(rows.gate_lines(RiskState(register(facts=("music", "minors")), SPRING), 80, 3))
    assert lines[0].startswith("! Live without")
    assert lines[-1] == "  facts: Music, Minors"


def test_not_legal_advice_stands_on_the_rule() -> None:
    line = said([rows.notice_line(RiskState(register()), 80)])[0]
    assert "Not legal advice. Talk to counsel." in line
    assert cell_len(line) == 80


def test_the_answer_form_gives_back_what_stands_there() -> None:
    answer = ItemAnswer(
        "C2", Answer.PARTLY, "why", "note", (LIST,), 1, date(2026, 12, 1), "ana", TODAY, date(2027, 1, 1),
        Rating(4, 5), Rating(2, 3),
    )  # fmt: skip
    state = RiskState(register([answer]))
    item = LIBRARY.item("C2")
    draft = answer_draft(state, item, _values(state, answer))
    assert draft.of(answer, None) == draft


def test_a_review_day_that_has_come_is_asked_for_anew() -> None:
    answer = ItemAnswer("C2", Answer.YES, next_review=TODAY)
    state = RiskState(register([answer]))
    assert answer_draft(state, LIBRARY.item("C2"), _values(state, answer)).next_review is None


def _values(state: RiskState, answer: ItemAnswer) -> dict[str, object]:
    draft = answer_draft(state, LIBRARY.item("C2"), _blank()).of(answer, state.scope)
    fields = answer_fields(state, draft)
    return understood(fields, {field.name: field.initial for field in fields}, TODAY)[0]


def _blank() -> dict[str, object]:
    names = ("likelihood", "impact", "residual_likelihood", "residual_impact", "due", "next_review", "owner_id")
    return dict.fromkeys(names) | {"answer": "open", "reason": "", "note": "", "evidence": ""}


def test_all_open_checks_can_be_waived_at_once_where_there_are_more() -> None:
    item = LIBRARY.item("C2")
    of_campaign = accept_form(RiskState(register(), SPRING), item, "ana", write)
    assert [field.name for field in of_campaign.fields] == ["what", "who", "why", "until"]
    of_organisation = accept_form(RiskState(register()), item, "ana", write)
    assert [field.name for field in of_organisation.fields] == ["who", "why", "until"]


def test_days_are_short_and_far_ones_have_their_year() -> None:
    assert short_day(date(2027, 1, 12), TODAY) == "12 Jan"
    assert short_day(date(2027, 11, 1), TODAY) == "Nov 2027"
    assert short_day(None, TODAY) == "–"


@given(st.text(max_size=80), st.integers(2, 20))
@settings(max_examples=60)
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
