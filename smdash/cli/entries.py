"""`smdash entries`: list, edit and delete logged time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from smdash.cli.log import understood
from smdash.cli.options import Globals, answer, answer_json, parser
from smdash.cli.session import Session, opened
from smdash.domain import text
from smdash.domain.durations import clock, parse_duration
from smdash.domain.figures import show_minor
from smdash.domain.periods import parse_day
from smdash.domain.quicklog import parse_quick_log
from smdash.domain.timesheets import Entry
from smdash.errors import InvalidInput
from smdash.store import organisation, quicklog, timesheets
from smdash.store.store import Snapshot, Transaction


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """List entries, or edit or delete one with all its parts over midnight."""
    options = parser(name, "List, edit or delete logged time.")
    verbs = options.add_subparsers(dest="verb", metavar="list|edit|delete")
    listing = verbs.add_parser("list", help="newest first; the default")
    listing.add_argument("--period", default="", help="2026-11, 2026-W47, week, month, …")
    listing.add_argument("--all", action="store_true", help="of everybody, not only yours")
    listing.add_argument("--limit", type=int, default=20, help="how many at most (20)")
    listing.add_argument("--json", action="store_true", help="print as JSON")
    edit = verbs.add_parser("edit", help="change duration, campaign, day or note")
    edit.add_argument("id", type=int)
    edit.add_argument("words", nargs="*", metavar="WORD", help="a new duration, campaign, #activity, /channel")
    edit.add_argument("--on", default="", metavar="DAY", help="another day")
    edit.add_argument("--note", default=None, help="another note")
    delete = verbs.add_parser("delete", help="delete one; `smdash undo` brings it back")
    delete.add_argument("id", type=int)
    given = options.parse_args(arguments)
    with opened(chosen) as session:
        if given.verb == "edit":
            return _edit(session, given)
        if given.verb == "delete":
            session.store.write(timesheets.delete_entry, given.id)
            answer(f"deleted entry {given.id}; `smdash undo` brings it back")
            return 0
        return _list(session, given if given.verb else listing.parse_args([]))


def _list(session: Session, given: Any) -> int:
    page, names = session.store.read(_page, session, given)
    if given.json:
        answer_json([_as_json(entry, names) for entry in page.entries])
        return 0
    if not page.entries:
        answer("No entries. Log some with `smdash log 1h CAMPAIGN`.")
        return 0
    rows = [_cells(entry, names) for entry in page.entries]
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    for row in rows:
        cells = [cell.rjust(width) if i in (0, 2) else cell.ljust(width) for i, (cell, width) in _widths(row, widths)]
        answer("  ".join([*cells, row[5]]).rstrip())
    if page.total > len(page.entries):
        answer(f"{len(page.entries)} of {page.total}; --limit shows more")
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


def _cells(entry: Entry, names: dict[str, dict[int, str]]) -> list[str]:
    cost = "no rate" if entry.rate is None else "not converted"
    if entry.cost is not None and entry.cost_minor is not None:
        cost = show_minor(entry.cost.minor, entry.cost.currency, cents=True) + " " + entry.cost.currency
    return [
        str(entry.id),
        entry.work_day.isoformat(),
        clock(entry.seconds),
        names["campaign"].get(entry.campaign_id or 0, "no campaign"),
        names["activity"].get(entry.activity_id or 0, ""),
        "  ".join(part for part in (cost, entry.note) if part),
    ]


def _as_json(entry: Entry, names: dict[str, dict[int, str]]) -> dict[str, Any]:
    return {
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
        "cost_minor": entry.cost_minor,
    }


def _edit(session: Session, given: Any) -> int:
    ids = session.store.write(_apply, session, given)
    entry = session.store.read(timesheets.whole_entry, ids[0])
    answer(f"entry {ids[0]}: {clock(entry.seconds)} on {entry.work_day}")
    return 0


def _apply(tx: Transaction, session: Session, given: Any) -> tuple[int, ...]:
    draft = timesheets.draft_of(timesheets.whole_entry(tx, given.id))
    if given.words:
        line = " ".join(given.words)
        timed = _begins_with_time(given.words[0])
        log = understood(parse_quick_log(line, quicklog.known_names(tx), tx.today, timed=timed))
        typed = quicklog.draft_from(tx, log, draft.person_id)
        if timed:
            start = typed.start
            draft = replace(draft, seconds=typed.seconds, start=start, end=typed.end)
        draft = replace(
            draft,
            campaign_id=typed.campaign_id or draft.campaign_id,
            channel_id=typed.channel_id or draft.channel_id,
            activity_id=typed.activity_id or draft.activity_id,
        )
    if given.on:
        draft = replace(draft, work_day=parse_day(given.on, tx.today), start=None, end=None)
    if given.note is not None:
        draft = replace(draft, note=text.one_line(given.note))
    return timesheets.edit_entry(tx, given.id, draft)


def _begins_with_time(word: str) -> bool:
    try:
        parse_duration(word)
    except InvalidInput:
        return "-" in word and word[0].isdigit()
    return True
