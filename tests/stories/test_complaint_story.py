"""A complaint comes in, is proven and closed in time; a new version of a policy asks everybody, and one confirms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from smdash.domain.evidence import EvidenceKind, Subject
from smdash.domain.policies import PolicyDraft, VersionDraft
from smdash.store import evidence, incidents, organisation, policies
from smdash.store.policies import Confirmation
from smdash.store.store import Store
from tests.terminal_session import TerminalSession


def test_a_complaint_runs_for_48_hours_and_is_closed_with_its_evidence(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    session = dashboard().wait_for("1 live unchecked").type("5").wait_for("Not legal advice").wait_for("E1")

    # It came in forty hours ago and is written down now: its clock began then, and eight hours are left.
    store = prepared()
    came = store.clock.now().replace(second=0, microsecond=0) - timedelta(hours=40)
    store.close()
    session.type("O").wait_for("Nothing in the log. n reports").type("n").wait_for("Report an incident")
    session.type(f"\tNotice about a comment\t\x15{came:%Y-%m-%d %H:%M}\t").press("right")
    session.wait_for("UK notice of complaint").wait_for("until ")
    session.type("\x13").wait_gone("Report an incident").wait_for("1 open")
    session.wait_for("from a valid notice of complaint")

    # What proves it is captured: a link.
    session.type("E").wait_for("No evidence yet. n adds").type("n").wait_for("Add evidence")
    session.press("right").wait_for("‹ link ›").type("\thttps://example.org/post/7\tThe comment\x13")
    session.wait_gone("Add evidence")
    session.wait_for("The comment").press("escape").wait_gone("holds until")

    # Overview says that it presses.
    session.press("escape").wait_gone("Incidents, complaints").type("1").wait_for("Notice about a comment: ")
    session.wait_for("1 deadline within 24 h")

    # It is closed with an outcome: what is missing is said at its field.
    session.type("5").wait_for("Not legal advice").type("O").wait_for("1 open").type("c").wait_for("Close: Notice")
    session.type("\x13").wait_for("Outcome is needed.").type("Comment hidden, the member told\x13")
    session.wait_gone("Close: Notice").wait_for("by ana: Comment hidden, the member told").wait_for("0 open")
    session.press("escape").wait_gone("Incidents, complaints").type("1").wait_gone("1 deadline within 24 h")
    session.type("q")
    assert session.wait_exit() == 0

    store = prepared()
    (closed,) = store.read(incidents.incidents)
    assert (closed.draft.received_at, closed.deadline) == (came, came + timedelta(hours=48))
    assert (closed.closed_by, closed.outcome, closed.was_late) == ("ana", "Comment hidden, the member told", False)
    (kept,) = store.read(evidence.evidence_of, Subject(incident_id=closed.id))
    assert (kept.kind, kept.content, kept.added_by) == (EvidenceKind.LINK, "https://example.org/post/7", "ana")
    store.close()


def test_a_new_version_asks_everybody_and_one_confirms(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    store = prepared()
    store.write(organisation.add_person, "ben")
    first = VersionDraft("1.0", date(2026, 1, 12))
    rules = store.write(policies.add_policy, PolicyDraft("Rules of the house"), first)
    (version,) = store.read(policies.get_policy, rules).versions
    everyone = tuple(person.id for person in store.read(organisation.people))
    store.write(policies.confirm, Confirmation(version.id, everyone, date(2026, 1, 12)))
    store.close()
    session = dashboard().wait_for("1 live unchecked").type("5").wait_for("Not legal advice").wait_for("E1")

    # Everybody has confirmed the first version; nobody the second, which holds from today.
    session.type("P").wait_for("Rules of the house").wait_for("1.0").type("v").wait_for("house: new version")
    session.type("2.0\x13").wait_gone("house: new version").wait_for("2.0").press("escape").wait_gone(
        "Policies and who"
    )
    session.type("1").wait_for("2 confirmations missing")

    # One confirms, and the count falls.
    session.type("5").wait_for("Not legal advice").type("P").wait_for("Policies and who").press("enter")
    session.wait_for("x marks several").type("c").wait_for("ana confirms").type("\tsigned\x13").wait_gone(
        "ana confirms"
    )
    session.press("escape").wait_gone("x marks several").press("escape").wait_gone("Policies and who")
    session.type("1").wait_for("1 confirmation missing").type("q")
    assert session.wait_exit() == 0

    store = prepared()
    found = store.read(policies.get_policy, rules)
    missing = found.missing(found.in_force(store.clock.today()), store.read(organisation.people))
    assert [person.name for person in missing] == ["ben"]
    store.close()
