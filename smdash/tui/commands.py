"""Each action once: its key, label and help feed the bindings, the key line, the help screen and the palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Generic, TypeVar

from textual.binding import Binding

from smdash.errors import InvalidInput

FOOTER_COMMANDS: Final = 5

P = TypeVar("P")


@dataclass(frozen=True, slots=True)
class Command:
    """What a person can do.

    `keys` are Textual key names separated by commas, the first one shown; command "log_time" calls `action_log_time`
    of the pane or app that declares it. `footer` puts it on the key line, `writes` hides it from viewers.
    """

    id: str
    keys: str
    label: str
    help: str
    group: str
    footer: bool = False
    writes: bool = False

    @property
    def shown_key(self) -> str:
        """The first key as it is printed."""
        return key_text(self.keys.split(",")[0])

    def binding(self) -> Binding:
        """The Textual binding; its id lets the settings give it another key."""
        return Binding(self.keys, self.id, self.label, show=False, id=self.id)


@dataclass(frozen=True, slots=True)
class Action(Generic[P]):
    """A key of a pane and what it does; the function is called with the pane and may be a coroutine."""

    command: Command
    run: Callable[[P], Awaitable[None] | None]


_KEY_TEXT: Final = {
    "question_mark": "?", "colon": ":", "left_square_bracket": "[", "right_square_bracket": "]",
    "less_than_sign": "<", "greater_than_sign": ">", "slash": "/", "equals_sign": "=", "enter": "Enter",
    "escape": "Esc", "space": "Space", "tab": "Tab", "comma": ",", "plus": "+", "minus": "-",
}  # fmt: skip
_KEY_NAMES: Final = {text: key for key, text in _KEY_TEXT.items()}


def key_text(key: str) -> str:
    """A Textual key name as people read it."""
    return _KEY_TEXT.get(key.strip(), key.strip())


def key_names(keys: str) -> str:
    """Keys as people type them in the settings (`?`, `ctrl+l`, `a,b`) as Textual's names."""
    if keys.strip() == ",":
        return "comma"
    return ",".join(_KEY_NAMES.get(key.strip(), key.strip()) for key in keys.split(","))


def rebound(commands: Iterable[Command], keys: Mapping[str, str]) -> tuple[Command, ...]:
    """The commands with the keys of the settings, in Textual's names."""
    return tuple(replace(command, keys=keys[command.id]) if command.id in keys else command for command in commands)


def usable_keys(keys: Mapping[str, object]) -> tuple[dict[str, str], list[InvalidInput]]:
    """The keys of the settings that are keys, in Textual's names, and what is wrong with the others."""
    usable: dict[str, str] = {}
    faults: list[InvalidInput] = []
    for command, key in keys.items():
        if isinstance(key, str) and key.strip():
            usable[command] = key_names(key)
        else:
            faults.append(InvalidInput(f"keys: “{command}” has no key.", 'Write it in quotes, such as "ctrl+l".'))
    return usable, faults


def on_key_line(pane: Iterable[Command], app: Iterable[Command], *, viewer: bool) -> tuple[Command, ...]:
    """The five commands of the key line: the pane's first, then the app's."""
    chosen: dict[str, Command] = {}
    for command in (*pane, *app):
        if command.footer and not (viewer and command.writes):
            chosen.setdefault(command.id, command)
    return tuple(chosen.values())[:FOOTER_COMMANDS]


def grouped(commands: Iterable[Command], *, viewer: bool) -> dict[str, list[Command]]:
    """Commands by group in their order, without what a viewer can't do."""
    groups: dict[str, list[Command]] = {}
    for command in commands:
        if not (viewer and command.writes):
            groups.setdefault(command.group, []).append(command)
    return groups


EVERYWHERE: Final = "Everywhere"
APP_COMMANDS: Final = (
    Command("log_time", "t", "log", "Log time in one line", EVERYWHERE, footer=True, writes=True),
    Command("toggle_timer", "T", "timer", "Start or stop the timer", EVERYWHERE, footer=True, writes=True),
    Command("choose_period", "p", "period", "Choose the period", EVERYWHERE, footer=True),
    Command("explain", "i", "explain", "Explain the figures of the focused row or block", EVERYWHERE, footer=True),
    Command("command_palette", "colon,ctrl+p", "palette", "Find any command by its name", EVERYWHERE, footer=True),
    Command("previous_period", "left_square_bracket,less_than_sign", "earlier", "The period before", EVERYWHERE),
    Command("next_period", "right_square_bracket,greater_than_sign", "later", "The period after", EVERYWHERE),
    Command("undo", "u", "undo", "Take back the latest change, after naming it", EVERYWHERE, writes=True),
    Command("redo", "U", "redo", "Do again what was taken back", EVERYWHERE, writes=True),
    Command("import_file", "I", "import", "Import a file that a platform exported", EVERYWHERE, writes=True),
    Command("import_mappings", "f4", "mappings", "Saved mappings: how other files are read", EVERYWHERE, writes=True),
    Command("export_pane", "f5", "export", "Export what this pane shows as CSV, JSON or Excel", EVERYWHERE),
    Command(
        "show_imported", "O", "imported", "Show the rows of the latest import of this session", EVERYWHERE, writes=True
    ),
    Command(
        "settings",
        "f8",
        "settings",
        "Settings of the organisation: currency, weeks, thresholds",
        EVERYWHERE,
        writes=True,
    ),
    Command(
        "exchange_rate", "f7", "rate", "Set an exchange rate and convert what waits for it", EVERYWHERE, writes=True
    ),
    Command("new_channel", "f6", "channel", "Add a channel", EVERYWHERE, writes=True),
    Command("choose_theme", "f9", "theme", "Choose the colours", EVERYWHERE),
    Command("redraw", "ctrl+l", "redraw", "Paint the whole screen again", EVERYWHERE),
    Command("help", "question_mark", "help", "Show all keys", EVERYWHERE),
    Command("quit", "q", "quit", "Leave smdash", EVERYWHERE),
)
"""What works in every pane."""
