"""The box of evidence: a file is added by its path and verified, faults keep the form, a viewer only looks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.organisation import Role
from smdash.store.evidence import add_evidence, evidence_of
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.proofs import EvidenceBox
from smdash.tui.widgets.form import Form
from tests.tui import keys
from tests.tui.risk.by_keyboard import paste, press, settle

E1 = Subject("E1")

OpenedBy = Callable[[str, Role], SmdashApp]
TextOf = Callable[[SmdashApp], list[str]]


@pytest.fixture
def licence(tmp_path: Path) -> Path:
    file = tmp_path / "licence.pdf"
    file.write_text("signed")
    return file


def text_in(app: SmdashApp, text_of: TextOf) -> str:
    return "\n".join(text_of(app))


async def test_a_file_is_added_by_its_path_and_verified(
    app: SmdashApp, store: Store, text_of: TextOf, licence: Path
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "E")
        assert isinstance(app.screen, EvidenceBox)
        assert "No evidence yet" in text_in(app, text_of)
        await press(app, pilot, "n")
        await paste(app, pilot, "path", str(licence))
        await paste(app, pilot, "expires", "2026-12-01")
        await press(app, pilot, "ctrl+s")
        (kept,) = store.read(evidence_of, E1)
        assert kept.sha256 == hashlib.sha256(b"signed").hexdigest()
        assert (kept.label, kept.size, kept.expires, kept.added_by) == ("licence.pdf", 6, date(2026, 12, 1), "ana")
        text = text_in(app, text_of)
        assert "! 2026-12-01" in text
        assert f"SHA-256 {kept.sha256}" in text
        assert "6 bytes · added by ana on" in text
        await press(app, pilot, "v")
        assert "✓ unchanged" in text_in(app, text_of)
        licence.write_text("forged")
        await press(app, pilot, "v")
        assert "! changed" in text_in(app, text_of)
        licence.unlink()
        await press(app, pilot, "v")
        assert "! not there" in text_in(app, text_of)
        await press(app, pilot, "escape")
        assert "evidence licence.pdf" in text_in(app, text_of)


async def test_a_file_that_is_not_there_keeps_the_form(app: SmdashApp, store: Store, text_of: TextOf) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "E", "n")
        await paste(app, pilot, "path", "/nowhere/at/all.pdf")
        await press(app, pilot, "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "There is no file /nowhere/at/all.pdf." in text_in(app, text_of)
        assert store.read(evidence_of, E1) == ()


async def test_the_name_of_a_file_is_corrected_without_the_file_and_it_is_read_again_when_wanted(
    app: SmdashApp, store: Store, licence: Path
) -> None:
    async with app.run_test(size=(80, 30)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "E", "n")
        await paste(app, pilot, "path", str(licence))
        await press(app, pilot, "ctrl+s")
        (first,) = store.read(evidence_of, E1)
        licence.write_text("signed anew")
        await press(app, pilot, "e")
        await paste(app, pilot, "label", "Licence of the songs")
        await press(app, pilot, "ctrl+s")
        (named,) = store.read(evidence_of, E1)
        assert (named.label, named.sha256) == ("Licence of the songs", first.sha256)
        await press(app, pilot, "enter", "tab", "tab", "y", "ctrl+s")
        (again,) = store.read(evidence_of, E1)
        assert again.sha256 == hashlib.sha256(b"signed anew").hexdigest()


async def test_links_and_texts_are_added_deleted_and_brought_back(
    app: SmdashApp, store: Store, text_of: TextOf
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(app, pilot)
        await press(app, pilot, "l", "E", "n", "right")
        await paste(app, pilot, "address", "ftp://example.org")
        await press(app, pilot, "ctrl+s")
        assert "“ftp” is not a web address" in text_in(app, text_of)
        await paste(app, pilot, "address", "example.org/terms")
        await press(app, pilot, "ctrl+s", "n", "right", "right")
        await paste(app, pilot, "text", "Filed in the red folder.")
        await press(app, pilot, "ctrl+s", "y")
        assert app.clipboard == "https://example.org/terms"
        await keys.press(pilot, "d")
        await pilot.pause()
        await press(app, pilot, "y")
        assert [one.kind for one in store.read(evidence_of, E1)] == [EvidenceKind.TEXT]
        await keys.press(pilot, "u")
        await pilot.pause()
        await press(app, pilot, "y")
        assert {one.kind for one in store.read(evidence_of, E1)} == {EvidenceKind.LINK, EvidenceKind.TEXT}


async def test_a_viewer_looks_and_verifies_and_changes_nothing(
    opened_by: OpenedBy, store: Store, text_of: TextOf
) -> None:
    store.write(add_evidence, EvidenceDraft(E1, EvidenceKind.TEXT, content="Filed."))
    viewer = opened_by("ceo", Role.VIEWER)
    async with viewer.run_test(size=(80, 24)) as pilot:
        await settle(viewer, pilot)
        await press(viewer, pilot, "l", "E")
        assert "v verifies files · y copies · Esc leaves" in text_in(viewer, text_of)
        await press(viewer, pilot, "n", "e", "d", "u")
        assert isinstance(viewer.screen, EvidenceBox)
        assert len(store.read(evidence_of, E1)) == 1
