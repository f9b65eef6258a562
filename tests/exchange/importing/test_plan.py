"""The preview: what a file would do, name by name and row by row, before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.errors import InvalidInput, Refused
from smdash.exchange import preview
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.names import Action, Target, target_key
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.store import campaigns, organisation
from smdash.store.imports import Stale
from smdash.store.store import Store
from smdash.store.timesheets import delete_entry

Planned = Callable[..., Plan]
Taken = Callable[..., Result]
Made = Callable[..., Understood]

MORNING = ("Ana Ruiz", "Spring", "2025-03-03 09:00", "2025-03-03 10:30", "posts")
NOON = ("Ana Ruiz", "Spring", "2025-03-03 12:00", "2025-03-03 12:30", "inbox")


def test_a_plan_counts_and_names_what_is_new(toggl: Made, plan: Planned) -> None:
    found = plan(toggl(MORNING, NOON, ("Ben", "", "2025-03-04 09:00", "2025-03-04 10:00", "")))
    assert [(one.kind, one.new, one.rows) for one in found.counts] == [("entries", 3, 3)]
    assert found.period == (date(2025, 3, 3), date(2025, 3, 4))
    assert [(one.kind, one.label, one.rows) for one in found.unmatched] == [
        ("person", "Ana Ruiz", 2),
        ("campaign", "Spring", 2),
        ("person", "Ben", 1),
    ]
    assert dict(found.writes) == {"import_batch": 1, "person": 2, "campaign": 1, "time_entry": 3}
    assert found.label == "import toggl.csv: 3 entries"


def test_planning_writes_nothing(toggl: Made, plan: Planned, store: Store, sizes: Callable[[], dict[str, int]]) -> None:
    before, version = sizes(), store.version()
    plan(toggl(MORNING))
    assert (sizes(), store.version()) == (before, version)


def test_a_name_written_nearly_alike_is_asked_about(toggl: Made, plan: Planned, store: Store) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    entries = [("ann", name, "2025-03-03 09:00", "2025-03-03 10:00", "") for name in ("Spring memberships", "Fair")]
    near, far = plan(toggl(*entries)).unmatched
    assert (near.proposals, near.asked, near.target) == (
        ("Spring membership",),
        True,
        Target(Action.NEW, "Spring memberships"),
    )
    assert not far.asked


def test_known_names_are_found_whatever_their_case_and_by_utm(toggl: Made, plan: Planned, store: Store) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Spring membership", utm_campaign="spring24"))
    entries = [("ANN", name, "2025-03-03 09:00", "2025-03-03 10:00", "") for name in ("SPRING  MEMBERSHIP", "Spring24")]
    assert plan(toggl(*entries)).unmatched == ()


def test_choices_map_ignore_and_rename(
    toggl: Made, take: Taken, plan: Planned, store: Store, rows: Callable[[str], list[object]]
) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    file = toggl(MORNING, ("Ben", "Holidays", "2025-03-04 09:00", "2025-03-04 10:00", ""))
    targets = {
        target_key("campaign", "spring"): Target(Action.EXISTING, "Spring membership"),
        target_key("person", "Ben"): Target(Action.IGNORE),
        target_key("person", "Ana Ruiz"): Target(Action.NEW, "Ana"),
    }
    result = take(file, Choices(targets))
    assert (result.counts[0].new, result.counts[0].ignored) == (1, 1)
    assert dict(result.added) == {"import_batch": 1, "person": 1, "alias": 2, "time_entry": 1}
    # What was chosen is remembered: the next file needs no answer, and only the ignored name is still unknown.
    again = plan(toggl(NOON))
    assert again.unmatched == ()
    assert again.new == 1


def test_a_choice_of_what_does_not_exist_is_refused(toggl: Made, plan: Planned, store: Store) -> None:
    store.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    target = {target_key("campaign", "Spring"): Target(Action.EXISTING, "Spring memberchip")}
    with pytest.raises(InvalidInput, match="Did you mean “Spring membership”"):
        plan(toggl(MORNING), Choices(target))
    with pytest.raises(InvalidInput, match="no campaign named “Autumn”"):
        plan(toggl(MORNING), Choices(campaign="Autumn"))


def test_rows_that_name_no_campaign_go_to_the_chosen_one(
    toggl: Made, take: Taken, store: Store, rows: Callable[[str], list[object]]
) -> None:
    spring = store.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    take(toggl(("ann", "", "2025-03-03 09:00", "2025-03-03 10:00", "")), Choices(campaign="spring membership"))
    assert [entry.campaign_id for entry in rows("time_entry")] == [spring]  # type: ignore[attr-defined]


def test_new_campaigns_are_live_or_ended_by_their_rows(toggl: Made, take: Taken, store: Store) -> None:
    take(
        toggl(
            MORNING,
            ("Ana Ruiz", "Spring", "2025-04-01 09:00", "2025-04-01 09:30", ""),
            ("Ana Ruiz", "Autumn", "2026-11-20 09:00", "2026-11-20 09:30", ""),
        )
    )
    found = {one.name: one.draft for one in store.read(campaigns.campaigns)}
    assert found["Spring"].status is CampaignStatus.ENDED
    assert (found["Spring"].start, found["Spring"].due) == (date(2025, 3, 3), date(2025, 4, 1))
    assert (found["Autumn"].status, found["Autumn"].due) == (CampaignStatus.LIVE, None)


def test_bad_rows_are_told_and_block_until_they_are_skipped(store: Store, plan: Planned, take: Taken) -> None:
    text = (
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
        "ann,,,,,good,No,2025-03-03,09:00:00,2025-03-03,10:00:00,01:00:00,\n"
        "ann,,,,,bad,No,2025-03-03,09:00:00,2025-03-03,10:00:00,07:00:00,\n"
    )
    file = read_bytes("toggl.csv", text.encode(), today=date(2026, 11, 22))
    found = plan(file)
    assert found.bad == 1
    assert [(fault.row_number, fault.column) for fault in found.faults] == [(3, "Duration")]
    assert found.blocked
    with pytest.raises(Refused, match="1 row is not understood"):
        store.write(apply_plan, found)
    assert take(file, Choices(skip_bad=True)).added["time_entry"] == 1


def test_an_unclear_date_blocks_until_it_is_decided(store: Store, plan: Planned) -> None:
    text = (
        "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
        "ann,,,,,,No,01/02/2025,09:00:00,01/02/2025,10:00:00,01:00:00,\n"
    )
    file = read_bytes("toggl.csv", text.encode(), today=date(2026, 11, 22))
    found = plan(file)
    assert [one.key for one in found.undecided] == ["date:start date and end date"]
    with pytest.raises(Refused, match="must be decided"):
        store.write(apply_plan, found)
    answers = {found.undecided[0].key: "day first"}
    decided = read_bytes("toggl.csv", text.encode(), today=date(2026, 11, 22), choices=Reading(answers=answers))
    assert plan(decided).period == (date(2025, 2, 1), date(2025, 2, 1))


def test_deleted_rows_do_not_come_back(toggl: Made, take: Taken, plan: Planned, store: Store) -> None:
    take(toggl(MORNING, NOON))
    store.write(delete_entry, 1)
    found = plan(toggl(MORNING, NOON))
    assert [(one.new, one.same, one.deleted) for one in found.counts] == [(0, 1, 1)]
    assert "1 deleted by you" in preview.count_words(found.counts[0])


def test_a_post_said_twice_counts_once_and_a_contradiction_is_bad(posts: Made, plan: Planned, take: Taken) -> None:
    file = posts(("1", "a", "10", "1"), ("1", "a", "10", "1"), ("1", "a", "11", "1"), ("2", "b", "", ""))
    found = plan(file)
    assert [(one.new, one.same) for one in found.counts] == [(2, 1)]
    assert [str(fault) for fault in found.faults] == ["line 4: has the id of line 2 and says something else"]
    assert take(file, Choices(skip_bad=True)).added["post"] == 2


def test_what_changes_in_the_meantime_makes_a_plan_stale(toggl: Made, plan: Planned, store: Store) -> None:
    names, other = plan(toggl(MORNING)), plan(toggl(NOON))
    store.write(organisation.add_person, "Ana Ruiz")
    with pytest.raises(Stale):
        store.write(apply_plan, names)
    with pytest.raises(Stale):
        store.write(apply_plan, other)


def test_what_has_nothing_to_do_with_it_does_not(toggl: Made, plan: Planned, store: Store, take: Taken) -> None:
    take(toggl(MORNING))
    waiting = plan(toggl(NOON))
    store.write(delete_entry, 1)
    assert store.write(apply_plan, waiting).added["time_entry"] == 1


def test_the_same_rows_written_by_another_make_a_plan_stale(toggl: Made, plan: Planned, store: Store) -> None:
    store.write(organisation.add_person, "Ana Ruiz")
    store.write(campaigns.add_campaign, CampaignDraft("Spring"))
    first, second = plan(toggl(MORNING)), plan(toggl(MORNING))
    store.write(apply_plan, first)
    with pytest.raises(Stale):
        store.write(apply_plan, second)


def test_the_preview_says_it_all_in_words(toggl: Made, plan: Planned) -> None:
    said = "\n".join(preview.lines(plan(toggl(MORNING))))
    for words in ("1 entry: 1 new", "from 2025-03-03", "campaign “Spring” (1 row): new: Spring", "no hourly rate"):
        assert words in said
