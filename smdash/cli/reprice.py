"""`smdash reprice`: give entries the hourly rate of their day, after saying what that changes."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from smdash.cli.options import Globals, answer, answer_json, parser, tell
from smdash.cli.session import opened
from smdash.domain.periods import parse_day
from smdash.domain.repricing import Repricing, RepricingLine, line_words
from smdash.errors import DONE, InvalidInput
from smdash.store import organisation, repricing
from smdash.store.store import Snapshot, Transaction

_EPILOG = """\
Entries keep the rate they were written with. This gives them the one that is valid on their day now, and a cost to
those that had no rate. Entries of closed months stay as they are. `smdash undo` takes it back.

  smdash reprice --dry-run
  smdash reprice --person ben --from 2026-10-01
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Say what pricing again changes, and do it."""
    options = parser(name, "Price logged time again with the rate of its day.", _EPILOG)
    options.add_argument("--person", default="", metavar="NAME", help="only this person's entries")
    options.add_argument("--from", dest="first", default="", metavar="DAY", help="only entries from this day on")
    options.add_argument("--dry-run", action="store_true", help="only say what would change")
    options.add_argument("--json", action="store_true", help="print as JSON")
    given = options.parse_args(arguments)
    with opened(chosen) as session:
        if given.dry_run:
            found, names, currency = session.store.read(_looked_at, given)
        else:
            found, names, currency = session.store.write(_priced, given)
    _say(found, names, currency, given)
    return DONE


def _scope(snapshot: Snapshot, given: Namespace) -> tuple[int | None, date | None]:
    first = parse_day(given.first, snapshot.today) if given.first else None
    if not given.person:
        return None, first
    person = organisation.find_person(snapshot, given.person)
    if person is None:
        known = ", ".join(one.name for one in organisation.people(snapshot))
        raise InvalidInput(f"“{given.person}” is not among the people here: {known}.", "Type the whole name.")
    return person.id, first


Told = tuple[Repricing, dict[int, str], str]


def _looked_at(snapshot: Snapshot, given: Namespace) -> Told:
    return _with_names(snapshot, repricing.preview(snapshot, *_scope(snapshot, given)))


def _priced(tx: Transaction, given: Namespace) -> Told:
    return _with_names(tx, repricing.reprice(tx, *_scope(tx, given)))


def _with_names(snapshot: Snapshot, found: Repricing) -> Told:
    return found, organisation.names_of(snapshot, "campaign"), snapshot.organisation.currency


def _say(found: Repricing, names: dict[int, str], currency: str, given: Namespace) -> None:
    if given.json:
        answer_json(
            {
                "applied": not given.dry_run and bool(found.lines),
                "currency": currency,
                "lines": [_as_json(line, names) for line in found.lines],
                "closed": [_as_json(line, names) for line in found.closed],
            }
        )
        return
    for line in found.lines:
        answer(f"{line.month:%Y-%m}  {names.get(line.campaign_id or 0, 'no campaign')}: {line_words(line, currency)}")
    if found.closed:
        tell(f"{found.closed_words}.")
    if not found.lines:
        answer("Every entry has the rate of its day, or none is known for it.")
    elif given.dry_run:
        tell(f"Would change {found.words(currency)}. Nothing was written.")
    else:
        answer(f"priced again: {found.words(currency)}; `smdash undo` takes it back")


def _as_json(line: RepricingLine, names: dict[int, str]) -> dict[str, Any]:
    return {
        "month": f"{line.month:%Y-%m}",
        "campaign": names.get(line.campaign_id or 0),
        "entries": line.entries,
        "seconds": line.seconds,
        "cost_minor_before": line.before,
        "cost_minor_after": line.after,
        "without_a_rate_before": line.unrated,
        "without_a_cost_after": line.waiting,
    }
