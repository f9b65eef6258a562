"""Several files as one import: as if one after the other, in whatever order they are named, and taken back as one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from smdash.clock import FixedClock
from smdash.domain.organisation import Role
from smdash.errors import Refused
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.files.sources import gather, read_sources
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.plan_several import plan_files
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.store import campaigns, doctor, organisation, undo
from smdash.store.imports import Stale
from smdash.store.store import Store

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"
TODAY = date(2026, 11, 22)
BY_NAMES = ("import_batch", "import_file", "activity", "channel")
"""Tags that are called like a campaign, and the only channel of a platform, are those known before the import."""
Sizes = Callable[[], dict[str, int]]
Rows = Callable[[str], list[Any]]
Taken = Callable[..., Result]


def files(*names: str) -> list[Understood]:
    found = read_sources(gather([EXPORTS / name for name in names]), lambda one: one.read(TODAY, Reading()))
    return [file for _, file in found.files]


@pytest.fixture
def planned(store: Store) -> Iterator[Callable[[Sequence[Understood]], Plan]]:
    made: list[Plan] = []

    def plan(several: Sequence[Understood]) -> Plan:
        made.append(plan_files(store, "exports", several, Choices(skip_bad=True)))
        return made[-1]

    yield plan
    for one in made:
        one.close()


@pytest.fixture
def taken(store: Store, planned: Callable[[Sequence[Understood]], Plan], sizes: Sizes) -> Taken:
    """Write files together; what the plan said must be what is there."""

    def take(*several: Understood) -> Result:
        before = sizes()
        plan = planned(several)
        assert sizes() == before
        result = store.write(apply_plan, plan)
        after = sizes()
        grown = {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}
        assert grown == dict(plan.writes) == dict(result.added)
        assert dict(plan.updates) == dict(result.changed)
        assert [one.detail for one in store.read(doctor.examine) if not one.fine] == []
        return result

    return take


def many_exports() -> list[Understood]:
    """Every third fixture, those that need an answer left out: all kinds of rows, in a third of the time."""
    names = sorted(path for path in EXPORTS.iterdir())[::3]
    found = read_sources(gather(names), lambda one: one.read(TODAY, Reading()))
    return [file for _, file in found.files if not file.undecided]


def test_many_files_are_one_import_and_one_undo(store: Store, taken: Taken, sizes: Sizes) -> None:
    empty, everything = sizes(), many_exports()
    result = taken(*everything)
    assert sizes()["import_batch"] == 1
    assert sizes()["import_file"] == len(everything)
    assert result.label.startswith("import exports: ")
    assert taken(*everything).batch_id is None
    store.write(undo.undo)
    assert {**sizes(), "import_batch": 0} == {**empty, "import_batch": 0}
    assert taken(*everything).added == result.added


def test_the_order_in_which_files_are_named_does_not_matter(store: Store, taken: Taken, rows: Rows) -> None:
    found = []
    for order in permutations(("shopify_orders.csv", "stripe_payments.csv", "touches.csv")):
        taken(*files(*order))
        sales = [(row.source, row.number, row.amount_minor, row.same_as_id is None) for row in rows("sale")]
        found.append((sales, [(row.day, row.amount_minor) for row in rows("benefit")], len(rows("touch"))))
        store.write(undo.undo)
    assert all(one == found[0] for one in found)
    assert sum(not alone for *_, alone in found[0][0]) == 3  # payments of orders that another file has


def test_files_together_are_as_one_after_the_other(
    store: Store, taken: Taken, planned: Callable[..., Plan], sizes: Sizes
) -> None:
    together = {file.name: file for file in many_exports()}
    order = [one.name for one in planned(list(together.values())).files]
    taken(*together.values())
    whole = {name: number for name, number in sizes().items() if name not in BY_NAMES}
    store.write(undo.undo)
    for name in order:
        taken(together[name])
    assert whole == {name: number for name, number in sizes().items() if name not in BY_NAMES}


def test_days_of_a_new_channel_in_several_files_are_one_row_a_day(taken: Taken, rows: Rows) -> None:
    taken(*files("meta_overview_reach.csv", "meta_overview_interactions.csv", "meta_overview_follows_resaved.csv"))
    keys = [(row.channel_id, row.day) for row in rows("channel_day")]
    assert len(keys) == len(set(keys)) > 0
    assert any(row.reach is not None and row.follows is not None for row in rows("channel_day"))


def post(name: str, reach: int, days: Sequence[int]) -> Understood:
    lines = ["Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date,Reach,Reactions\n"]
    lines += [f"{day},1,Guild,t,,03/{day}/2025 18:00,https://x/{day},Photos,Lifetime,{reach},1\n" for day in days]
    return read_bytes(name, "".join(lines).encode(), today=TODAY)


def test_of_overlapping_exports_the_later_one_counts(store: Store, taken: Taken, rows: Rows) -> None:
    february, march = post("feb.csv", 10, [14, 15, 16]), post("mar.csv", 30, [15, 16, 17])
    result = taken(march, february)
    assert result.added["post"] == 4
    assert sorted(row.reach for row in rows("post_metrics")) == [10, 30, 30, 30]
    store.write(undo.undo)
    assert rows("post") == []
    taken(february, march)
    assert sorted(row.reach for row in rows("post_metrics")) == [10, 30, 30, 30]


def test_a_file_of_an_import_of_several_is_known_again(taken: Taken, planned: Callable[..., Plan]) -> None:
    february, march = post("feb.csv", 10, [14, 15, 16]), post("mar.csv", 30, [15, 16, 17])
    taken(february, march)
    plan = planned([february])
    assert plan.imported_on is not None
    assert (plan.new, plan.changed) == (0, 0)


def test_what_changes_meanwhile_makes_the_preview_stale(store: Store, planned: Callable[..., Plan]) -> None:
    from smdash.domain.campaigns import CampaignDraft

    several = [post("feb.csv", 10, [14]), post("mar.csv", 30, [15])]
    plan = planned(several)
    store.write(campaigns.add_campaign, CampaignDraft("Gala"))
    with pytest.raises(Stale):
        store.write(apply_plan, plan)
    plan = planned(several)
    store.write(apply_plan, planned([several[0]]))
    with pytest.raises(Stale):
        store.write(apply_plan, plan)


def test_bad_rows_name_their_file_and_block_everything(store: Store, sizes: Sizes) -> None:
    bad = read_bytes(
        "bad.csv",
        b"User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
        b"ann,,,,,x,No,2025-03-04,09:00:00,2025-03-04,10:00:00,07:00:00,\n",
        today=TODAY,
    )
    before = sizes()
    plan = plan_files(store, "two", [bad, post("mar.csv", 30, [15])])
    assert str(plan.faults[0]).startswith("bad.csv, line 2: ")
    assert "1 row is not understood" in plan.blocked
    with pytest.raises(Refused):
        store.write(apply_plan, plan)
    plan.close()
    assert sizes() == before


def test_a_viewer_looks_at_one_file_at_a_time(tmp_path: Path, new_store: Path) -> None:
    path = tmp_path / "viewed.db"
    shutil.copy(new_store, path)
    viewer = Store.open(path, FixedClock("Europe/Berlin"), role=Role.VIEWER, actor="ann")
    assert viewer.read(organisation.people)
    with pytest.raises(Refused, match="viewer"):
        plan_files(viewer, "two", [post("feb.csv", 10, [14]), post("mar.csv", 30, [15])])
    plan_files(viewer, "one", [post("feb.csv", 10, [14])]).close()
    viewer.close()
