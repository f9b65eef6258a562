"""Going live: open checks need a waiver with a name, a reason and an end, in one act that one undo takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.periods import Period
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.errors import FormFaults
from smdash.reports.roi import roi_report
from smdash.store import risks, undo
from smdash.store.campaigns import add_campaign, get_campaign
from smdash.store.launch import GateOpen, change_campaign, live_marks
from smdash.store.risk_summary import risk_summary
from smdash.store.store import Store

PLANNED = CampaignDraft("Spring", CampaignStatus.PLANNED, facts={"music": True})
LIVE = replace(PLANNED, status=CampaignStatus.LIVE)
UNTIL = date(2026, 12, 31)
TERMS = AcceptanceDraft("", "dana", "the fair is on Monday", UNTIL)


@pytest.fixture
def campaign(store: Store) -> int:
    return store.write(add_campaign, PLANNED)


def status(store: Store, campaign: int) -> CampaignStatus:
    return store.read(get_campaign, campaign).draft.status


def answer_all_but(store: Store, campaign: int, *left: str) -> None:
    for item in store.read(risks.gates)[campaign].needed:
        if item.id not in left:
            store.write(risks.answer_item, AnswerDraft(item.id, campaign, Answer.YES))


def test_a_campaign_with_open_checks_does_not_go_live(store: Store, campaign: int) -> None:
    with pytest.raises(GateOpen, match="Spring can't go live yet") as fault:
        store.write(change_campaign, campaign, LIVE)
    assert "legal checks are open, Privacy P1, Copyright C1 and" in fault.value.message
    assert "C2" in {item.id for item in fault.value.gate.open}
    assert status(store, campaign) is CampaignStatus.PLANNED


def test_one_whose_checks_are_done_goes_live(store: Store, campaign: int) -> None:
    answer_all_but(store, campaign)
    store.write(change_campaign, campaign, LIVE)
    assert status(store, campaign) is CampaignStatus.LIVE
    assert store.read(live_marks) == ()


def test_with_a_waiver_it_goes_live_and_stays_marked_everywhere(store: Store, campaign: int) -> None:
    answer_all_but(store, campaign, "C2")
    store.write(change_campaign, campaign, LIVE, TERMS)
    gate = store.read(risks.gates)[campaign]
    assert (gate.mark, [item.id for item, _ in gate.waived]) == ("~ 1", ["C2"])
    sentence = f"Live with 1 of {len(gate.needed)} legal checks waived until 2026-12-31: Copyright C2."
    assert store.read(live_marks) == (f"Spring: {sentence}",)
    assert "1 live on waiver" in store.read(risk_summary).sentence
    month = Period(date(2026, 11, 1), date(2026, 12, 1), "November 2026")
    assert f"legal: Spring: {sentence}" in store.read(roi_report, month).notes


def test_one_undo_takes_back_waiver_and_status(store: Store, campaign: int) -> None:
    answer_all_but(store, campaign, "C1", "C2")
    store.write(change_campaign, campaign, LIVE, TERMS)
    store.write(undo.undo)
    gate = store.read(risks.gates)[campaign]
    assert (status(store, campaign), [item.id for item in gate.open]) == (CampaignStatus.PLANNED, ["C1", "C2"])


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        (replace(TERMS, who=" "), "who"),
        (replace(TERMS, why=""), "why"),
        (replace(TERMS, until=date(2020, 1, 1)), "until"),
    ],
)
def test_a_waiver_without_name_reason_or_end_is_none(
    store: Store, campaign: int, terms: AcceptanceDraft, field: str
) -> None:
    with pytest.raises(FormFaults) as fault:
        store.write(change_campaign, campaign, LIVE, terms)
    assert field in fault.value.faults
    assert status(store, campaign) is CampaignStatus.PLANNED


def test_what_is_live_already_may_be_edited_and_is_marked(store: Store) -> None:
    campaign = store.write(add_campaign, LIVE)
    store.write(change_campaign, campaign, replace(LIVE, note="new words"))
    assert store.read(get_campaign, campaign).draft.note == "new words"
    (mark,) = store.read(live_marks)
    assert mark.startswith("Spring: Live without")
