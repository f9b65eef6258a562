"""`smdash entries`: list, edit, split, join and delete logged time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from smdash.cli.log import understood
from smdash.cli.options import Globals, answer, answer_json, parser, tell
from smdash.cli.session import Session, opened
from smdash.clock import zone
from smdash.domain import text
from smdash.domain.durations import clock, parse_duration
from smdash.domain.figures import show_minor
from smdash.domain.moments import moved, time_within
from smdash.domain.organisation import Role
from smdash.domain.periods import parse_day
from smdash.domain.timesheets import Entry, EntryDraft
from smdash.domain.typed_time import is_time, parse_clock_time
from smdash.errors import InvalidInput
from smdash.store import entry_edits, organisation, quicklog, timesheets
from smdash.store.store import Snapshot, Transaction

_VERBS = ("list", "edit", "split", "join", "delete")


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """List entries, or change one with all its parts over midnight, or make one of several."""
    options = parser(name, "List, edit, split, join or delete logged time.")
    if not arguments or arguments[0] not in (*_VERBS, "-h", "--help"):
        arguments = ["list", *arguments]
    verbs = options.add_subparsers(dest="verb", metavar="|".join(_VERBS))
    listing = verbs.add_parser("list", help="newest first; the default")
    listing.add_argument("--period", default="", help="2026-11, 2026-W47, week, month, …")
    listing.add_argument("--all", action="store_true", help="of everybody, not only yours")
    listing.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    edit = verbs.add_parser("edit", help="change duration, campaign, day or note")
    edit.add_argument("id", type=int)
    edit.add_argument("words", nargs="*", metavar="WORD", help="as in log: a duration, campaign, #activity, @day, …")
    edit.add_argument("--on", default="", metavar="DAY", help="another day")
    edit.add_argument("--note", default=None, help="another note")
    split = verbs.add_parser("split", help="make two of one; together they cost what it did")
    split.add_argument("id", type=int)
    split.add_argument("where", metavar="TIME", help="45m for the first part, or at 10:30 (typed @10:30)")
    join = verbs.add_parser("join", help="make one of several of a day, campaign and activity")
    join.add_argument("ids", type=int, nargs="+", metavar="id")
    delete = verbs.add_parser("delete", help="delete one; `smdash undo` brings it back")
    delete.add_argument("id", type=int)
    verb, rest = arguments[0], arguments[1:]
    given = edit.parse_intermixed_args(rest) if verb == "edit" else options.parse_args(arguments)
    with opened(chosen) as session:
        if verb == "edit":
            return _edit(session, given)
        if verb == "split":
            first, second = session.store.write(_split, given)
            answer(f"split into entries {first} and {second}")
            return 0
        if verb == "join":
            answer(f"joined into entry {session.store.write(entry_edits.join_entries, given.ids)}")
            return 0
        if verb == "delete":
            session.store.write(timesheets.delete_entry, given.id)
            answer(f"deleted entry {given.id}; `smdash undo` brings it back")
            return 0
        return _list(session, given)


def _list(session: Session, given: Any) -> int:
    page, names = session.store.read(_page, session, given)
    shows_cost = session.store.role is Role.MANAGER
    if given.json:
        answer_json([_as_json(entry, names, shows_cost=shows_cost) for entry in page.entries])
        return 0
    if not page.entries:
        answer("No entries. Log some with `smdash log 1h CAMPAIGN`.")
        return 0
    rows = [_cells(entry, names, _cost(entry) if shows_cost else "") for entry in page.entries]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        cells = [cell.rjust(width) if i in (0, 2) else cell.ljust(width) for i, (cell, width) in _widths(row, widths)]
        answer("  ".join([*cells, row[5]]).rstrip())
    if page.total > len(page.entries):
        tell(f"{len(page.entries)} of {page.total}; --limit shows more")
    if not shows_cost:
        tell("Costs of a person's hours are shown to managers only.")
    return 0


def _widths(row: list[str], widths: list[int]) -> list[tuple[int, tuple[str, int]]]:
    return list(enumerate(zip(row, widths, strict=False)))


def _page(snapshot: Snapshot, session: Session, given: Any) -> tuple[timesheets.EntryPage, dict[str, dict[int, str]]]:
    if given.limit < 1:
        raise InvalidInput("--limit must be at least 1.")
    period = snapshot.organisation.calendar.parse(given.period, snapshot.today) if given.period else None
    person = None if given.all else session.person.id
    page = timesheets.entries(snapshot, person_id=person, period=period, limit=given.limit)
    return page, {kind: organisation.names_of(snapshot, kind) for kind in ("campaign", "activity", "person")}


def _cells(entry: Entry, names: dict[str, dict[int, str]], cost: str) -> list[str]:
    return [
        str(entry.id),
        entry.work_day.isoformat(),
        clock(entry.seconds),
        names["campaign"].get(entry.campaign_id or 0, "no campaign"),
        names["activity"].get(entry.activity_id or 0, ""),
        "  ".join(part for part in (cost, entry.note) if part),
    ]


def _cost(entry: Entry) -> str:
    if entry.cost is None:
        return "no rate"
    shown = f"{show_minor(entry.cost.minor, entry.cost.currency, cents=True)} {entry.cost.currency}"
    return shown if entry.cost_minor is not None else f"{shown}, not converted"


def _as_json(entry: Entry, names: dict[str, dict[int, str]], *, shows_cost: bool) -> dict[str, Any]:
    values = {
        "id": entry.id,
        "group": entry.group_id,
        "person": names["person"].get(entry.person_id),
        "campaign": names["campaign"].get(entry.campaign_id or 0),
        "activity": names["activity"].get(entry.activity_id or 0),
        "day": entry.work_day,
        "seconds": entry.seconds,
        "start": entry.start,
        "end": entry.end,
        "note": entry.note,
    }
    return {**values, "cost_minor": entry.cost_minor} if shows_cost else values


def _edit(session: Session, given: Any) -> int:
    ids = session.store.write(_apply, session, given)
    entry = session.store.read(timesheets.whole_entry, ids[0])
    answer(f"entry {ids[0]}: {clock(entry.seconds)} on {entry.work_day}")
    return 0


def _split(tx: Transaction, given: Any) -> tuple[int, int]:
    """`45m` is how long the first part is, `@10:30` where the second begins, on the entry's own clock."""
    if not given.where.startswith("@"):
        return entry_edits.split_entry(tx, given.id, None, parse_duration(given.where))
    whole = timesheets.whole_entry(tx, given.id)
    at = time_within(parse_clock_time(given.where[1:]), whole.start, zone(whole.zone))
    return entry_edits.split_entry(tx, given.id, at)


