"""A store to import into, and the few steps every import test takes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, literal, select, union_all

from smdash.clock import FixedClock
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.plan import Choices, Plan, make_plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_bytes
from smdash.store import doctor, organisation
from smdash.store.store import Snapshot, Store
from smdash.store.tables import metadata

TOGGL = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
JOURNAL = ("change", "change_set", "schema_version", "setting", "month_time", "month_benefit")

Entry = tuple[str, str, str, str, str]  # person, project, start, end, note


@pytest.fixture(scope="session")
def new_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that ann just set up, closed: copied for each test."""
    path = tmp_path_factory.mktemp("new") / "smdash.db"
    opened = Store.open(path, FixedClock("Europe/Berlin"), actor="ann")
    opened.write(organisation.first_use, "ann", "Europe/Berlin")
    opened.close()
    return path


@pytest.fixture
def store(tmp_path: Path, new_store: Path) -> Iterator[Store]:
    path = tmp_path / "smdash.db"
    shutil.copy(new_store, path)
    opened = Store.open(path, FixedClock("Europe/Berlin"), actor="ann")
    yield opened
    opened.close()


@pytest.fixture
def later(store: Store) -> Callable[[int], None]:
    """Let days go by."""

    def go(days: int) -> None:
        store.clock = FixedClock("Europe/Berlin", datetime(2026, 11, 22, 12, tzinfo=UTC) + timedelta(days=days))

    return go


@pytest.fixture
def toggl() -> Callable[..., Understood]:
    """Entries as a Toggl report: (person, project, start, end, note), times as `2025-03-03 09:00`."""

    def made(*entries: Entry, tags: str = "", seconds: int | None = None) -> Understood:
        lines = [TOGGL]
        for person, project, start, end, note in entries:
            first, last = datetime.fromisoformat(start), datetime.fromisoformat(end)
            worked = int((last - first).total_seconds()) if seconds is None else seconds
            duration = f"{worked // 3600:02}:{worked // 60 % 60:02}:{worked % 60:02}"
            cells = (person, "", "", project, "", note, "No", first.date(), first.time(), last.date(), last.time())
            lines.append(",".join(map(str, cells)) + f",{duration},{tags}\n")
        return read_bytes("toggl.csv", "".join(lines).encode(), today=date(2026, 11, 22))

    return made


@pytest.fixture
def posts() -> Callable[..., Understood]:
    """Posts as a Meta export: (id, text, reach, reactions)."""

    def made(*rows: tuple[str, str, str, str], account: str = "Guild", reading: Reading | None = None) -> Understood:
        lines = ["Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date,Reach,Reactions\n"]
        for post_id, words, reach, reactions in rows:
            cells = (post_id, "1", account, words, "", "03/20/2025 18:00", f"https://x/{post_id}", "Photos", "Lifetime")
            lines.append(",".join(cells) + f",{reach},{reactions}\n")
        return read_bytes("posts.csv", "".join(lines).encode(), today=date(2026, 11, 22), choices=reading)

    return made


@pytest.fixture
def plan(store: Store) -> Iterator[Callable[..., Plan]]:
    """A plan that is closed after the test."""
    made: list[Plan] = []

    def planned(understood: Understood, choices: Choices | None = None) -> Plan:
        made.append(make_plan(store, understood, choices))
        return made[-1]

    yield planned
    for one in made:
        one.close()


@pytest.fixture
def sizes(store: Store) -> Callable[[], dict[str, int]]:
    """How many rows each table has that an import may write to."""

    tables = [table for table in metadata.sorted_tables if table.name not in JOURNAL]
    counts = union_all(
        *(select(literal(table.name), select(func.count()).select_from(table).scalar_subquery()) for table in tables)
    )

    def count(snapshot: Snapshot) -> dict[str, int]:
        return {name: rows for name, rows in snapshot.connection.execute(counts) if rows}

    return lambda: store.read(count)


@pytest.fixture
def take(store: Store, plan: Callable[..., Plan], sizes: Callable[[], dict[str, int]]) -> Callable[..., Result]:
    """Plan and write a file; whatever it is, the plan must have said what was written."""

    def taken(understood: Understood, choices: Choices | None = None) -> Result:
        planned, before = plan(understood, choices), sizes()
        result = store.write(apply_plan, planned)
        after = sizes()
        grown = {name: after[name] - before.get(name, 0) for name in after if after[name] != before.get(name, 0)}
        assert (dict(result.added), dict(result.changed)) == (dict(planned.writes), dict(planned.updates))
        assert grown == dict(planned.writes)
        assert [one.detail for one in store.read(doctor.examine) if not one.fine] == []
        return result

    return taken


@pytest.fixture
def rows(store: Store) -> Callable[[str], list[Any]]:
    """All rows of a table."""

    def read(snapshot: Snapshot, name: str) -> list[Any]:
        table = metadata.tables[name]
        return list(snapshot.connection.execute(select(table).order_by(table.c.id)).all())

    return lambda name: store.read(read, name)
