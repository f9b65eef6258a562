"""`smdash incident`: report incidents, complaints and duties, see which deadlines run, and close them."""

from __future__ import annotations

from typing import Any

from smdash.cli.names import id_named
from smdash.cli.options import Globals, answer, answer_json, parser, tell
from smdash.cli.session import Session, opened
from smdash.clock import zone
from smdash.domain.deadlines import time_left
from smdash.domain.incidents import Closing, Incident, IncidentDraft, IncidentKind
from smdash.domain.moments import parse_deadline, parse_start, shown_moment
from smdash.errors import FormFaults, InvalidInput
from smdash.library.clocks import load_clocks
from smdash.store import incidents
from smdash.store.incident_log import IncidentLog, load_log

EXAMPLES = """\
examples:
  smdash incident add "Notice about the post of Monday" --kind complaint --since "yesterday 9:00" --clock uk_notice
  smdash incident add "DMCA agent" --kind duty --since 2023-11-20 --clock dmca_agent
  smdash incident list --open
  smdash incident close 3 --outcome "Answered, post corrected"

`list` ends with 1 while something open is past its deadline. The clocks are no legal advice; `smdash incident clocks`
prints them with the item of the legal library each comes from.
"""

_WORDS = (
    ("account", "what happened"),
    ("item", "item of the legal library"),
    ("url", "of the post"),
    ("campaign", "its name, or a beginning only it has"),
    ("channel", "its name"),
    ("reported-by", "who told us"),
    ("owner", "who sees to it"),
)


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Do what the verb says; without one, list what is open."""
    options = parser(name, "Incidents, complaints and duties with their deadlines.", EXAMPLES)
    _add_verbs(options.add_subparsers(dest="verb", metavar="VERB"))
    given = options.parse_args(arguments or ["list", "--open"])
    if given.verb is None:
        options.error("say what to do: add, list, show, close, reopen or clocks")
    with opened(chosen) as session:
        done: int = given.act(session, session.store.read(load_log), given)
        return done


def _add_verbs(verbs: Any) -> None:
    add = verbs.add_parser("add", help="report something")
    add.add_argument("title")
    add.add_argument("--kind", choices=[kind.value for kind in IncidentKind], default=IncidentKind.INCIDENT.value)
    add.add_argument("--since", default="", help="when its time began: 2026-11-20 14:30, yesterday 9:00, or a day")
    add.add_argument("--clock", choices=list(load_clocks()), default="")
    add.add_argument("--deadline", default="", help="a deadline by hand: 2026-12-01 17:00")
    for option, told in _WORDS:
        add.add_argument(f"--{option}", default="", help=told)
    add.add_argument("--json", action="store_true")
    add.set_defaults(act=_add)
    _add_reading_verbs(verbs)
    _add_closing_verbs(verbs)


def _add_reading_verbs(verbs: Any) -> None:
    listed = verbs.add_parser("list", help="list the log, open ones by deadline")
    listed.add_argument("--open", action="store_true", help="open ones only")
    listed.set_defaults(act=_list)
    show = verbs.add_parser("show", help="print all that is known of one")
    show.set_defaults(act=_show)
    show.add_argument("id", type=int)
    for verb in (listed, show):
        verb.add_argument("--json", action="store_true")
    clocks = verbs.add_parser("clocks", help="print the deadline clocks and what each rests on")
    clocks.set_defaults(act=_clocks)


def _add_closing_verbs(verbs: Any) -> None:
    close = verbs.add_parser("close", help="close one with its outcome")
    close.add_argument("--outcome", required=True)
    close.add_argument("--at", default="", help="when it ended; now if left out")
    close.add_argument("--next", action="store_true", help="a duty begins again from then")
    close.add_argument("--next-deadline", default="", help="of a duty without a clock")
    close.set_defaults(act=_close)
    again = verbs.add_parser("reopen", help="open a closed one again")
    again.set_defaults(act=_reopen)
    for verb in (close, again):
        verb.add_argument("id", type=int)


def _add(session: Session, log: IncidentLog, given: Any) -> int:
    if given.clock and given.deadline:
        raise InvalidInput("A clock and a deadline were given.", "Give one of --clock and --deadline.")
    draft = IncidentDraft(
        kind=IncidentKind(given.kind),
        title=given.title,
        received_at=parse_start(given.since, log.now, log.zone) if given.since else log.now,
        account=given.account,
        item_code=given.item.strip().upper() or None,
        campaign_id=id_named("campaign", given.campaign, log.campaigns) if given.campaign else None,
        channel_id=id_named("channel", given.channel, log.channels) if given.channel else None,
        url=given.url,
        reported_by=given.reported_by or session.person.name,
        clock=given.clock,
        deadline=parse_deadline(given.deadline, log.now, log.zone) if given.deadline else None,
        owner_id=id_named("person", given.owner, log.people) if given.owner else None,
    )
    number = _written(session, incidents.add_incident, draft)
    found = session.store.read(incidents.get_incident, number)
    if given.json:
        answer_json(_values(log, found))
    else:
        answer(_line(log, found))
    return 0


def _list(session: Session, log: IncidentLog, given: Any) -> int:
    listed = [one for one in log.listed if one.is_open or not given.open]
    if given.json:
        answer_json([_values(log, one) for one in listed])
    else:
        for one in listed:
            answer(_line(log, one))
        if not listed:
            tell("Nothing is open." if given.open else "Nothing in the log. `smdash incident add` reports something.")
        if log.total > len(log.listed):
            tell(f"{len(log.listed)} of {log.total} shown.")
    return 1 if any(one.is_over(log.now) for one in log.listed) else 0


def _show(session: Session, log: IncidentLog, given: Any) -> int:
    one = session.store.read(incidents.get_incident, given.id)
    values = _values(log, one)
    if given.json:
        answer_json(values)
        return 0
    for key, value in values.items():
        if value is not None and value != "":
            answer(f"{key.replace('_', ' ')}: {value}")
    if clock := log.clocks.get(one.draft.clock):
        answer(f"{clock.label}: {clock.words}")
    return 0


def _close(session: Session, log: IncidentLog, given: Any) -> int:
    ended = parse_start(given.at, log.now, log.zone) if given.at else session.store.clock.now()
    following = parse_deadline(given.next_deadline, log.now, log.zone) if given.next_deadline else None
    closing = Closing(given.outcome, ended, given.next or following is not None, following)
    done = _written(session, incidents.close_incident, given.id, closing)
    answer(_line(log, session.store.read(incidents.get_incident, given.id)))
    if done.next_id is not None:
        answer(_line(log, session.store.read(incidents.get_incident, done.next_id)))
    return 0


def _reopen(session: Session, log: IncidentLog, given: Any) -> int:
    session.store.write(incidents.reopen_incident, given.id)
    answer(_line(log, session.store.read(incidents.get_incident, given.id)))
    return 0


def _clocks(_session: Session, log: IncidentLog, _given: Any) -> int:
    for clock in log.clocks.values():
        answer(f"{clock.key}  {clock.label}: {clock.words}")
    return 0


def _written(session: Session, fn: Any, *args: Any) -> Any:
    try:
        return session.store.write(fn, *args)
    except FormFaults as faults:
        raise InvalidInput("\n".join(faults.faults.values()), "Nothing was changed.") from None


def _line(log: IncidentLog, one: Incident) -> str:
    left = f"closed by {one.closed_by}" if not one.is_open else "open"
    if one.is_open and one.deadline:
        over = "! " if one.is_over(log.now) else ""
        left = f"{over}{time_left(one.deadline, log.now)} (until {shown_moment(one.deadline, log.zone)})"
    return f"{one.id}  {one.draft.kind.value}  {one.draft.title}  {left}"


def _values(log: IncidentLog, one: Incident) -> dict[str, Any]:
    draft = one.draft
    return {
        "id": one.id,
        "kind": draft.kind.value,
        "title": draft.title,
        "since": draft.received_at.astimezone(zone(one.zone)).isoformat(),
        "clock": draft.clock,
        "deadline": one.deadline.astimezone(zone(one.zone)).isoformat() if one.deadline else None,
        "over": one.is_over(log.now),
        "item": draft.item_code,
        "campaign": log.campaigns.get(draft.campaign_id or 0),
        "channel": log.channels.get(draft.channel_id or 0),
        "url": draft.url,
        "account": draft.account,
        "reported_by": draft.reported_by,
        "owner": log.people.get(draft.owner_id or 0),
        "closed_at": one.closed_at.astimezone(zone(one.zone)).isoformat() if one.closed_at else None,
        "closed_by": one.closed_by,
        "outcome": one.outcome,
    }
