from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest

from smdash.domain.periods import Calendar
from smdash.errors import Refused, StoreProblem
from smdash.tui.app import SmdashApp
from smdash.tui.commands import Command
from smdash.tui.contracts import HeaderInfo, RunningTimer
from smdash.tui.events import DataChanged, JumpTo
from smdash.tui.pane import Pane
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.help import Help
from smdash.tui.screens.period import PeriodChooser, offered
from smdash.tui.widgets.cells import line
from smdash.tui.widgets.header import HeaderState, shortened, tab_at, tabs, where_we_are
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.period_text import period_title, progress
from smdash.tui.widgets.states import Notice, empty
from tests.tui.keys import press

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MakeApp = Callable[..., SmdashApp]


class Words(Pane[str]):
    """Shows what the store's snapshot says."""

    CARES = frozenset({"time"})
    COMMANDS: ClassVar[tuple[Command, ...]] = (
        Command("add", "n", "new", "Add a word", "Words", footer=True, writes=True),
        Command("fail", "F", "fail", "Be refused", "Words"),
    )
    loads = 0

    def compose_content(self) -> Any:
        yield FigureLines(id="text")

    async def load(self) -> str:
        self.loads += 1
        return str(await self.app.live.read(lambda snapshot: snapshot["text"]))

    def show(self, state: str) -> None:
        self.query_one(FigureLines).set_lines([line(state)])
        self.query_one(FigureLines).can_focus = True

    def empty(self, state: str) -> Notice | None:
        return None if state else empty("No word yet.", "n adds the first one.")

    async def action_add(self) -> None:
        await self.write(lambda snapshot: snapshot.update(text="added"))

    async def action_fail(self) -> None:
        raise Refused("The month is closed.", "Open it first.")

    jumped: tuple[str, int | None] | None = None

    def jump(self, kind: str, target: int | None) -> None:
        self.jumped = (kind, target)


class Other(Words):
    CARES = frozenset({"goals"})
    FOLLOWS_PERIOD = False


class Broken(Words):
    async def load(self) -> str:
        raise ValueError("boom [/x]")


def test_the_shell_imports_no_store_and_no_charts() -> None:
    code = "import sys, smdash.tui.app; print([m for m in sys.modules if m.split('.')[0] in ('sqlalchemy', 'plotext')])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_the_shell_imports_no_pane_and_no_form() -> None:
    late = "('smdash.tui.panes.', 'smdash.tui.screens.', 'smdash.tui.widgets.form')"
    code = f"import sys, smdash.tui.app; print([m for m in sys.modules if m.startswith({late})])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_all_registered_panes_have_their_digit_in_order() -> None:
    assert [spec.digit for spec in SmdashApp.panes] == list(range(1, len(SmdashApp.panes) + 1))


# The header, without a screen

QUARTER = Calendar().quarter(TODAY)
STATE = HeaderState("time", QUARTER, TODAY, NOW, currency="USD", person="ana", info=HeaderInfo(date(2026, 11, 20)))


def text(spans: Any) -> str:
    return "".join(span.text for span in spans)


def test_tabs_stand_on_one_line_and_the_active_one_is_marked() -> None:
    spans = tabs(SmdashApp.panes, "time", 80)
    assert text(spans).startswith("1 Overview 2 Goals 3 Campaigns 4 Time 5 Risk")
    assert [span.text for span in spans if span.role == "selection"] == ["4 Time"]
    assert text(tabs(SmdashApp.panes, "time", 20)).startswith("1 2 3 4 Time 5")
    assert tab_at(SmdashApp.panes, "time", 80, 12) == "goals"
    assert tab_at(SmdashApp.panes, "time", 80, 10) is None


def test_the_second_line_says_where_we_are() -> None:
    shown = text(where_we_are(STATE, 80))
    assert shown.startswith("Q4 2026 · day 53 of 92 · data as of 20 Nov")
    assert shown.endswith("USD · ana")
    assert len(shown) == 80


def test_the_second_line_leaves_out_what_matters_least(hostile: str) -> None:
    running = RunningTimer(NOW - timedelta(minutes=42, seconds=59), hostile)
    state = HeaderState("time", QUARTER, TODAY, NOW, "DEMO", "USD", hostile, HeaderInfo(TODAY, running))
    for width in (60, 80, 120):
        shown = text(where_we_are(state, width))
        assert "DEMO · Q4 2026" in shown
        assert "▶ 0:42 [red]x[/]" in shown
        assert "\x1b" not in shown


