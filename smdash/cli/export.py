"""`smdash export`: what is in the store as a file."""

from __future__ import annotations

from typing import Any

from smdash.cli.names import campaign_named, people_named
from smdash.cli.options import Globals, parser, tell
from smdash.cli.output import hand_over
from smdash.cli.session import opened
from smdash.domain.organisation import Role
from smdash.reports.entries import FORMS, Wanted, written_entries
from smdash.store.store import Snapshot

_EXAMPLES = """\
examples:
  smdash export entries -o hours.csv
  smdash export entries --period 2026-11 --campaign 'Spring membership' --format json
  smdash export entries --period week --person Ana --person Ben
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Write entries; exit code 0."""
    given = _parser(name).parse_args(arguments)
    with opened(chosen) as session:
        session.store.read(_write, given)
        if session.store.role is not Role.MANAGER:
            tell("Rates and costs of hours are left out: they are for managers only.")
    return 0


def _parser(name: str) -> Any:
    found = parser(name, "Write what is in the store into a file.", _EXAMPLES)
    kinds = found.add_subparsers(dest="kind", required=True, metavar="WHAT")
    entries = kinds.add_parser("entries", help="logged time, one row per entry", epilog=_EXAMPLES)
    entries.add_argument("--period", default="", help="2026-11, 2026-W47, week, month …; all time if not given")
    entries.add_argument("--person", action="append", default=[], metavar="NAME", help="only of this one; repeatable")
    entries.add_argument("--campaign", action="append", default=[], metavar="NAME", help="only of this one; repeatable")
    entries.add_argument("--format", default="csv", choices=list(FORMS), help="csv if not given")
    entries.add_argument("-o", "--output", default="", metavar="FILE", help="write into a file, replacing it")
    return found


def _write(snapshot: Snapshot, given: Any) -> None:
    """Everything is written while the store is read, so that a million entries need no room."""
    wanted = Wanted(
        [person.id for person in people_named(snapshot, given.person)],
        [campaign_named(snapshot, typed) for typed in given.campaign],
        snapshot.organisation.calendar.parse(given.period, snapshot.today) if given.period else None,
    )
    hand_over(given.output, written_entries(snapshot, wanted, given.format))
