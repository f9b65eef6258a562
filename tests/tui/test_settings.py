"""What the form of settings understands, and where it says what it does not take."""

from __future__ import annotations

from datetime import date

import pytest

from smdash.domain.organisation import Organisation
from smdash.errors import InvalidInput
from smdash.tui.screens.settings import settings_fields
from smdash.tui.widgets.fields import understand

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
