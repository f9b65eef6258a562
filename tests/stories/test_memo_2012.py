"""The memo of 2012 through the dashboard: an empty store, keys only, and the numbers the memo printed.

Two people at 41.50 an hour for 230 working days (8 and 2 hours), a community application and subscriptions, and three
benefits: cost 125 450, benefit 156 250, net 30 800, ROI 24.55 %.
"""

from __future__ import annotations

from collections.abc import Callable

from smdash.store.hours import hours_in
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

CLEAR, SAVE = "\x15", "\x13"  # ctrl+u, ctrl+s


def person_with_hours(session: TerminalSession, hours: str) -> None:
    """Set the rate of the person whose week is shown, and fill their working days."""
    session.type("R").wait_for("No rate yet").type("n").wait_for("New hourly rate").type(f"\t{CLEAR}2012-01-01\t")
    session.press("right").wait_for("Cost of an hour").type(f"\t41.50{SAVE}").wait_gone("New hourly rate")
    session.press("escape").wait_gone("Hourly rates")
    session.wait_for("41.50 USD an hour").type("f").wait_for("Fill working days")
    session.type(f"Online\t\t{CLEAR}2012-01-02\t2012-11-16\t{hours}").wait_for(f"= {hours[0]} h")
    session.type(SAVE).wait_gone("Fill working days")


def test_the_memo_of_2012(dashboard: Callable[..., TerminalSession], open_store: Callable[[], Store]) -> None:
    session = dashboard().wait_for("Welcome to smdash")
    session.type(SAVE).wait_for("Where to begin?").press("escape").wait_gone("Where to begin?")
    session.type("3").wait_for("No campaigns yet").type("n").wait_for("New campaign")
    session.type(f"Online community{SAVE}").wait_for("not assigned")

    session.type("4").wait_for("Week")
    person_with_hours(session, "8:00")
    session.type("wG\r").wait_for("Hours a week").type(f"Ben{SAVE}").wait_for("· Ben")
    person_with_hours(session, "2:00")

    session.type("3").wait_for("cost ▼").type("p").wait_for("or type one").type("\t2012\r")
    session.wait_for("2012 · over").wait_for("2300:00 95 450")
    session.type(f"c25000\tt\tCommunity application\t{CLEAR}2012-03-01{SAVE}").wait_for("120 450")
    session.type(f"c5000\tt\tSubscriptions\t{CLEAR}2012-03-01{SAVE}").wait_for("125 450")
    session.wait_for("cost 125 450 = tools 30 000 + staff 95 450")
    session.type(f"b\r34500\t\t\tNew members\t{CLEAR}2012-06-30{SAVE}").wait_for("34 500")
    session.type(f"b\r116250\tr\tr\tRenewals\t{CLEAR}2012-06-30{SAVE}").wait_for("150 750")
    session.type(f"b\r5500\t\te\tEvent seats\t{CLEAR}2012-06-30{SAVE}").wait_for("156 250")
    session.wait_for("125 450 156 250 +30 800 +24.6 %")

    session.type("i").wait_for("24.55 %").wait_for("30 800.00 USD").wait_for("125 450.00 USD").press("escape")
    session.type("1").wait_for("T+A +24.6 %").wait_for("cost 125 450 = staff 95 450 + tools 30 000")
    session.wait_for("net (T+A) +30 800")
    session.press("q")
    assert session.wait_exit() == 0
    assert open_store().read(hours_in, None).seconds == 230 * 10 * 3600
