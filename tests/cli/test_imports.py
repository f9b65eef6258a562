"""`smdash import`: preview, result, exit codes, questions."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smdash.cli.main import run
from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft
from smdash.store import campaigns, organisation
from smdash.store.store import Store
from smdash.store.timesheets import entries

EXPORTS = Path(__file__).parents[1] / "fixtures" / "exports"
TOGGL = str(EXPORTS / "toggl_detailed.csv")
HEADER = "User,Email,Client,Project,Task,Description,Billable,Start date,Start time,End date,End time,Duration,Tags\n"
ROW = "{},,,{},,inbox,No,{},09:00:00,{},10:00:00,01:00:00,\n"

Smdash = Callable[..., int]
Said = pytest.CaptureFixture[str]


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The store's place, with a folder of its own for settings."""
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path / "home" / "smdash.db"


@pytest.fixture
def store(path: Path) -> Store:
    """A store that exists: ann and one campaign."""
    path.parent.mkdir()
    opened = Store.open(path, FixedClock(), actor="ann")
    opened.write(organisation.first_use, "ann", "UTC")
    opened.write(campaigns.add_campaign, CampaignDraft("Spring membership"))
    opened.close()
    return opened


@pytest.fixture
def smdash(path: Path) -> Smdash:
    return lambda *arguments: run(["--store", str(path), "--person", "ann", *arguments])


@pytest.fixture
def export(tmp_path: Path) -> Callable[..., str]:
    """A Toggl report of (person, project, day) rows."""

    def made(*rows: tuple[str, str, str], more: str = "", name: str = "report.csv") -> str:
        file = tmp_path / name
        file.write_text(HEADER + "".join(ROW.format(*row, row[2]) for row in rows) + more)
        return str(file)

    return made


def hours(store: Store) -> int:
    try:
        return store.read(entries).total
    finally:
        store.close()


def test_a_file_twice_adds_once_and_undo_takes_it_back(smdash: Smdash, store: Store, capsys: Said) -> None:
    assert smdash("import", TOGGL) == 0
    said = capsys.readouterr()
    assert said.out == "imported toggl_detailed.csv: 5 entries (`smdash undo` takes it back)\n"
    assert "5 entries: 5 new" in said.err
    assert smdash("import", TOGGL) == 0
    assert capsys.readouterr().out == "imported toggl_detailed.csv: nothing new\n"
    assert hours(store) == 6
    assert smdash("undo") == 0
    assert hours(store) == 0


def test_a_dry_run_writes_nothing_not_even_a_store(smdash: Smdash, path: Path, capsys: Said) -> None:
    assert smdash("import", TOGGL, "--dry-run") == 0
    assert "5 entries: 5 new" in capsys.readouterr().out
    assert not path.exists()


def test_a_dry_run_says_what_is_there_already(smdash: Smdash, store: Store, capsys: Said) -> None:
    smdash("import", TOGGL)
    capsys.readouterr()
    assert smdash("import", TOGGL, "--dry-run") == 0
    assert "5 entries: 5 already there" in capsys.readouterr().out


def test_an_unknown_format_is_refused_with_reasons(smdash: Smdash, path: Path, tmp_path: Path, capsys: Said) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("User,Project,Hours\nann,x,1\n")
    assert smdash("import", str(wrong)) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "Toggl Track detailed report: no column Start date, Start time, Duration" in said.err
    assert "other formats: they fit less.\nA mapping reads any other table" in said.err
    assert not path.exists()


