"""Counsel answers, adds a file as evidence, verifies it, and history shows it; every question can be read in full."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smdash.domain.organisation import Role
from smdash.library.legal import load_legal_library
from smdash.store import organisation, risks
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

LIBRARY = load_legal_library()


def test_counsel_answers_with_a_file_that_is_verified_and_history_shows_it(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store], home: Path
) -> None:
    store = prepared()
    store.write(organisation.add_person, "eve", role=Role.COUNSEL)
    store.close()
    licence = home / "licence.pdf"
    licence.write_text("signed", "utf-8")
    session = dashboard(person="eve").wait_for("1 Overview").type("5").wait_for("Not legal advice")
    session.type("jjl").wait_for("C1 Is there a licence record").type("e").wait_for("C1 Licence record · organisation")
    session.type("y\x13").wait_for("1 of 74 done").type("E").wait_for("No evidence yet").type("n").wait_for(
        "Add evidence"
    )
    session.type("\t~/lic").wait_for("licence.pdf").press("right").type("\x13")
    session.wait_for("SHA-256").wait_for("6 bytes").type("v").wait_for("✓ unchanged")
    licence.write_text("forged", "utf-8")
    session.type("v").wait_for("! changed").press("escape").wait_for("evidence licence.pdf")
    session.type("H").wait_for("History of C1").wait_for("eve · add evidence to C1: licence.pdf")
    session.wait_for("eve · answer C1: yes").wait_for("answer yes").press("escape").type("q")
    assert session.wait_exit() == 0
    answer = prepared().read(risks.answers)["C1"]
    assert (answer.answered_by, answer.evidence[0].label) == ("eve", "licence.pdf")


def test_every_question_can_be_read_in_full_without_colour(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    prepared().close()
    session = dashboard(env={"NO_COLOR": "1"}).wait_for("1 Overview").type("5").wait_for("Not legal advice")
    for number, area in enumerate(LIBRARY.areas):
        session.type("h" + "j" * bool(number) + "l").wait_for(f"{area.items[0].id} {area.items[0].question[:20]}")
        for place, item in enumerate(area.items):
            session.type("j" * bool(place) + "\r").wait_for(f"{item.area_title} {item.id} ·")
            said = " ".join(" ".join(line.strip("│ ") for line in session.screen).split())
            assert item.question in said, item.id
            assert item.checked.words in said, item.id
            session.press("escape").wait_gone(f"{item.area_title} {item.id} ·")
    session.type("q")
    assert session.wait_exit() == 0
