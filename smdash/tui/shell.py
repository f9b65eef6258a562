"""What stands around the panes: themes, keys, the store's life, small windows, and the end of the program."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.driver import Driver
from textual.worker import WorkerFailed

from smdash.clock import Clock
from smdash.errors import SmdashError, StoreProblem
from smdash.paths import Paths, shipped
from smdash.settings import THEME_AUTO, Settings
from smdash.tui import terminal
from smdash.tui.commands import APP_COMMANDS, Command, rebound, usable_keys
from smdash.tui.contracts import VIEWER, HeaderInfo, Live
from smdash.tui.theming import PREFIX, ROLES, Look, choose, load_looks
from smdash.tui.typeahead import TypeAheadApp
from smdash.tui.widgets.safe import notify

T = TypeVar("T")

LEAST_WIDTH, LEAST_HEIGHT = 60, 16


class Shell(TypeAheadApp):
    """The dashboard without its panes.

    `ascii_symbols` tells widgets to draw ASCII signs, `roles` are the styles of the theme in force, `live` is the
    store once it is open. The clock gives `today` and `now` to all that needs them.
    """

    CSS_PATH = Path(__file__).with_name("app.tcss")
    TITLE = "smdash"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    ESCAPE_TO_MINIMIZE = False
    looks: Mapping[str, Look]
    roles: Mapping[str, Style]
    info: HeaderInfo

    def __init__(
        self,
        connect: Callable[[], Live],
        settings: Settings,
        clock: Clock,
        paths: Paths,
        banner: str = "",
        driver_class: type[Driver] | None = None,
    ) -> None:
        self._settings_faults: list[SmdashError] = []
        self.roles = {}
        super().__init__(driver_class=driver_class)
        self.connect_store = connect
        self.settings = settings
        self.clock = clock
        self.paths = paths
        self.banner = banner
        self.info = HeaderInfo()
        self.animation_level = "none"
        self.ascii_symbols = terminal.symbols(settings, "utf-8", os.environ) == "ascii"
        self.set_class(self.ascii_symbols, "-ascii")
        self.keys, faults = usable_keys(settings.keys)
        self._settings_faults.extend(faults)
        self.commands = rebound(APP_COMMANDS, self.keys)
        self.set_keymap(self.keys)
        self._live: Live | None = None
        self._load_themes()

    # Themes

    def _load_themes(self) -> None:
        self.looks, faults = load_looks([shipped("themes"), self.paths.user_themes])
        self._settings_faults.extend(faults)
        for look in self.looks.values():
            self.register_theme(look.theme)
        name = choose(self.settings.theme, self.looks, terminal.colours(os.environ))
        if self.settings.theme not in (THEME_AUTO, name):
            known = ", ".join(sorted(self.looks))
            self._settings_faults.append(SmdashError(f"There is no theme “{self.settings.theme}”; known are {known}."))
        self.use_theme(name)

    def use_theme(self, name: str) -> None:
        """Draw in the colours of that theme from now on."""
        self.roles = self.looks[name].roles
        self.theme = PREFIX + name

    @property
    def looks_name(self) -> str:
        """The name of the theme in force."""
        return self.theme.removeprefix(PREFIX)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """A colour for each role, so that style sheets may use `$role-…` under any theme."""
        return {f"role-{role}": "ansi_default" if role == "muted" else "white" for role in ROLES}

    # The store

    @property
    def live(self) -> Live:
        """The open store; `StoreProblem` while it is still being opened."""
        if self._live is None:
            raise StoreProblem("The store is not open yet.", "Wait a moment.")
        return self._live

    @property
    def viewer(self) -> bool:
        """Whether the person may only read."""
        return self._live is not None and self._live.role == VIEWER

    @property
    def connected(self) -> bool:
        """Whether the store is open."""
        return self._live is not None

    async def write(self, fn: Callable[..., T], *args: Any) -> T:
        """Write through the store, then show what changed everywhere; `SmdashError` goes to the caller."""
        result = await self.live.write(fn, *args)
        await self.announce(frozenset())
        return result

    async def announce(self, words: frozenset[str]) -> None:
        """Show what changed: the words given, and all that was written since this was last asked."""
        raise NotImplementedError

    # Faults

    def say(self, fault: SmdashError) -> None:
        """Tell a fault in the corner: what is wrong and what to do."""
        notify(self, str(fault), severity="error")

    async def run_action(self, action: Any, *args: Any, **kwargs: Any) -> bool:
        """Run an action; a fault a person can cause is told, and the program goes on."""
        try:
            return await super().run_action(action, *args, **kwargs)
        except SmdashError as fault:
            self.say(fault)
            return True

    def _handle_exception(self, error: Exception) -> None:
        """Tell faults of background work; everything else ends the program. Textual has no public place for this."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(error, WorkerFailed) and isinstance(cause, SmdashError):
            self.say(cause)
            return
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """Leave a report and its path instead of Textual's traceback, which would show stored text."""
        from smdash.tui.crash import write_report

        error = self._exception or RuntimeError("unknown")
        cause = error.error if isinstance(error, WorkerFailed) else error
        said = "smdash stopped because of an unexpected fault. Nothing saved is lost."
        try:
            said += f"\nA report is in {write_report(self.paths.crash_reports, cause, datetime.now(UTC))}"
        except OSError as problem:
            said += f"\nThe report could not be written: {problem.strerror}."
        self.panic(Text(said))

    # Windows

    def on_resize(self, event: events.Resize) -> None:
        """Below the least size, say so instead of breaking."""
        small = event.size.width < LEAST_WIDTH or event.size.height < LEAST_HEIGHT
        self.screen_stack[0].set_class(small, "-small")

    def action_help_quit(self) -> None:
        """What ctrl+c says: it copies in many terminals, so it doesn't end the program."""
        key = next(command.shown_key for command in self.commands if command.id == "quit")
        notify(self, f"{key} quits")

    def command(self, name: str) -> Command:
        """One of the app's own commands, with the key of the settings."""
        return next(command for command in self.commands if command.id == name)

    def on_unmount(self) -> None:
        """Release the store."""
        if self._live is not None:
            self._live.close()
