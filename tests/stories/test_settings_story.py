"""A manager sets an exchange rate and what waited for it counts; weeks begin on Sunday from now on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.store import costs
from smdash.store.store import Store
from tests.terminal_session import SMDASH, TerminalSession


def test_an_exchange_rate_converts_what_waited_for_it(
    home: Path, store_file: Path, prepared: Callable[[], Store]
) -> None:
    store = prepared()
    today = store.clock.today()
    store.write(costs.add_cost, CostDraft(today, Money(10_000, "EUR"), CostCategory.ADS))
    store.close()
    with TerminalSession([*SMDASH, "--store", str(store_file), "--person", "ana"], home=home) as session:
        session.wait_for("1 amount waits for an exchange rate").wait_for("cost 0")
        session.press("f7").wait_for("Exchange rate").type("EUR").press("enter", "enter").type("1,1x")
        session.press("ctrl+s").wait_for("1,1x").wait_for("!")
        session.press("backspace", "ctrl+s").wait_for("Convert them now?").wait_for("110.00 USD")
        session.press("y").wait_for("Converted 1.").wait_for("cost 110")
        session.press("q").wait_exit()


def test_the_first_day_of_the_week_is_a_setting_of_all(
    home: Path, store_file: Path, prepared: Callable[[], Store], open_store: Callable[[], Store]
) -> None:
    prepared().close()
    with TerminalSession([*SMDASH, "--store", str(store_file), "--person", "ana"], home=home) as session:
        session.wait_for("Hours this week").press("4").wait_for("Week")
        session.wait_for(lambda s: s.text.index("Mo ") < s.text.index("Su"))
        session.press("f8").wait_for("Settings of the organisation").press("down", "down", "down", "left")
        session.wait_for("‹ Sunday ›").press("ctrl+s").wait_gone("Settings of the organisation")
        session.wait_for(lambda s: s.text.index("Su") < s.text.index("Mo "))
        session.press("q").wait_exit()
    store = open_store()
    assert store.read(lambda snapshot: snapshot.organisation.week_start) == 6
    assert store.read(lambda snapshot: snapshot.organisation.calendar.week(date(2026, 11, 22)).start) == date(
        2026, 11, 22
    )
    store.close()
