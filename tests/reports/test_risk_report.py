"""The risk register on paper: every item with its answer and source, in each format, and what a machine reads."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.evidence import EvidenceDraft, EvidenceKind, Subject
from smdash.domain.incidents import IncidentDraft, IncidentKind
from smdash.domain.organisation import Role
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.domain.sign_offs import Place
from smdash.domain.treatment import RiskDraft, Treatment
from smdash.errors import NotFound
from smdash.reports import render
from smdash.reports.risk import risk_report
from smdash.store import evidence, incidents, organisation, risks, sign_offs, treatment
from smdash.store.acceptances import accept
from smdash.store.campaigns import add_campaign, archive_campaign
from smdash.store.store import Store

UNTIL = date(2026, 12, 31)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Two answers, one accepted risk, a piece of evidence, a free risk, a campaign, a sign-off, an open complaint."""
    path = tmp_path / "risk.db"
    opened = Store.open(path, FixedClock(), actor="ana")
    opened.write(organisation.add_person, "ana")
    opened.write(add_campaign, CampaignDraft("Spring", CampaignStatus.LIVE, facts={"music": True}))
    opened.write(risks.answer_item, AnswerDraft("C1", None, Answer.YES))
    opened.write(risks.answer_item, AnswerDraft("C2", None, Answer.NO, reason="one | track", likelihood=4, impact=5))
    opened.write(accept, AcceptanceDraft("C2", "dana", "one week", UNTIL))
    subject = Subject(item_id="C1")
    opened.write(evidence.add_evidence, EvidenceDraft(subject, EvidenceKind.TEXT, "licence 7", "seen on paper"))
    lost = RiskDraft(
        "Handle lost", likelihood=5, impact=1, treatment=Treatment.TRANSFER, plan="in the agency's contract"
    )
    opened.write(treatment.add_risk, lost)
    draft = IncidentDraft(IncidentKind.COMPLAINT, "A post names a rival", opened.clock.now(), clock="uk_notice")
    opened.write(incidents.add_incident, draft)
    counsel = Store.open(path, FixedClock(), role=Role.COUNSEL, actor="cara")
    counsel.write(sign_offs.sign, Place("copyright"), "read")
    counsel.close()
    yield opened
    opened.close()


def rows(store: Store, **options: object) -> list[dict[str, str]]:
    report = store.read(lambda snapshot: risk_report(snapshot, **options))  # type: ignore[arg-type]
    return list(csv.DictReader(io.StringIO(render.comma_separated(report))))


def test_every_item_of_the_organisation_and_of_the_gate_has_a_row(store: Store) -> None:
    register = store.read(risks.register)
    found = rows(store)
    organisation_items = [row["id"] for row in found if row["kind"] == "item" and row["for"] == "organisation"]
    assert organisation_items == [item.id for item in register.library.items]
    gate = [row["id"] for row in found if row["for"] == "Spring"]
    assert gate == [item.id for item in register.campaigns[0].gate.needed]
    assert all(row["rule"] and row["source"] and row["checked"] for row in found if row["kind"] == "item")


def test_a_row_says_answer_evidence_rating_and_acceptance(store: Store) -> None:
    by_id = {row["id"]: row for row in rows(store) if row["for"] == "organisation"}
    assert by_id["C1"]["evidence"] == "licence 7 (seen on paper)"
    assert (by_id["C1"]["answered_by"], by_id["C1"]["done"]) == ("ana", "yes")
    accepted = by_id["C2"]
    assert (accepted["level"], accepted["likelihood"], accepted["impact"]) == ("VH", "4", "5")
    assert (accepted["accepted_by"], accepted["accepted_until"], accepted["acceptance"]) == (
        "dana",
        "2026-12-31",
        "holds",
    )
    risk = by_id["R1"]
    assert (risk["kind"], risk["title"], risk["treatment"], risk["level"]) == ("risk", "Handle lost", "transfer", "M")


def test_only_what_is_open_leaves_done_items_out(store: Store) -> None:
    ids = {row["id"] for row in rows(store, only_open=True) if row["for"] == "organisation"}
    assert "C1" not in ids
    assert {"C2", "R1"} <= ids


def test_one_campaign_has_its_gate_alone(store: Store) -> None:
    found = rows(store, campaign_id=1)
    assert {row["for"] for row in found} == {"Spring"}
    store.write(archive_campaign, 1)
    with pytest.raises(NotFound, match="archived or gone"):
        rows(store, campaign_id=1)


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_people_read_that_it_is_no_legal_advice_who_signed_and_the_journals_head(store: Store, form: str) -> None:
    printed = render.FORMATS[form](store.read(risk_report))
    assert "Not legal advice" in printed
    assert "to be confirmed by counsel" in printed
    assert "Handle lost" in printed
    (given,) = store.read(sign_offs.sign_offs)
    for said in ("A post names a rival", "48 h left"):
        assert said in printed
    if form != "text":  # whose columns are cut to a width
        assert given.journal_head in printed
        assert "signed: cara" in printed


def test_a_changed_answer_is_listed_beside_the_signature(store: Store) -> None:
    store.write(risks.answer_item, AnswerDraft("C1", None, Answer.PARTLY))
    printed = render.FORMATS["html"](store.read(risk_report))
    assert "signed, then changed: cara" in printed
    assert "C1: yes → partly" in printed


def test_json_has_facts_and_rows(store: Store) -> None:
    found = json.loads(render.as_json(store.read(risk_report)))
    assert found["library"] == store.read(risks.register).library.version
    assert len(found["rows"]) == len(rows(store))


def test_an_acceptance_whose_day_has_passed_says_so(store: Store, tmp_path: Path) -> None:
    later = FixedClock(at=FixedClock().now() + timedelta(days=60))
    reader = Store.open(tmp_path / "risk.db", later, actor="ana")
    by_id = {row["id"]: row for row in rows(reader) if row["for"] == "organisation"}
    assert by_id["C2"]["acceptance"] == "Expired on 2026-12-31."
    reader.close()