def test_one_wrong_file_among_several_writes_none(smdash: Smdash, store: Store, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text("a,b\n1,2\n")
    assert smdash("import", TOGGL, str(wrong)) == 1
    assert hours(store) == 0


def test_what_is_not_a_file_is_refused(smdash: Smdash, tmp_path: Path, capsys: Said) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for name, said in ((tmp_path, "no export here"), (pipe, "is a pipe"), (tmp_path / "missing.csv", "no file")):
        assert smdash("import", str(name)) == 1
        assert said in capsys.readouterr().err


def test_json_tells_plan_and_result(smdash: Smdash, store: Store, capsys: Said) -> None:
    assert smdash("import", TOGGL, "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["format"] == "toggl-detailed"
    assert told["counts"]["entries"] == {"new": 5, "changed": 0, "same": 0, "deleted": 0, "ignored": 0, "rows": 5}
    assert (told["applied"], told["batch"], told["writes"]["time_entry"]) == (True, 1, 6)
    assert told["period"] == ["2025-03-03", "2025-03-08"]


def test_bad_rows_are_refused_unless_skipped(
    smdash: Smdash, store: Store, export: Callable[..., str], capsys: Said
) -> None:
    bad = "ann,,,,,x,No,2025-03-04,09:00:00,2025-03-04,10:00:00,07:00:00,\n"
    file = export(("ann", "Fair", "2025-03-03"), more=bad)
    assert smdash("import", file) == 1
    said = capsys.readouterr()
    assert (said.out, "line 3: Duration “07:00:00”" in said.err) == ("", True)
    assert "--skip-bad" in said.err
    assert hours(store) == 0
    assert smdash("import", file, "--skip-bad") == 0
    assert hours(store) == 1


def test_unclear_dates_need_an_option(smdash: Smdash, store: Store, export: Callable[..., str], capsys: Said) -> None:
    file = export(("ann", "Fair", "02/03/2025"))
    assert smdash("import", file) == 1
    assert "--dates dmy or --dates mdy" in capsys.readouterr().err
    assert smdash("import", file, "--dates", "mdy", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["period"] == ["2025-02-03", "2025-02-03"]


def test_other_questions_are_answered_by_key(smdash: Smdash, export: Callable[..., str], capsys: Said) -> None:
    file = export(("ann", "Fair", "02/03/2025"))
    answer = "date:start date and end date=day first"
    assert smdash("import", file, "--decide", answer, "--json", "--dry-run") == 0
    assert json.loads(capsys.readouterr().out)[0]["period"] == ["2025-03-02", "2025-03-02"]
    assert smdash("import", file, "--decide", "colour=red") == 2
    assert smdash("import", file, "--decide", "date:start date and end date=backwards") == 2


def test_names_are_mapped_and_ignored(smdash: Smdash, store: Store, export: Callable[..., str], capsys: Said) -> None:
    file = export(("ann", "Spring 24", "2025-03-03"), ("Ben", "", "2025-03-03"))
    assert smdash("import", file, "--map", "Spring 24=spring membership", "--map", "Ben=", "--json") == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert told["writes"] == {"import_batch": 1, "alias": 1, "time_entry": 1}
    assert smdash("import", file, "--map", "Spring 24=Autumn") == 2
    assert smdash("import", file, "--map", "Spring") == 2


def test_rows_without_a_campaign_go_to_the_one_named(
    smdash: Smdash, store: Store, export: Callable[..., str], capsys: Said
) -> None:
    file = export(("ann", "", "2025-03-03"))
    assert smdash("import", file, "--campaign", "Sprung membership") == 2
    assert "Did you mean “Spring membership”" in capsys.readouterr().err
    assert smdash("import", file, "--campaign", "spring membership") == 0
    found = store.read(entries).entries[0]
    store.close()
    assert found.campaign_id == 1


def test_a_reader_can_be_demanded(smdash: Smdash, capsys: Said) -> None:
    assert smdash("import", TOGGL, "--reader", "toggl-detailed", "--dry-run") == 0
    capsys.readouterr()
    assert smdash("import", TOGGL, "--reader", "meta-facebook-posts", "--dry-run") == 1
    assert "Toggl" not in capsys.readouterr().err
    assert smdash("import", TOGGL, "--reader", "nonsense", "--dry-run") == 2


def test_a_viewer_may_look_but_not_import(smdash: Smdash, store: Store, path: Path) -> None:
    assert run(["--store", str(path), "--person", "ann", "--role", "viewer", "import", TOGGL, "--dry-run"]) == 0
    assert run(["--store", str(path), "--person", "ann", "--role", "viewer", "import", TOGGL]) == 1
    assert hours(store) == 0


class Terminal(io.StringIO):
    """A keyboard, or a screen."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Terminal]:
    """Sit at a terminal and type; what is asked comes back."""

    def sit(keys: str) -> Terminal:
        screen = Terminal()
        monkeypatch.setattr(sys, "stdin", Terminal(keys))
        monkeypatch.setattr(sys, "stderr", screen)
        return screen

    return sit


def test_on_a_terminal_near_names_are_asked_and_confirmed(
    smdash: Smdash, store: Store, export: Callable[..., str], typed: Callable[[str], Terminal]
) -> None:
    file = export(("ann", "Spring memberships", "2025-03-03"))
    screen = typed("9\n1\nn\n")
    assert smdash("import", file) == 0
    assert "it is Spring membership" in screen.getvalue()
    assert "Nothing was written" in screen.getvalue()
    assert hours(store) == 0
    typed("1\ny\n")
    assert smdash("import", file) == 0
    assert hours(store) == 1
    assert len(names(store)) == 1


def names(store: Store) -> list[Any]:
    try:
        return list(store.read(campaigns.campaigns))
    finally:
        store.close()


def test_on_a_terminal_unclear_dates_are_asked(
    smdash: Smdash, store: Store, export: Callable[..., str], typed: Callable[[str], Terminal], capsys: Said
) -> None:
    screen = typed("2\n")
    assert smdash("import", export(("ann", "", "02/03/2025"))) == 0
    assert "month first" in screen.getvalue()
    assert store.read(entries).entries[0].work_day.month == 2
    store.close()
    typed("")
    assert smdash("import", export(("ann", "", "04/05/2025"))) == 1


def test_a_long_file_shows_a_bar_on_a_terminal_only(
    smdash: Smdash, store: Store, typed: Callable[[str], Terminal], monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr("smdash.cli.import_exports._LONG", 1)
    assert smdash("import", TOGGL, "--dry-run") == 0
    assert "\r" not in capsys.readouterr().err
    screen = typed("")
    assert smdash("import", TOGGL, "--dry-run") == 0
    assert screen.getvalue() == "\r\x1b[K"
