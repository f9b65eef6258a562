"""What an organisation file says of policies with who confirmed them, and of incidents with how they ended."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from smdash.domain.incidents import IncidentKind
from smdash.domain.organisation import PersonKind
from smdash.errors import InvalidInput
from smdash.exchange.organisation.apply import apply_organisation
from smdash.exchange.organisation.values import OrganisationFile
from smdash.store import incidents, policies
from smdash.store.store import Store

Read = Callable[[str], OrganisationFile]
POLICY = """
[[person]]
name = "ben"

[[policy]]
preset = "social-media"
owner = "ben"
kinds = ["staff", "contractor"]

[[policy.version]]
version = "1.0"
effective = 2026-01-12
review = 2027-01-12
summary = "The first."

[[policy.version.confirmed]]
person = "ben"
day = 2026-01-14
how = "signed"

[[policy.version]]
version = "2.0"
effective = 2026-11-16
"""
LOG = """
[[person]]
name = "ben"

[[incident]]
kind = "complaint"
title = "Notice"
received = 2026-11-18T13:40:00
clock = "uk_notice"
owner = "ben"

[[incident]]
kind = "duty"
title = "Renew the contract"
received = 2026-11-01T09:00:00
deadline = 2026-12-01T17:00:00
item = "C4"

[[incident]]
kind = "incident"
title = "Wrong post"
received = 2026-11-02T09:00:00
closed = 2026-11-03T10:00:00
closed_by = "ben"
outcome = "Taken down."
"""
TEXTS = {"policy": POLICY, "log": LOG}


def test_policies_come_with_versions_and_who_confirmed_them(store: Store, read: Read) -> None:
    added = store.write(apply_organisation, read(POLICY))
    assert added == {"person": 1, "policy": 1, "version": 2, "confirmation": 1}
    (found,) = store.read(policies.policies)
    first, second = found.versions
    assert (found.draft.name, found.draft.kinds) == ("Social media policy", (PersonKind.STAFF, PersonKind.CONTRACTOR))
    assert "The short list for HR." in found.draft.about
    assert (first.draft.summary, first.draft.review_on) == ("The first.", date(2027, 1, 12))
    (given,) = first.confirmed.values()
    assert (given.on, given.how, given.recorded_by) == (date(2026, 1, 14), "signed", "ana")
    assert found.in_force(date(2026, 11, 20)) == second
    assert not second.confirmed


def test_times_of_the_log_are_those_of_the_wall_where_it_is_imported(store: Store, read: Read) -> None:
    added = store.write(apply_organisation, read(LOG))
    assert added == {"person": 1, "complaint": 1, "duty": 1, "incident": 1}
    notice, duty, closed = store.read(incidents.incidents)
    assert notice.draft.received_at == datetime(2026, 11, 18, 12, 40, tzinfo=UTC)
    assert (notice.deadline, notice.draft.item_code) == (datetime(2026, 11, 20, 12, 40, tzinfo=UTC), "D4")
    assert (duty.draft.kind, duty.deadline) == (IncidentKind.DUTY, datetime(2026, 12, 1, 16, tzinfo=UTC))
    assert (closed.closed_at, closed.closed_by) == (datetime(2026, 11, 3, 9, tzinfo=UTC), "ben")
    assert closed.outcome == "Taken down."


def test_one_closed_by_nobody_named_was_closed_by_who_imports(store: Store, read: Read) -> None:
    store.write(apply_organisation, read(LOG.replace('closed_by = "ben"', "")))
    assert store.read(incidents.incidents)[-1].closed_by == "ana"


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        ("policy", '"social-media"', '"hr"', "preset: “hr” is none of social-media"),
        ("policy", '"contractor"', '"friends"', "kinds: “friends” is none of staff"),
        ("policy", 'preset = "social-media"', "", "name: is missing"),
        (
            "log",
            'clock = "uk_notice"',
            'clock = "uk_notice"\ndeadline = 2026-12-01T17:00:00',
            "one of clock and deadline",
        ),
        ("log", "closed = 2026-11-03T10:00:00", "", "closed: is missing"),
        ("log", "2026-11-02T09:00:00", "2026-11-02", "must be a day and a time"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(read: Read, text: str, old: str, new: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        read(TEXTS[text].replace(old, new))


@pytest.mark.parametrize(
    ("text", "old", "new", "says"),
    [
        ("policy", 'person = "ben"', 'person = "zoe"', "version 1, confirmed 1, person: there is no person “zoe”"),
        ("policy", 'version = "2.0"', 'version = "1.0"', "version 2, version: There is a version “1.0” already"),
        ("log", "uk_notice", "moon", "incident 1, clock: There is no clock “moon”"),
        ("log", "2026-11-03T10", "2026-11-01T10", "incident 3, closed_at: That is before it began"),
        ("log", "2026-11-18T13", "2026-11-28T13", "incident 1, received_at: That is in the future"),
    ],
)
def test_what_the_store_does_not_take_is_told_with_its_place(
    store: Store, read: Read, text: str, old: str, new: str, says: str
) -> None:
    with pytest.raises(InvalidInput, match=says):
        store.write(apply_organisation, read(TEXTS[text].replace(old, new)))
    assert not store.read(policies.policies)
    assert not store.read(incidents.incidents)
