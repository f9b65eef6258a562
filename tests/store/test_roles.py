"""What each role may write, checked where rows are written: contributors their own hours, counsel legal risk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.incidents import IncidentDraft, IncidentKind
from smdash.domain.organisation import Role
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.domain.timesheets import EntryDraft
from smdash.domain.treatment import RiskDraft
from smdash.errors import Refused
from smdash.store import changes, evidence, incidents, kpis, organisation, readings, risks, tables, timesheets, undo
from smdash.store.acceptances import accept
from smdash.store.campaigns import add_campaign
from smdash.store.roles import CONTRIBUTED, LEGAL
from smdash.store.store import Store
from smdash.store.tables import metadata
from smdash.store.treatment import add_risk

Open = Callable[[Role, str], Store]
DAY = date(2026, 11, 20)


@pytest.fixture
def opened(store: Store, store_path: Path, clock: FixedClock) -> Open:
    """A store with two people, opened by somebody in a role."""
    store.write(organisation.add_person, "ann")
    store.write(organisation.add_person, "ben", role=Role.CONTRIBUTOR)
    store.write(add_campaign, CampaignDraft("Spring"))
    return lambda role, actor: Store.open(store_path, clock, role=role, actor=actor)


def test_the_tables_of_the_roles_exist() -> None:
    assert metadata.tables.keys() >= CONTRIBUTED | LEGAL


def test_a_contributor_writes_their_own_hours_and_takes_them_back(opened: Open) -> None:
    ben = opened(Role.CONTRIBUTOR, "ben")
    (entry,) = ben.write(timesheets.log_entry, EntryDraft(2, DAY, 3600, campaign_id=1))
    ben.write(timesheets.edit_entry, entry, EntryDraft(2, DAY, 1800, campaign_id=1))
    ben.write(undo.undo)
    ben.write(undo.undo)
    assert ben.read(timesheets.entries).entries == ()


def test_a_contributor_writes_nobody_elses_hours(opened: Open, store: Store) -> None:
    ben = opened(Role.CONTRIBUTOR, "ben")
    with pytest.raises(Refused, match="you log your own hours only"):
        ben.write(timesheets.log_entry, EntryDraft(1, DAY, 3600, campaign_id=1))
    (entry,) = store.write(timesheets.log_entry, EntryDraft(1, DAY, 3600, campaign_id=1))
    with pytest.raises(Refused, match="you log your own hours only"):
        ben.write(timesheets.edit_entry, entry, EntryDraft(2, DAY, 3600, campaign_id=1))
    assert [one.person_id for one in store.read(timesheets.entries).entries] == [1]


def test_a_contributor_enters_readings_and_changes_no_target(opened: Open, store: Store) -> None:
    draft = KpiDraft("Leads", DAY, date(2026, 12, 31), target=Decimal(10))
    kpi = store.write(kpis.add_kpi, draft)
    ben = opened(Role.CONTRIBUTOR, "ben")
    ben.write(readings.add_reading, kpi, Reading(DAY, Decimal(4)))
    with pytest.raises(Refused, match="You are a contributor here"):
        ben.write(kpis.edit_kpi, kpi, replace(draft, target=Decimal(1)))


def test_counsel_answers_and_accepts_and_changes_no_campaign(opened: Open) -> None:
    cara = opened(Role.COUNSEL, "cara")
    cara.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO))
    cara.write(accept, AcceptanceDraft("C2", "cara", "small risk", date(2026, 12, 31)))
    for write in (
        lambda: cara.write(add_campaign, CampaignDraft("Autumn")),
        lambda: cara.write(risks.set_facts, 1, frozenset({"music"})),
    ):
        with pytest.raises(Refused, match="You are a counsel here"):
            write()


def test_a_contributor_answers_nothing(opened: Open) -> None:
    ben = opened(Role.CONTRIBUTOR, "ben")
    with pytest.raises(Refused):
        ben.write(risks.answer_item, AnswerDraft("C2", None, Answer.YES))


def test_a_contributor_captures_what_proves_an_incident_and_nothing_else(opened: Open, store: Store) -> None:
    ben = opened(Role.CONTRIBUTOR, "ben")
    received = store.clock.now()
    reported = ben.write(incidents.add_incident, IncidentDraft(IncidentKind.COMPLAINT, "Notice", received))
    capture = EvidenceDraft(Subject(incident_id=reported), EvidenceKind.LINK, content="https://example.org/post")
    kept = ben.write(evidence.add_evidence, capture)
    assert [one.added_by for one in store.read(evidence.evidence_of, capture.subject)] == ["ben"]
    risk = store.write(add_risk, RiskDraft("Trolls", 2, 2))
    for write in (
        lambda: ben.write(evidence.add_evidence, replace(capture, subject=Subject("C2"))),
        lambda: ben.write(evidence.add_evidence, replace(capture, subject=Subject(risk_id=risk))),
        lambda: ben.write(evidence.edit_evidence, kept, replace(capture, label="Other")),
        lambda: ben.write(evidence.delete_evidence, kept),
    ):
        with pytest.raises(Refused, match="by managers and counsel"):
            write()
    of_item = {"item_code": "C2", "kind": "text", "label": "x", "content": "x", "added_at": received}
    with pytest.raises(Refused, match="evidence for incidents only"):
        ben.write(lambda tx: changes.insert(tx, tables.evidence, **of_item))
    ben.write(undo.undo)
    assert store.read(evidence.evidence_of, capture.subject) == ()
