from __future__ import annotations

import pytest

from smdash.tui.commands import APP_COMMANDS, Command, grouped, key_names, on_key_line, rebound, usable_keys
from smdash.tui.registry import PANES, PaneSpec
from smdash.tui.screens.help import help_rows
from smdash.tui.widgets.key_line import key_line

NEW = Command("new", "n", "new", "Add one", "Goals", footer=True, writes=True)
HELP = next(command for command in APP_COMMANDS if command.id == "help")


def test_each_action_and_each_key_has_one_command() -> None:
    assert len({command.id for command in APP_COMMANDS}) == len(APP_COMMANDS)
    keys = [key for command in APP_COMMANDS for key in command.keys.split(",")]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("spec", PANES, ids=lambda spec: str(spec.name))
def test_in_a_pane_each_action_and_each_key_has_one_command(spec: PaneSpec) -> None:
    commands = spec.load().COMMANDS
    keys = [key for command in commands for key in command.keys.split(",")]
    assert sorted(keys) == sorted(set(keys))
    assert len({command.id for command in commands}) == len(commands)


def test_no_key_that_tmux_or_a_terminal_eats() -> None:
    keys = {key for command in APP_COMMANDS for key in command.keys.split(",")}
    assert not keys & {"ctrl+enter", "ctrl+b", "ctrl+a", "ctrl+s", "ctrl+q", "ctrl+z", "ctrl+c", "ctrl+i", "ctrl+m"}


def test_the_settings_give_another_key() -> None:
    keys, _ = usable_keys({"undo": "z", "help": "?,f1"})
    changed = {command.id: command for command in rebound(APP_COMMANDS, keys)}
    assert changed["undo"].keys == "z"
    assert changed["help"].keys == "question_mark,f1"
    assert changed["redo"].keys == "U"


@pytest.mark.parametrize("key", ["", " ", 3, ["z"]])
def test_a_wrong_key_setting_is_told_and_left_out(key: object) -> None:
    keys, faults = usable_keys({"undo": key, "redo": "Z"})
    assert keys == {"redo": "Z"}
    assert [fault.message for fault in faults] == ["keys: “undo” has no key."]


def test_key_names_of_signs() -> None:
    assert key_names("[,?") == "left_square_bracket,question_mark"
    assert key_names(",") == "comma"


def test_key_line_has_the_panes_keys_first_and_five_at_most() -> None:
    shown = on_key_line((NEW,), APP_COMMANDS, viewer=False)
    assert [command.id for command in shown] == ["new", "log_time", "toggle_timer", "choose_period", "explain"]


def test_a_viewer_is_offered_nothing_that_writes() -> None:
    assert all(not command.writes for command in on_key_line((NEW,), APP_COMMANDS, viewer=True))
    assert "Goals" not in grouped((NEW, *APP_COMMANDS), viewer=True)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_key_line_fills_the_width_and_ends_with_help(width: int) -> None:
    spans, _ = key_line(on_key_line((NEW,), APP_COMMANDS, viewer=False), HELP, width)
    text = "".join(span.text for span in spans)
    assert len(text) == width
    assert text.startswith("n new  t log")
    assert text.endswith("? help")


def test_key_line_leaves_out_what_has_no_room() -> None:
    spans, shown = key_line(APP_COMMANDS, HELP, 30)
    assert len("".join(span.text for span in spans)) == 30
    assert [command.id for command in shown] == ["log_time", "toggle_timer"]


def test_help_names_every_command_with_its_keys() -> None:
    rows = help_rows(grouped((NEW, *APP_COMMANDS), viewer=False), "1 2 3")
    texts = [" ".join(cell.text for cell in row.cells) for row in rows]
    for command in (NEW, *APP_COMMANDS):
        assert any(command.help in text and command.shown_key in text for text in texts)
    assert "1 2 3 Show a pane" in texts
