"""What a model moves: the same as each conversion's shares, worked out once, and anew when its rows changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import event

from smdash.domain.attribution import Model
from smdash.domain.benefits import BenefitDraft, BenefitKind
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.money import Money
from smdash.domain.periods import Calendar, Period
from smdash.store import benefits, campaigns, changes, credit, organisation
from smdash.store.credit_moves import moves
from smdash.store.store import Snapshot, Store, Transaction
from smdash.store.tables import conversion, touch

YEAR = Calendar().parse("2026", date(2026, 11, 22))
QUARTER = Calendar().parse("2026-Q2", date(2026, 11, 22))


def fill(tx: Transaction, seed: int, count: int = 60) -> None:
    """Conversions with up to six touches each, some direct, some too early, some after it; every fifth is refunded."""
    random = Random(seed)
    for number in range(count):
        day = date(2026, 3, 1) + timedelta(random.randrange(150))
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        amount = Money(random.randrange(1, 20_000), "USD")
        added = benefits.add_benefit(
            tx, BenefitDraft(day, amount, BenefitKind.REVENUE, campaign_id=random.randrange(1, 4))
        )
        if number % 5 == 0:
            benefits.refund_benefit(tx, added, day + timedelta(20), Money(max(amount.minor // 3, 1), "USD"))
        changes.insert(tx, conversion, key=f"o{number}", customer=f"c{number % 40}", at=at, benefit_id=added)
        for step in range(random.randrange(7)):
            direct = random.random() < 0.2
            changes.insert(
                tx, touch, source="x", external_key=f"{number}-{step}",
                conversion_key=f"o{number}" if step % 2 else "", customer="" if step % 3 else f"c{number % 40}",
                at=at - timedelta(hours=random.randrange(-24, 24 * 40)), direct=direct,
                campaign_id=None if direct else random.choice((None, 1, 2, 3)),
            )  # fmt: skip


@pytest.fixture
def three(store: Store) -> Store:
    for name in ("A", "B", "C"):
        store.write(campaigns.add_campaign, CampaignDraft(name, CampaignStatus.LIVE))
    store.write(fill, 7)
    return store


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The statements that read touches meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if "JOIN touch" in statement:
            seen.append(statement)

    event.listen(store._reader.engine, "before_cursor_execute", note)
    yield seen
    event.remove(store._reader.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("model", list(Model))
@pytest.mark.parametrize("period", [YEAR, QUARTER], ids=["year", "quarter"])
def test_moves_are_the_shares_of_each_conversion(three: Store, model: Model, period: Period) -> None:
    def by_shares(snapshot: Snapshot) -> Counter[object]:
        found: Counter[object] = Counter()
        for one in credit.conversions(snapshot, period):
            found[one.day, one.own] -= one.minor
            for owner, minor in one.shares(model, 30, "USD").items():
                found[one.day, owner] += minor
        return found

    moved: Counter[object] = Counter()
    for move in three.read(moves, period, model):
        moved[move.day, move.owner] += move.minor
    expected = three.read(by_shares)
    assert {key: minor for key, minor in moved.items() if minor} == {k: v for k, v in expected.items() if v}
    assert len(moved) > 10


def test_they_are_worked_out_again_only_when_their_rows_changed(three: Store) -> None:
    def asked() -> int:
        with statements(three) as seen:
            three.read(moves, QUARTER, Model.LINEAR)
            three.read(moves, YEAR, Model.LINEAR)
        return len(seen)

    assert asked() == 1
    assert asked() == 0
    three.write(organisation.add_person, "ben")
    assert asked() == 0
    before = three.read(moves, YEAR, Model.LINEAR)
    three.write(fill_one)
    assert asked() == 1
    assert three.read(moves, YEAR, Model.LINEAR) != before
    three.write(lambda tx: organisation.change_settings(tx, look_back_days=5))
    assert asked() == 1


def fill_one(tx: Transaction) -> None:
    """A touch more, the only one of its conversion's customer that is not direct."""
    changes.insert(tx, conversion, key="new", at=datetime(2026, 5, 4, tzinfo=UTC), benefit_id=new_benefit(tx))
    changes.insert(
        tx, touch, source="x", external_key="new", conversion_key="new", at=datetime(2026, 5, 3, tzinfo=UTC),
        campaign_id=2,
    )  # fmt: skip


def new_benefit(tx: Transaction) -> int:
    draft = BenefitDraft(date(2026, 5, 4), Money(100, "USD"), BenefitKind.REVENUE, campaign_id=1)
    return benefits.add_benefit(tx, draft)


def test_within_a_transaction_nothing_is_kept(three: Store) -> None:
    def twice(tx: Transaction) -> tuple[int, int]:
        before = sum(abs(move.minor) for move in moves(tx, YEAR, Model.LINEAR))
        fill_one(tx)
        return before, sum(abs(move.minor) for move in moves(tx, YEAR, Model.LINEAR))

    before, after = three.write(twice)
    assert after == before + 200


def test_no_touch_moves_nothing(store: Store) -> None:
    assert store.read(moves, YEAR, Model.FIRST) == ()
