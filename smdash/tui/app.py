"""The dashboard: what can be done in every pane."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.command import Provider

from smdash import settings as personal
from smdash.domain.periods import Period
from smdash.tui.board import Board
from smdash.tui.commands import APP_COMMANDS, grouped
from smdash.tui.registry import PANES
from smdash.tui.widgets.cells import RowKey
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.exchange.apply import Result


def _command_provider() -> type[Provider]:
    from smdash.tui.palette import CommandProvider

    return CommandProvider


class SmdashApp(Board):
    """The program people see. Screens and forms are imported when they are first opened. `imported` is what the latest
    import of this session did.
    """

    imported: Result | None = None

    COMMANDS: ClassVar[set[Any]] = {_command_provider}
    BINDINGS: ClassVar[list[BindingType]] = [
        *(command.binding() for command in APP_COMMANDS),
        *(Binding(str(spec.digit), f"pane('{spec.name}')", show=False) for spec in PANES),
    ]

    def welcome(self) -> None:
        from smdash.tui.screens.welcome import open_welcome

        open_welcome(self, self.live.person_name)

    async def action_pane(self, name: str) -> None:
        """Show a pane."""
        await self.go_to_pane(name)

    def action_log_time(self) -> None:
        """One line that logs time."""
        from smdash.tui.screens.quick_log import open_quick_log

        open_quick_log(self)

    def action_toggle_timer(self) -> None:
        """Start the timer, or stop the running one."""
        from smdash.tui.screens.timer_key import toggle_timer

        toggle_timer(self)

    def action_import_file(self) -> None:
        """Import a file that a platform exported."""
        from smdash.tui.screens.importing import open_import

        self.run_worker(open_import(self), group="import")

    def action_show_imported(self) -> None:
        """Go to where the rows of the latest import stand."""
        from smdash.tui.screens.imported import show_imported

        show_imported(self)

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped on the terminal comes as its path, pasted: import it, unless something is open."""
        from smdash.tui.widgets.paths import is_dropped

        if len(self.screen_stack) == 1 and not self.viewer and is_dropped(event.text):
            from smdash.tui.screens.importing import open_import

            self.run_worker(open_import(self, event.text), group="import")

    def action_import_mappings(self) -> None:
        """List the saved mappings."""
        from smdash.tui.screens.mappings import open_mappings

        self.run_worker(open_mappings(self), group="import")

    def action_export_pane(self) -> None:
        """Write what the pane in sight shows into a file."""
        from smdash.tui.screens.export_pane import open_pane_export

        self.run_worker(open_pane_export(self), group="export")

    def action_settings(self) -> None:
        """Edit the organisation's settings."""
        from smdash.tui.screens.settings import open_settings

        self.run_worker(open_settings(self), group="settings")

    def action_exchange_rate(self) -> None:
        """Set an exchange rate."""
        from smdash.tui.screens.exchange_rate import open_exchange_rate

        self.run_worker(open_exchange_rate(self), group="settings")

    def action_new_channel(self) -> None:
        """Add a channel."""
        from smdash.tui.screens.settings import open_channel

        self.run_worker(open_channel(self), group="settings")

    def action_choose_period(self) -> None:
        """Choose a period from a list, or type one."""
        from smdash.tui.screens.period import PeriodChooser

        def chosen(period: Period | None) -> None:
            if period is not None:
                self.set_period(period)

        self.push_screen(PeriodChooser(self.live.calendar, self.clock.today(), self.period), chosen)

    def action_previous_period(self) -> None:
        """The period before."""
        self.set_period(self.live.calendar.shift(self.period, -1))

    def action_next_period(self) -> None:
        """The period after."""
        self.set_period(self.live.calendar.shift(self.period, 1))

    def action_explain(self) -> None:
        """Explain the figures of the focused row or block."""
        from smdash.tui.screens.explain import Explain

        figures = tuple(self.pane.figures_in_focus()) if self.pane else ()
        if figures:
            self.push_screen(Explain(figures))
        else:
            notify(self, "No figure has the focus. Tab goes to the next block.")

    def action_command_palette(self) -> None:
        """Find any command by its name."""
        from smdash.tui.palette import Palette

        self.push_screen(Palette(placeholder="Type what you want to do"))

    def action_help(self) -> None:
        """Show all keys."""
        from smdash.tui.screens.help import Help

        digits = " ".join(str(spec.digit) for spec in self.panes)
        self.push_screen(Help(grouped(self.usable_commands, viewer=self.viewer), digits))

    def action_undo(self) -> None:
        """Take back the latest change, after naming it."""
        self.run_worker(self._undo(), group="undo", exclusive=True)

    async def _undo(self) -> None:
        from smdash.tui.screens.undo import undo_asking

        undone = await undo_asking(self)
        if undone:
            await self.announce(frozenset())
            notify(self, undone)

    def action_redo(self) -> None:
        """Do again what was taken back last."""
        self.run_worker(self._redo(), group="undo", exclusive=True)

    async def _redo(self) -> None:
        done = await self.live.redo()
        await self.announce(frozenset())
        notify(self, f"Done again: {done}.")

    def action_choose_theme(self) -> None:
        """Choose the colours, for now and for the next start."""
        from smdash.tui.screens.choice import ChoiceList

        def chosen(name: RowKey | None) -> None:
            if name is not None:
                self.use_theme(str(name))
                self.run_worker(asyncio.to_thread(partial(personal.save, self.paths, theme=str(name))), group="save")

        options = [(name, name, "dark" if look.theme.dark else "light") for name, look in sorted(self.looks.items())]
        self.push_screen(ChoiceList("Theme", options, self.looks_name), chosen)

    def action_redraw(self) -> None:
        """Paint the whole screen again, for when something else wrote on it."""
        forget = getattr(self._driver, "forget", None)  # the driver that sends changed cells only; no public name
        if forget is not None:
            forget()
        self.refresh(repaint=True, layout=True)
        self.screen.refresh(repaint=True, layout=True)
