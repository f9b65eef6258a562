"""The command palette: the same commands as everywhere, found by typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input

from smdash.tui.commands import Command

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp


Offer = tuple[str, str, Callable[[], Awaitable[None]]]


class CommandProvider(Provider):
    """Offers the commands of the pane in sight and of the app, and the panes."""

    def _offers(self) -> list[Offer]:
        app = cast("SmdashApp", self.app)
        offers: list[Offer] = [
            (spec.label, f"Show this pane ({spec.digit})", partial(app.go_to_pane, spec.name)) for spec in app.panes
        ]
        offers.extend(
            (_title(command), command.help, partial(app.run_command, command)) for command in app.usable_commands
        )
        return offers

    async def search(self, query: str) -> Hits:
        """Commands whose title or help match."""
        matcher = self.matcher(query)
        for title, help_text, call in self._offers():
            score = max(matcher.match(title), matcher.match(help_text) * 0.9)
            if score > 0:
                yield Hit(score, matcher.highlight(title), call, text=title, help=help_text)

    async def discover(self) -> Hits:
        """All of them."""
        for title, help_text, call in self._offers():
            yield DiscoveryHit(title, call, text=title, help=help_text)


class Palette(CommandPalette):
    """Textual's palette without a blinking cursor."""

    def on_mount(self) -> None:
        """No blinking: it would send bytes for ever."""
        self.query_one(Input).cursor_blink = False


def _title(command: Command) -> str:
    return f"{command.label} ({command.shown_key})"
