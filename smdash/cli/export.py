"""`smdash export`: what is in the store as a file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from smdash.cli.names import campaign_named, people_named
from smdash.cli.options import Globals, answer, parser, tell
from smdash.cli.output import hand_over, hand_over_bytes
from smdash.cli.session import opened
from smdash.domain.organisation import Role
from smdash.errors import InvalidInput, Refused
from smdash.exchange.complete.export import write_complete
from smdash.reports.sheet import FORMS, XLSX
from smdash.reports.tables import listed, table_sheet
from smdash.reports.workbook import check_can_write, workbook
from smdash.store.store import Snapshot
from smdash.store.table_exports import ENTRIES
from smdash.store.table_rows import Narrowed

ALL = "all"
_EXAMPLES = """\
examples:
  smdash export --list
  smdash export entries -o hours.csv
  smdash export entries --period 2026-11 --campaign 'Spring membership' --format json
  smdash export posts --period 2026-Q4 --format xlsx -o posts.xlsx
  smdash export all -o organisation.zip && smdash --store new.db import organisation.zip
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Write a table; exit code 0."""
    given = _parser(name).parse_args(arguments)
    if given.list:
        every = (*listed(), (ALL, "everything, for an empty store: a zip, or a folder named with -o"))
        width = max(len(word) for word, _ in every)
        answer("\n".join(f"{word:<{width}}  {about}" for word, about in every))
        return 0
    if not given.table:
        raise InvalidInput("smdash export: a table is required.", "`smdash export --list` lists them.")
    if given.table == ALL:
        return _everything(given, chosen)
    if given.format == XLSX:
        check_can_write()
    with opened(chosen) as session:
        session.store.read(_write, given)
        if given.table == ENTRIES and session.store.role is not Role.MANAGER:
            tell("Rates and costs of hours are left out: they are for managers only.")
    return 0


def _everything(given: Any, chosen: Globals) -> int:
    """Write the complete export, into this folder if no place was named."""
    if given.period or given.person or given.campaign:
        raise InvalidInput("A complete export can't be narrowed.", "Leave --period, --person and --campaign out.")
    with opened(chosen) as session:
        today = session.store.clock.today()
        target = Path(given.output or f"smdash-{today}.zip").expanduser()
        if not given.output and target.exists():
            raise Refused(f"{target} exists already.", "Name another file with -o.")
        counts = session.store.read(write_complete, target)
    tell(f"Wrote {target}: {sum(counts.values())} rows of {len(counts)} tables. It holds the rates: keep it safe.")
    return 0


def _parser(name: str) -> Any:
    found = parser(name, "Write a table of the store into a file.", _EXAMPLES)
    found.add_argument(
        "table", nargs="?", default="", metavar="TABLE", help="entries, costs, posts …: see --list; all of them: all"
    )
    found.add_argument("--list", action="store_true", help="list the tables")
    found.add_argument("--period", default="", help="2026-11, 2026-W47, week, month …; all time if not given")
    found.add_argument("--person", action="append", default=[], metavar="NAME", help="only of this one; repeatable")
    found.add_argument("--campaign", action="append", default=[], metavar="NAME", help="only of this one; repeatable")
    found.add_argument("--format", default="csv", choices=[*FORMS, XLSX], help="csv if not given")
    found.add_argument("-o", "--output", default="", metavar="FILE", help="write into a file, replacing it")
    return found


def _write(snapshot: Snapshot, given: Any) -> None:
    """Everything is written while the store is read, so that a million rows need no room."""
    narrowed = Narrowed(
        [person.id for person in people_named(snapshot, given.person)],
        [campaign_named(snapshot, typed) for typed in given.campaign],
        snapshot.organisation.calendar.parse(given.period, snapshot.today) if given.period else None,
    )
    sheet = table_sheet(snapshot, given.table, narrowed)
    if given.format == XLSX:
        hand_over_bytes(given.output, workbook([sheet]))
    else:
        hand_over(given.output, FORMS[given.format](sheet))