def _apply(tx: Transaction, session: Session, given: Any) -> tuple[int, ...]:
    if not given.words and not given.on and given.note is None:
        raise InvalidInput("Say what should change.", "smdash entries edit 12 1h30m --note 'what was done'")
    draft = timesheets.draft_of(timesheets.whole_entry(tx, given.id))
    day = parse_day(given.on, tx.today) if given.on else None
    if given.words:
        draft, typed_day = _with_words(tx, draft, given.words, day)
        day = day or typed_day
    if day is not None:
        draft = _on_day(draft, day)
    if given.note is not None:
        draft = replace(draft, note=text.one_line(given.note))
    return timesheets.edit_entry(tx, given.id, draft)


def _with_words(
    tx: Transaction, draft: EntryDraft, words: list[str], day: date | None
) -> tuple[EntryDraft, date | None]:
    """The draft with what the words say, and the day they name; what they do not say stays."""
    timed = any(is_time(word) for word in words[:1])
    log = understood(quicklog.understand(tx, " ".join(words), draft.person_id, timed=timed))
    typed_day = log.day if any(word.startswith("@") for word in words) else None
    typed = quicklog.draft_from(tx, replace(log, day=day or typed_day or draft.work_day), draft.person_id)
    if timed:
        draft = replace(
            draft, work_day=typed.work_day, seconds=typed.seconds, start=typed.start, end=typed.end, zone=typed.zone
        )
    changed = replace(
        draft,
        person_id=typed.person_id,
        campaign_id=typed.campaign_id or draft.campaign_id,
        channel_id=typed.channel_id or draft.channel_id,
        activity_id=typed.activity_id or draft.activity_id,
        note=typed.note or draft.note,
    )
    return changed, typed_day


def _on_day(draft: EntryDraft, day: date) -> EntryDraft:
    """The same time on another day, at the same local clock times."""
    start, place = draft.start, zone(draft.zone)
    if start is None or draft.end is None:
        return replace(draft, work_day=day)
    first = moved(start, (day - draft.work_day).days, place)
    return replace(draft, work_day=day, start=first, end=first + (draft.end - start))
