"""A manager works out a rate, closes last month, and a late hour waits until the month is opened again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timesheets
from smdash.store.closing import closings
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

HOUR = 3600


def go_to(session: TerminalSession, month: str) -> None:
    """Turn the box to last month: it begins there in the first days of a month, else with the one that runs."""
    session.wait_for(lambda one: " · open" in one.text or " · closed by" in one.text)
    if month not in session.text:
        session.press("[")
    session.wait_for(month)


def test_a_rate_a_closed_month_and_a_late_hour(
    prepared: Callable[[], Store], open_store: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    last = store.clock.today().replace(day=1) - timedelta(days=1)
    fifth = last.replace(day=5)
    ben = store.write(organisation.add_person, "ben")
    store.write(timesheets.log_entry, EntryDraft(ben, fifth, 2 * HOUR, campaign_id=1))
    store.close()
    month = f"{last:%B %Y}"

    session = dashboard(cols=80, rows=24)
    session.wait_for("Hours this week").press("4").wait_for("Week")
    # Ben has hours without a rate: 18.00 × 40 h × 52, 31.08 % on-costs, 232 hours off are 26.56 an hour.
    session.press("w").wait_for("Whose week?").press("down", "enter").wait_for(lambda s: "· ben" in s.text)
    session.press("R").wait_for("No rate yet").press("n").wait_for("New hourly rate")
    session.press("tab", "ctrl+u").type("2020-01-01").press("tab", "tab").type("18")
    session.press("tab", "left", "tab", "ctrl+u").type("40").press("tab").type("232").press("tab").type("31.08")
    session.wait_for("49 076.35 / 1 848 h = 26.56 USD an hour").press("ctrl+s")
    session.wait_for("26.56 USD").wait_for("49 076.35 / 1 848 h").press("escape")
    # The month is closed, though hours are missing.
    go_to(session.press("L"), month)
    session.press("c").wait_for(f"Close {month}").press("y").wait_for(f"{month} · closed by ana")
    # A late hour is refused with the reason, and its line stays.
    late = f"1h Spring @{fifth.isoformat()}"
    session.press("escape").wait_for("Week").press("t").wait_for("Log").type(late).press("enter")
    session.wait_for(f"{month} is closed (by ana on").wait_for(late)
    session.press("escape").wait_gone(late)
    # It is opened again with a reason; now the hour is logged.
    go_to(session.press("L"), month)
    session.press("r").wait_for("again")
    session.type("a late hour").press("ctrl+s").wait_for("opened again by ana").press("escape")
    session.wait_for("Week").press("t").wait_for("Log").type(late).press("enter").wait_gone(late)
    session.press("q").wait_exit()

    store = open_store()
    found = store.read(timesheets.entries, limit=None).entries
    assert sorted((entry.seconds, entry.cost_minor) for entry in found) == [(HOUR, 4500), (2 * HOUR, 5312)]
    (closing,) = store.read(closings, date(last.year, last.month, 1))
    assert (closing.by, closing.reopened_by, closing.reason) == ("ana", "ana", "a late hour")
    store.close()
