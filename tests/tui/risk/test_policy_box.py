"""The boxes of policies on a real store: presets, versions, who is missing, marking many, and who may do what."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from smdash.domain.organisation import PersonKind, Role
from smdash.domain.policies import Policy, PolicyDraft, VersionDraft
from smdash.store import organisation, policies
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.panes.risk.policies.box import PolicyBox
from smdash.tui.panes.risk.policies.people_box import PeopleBox
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.table import RowTable

TODAY = date(2026, 11, 22)

TextOf = Callable[[SmdashApp], list[str]]
Press = Callable[..., Any]


@pytest.fixture
def filled(real_store: Store) -> Store:
    """A policy for staff and contractors in force since the first of the month."""
    for name, kind in (("ben", "staff"), ("carla", "contractor"), ("eve", "executive")):
        real_store.write(organisation.add_person, name, kind=PersonKind(kind))
    kinds = (PersonKind.STAFF, PersonKind.CONTRACTOR)
    first = VersionDraft("1.0", date(2026, 11, 1), TODAY, "- be kind", "https://intra.test/p")
    real_store.write(policies.add_policy, PolicyDraft("Conduct", "How we post", kinds=kinds), first)
    return real_store


def the(store: Store, name: str = "Conduct") -> Policy:
    return next(one for one in store.read(lambda snapshot: policies.policies(snapshot, archived=True))
                if one.draft.name == name)  # fmt: skip


def missing(store: Store, version: int = -1) -> str:
    people = store.read(organisation.people)
    return " ".join(person.name for person in the(store).missing(the(store).versions[version], people))


async def test_the_short_list_for_hr_is_added_in_two_keys(
    real_app: Callable[..., SmdashApp], real_store: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P")
        assert "No policy yet. n adds one" in "\n".join(text_of(app))
        await press(pilot, "n")
        assert isinstance(app.screen, ChoiceList)
        await press(pilot, "enter")
        assert isinstance(app.screen, PolicyBox)
        found = the(real_store, "Social media policy")
        assert "- Nobody is asked for the passwords of personal accounts (E4)" in found.draft.about
        assert found.versions == ()
        assert "v adds its first version" in "\n".join(text_of(app))
        await press(pilot, "o")
        assert isinstance(app.screen, Numbers)
        assert "(E4)" in "\n".join(text_of(app))


async def test_many_are_marked_and_confirmed_at_once(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5")
        assert "P ! 3 confirmations missing" in "\n".join(text_of(app))
        await press(pilot, "P")
        text = "\n".join(text_of(app))
        assert "! 0 of 3" in text
        assert "! 2026-11-22" in text  # its review
        assert "missing: ana, ben, carla" in text
        await press(pilot, "enter", "x", "down", "x", "c")
        assert "Conduct 1.0: 2 people confirm" in "\n".join(text_of(app))
        await press(pilot, "tab", *"signed", "ctrl+s")
        assert missing(filled) == "ben"
        assert "2 of 3 confirmed" in "\n".join(text_of(app))
        await press(pilot, "g", "c", "ctrl+s")
        assert missing(filled) == ""
        await press(pilot, "c")
        await press(pilot, "escape")
        assert "✓ 3 of 3" in "\n".join(text_of(app))


async def test_all_who_are_missing_confirm_in_one_form_and_one_is_taken_back(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P", "enter", "a", "ctrl+s")
        assert missing(filled) == ""
        await press(pilot, "down", "d")
        assert "Take this confirmation back?" in "\n".join(text_of(app))
        await press(pilot, "y")
        assert missing(filled) == "ben"


async def test_a_new_version_asks_everybody_and_both_can_be_seen(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P", "enter", "a", "ctrl+s", "escape", "v", *"2.0", "ctrl+s")
        assert missing(filled, 0) == ""
        assert missing(filled) == "ana ben carla"
        await press(pilot, "enter")
        assert "Conduct 2.0 · since 2026-11-22 · ! 0 of 3 confirmed" in "\n".join(text_of(app))
        await press(pilot, "h")
        assert "Conduct 1.0 · since 2026-11-01 · ✓ 3 of 3 confirmed" in "\n".join(text_of(app))
        await press(pilot, "h", "e", "tab", "tab", *(["backspace"] * 10), *"2027-11-01", "ctrl+s")
        assert the(filled).versions[0].draft.review_on == date(2027, 11, 1)
        await press(pilot, "e", "x", "ctrl+s")
        assert "3 people have confirmed Conduct 1.0 as it is." in "\n".join(text_of(app))


async def test_a_version_to_come_can_be_confirmed_before_any_is_in_force(
    real_app: Callable[..., SmdashApp], real_store: Store, press: Press, text_of: TextOf
) -> None:
    coming = VersionDraft("1.0", TODAY + timedelta(days=7))
    real_store.write(policies.add_policy, PolicyDraft("Conduct"), coming)
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P")
        assert "1.0 takes effect 2026-11-29: ! 0 of 1 confirmed" in "\n".join(text_of(app))
        await press(pilot, "enter", "enter", "ctrl+s")
        assert missing(real_store) == ""


async def test_archiving_names_the_policy_and_is_taken_back_by_the_same_key(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P", "d")
        assert "Archive this policy?" in "\n".join(text_of(app))
        await press(pilot, "y")
        assert the(filled).archived
        await press(pilot, "d", "y")
        assert not the(filled).archived
        await press(pilot, "e", *" x", "ctrl+s")
        assert the(filled, "Conduct x").draft.kinds == (PersonKind.STAFF, PersonKind.CONTRACTOR)


async def test_figures_name_who_is_missing(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P", "i")
        assert isinstance(app.screen, Explain)
        text = "\n".join(text_of(app))
        assert "Confirmations missing" in text
        assert "ana, ben, carla" in text


async def test_a_contributor_confirms_for_themselves_only(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    app = real_app(Role.CONTRIBUTOR, actor="ben")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P", "enter", "c")
        assert "Conduct 1.0: ben confirms" in "\n".join(text_of(app))
        await press(pilot, "ctrl+s")
        assert missing(filled) == "ana carla"
        await press(pilot, "a", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "You may confirm for yourself only." in "\n".join(text_of(app))


async def test_a_viewer_reads_and_changes_nothing(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    filled.close()
    app = real_app(Role.VIEWER)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "5", "P", "n", "v", "d", "e", "enter", "c", "a", "d")
        assert isinstance(app.screen, PeopleBox)
        assert "! 0 of 3 confirmed" in "\n".join(text_of(app))


async def test_enter_on_the_attention_list_opens_the_policies_on_its_row(
    real_app: Callable[..., SmdashApp], filled: Store, press: Press, text_of: TextOf
) -> None:
    filled.write(policies.add_policy, PolicyDraft("Brand"))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "!  Conduct 1.0: 3 of 3 have not confirmed, since 1 Nov" in "\n".join(text_of(app))
        table = app.query_one("#overview-attention", RowTable)
        table.focus()
        table.go_to(next(row.key for row in table.rows if "Conduct" in row.cells[1].text))
        await press(pilot, "enter")
        assert isinstance(app.screen, PolicyBox)
        assert app.screen.query_one(RowTable).current_key == the(filled).id
