"""From a link to its revenue, in a terminal: make a link, import orders that bear it, assign what matched nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from smdash.domain.benefits import Evidence
from smdash.domain.periods import Calendar
from smdash.store import links, matching, roi
from smdash.store.store import Snapshot, Store
from tests.terminal_session import TerminalSession

ORDERS = Path(__file__).parent.parent / "fixtures" / "exports" / "shopify_orders.csv"
CLEAR, SAVE = "\x15", "\x13"  # ctrl+u, ctrl+s


def tracked(snapshot: Snapshot) -> int:
    """What counts as tracked in the campaign, in October."""
    period = Calendar().parse("2026-10", snapshot.today)
    return sum(one.benefits.of([Evidence.TRACKED]) for key, one in roi.ledgers(snapshot, period).items() if key)


def test_a_link_brings_revenue_to_its_campaign(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("1 Overview").type("3").wait_for("Spring membership")
    session.type("p").wait_for("or type one").type("\t2026-10\r").wait_for("Oct 2026")
    session.type("L").wait_for("Links and codes").wait_for("none yet, n makes the first")

    session.type("n").wait_for("New link").type(f"{CLEAR}example.org/join\t\tInstagram")
    session.type("\tSocial").wait_for("utm_medium=social").type(SAVE).wait_gone("New link")
    session.wait_for("instagram / social")
    session.type("c").wait_for("New promo code").type(f"spring10{SAVE}").wait_gone("New promo code")
    session.wait_for("spring10").press("escape").wait_gone("Links and codes")

    session.type("I").wait_for("Import").type(f"{ORDERS}\r").wait_for("Shopify orders").wait_for("wait in the list")
    session.type(SAVE).wait_for("Enter shows the rows").wait_for("275").press("escape").wait_gone(
        "Enter shows the rows"
    )
    session.type("L").wait_for("code PODCAST").wait_for("2 sales").wait_for("100.00 USD")
    session.type("\r").wait_for("Assign code “PODCAST”").type(f"Spring{SAVE}").wait_gone("Assign code")
    session.wait_for("Remembered").press("escape").wait_gone("Links and codes").wait_for("375")

    store = prepared_again(prepared)
    assert store.read(tracked) == 37500
    assert [link.address for link in store.read(links.links)] == [
        "https://example.org/join?utm_source=instagram&utm_medium=social&utm_campaign=spring-membership"
    ]
    session.type("u").wait_for("assign code “PODCAST”").type("y").wait_for("275")
    session.press("q")
    assert session.wait_exit() == 0
    assert store.read(tracked) == 27500
    assert "PODCAST" in {one.label for one in store.read(matching.waiting)[0]}
    store.close()


def prepared_again(prepared: Callable[[], Store]) -> Store:
    """The store beside the dashboard, to look into."""
    return prepared()
