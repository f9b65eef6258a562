"""`smdash link`: make links with UTM tags, keep promo codes, and say whose unmatched sales are."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from smdash.cli.options import Globals, answer, answer_json, parser, tell
from smdash.cli.session import Session, opened
from smdash.domain.benefits import ONE, Evidence
from smdash.domain.figures import show_minor
from smdash.domain.links import TAGS, CodeDraft, LinkDraft, tag_change
from smdash.domain.matching import MarkKind
from smdash.domain.naming import find_name, known_names, nearest_names
from smdash.domain.sales import sales_words
from smdash.domain.text import name_key
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.store import claims, links, matching
from smdash.store.matching import Assignment, Waiting
from smdash.store.register import Register, load_register

EXAMPLES = """\
examples:
  smdash link add https://example.org/join --campaign spring --source instagram --medium social
  smdash link list --campaign spring
  smdash link code SPRING10 --campaign spring
  smdash link unmatched
  smdash link assign PODCAST --campaign spring

`add` prints the whole address. `unmatched` lists the marks of imported sales that match no campaign; `assign` says
whose one is, for the sales that wait and for all to come.
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Do what the verb says; without one, list the links."""
    options = parser(name, "Links with UTM tags, promo codes, and sales that match no campaign.", EXAMPLES)
    verbs = options.add_subparsers(dest="verb", metavar="VERB")
    _add_verbs(verbs)
    given = options.parse_args(arguments or ["list"])
    if given.verb is None:
        options.error("say what to do: add, list, code, unmatched, assign or claim")
    with opened(chosen) as session:
        found = session.store.read(load_register)
        done: int = given.act(session, found, given)
        return done


def _add_verbs(verbs: Any) -> None:
    add = verbs.add_parser("add", help="make a link and print it")
    add.add_argument("url", help="where it leads")
    for name in TAGS:
        if name != "campaign":
            add.add_argument(f"--{name}", default="", help=f"utm_{name}", required=name in ("source", "medium"))
    add.add_argument("--tag", default="", help="utm_campaign; the campaign's own if left out")
    add.add_argument("--post", default="", help="address or id of the post it stands in")
    add.add_argument("--note", default="")
    add.set_defaults(act=_add)
    listed = verbs.add_parser("list", help="list links and promo codes")
    listed.add_argument("--campaign", default="", help="of one campaign only")
    listed.set_defaults(act=_list)
    code = verbs.add_parser("code", help="add a promo code")
    code.add_argument("code")
    code.add_argument("--note", default="")
    code.set_defaults(act=_code)
    unmatched = verbs.add_parser("unmatched", help="list what sales bear that matches no campaign")
    unmatched.set_defaults(act=_unmatched)
    assign = verbs.add_parser("assign", help="say whose sales with a mark are")
    assign.add_argument("mark", help="as `unmatched` prints it")
    assign.add_argument("--evidence", choices=[grade.value for grade in Evidence], default="")
    assign.add_argument("--share", default="", help="the part the campaign may claim, such as 40%%")
    assign.set_defaults(act=_assign)
    for verb in (add, code, assign):
        verb.add_argument("--campaign", required=True, help="its name, or a beginning only it has")
        verb.add_argument("--channel", default="")
    known = verbs.add_parser("claim", help="assign waiting sales whose link, tag or code is known by now")
    known.set_defaults(act=_known)
    for verb in (add, code):
        verb.add_argument("--claim", action="store_true", help="assign waiting sales that bear it, without asking")
    for verb in (add, listed, unmatched):
        verb.add_argument("--json", action="store_true")


def _add(session: Session, found: Register, given: Any) -> int:
    typed = {name: getattr(given, "tag" if name == "campaign" else name) for name in TAGS}
    for name, value in typed.items():
        if changed := tag_change(value):
            tell(f"utm_{name} {changed}")
    draft = LinkDraft(
        given.url, typed["source"], typed["medium"], _campaign(found, given), typed["campaign"], typed["content"],
        typed["term"], _channel(found, given), None, given.note,
    )  # fmt: skip
    made = _written(session, links.add_link, draft, given.post or None)
    if given.json:
        answer_json(_link_values(found, made))
    else:
        answer(made.address)
    _offer(session, given)
    return 0


def _list(session: Session, found: Register, given: Any) -> int:
    if given.campaign:
        found = session.store.read(load_register, _campaign(found, given))
    if given.json:
        codes = [
            {"code": one.draft.code, "campaign": found.campaigns[one.draft.campaign_id], "note": one.draft.note}
            for one in found.codes
        ]
        answer_json({"links": [_link_values(found, one) for one in found.links], "codes": codes})
        return 0
    for link in found.links:
        answer(f"{link.address}  {found.campaigns[link.draft.campaign_id]}")
    for code in found.codes:
        answer(f"code {code.draft.code}  {found.campaigns[code.draft.campaign_id]}")
    if not found.links and not found.codes:
        tell("No links yet. `smdash link add URL --campaign NAME --source … --medium …` makes the first.")
    return 0


def _code(session: Session, found: Register, given: Any) -> int:
    draft = CodeDraft(given.code, _campaign(found, given), _channel(found, given), given.note)
    _written(session, links.add_code, draft)
    answer(f"code {draft.code} belongs to {found.campaigns[draft.campaign_id]}")
    _offer(session, given)
    return 0


def _known(session: Session, found: Register, given: Any) -> int:
    answer(f"{sales_words(session.store.write(claims.claim))} assigned by their marks")
    return 0


def _offer(session: Session, given: Any) -> None:
    """Assign the waiting sales that are known by now, if a person says so or `--claim` did."""
    count = len(session.store.read(claims.claimed))
    if not count:
        return
    asked = sys.stdin.isatty() and sys.stderr.isatty() and not getattr(given, "json", False)
    if asked and not given.claim:
        tell(f"{sales_words(count)} that wait bear what is known now: assign them? [y/N]")
        given.claim = sys.stdin.readline().strip().lower() in ("y", "yes")
    if given.claim:
        tell(f"{sales_words(session.store.write(claims.claim))} assigned; `smdash undo` takes that back.")
    elif not asked:
        tell(f"{sales_words(count)} that wait bear what is known now: `smdash link claim` assigns them.")


def _unmatched(session: Session, found: Register, given: Any) -> int:
    """Exit code 1 while something waits."""
    if given.json:
        answer_json(
            [
                {"kind": one.kind.value, "mark": one.label, "sales": one.sales, "amounts": _amounts(one),
                 "first": str(one.first), "last": str(one.last)}
                for one in found.waiting
            ]
        )  # fmt: skip
    else:
        for one in found.waiting:
            said = " + ".join(_amounts(one))
            answer(f"{one.kind.value} {one.label}  {sales_words(one.sales)}  {said}  {one.first} to {one.last}")
        if found.marks > len(found.waiting):
            tell(f"{len(found.waiting)} of {found.marks} marks shown.")
        if not found.waiting:
            tell("Nothing waits: every sale that counts has its campaign.")
    return 1 if found.waiting else 0


def _assign(session: Session, found: Register, given: Any) -> int:
    key = name_key(given.mark)
    by_name = {name: one for one in reversed(found.waiting) for name in _names(one)}
    one = by_name.get(key)
    if one is None:
        raise NotFound(f"No sale waits under “{given.mark}”.", "`smdash link unmatched` lists the marks.")
    grade = given.evidence or (Evidence.ALLOCATED if one.kind is MarkKind.SOURCE else Evidence.TRACKED)
    wanted = Assignment(
        one.kind, one.key, _campaign(found, given), _channel(found, given), Evidence(grade), _share(given.share)
    )
    count = _written(session, matching.assign, wanted)
    answer(f"{sales_words(count)} assigned to {found.campaigns[wanted.campaign_id or 0]}, and all like them to come")
    return 0


def _names(one: Waiting) -> tuple[str, str]:
    """What a mark may be called: as it stands, or with its kind before it where two kinds have the same."""
    return name_key(one.label), f"{one.kind.value} {name_key(one.label)}"


def _written(session: Session, fn: Any, *args: Any) -> Any:
    try:
        return session.store.write(fn, *args)
    except FormFaults as faults:
        raise InvalidInput("\n".join(faults.faults.values()), "Nothing was changed.") from None


def _campaign(found: Register, given: Any) -> int:
    return _id_of("campaign", given.campaign, found.campaigns)


def _channel(found: Register, given: Any) -> int | None:
    return _id_of("channel", given.channel, found.channels) if given.channel else None


def _id_of(what: str, typed: str, names: Mapping[int, str]) -> int:
    every = tuple(names.values())
    name, candidates = find_name(typed, every, {})
    if name is None:
        near = candidates or (nearest_names(typed.split(), known_names(every, {})) if every and typed.split() else ())
        raise NotFound(f"There is no {what} named “{typed}”.", f"Did you mean {' or '.join(near)}?" if near else "")
    return next(row_id for row_id, each in names.items() if each == name)


def _share(typed: str) -> Decimal:
    if not typed:
        return ONE
    try:
        return Decimal(typed.rstrip("% ").replace(",", ".")) / 100
    except InvalidOperation:
        raise InvalidInput(f"“{typed}” is not a share.", "Write it as 40%.") from None


def _amounts(one: Waiting) -> list[str]:
    return [f"{show_minor(minor, code, cents=True)} {code}" for code, minor in one.amounts]


def _link_values(found: Register, link: Any) -> dict[str, Any]:
    draft = link.draft
    tags = {f"utm_{name}": getattr(draft, name) for name in TAGS}
    return {
        "address": link.address,
        "campaign": found.campaigns[draft.campaign_id],
        "channel": found.channels.get(draft.channel_id or 0),
        "target": draft.target,
        **tags,
        "note": draft.note,
    }
