"""A file nobody knows: its columns are explained, it is imported and seen, and the next of its shape just imports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smdash.domain.timesheets import Entry
from smdash.store import timesheets
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

HEADER = "Wer,Wann,Wie lange,Thema\n"


def test_an_unknown_file_is_explained_once(
    home: Path, prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    first, second = home / "march.csv", home / "april.csv"
    first.write_text(HEADER + "ana,2024-03-04,1:30,Spring membership\n")
    second.write_text(HEADER + "ana,2024-04-02,0:45,Spring membership\n")
    store = prepared()
    with dashboard() as session:
        session.wait_for("Hours this week").press("I").wait_for("Import a file").type(str(first)).press("enter")
        session.wait_for("F3 says what its columns mean").press("f3").wait_for("What is a row of march.csv?")
        session.press("enter").wait_for("0 of 4 columns used").press("ctrl+s").wait_for("Person is needed.")
        session.press("right").wait_for("= ana").press(*["down"] * 3, *["right"] * 2).wait_for("= 2024-03-04")
        session.press("down", *["right"] * 3).wait_for("= 1:30")
        session.press("down", "down", *["right"] * 4).wait_for("= Spring membership").wait_for("4 of 4 columns used")
        session.press("ctrl+s").wait_for("1 entry: 1 new").press("ctrl+s").wait_for("Imported march.csv: 1 entry")
        assert [one.seconds for one in _entries(store)] == [5400]
        session.press("enter").wait_for("1:30").wait_for("Spring membership").wait_gone("Enter shows")
        session.press("I").wait_for("Import a file").type(str(second)).press("enter")
        session.wait_for("1 entry: 1 new").press("ctrl+s").wait_for("Imported april.csv: 1 entry")
        assert sorted(one.seconds for one in _entries(store)) == [2700, 5400]
        session.press("escape").wait_gone("Enter shows the rows").press("q")
        assert session.wait_exit() == 0
    store.close()


def _entries(store: Store) -> tuple[Entry, ...]:
    return tuple(store.read(lambda snapshot: timesheets.entries(snapshot).entries))
