"""The box of rates: a rate worked out with its formula in sight, entries priced, and nothing of it for others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, rates, timesheets, undo
from smdash.store.closing import close_month
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.widgets.form import Form
from tests.tui.seeing import TextOf, put, shown

HOUR = 3600
OCTOBER, NOVEMBER = date(2026, 10, 5), date(2026, 11, 3)
Press = Callable[..., Any]
RealApp = Callable[..., SmdashApp]
Told = Callable[[SmdashApp], str]


@pytest.fixture
def worked(real_store: Store) -> Store:
    """An hour of ana's in October and two in November, at 45.00; and one of ben's, who has no rate."""
    ben = real_store.write(organisation.add_person, "ben")
    for person, day, hours, campaign in ((1, OCTOBER, 1, 1), (1, NOVEMBER, 2, 2), (ben, NOVEMBER, 1, 1)):
        real_store.write(timesheets.log_entry, EntryDraft(person, day, hours * HOUR, campaign_id=campaign))
    return real_store


def costs(store: Store) -> list[int | None]:
    return [entry.cost_minor for entry in reversed(store.read(timesheets.entries, limit=None).entries)]


async def test_the_published_case_is_worked_out_as_it_is_typed(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "R")
        assert "Hourly rates · ana" in shown(app, text_of)
        assert "2026-01-01   45.00 USD  typed in" in shown(app, text_of)
        await press(pilot, "n")
        put(app, valid_from="2026-11-01", pay="18", weekly_hours="40", hours_off="232", on_costs="31.08")
        await press(pilot, "tab", "tab", "tab", "tab", "left")  # pay for a year → an hour
        text = shown(app, text_of)
        assert "49 076.35 / 1 848 h = 26.56 USD an hour" in text
        assert "cost a year = 37 440.00 pay + 11 636.35 on-costs (31.1 %)" in text
        put(app, on_costs="")
        await press(pilot)
        assert "1.423 (BLS)" in shown(app, text_of)
        put(app, on_costs="31.08")
        await press(pilot, "ctrl+s")
        text = shown(app, text_of)
        assert "2026-11-01   26.56 USD  49 076.35 / 1 848 h" in text
        assert "1 entry, 2:00: 90.00 → 53.12 USD (p)" in text
        await press(pilot, "up", "enter")  # what it was worked out from stands there again
        assert isinstance(app.screen, Form)
        assert app.screen.typed["hours_off"] == "232"
        assert app.screen.typed["per"] == "hour"
    assert costs(worked) == [4500, 9000, None]


async def test_entries_are_priced_again_after_a_look(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Told
) -> None:
    worked.write(organisation.set_rate, 1, date(2026, 10, 1), Money(6000, "USD"))
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "R", "p")
        text = shown(app, text_of)
        for words in ("2026-10   Spring membership", "2026-11   Autumn fair", "45.00", "60.00", "135.00", "180.00"):
            assert words in text
        await press(pilot, "n")
        assert costs(worked) == [4500, 9000, None]
        await press(pilot, "p", "y")
        assert "Priced again: 2 entries, 3:00: 135.00 → 180.00 USD" in told(app)
        assert costs(worked) == [6000, 12000, None]
        await press(pilot, "p")
        assert "Every entry has the rate of its day" in told(app)
    worked.write(undo.undo)
    assert costs(worked) == [4500, 9000, None]


async def test_a_first_rate_prices_what_had_none(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf, told: Told
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "w", "down", "enter", "R")
        assert "No rate yet: hours are counted without a cost" in shown(app, text_of)
        await press(pilot, "n", "tab", "tab", "right")  # typed in
        put(app, valid_from="2026-11-01", hourly="30")
        await press(pilot, "ctrl+s")
        assert "Priced what had no rate: 1 entry, 1:00: 0.00 → 30.00 USD, 1 had no rate" in told(app)
    assert costs(worked)[-1] == 3000


async def test_faults_stand_at_their_fields_and_a_closed_month_is_one(
    worked: Store, real_app: RealApp, press: Press, text_of: TextOf
) -> None:
    worked.write(close_month, OCTOBER)
    app = real_app()
    async with app.run_test(size=(100, 40)) as pilot:
        await press(pilot, "4", "R", "n")
        put(app, pay="-5", weekly_hours="200", on_costs="900")
        await press(pilot, "ctrl+s")
        text = shown(app, text_of)
        for words in ("Pay must be above zero", "at most 168", "from 0 to 500 %"):
            assert f"! {words}" in text or words in text
        put(app, valid_from="2026-10-15", pay="48000", weekly_hours="40", on_costs="")
        await press(pilot, "ctrl+s")
        text = shown(app, text_of)
        assert "October 2026 is closed (by ana on 22 Nov 2026)" in text
        assert "The first open day is 2026-11-01" in " ".join(text.replace("│", " ").split())
        assert isinstance(app.screen, Form)
        assert app.screen.typed["pay"] == "48000"
    assert len(worked.read(rates.rate_lines, 1)) == 1


async def test_a_rate_in_use_is_not_deleted(worked: Store, real_app: RealApp, press: Press, told: Told) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "R", "d", "y")
        assert "2 entries were written with this rate" in told(app)
    assert len(worked.read(rates.rate_lines, 1)) == 1


async def test_others_see_no_rates(worked: Store, real_app: RealApp, press: Press, text_of: TextOf) -> None:
    app = real_app(Role.VIEWER)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "4", "R")
        assert "Hourly rates" not in shown(app, text_of)
        assert "45.00" not in shown(app, text_of)
