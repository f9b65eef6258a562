"""The entry of the command line: finding commands, help, exit codes, and closed pipes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smdash import __version__
from smdash.cli import main

Run = Callable[..., Any]
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version(smdash: Run, option: str) -> None:
    assert smdash(option).out == f"smdash {__version__}\n"


@pytest.mark.parametrize("option", ["--help", "-h", "help"])
def test_the_help_lists_each_command_once(smdash: Run, option: str) -> None:
    listed = [line.split()[0] for line in smdash(option).out.splitlines() if line.startswith("  ")]
    assert listed == list(main.COMMANDS)


@pytest.mark.parametrize("command", main.COMMANDS)
def test_each_command_explains_itself(smdash: Run, store_file: Path, command: str) -> None:
    found = smdash(command, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith(f"usage: smdash {command}")
    assert len(found.out.splitlines()) > 2
    assert not store_file.exists()


@pytest.mark.parametrize("command", main.COMMANDS)
def test_the_readme_names_each_command(command: str) -> None:
    words = README.replace("`", " ").replace(",", " ").replace(";", " ").split()
    assert command in words


@pytest.mark.parametrize("command", [name for name in main.COMMANDS if name not in ("import", "kpi")])
def test_an_option_that_is_not_there_is_wrong_usage(smdash: Run, command: str) -> None:
    found = smdash(command, "--no-such-option")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("smdash: ")


def test_an_unknown_command_offers_the_nearest(smdash: Run) -> None:
    found = smdash("lgo")
    assert (found.code, found.err) == (2, "smdash: there is no command “lgo”. Did you mean “log”?\n")
    assert "`smdash --help` lists the commands." in smdash("zzzzzz").err


def test_the_dashboard_takes_no_words(smdash: Run) -> None:
    assert smdash("--no-such-option").code == 2


def test_a_key_press_that_interrupts_is_told_in_the_exit_code(smdash: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_name: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(main, "import_module", interrupt)
    assert smdash("paths").code == 130


def test_a_reader_that_goes_away_is_no_fault(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "smdash", "paths"],
            stdout=writing,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("asked", ["--help", "--version"])
def test_help_and_version_stand_after_other_options_too(asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--person", "ana", asked]) == 0
    assert capsys.readouterr().out.startswith(("usage: smdash", "smdash "))
