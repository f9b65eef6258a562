"""`smdash start`, `stop`, `switch` and `resume`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from smdash.cli.log import split_note, understood
from smdash.cli.options import Globals, answer, parser
from smdash.cli.session import Session, opened
from smdash.clock import zone
from smdash.domain.durations import clock
from smdash.domain.moments import parse_moment
from smdash.domain.timesheets import EntryDraft
from smdash.errors import InvalidInput
from smdash.store import quicklog, timers
from smdash.store.store import Transaction

_ABOUT = {
    "start": "Start a timer. It runs on in the store when the terminal is closed.",
    "stop": "Stop the timer and log its time.",
    "switch": "Stop the timer and start the next at the same moment.",
    "resume": "Start a timer for what was logged last.",
}


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Run one of the timer commands and say what happened."""
    options = parser(name, _ABOUT[name])
    if name in ("start", "switch"):
        options.add_argument("words", nargs="*", metavar="WORD", help="campaign, #activity, /channel, note")
    options.add_argument("--at", default="", metavar="TIME", help="17:30, or with its day: 'yesterday 17:30'")
    if name in ("start", "resume"):
        options.add_argument("--no-gap", action="store_true", help="start when the last entry ended")
    if name == "stop":
        options.add_argument("--discard", action="store_true", help="throw the timer away instead of logging it")
        options.add_argument("--id", type=int, help="which one, where several run; `status --json` lists them")
    head, note = split_note(arguments) if name in ("start", "switch") else (arguments, "")
    given = options.parse_intermixed_args(head)
    if note:
        given.words += ["--", note]
    with opened(chosen) as session:
        answer(session.store.write(_do, name, given, session))
    return 0


def _do(tx: Transaction, name: str, given: Any, session: Session) -> str:
    at = _moment(tx, given, session)
    if name == "resume":
        timers.resume_timer(tx, session.person.id, session.person.zone, at)
        return _now(tx, session.person.id)
    if name == "stop":
        return _stop(tx, given, session, at)
    draft = _draft(tx, " ".join(given.words), session)
    if name == "start":
        timers.start_timer(tx, draft, at)
        ended = None
    else:
        ended = timers.switch_timer(tx, draft, at)
    now = _now(tx, draft.person_id)
    return f"stopped after {clock(ended.seconds)}, {now}" if ended else now


def _moment(tx: Transaction, given: Any, session: Session) -> datetime | None:
    """The moment of `--at` or `--no-gap`; None for now."""
    if getattr(given, "no_gap", False):
        if given.at:
            raise InvalidInput("--at and --no-gap are two different moments.", "Leave one of them out.")
        return timers.last_end(tx, session.person.id)
    return parse_moment(given.at, tx.now, zone(session.person.zone)) if given.at else None


def _stop(tx: Transaction, given: Any, session: Session, at: datetime | None) -> str:
    if given.discard:
        gone = timers.discard_timer(tx, session.person.id, given.id)
        return f"discarded {clock(gone.seconds)} on {gone.label}; `smdash undo` brings it back"
    stopped = timers.stop_timer(tx, session.person.id, at, given.id)
    return f"stopped after {clock(stopped.seconds)}"


def _now(tx: Transaction, person_id: int) -> str:
    """The timer started last, with how long it has run when that is not now."""
    timer = timers.find_timer(tx, person_id)
    return f"▶ {timer.label}" + (f", {clock(timer.seconds)}" if timer.seconds >= 60 else "")


def _draft(tx: Transaction, line: str, session: Session) -> EntryDraft:
    log = quicklog.understand(tx, line, session.person.id, timed=False)
    return quicklog.draft_from(tx, understood(log), session.person.id)
