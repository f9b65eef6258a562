"""Signing in the Risk pane: who may, what was signed, what changed since, and taking a signature back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.organisation import Role
from smdash.domain.register import AnswerDraft
from smdash.domain.risks import Answer
from smdash.domain.sign_offs import Place
from smdash.store import changes, organisation, risks, sign_offs
from smdash.store.audit import newest_lines
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.signing import SignOffBox
from smdash.tui.widgets.form import Form
from tests.tui.keys import press, settle

OpenedBy = Callable[[str, Role], SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


@pytest.fixture
def store(store: Store) -> Store:
    """What `ana` answered; the dashboard is opened by counsel, `cara`."""
    store.write(organisation.add_person, "cara", role=Role.COUNSEL)
    store.write(risks.answer_item, AnswerDraft("E1", None, Answer.YES))
    return store


@pytest.fixture
def app(opened_by: OpenedBy) -> SmdashApp:
    return opened_by("cara", Role.COUNSEL)


async def test_an_area_is_signed_and_a_changed_answer_is_named(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        assert isinstance(app.screen, SignOffBox)
        assert "Nobody has signed here yet" in "\n".join(text_of(app))
        await press(pilot, "n")
        assert "1 of 8 done, open: E2, E3" in "\n".join(text_of(app))
        await press(pilot, "o", "k", "ctrl+s")
        shown = "\n".join(text_of(app))
        assert "cara" in shown
        assert "✓ signed" in shown
        assert "nothing has changed since" in shown
        (given,) = store.read(sign_offs.sign_offs)
        assert given.journal_head[:32] in shown
        await press(pilot, "escape")
        store.write(risks.answer_item, AnswerDraft("E1", None, Answer.NO))
        await press(pilot, "down", "up", "S")
        await pilot.pause()
        shown = "\n".join(text_of(app))
        assert "! signed, then changed" in shown
        assert "changed since: E1: yes → no" in shown


async def test_who_answered_cannot_sign_and_the_form_keeps_the_note(
    app: SmdashApp, store: Store, path: Path, text_of: TextOf
) -> None:
    store.close()
    with_own = Store.open(path, FixedClock(), role=Role.COUNSEL, actor="cara")
    with_own.write(risks.toggle_item, "E2")
    with_own.close()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S")
        assert "You answered E2: somebody else signs Employment." in "\n".join(text_of(app))
        await press(pilot, "n", "h", "i", "ctrl+s")
        assert isinstance(app.screen, Form)
        shown = " ".join("\n".join(text_of(app)).split())
        assert "nobody signs their own answer" in shown
        assert "hi" in shown


async def test_a_signature_is_taken_back_with_a_reason(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    counsel = Store.open(store.path, FixedClock(), role=Role.COUNSEL, actor="cara")
    counsel.write(sign_offs.sign, Place("employment"))
    counsel.close()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "S", "d", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert store.read(sign_offs.sign_offs)[0].revoked == ""
        await press(pilot, *"too early", "ctrl+s")
        shown = "\n".join(text_of(app))
        assert "revoked" in shown
        assert "taken back: too early (cara," in shown


async def test_the_whole_gate_of_a_campaign_is_signed(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "c", "down", "enter")
        await pilot.pause()
        await press(pilot, "S", "n", "ctrl+s")
        (given,) = store.read(sign_offs.sign_offs)
        assert given.place == Place(None, 1)
        assert "the whole gate" in "\n".join(text_of(app))


async def test_the_pane_says_whether_the_area_under_the_cursor_is_signed(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    counsel = Store.open(store.path, FixedClock(), role=Role.COUNSEL, actor="cara")
    counsel.write(sign_offs.sign, Place("employment"))
    counsel.close()
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert "✓ signed, cara" in "\n".join(text_of(app))
        await press(pilot, "down")
        assert "not signed" in "\n".join(text_of(app))


async def test_the_trail_lists_who_changed_what_with_the_head(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "J")
        shown = "\n".join(text_of(app))
        assert "Audit trail of legal risk" in shown
        assert "answer E1: yes" in shown
        assert "ana" in shown
        head = store.read(lambda snapshot: changes.head(snapshot.connection))
        count = store.read(newest_lines, 200)[1]
        assert f"{count} changes · `smdash report audit` prints all · head {head[:12]}" in shown
