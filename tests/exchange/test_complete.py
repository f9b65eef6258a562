"""A complete export in an empty store gives the same numbers, and is undone whole."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from smdash.cli.demo_script import read_script
from smdash.cli.demo_store import build_demo
from smdash.clock import FixedClock
from smdash.domain.breakdown import By
from smdash.domain.hours_views import Dimension
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar, Period
from smdash.errors import Refused
from smdash.exchange.complete.export import write_complete
from smdash.exchange.complete.file import MANIFEST, is_complete_export, open_complete
from smdash.exchange.complete.plan import import_complete, people_of, plan_complete
from smdash.paths import shipped
from smdash.reports import render
from smdash.reports.roi import roi_report
from smdash.reports.timesheet import time_report
from smdash.store import closing, doctor, goals, organisation, risks, undo
from smdash.store.complete import LEFT_BEHIND, carried
from smdash.store.hours_views import hours_view
from smdash.store.statements import statement
from smdash.store.store import Snapshot, Store
from smdash.store.tables import import_batch, metadata, period_lock
from tests.store.test_statements import (
    PERIODS,
    add_touches,
    benefit_drafts,
    cost_drafts,
    entry_drafts,
    fill,
    one_of_three,
    one_of_two,
    totals,
)

Content = dict[str, list[dict[str, Any]]]


def content(snapshot: Snapshot) -> Content:
    """All rows but the journal's and those of imports, whose ids may differ."""
    found = {}
    for table in carried():
        if table is not import_batch:
            rows = snapshot.connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            found[table.name] = [{name: row[name] for name in row if name != "batch_id"} for row in rows]
    return found


def numbers(snapshot: Snapshot, periods: tuple[Period, ...]) -> dict[str, object]:
    """What the panes and reports say: ROI of every view, KPIs, hours, the risk register."""
    found: dict[str, object] = {"risks": risks.register(snapshot)}
    for period in periods:
        found[f"scorecard {period.name}"] = goals.scorecard(snapshot, period)
        for by in By:
            found[f"{by} {period.name}"] = statement(snapshot, period, by)
            found[f"roi {by} {period.name}"] = render.as_record(roi_report(snapshot, period, by))
        for dimension in Dimension:
            found[f"hours {dimension} {period.name}"] = hours_view(snapshot, period, dimension)
            found[f"time {dimension} {period.name}"] = render.as_record(time_report(snapshot, period, dimension))
    return found


