"""The Time pane on a real store: cells, entries, people, weeks, and timers that were forgotten."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.campaigns import CampaignDraft
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.store import campaigns, organisation, timers, timesheets, undo
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.events import JumpTo
from smdash.tui.panes.time.editor import CellEditor
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.form import Form
from tests.tui.seeing import TextOf, put, shown

MONDAY = date(2026, 11, 16)
TODAY = date(2026, 11, 22)  # a Sunday
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = 3600
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]


def log(store: Store, day: date, seconds: int, campaign: int | None = 1, note: str = "") -> int:
    return store.write(timesheets.log_entry, EntryDraft(1, day, seconds, campaign_id=campaign, note=note))[0]


def stored(store: Store) -> list[tuple[date, int]]:
    page = store.read(timesheets.entries, limit=None)
    return [(entry.work_day, entry.seconds) for entry in reversed(page.entries)]


@pytest.fixture
def filled(real_store: Store) -> Store:
    """Two rows: the fair on Monday, membership on Monday and today."""
    log(real_store, MONDAY, HOUR, 2)
    log(real_store, MONDAY, 2 * HOUR, 1, "planning")
    log(real_store, TODAY, HOUR, 1, "weekly [b]posts[/b]")
    return real_store


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_grid_summary_and_entries_of_today_are_in_sight(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await press(pilot, "4")
        text = shown(app, text_of)
        for words in ("Week 47 · 16–22 Nov 2026 · ana   45.00 USD an hour", "▸Su", "Spring membership", "4:00"):
            assert words in text
        for words in ("16.7 %", "cost 180.00 USD", "weekly [b]posts[/b]"):
            assert words in text
        assert "planning" not in text  # of another day than the cursor's


async def test_a_cell_is_typed_and_enter_goes_down_and_tab_right(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "home", "left", "left", "enter", *"1h30m")
        assert "Fri 20 Nov · Autumn fair" in shown(app, text_of)
        assert "= 1 h 30 min" in shown(app, text_of)
        await press(pilot, "enter", *"2", "tab", *":45", "tab", "escape")
        assert not app.query_one(CellEditor).has_class("-open")
        assert stored(filled)[2:5] == [
            (date(2026, 11, 20), 5400),
            (date(2026, 11, 20), 7200),
            (date(2026, 11, 21), 2700),
        ]
        await press(pilot, "1")
        assert app.wanted == "overview"


async def test_what_is_no_duration_stays_in_the_editor(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "enter", *"25:00", "enter")
        editor = app.query_one(CellEditor)
        assert editor.has_class("-open")
        assert editor.line.value == "25:00"
        assert "longer than a day" in shown(app, text_of)
        await press(pilot, "escape")
        assert len(stored(filled)) == 3


async def test_what_the_store_refuses_stays_in_the_editor(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    log(filled, TODAY, HOUR, 1, "second")
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "end", "enter", *"0:30", "enter")
        assert "2 entries make up this cell" in shown(app, text_of)
        assert app.query_one(CellEditor).line.value == "0:30"


async def test_enter_in_the_last_cell_shows_what_was_stored(filled: Store, real_app: RealApp, press: Press) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "end", "enter", *"3:00", "enter")
        editor = app.query_one(CellEditor)
        assert (editor.has_class("-open"), editor.line.value) == (True, "3:00")
        await press(pilot, "enter", "escape")
        assert stored(filled)[-1] == (TODAY, 3 * HOUR)


async def test_the_cell_above_is_repeated_but_an_empty_one_deletes_nothing(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "end", "equals_sign")
        assert "no hours in the cell above" in told(app)
        assert len(stored(filled)) == 3
        await press(pilot, *["left"] * 6, "equals_sign")
        assert stored(filled)[:2] == [(MONDAY, HOUR), (MONDAY, HOUR)]


async def test_a_cell_and_an_entry_are_deleted_after_being_named(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "end", "d")
        assert isinstance(app.screen, Confirm)
        assert "1:00 on Spring membership, Sun 22 Nov: weekly [b]posts[/b]" in shown(app, text_of)
        await press(pilot, "y")
        assert len(stored(filled)) == 2
        await press(pilot, "d")
        assert "nothing in this cell" in told(app)
        await press(pilot, *["left"] * 6, "o", "d", "y")
        assert len(stored(filled)) == 1


async def test_a_form_logs_edits_and_moves_an_entry(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    start = datetime(2026, 11, 22, 9, tzinfo=UTC)
    draft = EntryDraft(1, TODAY, HOUR, "UTC", 1, note="timed", start=start, end=start + timedelta(hours=1))
    (entry_id,) = real_store.write(timesheets.log_entry, draft)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "o", "enter")
        assert isinstance(app.screen, Form)
        put(app, day="fri")
        await press(pilot, "ctrl+s")
        entry = real_store.read(timesheets.entry, entry_id)
        assert (entry.work_day, entry.start) == (date(2026, 11, 20), start - timedelta(days=2))
        await press(pilot, "n")
        for name, typed in (("campaign", "autumn"), ("activity", "calls"), ("seconds", "45m"), ("day", "tomorrow")):
            put(app, **{name: typed})
        await press(pilot, "ctrl+s")
        assert "in the future" in shown(app, text_of)
        put(app, day="yesterday")
        await press(pilot, "ctrl+s")
        assert not isinstance(app.screen, Form)
        assert (date(2026, 11, 21), 2700) in stored(real_store)
        assert "calls" in shown(app, text_of)


async def test_an_entry_of_several_days_can_be_given_a_note(real_store: Store, real_app: RealApp, press: Press) -> None:
    start = NOON - timedelta(hours=40)
    draft = EntryDraft(1, start.date(), 40 * HOUR, start=start, end=NOON)
    ids = real_store.write(timesheets.log_entry, draft)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "o", "enter")
        put(app, note="a long one")
        await press(pilot, "ctrl+s")
    whole = real_store.read(timesheets.whole_entry, ids[0])
    assert (whole.seconds, whole.start, whole.note) == (40 * HOUR, start, "a long one")


async def test_period_keys_move_the_week_and_not_the_period(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4")
        period = app.period
        await press(pilot, "left_square_bracket")
        assert "Week 46 · 9–15 Nov 2026" in shown(app, text_of)
        await press(pilot, "greater_than_sign", "right_square_bracket")
        assert "Week 48 · 23–29 Nov 2026" in shown(app, text_of)
        assert "Spring membership" in shown(app, text_of)  # last week's rows stand ready
        assert app.period == period


async def test_last_week_is_copied_after_a_preview_and_taken_back_at_once(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    for day in range(3):
        log(real_store, MONDAY + timedelta(days=day - 7), HOUR)
    log(real_store, TODAY, 1800, 2)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "c")
        assert "3 entries, 3:00, of 2026-W46 into 2026-W47, which has 0:30" in shown(app, text_of)
        await press(pilot, "y")
        assert len(stored(real_store)) == 7
    real_store.write(undo.undo)
    assert len(stored(real_store)) == 4


async def test_somebody_elses_week(filled: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    ben = filled.write(organisation.add_person, "ben")
    filled.write(timesheets.log_entry, EntryDraft(ben, TODAY, 300, note="of ben"))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "w", "down", "enter")
        text = shown(app, text_of)
        assert "· ben" in text
        assert "of ben" in text
        assert "! 0:05 without an hourly rate (R sets one): not in the cost" in text


async def test_a_viewer_sees_hours_but_no_rates_and_no_costs(
    filled: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app(role=Role.VIEWER, actor="the boss")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4")
        text = shown(app, text_of)
        assert "4:00" in text
        assert "45.00" not in text
        assert "180.00" not in text
        assert "cost – (managers only)" in text
        await press(pilot, "tab", "i")
        text = shown(app, text_of)
        assert "what one person costs is shown to managers only" in text
        assert "180" not in text
        await press(pilot, "escape", "o", "enter")
        assert not app.screen.is_modal


# Timers that were forgotten ----------------------------------------------------------------------------------------


@pytest.fixture
def forgotten(real_store: Store) -> Store:
    """Ben's timer runs since yesterday evening; ana's since half an hour."""
    ben = real_store.write(organisation.add_person, "ben")
    real_store.write(timers.start_timer, EntryDraft(ben, TODAY, 0, campaign_id=2), NOON - timedelta(hours=14))
    real_store.write(timers.start_timer, EntryDraft(1, TODAY, 0, campaign_id=1), NOON - timedelta(minutes=30))
    return real_store


async def test_a_forgotten_timer_is_cut_where_the_work_ended(
    forgotten: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4")
        assert "+0:30 ▶" in shown(app, text_of)
        assert "! Timer of ben runs for 14:00: Autumn fair (F repairs it)" in shown(app, text_of)
        await press(pilot, "F", "ctrl+s")
        assert "When did the work end?" in shown(app, text_of)
        put(app, ended="yesterday 21:00")
        await press(pilot, "ctrl+s")
        assert "before the timer was started" in shown(app, text_of)
        put(app, ended="yesterday 23:15")
        await press(pilot, "ctrl+s")
        assert "Timer repaired (cut)" in told(app)
        assert stored(forgotten) == [(date(2026, 11, 21), 75 * 60)]
        assert [timer.person for timer in forgotten.read(timers.running)] == ["ana"]


@pytest.mark.parametrize(("steps", "kept"), [(1, [(date(2026, 11, 21), 2 * HOUR), (TODAY, 12 * HOUR)]), (2, [])])
async def test_a_forgotten_timer_is_kept_or_discarded(
    forgotten: Store, real_app: RealApp, press: Press, steps: int, kept: list[tuple[date, int]]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "F", *["right"] * steps, "ctrl+s")
    assert stored(forgotten) == kept
    forgotten.write(undo.undo)
    assert len(forgotten.read(timers.running)) == 2


async def test_the_attention_list_leads_to_the_person_of_a_timer(
    forgotten: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "left_square_bracket", "1")
        app.post_message(JumpTo("time", "person", 2))
        await press(pilot)
        assert "Week 47 · 16–22 Nov 2026 · ben" in shown(app, text_of)


async def test_without_a_timer_there_is_nothing_to_repair(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "F")
        assert "No timer runs here." in told(app)


async def test_filling_working_days_makes_the_staff_cost(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    real_store.write(campaigns.add_campaign, CampaignDraft("Memo"))
    real_store.write(organisation.set_rate, 1, date(2012, 1, 1), Money(51_88, "USD"))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "f")
        for name, typed in (
            ("campaign", "Memo"),
            ("first", "2012-01-02"),
            ("last", "2012-11-16"),
            ("seconds", "8h"),
        ):
            put(app, **{name: typed})
        await press(pilot, "ctrl+s")
        assert not app.screen.is_modal
    assert len(stored(real_store)) == 230
