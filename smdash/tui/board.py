"""Panes on a shell: paints a first frame at once, opens the store behind it, and shows one pane at a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Container
from textual.timer import Timer
from textual.widgets import Static

from smdash.domain.periods import Calendar, Period
from smdash.errors import NotFound, SmdashError
from smdash.tui.commands import Command, on_key_line, rebound
from smdash.tui.events import DataChanged, JumpTo, PeriodChanged
from smdash.tui.pane import Pane
from smdash.tui.registry import PANES, PaneSpec
from smdash.tui.shell import LEAST_HEIGHT, LEAST_WIDTH, Shell
from smdash.tui.terminal import install_signal_exits
from smdash.tui.widgets.header import Header, HeaderState
from smdash.tui.widgets.key_line import KeyLine
from smdash.tui.widgets.safe import content
from smdash.tui.widgets.states import NoticeBlock, fault

_LOOK_AGAIN = 1.0  # seconds between two looks at what others wrote


class Board(Shell):
    """Shows panes and keeps them true. `period` is the chosen one; set it with `set_period`.

    `once_open` is called when the first pane has its data.
    """

    panes: Sequence[PaneSpec] = PANES
    once_open: Callable[[], None] = staticmethod(lambda: None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period: Period = self._first_period(Calendar())
        self.wanted = self.panes[0].name
        self._mounted_panes: dict[str, Pane[Any]] = {}
        self._minute: Timer | None = None
        self._looked = 0.0
        self._header = Header(self.panes, self._header_state())
        self._key_line = KeyLine(on_key_line((), self.commands, viewer=False), self.command("help"))
        self._opening = NoticeBlock()

    def compose(self) -> ComposeResult:
        yield self._header
        with Container(id="body"):
            yield self._opening
        yield self._key_line
        yield Static(
            content(f"smdash needs {LEAST_WIDTH}x{LEAST_HEIGHT} cells. Make the window larger."), id="too-small"
        )

    def on_load(self) -> None:
        """From before the terminal is taken over, a signal ends the program in order."""
        install_signal_exits(self)

    def on_mount(self) -> None:
        """Nothing can be done yet."""
        self.hold_keys = True  # what is typed before the store is open is for the pane to come

    def on_ready(self) -> None:
        """The first frame has been painted; everything slow begins after it."""
        self._begin()

    # Opening

    def _begin(self) -> None:
        self.run_worker(self._open(), group="open", exclusive=True)

    async def _open(self) -> None:
        try:
            live = await asyncio.to_thread(self.connect_store)
        except SmdashError as error:
            self._opening.tell(fault(error))
            self._opening.focus()
            self.release_keys()
            return
        self._live = live
        self.clock = live.clock
        self.period = self._first_period(live.calendar)
        await self._show_pane(self.wanted)
        await self._refresh_header()
        if live.fresh and not self.viewer:
            self.welcome()
        self.release_keys()
        for problem in self._settings_faults:
            self.say(problem)
        if self.pane is not None:
            await self.pane.answered.wait()
        self.once_open()
        await self._keep_copy()

    def welcome(self) -> None:
        """Greet whoever opens an empty store."""

    async def _keep_copy(self) -> None:
        """The copy of the day; a fault is said, and nothing waits for it."""
        try:
            await self.live.back_up_daily(self.paths.backups)
        except SmdashError as error:
            self.say(error)

    def on_notice_block_retry(self, _event: NoticeBlock.Retry) -> None:
        """Try again to open the store."""
        self._opening.tell(NoticeBlock().notice)
        self._begin()

    def _first_period(self, calendar: Calendar) -> Period:
        today = self.clock.today()
        return calendar.quarter(today) if calendar.fiscal_start == 1 else calendar.fiscal_quarter(today)

    # Panes

    @property
    def pane(self) -> Pane[Any] | None:
        """The pane in sight."""
        return next((pane for pane in self._mounted_panes.values() if pane.in_sight), None)

    async def action_pane(self, name: str) -> None:
        """Show a pane."""
        await self.go_to_pane(name)

    async def go_to_pane(self, name: str) -> None:
        """Show the pane of that name; before the store is open it becomes the first one shown."""
        if name not in {spec.name for spec in self.panes}:
            raise NotFound(f"There is no pane “{name}”.")
        self.wanted = name
        self._paint_header()
        if self.connected:
            if name in self._mounted_panes:
                self._switch(self._mounted_panes[name])
            else:
                self.run_worker(self._show_pane(name), group="pane")

    async def _show_pane(self, name: str) -> None:
        """Import a pane in a thread, mount it, and show it, unless another one is wanted by then."""
        spec = next(spec for spec in self.panes if spec.name == name)
        pane_class = await asyncio.to_thread(spec.load)
        if name not in self._mounted_panes and name == self.wanted:
            pane = self._mounted_panes[name] = pane_class()
            pane.display = False
            await self.query_one("#body").mount(pane)
        if name == self.wanted:
            self._switch(self._mounted_panes[name])

    def _switch(self, pane: Pane[Any]) -> None:
        if pane.in_sight:
            return
        with self.batch_update():
            self._opening.display = False
            for other in self._mounted_panes.values():
                if other is not pane:
                    other.leave()
                    other.display = False
            pane.display = True
            self._paint_keys(pane)
            pane.enter()

    async def on_jump_to(self, event: JumpTo) -> None:
        """Show a pane and the thing in it."""
        self.wanted = event.pane
        self._paint_header()
        await self._show_pane(event.pane)
        if event.kind and event.pane in self._mounted_panes:
            self._mounted_panes[event.pane].jump_to(event.kind, event.target)

    # What changed

    async def on_data_changed(self, event: DataChanged) -> None:
        """Somebody wrote something."""
        await self.announce(event.words)

    async def announce(self, words: frozenset[str]) -> None:
        """Reload visible panes that care, mark the others stale, and bring the header up to date."""
        words |= await self.live.changed_words()
        if not words:
            return
        for pane in self._mounted_panes.values():
            if pane.CARES & words:
                pane.mark_stale()
        await self._refresh_header()

    async def on_event(self, event: events.Event) -> None:
        """Look for other people's changes when a key comes or the window gets the focus; never by a timer."""
        if isinstance(event, events.Key | events.AppFocus):
            self._look_for_changes()
        await super().on_event(event)

    def _look_for_changes(self) -> None:
        now = monotonic()
        if self.connected and now - self._looked >= _LOOK_AGAIN:
            self._looked = now
            self.run_worker(self.announce(frozenset()), group="look")

    def set_period(self, period: Period) -> None:
        """Choose another period; visible panes that follow it load again."""
        if period != self.period:
            self.period = period
            self._paint_header()
            self.post_message(PeriodChanged())

    def on_period_changed(self) -> None:
        """Load what follows the period."""
        for pane in self._mounted_panes.values():
            if pane.FOLLOWS_PERIOD:
                pane.mark_stale()

    # Header and key line

    def _header_state(self) -> HeaderState:
        banner = " · ".join(part for part in (self.banner, "viewer: read only" if self.viewer else "") if part)
        live = self._live
        return HeaderState(
            active=self.wanted,
            period=self.period,
            today=self.clock.today(),
            now=self.clock.now(),
            banner=banner,
            currency=live.currency if live else "",
            person=live.person_name if live else "",
            info=self.info,
        )

    def _paint_header(self) -> None:
        self._header.set_state(self._header_state())

    async def _refresh_header(self) -> None:
        self.info = await self.live.header()
        self._paint_header()
        self._wait_for_minute()

    def _wait_for_minute(self) -> None:
        """One update at each whole minute of the running timer; none when nothing runs."""
        if self._minute is not None:
            self._minute.stop()
            self._minute = None
        if self.info.running is not None:
            seconds = int((self.clock.now() - self.info.running.started).total_seconds())
            self._minute = self.set_timer(60 - seconds % 60, self._minute_passed)

    def _minute_passed(self) -> None:
        self._paint_header()
        if self.pane is not None:
            self.pane.minute_passed()
        self._wait_for_minute()

    @property
    def usable_commands(self) -> list[Command]:
        """What can be done now: the pane's commands, then the app's, without what a viewer can't."""
        pane = rebound(self.pane.COMMANDS, self.keys) if self.pane else ()
        return [command for command in (*pane, *self.commands) if not (self.viewer and command.writes)]

    def _paint_keys(self, pane: Pane[Any]) -> None:
        commands = rebound(pane.COMMANDS, self.keys)
        self._key_line.set_commands(on_key_line(commands, self.commands, viewer=self.viewer))

    async def on_key_line_clicked(self, event: KeyLine.Clicked) -> None:
        """A click on the key line."""
        await self.run_command(event.command)

    async def on_header_tab_clicked(self, event: Header.TabClicked) -> None:
        """A click on a tab."""
        await self.go_to_pane(event.pane)

    async def run_command(self, command: Command) -> None:
        """Do what a command's key would do."""
        owner = self.pane if self.pane and command.id in {own.id for own in self.pane.COMMANDS} else self
        await self.run_action(command.id, owner)
