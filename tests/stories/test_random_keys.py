"""A clumsy person: thousands of random keys, pastes and resizes. Nothing crashes, and the program still answers."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from smdash.store import doctor
from smdash.store.store import Store
from tests.terminal_session import KEYS, TerminalSession

SECONDS = float(os.environ.get("SMDASH_FUZZ_SECONDS", "5"))
SEEDS = tuple(map(int, os.environ.get("SMDASH_FUZZ_SEEDS", "1 2").split()))
LETTERS = "123450abcdefghijklmnoprstuvwxyzACDEFGHIJKLMNPRSTUWXYZ/?:[]<>=+-.,;!#@~'\"{}"
NAMED = [name for name in KEYS if name not in {"f9"}]  # f9 chooses a theme, which is kept for the next start
PIECES = (
    "1h30m spring #content",
    "2026-11-20",
    "[red]x[/]",
    "日本👩‍👩‍👧",
    "25:00",
    "1e9",
    "-1",
    "0",
    "99999999999999999999",
)
MOST_BOXES = 15
SIZES = ((80, 24), (120, 40), (60, 16), (30, 8), (200, 50))


def clumsy(chance: random.Random) -> bytes:
    """One thing a person might do to a keyboard; not `q`, and nothing that stops the process."""
    kind = chance.random()
    if kind < 0.55:
        return chance.choice(LETTERS).encode()
    if kind < 0.85:
        return KEYS[chance.choice(NAMED)].encode()
    if kind < 0.9:
        return bytes([chance.choice((1, 2, 3, 4, 5, 6, 8, 11, 12, 14, 15, 16, 19, 20, 21, 22, 24, 25))])
    if kind < 0.95:
        return chance.choice(PIECES).encode()
    if kind < 0.97:
        return b"\x1b[200~" + chance.choice(PIECES).encode() + b"\nmore\x00\x1b[31m\x1b[201~"
    return bytes(chance.randrange(256) for _ in range(3)).replace(b"\x1a", b"").replace(b"\x1c", b"").replace(b"q", b"")


@pytest.mark.stress
@pytest.mark.parametrize("seed", SEEDS)
def test_random_keys_neither_crash_nor_stop_it(
    seed: int, dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store], home: Path
) -> None:
    chance = random.Random(seed)
    session = dashboard().wait_for("Hours this week")
    done: list[bytes] = []
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        if session.exit_code == 0:  # the palette can leave the program too
            session = dashboard().wait_for("Hours this week")
        burst = [clumsy(chance) for _ in range(chance.randrange(1, 20))]
        done += burst
        with suppress(OSError):  # it may be leaving just now
            session.send(b"".join(burst))
        session.wait_quiet(0.08, 3.0)
        if chance.random() < 0.05:
            session.resize(*chance.choice(SIZES))
    session.resize(80, 24).wait_quiet(0.8, 30.0)
    reports = [report.read_text() for report in home.rglob("crash/*.txt")]
    assert not reports, f"after {done[-40:]}: {reports[0]}"
    assert session.exit_code in (None, 0), f"it ended ({session.exit_code}) after {done[-40:]}"
    assert_answers(session if session.exit_code is None else dashboard().wait_for("Hours this week"))
    findings = prepared().read(doctor.examine)
    assert all(finding.fine for finding in findings), findings


def assert_answers(session: TerminalSession) -> None:
    """After leaving whatever is open, `?` still shows the help and `q` leaves."""
    for _ in range(MOST_BOXES):
        session.press("escape").wait_quiet(0.15, 1.0)
        if "Discard what you typed?" in session.text:
            session.press("y").wait_quiet(0.15, 1.0)
    session.type("?").wait_for("Keys · Esc leaves").press("escape").wait_gone("Keys · Esc leaves")
    session.type("q")
    assert session.wait_exit() == 0
