"""`smdash start`, `stop`, `switch` and `resume`."""

from __future__ import annotations

from typing import Any

from smdash.cli.log import split_note, understood
from smdash.cli.options import Globals, answer, parser
from smdash.cli.session import Session, opened
from smdash.clock import zone
from smdash.domain.durations import clock
from smdash.domain.moments import parse_moment
from smdash.domain.quicklog import parse_quick_log
from smdash.domain.timesheets import EntryDraft
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
    if name != "resume":
        options.add_argument("--at", default="", metavar="TIME", help="17:30, or with its day: 'yesterday 17:30'")
    head, note = split_note(arguments) if name in ("start", "switch") else (arguments, "")
    given = options.parse_intermixed_args(head)
    if note:
        given.words += ["--", note]
    with opened(chosen) as session:
        answer(session.store.write(_do, name, given, session))
    return 0


def _do(tx: Transaction, name: str, given: Any, session: Session) -> str:
    if name == "resume":
        timers.resume_timer(tx, session.person.id, session.person.zone)
        return f"▶ {timers.running(tx, session.person.id)[0].label}"
    at = parse_moment(given.at, tx.now, zone(session.person.zone)) if given.at else None
    if name == "stop":
        stopped = timers.stop_timer(tx, session.person.id, at)
        return f"stopped after {clock(stopped.seconds)}"
    draft = _draft(tx, " ".join(given.words), session)
    if name == "start":
        timers.start_timer(tx, draft, at)
        ended = None
    else:
        ended = timers.switch_timer(tx, draft, at)
    now = f"▶ {timers.running(tx, draft.person_id)[0].label}"
    return f"stopped after {clock(ended.seconds)}, {now}" if ended else now


def _draft(tx: Transaction, line: str, session: Session) -> EntryDraft:
    log = parse_quick_log(line, quicklog.known_names(tx), tx.today, timed=False)
    return quicklog.draft_from(tx, understood(log), session.person.id)
