"""An organisation's file as an import: previewed exactly, once, undone as one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from smdash.domain.money import Money
from smdash.errors import NotFound, Refused
from smdash.exchange.organisation.plan import as_json, import_organisation, lines, plan_organisation
from smdash.store import campaigns, import_undo, organisation, undo
from smdash.store.campaigns import campaigns as all_campaigns
from smdash.store.store import Snapshot, Store
from smdash.store.tables import campaign, channel, import_batch, metadata
from smdash.store.watch import newest_change

JOURNAL = ("change", "change_set", "import_batch", "schema_version")


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str], Path]:
    """A file with this text."""

    def made(text: str, name: str = "guild.toml") -> Path:
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return made


@pytest.fixture
def content(store: Store) -> Callable[[], dict[str, list[Any]]]:
    """Every row that is not of the journal."""

    def read(snapshot: Snapshot) -> dict[str, list[Any]]:
        tables = [table for table in metadata.sorted_tables if table.name not in JOURNAL]
        return {table.name: list(snapshot.connection.execute(select(table))) for table in tables}

    return lambda: store.read(read)


Made = Callable[..., Path]
Content = Callable[[], dict[str, list[Any]]]


def states(store: Store) -> list[str]:
    return list(store.read(lambda snapshot: snapshot.connection.execute(select(import_batch.c.state)).scalars()))


def test_the_preview_says_what_is_written_and_writes_nothing(store: Store, file: Made, guild: Any) -> None:
    before = store.read(newest_change)
    plan = plan_organisation(store, file(guild.whole))
    assert store.read(newest_change) == before
    assert (plan.counts["person"], plan.counts["reading"], plan.counts["answer"]) == (1, 3, 3)
    said = lines(plan)
    assert said[0] == "guild.toml: organisation (TOML)"
    assert {"  1 person", "  3 readings", "  1 check-in"} <= set(said)
    assert "  settings: name, currency" in "\n".join(said)
    assert as_json(plan)["counts"]["rate"] == {"new": 2}
    assert plan.label.startswith("import guild.toml: 1 person, 2 rates, ")
    assert store.write(import_organisation, plan) == 1


def test_the_same_file_twice_adds_nothing(store: Store, file: Made, guild: Any, content: Content) -> None:
    path = file(guild.whole)
    store.write(import_organisation, first := plan_organisation(store, path))
    before = content()
    plan = plan_organisation(store, path)
    assert (plan.imported_on is not None, dict(plan.counts), plan.label) == (True, {}, "import guild.toml: nothing new")
    assert "nothing is added" in lines(plan)[-1]
    assert store.write(import_organisation, plan) is None
    assert store.write(import_organisation, first) is None  # planned before, written by somebody else since
    assert content() == before


def test_undo_takes_it_back_as_one_and_it_can_come_again(
    store: Store, file: Made, guild: Any, content: Content
) -> None:
    before, path = content(), file(guild.whole)
    store.write(import_organisation, plan_organisation(store, path))
    store.write(undo.undo)
    assert (content(), states(store)) == (before, ["undone"])
    store.write(import_organisation, plan_organisation(store, path))
    assert states(store) == ["undone", "applied"]
    assert len(store.read(all_campaigns)) == 1


def test_names_that_are_there_are_refused_at_their_place(store: Store, file: Made, guild: Any) -> None:
    store.write(import_organisation, plan_organisation(store, file(guild.team)))
    again = file(guild.team + "\n", "again.toml")
    with pytest.raises(Refused, match=r"again\.toml, person 1 “ana”: There already is a person") as caught:
        plan_organisation(store, again)
    assert (caught.value.exit_code, "Nothing was written" in caught.value.hint) == (1, True)
    with pytest.raises(Refused, match="is not valid TOML"):
        plan_organisation(store, file("[", "broken.toml"))


def test_the_first_person_of_a_store_gets_what_the_file_says(store: Store, file: Made, guild: Any) -> None:
    store.write(organisation.first_use, "Ana", "UTC")
    plan = plan_organisation(store, file(guild.team))
    assert "person" not in plan.counts
    store.write(import_organisation, plan)
    (ana,) = store.read(organisation.people)
    assert (ana.name, ana.zone, ana.weekly_capacity) == ("ana", "UTC", 88_200)
    assert store.read(organisation.rates)[ana.id][0].hourly == Money(4550, "EUR")


def test_what_was_edited_since_can_stay(store: Store, file: Made, guild: Any) -> None:
    store.write(import_organisation, plan_organisation(store, file(guild.team + guild.campaigns)))
    (spring,) = store.read(all_campaigns)
    store.write(campaigns.edit_campaign, spring.id, replace(spring.draft, name="Mine"))
    done = store.write(import_undo.undo_keeping_edited)
    kept = {str(one) for one in done.kept}
    assert f"campaign {spring.id} (edited)" in kept
    names = [select(campaign.c.name), select(channel.c.name)]
    left = store.read(lambda snapshot: [list(snapshot.connection.execute(query).scalars()) for query in names])
    assert left == [["Mine"], []]
    with pytest.raises(NotFound, match="no import to undo"):
        store.write(import_undo.undo_keeping_edited)
