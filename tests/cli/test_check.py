"""`smdash check`: a list of what needs a person, and an exit code for cron."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.domain.register import AcceptanceDraft, AnswerDraft
from smdash.domain.risks import Answer
from smdash.store import organisation, risks
from smdash.store.acceptances import accept
from smdash.store.campaigns import add_campaign
from smdash.store.organisation import SetUp
from smdash.store.store import Store, Transaction
from tests.cli.conftest import RunCommand


@pytest.fixture
def store(opened: Callable[[], AbstractContextManager[Store]]) -> Iterator[Store]:
    """A store with one person and nothing else in it."""
    with opened() as found:
        found.write(organisation.set_up, SetUp("ana", "UTC", "USD", Money(4500, "USD"), 24 * 3600))
        yield found


def answer_all(tx: Transaction, *, but: str = "") -> None:
    for item in risks.register(tx).library.items:
        if item.id != but:
            risks.answer_item(tx, AnswerDraft(item.id, None, Answer.YES))


def test_a_store_in_order_needs_nobody(smdash: RunCommand, store: Store) -> None:
    store.write(answer_all)
    found = smdash("check")
    assert (found.code, found.out) == (0, "nothing needs a person\n")
    assert smdash("check", "--json").out == "[]\n"


def test_a_live_campaign_without_its_checks_is_urgent(smdash: RunCommand, store: Store) -> None:
    store.write(answer_all)
    store.write(add_campaign, CampaignDraft("Autumn", CampaignStatus.LIVE))
    found = smdash("check", "--only", "risk", "--urgent")
    assert found.code == 1
    assert found.out.startswith("!! Autumn is live without Privacy P1, Copyright C1 and")
    (told,) = json.loads(smdash("check", "--urgent", "--json").out)
    assert (told["urgency"], told["pane"]) == ("now", "risk")
    assert smdash("check", "--only", "time").code == 0


def test_high_items_that_nobody_answered_are_named(smdash: RunCommand, store: Store) -> None:
    store.write(answer_all, but="C2")
    found = smdash("check")
    assert (found.code, found.out) == (1, "!  1 legal item is high and not done: C2\n")
    store.write(accept, AcceptanceDraft("C2", "dana", "no music yet", date(2027, 6, 30)))
    assert smdash("check").code == 0


def test_what_ends_soon_is_told_before_it_ends(smdash: RunCommand, store: Store) -> None:
    store.write(answer_all, but="C2")
    store.write(accept, AcceptanceDraft("C2", "dana", "no music yet", FixedClock().today()))
    found = smdash("check")
    assert found.code == 1
    assert "Copyright C2: acceptance by dana ends today" in found.out


def test_a_viewer_may_check(smdash: RunCommand, store: Store) -> None:
    store.write(organisation.add_person, "boss")
    assert smdash("--role", "viewer", "--person", "boss", "check").code == 1


def test_an_unknown_pane_is_wrong_usage(smdash: RunCommand, store: Store) -> None:
    assert smdash("check", "--only", "weather").code == 2
