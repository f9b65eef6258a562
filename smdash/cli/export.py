"""`smdash export`: what is in the store as a file."""

from __future__ import annotations

from typing import Any

from smdash.cli.names import campaign_named, people_named
from smdash.cli.options import Globals, answer, parser, tell
from smdash.cli.output import hand_over, hand_over_bytes
from smdash.cli.session import opened
from smdash.domain.organisation import Role
from smdash.errors import InvalidInput
from smdash.reports.sheet import FORMS, XLSX
from smdash.reports.tables import listed, table_sheet
from smdash.reports.workbook import check_can_write, workbook
from smdash.store.store import Snapshot
from smdash.store.table_exports import ENTRIES
from smdash.store.table_rows import Narrowed

_EXAMPLES = """\
examples:
  smdash export --list
  smdash export entries -o hours.csv
  smdash export entries --period 2026-11 --campaign 'Spring membership' --format json
  smdash export posts --period 2026-Q4 --format xlsx -o posts.xlsx
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Write a table; exit code 0."""
    given = _parser(name).parse_args(arguments)
    if given.list:
        width = max(len(word) for word, _ in listed())
        answer("\n".join(f"{word:<{width}}  {about}" for word, about in listed()))
        return 0
    if not given.table:
        raise InvalidInput("smdash export: a table is required.", "`smdash export --list` lists them.")
    if given.format == XLSX:
        check_can_write()
    with opened(chosen) as session:
        session.store.read(_write, given)
        if given.table == ENTRIES and session.store.role is not Role.MANAGER:
            tell("Rates and costs of hours are left out: they are for managers only.")
    return 0


def _parser(name: str) -> Any:
    found = parser(name, "Write a table of the store into a file.", _EXAMPLES)
    found.add_argument("table", nargs="?", default="", metavar="TABLE", help="entries, costs, posts …: see --list")
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
