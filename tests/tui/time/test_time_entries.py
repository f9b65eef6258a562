"""The Time pane on a real store: views, rows, notes, and entries split, joined, timed and freed from overlaps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timesheets
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from tests.tui.seeing import TextOf, put, shown

MONDAY = date(2026, 11, 16)
TODAY = date(2026, 11, 22)  # a Sunday
HOUR = 3600
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)


def log(store: Store, day: date, start: datetime | None = None, seconds: int = HOUR, note: str = "") -> int:
    end = None if start is None else start + timedelta(seconds=seconds)
    draft = EntryDraft(1, day, seconds, campaign_id=1, note=note, start=start, end=end)
    return store.write(timesheets.log_entry, draft)[0]


def stored(store: Store) -> list[tuple[date, int, str]]:
    page = store.read(timesheets.entries, limit=None)
    return [(entry.work_day, entry.seconds, entry.note) for entry in reversed(page.entries)]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_day_lists_its_entries_by_the_clock(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    log(real_store, TODAY, at(TODAY, 10), note="second")
    log(real_store, TODAY, at(TODAY, 8, 15), note="first")
    log(real_store, MONDAY, note="other day")
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4", "D")
        text = shown(app, text_of)
        assert "Sun 22 Nov 2026 · ana · 2:00" in text
        assert text.index("08:15–09:15") < text.index("10:00–11:00")
        await press(pilot, *"[" * 6)
        assert "Mon 16 Nov 2026 · ana · 1:00" in shown(app, text_of)
        assert "other day" in shown(app, text_of)
        await press(pilot, "D")
        assert "Week 47" in shown(app, text_of)
        assert "other day" in shown(app, text_of), "the cursor is on the day that was looked at"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_month_shows_hours_by_day_with_totals_and_target(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    real_store.write(lambda tx: organisation.change_settings(tx, future_entries="yes"))
    for day in (date(2026, 11, 1), date(2026, 11, 30), date(2026, 10, 31), MONDAY):
        log(real_store, day, seconds=90 * 60, note=f"{day:%-d %b}")
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4", "M")
        text = shown(app, text_of)
        assert "November 2026 · ana" in text
        (total,) = (line.split() for line in text.splitlines() if line.startswith("Σ"))
        assert total[1:3] == ["3:00", "·"]
        assert total[7] == "1:30"
        assert total[-2] == "4:30"
        await press(pilot, "up")
        assert "Week" in shown(app, text_of)
        await press(pilot, "[")
        assert "October 2026" in shown(app, text_of)
        await press(pilot, "]", "i")
        assert "Σ seconds of entries that have ended" in shown(app, text_of)
        await press(pilot, "escape", "M")
        assert "Week 4" in shown(app, text_of)


async def test_enter_on_a_day_of_the_month_goes_to_its_week(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    log(real_store, date(2026, 11, 8), note="that Sunday")
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "M", "up", "up")
        assert "that Sunday" in shown(app, text_of)
        await press(pilot, "enter")
        assert "Week 45 · 2–8 Nov" in shown(app, text_of)
        assert "that Sunday" in shown(app, text_of)


async def test_a_row_is_added_and_filled(real_store: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "a", "ctrl+s")
        assert "A row needs a campaign" in shown(app, text_of)
        put(app, campaign="autumn")
        put(app, activity="stand")
        await press(pilot, "ctrl+s")
        assert "Autumn fair" in shown(app, text_of)
        await press(pilot, "enter", *"2", "enter", "escape")
    (entry,) = real_store.read(timesheets.entries).entries
    assert (entry.seconds, entry.campaign_id, entry.activity_id, entry.work_day) == (2 * HOUR, 2, 1, MONDAY)


async def test_a_cell_gets_a_note_and_is_split_and_joined(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    log(real_store, TODAY, seconds=2 * HOUR)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "N", *"replies", "ctrl+s")
        assert stored(real_store) == [(TODAY, 2 * HOUR, "replies")]
        await press(pilot, "S", *"3h", "ctrl+s")
        assert "must be shorter" in shown(app, text_of)
        put(app, where="45m")
        await press(pilot)
        assert "= 45 min and 1 h" in shown(app, text_of)
        await press(pilot, "ctrl+s")
        assert [seconds for _, seconds, _ in stored(real_store)] == [2700, 4500]
        await press(pilot, "S")
        assert "o goes to those of the day" in told(app)
        await press(pilot, "o", "J")
        assert "Mark two or more" in told(app)
        await press(pilot, "x", "x", "J")
        assert "2 entries joined" in told(app)
        assert stored(real_store) == [(TODAY, 2 * HOUR, "replies")]
        await press(pilot, "u", "y")
        assert len(stored(real_store)) == 2


async def test_the_times_of_an_entry_are_typed_and_hours_move_its_end(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    log(real_store, TODAY, at(TODAY, 9, 15), seconds=5400)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "o", "enter")
        assert "09:15-10:45" in shown(app, text_of)
        put(app, times="9:15-25:00")
        await press(pilot, "ctrl+s")
        assert "9:15-25:00" in shown(app, text_of)
        assert "range of clock times" in shown(app, text_of)
        put(app, times="8-10")
        await press(pilot, "ctrl+s")
        (entry,) = real_store.read(timesheets.entries).entries
        assert (entry.start, entry.end, entry.seconds) == (at(TODAY, 8), at(TODAY, 10), 7200)
        await press(pilot, "enter")
        put(app, seconds="1h")
        await press(pilot, "ctrl+s")
        (entry,) = real_store.read(timesheets.entries).entries
        assert (entry.start, entry.end) == (at(TODAY, 8), at(TODAY, 9))
        await press(pilot, "enter")
        put(app, seconds="")
        put(app, times="")
        await press(pilot, "ctrl+s")
        assert "Hours is needed" in shown(app, text_of)
        put(app, seconds="3h")
        put(app, times="8-10")
        await press(pilot, "ctrl+s")
        assert "Between the times lie 2:00 only" in shown(app, text_of)
        put(app, times="")
        await press(pilot, "ctrl+s")
    (entry,) = real_store.read(timesheets.entries).entries
    assert (entry.seconds, entry.start, entry.end) == (3 * HOUR, None, None)


async def test_an_overlap_is_told_and_adjusted(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    log(real_store, TODAY, at(TODAY, 8), seconds=5400)
    log(real_store, TODAY, at(TODAY, 9), seconds=HOUR)
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "4")
        assert "08:00–09:30 Spring membership and 09:00–10:00 Spring membership overlap by 0:30" in shown(app, text_of)
        await press(pilot, "A")
        assert "move the later" in shown(app, text_of)
        await press(pilot, "enter")
        assert "shorten the earlier" in told(app)
        assert "overlap by" not in shown(app, text_of)
        assert [seconds for _, seconds, _ in stored(real_store)] == [HOUR, HOUR]
        await press(pilot, "A")
        assert "No entries of this week overlap" in told(app)


async def test_last_week_is_copied_after_its_rows_were_shown(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    for days, seconds in ((7, HOUR), (6, 2 * HOUR)):
        log(real_store, TODAY - timedelta(days=days), seconds=seconds)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "c")
        text = shown(app, text_of)
        assert "2 entries, 3:00, of 2026-W46 into 2026-W47" in text or "1 entries, 1:00" in text
        assert "Spring membership" in text
        await press(pilot, "y")
    assert (TODAY, HOUR, "") in stored(real_store)


async def test_a_night_before_the_day_starts_keeps_its_day_when_it_is_edited(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    real_store.write(lambda tx: organisation.change_settings(tx, day_start_hour=4))
    log(real_store, MONDAY, at(MONDAY + timedelta(days=1), 1), note="night")
    (entry,) = real_store.read(timesheets.entries).entries
    assert entry.work_day == MONDAY
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", *["left"] * 6, "o", "enter")
        assert "2026-11-16" in shown(app, text_of)
        put(app, times="1:00-3:00")
        await press(pilot, "ctrl+s")
        (entry,) = real_store.read(timesheets.entries).entries
        assert (entry.work_day, entry.start, entry.seconds) == (MONDAY, at(MONDAY + timedelta(days=1), 1), 7200)
        await press(pilot, "enter")
        put(app, day="2026-11-18")
        await press(pilot, "ctrl+s")
    (entry,) = real_store.read(timesheets.entries).entries
    assert (entry.work_day, entry.start) == (date(2026, 11, 18), at(date(2026, 11, 19), 1))
