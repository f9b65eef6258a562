"""The newest list of each breakdown, with what the platform printed as its total."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from smdash.store import audiences, changes, organisation
from smdash.store.store import Store, Transaction
from smdash.store.tables import audience, platform_total


@pytest.fixture
def channel(store: Store) -> int:
    return store.write(organisation.add_channel, "Our videos", "youtube")


def add(tx: Transaction, channel: int, /, *parts: tuple[str, int | None, int | None], **said: Any) -> None:
    tx.describe("import")
    row = {"dimension": "country", "measure": "views", "day": date(2026, 3, 1), "daily": False} | said
    for label, number, share in parts:
        changes.insert(tx, audience, channel_id=channel, label=label, number=number, share=share, **row)


def test_the_newest_list_is_told_with_both_totals(store: Store, channel: int) -> None:
    store.write(add, channel, ("US", 5, None), ("FR", 9, None))
    store.write(add, channel, ("DE", 410, None), ("US", 900, None), ("XK", 0, None), day=date(2026, 4, 1))

    def total(tx: Transaction) -> None:
        tx.describe("import")
        changes.insert(tx, platform_total, source="s", label="YouTube by country", metrics={"views": 1550})

    store.write(total)
    (found,) = store.read(audiences.audiences)
    assert [(part.label, part.number) for part in found.parts] == [("US", 900), ("DE", 410), ("XK", 0)]
    assert (found.channel, found.day, found.since) == ("Our videos", date(2026, 4, 1), date(2026, 3, 1))
    assert (found.count, found.listed, found.total) == (3, 1310, 1550)


def test_shares_days_and_channels_are_lists_of_their_own(store: Store, channel: int) -> None:
    other = store.write(organisation.add_channel, "Guild", "facebook")
    store.write(add, other, ("18-24, Women", None, 34_000), ("25-34, Women", None, 176_000), dimension="age and gender")
    store.write(add, channel, ("US", 3, None), daily=True)
    ages, days = store.read(audiences.audiences)
    assert [(part.label, part.share) for part in ages.parts] == [("25-34, Women", 176_000), ("18-24, Women", 34_000)]
    assert (ages.listed, ages.total, days.daily, days.total) == (None, None, True, None)
    assert [one.channel for one in store.read(audiences.audiences, channel)] == ["Our videos"]


def test_a_long_list_is_cut_and_counted(store: Store, channel: int) -> None:
    store.write(add, channel, *((f"country {at:02}", at, None) for at in range(30)))
    (found,) = store.read(audiences.audiences)
    assert (len(found.parts), found.count, found.parts[0].label) == (audiences.SHOWN, 30, "country 29")
