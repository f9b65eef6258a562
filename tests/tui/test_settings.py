"""What the form of settings understands, and where it says what it does not take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from smdash.domain.organisation import Organisation
from smdash.errors import InvalidInput
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.screens.settings import settings_fields
from smdash.tui.widgets.fields import understand
from smdash.tui.widgets.form import Form

PACE = next(field for field in settings_fields(Organisation()) if field.name == "pace")
MEDIA = next(
    field for field in settings_fields(Organisation(media_cpm="6.50", media_cpc="0.4")) if field.name == "media"
)
TODAY = date(2026, 11, 22)


@pytest.mark.parametrize("typed", ["1.1 0.9 0.5", "1.1, 0.9, 0.5", " 1.1  0.9,0.5 "])
def test_pace_thresholds_are_three_ratios(typed: str) -> None:
    assert understand(PACE, typed, TODAY).value == ("1.1", "0.9", "0.5")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.05 0.95", "Three ratios are needed"),
        ("1.05 0.95 fast", "pace at risk must be a ratio such as 0.95"),
        ("-1 0.95 0.75", "pace ahead must be a ratio such as 0.95"),
        ("0.75 0.95 1.05", "must fall from ahead over on track to at risk"),
    ],
)
def test_wrong_pace_thresholds_are_told_at_their_field(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        understand(PACE, typed, TODAY)


def test_media_prices_are_two_amounts_or_none() -> None:
    assert MEDIA.initial == "6.50 0.4"
    assert understand(MEDIA, " 7.25  1 ", TODAY).value == ("7.25", "1")
    assert not understand(MEDIA, "", TODAY).value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("6.50", "Two prices are needed"),
        ("6.50 cheap", "media cpc must be an amount such as 6.50"),
        ("-6.50 0.4", "media cpm must be an amount such as 6.50"),
        ("6.505 0.4", "media cpm must be an amount such as 6.50"),
    ],
)
def test_wrong_media_prices_are_told_at_their_field(typed: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said):
        understand(MEDIA, typed, TODAY)


async def test_several_timers_and_hours_to_come_are_allowed_in_the_form(
    real_store: Store, real_app: Callable[..., SmdashApp], press: Callable[..., Any]
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 40)) as pilot:
        await press(pilot, "f8")
        assert isinstance(app.screen, Form)
        for name in ("timers_at_once", "future_entries"):
            app.screen._rows[name].editor.focus()
            await press(pilot, "right")
        await press(pilot, "ctrl+s")
    found = real_store.read(lambda snapshot: snapshot.organisation)
    assert (found.timers_at_once, found.future_entries) == (2, "yes")
