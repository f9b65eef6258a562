"""Single entries as cells and words. No Textual here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from smdash.clock import zone
from smdash.domain.durations import clock
from smdash.domain.figures import show_minor
from smdash.domain.timesheets import Entry, Overlap
from smdash.store.timeweek import TimeWeek
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line
from smdash.tui.widgets.symbols import DOT, UNDEFINED

SHORT_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")

ENTRY_COLUMNS = (
    Column("day", "Day", width=6),
    Column("times", "Time", least=4, most=11),
    Column("hours", "Hours", width=5, align="right"),
    Column("campaign", "Campaign", flexible=True, least=10, most=30),
    Column("activity", "Activity", most=14, priority=2),
    Column("cost", "Cost", align="right", least=6, priority=1),
    Column("note", "Note", flexible=True, least=6, priority=3),
)


def entry_rows(week: TimeWeek, day: date | None, entries: Iterable[Entry] | None = None) -> tuple[Row, ...]:
    """The entries of a day by the clock, those without times behind; without a day the whole week, newest first.

    `entries` are others than those of the week, such as a month's.
    """
    found = week.entries if entries is None else tuple(entries)
    if day is None:
        return tuple(_entry_row(entry, week) for entry in found)
    of_day = [entry for entry in found if entry.work_day == day]
    of_day.sort(key=lambda entry: (entry.start is None, entry.start.timestamp() if entry.start else 0.0, entry.id))
    return tuple(_entry_row(entry, week) for entry in of_day)


def clock_times(entry: Entry) -> str:
    """`09:15–10:45` on the entry's own clock; empty where only a duration is known."""
    if entry.start is None:
        return ""
    place = zone(entry.zone)
    end = f"{entry.end.astimezone(place):%H:%M}" if entry.end is not None else "now"
    return f"{entry.start.astimezone(place):%H:%M}–{end}"


def overlap_name(week: TimeWeek, overlap: Overlap) -> str:
    """Two entries that claim the same time, in a sentence."""
    both = " and ".join(
        f"{clock_times(entry)} {week.names['campaign'].get(entry.campaign_id or 0, 'no campaign')}"
        for entry in (overlap.first, overlap.second)
    )
    day = overlap.second.work_day
    return f"{SHORT_DAYS[day.weekday()]} {day.day}: {both} overlap by {clock(overlap.seconds)}"


def _entry_row(entry: Entry, week: TimeWeek) -> Row:
    part = " (part)" if entry.group_id is not None else ""
    return Row(
        entry.id,
        (
            Cell(f"{SHORT_DAYS[entry.work_day.weekday()]} {entry.work_day.day}"),
            Cell(clock_times(entry), "muted"),
            Cell(clock(entry.seconds)),
            Cell(week.names["campaign"].get(entry.campaign_id or 0, "no campaign")),
            Cell(week.names["activity"].get(entry.activity_id or 0, ""), "muted"),
            Cell(*_cost_cell(entry, week)),
            Cell(entry.note + part, "muted"),
        ),
    )


def _cost_cell(entry: Entry, week: TimeWeek) -> tuple[str, str]:
    if not week.shows_cost:
        return (UNDEFINED, "muted")
    if entry.cost is None:
        return ("no rate", "warning")
    shown = show_minor(entry.cost.minor, entry.cost.currency, cents=True)
    foreign = entry.cost.currency != week.currency
    return (f"{shown} {entry.cost.currency}" if foreign else shown, "warning" if entry.cost_minor is None else "")


def day_title(week: TimeWeek, day: date) -> Line:
    """`Tue 17 Nov 2026 · ana · 2:15`."""
    total = clock(sum(entry.seconds for entry in week.entries if entry.work_day == day))
    return line((f"{day:%a %-d %b %Y} {DOT} {week.person.name} {DOT} {total}", "header"))


def entry_name(week: TimeWeek, entry_id: int, entries: Iterable[Entry]) -> str:
    """An entry in a sentence, to be confirmed."""
    entry = next((one for one in entries if one.id == entry_id), None)
    if entry is None:
        return f"entry {entry_id}"
    campaign = week.names["campaign"].get(entry.campaign_id or 0, "no campaign")
    note = f": {entry.note}" if entry.note else ""
    parts = " (and its other part over midnight)" if entry.group_id is not None else ""
    return f"{clock(entry.seconds)} on {campaign}, {entry.work_day:%a %-d %b}{note}{parts}"
