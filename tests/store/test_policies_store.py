"""Policies as stored: versions, who confirmed, who may record it, and that all of it is undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.organisation import PersonKind, Role
from smdash.domain.policies import Policy, PolicyDraft, VersionDraft
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import organisation, policies, undo
from smdash.store.policies import Confirmation
from smdash.store.store import Store

TODAY = date(2026, 11, 22)
DRAFT = PolicyDraft("Social  media", "What to keep to", kinds=(PersonKind.CONTRACTOR, PersonKind.STAFF))
FIRST = VersionDraft("1.0", TODAY - timedelta(days=20), TODAY + timedelta(days=345), "- one\n- two", "https://x.test/p")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", FixedClock(), actor="ana")
    for name, kind in (("ana", "staff"), ("ben", "staff"), ("carla", "contractor"), ("eve", "executive")):
        opened.write(organisation.add_person, name, kind=PersonKind(kind))
    yield opened
    opened.close()


@pytest.fixture
def policy(store: Store) -> int:
    return store.write(policies.add_policy, DRAFT, FIRST)


def ids(store: Store, *names: str) -> tuple[int, ...]:
    by_name = {person.name: person.id for person in store.read(organisation.people)}
    return tuple(by_name[name] for name in names)


def the(store: Store) -> Policy:
    (found,) = store.read(policies.policies)
    return found


def missing(store: Store) -> str:
    people = store.read(organisation.people)
    return " ".join(person.name for person in the(store).missing(the(store).in_force(TODAY), people))


def confirm(store: Store, *names: str, on: date = TODAY) -> int:
    version = the(store).versions[-1].id
    return store.write(policies.confirm, Confirmation(version, ids(store, *names), on, " signed "))


def faults_of(call: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(FormFaults) as caught:
        call()
    return caught.value.faults


def test_what_is_added_is_read_again(store: Store, policy: int) -> None:
    found = the(store)
    assert found.draft == PolicyDraft(
        "Social media", "What to keep to", None, (PersonKind.STAFF, PersonKind.CONTRACTOR)
    )
    assert [one.draft for one in found.versions] == [FIRST]
    assert missing(store) == "ana ben carla"
    assert "name" in faults_of(lambda: store.write(policies.add_policy, replace(DRAFT, name="SOCIAL media")))
    store.write(undo.undo)
    assert store.read(policies.policies) == ()


def test_confirmations_are_recorded_once_with_who_did_and_a_new_version_asks_again(store: Store, policy: int) -> None:
    assert confirm(store, "ana", "ben", on=TODAY - timedelta(days=1)) == 2
    assert confirm(store, "ben", "carla") == 1
    assert missing(store) == ""
    (given,) = (one for one in the(store).versions[0].confirmed.values() if one.person_id == ids(store, "ben")[0])
    assert (given.on, given.how, given.recorded_by) == (TODAY - timedelta(days=1), "signed", "ana")
    store.write(policies.add_version, policy, VersionDraft("2.0", TODAY))
    assert missing(store) == "ana ben carla"
    confirm(store, "ben")
    assert missing(store) == "ana carla"
    store.write(policies.take_back, the(store).versions[-1].confirmed[ids(store, "ben")[0]].id)
    assert missing(store) == "ana ben carla"
    store.write(undo.undo)
    store.write(undo.undo)
    assert missing(store) == "ana ben carla"
    store.write(undo.undo)  # the version
    assert missing(store) == ""


def test_many_at_once_are_one_change(store: Store, policy: int) -> None:
    confirm(store, "ana", "ben", "carla")
    assert store.read(undo.next_undo).label == "confirm Social media 1.0 for 3 people"  # type: ignore[union-attr]
    store.write(undo.undo)
    assert missing(store) == "ana ben carla"


def test_who_is_not_concerned_nobody_and_the_future_are_refused(store: Store, policy: int) -> None:
    with pytest.raises(Refused, match="eve is not among those"):
        confirm(store, "ben", "eve")
    assert missing(store) == "ana ben carla"
    assert "on" in faults_of(lambda: confirm(store, "ben", on=TODAY + timedelta(days=1)))
    assert "people" in faults_of(lambda: confirm(store))
    with pytest.raises(NotFound):
        store.write(policies.confirm, Confirmation(99, (1,), TODAY))


def test_a_version_somebody_confirmed_stays_as_it_is_but_for_its_review(store: Store, policy: int) -> None:
    version = the(store).versions[0].id
    store.write(policies.edit_version, version, replace(FIRST, place="handbook.pdf"))
    confirm(store, "ana")
    moved = replace(FIRST, place="handbook.pdf", review_on=TODAY + timedelta(days=400))
    store.write(policies.edit_version, version, moved)
    assert the(store).versions[0].draft == moved
    with pytest.raises(Refused, match="1 person has confirmed"):
        store.write(policies.edit_version, version, replace(moved, summary="Other words"))
    assert "version" in faults_of(lambda: store.write(policies.add_version, policy, FIRST))


def test_an_archived_policy_asks_nobody_and_comes_back(store: Store, policy: int) -> None:
    store.write(policies.archive_policy, policy)
    assert store.read(policies.policies) == ()
    said = faults_of(lambda: store.write(policies.add_policy, DRAFT))["name"]
    assert said.endswith("already (archived).")
    store.write(policies.archive_policy, policy, False)
    store.write(policies.edit_policy, policy, replace(DRAFT, kinds=(PersonKind.EXECUTIVE,)))
    assert missing(store) == "eve"


def test_a_contributor_confirms_only_for_themselves(store: Store, policy: int) -> None:
    store.role, store.actor = Role.CONTRIBUTOR, "ben"
    with pytest.raises(Refused, match="for yourself only"):
        confirm(store, "ana")
    with pytest.raises(Refused, match="for yourself only"):
        confirm(store, "ana", "ben")
    confirm(store, "ben")
    assert missing(store) == "ana carla"
    for refused in (
        lambda: store.write(policies.add_policy, replace(DRAFT, name="Other")),
        lambda: store.write(policies.edit_policy, policy, DRAFT),
        lambda: store.write(policies.archive_policy, policy),
        lambda: store.write(policies.add_version, policy, VersionDraft("2.0", TODAY)),
        lambda: store.write(policies.edit_version, 1, FIRST),
        lambda: store.write(policies.take_back, 1),
    ):
        with pytest.raises(Refused, match="kept by managers and counsel"):
            refused()
    store.role = Role.COUNSEL
    assert confirm(store, "ana", "carla") == 2
