"""One person's week: its entries, the rows worth showing, hours, cost and target, in a few set-based reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from smdash.domain.figures import show_minor
from smdash.domain.organisation import Person, Role
from smdash.domain.overlaps import is_kept
from smdash.domain.periods import Period
from smdash.domain.timegrids import Cell, GridRow, WeekGrid, week_grid
from smdash.domain.timesheets import Entry, Overlap, overlaps
from smdash.errors import NotFound
from smdash.store import entry_edits, organisation, timers, timesheets
from smdash.store.hours import Hours
from smdash.store.store import Snapshot
from smdash.store.timers import RunningTimer


@dataclass(frozen=True, slots=True)
class TimeWeek:
    """What the Time pane shows of one person's week. `names` maps a kind to names by id.

    `overlaps` are pairs of its entries, or of one and a running timer, that nobody said are meant; `future` says that
    time may be logged on days to come. Rates and what one person costs are for managers only: for others `shows_cost`
    is false, and neither stands here.
    """

    week: Period
    today: date
    person: Person
    people: tuple[Person, ...]
    grid: WeekGrid
    entries: tuple[Entry, ...]
    hours: Hours
    currency: str
    rate_today: str
    timer: RunningTimer | None
    forgotten: tuple[RunningTimer, ...]
    names: dict[str, dict[int, str]]
    shows_cost: bool = True
    overlaps: tuple[Overlap, ...] = ()
    future: bool = False


RowIds = tuple[int | None, int | None]


def time_week(
    snapshot: Snapshot, day: date | None, person_id: int | None, more_rows: Iterable[RowIds] = ()
) -> TimeWeek:
    """The week of a day (None: today) of a person (None: who acts, or the first one where nobody of that name is).

    `more_rows` are campaigns and activities that have a row without hours too.
    """
    people = organisation.people(snapshot)
    person = next((one for one in people if one.id == person_id), None) or organisation.acting_person(snapshot)
    if person is None and not people:
        raise NotFound("Nobody is set up yet.", "Press t to log the first hour.")
    person = person or people[0]
    calendar = snapshot.organisation.calendar
    today = timesheets.work_day_now(snapshot, person.zone)
    week = calendar.week(day or today)
    found = timesheets.entries(snapshot, person_id=person.id, period=week, limit=None).entries
    earlier = timesheets.entries(snapshot, person_id=person.id, period=calendar.shift(week, -1), limit=None).entries
    names = {kind: organisation.names_of(snapshot, kind) for kind in ("campaign", "activity", "channel")}
    running = timers.running(snapshot)
    own = [timer for timer in running if timer.entry.person_id == person.id]
    limit = snapshot.organisation.timer_limit
    shows_cost = snapshot.role is Role.MANAGER
    if not shows_cost:
        found = tuple(replace(entry, rate=None, cost=None, cost_minor=None) for entry in found)
    rate = organisation.rate_on(snapshot, person.id, snapshot.today) if shows_cost else None
    return TimeWeek(
        week=week,
        today=today,
        person=person,
        people=people,
        grid=_with_usual_rows(week_grid(found, week, names["campaign"], names["activity"]), earlier, names, more_rows),
        entries=found,
        hours=_sum(found),
        currency=snapshot.organisation.currency,
        rate_today=f"{show_minor(rate.hourly.minor, rate.hourly.currency, cents=True)} {rate.hourly.currency}"
        if rate
        else "",
        timer=own[-1] if own else None,
        forgotten=tuple(timer for timer in running if timer.seconds > limit),
        names=names,
        shows_cost=shows_cost,
        overlaps=_overlaps(snapshot, (*found, *(timer.entry for timer in own))),
        future=snapshot.organisation.future_entries == "yes",
    )


def _sum(entries: Iterable[Entry]) -> Hours:
    total = Hours()
    for entry in entries:
        uncosted = entry.seconds if entry.cost_minor is None else 0
        total += Hours(entry.seconds, entry.cost_minor or 0, 1, uncosted)
    return total


def _overlaps(snapshot: Snapshot, entries: Iterable[Entry]) -> tuple[Overlap, ...]:
    found = overlaps(entries, snapshot.now)
    if not found:
        return ()
    kept = entry_edits.kept_overlaps(snapshot, sorted({one.first.id for one in found}))
    return tuple(one for one in found if not is_kept(one, kept))


def _with_usual_rows(
    grid: WeekGrid, earlier: Iterable[Entry], names: dict[str, dict[int, str]], more_rows: Iterable[RowIds]
) -> WeekGrid:
    """Rows of the week before stand ready to be filled, so that a new week is not empty."""
    there = {(row.campaign_id, row.activity_id) for row in grid.rows}
    usual = ({(entry.campaign_id, entry.activity_id) for entry in earlier} | set(more_rows)) - there
    empty = tuple(Cell(day) for day in grid.days)
    added = [
        GridRow(
            campaign_id,
            activity_id,
            names["campaign"].get(campaign_id or 0, ""),
            names["activity"].get(activity_id or 0, ""),
            empty,
            0,
        )
        for campaign_id, activity_id in usual
    ]
    rows = sorted(
        (*grid.rows, *added),
        key=lambda row: (row.campaign_id is None, row.campaign.casefold(), row.activity.casefold()),
    )
    return replace(grid, rows=tuple(rows))
