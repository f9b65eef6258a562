"""The register as stored: one rating for an item and its risk, closing, deleting, accepting, other grids, roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from smdash.clock import FixedClock
from smdash.domain.attention import Urgency
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.gate import Acceptance, Validity
from smdash.domain.organisation import Role
from smdash.domain.register import AcceptanceDraft, AnswerDraft, Register, RevocationDraft
from smdash.domain.risks import Answer, Rating, RiskLevel
from smdash.domain.treatment import Risk, RiskDraft, Treatment
from smdash.errors import FormFaults, InvalidInput, NotFound, Refused
from smdash.store import attention, organisation, risks, treatment, undo
from smdash.store.acceptances import accept, accept_risk, revoke
from smdash.store.campaigns import add_campaign, archive_campaign
from smdash.store.evidence import add_evidence, delete_evidence
from smdash.store.risk_rows import risk_grid
from smdash.store.risk_summary import risk_summary
from smdash.store.store import Store

TODAY = date(2026, 11, 22)
MUSIC = RiskDraft("Music in reels", 4, 4, 2, 4, "No licence", treatment=Treatment.MITIGATE, plan="Buy one")
RATED = AnswerDraft("C2", None, Answer.PARTLY, likelihood=4, impact=4, residual_likelihood=2, residual_impact=4)

Content = Callable[[Store], Any]


def at(day: date) -> FixedClock:
    return FixedClock("UTC", datetime(day.year, day.month, day.day, 12, tzinfo=UTC))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", at(TODAY), actor="ana")
    opened.write(organisation.add_person, "ana")
    opened.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE))
    yield opened
    opened.close()


def seen(store: Store) -> Register:
    return store.read(risks.register)


def risk_of(store: Store, risk_id: int) -> Risk:
    found = seen(store).risk(risk_id)
    assert found is not None
    return found


def rating_of(store: Store, item_id: str = "C2") -> tuple[Rating | None, Rating | None]:
    register = seen(store)
    answer = register.answer(register.library.item(item_id), None)
    return answer.inherent, answer.residual


def accepted(store: Store, risk_id: int) -> tuple[Acceptance, Validity]:
    register = seen(store)
    found = register.risk_acceptance(risk_of(store, risk_id))
    assert found is not None
    return found


def terms(risk_id: int | None = None, days: int = 10, item_id: str = "") -> AcceptanceDraft:
    return AcceptanceDraft(item_id, "mira", "launch first", TODAY + timedelta(days=days), risk_id=risk_id)


# Risks


def test_a_risk_is_kept_with_who_opened_it_and_when(store: Store) -> None:
    draft = replace(MUSIC, area="copyright", campaign_id=1, owner_id=1, due=TODAY, next_review=date(2027, 1, 4))
    risk = risk_of(store, store.write(treatment.add_risk, draft))
    assert RiskDraft.of(risk) == draft
    assert (risk.opened_by, risk.opened_on, risk.campaign, risk.is_open) == ("ana", TODAY, "Spring", True)
    store.write(archive_campaign, 1)
    assert risk_of(store, risk.id).campaign == "Spring"


def test_a_risk_takes_over_the_items_rating_and_the_item_shows_the_risks_level(store: Store) -> None:
    store.write(risks.answer_item, RATED)
    risk_id = store.write(treatment.add_risk, RiskDraft("Music", item_id="c2"))
    assert (risk_of(store, risk_id).inherent, risk_of(store, risk_id).residual) == (Rating(4, 4), Rating(2, 4))
    assert rating_of(store) == (Rating(4, 4), Rating(2, 4))
    store.write(treatment.move_risk, risk_id, Rating(5, 5), Rating(4, 5))
    assert rating_of(store) == (Rating(5, 5), Rating(4, 5))
    item = seen(store).library.item("C2")
    assert seen(store).level(item, None) is RiskLevel.VH
    kept = AnswerDraft.of(seen(store).answer(item, None), None)
    store.write(risks.answer_item, replace(kept, note="asked"))
    assert rating_of(store) == (Rating(5, 5), Rating(4, 5))


def test_the_rating_of_an_item_with_a_risk_is_changed_in_the_risk_only(store: Store) -> None:
    store.write(treatment.add_risk, replace(MUSIC, item_id="C2"))
    with pytest.raises(FormFaults) as caught:
        store.write(risks.answer_item, replace(RATED, residual_likelihood=1))
    assert caught.value.faults == {
        "residual_likelihood": "C2 is rated by its risk “Music in reels”: change it there (g)."
    }
    assert store.write(risks.toggle_item, "C2") is Answer.YES


@pytest.mark.parametrize("answered", [True, False])
def test_closing_and_deleting_give_the_rating_back(store: Store, content: Content, answered: bool) -> None:
    if answered:
        store.write(risks.answer_item, RATED)
    risk_id = store.write(treatment.add_risk, replace(MUSIC, item_id="C2"))
    store.write(treatment.move_risk, risk_id, Rating(4, 4), Rating(1, 2))
    before = content(store)
    store.write(treatment.close_risk, risk_id, "Licence bought")
    assert rating_of(store) == (Rating(4, 4), Rating(1, 2))
    store.write(treatment.reopen_risk, risk_id)
    assert rating_of(store) == (Rating(4, 4), Rating(1, 2))
    store.write(undo.undo)
    store.write(undo.undo)
    assert content(store) == before
    store.write(treatment.delete_risk, risk_id)
    assert rating_of(store) == (Rating(4, 4), Rating(1, 2))
    store.write(undo.undo)
    assert content(store) == before


def test_a_risk_that_turns_out_to_be_another_items_leaves_the_first_one_its_rating(store: Store) -> None:
    store.write(risks.answer_item, RATED)
    risk_id = store.write(treatment.add_risk, RiskDraft("Music", item_id="C2"))
    store.write(treatment.edit_risk, risk_id, replace(MUSIC, item_id="C3", likelihood=5, impact=5))
    assert rating_of(store) == (Rating(4, 4), Rating(2, 4))
    assert rating_of(store, "C3") == (Rating(5, 5), Rating(2, 4))


def test_high_risks_are_counted_once(store: Store) -> None:
    def high(area: str) -> tuple[int, int]:
        register = seen(store)
        found = next(one for one in register.areas(None) if one.key == area)
        return register.total(None).open_high, register.summary(found, None).open_high

    store.write(risks.answer_item, replace(RATED, residual_likelihood=1, residual_impact=1))
    total, copyright_ = high("copyright")
    store.write(treatment.add_risk, replace(MUSIC, item_id="C2", residual_likelihood=4))
    assert high("copyright") == (total + 1, copyright_ + 1)
    store.write(treatment.add_risk, RiskDraft("Fonts", 5, 5, area="copyright"))
    store.write(treatment.add_risk, RiskDraft("Agency fails", 5, 5))
    assert high("copyright") == (total + 3, copyright_ + 2)
    store.write(risks.toggle_item, "C1")
    store.write(treatment.add_risk, RiskDraft("No", 5, 5, campaign_id=1))
    (before, _), answer = high("copyright"), AnswerDraft.of(store.read(risks.answers)["C2"], None)
    store.write(risks.answer_item, replace(answer, answer=Answer.YES))
    assert high("copyright")[0] == before  # the item is done: now its risk stands for itself


def test_residual_above_inherent_is_refused_wherever_either_is_changed(store: Store, content: Content) -> None:
    risk_id = store.write(treatment.add_risk, MUSIC)
    before = content(store)
    with pytest.raises(Refused, match="above the inherent one"):
        store.write(treatment.move_risk, risk_id, Rating(4, 4), Rating(5, 5))
    with pytest.raises(Refused, match="above the inherent one"):
        store.write(treatment.move_risk, risk_id, Rating(1, 1), Rating(2, 4))
    with pytest.raises(FormFaults, match="above the inherent one"):
        store.write(treatment.edit_risk, risk_id, replace(MUSIC, likelihood=1, impact=1))
    assert content(store) == before


def test_a_grid_that_breaks_ratings_is_refused_and_names_them(store: Store) -> None:
    trade = RiskDraft("Music", 1, 5, 5, 1, campaign_id=1)
    risk_id = store.write(treatment.add_risk, trade)
    store.write(risks.answer_item, replace(RATED, likelihood=1, impact=5, residual_likelihood=5, residual_impact=1))
    skewed = "00011 / 01112 / 11122 / 12223 / 23344"

    def replace_grid(text: str) -> None:
        store.write(lambda tx: organisation.change_settings(tx, risk_grid=text))

    with pytest.raises(Refused, match=r"above their inherent ones: “Music” \(Spring\), C2\."):
        replace_grid(skewed)
    store.write(treatment.close_risk, risk_id, "gone")
    store.write(risks.answer_item, RATED)
    replace_grid(skewed)
    with pytest.raises(Refused, match="can't be opened"):
        store.write(treatment.reopen_risk, risk_id)
    with pytest.raises(InvalidInput, match="Row 1"):
        replace_grid("00010 / 01112 / 11122 / 12223 / 23344")


def test_undoing_a_grid_is_refused_when_what_was_rated_since_would_break(store: Store) -> None:
    skewed = "00011 / 11111 / 11122 / 12223 / 22344"
    store.write(lambda tx: organisation.change_settings(tx, risk_grid=skewed))
    ben = Store.open(store.path, at(TODAY), actor="ben")
    ben.write(treatment.add_risk, RiskDraft("Music", 2, 1, 1, 5))
    ben.close()
    with pytest.raises(Refused, match="“Music”"):
        store.write(undo.undo)
    assert store.read(risk_grid).text() == skewed


def test_closing_asks_what_came_of_it_and_keeps_who_and_when(store: Store) -> None:
    risk_id = store.write(treatment.add_risk, MUSIC)
    with pytest.raises(FormFaults, match="What came of it"):
        store.write(treatment.close_risk, risk_id, " ")
    store.write(treatment.close_risk, risk_id, "Licence bought")
    risk = risk_of(store, risk_id)
    assert (risk.closed_by, risk.closed_on, risk.outcome) == ("ana", TODAY, "Licence bought")
    calls: list[Callable[[], object]] = [
        lambda: store.write(treatment.edit_risk, risk_id, MUSIC),
        lambda: store.write(treatment.move_risk, risk_id, Rating(4, 4), None),
        lambda: store.write(treatment.close_risk, risk_id, "again"),
        lambda: store.write(accept_risk, terms(risk_id)),
    ]
    for call in calls:
        with pytest.raises(Refused, match="is closed"):
            call()
    store.write(treatment.reopen_risk, risk_id)
    assert risk_of(store, risk_id) == replace(risk, closed_on=None, closed_by="", outcome="")
    with pytest.raises(Refused, match="is open"):
        store.write(treatment.reopen_risk, risk_id)


def test_deleting_takes_acceptances_and_evidence_along_and_undo_brings_them_back(
    store: Store, content: Content
) -> None:
    risk_id = store.write(treatment.add_risk, MUSIC)
    store.write(add_evidence, EvidenceDraft(Subject(risk_id=risk_id), EvidenceKind.TEXT, content="list"))
    store.write(accept_risk, terms(risk_id))
    before = content(store)
    store.write(treatment.delete_risk, risk_id)
    assert seen(store).risks == ()
    with pytest.raises(NotFound, match="gone"):
        store.write(treatment.delete_risk, risk_id)
    store.write(undo.undo)
    assert content(store) == before
    assert accepted(store, risk_id)[1].valid


# Acceptance


def test_accepting_an_undecided_risk_decides_its_treatment(store: Store) -> None:
    risk_id = store.write(treatment.add_risk, RiskDraft("Trolls", 3, 2))
    store.write(accept_risk, terms(risk_id))
    assert risk_of(store, risk_id).treatment is Treatment.ACCEPT
    assert accepted(store, risk_id)[1].valid
    store.write(undo.undo)
    assert risk_of(store, risk_id).treatment is None


def test_nobody_accepts_for_someone_unnamed(store: Store) -> None:
    risk_id = store.write(treatment.add_risk, MUSIC)
    for who in ("", " ", "–", "?"):
        with pytest.raises(FormFaults, match="the name of who accepts"):
            store.write(accept_risk, replace(terms(risk_id), who=who))


def test_a_change_of_the_items_answer_ends_the_acceptance_of_its_risk(store: Store) -> None:
    store.write(risks.answer_item, RATED)
    risk_id = store.write(treatment.add_risk, RiskDraft("Music", item_id="C2"))
    store.write(accept_risk, terms(risk_id))
    answer = AnswerDraft.of(store.read(risks.answers)["C2"], None)
    store.write(risks.answer_item, replace(answer, note="asked again"))
    assert accepted(store, risk_id)[1].valid
    proof = EvidenceDraft(Subject("C2"), EvidenceKind.TEXT, content="list")
    proof_id = store.write(add_evidence, proof)
    assert not accepted(store, risk_id)[1].valid
    store.write(delete_evidence, proof_id)
    assert accepted(store, risk_id)[1].valid
    store.write(add_evidence, replace(proof, subject=Subject(risk_id=risk_id)))
    assert accepted(store, risk_id)[1].reason == "What mira accepted on 2026-11-22 has changed since."


def test_an_items_acceptance_stands_while_its_risk_takes_the_rating_over_and_ends_when_that_moves(store: Store) -> None:
    store.write(risks.answer_item, RATED)
    store.write(accept, terms(item_id="C2"))
    item = seen(store).library.item("C2")

    def holds() -> bool:
        found = seen(store).acceptance(item, None)
        assert found is not None
        return found[1].valid

    risk_id = store.write(treatment.add_risk, RiskDraft("Music", item_id="C2"))
    assert holds()
    store.write(treatment.move_risk, risk_id, Rating(4, 4), Rating(1, 1))
    assert not holds()


def test_taking_back_needs_a_reason_and_something_that_holds(store: Store) -> None:
    risk_id = store.write(treatment.add_risk, MUSIC)
    store.write(risks.answer_item, RATED)
    for draft, given, on in (
        (RevocationDraft("too risky", risk_id=risk_id), accept_risk, terms(risk_id)),
        (RevocationDraft("too risky", "c2"), accept, terms(item_id="C2")),
    ):
        with pytest.raises(Refused, match="No acceptance"):
            store.write(revoke, draft)
        store.write(given, on)
        store.write(given, on)
        with pytest.raises(FormFaults, match="Why"):
            store.write(revoke, replace(draft, why=" "))
        assert store.write(revoke, draft) == 2
    assert accepted(store, risk_id)[1].reason == "Revoked: too risky"
    store.write(undo.undo)
    found = seen(store).acceptance(seen(store).library.item("C2"), None)
    assert found is not None
    assert found[1].valid


# Who may, and how much it asks of the store


def test_only_managers_and_counsel_write_risks(store: Store) -> None:
    risk_id = store.write(treatment.add_risk, MUSIC)
    calls: list[Callable[[], object]] = [
        lambda: store.write(treatment.add_risk, MUSIC),
        lambda: store.write(treatment.edit_risk, risk_id, MUSIC),
        lambda: store.write(treatment.move_risk, risk_id, Rating(4, 4), None),
        lambda: store.write(treatment.close_risk, risk_id, "x"),
        lambda: store.write(treatment.reopen_risk, risk_id),
        lambda: store.write(treatment.delete_risk, risk_id),
        lambda: store.write(accept_risk, terms(risk_id)),
        lambda: store.write(revoke, RevocationDraft("x", risk_id=risk_id)),
    ]
    store.role = Role.CONTRIBUTOR
    for call in calls:
        with pytest.raises(Refused, match="by managers and counsel"):
            call()
    store.role = Role.COUNSEL
    store.write(accept_risk, terms(risk_id))


def test_reading_asks_as_often_for_many_risks_as_for_one(store: Store) -> None:
    def asked() -> int:
        queries: list[str] = []

        def count(*args: object) -> None:
            queries.append(str(args[2]))

        event.listen(store._reader.engine, "before_cursor_execute", count)
        seen(store)
        event.remove(store._reader.engine, "before_cursor_execute", count)
        return len(queries)

    store.write(treatment.add_risk, MUSIC)
    few = asked()
    for number in range(12):
        campaign_id = store.write(add_campaign, CampaignDraft(f"Campaign {number}"))
        risk_id = store.write(treatment.add_risk, replace(MUSIC, item_id="C2", campaign_id=campaign_id))
        store.write(accept_risk, terms(risk_id))
    assert asked() == few


# What needs a person


def test_the_register_says_what_needs_a_person_and_where_it_is(store: Store) -> None:
    def rows() -> dict[str, tuple[str, int | None, Urgency]]:
        found = attention.of_risk(store.read(risk_summary))
        return {row.text: (row.kind, row.target, row.urgency) for row in found if "risk “" in row.text}

    high = store.write(treatment.add_risk, RiskDraft("High", 5, 5, campaign_id=1))
    late = store.write(treatment.add_risk, replace(MUSIC, title="Late", due=TODAY - timedelta(days=1), owner_id=1))
    wanted = store.write(treatment.add_risk, RiskDraft("Wanted", 2, 2, treatment=Treatment.ACCEPT))
    given = store.write(treatment.add_risk, RiskDraft("Given", 2, 2, next_review=TODAY + timedelta(days=20)))
    store.write(accept_risk, terms(given, days=14))
    assert rows() == {
        "Spring, risk “High”: very high, and no treatment is decided": ("register", high, Urgency.NOW),
        "risk “Late”: treatment (mitigate) due since 2026-11-21 (ana)": ("register", late, Urgency.SOON),
        "risk “Wanted”: to be accepted, but nobody has accepted it": ("register", wanted, Urgency.NOW),
        "risk “Given”: acceptance by mira ends in 14 days": ("register", given, Urgency.SOON),
    }
    summary = store.read(risk_summary)
    assert "1 lapsed · 1 untreated · 1 acceptance ends in 14 days" in summary.sentence
    store.clock = at(TODAY + timedelta(days=20))
    said = rows()
    assert said["risk “Given”: acceptance lapsed. Expired on 2026-12-06"] == ("register", given, Urgency.NOW)
    assert "risk “Given”: to be reviewed since 2026-12-12" in said
    for risk_id in (high, late, wanted, given):
        store.write(treatment.close_risk, risk_id, "done")
    assert rows() == {}


def test_an_acceptance_taken_back_is_missed_only_where_the_risk_is_to_be_accepted(store: Store) -> None:
    for plan in (MUSIC, RiskDraft("Trolls", 2, 2)):
        risk_id = store.write(treatment.add_risk, plan)
        store.write(accept_risk, terms(risk_id, days=30))
        store.write(revoke, RevocationDraft("too risky", risk_id=risk_id))
    (row,) = store.read(risk_summary).lapsed
    assert row.sentence == "risk “Trolls”: acceptance lapsed. Revoked: too risky"


def test_the_count_of_high_risks_names_what_it_counts(store: Store) -> None:
    store.write(treatment.add_risk, RiskDraft("Agency fails", 5, 5))
    store.write(treatment.add_risk, RiskDraft("Music", 5, 5, item_id="C2"))
    figure = store.read(risk_summary).open_high
    assert figure.value == seen(store).total(None).open_high
    assert figure.notes[1:] == ("“Agency fails”",)
    assert "C2" in figure.notes[0].split(", ")
