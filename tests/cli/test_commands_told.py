"""Every command stands in the documentation, as it is typed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from smdash.cli import imports, kpi, main
from smdash.cli.options import Globals, Parser
from smdash.exchange.readers.registry import readers

DOCUMENT = Path(__file__).parents[2] / "docs" / "commands.md"


def verbs_of(*parts: Any) -> list[str]:
    """The verbs that the parts of a command add."""
    added = Parser(prog="smdash").add_subparsers()
    for part in parts:
        part.add_verbs(added)
    assert isinstance(added, argparse._SubParsersAction)
    return list(added.choices)


@pytest.mark.parametrize("name", main.COMMANDS)
def test_a_command_is_told(name: str) -> None:
    assert f"`smdash {name}" in DOCUMENT.read_text("utf-8")


@pytest.mark.parametrize("verb", verbs_of(*kpi.PARTS))
def test_what_can_be_done_with_kpis_is_told(verb: str) -> None:
    assert f"`smdash kpi {verb}" in DOCUMENT.read_text("utf-8")


def test_the_readme_leads_there() -> None:
    assert "docs/commands.md" in (DOCUMENT.parents[1] / "README.md").read_text("utf-8")


@pytest.mark.parametrize("title", sorted({reader.title for reader in readers()}))
def test_a_format_is_told(title: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"\n- {title}\n" in DOCUMENT.read_text("utf-8")
    with pytest.raises(SystemExit):
        imports.run("import", ["--help"], Globals())
    assert title in " ".join(capsys.readouterr().out.split())
