"""A risk from an item: rated, moved in the matrix, accepted until a day; a change ends that, and so does the day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from smdash.clock import FixedClock
from smdash.domain.register import AcceptanceDraft
from smdash.domain.risks import Rating
from smdash.domain.treatment import RiskDraft, Treatment
from smdash.store import acceptances, risks, treatment
from smdash.store.store import Store
from tests.terminal_session import TerminalSession


def test_a_risk_is_made_moved_accepted_and_the_acceptance_ends_with_a_change(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("1 live unchecked").type("5").wait_for("Not legal advice").wait_for("E1")

    # Made from the first item: both numbers are needed, and what is missing is said at its field.
    session.type("r").wait_for("New risk from E1").type("\x13").wait_for("How likely is it, and how bad?")
    session.type("4\t4\t2\t2\x13").wait_gone("New risk from E1")
    session.type("g").wait_for("Register of risks").wait_for("inherent 4×4 H · residual 2×2 L")
    session.press("escape").wait_gone("Register of risks")

    # Moved in the matrix: up to what it is without controls, and no further.
    session.type("m").wait_for("Matrix of risks").wait_for("L  0/1").press("enter").press("enter")
    session.wait_for("residual moves").press("up").wait_for("residual 3×2 L")
    session.press("right").wait_for("residual 3×3 M").press("right").press("right").wait_for("residual 3×5 H")
    session.press("up").wait_for("! The residual risk (very high) is above the inherent one (high).")
    session.press("left").press("left").wait_for("residual 3×3 M").press("enter").wait_gone("residual moves")
    session.press("escape").press("escape").wait_gone("Matrix of risks")

    # Accepted for ten days by name: announced, since it ends within two weeks.
    session.type("g").wait_for("Register of risks").type("a").wait_for("It ends when the risk is changed.")
    session.type("\x13").wait_for("Reason is needed.").type("counsel looks at it\t+10d\x13")
    session.wait_for("accepted by ana until").press("escape").wait_gone("Register of risks")
    session.type("1").wait_for("acceptance by ana ends in 10 days")

    # Its state changes: the acceptance no longer holds, and Enter on the row goes there.
    session.type("5").wait_for("E1").type("g").wait_for("Register of risks").type("e").wait_for("Risk · ")
    session.type(" again\x13").wait_for("holds no longer").press("escape").wait_gone("Register of risks")
    session.type("1").wait_for("acceptance lapsed. What ana accepted on").wait_for("1 lapsed")
    session.type("q")
    assert session.wait_exit() == 0
    (risk,) = prepared().read(risks.register).risks
    assert (risk.item_id, risk.residual, risk.treatment) == ("E1", Rating(3, 3), Treatment.ACCEPT)


def test_a_day_that_has_passed_ends_an_acceptance(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    store = prepared()
    risk_id = store.write(treatment.add_risk, RiskDraft("Trolls", 2, 2))
    today = store.clock.today()
    store.clock = FixedClock("UTC", datetime.combine(today - timedelta(days=9), time(12), UTC))
    draft = AcceptanceDraft("", "mira", "few of them", today - timedelta(days=1), risk_id=risk_id)
    store.write(acceptances.accept_risk, draft)
    store.close()
    session = dashboard().wait_for("risk “Trolls”: acceptance lapsed. Expired on").wait_for("1 lapsed")
    session.type("5").wait_for("Not legal advice").type("g").wait_for("! lapsed")
    session.wait_for("accepted by mira, holds no longer: Expired on")
