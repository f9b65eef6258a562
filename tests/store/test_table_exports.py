"""Every table can be taken out, or there is a reason why not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from sqlalchemy import select

from smdash.clock import FixedClock
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.goals import KpiDraft, Reading
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import campaigns, changes, costs, kpis, organisation, readings
from smdash.store.locks import DATED
from smdash.store.store import Snapshot, Store, Transaction
from smdash.store.table_exports import EXPORTS, NOT_EXPORTED, export_named, source_of, table_exports
from smdash.store.table_rows import Narrowed, table_rows
from smdash.store.tables import channel_day, metadata, post, post_metrics

TODAY = date(2026, 11, 22)


def records(store: Store, name: str, narrowed: Narrowed | None = None) -> list[dict[str, object]]:
    def read(snapshot: Snapshot) -> list[dict[str, object]]:
        found = table_rows(snapshot, export_named(name), narrowed)
        return [dict(zip(found.columns, row, strict=True)) for row in found.rows]

    return store.read(read)


def test_every_table_is_exported_or_named_with_the_reason() -> None:
    told = [export.table for export in EXPORTS]
    assert len(set(told)) == len(told)
    assert {*told, *NOT_EXPORTED} <= metadata.tables.keys()
    exported = table_exports()
    assert {export.table for export in exported} | NOT_EXPORTED.keys() == metadata.tables.keys()
    assert not {export.table for export in exported} & NOT_EXPORTED.keys()
    assert all(NOT_EXPORTED.values())
    assert len({export.name for export in exported}) == len(exported)
    assert all(export.about for export in exported)


def test_a_table_nobody_named_is_exported_to_managers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smdash.store.table_exports.EXPORTS", EXPORTS[1:])
    new = export_named("setting")
    assert (new.table, new.managers_only) == ("setting", True)


def test_a_dated_table_is_narrowed_by_the_day_its_numbers_belong_to() -> None:
    days = {export.table: export.day for export in EXPORTS if export.table in DATED}
    assert days == {name: DATED[name].first for name in days}
    for export in table_exports():
        _, columns = source_of(export)
        assert not export.day or export.day in {column.name for column in columns}


def test_every_export_has_columns_of_different_names(store: Store) -> None:
    store.write(organisation.first_use, "ann", "UTC")
    for export in table_exports():
        columns = store.read(table_rows, export).columns
        assert len(set(columns)) == len(columns), export.name
        assert not [key for key in columns if key.endswith(("_minor", "name_key"))]


def fill(tx: Transaction) -> None:
    organisation.first_use(tx, "ann", "UTC")
    organisation.set_rate(tx, 1, date(2026, 1, 1), Money(4550, "EUR"))
    spring = campaigns.add_campaign(
        tx, CampaignDraft("Spring", CampaignStatus.LIVE, budget_minor=10_000, budget_seconds=5400)
    )
    guild = organisation.add_channel(tx, "@guild", "instagram")
    costs.add_cost(tx, CostDraft(date(2026, 10, 3), Money(1234, "EUR"), CostCategory.ADS, campaign_id=spring))
    costs.add_cost(tx, CostDraft(date(2026, 11, 3), Money(-500, "USD"), CostCategory.OTHER))
    for number in (1, 2):
        values = {"source": "x", "external_key": str(number), "channel_id": guild, "campaign_id": spring}
        changes.insert(tx, post, **values, day=date(2026, 10, number), precision="day", text=f"Post {number}")
    for day, reach in ((3, 10), (9, None)):
        raw = {"reach": "< 10", "Comments": "7"}
        changes.insert(tx, post_metrics, post_id=1, captured_on=date(2026, 10, day), reach=reach, clicks=0, raw=raw)
    changes.insert(tx, channel_day, channel_id=guild, day=date(2026, 10, 4), followers=812)
    kpi = kpis.add_kpi(tx, KpiDraft("Leads", date(2026, 10, 1), date(2026, 12, 31), target=Decimal("12.50")))
    readings.add_reading(tx, kpi, Reading(date(2026, 10, 5), Decimal("3.10")))


def test_names_stand_for_keys_and_amounts_have_their_currency(store: Store) -> None:
    store.write(fill)
    first, second = records(store, "costs")
    assert (first["campaign"], first["amount"], first["currency"]) == ("Spring", Money(1234, "EUR"), "EUR")
    assert (first["converted"], first["converted_currency"]) == (None, None)
    assert (second["converted"], second["converted_currency"]) == (Money(-500, "USD"), "USD")
    assert second["campaign"] is None
    rate = records(store, "rates")[0]
    assert (rate["person"], rate["hourly"], rate["currency"]) == ("ann", Money(4550, "EUR"), "EUR")
    spring = records(store, "campaigns")[0]
    assert str(spring["budget_hours"]) == "1:30:00"
    assert spring["budget_seconds"] == 5400
    reading = records(store, "readings")[0]
    assert (reading["kpi"], str(reading["value"])) == ("Leads", "3.10")


def test_posts_have_their_latest_numbers_and_missing_is_not_zero(store: Store) -> None:
    store.write(fill)
    first, second = records(store, "posts")
    assert (first["captured_on"], first["reach"], first["clicks"], first["impressions"]) == (
        date(2026, 10, 9),
        "< 10",
        0,
        None,
    )
    assert (second["captured_on"], second["reach"]) == (None, None)
    assert [row["reach"] for row in records(store, "captures")] == [10, "< 10"]
    assert records(store, "channel-days")[0]["followers"] == 812


def test_rows_may_be_narrowed(store: Store) -> None:
    store.write(fill)
    october = Calendar().parse("2026-10", TODAY)
    assert len(records(store, "costs", Narrowed(period=october))) == 1
    assert len(records(store, "costs", Narrowed(campaigns=[1]))) == 1
    assert len(records(store, "rates", Narrowed(people=[1]))) == 1
    with pytest.raises(InvalidInput, match="no day"):
        records(store, "people", Narrowed(period=october))
    with pytest.raises(InvalidInput, match="belong to no person"):
        records(store, "costs", Narrowed(people=[1]))


def test_the_journal_says_who_and_when(store: Store) -> None:
    store.write(fill)
    found = records(store, "journal", Narrowed(period=Calendar().parse("2026-11", TODAY)))
    newest = store.read(lambda snapshot: snapshot.connection.execute(select(metadata.tables["change"].c.id)).all())
    assert len(found) == len(newest)
    assert {(row["actor"], row["at"]) for row in found} == {("ann", FixedClock().now())}
    assert datetime(2026, 11, 1, tzinfo=UTC) < FixedClock().now()
    assert found[-1]["table_name"] == "reading"


def test_rates_and_the_journal_are_for_managers(store: Store) -> None:
    store.write(fill)
    viewer = Store.open(store.path, FixedClock(), role=Role.VIEWER)
    try:
        for name in ("rates", "journal"):
            with pytest.raises(Refused, match="managers only"):
                records(viewer, name)
        assert [row["name"] for row in records(viewer, "people")] == ["ann"]
    finally:
        viewer.close()


def test_a_name_nothing_has_is_told(store: Store) -> None:
    with pytest.raises(NotFound, match="no table “campains”") as caught:
        export_named("campains")
    assert caught.value.hint == "Did you mean campaigns?"
