"""Counsel answers a live campaign's legal items: the launch gate follows on every pane, and undo takes it back."""

from __future__ import annotations

from collections.abc import Callable

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.store import risks
from smdash.store.campaigns import add_campaign, get_campaign
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

UNCHECKED = "Live without Privacy P1, Copyright C1 and 6 more."


def test_an_answer_changes_the_gate_everywhere_and_undo_takes_it_back(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("Spring membership is live without Privacy P1, Copyright C1 and 6 more")
    session.wait_for("1 live unchecked").type("3").wait_for("legal").wait_for("! 8")
    session.type("5").wait_for("Not legal advice").wait_for(f"Spring membership: {UNCHECKED}")
    session.type("c").wait_for("Whose checklist?").type("j\r").wait_for("Spring membership (live) · 0 of 8 done")

    # The items of each area that the gate asks about, one after the other: space answers yes.
    session.type("l ").wait_for("1 of 8 done").wait_for("Live without Copyright C1, Intellectual property I1")
    session.wait_for("✓ yes").wait_for("yes since")
    session.type("hjl " + "hjl j j " + 3 * "hjl ").wait_for("8 of 8 done")
    session.wait_for("All 8 legal checks are in order.")
    session.type("3").wait_for("✓ 8")
    session.type("1").wait_gone("is live without").wait_gone("live unchecked")

    session.type("u").wait_for("Undo this?").wait_for("for Spring membership: yes").type("y")
    session.wait_for("Spring membership is live without Trade secrets").wait_for("1 live unchecked")
    session.type("3").wait_for("! 1").type("5").wait_for("7 of 8 done")
    session.type("U").wait_for("8 of 8 done").wait_for("All 8 legal checks are in order.")
    session.type("q")
    assert session.wait_exit() == 0
    (gate,) = prepared().read(risks.gates).values()
    assert gate.satisfied


def test_a_waiver_with_a_name_a_reason_and_an_end_satisfies_the_gate(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("1 live unchecked").type("5").wait_for("Not legal advice")
    session.type("c").wait_for("Whose checklist?").type("j\r").wait_for("0 of 8 done")
    session.type("la").wait_for("Accept the risk of P1").type("\x13").wait_for("Reason is needed.")
    session.press("shift+tab", "shift+tab", "right").type("\t\tthe first week only\t+14d\x13")
    session.wait_for("~ Live with 8 of 8 legal checks waived until")
    session.type("1").wait_gone("live unchecked").wait_for("1 live on waiver").type("u").wait_for("Undo this?").type(
        "y"
    )
    session.wait_for("1 live unchecked")


def test_a_campaign_goes_live_only_on_a_waiver_which_marks_it_everywhere(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    store = prepared()
    campaign = store.write(add_campaign, CampaignDraft("Autumn fair", facts={"music": True}))
    checks = len(store.read(risks.gates)[campaign].needed)
    session = dashboard().wait_for("1 live unchecked").type("3").wait_for("Autumn fair")
    session.type("/Autumn\r").wait_gone("Spring membership").type("e").wait_for("Edit campaign")
    session.type("\t").press("right").type("\x13")
    session.wait_for("Autumn fair goes live with").wait_for("Privacy P1").type("\x13").wait_for("Reason is needed.")
    session.press("escape").wait_for("can't go live yet").wait_for("Edit campaign")  # what was typed is still there
    assert store.read(get_campaign, campaign).draft.status is CampaignStatus.PLANNED

    session.type("\x13").wait_for("goes live with").type("\tthe fair is on Monday\t+14d\x13")
    session.wait_gone("goes live with").wait_for(f"~ {checks}")
    session.type("1").wait_for("1 live on waiver")
    session.type("5").wait_for(f"Live with {checks} of {checks} legal checks waived until")
    assert store.read(get_campaign, campaign).draft.status is CampaignStatus.LIVE
    session.type("u").wait_for("Undo this?").wait_for("edit campaign Autumn fair").type("y").wait_gone("Undo this?")
    session.wait_gone("legal checks waived until").type("1").wait_for("Needs attention").wait_gone("live on waiver")
    assert store.read(get_campaign, campaign).draft.status is CampaignStatus.PLANNED
    session.type("q")
    assert session.wait_exit() == 0
