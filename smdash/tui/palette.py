"""The command palette: the same commands as everywhere, found by typing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.widgets import Input

from smdash.tui.widgets.safe import content

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the palette: what it says, another word it is found by, and what it does."""

    title: str
    label: str
    call: Callable[[], Awaitable[None]]


class CommandProvider(Provider):
    """Offers the commands of the pane in sight and of the app, and the panes."""

    def _offers(self) -> list[Offer]:
        app = cast("SmdashApp", self.app)
        offers = [
            Offer(f"{spec.label} ({spec.digit})", spec.label, partial(app.go_to_pane, spec.name)) for spec in app.panes
        ]
        return offers + [
            Offer(f"{command.help} ({command.shown_key})", command.label, partial(app.run_command, command))
            for command in app.usable_commands
            if command.id != "command_palette"
        ]

    async def search(self, query: str) -> Hits:
        """Commands whose help or label match."""
        matcher = self.matcher(query)
        for offer in self._offers():
            score = max(matcher.match(offer.title), matcher.match(offer.label))
            if score > 0:
                yield Hit(score, matcher.highlight(offer.title), offer.call, text=offer.title)

    async def discover(self) -> Hits:
        """All of them."""
        for offer in self._offers():
            yield DiscoveryHit(content(offer.title), offer.call, text=offer.title)


class Palette(CommandPalette):
    """Textual's palette without a blinking cursor."""

    def on_mount(self) -> None:
        """No blinking: it would send bytes for ever."""
        self.query_one(Input).cursor_blink = False
