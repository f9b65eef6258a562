"""The register and the matrix by keys, on a real store."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from smdash.domain.organisation import Role
from smdash.domain.register import AnswerDraft
from smdash.domain.risks import Answer, Rating
from smdash.domain.treatment import Risk, RiskDraft, Treatment
from smdash.store import risks, treatment
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.matrix.box import MatrixBox
from smdash.tui.panes.risk.pane import RiskPane
from smdash.tui.panes.risk.register.box import RegisterBox
from smdash.tui.screens.explain import Explain
from smdash.tui.widgets.form import Form
from tests.tui import keys
from tests.tui.risk.by_keyboard import press, settle, type_text

TODAY = date(2026, 11, 22)
MUSIC = RiskDraft("Music in reels", 4, 4, 2, 2, treatment=Treatment.MITIGATE, plan="Buy a licence")

OpenedBy = Callable[[str, Role], SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


def only(store: Store) -> Risk:
    (risk,) = store.read(risks.register).risks
    return risk


async def test_a_risk_is_made_from_the_item_under_the_cursor(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    store.write(risks.answer_item, AnswerDraft("E1", None, Answer.NO, likelihood=4, impact=4))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "r")
        assert isinstance(app.screen, Form)
        assert "inherent 4×4 H · residual not rated" in "\n".join(text_of(app))
        await press(app, pilot, "ctrl+s")
        assert (only(store).item_id, only(store).inherent) == ("E1", Rating(4, 4))
        await press(app, pilot, "r")  # it has one by now
        assert isinstance(app.screen, RegisterBox)
        assert "from Employment E1 Policy reviewed · organisation" in "\n".join(text_of(app))


async def test_the_register_lists_filters_treats_accepts_and_closes(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    store.write(treatment.add_risk, MUSIC)
    store.write(treatment.add_risk, RiskDraft("Trolls", 5, 5))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "g")
        text = "\n".join(text_of(app))
        assert text.index("! VH") < text.index("  L ")
        assert "! none" in text
        await press(app, pilot, "slash")
        await type_text(pilot, "music")
        await press(app, pilot, "enter")
        assert "Trolls" not in "\n".join(text_of(app))
        await press(app, pilot, "escape", "g", "a")
        await keys.press(pilot, "tab")
        await type_text(pilot, "rare")
        await keys.press(pilot, "tab")
        await type_text(pilot, "+20d")
        await press(app, pilot, "ctrl+s")
        text = "\n".join(text_of(app))
        assert "✓ 12 Dec" in text
        assert "accept" in text
        await press(app, pilot, "B")
        await type_text(pilot, "too risky")
        await press(app, pilot, "ctrl+s")
        assert "Revoked: too risky" in "\n".join(text_of(app))
        await press(app, pilot, "c")
        await type_text(pilot, "moderated")
        await press(app, pilot, "ctrl+s")
        assert "Trolls" not in "\n".join(text_of(app))
        await press(app, pilot, "C", "G")
        assert "closed 2026-11-22 by ana: moderated" in "\n".join(text_of(app))
        await press(app, pilot, "c")
        assert all(risk.is_open for risk in store.read(risks.register).risks)
        await press(app, pilot, "i")
        assert isinstance(app.screen, Explain)


async def test_deleting_asks_and_undo_brings_the_risk_back(app: SmdashApp, store: Store) -> None:
    store.write(treatment.add_risk, MUSIC)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "g")
        await keys.press(pilot, "d")
        await pilot.pause()
        await press(app, pilot, "y")
        assert store.read(risks.register).risks == ()
        await keys.press(pilot, "u")
        await pilot.pause()
        await press(app, pilot, "y")
        assert only(store).title == "Music in reels"


async def test_arrows_move_a_risk_and_one_undo_takes_it_back(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    store.write(treatment.add_risk, MUSIC)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "m")
        assert isinstance(app.screen, MatrixBox)
        await press(app, pilot, "enter", "enter", "up", "right", "right", "enter")
        assert only(store).residual == Rating(3, 4)
        assert "M  0/1" in "\n".join(text_of(app))
        await keys.press(pilot, "u")
        await pilot.pause()
        await press(app, pilot, "y")
        assert only(store).residual == Rating(2, 2)


async def test_a_refused_move_says_why_at_once_and_esc_leaves_all_as_it_was(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    store.write(treatment.add_risk, MUSIC)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "m", "enter", "enter", "up", "up", "up", "right", "right", "right")
        assert "! The residual risk (very high) is above the inherent one (high)." in "\n".join(text_of(app))
        await press(app, pilot, "escape")
        assert only(store) == store.read(risks.register).risk(1)
        assert only(store).residual == Rating(2, 2)
        await press(app, pilot, "enter", "enter", "w", "down", "down", "down", "enter")
        assert only(store).inherent == Rating(1, 4)


async def test_nothing_is_read_while_a_risk_is_carried(
    app: SmdashApp, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.write(treatment.add_risk, MUSIC)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "m")

        async def refuse(*_: object) -> None:
            raise AssertionError("read while the cursor moved")

        monkeypatch.setattr(app, "_looked", float("inf"))
        monkeypatch.setattr(app.live, "read", refuse)
        await press(app, pilot, "up", "left", "right", "down", "enter", "enter", "up", "down", "escape", "escape")


async def test_an_item_without_a_risk_is_counted_and_says_how_to_move_it(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    store.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO, likelihood=5, impact=5))
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "m")
        assert "VH 1/0" in "\n".join(text_of(app))
        await press(app, pilot, "enter", "enter")
        assert "r makes a risk of it" in " ".join("\n".join(text_of(app)).split())


async def test_a_viewer_looks_and_changes_nothing(opened_by: OpenedBy, store: Store, text_of: TextOf) -> None:
    store.write(treatment.add_risk, MUSIC)
    app = opened_by("ana", Role.VIEWER)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "g", "n", "e", "a", "c", "d")
        assert isinstance(app.screen, RegisterBox)
        await press(app, pilot, "escape", "m", "enter", "enter", "up", "enter")
        assert only(store).residual == Rating(2, 2)


async def test_a_jump_from_the_attention_list_shows_the_risk(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    store.write(treatment.add_risk, RiskDraft("Trolls", 1, 1))
    late = store.write(treatment.add_risk, RiskDraft("Fonts", 1, 1, due=TODAY - timedelta(days=2)))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        app.query_one(RiskPane).jump_to("register", late)
        await settle(app, pilot)
        assert isinstance(app.screen, RegisterBox)
        assert "Fonts · no area · organisation" in "\n".join(text_of(app))


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (120, 40)])
async def test_hostile_text_stays_text_at_every_size(
    app: SmdashApp, store: Store, text_of: TextOf, hostile: str, size: tuple[int, int]
) -> None:
    draft = RiskDraft(hostile, 3, 3, cause=hostile, treatment=Treatment.AVOID, plan=hostile)
    store.write(treatment.add_risk, draft)
    async with app.run_test(size=size) as pilot:
        await settle(app, pilot)
        for key in ("g", "m"):
            await press(app, pilot, key)
            text = "\n".join(text_of(app))
            assert "[red]x[/] [/x]" in text
            assert not any(char in text for char in "\x1b\x9b\u202e\x07")
            await press(app, pilot, "escape")