def test_the_banner_gives_way_before_day_and_data() -> None:
    running = RunningTimer(NOW - timedelta(minutes=42), "Autumn membership drive")
    state = HeaderState(
        "goals", QUARTER, TODAY, NOW, "DEMO, changes are discarded", "USD", "ana", HeaderInfo(TODAY, running)
    )
    shown = {width: text(where_we_are(state, width)) for width in (60, 80, 90, 120)}
    assert shown[120].startswith("DEMO, changes are discarded · Q4 2026 · day 53 of 92 · data as of 22 Nov")
    assert shown[90].startswith("DEMO · Q4 2026 · day 53 of 92 · data as of 22 Nov  ")
    assert shown[90].endswith("USD · ana ▶ 0:42 Autumn membersh…")
    assert shown[80].startswith("DEMO · Q4 2026 · day 53 of 92 · data as of 22 Nov  ")
    assert shown[80].endswith("USD · ana ▶ 0:42 Autumn memb…")
    assert shown[60].startswith("DEMO · Q4 2026 ")
    assert all(len(line) == width for width, line in shown.items())
    assert shortened("DEMO, changes are discarded · viewer: read only") == "DEMO · viewer"


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("2026-11", "Nov 2026"),
        ("2026-W47", "Week 47 · 16–22 Nov 2026"),
        ("2026", "2026"),
        ("FY2026-Q2", "FY2026 Q2"),
        ("ytd", "year to date"),
        ("2026-10-28..2026-11-03", "28 Oct – 3 Nov 2026"),
        ("2025-12-28..2026-01-03", "28 Dec 2025 – 3 Jan 2026"),
    ],
)
def test_periods_in_words(typed: str, title: str) -> None:
    assert period_title(Calendar().parse(typed, TODAY)) == title


def test_progress_of_a_period() -> None:
    assert progress(QUARTER, TODAY) == "day 53 of 92"
    assert progress(QUARTER, date(2027, 1, 1)) == "over"
    assert progress(QUARTER, date(2026, 9, 30)) == "not begun"


def test_fiscal_periods_are_offered_where_they_differ() -> None:
    assert "This fiscal year" not in offered(Calendar(), TODAY)
    assert "This fiscal year" in offered(Calendar(fiscal_start=7), TODAY)


# The whole


async def test_the_first_frame_does_not_wait_for_the_store(
    make_app: MakeApp, live: Any, text_of: Any, settle: Any
) -> None:
    frames: list[list[str]] = []

    def connect() -> Any:
        frames.append(text_of(app))
        return live({"text": "hello"})

    app: SmdashApp = make_app(Words, connect=connect)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        first = frames[0]
        assert first[0].startswith("1 Overview")
        assert first[1].startswith("Q4 2026")
        assert first[2].startswith("loading…")
        assert first[23].startswith("t log")
        assert text_of(app)[2].startswith("hello")
        assert "USD · ana" in text_of(app)[1]
    assert app.live.closed  # type: ignore[attr-defined]


async def test_a_store_that_does_not_open_can_be_tried_again(
    make_app: MakeApp, live: Any, text_of: Any, settle: Any
) -> None:
    stores: list[Any] = [StoreProblem("The store is locked.", "Close the other one."), live({"text": "hello"})]

    def connect() -> Any:
        store = stores.pop(0)
        if isinstance(store, StoreProblem):
            raise store
        return store

    app = make_app(Words, connect=connect)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert text_of(app)[2].startswith("! The store is locked.")
        assert "Enter tries again." in text_of(app)[3]
        await press(pilot, "p", "enter")
        assert text_of(app)[2].startswith("hello")


async def test_the_copy_of_the_day_waits_for_the_first_data(make_app: MakeApp, live: Any, settle: Any) -> None:
    copied_before_data: list[bool] = []

    class Slow(Words):
        async def load(self) -> str:
            copied_before_data.append(bool(store.copies))
            for _ in range(20):
                await asyncio.sleep(0)
            copied_before_data.append(bool(store.copies))
            return await super().load()

    store = live({"text": "hello"})
    app = make_app(Slow, live=store)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert store.copies
    assert copied_before_data == [False, False]


async def test_writing_shows_everywhere_and_hidden_panes_wait(
    make_app: MakeApp, live: Any, text_of: Any, settle: Any
) -> None:
    store = live({"text": ""})
    app = make_app(Words, Words, Other, live=store)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert text_of(app)[2].startswith("No word yet.")
        assert "n adds the first one." in text_of(app)[3]
        for digit in "231":
            await press(pilot, digit)
        first, second, third = app._mounted_panes.values()
        store.changed = frozenset({"time"})
        await press(pilot, "n")
        assert text_of(app)[2].startswith("added")
        assert [pane.loads for pane in (first, second, third)] == [2, 1, 1]  # type: ignore[attr-defined]
        await press(pilot, "2")
        assert second.loads == 2  # type: ignore[attr-defined]
        app.post_message(DataChanged(frozenset({"goals"})))
        await settle(pilot)
        assert [pane.loads for pane in (first, second, third)] == [2, 2, 1]  # type: ignore[attr-defined]


async def test_a_refused_action_is_told_and_the_program_goes_on(
    make_app: MakeApp, live: Any, text_of: Any, settle: Any
) -> None:
    store = live({"text": "x"})
    app = make_app(Words, live=store)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "F")
        assert any("The month is closed." in row for row in text_of(app))
        store.changed = frozenset({"time"})
        await press(pilot, "n")
        assert text_of(app)[2].startswith("added")


