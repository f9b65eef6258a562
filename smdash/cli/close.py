"""`smdash close`: what is missing in a month, then its lock; and opening it again."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from smdash.cli.options import Globals, answer, answer_json, parser, tell
from smdash.cli.session import Session, opened
from smdash.domain.month_end import Check, Checklist
from smdash.domain.periods import DAY, Period
from smdash.errors import DONE, REFUSED, InvalidInput, Refused
from smdash.store import closing, month_checks
from smdash.store.store import Snapshot, Transaction

_EPILOG = """\
A closed month holds: entries, costs, benefits, outcomes, readings, rates, imports and undo that would change a number
in it are refused. Exit code 1 says that something is missing, and that nothing was closed.

  smdash close 2026-10 --dry-run     what is missing
  smdash close 2026-10 --anyway      close it all the same
  smdash close 2026-10 --reopen --reason 'late invoice'
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Look at a month, close it, or open it again."""
    options = parser(name, "Look at what is missing in a month, and close it.", _EPILOG)
    options.add_argument("month", nargs="?", default="", help="2026-10; without it the last month that is over")
    options.add_argument("--dry-run", action="store_true", help="only say what is missing")
    options.add_argument("--anyway", action="store_true", help="close it although something is missing")
    options.add_argument("--note", default="", help="a word on why or how it was closed")
    options.add_argument("--reopen", action="store_true", help="open a closed month again; needs --reason")
    options.add_argument("--reason", default="", help="why it is opened again; stays in the journal")
    options.add_argument("--json", action="store_true", help="print as JSON")
    given = options.parse_args(arguments)
    _check(given)
    with opened(chosen) as session:
        if given.reopen:
            return _reopen(session, given)
        return _close(session, given)


def _check(given: Namespace) -> None:
    if given.reopen and not given.reason.strip():
        raise InvalidInput("Say with --reason why the month is opened again.", "The reason stays in the journal.")
    if given.reason and not given.reopen:
        raise InvalidInput("--reason goes with --reopen.", "--note says a word on closing.")
    if given.reopen and (given.dry_run or given.anyway or given.note):
        raise InvalidInput("--reopen goes with --reason only.", "See `smdash close --help`.")


def _month(snapshot: Snapshot, typed: str) -> Period:
    calendar = snapshot.organisation.calendar
    if not typed:
        return calendar.month(calendar.month(snapshot.today).start - DAY)
    period = calendar.parse(typed, snapshot.today)
    if period.kind != "month":
        raise InvalidInput(f"“{typed}” is not a month.", "Use 2026-10.")
    return period


def _reopen(session: Session, given: Namespace) -> int:
    month = session.store.read(_month, given.month)
    was = session.store.write(closing.reopen_month, month.start, given.reason)
    if given.json:
        answer_json({"month": month.name, "closed": False, "was_closed_by": was.by, "reason": given.reason})
    else:
        answer(f"{was.name} is open again; it was closed {was.who}")
    return DONE


def _close(session: Session, given: Namespace) -> int:
    month = session.store.read(_month, given.month)
    if given.dry_run:
        found, closed = session.store.read(month_checks.checklist, month.start), False
    else:
        found, closed = session.store.write(_looked_at_and_closed, month.start, given)
    _say(found, given, closed=closed)
    return REFUSED if found.open and not closed and found.closed is None else DONE


def _looked_at_and_closed(tx: Transaction, month: date, given: Namespace) -> tuple[Checklist, bool]:
    """The checklist, and whether the month was closed: both in one transaction, so that nothing comes between."""
    found = month_checks.checklist(tx, month)
    if found.closed is not None:
        raise Refused(f"{found.name} is closed already ({found.closed.who}).", "Nothing was changed.")
    if found.open and not given.anyway:
        return found, False
    closing.close_month(tx, month, given.note)
    return found, True


def _say(found: Checklist, given: Namespace, *, closed: bool) -> None:
    if given.json:
        answer_json(_as_json(found, closed=closed))
        return
    width = max(len(check.title) for check in found.checks)
    for check in found.checks:
        mark = "ok" if check.done else "! " if not check.told else "· "
        answer(f"{mark} {check.title:<{width}}  {check.words}")
        for line in check.lines:
            answer(f"     {line.text}")
    if closed:
        answer(f"closed {found.name}; `smdash close {found.period.name} --reopen --reason …` opens it again")
    elif found.closed is not None:
        tell(f"{found.name} is closed ({found.closed.who}).")
    elif found.open:
        tell(f"{found.name} was not closed. Mend it, or add --anyway.")
    else:
        tell(f"Nothing is missing in {found.name}: `smdash close {found.period.name}` closes it.")


def _as_json(found: Checklist, *, closed: bool) -> dict[str, Any]:
    before = found.closed
    return {
        "month": found.period.name,
        "closed": closed or before is not None,
        "closed_now": closed,
        "closed_by": before.by if before else None,
        "closed_at": before.at if before else None,
        "missing": len(found.open),
        "checks": [_check_json(check) for check in found.checks],
    }


def _check_json(check: Check) -> dict[str, Any]:
    lines = [{"text": line.text, "pane": line.pane, "id": line.target, "day": line.day} for line in check.lines]
    return {
        "key": check.key,
        "title": check.title,
        "count": check.count,
        "unit": check.unit,
        "keeps_open": not check.told and not check.done,
        "lines": lines,
    }
