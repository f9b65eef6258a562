"""Which version is in force, who is missing, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.attention import Urgency
from smdash.domain.organisation import Person, PersonKind
from smdash.domain.policies import (
    Acknowledgement,
    Policy,
    PolicyDraft,
    Version,
    VersionDraft,
    checked_policy,
    checked_version,
    in_order,
)
from smdash.domain.policy_attention import missing_figure, of_policies
from smdash.errors import FormFaults

TODAY = date(2026, 11, 22)
STAFF = tuple(Person(number, name) for number, name in enumerate(("ana", "ben", "cleo", "dan"), 1))
CARLA = Person(9, "carla", PersonKind.CONTRACTOR)
GONE = replace(STAFF[0], id=8, name="gus", archived=True)
PEOPLE = (*STAFF, CARLA, GONE)
DRAFT = PolicyDraft("Social media", kinds=(PersonKind.STAFF,))


def version(number: int, days: int, *confirmed: int, review: date | None = None) -> Version:
    draft = VersionDraft(f"{number}.0", TODAY + timedelta(days=days), review)
    return Version(number, draft, {who: Acknowledgement(who, who, TODAY) for who in confirmed})


def names(people: tuple[Person, ...]) -> str:
    return " ".join(person.name for person in people)


def test_a_new_version_asks_everybody_again_once_it_is_in_force() -> None:
    policy = Policy(1, DRAFT, (version(1, -30, 1, 2, 3, 4), version(2, 1)))
    assert policy.in_force(TODAY) == policy.versions[0]
    assert policy.missing(policy.in_force(TODAY), PEOPLE) == ()
    tomorrow = TODAY + timedelta(days=1)
    assert names(policy.missing(policy.in_force(tomorrow), PEOPLE)) == "ana ben cleo dan"


def test_archived_people_and_those_not_concerned_never_count_as_missing() -> None:
    policy = Policy(1, DRAFT, (version(1, 0, 1),))
    assert names(policy.concerned(PEOPLE)) == "ana ben cleo dan"
    assert names(policy.missing(policy.versions[0], PEOPLE)) == "ben cleo dan"
    assert replace(policy, archived=True).missing(policy.versions[0], PEOPLE) == ()
    assert policy.missing(None, PEOPLE) == ()


def test_of_one_day_the_later_added_stands_and_the_one_to_come_is_asked_for_before_any() -> None:
    ordered = in_order((version(3, -1), version(1, -5), version(2, -1)))
    assert [one.id for one in ordered] == [1, 2, 3]
    assert Policy(1, DRAFT, ordered).in_force(TODAY) == ordered[-1]
    coming = Policy(1, DRAFT, (version(1, 3),))
    assert coming.in_force(TODAY) is None
    assert coming.to_confirm(TODAY) == coming.versions[0]


@given(st.sets(st.integers(1, 4)), st.sets(st.sampled_from(list(PersonKind))))
def test_missing_and_confirmed_are_those_concerned(confirmed: set[int], kinds: set[PersonKind]) -> None:
    policy = Policy(1, replace(DRAFT, kinds=tuple(kinds)), (version(1, 0, *confirmed),))
    missing = {person.id for person in policy.missing(policy.versions[0], PEOPLE)}
    concerned = {person.id for person in policy.concerned(PEOPLE)}
    assert missing == concerned - confirmed


def test_what_is_told_of_a_policy() -> None:
    def told(policy: Policy) -> list[tuple[Urgency, str]]:
        return [(row.urgency, row.text) for row in of_policies((policy,), PEOPLE, TODAY)]

    few = Policy(7, DRAFT, (version(1, -9, 1),))
    assert told(few) == [(Urgency.NOW, "Social media 1.0: 3 of 4 have not confirmed, since 13 Nov")]
    assert told(Policy(7, DRAFT, (version(1, -9, 1, 2),)))[0][0] is Urgency.SOON
    assert told(Policy(7, DRAFT, (version(1, -9, 1, 2, 3, 4), version(2, 14)))) == [
        (Urgency.NOTE, "Social media 2.0: 4 of 4 have not confirmed, from 6 Dec")
    ]
    assert told(Policy(7, DRAFT, (version(1, -9, 1, 2, 3, 4), version(2, 15)))) == []
    due = Policy(7, DRAFT, (version(1, -9, 1, 2, 3, 4, review=TODAY),))
    assert told(due) == [(Urgency.SOON, "Social media 1.0: to be reviewed since 22 Nov")]
    assert told(replace(few, archived=True)) == told(Policy(7, DRAFT)) == []


def test_the_figure_sums_what_each_policy_misses() -> None:
    other = Policy(2, replace(DRAFT, name="Brand"), (version(1, -1, 1, 2, 3, 4),))
    figure = missing_figure((Policy(1, DRAFT, (version(1, -9, 1),)), other, Policy(3, DRAFT)), PEOPLE, TODAY)
    assert (figure.value, figure.rows) == (3, 8)
    assert [(part.name, part.value, part.notes) for part in figure.inputs] == [
        ("Social media 1.0", 3, ("ben, cleo, dan",)),
        ("Brand 1.0", 0, ()),
    ]


def test_all_faults_are_told_at_their_fields() -> None:
    with pytest.raises(FormFaults) as caught:
        checked_policy(PolicyDraft(" ", kinds=()))
    assert set(caught.value.faults) == {"name", "kinds"}
    with pytest.raises(FormFaults) as caught:
        checked_version(VersionDraft("1.0 ", TODAY, TODAY), [version(1, 0)])
    assert set(caught.value.faults) == {"version", "review_on"}
    with pytest.raises(FormFaults) as caught:
        checked_version(VersionDraft(" ", TODAY), [])
    assert set(caught.value.faults) == {"version"}
