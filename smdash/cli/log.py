"""`smdash log`: a line of the quick log, from the shell."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smdash.cli.options import Globals, answer, answer_json, parser
from smdash.cli.session import Session, opened
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.durations import clock
from smdash.domain.periods import parse_day
from smdash.domain.quicklog import QuickLog, echo
from smdash.domain.text import one_line
from smdash.errors import InvalidInput
from smdash.store import campaigns, quicklog, timesheets
from smdash.store.store import Transaction

EXAMPLES = """\
examples:
  smdash log 1h30m spring '#content' /instagram replying to comments
  smdash log 9:15-10:45 spring --on yesterday
  smdash log 45m 'Autumn fair' --new
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Log time and print what was understood."""
    options = parser(name, "Log time on a campaign.", EXAMPLES)
    options.add_argument("words", nargs="+", metavar="WORD", help="duration or 9:15-10:45, campaign, #activity, note")
    options.add_argument("--note", default="", help="a note, whatever it begins with")
    options.add_argument("--on", default="", metavar="DAY", help="2026-11-20, 20 nov, yesterday, fri, -3d")
    options.add_argument("--person", default="", help="for whom, if not for yourself")
    options.add_argument("--new", action="store_true", help="make the campaign if there is none of that name")
    options.add_argument("--json", action="store_true", help="print the entry as JSON")
    head, note = split_note(arguments)
    given = options.parse_intermixed_args(head)
    given.note = f"{note} {given.note}".strip()
    line = " ".join(given.words)
    if given.person:  # in front: further back it may lie in a note
        line = f"~{one_line(given.person).replace(' ', '-')} {line}"
    with opened(chosen) as session:
        log, ids = session.store.write(_log, session, line, given)
        entry = session.store.read(timesheets.whole_entry, ids[0])
    if given.json:
        answer_json(
            {
                "ids": list(ids),
                "day": entry.work_day,
                "seconds": entry.seconds,
                "campaign": log.campaign,
                "cost_minor": entry.cost_minor,
            }
        )
    else:
        answer(f"logged {clock(entry.seconds)}: {echo(log)}")
    return 0


def split_note(arguments: list[str]) -> tuple[list[str], str]:
    """The arguments before a bare `--`, and the note after it, as in the quick log; argparse would drop the sign."""
    if "--" not in arguments:
        return arguments, ""
    at = arguments.index("--")
    return arguments[:at], " ".join(arguments[at + 1 :])


def understood(log: QuickLog) -> QuickLog:
    """The log if nothing in it is unclear; `InvalidInput` says all that is, with the nearest names."""
    faults = [f"{fault.message} {fault.hint}".strip() for fault in log.faults]
    if log.unknown:
        near = " or ".join(f"“{name}”" for name in log.nearest)
        hint = f"Did you mean {near}?" if near else "Add --new to make it."
        faults.append(f"There is no campaign “{log.unknown}”. {hint}")
    if faults:
        raise InvalidInput("\n".join(faults), "Nothing was logged.")
    return log


def _log(tx: Transaction, session: Session, line: str, given: Any) -> tuple[QuickLog, tuple[int, ...]]:
    log = quicklog.understand(tx, line, session.person.id)
    if given.on:
        log = replace(log, day=parse_day(given.on, log.today))
    if given.note:
        log = replace(log, note=f"{log.note} {one_line(given.note)}".strip())
    if given.new and log.unknown and not log.faults:
        campaign, rest = _new_name(log.unknown, given.words)
        campaigns.add_campaign(tx, CampaignDraft(campaign, CampaignStatus.LIVE))
        log = replace(log, unknown="", nearest=(), campaign=campaign, note=f"{rest} {log.note}".strip())
    return log, quicklog.log_line(tx, understood(log), session.person.id)


def _new_name(unknown: str, words: list[str]) -> tuple[str, str]:
    """The name of a new campaign and what is left for the note: words quoted together are the name, else all are."""
    quoted = (one_line(word) for word in words if " " in word.strip())
    name = next((word for word in quoted if f"{unknown} ".startswith(f"{word} ")), unknown)
    return name, unknown[len(name) :].strip()
