"""The register of links and codes: unique, written alike, and journaled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from smdash.domain.benefits import Evidence
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.links import CodeDraft, LinkDraft
from smdash.domain.matching import MarkKind
from smdash.errors import FormFaults, NotFound
from smdash.store import campaigns, links, matching, undo
from smdash.store.matching import Assignment
from smdash.store.register import load_register
from smdash.store.store import Store


@pytest.fixture
def spring(store: Store) -> int:
    return store.write(campaigns.add_campaign, CampaignDraft("Spring Membership", CampaignStatus.LIVE))


@pytest.fixture
def draft(spring: int) -> LinkDraft:
    return LinkDraft("https://example.org/join?x=1#top", "Insta gram", "Social", spring)


def test_a_campaign_has_a_tag_of_its_own(store: Store, spring: int) -> None:
    assert store.read(campaigns.get_campaign, spring).draft.utm_campaign == "spring-membership"
    other = store.write(campaigns.add_campaign, CampaignDraft("Spring membership!"))
    assert store.read(campaigns.get_campaign, other).draft.utm_campaign == "spring-membership-2"
    with pytest.raises(FormFaults, match="belongs to “Spring Membership”"):
        store.write(campaigns.add_campaign, CampaignDraft("Third", utm_campaign="Spring Membership"))
    store.write(campaigns.edit_campaign, spring, CampaignDraft("Renamed", utm_campaign="spring-membership"))
    assert store.read(campaigns.get_campaign, spring).draft.utm_campaign == "spring-membership"


def test_a_link_is_written_once(store: Store, draft: LinkDraft) -> None:
    made = store.write(links.add_link, draft)
    assert made.address == (
        "https://example.org/join?x=1&utm_source=insta-gram&utm_medium=social&utm_campaign=spring-membership#top"
    )
    with pytest.raises(FormFaults, match="is in the register"):
        store.write(links.add_link, replace(draft, source="INSTA-GRAM"))
    store.write(links.archive_link, made.id)
    assert store.read(links.links) == ()
    assert len(store.read(lambda snapshot: links.links(snapshot, archived=True))) == 1
    with pytest.raises(FormFaults, match="archived"):
        store.write(links.add_link, draft)
    second = store.write(links.add_link, replace(draft, content="story"))
    with pytest.raises(FormFaults, match="is in the register"):
        store.write(links.edit_link, second.id, draft)
    store.write(links.edit_link, second.id, replace(draft, content="story", note="in the bio"))
    assert store.read(links.get_link, second.id).draft.note == "in the bio"


def test_all_that_is_wrong_with_a_link_is_told(store: Store, draft: LinkDraft) -> None:
    with pytest.raises(FormFaults) as told:
        store.write(links.add_link, replace(draft, target="a b", source="", medium=" "))
    assert set(told.value.faults) == {"target", "source", "medium"}
    with pytest.raises(FormFaults, match="Choose the campaign"):
        store.write(links.add_link, replace(draft, campaign_id=99))
    other = store.write(campaigns.add_campaign, CampaignDraft("Gala"))
    with pytest.raises(FormFaults, match="belongs to “Gala”"):
        store.write(links.add_link, replace(draft, campaign="gala"))
    assert store.read(links.links) == ()
    assert other


def test_a_code_belongs_to_one_campaign(store: Store, spring: int) -> None:
    made = store.write(links.add_code, CodeDraft("Spring10", spring))
    with pytest.raises(FormFaults, match="is taken by “Spring Membership”"):
        store.write(links.add_code, CodeDraft("SPRING10", spring))
    with pytest.raises(FormFaults) as told:
        store.write(links.add_code, CodeDraft("A,B", 99))
    assert set(told.value.faults) == {"code", "campaign_id"}
    store.write(links.edit_code, made, CodeDraft("SPRING10", spring, note="all in capitals"))
    store.write(links.archive_code, made)
    assert store.read(links.codes) == ()


def test_each_step_is_undone(
    store: Store, draft: LinkDraft, spring: int, content: Callable[[Store], Any], faults: Callable[[Store], list[str]]
) -> None:
    before = content(store)
    store.write(links.add_link, draft)
    store.write(links.add_code, CodeDraft("A1", spring))
    store.write(matching.assign, Assignment(MarkKind.CODE, "b2", spring))
    for _ in range(3):
        store.write(undo.undo)
    assert content(store) == before
    assert faults(store) == []


def test_what_is_said_of_a_mark_keeps_the_rules_of_evidence(store: Store, spring: int) -> None:
    with pytest.raises(FormFaults) as told:
        store.write(matching.assign, Assignment(MarkKind.SOURCE, "stripe", None))
    assert set(told.value.faults) == {"campaign_id", "evidence"}
    wanted = Assignment(MarkKind.SOURCE, "stripe", spring, evidence=Evidence.ALLOCATED)
    store.write(matching.assign, wanted)
    (rule,) = store.read(load_register).rules
    assert (rule.kind, rule.evidence, rule.campaign_id) == (MarkKind.SOURCE, Evidence.ALLOCATED, spring)
    store.write(matching.forget_rule, rule.id)
    assert store.read(load_register).rules == ()
    with pytest.raises(NotFound):
        store.write(matching.forget_rule, rule.id)


def test_the_register_shows_one_campaign_or_all(store: Store, draft: LinkDraft) -> None:
    gala = store.write(campaigns.add_campaign, CampaignDraft("Gala"))
    store.write(links.add_link, draft)
    store.write(links.add_link, replace(draft, campaign_id=gala))
    assert [one.draft.campaign for one in store.read(load_register).links] == ["gala", "spring-membership"]
    assert [one.draft.campaign for one in store.read(load_register, gala).links] == ["gala"]
    assert store.read(load_register).tags == {"Gala": "gala", "Spring Membership": "spring-membership"}
