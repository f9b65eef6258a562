"""The migrations make what the tables say, and SQLite enforces it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateIndex, CreateTable

from smdash.clock import FixedClock
from smdash.domain.goals import Pacing
from smdash.domain.timesheets import EntryDraft
from smdash.store import changes, kpis, migrations, organisation, readings, timers, timesheets
from smdash.store.store import Snapshot, Store
from smdash.store.tables import alias, metadata

TABLES = metadata.sorted_tables
pytestmark = pytest.mark.usefixtures("made_by_steps")


def expected_sql() -> str:
    """The whole schema as one migration would make it."""
    dialect = sqlite.dialect()
    statements = []
    for table in TABLES:
        statements.append(str(CreateTable(table).compile(dialect=dialect)))
        indexes = sorted(table.indexes, key=lambda index: str(index.name))
        statements += [str(CreateIndex(index).compile(dialect=dialect)) for index in indexes]
    tidy = [
        re.sub(r" *\n+", "\n", sql.strip()).replace("\t", "  ").replace(")\n STRICT", ") STRICT") for sql in statements
    ]
    return "\n\n".join(f"{sql};" for sql in tidy) + "\n"


def normalised(sql: str) -> str:
    return re.sub(r"\s+", " ", sql).replace("( ", "(").replace(" )", ")").strip()


def schema(connection: Connection) -> dict[str, str]:
    rows = connection.exec_driver_sql("select name, sql from sqlite_schema where sql is not null")
    return {row.name: normalised(row.sql) for row in rows if not row.name.startswith("sqlite_")}


def test_the_migrations_make_exactly_the_tables(store: Store, tmp_path: Path) -> None:
    made = store.read(lambda snapshot: schema(snapshot.connection))
    statements = [normalised(sql) for sql in expected_sql().split(";\n") if sql.strip()]
    wanted = {sql.replace("UNIQUE ", "").split()[2]: sql for sql in statements}
    file = tmp_path / "whole_schema.sql"
    file.write_text(expected_sql())
    assert made == wanted, f"write a new step for what differs; {file} has the statements of all tables"


def test_a_store_of_the_first_schema_is_migrated_with_its_rows(store_path: Path, clock: FixedClock) -> None:
    store_path.parent.mkdir(parents=True)
    _, first = migrations.steps()[0]
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.executescript(first.read_text("utf-8"))
        connection.execute("insert into schema_version (version, applied_at) values (1, '2026-01-01T00:00:00Z')")
        connection.execute(
            "insert into kpi (name, name_key, shape, aggregation, level, baseline, target, start, due, cadence, weight)"
            " values ('Sign-ups', 'sign-ups', 'increase', 'last', 'outcome', '0', '1000', '2026-10-01', '2026-12-31',"
            " 'weekly', '1')"
        )
        connection.execute("insert into reading (kpi_id, day, value) values (1, '2026-11-18', '412')")
    opened = Store.open(store_path, clock, actor="ann")
    try:
        (kept,) = opened.read(kpis.kpis)
        assert (kept.name, kept.draft.target, kept.draft.pacing) == ("Sign-ups", Decimal(1000), Pacing.LINEAR)
        assert opened.read(readings.history, kept.id).readings[0].value == 412
        assert opened.read(lambda snapshot: migrations.version(snapshot.connection)) == migrations.latest()
        opened.write(kpis.edit_kpi, kept.id, replace(kept.draft, pacing=Pacing.SEASONAL))
        assert opened.read(kpis.get_kpi, kept.id).draft.pacing is Pacing.SEASONAL
    finally:
        opened.close()


def test_other_names_keep_their_ids_when_kpis_may_have_some_too(store_path: Path, clock: FixedClock) -> None:
    store_path.parent.mkdir(parents=True)
    _, first = migrations.steps()[0]
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.executescript(first.read_text("utf-8"))
        connection.execute("insert into schema_version (version, applied_at) values (1, '2026-01-01T00:00:00Z')")
        for word in ("spring 26", "gone"):
            connection.execute(
                "insert into alias (kind, alias, alias_key, target_id) values ('campaign', ?, ?, 7)", (word, word)
            )
        connection.execute("delete from alias where alias = 'gone'")
    with closing(Store.open(store_path, clock, actor="ann")) as opened:
        found = opened.read(lambda snapshot: snapshot.connection.execute(select(alias)).all())
        assert [tuple(row) for row in found] == [(1, "campaign", "spring 26", "spring 26", 7)]
        values = {"kind": "kpi", "alias": "subs", "alias_key": "subs", "target_id": 1}
        assert opened.write(lambda tx: changes.insert(tx, alias, **values)) == 3


def test_hours_and_a_running_timer_stay_when_several_timers_may_run(store_path: Path, clock: FixedClock) -> None:
    store_path.parent.mkdir(parents=True)
    _, first = migrations.steps()[0]
    with closing(sqlite3.connect(store_path)) as connection, connection:
        connection.executescript(first.read_text("utf-8"))
        connection.execute("insert into schema_version (version, applied_at) values (1, '2026-01-01T00:00:00Z')")
        connection.execute(
            "insert into person (name, name_key, kind, role, zone) values ('ann', 'ann', 'staff', 'manager', 'UTC')"
        )
        for seconds, start in ((3600, None), (None, "2026-11-22T09:00:00Z")):
            connection.execute(
                "insert into time_entry (person_id, work_day, seconds, start, zone) values (1, ?, ?, ?, ?)",
                ("2026-11-22", seconds, start, "UTC"),
            )
    with closing(Store.open(store_path, clock, actor="ann")) as opened:
        assert opened.read(timesheets.entries).entries[0].seconds == 3600
        assert [timer.seconds for timer in opened.read(timers.running)] == [3 * 3600]
        opened.write(lambda tx: organisation.change_settings(tx, timers_at_once=2))
        opened.write(timers.start_timer, EntryDraft(1, clock.today(), 0))
        assert len(opened.read(timers.running)) == 2


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_is_strict_and_never_reuses_an_id(store: Store, table: Table) -> None:
    def sql(snapshot: Snapshot) -> str:
        return schema(snapshot.connection)[table.name]

    made = store.read(sql)
    assert made.endswith("STRICT")
    assert ("AUTOINCREMENT" in made) == ("id" in table.c)


def test_steps_are_numbered_upwards_each_once() -> None:
    numbers = [number for number, _ in migrations.steps()]
    assert numbers == sorted(set(numbers))
    assert numbers[:9] == list(range(1, 10))
