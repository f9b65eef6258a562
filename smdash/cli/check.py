"""`smdash check`: what needs a person, for cron and for a prompt; exit code 1 when something does."""

from __future__ import annotations

from typing import Any

from smdash.cli.kpi_list import this_quarter
from smdash.cli.options import Globals, answer, answer_json, parser
from smdash.cli.session import opened
from smdash.domain.attention import Attention, Urgency
from smdash.errors import DONE, REFUSED
from smdash.store.attention import look, needs
from smdash.store.store import Snapshot

ABOUT = """\
List what needs a person, the most urgent first: campaigns that run without their legal checks, acceptances and evidence
that end, overdue answers, risks, incidents and policies, timers that were forgotten, KPIs without a reading, budgets.
Exit code 1 when something is urgent or soon due, 0 when there are only notes or nothing: made for cron.
"""
_EXAMPLES = """\
examples:
  smdash check
  smdash check --only risk || mail -s 'smdash' ana
  smdash check --urgent --json
"""
_PANES = ("risk", "goals", "campaigns", "time")


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Print the list; exit code 1 when something in it is more than a note."""
    given = _parser(name).parse_args(arguments)
    with opened(chosen) as session:
        found = session.store.read(_needs)
    least = Urgency.NOW if given.urgent else Urgency.NOTE
    listed = [one for one in found if one.urgency >= least and given.only in ("", one.pane)]
    if given.json:
        answer_json([_record(one) for one in listed])
    elif listed:
        answer("\n".join(f"{_SIGNS[one.urgency]} {one.text}" for one in listed))
    else:
        answer("nothing needs a person")
    return REFUSED if any(one.urgency > Urgency.NOTE for one in listed) else DONE


_SIGNS = {Urgency.NOW: "!!", Urgency.SOON: "! ", Urgency.NOTE: "  "}


def _parser(name: str) -> Any:
    found = parser(name, ABOUT, _EXAMPLES)
    found.add_argument("--only", default="", choices=_PANES, help="of one pane")
    found.add_argument("--urgent", action="store_true", help="only what cannot wait")
    found.add_argument("--json", action="store_true", help="for a machine")
    return found


def _needs(snapshot: Snapshot) -> tuple[Attention, ...]:
    period = this_quarter(snapshot)
    return needs(snapshot, period, look(snapshot, period))


def _record(one: Attention) -> dict[str, Any]:
    return {
        "urgency": one.urgency.name.lower(),
        "text": one.text,
        "pane": one.pane,
        "kind": one.kind,
        "target": one.target,
    }
