"""A newer library through real files: answers are kept, what changed is listed, one's own words stay."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from smdash import paths
from smdash.clock import FixedClock
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.gate import text_changed
from smdash.domain.organisation import Role
from smdash.domain.register import AnswerDraft
from smdash.domain.risks import Answer, Scope
from smdash.errors import FormFaults, NotFound, Refused
from smdash.library.legal import load_legal_library
from smdash.store import evidence, risks, undo
from smdash.store.histories import item_history
from smdash.store.legal_items import OwnItemDraft, add_own_item, library, restore_item, retire_item
from smdash.store.library_versions import go_through, library_news
from smdash.store.own_items import RewordDraft, edit_own_item, own_draft, retired_items, reword_item
from smdash.store.risk_summary import risk_summary
from smdash.store.store import Store

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHANGED = "Is music licensed for business use on each platform?"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", FixedClock("UTC", NOON), actor="ana")
    yield opened
    opened.close()


@pytest.fixture
def upgrade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Put version n+1 into the place of the shipped library: one item reworded, one added, one gone, one source new."""
    folder = tmp_path / "newer"
    shutil.copytree(paths.LIBRARY, folder)

    def edit(name: str, *pairs: tuple[str, str]) -> None:
        file = folder / "legal" / name
        text = file.read_text("utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new, 1)
        file.write_text(text, "utf-8")

    def put() -> None:
        edit("library.toml", ('version = "2026.11"', 'version = "2027.05"'))
        item = (folder / "legal" / "copyright.toml").read_text("utf-8")
        c2 = item[item.index('question = "Is music cleared') :].split("\n", 1)[0]
        c7 = item[item.index('[[item]]\nid = "C7"') :]
        edit("copyright.toml", (c2, f'question = "{CHANGED}"'), (c7, c7.replace('"C7"', '"C8"')))
        edit("defamation.toml", ("SI 2013/3028", "SI 2013/3028 as amended"))
        monkeypatch.setattr(paths, "LIBRARY", folder)
        load_legal_library.cache_clear()

    yield put
    monkeypatch.undo()
    load_legal_library.cache_clear()


def changed(store: Store) -> dict[str, str]:
    return {one.item_id: one.words for one in store.read(library_news).changes}


def test_what_a_newer_library_changed_is_listed_and_answers_are_kept(store: Store, upgrade: Callable[[], None]) -> None:
    for item in ("C2", "C7", "D4"):
        store.write(risks.answer_item, AnswerDraft(item, answer=Answer.YES))
    store.write(evidence.add_evidence, EvidenceDraft(Subject("C2"), EvidenceKind.TEXT, content="Licence filed."))
    assert changed(store) == {}
    upgrade()
    assert changed(store) == {
        "C2": "worded anew: question",
        "C8": "new",
        "D4": "changed: source",
        "C7": "taken out",
    }
    answers = store.read(risks.answers)
    assert {item: answers[item].answer for item in ("C2", "C7", "D4")} == dict.fromkeys(("C2", "C7", "D4"), Answer.YES)
    assert answers["C2"].evidence[0].content == "Licence filed."
    checklist = store.read(library)
    assert text_changed(checklist.item("C2"), answers["C2"])
    assert not text_changed(checklist.item("D4"), answers["D4"])
    assert [line.act for line in store.read(item_history, "C7")[0]] == ["answer C7: yes"]
    with pytest.raises(NotFound):
        checklist.item("C7")


def test_attention_tells_until_someone_has_gone_through_them_and_reviews_stay(
    store: Store, upgrade: Callable[[], None]
) -> None:
    store.write(risks.toggle_item, "C2")
    upgrade()
    summary = store.read(risk_summary)
    (news,) = summary.news
    assert news.sentence == "Legal library 2027.05: 4 items changed since 2026.11: go through them (L in Risk)"
    (review,) = [row for row in summary.reviews if row.item_id == "C2"]
    assert review.sentence == "Copyright C2: its text changed after it was answered"
    assert store.write(go_through) == 4
    assert changed(store) == {}
    summary = store.read(risk_summary)
    assert summary.news == ()
    assert [row.item_id for row in summary.reviews] == ["C2"]
    store.write(risks.answer_item, AnswerDraft("C2", answer=Answer.YES))
    assert store.read(risk_summary).reviews == ()


def test_going_through_is_journaled_undone_and_refused_twice(store: Store, upgrade: Callable[[], None]) -> None:
    store.write(risks.toggle_item, "C2")
    with pytest.raises(Refused, match="gone through already"):
        store.write(go_through)
    upgrade()
    store.write(go_through)
    found = store.read(undo.next_undo)
    assert found is not None
    assert found.label == "go through the legal library 2027.05: 4 changed"
    store.write(undo.undo)
    assert len(changed(store)) == 4


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CONTRIBUTOR])
def test_others_read_the_news_and_write_nothing(
    store: Store, tmp_path: Path, upgrade: Callable[[], None], role: Role
) -> None:
    store.write(risks.toggle_item, "C2")
    upgrade()
    before = store.version()
    with closing(Store.open(tmp_path / "smdash.db", store.clock, role=role, actor="ceo")) as other:
        assert len(other.read(risks.register).news.changes) == 4  # type: ignore[union-attr]
        with pytest.raises(Refused):
            other.write(go_through)
    assert store.version() == before


