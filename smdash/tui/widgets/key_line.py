"""The line at the bottom: five keys and the help."""

from __future__ import annotations

from collections.abc import Sequence

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from smdash.tui.commands import Command
from smdash.tui.theming import style_of
from smdash.tui.widgets.cells import Line, Span
from smdash.tui.widgets.paint import paint_line
from smdash.tui.widgets.safe import drawn, width_of

_GAP = "  "


def key_line(commands: Sequence[Command], help_command: Command, width: int) -> tuple[Line, list[Command]]:
    """The spans of the line, and the commands that found room on it, in order."""
    tail = (Span(help_command.shown_key, "accent"), Span(f" {help_command.label}"))
    room = width - sum(width_of(span.text) for span in tail) - len(_GAP)
    spans: list[Span] = []
    shown: list[Command] = []
    used = 0
    for command in commands:
        needed = width_of(f"{command.shown_key} {command.label}") + (len(_GAP) if spans else 0)
        if used + needed > room:
            break
        if spans:
            spans.append(Span(_GAP))
        spans += [Span(command.shown_key, "accent"), Span(f" {command.label}")]
        shown.append(command)
        used += needed
    return (*spans, Span(" " * (room + len(_GAP) - used)), *tail), shown


class KeyLine(Widget):
    """One line of keys; a click runs the command."""

    DEFAULT_CSS = "KeyLine { height: 1; dock: bottom; }"

    class Clicked(Message):
        """A command on the line was clicked."""

        def __init__(self, command: Command) -> None:
            super().__init__()
            self.command = command

    def __init__(self, commands: Sequence[Command], help_command: Command) -> None:
        super().__init__()
        self.commands = tuple(commands)
        self.help_command = help_command

    def set_commands(self, commands: Sequence[Command]) -> None:
        """Show other commands; nothing is painted when they are the same."""
        if tuple(commands) != self.commands:
            self.commands = tuple(commands)
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The keys."""
        spans, _ = key_line(self.commands, self.help_command, self.size.width)
        strip = paint_line(spans, self.size.width, self._style, lambda text: drawn(self.app, text))
        return strip.apply_style(self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Run the command under the pointer."""
        spans, shown = key_line(self.commands, self.help_command, self.size.width)
        at = 0
        for command in shown:
            end = at + width_of(f"{command.shown_key} {command.label}")
            if at <= event.x < end:
                self.post_message(self.Clicked(command))
                return
            at = end + len(_GAP)
        if event.x >= self.size.width - sum(width_of(span.text) for span in spans[-2:]):
            self.post_message(self.Clicked(self.help_command))

    def _style(self, role: str) -> Style:
        return style_of(self.app, role)
