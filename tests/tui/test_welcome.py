"""The first day: a new store asks who, where and in which currency, and offers where to begin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from smdash.clock import FixedClock
from smdash.domain.money import Money
from smdash.domain.organisation import Organisation, Person, Role
from smdash.errors import InvalidInput
from smdash.store import organisation
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.quick_log import QuickLogScreen
from smdash.tui.screens.welcome import fields
from smdash.tui.widgets.fields import understood
from smdash.tui.widgets.weekly_hours import weekly_hours
from tests.tui.seeing import TextOf, put

Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]


def found(tmp_path: Path) -> tuple[Organisation, tuple[Person, ...], Money | None]:
    """Settings, people, and the first one's rate."""
    store = Store.open(tmp_path / "real.db", FixedClock(), actor="ana")
    try:
        rate = store.read(organisation.rate_on, 1, date(2026, 1, 1))
        people = store.read(organisation.people)
        return store.read(lambda snapshot: snapshot.organisation), people, rate.hourly if rate else None
    finally:
        store.close()


async def test_what_was_asked_is_saved(real_app: RealApp, press: Press, text_of: TextOf, tmp_path: Path) -> None:
    app = real_app(actor="login")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert "Welcome to smdash" in "\n".join(text_of(app))
        for name, typed in (
            ("name", "Ana Silva"),
            ("zone", "Europe/Lisbon"),
            ("currency", "eur"),
            ("hourly", "48.50"),
            ("capacity", "37:30"),
        ):
            put(app, **{name: typed})
        await press(pilot, "ctrl+s")
        assert isinstance(app.screen, ChoiceList)
        await press(pilot, "escape")
        assert "EUR · Ana Silva" in "\n".join(text_of(app))
    settings, people, hourly = found(tmp_path)
    assert (settings.currency, settings.zone, settings.week_start, settings.fiscal_start) == (
        "EUR",
        "Europe/Lisbon",
        0,
        1,
    )
    assert [(one.name, one.weekly_capacity, one.zone, one.role) for one in people] == [
        ("Ana Silva", 37.5 * 3600, "Europe/Lisbon", Role.MANAGER)
    ]
    assert hourly == Money(4850, "EUR")


async def test_esc_takes_the_defaults_and_says_so(
    real_app: RealApp, press: Press, tmp_path: Path, told: Callable[[SmdashApp], str]
) -> None:
    app = real_app(actor="ana")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "escape")
        assert "You are “ana”; currency, weeks and rates have their defaults." in told(app)
        assert isinstance(app.screen, ChoiceList)
        await press(pilot, "enter")  # the first thing offered: log the first hour
        assert isinstance(app.screen, QuickLogScreen)
    settings, people, hourly = found(tmp_path)
    assert (settings.currency, [one.name for one in people], hourly) == ("USD", ["ana"], None)


async def test_faults_stand_at_their_fields_and_nothing_is_saved(
    real_app: RealApp, press: Press, text_of: TextOf, tmp_path: Path
) -> None:
    app = real_app(actor="ana")
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot)
        put(app, currency="dollars")
        put(app, capacity="200")
        await press(pilot, "ctrl+s")
        text = "\n".join(text_of(app))
        assert "is not a currency code" in text
        assert "A week has 168 hours." in text
        put(app, currency="USD")
        put(app, capacity="40")
        put(app, zone="Berlin")
        await press(pilot, "ctrl+s")
        assert "“Berlin” is not a time zone." in "\n".join(text_of(app))
    assert found(tmp_path)[1] == ()


async def test_a_viewer_and_a_store_that_is_set_up_are_not_greeted(
    real_store: Store, real_app: RealApp, press: Press
) -> None:
    for app in (real_app(), real_app(role=Role.VIEWER)):
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot)
            assert not app.screen.is_modal


def test_all_but_the_name_has_a_default() -> None:
    asked = fields("ana", "UTC")
    values = understood(asked, {field.name: field.initial for field in asked}, date(2026, 11, 22))[0]
    assert values == {
        "name": "ana",
        "zone": "UTC",
        "currency": "USD",
        "hourly": None,
        "capacity": None,
        "week_start": "0",
        "fiscal_start": "1",
    }


@pytest.mark.parametrize(("typed", "hours"), [("40", 40), ("37.5", 37.5), ("37:30", 37.5), ("40h", 40), ("168", 168)])
def test_hours_a_week(typed: str, hours: float) -> None:
    understood = weekly_hours(typed)
    assert understood.value == hours * 3600
    assert understood.echo.endswith(" a week")


@pytest.mark.parametrize("typed", ["169", "-1", "37:5", "x:30", "168:01", "forty"])
def test_hours_no_week_has(typed: str) -> None:
    with pytest.raises(InvalidInput):
        weekly_hours(typed)
