"""`smdash policy`: policies, their versions, who has confirmed them and who is missing."""

from __future__ import annotations

from typing import Any

from smdash.cli.names import id_named
from smdash.cli.options import Globals, answer, answer_json, parser, tell
from smdash.cli.session import Session, opened
from smdash.domain.periods import parse_day
from smdash.domain.policies import Policy, PolicyDraft, Version, VersionDraft
from smdash.errors import FormFaults, InvalidInput, NotFound
from smdash.exchange.places import place_of
from smdash.library.policies import load_policy_presets
from smdash.store import policies
from smdash.store.policies import Confirmation
from smdash.store.policy_book import PolicyBook, load_book

EXAMPLES = """\
examples:
  smdash policy add --preset social-media
  smdash policy version "Social media policy" 1.0 --from 2026-12-01 --place https://intranet.example/policy
  smdash policy missing
  smdash policy confirm "Social media policy" ana ben --how signed

`missing` ends with 1 while somebody has not confirmed a version that is in force.
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Do what the verb says; without one, list the policies."""
    options = parser(name, "Policies, their versions, and who confirmed them.", EXAMPLES)
    _add_verbs(options.add_subparsers(dest="verb", metavar="VERB"))
    given = options.parse_args(arguments or ["list"])
    if given.verb is None:
        options.error("say what to do: list, add, version, confirm or missing")
    with opened(chosen) as session:
        done: int = given.act(session, session.store.read(load_book), given)
        return done


def _add_verbs(verbs: Any) -> None:
    listed = verbs.add_parser("list", help="list policies with the version in force")
    listed.set_defaults(act=_list)
    missing = verbs.add_parser("missing", help="list who has not confirmed what is in force")
    missing.set_defaults(act=_missing)
    add = verbs.add_parser("add", help="add a policy, from a shipped short list or empty")
    add.add_argument("name", nargs="?", default="")
    add.add_argument("--preset", choices=[preset.key for preset in load_policy_presets()], default="")
    add.add_argument("--about", default="")
    add.set_defaults(act=_add)
    version = verbs.add_parser("version", help="add a version: everybody concerned is asked again")
    version.add_argument("policy")
    version.add_argument("version")
    version.add_argument("--from", dest="effective", default="", help="the day it takes effect; today if left out")
    version.add_argument("--review", default="", help="the day somebody looks at it again")
    version.add_argument("--place", default="", help="where it can be read: a link, or a file whose SHA-256 is kept")
    version.add_argument("--summary", default="")
    version.set_defaults(act=_version)
    confirm = verbs.add_parser("confirm", help="record who confirmed the version in force")
    confirm.add_argument("policy")
    confirm.add_argument("people", nargs="*", help="names; you yourself if left out")
    confirm.add_argument("--on", default="", help="the day; today if left out")
    confirm.add_argument("--how", default="", help="signed, by e-mail, in a training")
    confirm.set_defaults(act=_confirm)
    for verb in (listed, missing):
        verb.add_argument("--json", action="store_true")


def _list(_session: Session, book: PolicyBook, given: Any) -> int:
    kept = [one for one in book.policies if not one.archived]
    if given.json:
        answer_json([_values(book, one) for one in kept])
        return 0
    for one in kept:
        values = _values(book, one)
        standing = (
            f"{values['version']} since {values['since']}, {values['confirmed']} of {values['concerned']} confirmed"
            if values["version"]
            else "nothing in force"
        )
        answer(f"{one.draft.name}  {standing}")
    if not kept:
        tell("No policy yet. `smdash policy add --preset social-media` begins with the short list for HR.")
    return 0


def _missing(_session: Session, book: PolicyBook, given: Any) -> int:
    found = [one for one in book.policies if one.missing(one.in_force(book.today), book.people)]
    if given.json:
        answer_json([_values(book, one) for one in found])
    else:
        for one in found:
            values = _values(book, one)
            answer(f"{one.draft.name} {values['version']}: {', '.join(values['missing'])}")
        if not found:
            tell("Nobody is missing.")
    return 1 if found else 0


def _add(session: Session, book: PolicyBook, given: Any) -> int:
    preset = next((one for one in load_policy_presets() if one.key == given.preset), None)
    draft = PolicyDraft(given.name, given.about, book.own_id)
    if preset is not None:
        about = given.about or f"{preset.about}\n{preset.summary}"
        draft = PolicyDraft(given.name or preset.name, about, book.own_id, preset.kinds)
    _written(session, policies.add_policy, draft)
    answer(f"{draft.name} added; `smdash policy version` adds its first version")
    return 0


def _version(session: Session, book: PolicyBook, given: Any) -> int:
    one = _policy(book, given.policy)
    effective = parse_day(given.effective, book.today) if given.effective else book.today
    review = parse_day(given.review, book.today) if given.review else None
    place, digest = place_of(given.place)
    draft = VersionDraft(given.version, effective, review, given.summary, place, digest)
    _written(session, policies.add_version, one.id, draft)
    count = len(one.concerned(book.people))
    answer(f"{one.draft.name} {draft.version} from {effective.isoformat()}: {count} to confirm")
    return 0


def _confirm(session: Session, book: PolicyBook, given: Any) -> int:
    one = _policy(book, given.policy)
    version = _asked(book, one)
    names = {person.id: person.name for person in book.people}
    who = tuple(id_named("person", name, names) for name in given.people) or (session.person.id,)
    on = parse_day(given.on, book.today) if given.on else book.today
    count = _written(session, policies.confirm, Confirmation(version.id, who, on, given.how))
    answer(f"{count} confirmed {one.draft.name} {version.draft.version}")
    return 0


def _asked(book: PolicyBook, one: Policy) -> Version:
    version = one.to_confirm(book.today)
    if version is None:
        raise NotFound(f"{one.draft.name} has no version yet.", "`smdash policy version` adds one.")
    return version


def _policy(book: PolicyBook, typed: str) -> Policy:
    names = {one.id: one.draft.name for one in book.policies}
    wanted = id_named("policy", typed, names)
    return next(one for one in book.policies if one.id == wanted)


def _written(session: Session, fn: Any, *args: Any) -> Any:
    try:
        return session.store.write(fn, *args)
    except FormFaults as faults:
        raise InvalidInput("\n".join(faults.faults.values()), "Nothing was changed.") from None


def _values(book: PolicyBook, one: Policy) -> dict[str, Any]:
    version = one.in_force(book.today)
    concerned, missing = one.concerned(book.people), one.missing(version, book.people)
    return {
        "policy": one.draft.name,
        "version": version.draft.version if version else None,
        "since": version.draft.effective_on.isoformat() if version else None,
        "review": version.draft.review_on.isoformat() if version and version.draft.review_on else None,
        "concerned": len(concerned),
        "confirmed": len(concerned) - len(missing) if version else 0,
        "missing": [person.name for person in missing],
    }