def test_a_store_without_answers_has_no_news(store: Store, upgrade: Callable[[], None]) -> None:
    upgrade()
    assert changed(store) == {}
    store.write(risks.toggle_item, "C2")
    assert store.read(library_news).seen == "2027.05"


def test_ones_own_words_stay_when_the_shipped_text_changes(store: Store, upgrade: Callable[[], None]) -> None:
    store.write(reword_item, RewordDraft("C2", question="Do we own a licence for each song?"))
    store.write(risks.toggle_item, "C2")
    upgrade()
    item = store.read(library).item("C2")
    assert item.question == "Do we own a licence for each song?"
    assert item.shipped is not None
    assert item.shipped.question == CHANGED
    assert text_changed(item, store.read(risks.answers)["C2"])
    assert changed(store)["C2"] == "worded anew: question"
    assert not store.write(reword_item, RewordDraft("C2"))
    item = store.read(library).item("C2")
    assert (item.question, item.shipped) == (CHANGED, None)


def test_a_rewording_keeps_rule_source_and_the_shipped_text_and_asks_for_a_review(store: Store) -> None:
    store.write(risks.toggle_item, "C2")
    shipped = store.read(library).item("C2")
    assert store.write(reword_item, RewordDraft("c2", "Songs licensed", "Is each song licensed?"))
    item = store.read(library).item("C2")
    assert (item.short, item.question, item.shipped) == ("Songs licensed", "Is each song licensed?", shipped)
    assert (item.rule, item.source, item.checked, item.why) == (
        shipped.rule, shipped.source, shipped.checked, shipped.why,
    )  # fmt: skip
    assert text_changed(item, store.read(risks.answers)["C2"])
    store.write(undo.undo)
    assert store.read(library).item("C2") == shipped
    assert not text_changed(shipped, store.read(risks.answers)["C2"])
    with pytest.raises(FormFaults) as caught:
        store.write(reword_item, RewordDraft("C2", "x" * 21))
    assert caught.value.faults.keys() == {"short"}


def test_a_retired_reworded_item_comes_back_reworded(store: Store) -> None:
    store.write(reword_item, RewordDraft("C2", question="Is each song licensed?"))
    store.write(retire_item, "C2")
    assert [(one.code, one.shipped) for one in store.read(retired_items)] == [("C2", True)]
    store.write(restore_item, "C2")
    assert store.read(library).item("C2").question == "Is each song licensed?"
    store.write(retire_item, "C1")
    store.write(restore_item, "C1")
    assert store.read(library).item("C1").shipped is None


def test_ones_own_item_is_edited_and_keeps_its_answer(store: Store) -> None:
    code = store.write(add_own_item, OwnItemDraft("terms", "Own rule", "Is our own rule kept?"))
    store.write(risks.toggle_item, code)
    item = store.read(library).item(code)
    draft = store.read(own_draft, item)
    assert draft is not None
    assert store.read(own_draft, store.read(library).item("C2")) is None
    changed_draft = OwnItemDraft("privacy", "Own rule", "Is our new rule kept?", scope=Scope.CAMPAIGN)
    store.write(edit_own_item, code, changed_draft)
    edited = store.read(library).item(code)
    assert (edited.area, edited.question, edited.scope, edited.review) == (
        "privacy", "Is our new rule kept?", Scope.CAMPAIGN, item.review,
    )  # fmt: skip
    assert store.read(risks.answers)[code].answer is Answer.YES
    assert text_changed(edited, store.read(risks.answers)[code])
    with pytest.raises(FormFaults):
        store.write(edit_own_item, code, OwnItemDraft("privacy", "", ""))
    with pytest.raises(Refused, match="shipped"):
        store.write(edit_own_item, "C2", changed_draft)
    with pytest.raises(Refused, match="your own"):
        store.write(reword_item, RewordDraft(code, question="Other?"))
