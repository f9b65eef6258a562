"""Keys typed ahead: each is done with, wherever it led, before the next is looked at."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

import pytest
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import ModalScreen
from textual.widgets import Input

from smdash.tui import typeahead
from smdash.tui.typeahead import TypeAheadApp


class Line(ModalScreen[str]):
    """A box with one input; Enter gives its text back."""

    def compose(self) -> ComposeResult:
        yield Input(select_on_focus=False)

    def on_mount(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value)


class Field(Input):
    """Asks its parent for the next field on Enter, by a message, as forms do."""

    class Done(Message):
        """This field is filled."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "done", show=False, priority=True)]

    def action_done(self) -> None:
        self.post_message(self.Done())


class Typing(TypeAheadApp):
    """Two fields, a key that opens a box, and one whose handler takes its time."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "box", priority=True),
        Binding("f3", "slow", priority=True),
        Binding("f4", "worker", priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.released = asyncio.Event()
        self.went_on = asyncio.Event()
        self.group = "load"

    def compose(self) -> ComposeResult:
        yield Field(id="first", select_on_focus=False)
        yield Field(id="second", select_on_focus=False)

    def on_mount(self) -> None:
        self.query_one("#first").focus()

    def on_field_done(self) -> None:
        self.call_next(self.screen.focus_next)

    def action_box(self) -> None:
        self.push_screen(Line(), lambda text: self.lines.append(text or ""))

    async def action_slow(self) -> None:
        await self.released.wait()

    def action_worker(self) -> None:
        async def change() -> None:
            await self.released.wait()

        self.run_worker(change(), group=self.group)

    @property
    def values(self) -> tuple[str, str]:
        first, second = self.query_one("#first", Input), self.query_one("#second", Input)
        return first.value, second.value


def burst(app: TypeAheadApp, *keys: str) -> None:
    """Put all keys into the app's queue at once, as a terminal does that was not read for a while."""
    for key in keys:
        app.post_message(events.Key(key, key if len(key) == 1 else None))


async def calm(app: TypeAheadApp, pilot: Any) -> None:
    """Wait until no key is in hand."""
    for _ in range(500):
        await pilot.pause()
        if not app._in_hand and not app._typed:
            return
    pytest.fail("keys are still waiting")


async def test_a_burst_across_a_change_of_focus_keeps_its_order() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, *"one", "enter", *"two", "tab", *"three")
        await calm(app, pilot)
        assert app.values == ("onethree", "two")


async def test_a_burst_across_screens_keeps_its_order() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, *"ab", "f2", *"box", "enter", *"cd", "f2", *"again", "enter", "enter", *"ef")
        await calm(app, pilot)
        assert app.lines == ["box", "again"]
        assert app.values == ("abcd", "ef")


async def test_pasted_text_takes_its_turn() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, "f2", "a")
        app.post_message(events.Paste("b c"))
        burst(app, "d", "enter", "e")
        await calm(app, pilot)
        assert (app.lines, app.values) == (["ab cd"], ("e", ""))


async def test_keys_wait_until_something_is_ready_for_them() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        app.hold_keys = True
        burst(app, *"early")
        for _ in range(5):
            await pilot.pause()
        assert app.values == ("", "")
        app.release_keys()
        await calm(app, pilot)
        assert app.values == ("early", "")


async def test_a_key_waits_for_the_work_of_the_one_before() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, "f4", *"on")
        for _ in range(5):
            await pilot.pause()
        assert app.values == ("", "")
        app.released.set()
        await calm(app, pilot)
        assert app.values == ("on", "")


async def test_work_no_key_depends_on_is_not_waited_for() -> None:
    app = Typing()
    app.group = "chart"
    async with app.run_test() as pilot:
        burst(app, "f4", *"on")
        await calm(app, pilot)
        assert app.values == ("on", "")
        app.released.set()


async def test_work_that_takes_too_long_does_not_hold_keys_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeahead, "_WORK_PATIENCE", 0.05)
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, "f4", "f2")
        await calm(app, pilot)
        assert isinstance(app.screen, Line)
        app.released.set()


async def test_ctrl_j_is_what_some_terminals_make_of_enter() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, "f2", "a", "ctrl+j")
        await calm(app, pilot)
        assert app.lines == ["a"]


async def test_a_handler_that_does_not_come_back_does_not_hold_keys_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeahead, "_PATIENCE", 0.05)

    class Stuck(Field):
        async def _on_key(self, event: events.Key) -> None:
            if event.key == "f5":
                await app.released.wait()

    class Boxed(Typing):
        def compose(self) -> ComposeResult:
            yield Stuck(id="first")

        def action_box(self) -> None:
            self.went_on.set()

    app = Boxed()
    async with app.run_test():
        burst(app, "f5", "f2")
        await asyncio.wait_for(app.went_on.wait(), 10)  # the second key goes on without the first
        app.released.set()


async def test_a_late_marker_of_an_earlier_key_lets_nothing_go() -> None:
    app = Typing()
    async with app.run_test() as pilot:
        burst(app, "a")
        await calm(app, pilot)
        app._in_hand = app._serial + 5  # a later key is in hand
        app._let_go(app._serial)
        app._follow(app.screen, app._serial, 1)
        assert app._in_hand == app._serial + 5
        app._in_hand = 0


async def test_a_machine_that_stood_still_costs_no_key_its_place() -> None:
    app = Typing()
    async with app.run_test():
        app._in_hand = 7
        app._lose_patience(7, app._hops, 60.0, False)  # the first look: nothing moved, as while the loop was held up
        assert app._in_hand == 7
        app._hops += 1
        app._lose_patience(7, app._hops - 1, 60.0, True)  # it goes on: what moves is waited for
        assert app._in_hand == 7
        app._lose_patience(7, app._hops, 60.0, True)  # nothing moved in two looks: the next key may come
        assert app._in_hand == 0
