"""The box of the log on a real store: what is told, what keys do, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from smdash.domain.evidence import Subject
from smdash.domain.incidents import Closing, Incident, IncidentDraft, IncidentKind
from smdash.domain.organisation import Role
from smdash.store import incidents
from smdash.store.evidence import evidence_of
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.incidents.box import IncidentBox
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.explain import Explain
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.table import RowTable

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOTICE = IncidentDraft(
    IncidentKind.COMPLAINT, "False claim", NOW - timedelta(hours=30), clock="uk_notice", url="x.test/1"
)
AGENT = IncidentDraft(IncidentKind.DUTY, "DMCA agent", NOW - timedelta(days=1000), clock="dmca_agent")

TextOf = Callable[[SmdashApp], list[str]]
Press = Callable[..., Any]


@pytest.fixture
def filled(real_store: Store) -> Store:
    for draft in (NOTICE, AGENT, replace(NOTICE, title="Comment storm", clock="")):
        real_store.write(incidents.add_incident, draft)
    return real_store


def logged(store: Store, title: str) -> Incident:
    return next(one for one in store.read(incidents.incidents) if one.draft.title == title)


async def test_what_presses_comes_first_with_its_clock_told(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5")
        assert "O ! 1 deadline within 24 h" in "\n".join(text_of(app))
        await press(pilot, "O")
        text = "\n".join(text_of(app))
        assert "3 open · as of 2026-11-22 12:00" in text
        assert "! 18 h left" in text
        assert "48 hours from a valid notice" in text
        assert "until 2026-11-23 06:00 (UTC)" in text
        assert "until 2026-11-23 06:00" in text
        await press(pilot, "i")
        assert isinstance(app.screen, Explain)
        assert "Deadlines pressing" in "\n".join(text_of(app))


async def test_a_complaint_is_reported_with_its_deadline_shown_while_typing(
    real_app: Callable[..., SmdashApp], real_store: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O")
        assert "Nothing in the log. n reports" in "\n".join(text_of(app))
        await press(pilot, "n", "tab", *"Claim", "tab", *(["backspace"] * 16), *"9:30", "tab", "right")
        text = "\n".join(text_of(app))
        assert "D4 UK notice of complaint" in text
        assert "until 2026-11-24 09:30, 45 h left" in text
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, IncidentBox)
        found = logged(real_store, "Claim")
        assert (found.deadline, found.draft.item_code) == (datetime(2026, 11, 24, 9, 30, tzinfo=UTC), "D4")
        assert found.draft.reported_by == "ana"


async def test_faults_stay_in_the_form_with_what_was_typed(
    real_app: Callable[..., SmdashApp], real_store: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "n", "tab", "tab", "end", *(["backspace"] * 16), *"tomorrow")
        await press(pilot, "tab", "left", "tab", *"soon", "ctrl+s")
        text = "\n".join(text_of(app))
        assert "! What is needed." in text
        assert "“tomorrow” is in the future." in text
        assert "“soon” is not a day." in text
        assert "tomorrow" in text
        assert real_store.read(incidents.incidents) == ()


async def test_a_duty_closes_and_begins_anew_and_u_takes_back_both(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "down", "c")
        assert "Next one" in "\n".join(text_of(app))
        await press(pilot, "ctrl+s")
        assert "Outcome is needed." in "\n".join(text_of(app))
        await press(pilot, *"Renewed", "ctrl+s")
        assert "the next one is in the log" in told(app)
        following = logged(filled, "DMCA agent")
        assert following.is_open
        assert following.deadline == datetime(2029, 11, 22, 12, tzinfo=UTC)
        assert app.screen.query_one(RowTable).current_key == following.id
        await press(pilot, "u")
        assert isinstance(app.screen, Confirm)
        await press(pilot, "y")
        assert logged(filled, "DMCA agent").draft.received_at == AGENT.received_at
        assert len(filled.read(incidents.incidents)) == 3


async def test_a_closed_one_is_opened_again_after_it_is_named(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, told: Callable[[SmdashApp], str], text_of: TextOf
) -> None:
    filled.write(incidents.close_incident, logged(filled, "False claim").id, Closing("Answered", NOW))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "G")
        assert "closed 2026-11-22 12:00 by ana: Answered" in "\n".join(text_of(app))
        await press(pilot, "c")
        assert "Closed by ana. o opens it again." in told(app)
        await press(pilot, "d")
        assert "Nothing is deleted from the log." in told(app)
        await press(pilot, "o", "y")
        assert logged(filled, "False claim").is_open


async def test_a_contributor_reports_and_is_told_who_closes(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app(Role.CONTRIBUTOR)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "c", *"Done", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "kept by managers and counsel" in "\n".join(text_of(app))
        assert logged(filled, "False claim").is_open


async def test_what_was_captured_is_kept_with_the_incident(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "E")
        assert "Evidence · False claim" in "\n".join(text_of(app))
        await press(pilot, "n", "right", "tab", *"https://archive.test/1", "ctrl+s")
        subject = Subject(incident_id=logged(filled, "False claim").id)
        assert [one.content for one in filled.read(evidence_of, subject)] == ["https://archive.test/1"]


async def test_a_viewer_reads_and_changes_nothing(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    filled.close()
    app = real_app(Role.VIEWER)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "n", "c", "e", "o")
        assert isinstance(app.screen, IncidentBox)
        assert "Esc leaves" in "\n".join(text_of(app))


async def test_enter_on_the_attention_list_opens_the_log_on_its_row(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "!  False claim: 18 h left (complaint)" in "\n".join(text_of(app))
        assert "1 deadline within 24 h" in "\n".join(text_of(app))
        app.query_one("#overview-attention", RowTable).focus()
        await press(pilot, "enter")
        assert isinstance(app.screen, IncidentBox)
        assert app.screen.query_one(RowTable).current_key == logged(filled, "False claim").id


async def test_hostile_text_stands_there_as_text(
    real_app: Callable[..., SmdashApp], real_store: Store, press: Press, text_of: TextOf, hostile: str
) -> None:
    real_store.write(incidents.add_incident, replace(NOTICE, title=hostile, account=hostile, url=hostile))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "O", "enter")
        text = "\n".join(text_of(app))
        assert "[red]x[/]" in text
        assert "\x1b" not in text


async def test_the_keys_stay_in_sight_in_the_smallest_terminal(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    filled.write(incidents.add_incident, replace(NOTICE, title="Told at length", account="so many words " * 60))
    app = real_app()
    async with app.run_test(size=(60, 16)) as pilot:
        await press(pilot, "5", "O")
        shown = "\n".join(text_of(app))
        assert "n reports" in shown
        assert "u undoes" in shown
        assert "Enter shows all of it" in shown
