"""The quick log: what it understood is said while typing, names complete, and a line that is wrong stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timers, timesheets, usuals
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.screens.quick_log import QuickLogScreen
from tests.tui.seeing import TextOf, shown

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]


@pytest.fixture(autouse=True)
def names(real_store: Store) -> None:
    real_store.write(organisation.add_channel, "Instagram", "instagram")
    real_store.write(organisation.activity_id, "content")


def screen_of(app: SmdashApp) -> QuickLogScreen:
    assert isinstance(app.screen, QuickLogScreen)
    return app.screen


async def put(pilot: Any, press: Press, text: str) -> None:
    """Put a line into the quick log, as if it had been typed."""
    screen_of(pilot.app).line.value = text
    screen_of(pilot.app).line.cursor_position = len(text)
    await press(pilot)


def stored(store: Store) -> list[tuple[int, int | None, str]]:
    page = store.read(timesheets.entries, limit=None)
    return [(entry.seconds, entry.campaign_id, entry.note) for entry in reversed(page.entries)]


async def test_a_line_is_echoed_as_understood_and_logged_with_enter(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "1.30 spring #content /insta @yesterday [b]posts[/b]")
        assert "= 1 h 18 min · Spring membership · content · Instagram · Sat 21 Nov" in shown(app, text_of)
        assert "“[b]posts[/b]”" in shown(app, text_of)
        await press(pilot, "enter")
        assert not app.screen.is_modal
        assert told(app).startswith("Logged 1 h 18 min · Spring membership")
    assert stored(real_store) == [(4680, 1, "[b]posts[/b]")]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("90 spring", "longer than a day. “90m”?"),
        ("25:00 spring", "longer than a day"),
        ("1h spring @tomorrow", "in the future"),
        ("1h spring /blog", "There is no channel “blog”"),
        ("1h spring ~bob", "There is no person “bob”"),
    ],
)
async def test_what_is_not_understood_is_said_while_typing_and_the_line_stays(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, line: str, said: str
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, line)
        assert said in shown(app, text_of)
        await press(pilot, "enter")
        assert screen_of(app).line.value == line
    assert stored(real_store) == []


async def test_all_that_is_wrong_is_said_at_once(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "sprng /blog")
        await press(pilot, "enter")
        text = shown(app, text_of)
        for words in ("How long is missing", "no channel “blog”", "no campaign “sprng”", "Did you mean"):
            assert words in text


async def test_tab_puts_in_the_nearest_name(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "1h sprng posts")
        assert "Tab: [Spring membership]" in shown(app, text_of)
        await press(pilot, "tab")
        assert screen_of(app).line.value == "1h Spring membership posts"
        await press(pilot, "enter")
    assert stored(real_store) == [(3600, 1, "posts")]


async def test_names_complete_and_down_marks_the_next(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    for name in ("community", "calls"):
        real_store.write(organisation.activity_id, name)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "1h spring #c")
        assert "Tab: [#calls]  #community  #content" in shown(app, text_of)
        await press(pilot, "down", "down", "up", "tab")
        assert screen_of(app).line.value == "1h spring #community"
        await press(pilot, "tab")  # nothing more to put in
        assert screen_of(app).line.value == "1h spring #community"


async def test_what_the_store_refuses_keeps_the_line(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    real_store.write(timesheets.log_entry, EntryDraft(1, TODAY, 20 * 3600))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "5h spring")
        await press(pilot, "enter")
        assert "2026-11-22 has 20:00 already" in shown(app, text_of)
        assert screen_of(app).line.value == "5h spring"
        await put(pilot, press, "4h spring")
        assert "20:00 already" not in shown(app, text_of)
        await press(pilot, "enter")
    assert len(stored(real_store)) == 2


async def test_esc_leaves_without_a_trace(real_store: Store, real_app: RealApp, press: Press) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "1h spring")
        await press(pilot, "escape")
        assert not app.screen.is_modal
    assert stored(real_store) == []


async def test_a_line_typed_in_one_burst_is_logged_once(real_store: Store, real_app: RealApp, press: Press) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        await press(pilot, "t", *"2h", "space", *"spring", "enter", "enter", "2")
        await press(pilot)
        assert app.wanted == "goals"
    assert stored(real_store) == [(7200, 1, "")]


async def test_the_timer_starts_and_stops_with_the_same_key(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "T")
        assert "Start the timer" in shown(app, text_of)
        await put(pilot, press, "autumn 3 calls")  # no time is looked for
        await press(pilot, "enter")
        assert "Timer runs on Autumn fair. T stops it." in told(app)
        assert "▶ 0:00 Autumn fair" in shown(app, text_of)
        await press(pilot, "T")
        assert "Stopped after 0:00." in told(app)
    assert real_store.read(timers.running) == ()


async def test_a_timer_that_ran_is_logged_when_it_stops(
    real_store: Store, real_app: RealApp, press: Press, told: Callable[[SmdashApp], str]
) -> None:
    real_store.write(timers.start_timer, EntryDraft(1, TODAY, 0, campaign_id=1), NOON - timedelta(minutes=42))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "T")
        assert "Stopped after 0:42. u takes it back." in told(app)
    assert stored(real_store) == [(2520, 1, "")]


async def test_who_is_not_among_the_people_must_say_whose_time_it_is(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    real_store.write(organisation.add_person, "ben")
    app = real_app(actor="stranger")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, "1h spring")
        await press(pilot, "enter")
        assert "Say whose time it is with ~name." in shown(app, text_of)
        await put(pilot, press, "1h spring ~ben")
        await press(pilot, "enter")
        assert not app.screen.is_modal
    assert stored(real_store) == [(3600, 1, "")]


def entry(person: int = 1, campaign: int = 1, seconds: int = 5400, note: str = "", day: date = TODAY) -> EntryDraft:
    return EntryDraft(person, day, seconds, campaign_id=campaign, note=note)


async def test_enter_alone_logs_again_what_was_logged_last(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    real_store.write(timesheets.log_entry, entry(note="replies", day=TODAY - timedelta(days=1)))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        assert "1:30 Spring membership · “replies”" in shown(app, text_of)
        assert "Enter logs it again today" in shown(app, text_of)
        await press(pilot, "enter")
        assert "Logged 1:30 Spring membership" in told(app)
    assert stored(real_store) == [(5400, 1, "replies")] * 2
    assert real_store.read(timesheets.entries).entries[0].work_day == TODAY


async def test_recent_entries_are_chosen_with_arrows_and_changed_with_tab(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    for seconds, note in ((3600, "first"), (1800, "second"), (900, "second")):
        real_store.write(timesheets.log_entry, entry(seconds=seconds, note=note))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        text = shown(app, text_of)
        assert text.index("0:15 Spring membership · “second”") < text.index("1:00 Spring membership · “first”")
        assert "0:30" not in text, "the same thing stands there once, as long as it took last"
        await press(pilot, "down", "tab")
        assert screen_of(app).line.value == "1:00 Spring membership -- first"
        await press(pilot, *" again", "enter")
    assert stored(real_store)[-1] == (3600, 1, "first again")


async def test_a_favourite_stands_first_and_is_taken_away_with_the_same_key(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    for note in ("favourite", "newer"):
        real_store.write(timesheets.log_entry, entry(note=note))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t", "down", "f4")
        assert "▸* 1:30 Spring membership · “favourite”" in shown(app, text_of)
        await press(pilot, "enter")
        assert stored(real_store)[-1] == (5400, 1, "favourite")
        await press(pilot, "t", "f4")
        assert "*" not in shown(app, text_of)
        await press(pilot, *"1h * spring")
        assert screen_of(app).line.value == "1h * spring"
        await press(pilot, "escape", "u", "y")
        assert [one.note for one in real_store.read(usuals.usuals, 1) if one.favourite] == ["favourite"]


async def test_the_timer_starts_again_with_enter_alone(
    real_store: Store, real_app: RealApp, press: Press, told: Callable[[SmdashApp], str]
) -> None:
    real_store.write(timesheets.log_entry, entry(campaign=2))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "T", "enter")
        assert "Timer runs on Autumn fair" in told(app)
    assert [timer.campaign for timer in real_store.read(timers.running)] == ["Autumn fair"]


async def test_where_several_timers_may_run_the_key_asks_which(
    real_store: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    real_store.write(lambda tx: organisation.change_settings(tx, timers_at_once=2))
    real_store.write(timers.start_timer, entry(campaign=1), NOON - timedelta(hours=2))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "T")
        assert "stop Spring membership" in shown(app, text_of)
        await press(pilot, "down", "enter", *"autumn", "enter")
        assert len(real_store.read(timers.running)) == 2
        await press(pilot, "T")
        assert "start another" not in shown(app, text_of)
        await press(pilot, "down", "enter")
    assert [timer.campaign for timer in real_store.read(timers.running)] == ["Autumn fair"]
    assert stored(real_store) == [(7200, 1, "")]


@pytest.mark.parametrize(
    ("line", "corrected"),
    [
        ("25:00 spring", "25m spring"),
        ("1h90 spring", "2h30m spring"),
        ("90 spring", "90m spring"),
        ("1h @31 feb spring", "1h @28 feb spring"),
        ("1h spring /instagrm", "1h spring /instagram"),
        ("1h sprang membrship", "1h Spring membership"),
    ],
)
async def test_tab_puts_in_what_was_meant_and_the_line_stays(
    real_app: RealApp, press: Press, line: str, corrected: str
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "t")
        await put(pilot, press, line)
        await press(pilot, "enter")
        assert screen_of(app).line.value == line
        await press(pilot, "tab")
        assert screen_of(app).line.value == corrected