def faults(store: Store) -> list[str]:
    return [finding.detail for finding in store.read(doctor.examine) if not finding.fine]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The sample organisation, with a closed month."""
    script = read_script(shipped("sample_data"))
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    build_demo(file, script)
    store = Store.open(file, FixedClock(script.zone_name, script.start), actor=script.person)
    store.write(closing.close_month, Calendar().parse("2026-01", store.clock.today()).start)
    yield store
    store.close()


@pytest.fixture
def exported(demo: Store, tmp_path: Path) -> Path:
    target = tmp_path / "all.zip"
    demo.read(write_complete, target)
    return target


@pytest.fixture
def empty(demo: Store, tmp_path: Path) -> Iterator[Store]:
    store = Store.open(tmp_path / "empty.db", demo.clock, actor=demo.actor)
    yield store
    store.close()


# The same numbers --------------------------------------------------------------------------------------------------


def test_the_sample_organisation_has_the_same_numbers_afterwards(demo: Store, exported: Path, empty: Store) -> None:
    today = demo.clock.today()
    periods = tuple(Calendar().parse(text, today) for text in ("ytd", "2026-Q4", "2026-10", "2025"))
    plan = plan_complete(empty, exported)
    assert empty.write(import_complete, plan)
    assert empty.read(content) == demo.read(content)
    assert empty.read(numbers, periods) == demo.read(numbers, periods)
    assert [closed.month for closed in empty.read(lambda snapshot: snapshot.closed)]
    assert faults(empty) == []


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.one_of(cost_drafts(), benefit_drafts, entry_drafts), max_size=12),
    rules=st.tuples(st.sampled_from(["none", "hours", "direct_cost", "evenly"]), st.sampled_from(["none", "evenly"])),
    touches=st.lists(st.tuples(st.integers(0, 9), st.integers(0, 40), one_of_three, one_of_two, st.booleans())),
    zipped=st.booleans(),
)
def test_any_store_has_the_same_numbers_afterwards(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[Any],
    rules: tuple[str, str],
    touches: list[tuple[int, int, int | None, int | None, bool]],
    zipped: bool,
) -> None:
    folder = tmp_path_factory.mktemp("round")
    first, second = (Store.open(folder / f"{name}.db", FixedClock(), actor="ana") for name in ("first", "second"))
    try:
        first.write(fill, rows, rules)
        first.write(add_touches, touches, "linear")
        target = folder / ("all.zip" if zipped else "all")
        first.read(write_complete, target)
        second.write(organisation.first_use, "ana", "UTC")
        second.write(import_complete, plan_complete(second, target))
        assert second.read(content) == first.read(content)
        for period in PERIODS:
            for by in By:
                before, after = (store.read(statement, period, by) for store in (first, second))
                assert after == before
                assert totals(after) == totals(before)
        assert faults(second) == []
    finally:
        first.close()
        second.close()


def test_a_second_export_is_the_same(demo: Store, exported: Path, empty: Store, tmp_path: Path) -> None:
    empty.write(import_complete, plan_complete(empty, exported))
    again = tmp_path / "again.zip"
    empty.read(write_complete, again)
    first, second = ({part.table: part.sha256 for part in open_complete(path).parts} for path in (exported, again))
    assert {table for table in first if first[table] != second.get(table)} == {import_batch.name}


# One import --------------------------------------------------------------------------------------------------------


def test_it_is_one_import_and_undone_whole(exported: Path, empty: Store) -> None:
    empty.write(organisation.first_use, empty.actor, "UTC")
    before = empty.read(content)
    empty.write(import_complete, plan_complete(empty, exported))
    full = empty.read(content)
    again = plan_complete(empty, exported)
    assert again.imported_on == empty.clock.today()
    assert empty.write(import_complete, again) is None
    assert empty.read(content) == full
    assert "import all.zip" in empty.write(undo.undo).label
    assert empty.read(content) == before
    assert faults(empty) == []
    assert empty.write(import_complete, plan_complete(empty, exported))
    assert empty.read(content) == full


def test_every_table_is_carried_or_named_with_the_reason() -> None:
    names = [table.name for table in carried()]
    assert names[-1] == period_lock.name
    assert not set(names) & LEFT_BEHIND.keys()
    assert {*names, *LEFT_BEHIND} == metadata.tables.keys()
    for place, name in enumerate(names):
        targets = {key.column.table.name for key in metadata.tables[name].foreign_keys}
        assert targets <= set(names[: place + 1]), name


def test_only_its_owner_may_read_it_and_a_folder_does_too(demo: Store, exported: Path, tmp_path: Path) -> None:
    assert exported.stat().st_mode & 0o077 == 0
    folder = tmp_path / "all"
    demo.read(write_complete, folder)
    assert is_complete_export(folder)
    assert is_complete_export(exported)
    assert {file.stat().st_mode & 0o777 for file in folder.iterdir()} == {0o600}
    assert demo.actor in people_of(open_complete(folder))
    with pytest.raises(Refused, match="exists already"):
        demo.read(write_complete, folder)


# Refused -----------------------------------------------------------------------------------------------------------


def test_a_store_with_anything_in_it_is_refused(demo: Store, exported: Path, empty: Store) -> None:
    empty.write(organisation.first_use, empty.actor, "UTC")
    empty.write(organisation.add_channel, "@guild", "instagram")
    with pytest.raises(Refused, match="this one has channel") as caught:
        plan_complete(empty, exported)
    assert "--store" in caught.value.hint


def test_only_managers_take_everything_out(demo: Store, tmp_path: Path) -> None:
    for role in (Role.VIEWER, Role.CONTRIBUTOR, Role.COUNSEL):
        store = Store.open(demo.path, demo.clock, role=role, actor=demo.actor)
        try:
            with pytest.raises(Refused, match="managers only"):
                store.read(write_complete, tmp_path / "all.zip")
        finally:
            store.close()
    assert list(tmp_path.glob("*all*")) == []


def spoilt(exported: Path, part: str, change: Callable[[bytes], bytes], *, honest: bool) -> Path:
    """The export as a folder with one file changed; with its new hash in the manifest where it is `honest`."""
    folder = exported.with_suffix("")
    with zipfile.ZipFile(exported) as archive:
        archive.extractall(folder)
    file = next(folder.glob(f"*-{part}.ndjson")) if part else folder / MANIFEST
    file.write_bytes(change(file.read_bytes()))
    if honest:
        manifest = json.loads((folder / MANIFEST).read_text())
        one = next(one for one in manifest["tables"] if one["table"] == part)
        one["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        one["rows"] = len(file.read_bytes().splitlines())
        (folder / MANIFEST).write_text(json.dumps(manifest))
    return folder


@pytest.mark.parametrize(
    ("part", "change", "told"),
    [
        ("person", lambda raw: raw.replace(b'"zone"', b'"zome"'), "is not what its manifest says"),
        ("cost", lambda raw: raw[: len(raw) // 2], "can't be read|not what its manifest says"),
        ("cost", lambda raw: raw + raw, "is larger than its manifest says"),
        ("", lambda raw: raw.replace(b'"version": 1', b'"version": 2'), "newer smdash"),
        ("", lambda raw: raw.replace(b'"schema": ', b'"schema": 9'), "knows up to"),
        ("", lambda raw: raw.replace(b'"table": "cost"', b'"table": "coast"'), "not known here: coast"),
        ("", lambda raw: raw.replace(b'"file": "0', b'"file": "../0'), "a file that can't be"),
        ("", lambda raw: raw.replace(b'"tables"', b'"tabels"'), "lacks something"),
    ],
)
def test_a_damaged_export_is_refused_before_anything_is_written(
    exported: Path, empty: Store, part: str, change: Callable[[bytes], bytes], told: str
) -> None:
    folder = spoilt(exported, part, change, honest=False)
    before = empty.version()
    with pytest.raises(Refused, match=told):
        plan_complete(empty, folder)
    assert empty.version() == before


@pytest.mark.parametrize(
    ("part", "change", "told"),
    [
        ("time_entry", lambda raw: raw.replace(b'"person_id":1', b'"person_id":99'), r"line \d+: the store refuses"),
        ("campaign", lambda raw: raw.replace(b'"live"', b'"alive"'), r"line \d+: the store refuses"),
        ("reading", lambda raw: raw.replace(b'"day":"2026', b'"day":"Mai'), r"line \d+: this is no row of reading"),
        ("person", lambda raw: raw.replace(b'"zone"', b'"zome"'), "no column zome"),
        ("setting", lambda raw: raw.replace(b'"zone"', b'"zome"'), r"“zome” is not a setting"),
        ("cost", lambda raw: raw + b"[]\n", "this is no row"),
    ],
)
def test_a_row_that_cannot_be_kept_is_named_and_nothing_is_written(
    exported: Path, empty: Store, part: str, change: Callable[[bytes], bytes], told: str
) -> None:
    folder = spoilt(exported, part, change, honest=True)
    before = empty.read(content)
    with pytest.raises(Refused, match=told):
        empty.write(import_complete, plan_complete(empty, folder))
    assert empty.read(content) == before


def test_other_zips_and_folders_are_not_taken_for_it(tmp_path: Path, exported: Path) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr(MANIFEST, "[1]")
    short = tmp_path / "short.zip"
    short.write_bytes(exported.read_bytes()[:500])
    for path in (other, short, tmp_path, tmp_path / "nowhere.zip"):
        assert not is_complete_export(path)
    shutil.rmtree(tmp_path / "x", ignore_errors=True)


def test_text_in_it_is_cleaned(exported: Path, empty: Store) -> None:
    folder = spoilt(
        exported, "channel", lambda raw: raw.replace(b'"name":"', b'"name":"\\u001b]0;x\\u0007', 1), honest=True
    )
    empty.write(import_complete, plan_complete(empty, folder))
    assert not [one for one in empty.read(organisation.channels) if "\x1b" in one.name]
