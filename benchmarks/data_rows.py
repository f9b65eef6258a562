"""Reading a large file in, and what grows with the store."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from benchmarks.bench import PYTHON, Bench, NotYet
from benchmarks.results import Budget, Result, Sample
from smdash.cli.main import COMMANDS

IMPORT_ROWS = 73_000
HEADER = (
    *("User", "Email", "Client", "Project", "Task", "Description", "Billable", "Start date", "Start time"),
    *("End date", "End time", "Duration", "Tags", "Amount ()"),
)
# What a program must do at the least: read the rows and put them into a table.
FLOOR = """
import csv, sqlite3, sys
with open(sys.argv[1], encoding="utf-8", newline="") as stream:
    rows = list(csv.reader(stream))
connection = sqlite3.connect(sys.argv[2])
names = ", ".join(f"c{n}" for n in range(len(rows[0])))
connection.execute(f"create table t (id integer primary key, {names})")
with connection:
    connection.executemany(f"insert into t ({names}) values ({', '.join('?' * len(rows[0]))})", rows[1:])
"""


def import_file(bench: Bench) -> list[Result]:
    """A detailed time report of 73 000 rows into an empty store, beside csv and sqlite3.executemany."""
    count = IMPORT_ROWS // 10 if bench.quick else IMPORT_ROWS
    return [_imported(bench, "time report", count, write_report)]


def import_chart(bench: Bench) -> list[Result]:
    """Views of 365 days in 200 countries, as YouTube's chart has them: many rows of three short cells."""
    count = IMPORT_ROWS // 10 if bench.quick else IMPORT_ROWS
    return [_imported(bench, "chart by country", count, write_chart)]


def _imported(bench: Bench, what: str, count: int, write: Callable[[Path, int], None]) -> Result:
    if not find_spec(COMMANDS["import"][0]):
        raise NotYet("there is no `smdash import`")
    export = bench.home / "export.csv"
    write(export, count)
    store, plain = bench.home / "import.db", bench.home / "plain.db"

    def measured() -> float:
        _remove(store)
        bench.run((PYTHON, "-m", "smdash", "--store", str(store), "--person", "user 0", "log", "1m"))
        return bench.run((PYTHON, "-m", "smdash", "--store", str(store), "--person", "user 0", "import", str(export)))

    def floor() -> float:
        _remove(plain)
        return bench.run((PYTHON, "-c", FLOOR, str(export), str(plain)))

    found, beside = bench.compare(measured, floor, 2 if bench.quick else 3)
    return Result(f"import of {count} rows, {what}", found, Budget(ratio=4), beside, "csv + sqlite3.executemany")


def write_chart(path: Path, count: int) -> None:
    """Write views by day and country, country after country."""
    chance, first, days = random.Random(22), date(2022, 1, 1), 365
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(("Date", "Geography", "Views"))
        for n in range(count):
            country, day = divmod(n, days)
            code = chr(65 + country // 26 % 26) + chr(65 + country % 26)
            writer.writerow((first + timedelta(days=day), code, chance.randrange(400)))


def write_report(path: Path, count: int) -> None:
    """Write a report of people's working days, entry after entry."""
    chance = random.Random(21)
    people = [f"user {n}" for n in range(20)]
    first = datetime(2022, 1, 3, 8, 0, tzinfo=UTC)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(HEADER)
        for n in range(count):
            round_of_all, person = divmod(n, len(people))
            day, slot = divmod(round_of_all, 8)
            start = first + timedelta(days=day, hours=slot)
            end = start + timedelta(seconds=chance.choice((900, 1800, 2700, 3300)))
            name, project = people[person], f"Project {chance.randrange(30):02d}"
            minutes = (end - start).seconds // 60
            who = (name, f"{name.replace(' ', '')}@example.org")
            what = ("", project, "content", f"note {n % 500}", "No")
            when = (f"{start:%Y-%m-%d}", f"{start:%H:%M:%S}", f"{end:%Y-%m-%d}", f"{end:%H:%M:%S}")
            writer.writerow((*who, *what, *when, f"{minutes // 60:02d}:{minutes % 60:02d}:00", "", ""))


def growth(bench: Bench) -> list[Result]:
    """Bytes of the store for each thousand entries with all that belongs to them."""
    path = bench.stores.big
    per_thousand = path.stat().st_size / (bench.stores.shape.entries / 1000)
    return [
        Result("size of the big store", Sample((path.stat().st_size / 1e6,), "MB")),
        Result("size by 1 000 entries, posts and readings in proportion", Sample((per_thousand,), "B")),
    ]


def _remove(store: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        Path(f"{store}{ending}").unlink(missing_ok=True)
