"""The Risk pane on a real store: what keys do, and that nothing is read while the cursor moves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.organisation import Role
from smdash.domain.register import AnswerDraft
from smdash.domain.risks import Answer, Rating
from smdash.store import organisation, risks
from smdash.store.campaigns import add_campaign
from smdash.store.evidence import add_evidence
from smdash.store.legal_items import retire_item
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.pane import RiskPane
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.form import Form
from tests.tui import keys
from tests.tui.risk.by_keyboard import press, settle, type_text

TODAY = date(2026, 11, 22)
NOTICE = "Not legal advice. Talk to counsel."

OpenedBy = Callable[[str, Role], SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


async def test_areas_items_gate_and_notice_are_in_sight(app: SmdashApp, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        text = "\n".join(text_of(app))
        assert "User-generated content" in text
        assert "E1  Policy reviewed" in text
        assert "! Spring: Live without Privacy P1" in text
        assert "E1 Was the social-media policy reviewed" in text
        assert NOTICE in text


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40), (200, 60)])
async def test_the_notice_and_the_question_stay_at_every_size(
    app: SmdashApp, text_of: TextOf, size: tuple[int, int]
) -> None:
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        text = "\n".join(text_of(app))
        assert NOTICE in text
        assert "E1 Was the social-media policy" in text


async def test_space_toggles_and_undo_takes_it_back(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "down", "space")
        assert store.read(risks.answers)["E2"].answer is Answer.YES
        assert "Employment               1/8" in "\n".join(text_of(app))
        await keys.press(pilot, "u")
        await pilot.pause()
        await press(app, pilot, "y")
        assert store.read(risks.answers) == {}
        assert "Employment               0/8" in "\n".join(text_of(app))


async def test_an_answer_on_the_campaign_changes_its_gate(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c")
        assert isinstance(app.screen, ChoiceList)
        await press(app, pilot, "down", "enter")
        assert "Live without Privacy P1" in "\n".join(text_of(app))
        await press(app, pilot, "l", "space")
        assert store.read(risks.answers, 1)["P1"].answer is Answer.YES
        assert "Live without Privacy P1" not in "\n".join(text_of(app))


async def test_the_form_answers_with_everything_and_shows_all_faults_at_once(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "e")
        assert isinstance(app.screen, Form)
        await keys.press(pilot, "n", "n")  # no, then not applicable
        await keys.press(pilot, *["tab"] * 6, "2", "tab", "2", "tab", "5", "tab", "5")
        await press(app, pilot, "ctrl+s")
        text = "\n".join(text_of(app))
        assert "“n.a.” needs a reason." in text
        assert "! The residual risk (very high) is above" in text
        await type_text(pilot, "none")  # the first fault has the focus
        await keys.press(pilot, *["tab"] * 5, "5", "tab", "5")
        await press(app, pilot, "ctrl+s")
        answer = store.read(risks.answers)["E1"]
        assert (answer.answer, answer.reason, answer.inherent) == (Answer.NOT_APPLICABLE, "none", Rating(5, 5))


async def test_accepting_waives_the_open_checks_of_a_campaign(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c", "down", "enter", "a")
        assert isinstance(app.screen, Form)
        await keys.press(pilot, "right", "tab", "tab")
        await type_text(pilot, "rush")
        await keys.press(pilot, "tab", "plus", "1", "0", "d")
        await press(app, pilot, "ctrl+s")
        gate = store.read(risks.gates)[1]
        assert gate.satisfied
        assert {waiver.until for _, waiver in gate.waived} == {TODAY + timedelta(days=10)}
        text = "\n".join(text_of(app))
        assert "waived" in text
        assert "✓ accepted by ana until 2026-12-02: rush" in text


async def test_facts_change_what_the_gate_asks(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 40)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c", "down", "enter", "f", "space", "ctrl+s")
        assert "facts: none chosen" in "\n".join(text_of(app))
        assert "C2" not in {item.id for item in store.read(risks.gates)[1].needed}


async def test_moving_the_cursor_reads_nothing_and_keeps_its_place_in_each_area(
    app: SmdashApp, text_of: TextOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)

        async def refuse(*_: object) -> None:
            raise AssertionError("read while the cursor moved")

        monkeypatch.setattr(app, "_looked", float("inf"))
        monkeypatch.setattr(app.live, "read", refuse)
        await press(app, pilot, "l", "down", "h", "down", "down")
        assert "C1 Is there a licence record" in "\n".join(text_of(app))
        await press(app, pilot, "up", "up")
        assert "E2 Does discipline" in "\n".join(text_of(app))


async def test_enter_goes_to_the_items_and_then_opens_all_of_one(app: SmdashApp, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "enter", "enter")
        assert isinstance(app.screen, Numbers)
        text = "\n".join(text_of(app))
        assert "evidence expected:" in text
        assert NOTICE in text


async def test_the_matrix_and_the_explanation_open(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    store.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO, likelihood=5, impact=5))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "m")
        assert "VH 1/0" in "\n".join(text_of(app))
        await press(app, pilot, "escape", "i")
        assert isinstance(app.screen, Explain)
        assert "Employment: done" in "\n".join(text_of(app))


async def test_a_jump_shows_the_item_in_its_scope(app: SmdashApp, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        pane = app.query_one(RiskPane)
        pane.jump_to("C2", 1)
        await settle(app, pilot)
        text = "\n".join(text_of(app))
        assert "Spring (live)" in text
        assert "C2 Is music cleared" in text
        pane.jump_to("marketing", None)
        await settle(app, pilot)
        assert "M1 " in "\n".join(text_of(app))


async def test_a_viewer_reads_and_is_told_that_nothing_changes(
    opened_by: OpenedBy, store: Store, text_of: TextOf
) -> None:
    app = opened_by("ana", Role.VIEWER)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "e", "space", "a", "f")
        assert not isinstance(app.screen, Form)
        assert "You are a viewer here" in "\n".join(text_of(app))
        assert store.read(risks.answers) == {}


async def test_a_scope_without_items_says_so(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    store.write(lambda tx: organisation.change_settings(tx, jurisdictions=("AU",)))
    for item in store.read(risks.register).campaigns[0].gate.needed:
        store.write(retire_item, item.id)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "c", "down", "enter")
        text = "\n".join(text_of(app))
        assert "Spring needs no legal checks." in text
        assert NOTICE in text


async def test_hostile_text_stays_text(app: SmdashApp, store: Store, text_of: TextOf, hostile: str) -> None:
    store.write(add_campaign, CampaignDraft(f"A {hostile}", CampaignStatus.LIVE))
    store.write(risks.answer_item, AnswerDraft("E1", None, Answer.NO, reason=hostile, note=hostile))
    store.write(add_evidence, EvidenceDraft(Subject("E1"), EvidenceKind.TEXT, content=hostile))
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(app, pilot)
        text = "\n".join(text_of(app))
        assert "reason: [red]x[/] [/x] hi abc 日本語" in text
        assert not any(char in text for char in "\x1b\x9b\u202e\x07")
        await press(app, pilot, "c", "escape", "l", "enter", "escape", "e", "escape", "a")