async def test_the_period_is_chosen_typed_and_moved(make_app: MakeApp, live: Any, text_of: Any, settle: Any) -> None:
    app = make_app(Words, live=live({"text": "x"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "left_square_bracket")
        assert app.period.name == "2026-Q3"
        await press(pilot, ">", ">")
        assert app.period.name == "2027-Q1"
        await press(pilot, "p", "g", "enter")
        assert app.period.name == "2026-W47"
        await press(pilot, "p", "tab", *"20x", "enter")
        assert isinstance(app.screen, PeriodChooser)
        assert any("“20x” is not a period." in row for row in text_of(app))
        await press(pilot, "backspace", *"26-02", "enter")
        assert app.period.name == "2026-02"
        assert text_of(app)[1].startswith("Feb 2026 · over")
        assert app._mounted_panes["overview"].loads == 6  # type: ignore[attr-defined]


async def test_undo_names_what_it_takes_back(make_app: MakeApp, live: Any, text_of: Any, settle: Any) -> None:
    store = live({"text": "x"})
    app = make_app(Words, live=store)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await settle(pilot)
        await press(pilot, "u")
        assert any("There is nothing to undo." in row for row in text_of(app))
        store.undoable = "log 1:30 on [Spring]"
        await press(pilot, "u")
        assert isinstance(app.screen, Confirm)
        assert any("log 1:30 on [Spring]" in row for row in text_of(app))
        assert app.focused is not None
        assert app.focused.id == "no"
        await press(pilot, "escape", "u")
        await press(pilot, "y")
        assert store.undone == ["log 1:30 on [Spring]"]
        await press(pilot, "U")
        assert store.undone == []


async def test_keys_of_the_settings_and_viewers(make_app: MakeApp, live: Any, text_of: Any, settle: Any) -> None:
    app = make_app(Words, live=live({"text": "x"}, role="viewer"), keys={"help": "f1"}, banner="DEMO")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        screen = text_of(app)
        assert screen[1].startswith("DEMO · viewer: read only · Q4 2026")
        assert "t log" not in screen[23]
        assert screen[23].rstrip().endswith("f1 help")
        await press(pilot, "question_mark")
        assert not isinstance(app.screen, Help)
        await press(pilot, "f1")
        assert isinstance(app.screen, Help)
        assert not any("Log time" in row for row in text_of(app))


async def test_jumping_to_a_thing_shows_its_pane(make_app: MakeApp, live: Any, settle: Any) -> None:
    app = make_app(Words, Words, live=live({"text": "x"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.post_message(JumpTo("goals", "kpi", 7))
        await settle(pilot)
        pane = app._mounted_panes["goals"]
        assert app.pane is pane
        assert isinstance(pane, Words)
        assert pane.jumped == ("kpi", 7)


async def test_redraw_makes_the_driver_forget_what_it_sent(
    make_app: MakeApp, live: Any, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(Words, live=live({"text": "x"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        forgotten: list[bool] = []
        monkeypatch.setattr(app._driver, "forget", lambda: forgotten.append(True), raising=False)
        await press(pilot, "ctrl+l")
        assert forgotten == [True]


async def test_a_small_window_says_so(make_app: MakeApp, live: Any, text_of: Any, settle: Any) -> None:
    app = make_app(Words, live=live({"text": "x"}))
    async with app.run_test(size=(59, 16)) as pilot:
        await settle(pilot)
        assert text_of(app)[0].startswith("smdash needs 60x16 cells.")
        await pilot.resize_terminal(60, 16)
        await settle(pilot)
        assert text_of(app)[0].startswith("1 Overview")


async def test_nothing_ticks_unless_a_timer_runs(make_app: MakeApp, live: Any, settle: Any, text_of: Any) -> None:
    store = live({"text": "x"})
    app = make_app(Words, live=store)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert app._minute is None
        store.info = HeaderInfo(None, RunningTimer(NOW - timedelta(minutes=42, seconds=20), "spring"))
        store.changed = frozenset({"time"})
        await app.announce(frozenset())
        await settle(pilot)
        assert app._minute is not None
        assert app._minute._interval == 40
        assert "▶ 0:42 spring" in text_of(app)[1]


async def test_an_unexpected_fault_leaves_a_report_and_no_traceback(
    make_app: MakeApp, live: Any, tmp_path: Any, settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = make_app(Broken, live=live({"text": "secret"}))
    printed: list[Any] = []
    panic = app.panic

    def note(*said: Any) -> None:
        printed.extend(said)
        panic(*said)

    monkeypatch.setattr(app, "panic", note)
    with pytest.raises(Exception, match="boom"):
        async with app.run_test(size=(80, 24)) as pilot:
            await settle(pilot)
    report = next((tmp_path / "crash").glob("smdash-*.txt"))
    assert str(report) in str(printed[0])
    assert "ValueError: boom" in report.read_text("utf-8")
    assert report.stat().st_mode & 0o077 == 0
    assert "Traceback" not in str(printed[0])
