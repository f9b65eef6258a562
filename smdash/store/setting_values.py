"""What a setting of the organisation may be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields
from decimal import Decimal
from typing import Any

from smdash.clock import zone
from smdash.domain import text
from smdash.domain.attribution import Model
from smdash.domain.benefits import BenefitCategory
from smdash.domain.campaigns import OverheadRule
from smdash.domain.money import check_currency
from smdash.domain.organisation import Organisation
from smdash.domain.risks import ANYWHERE, parse_grid
from smdash.errors import InvalidInput
from smdash.library.legal import load_legal_library

WEEK = 7 * 86400
_BOUNDS = {
    "week_start": (0, 6),
    "fiscal_start": (1, 12),
    "day_start_hour": (0, 12),
    "timer_limit": (3600, 86400),
    "timers_at_once": (1, 9),
    "week_target": (0, WEEK),
    "look_back_days": (1, 365),
}
MEDIA = ("media_cpm", "media_cpc")
PACE = ("pace_ahead", "pace_on_track", "pace_at_risk")
_CHOICES = {
    "overhead_rule": ("none", *(rule.value for rule in OverheadRule)),
    "message_hours": ("none", "evenly"),
    "attribution_model": ("", *(model.name.lower() for model in Model)),
    "sale_category": tuple(category.value for category in BenefitCategory),
    "sale_fees": ("yes", "no"),
    "future_entries": ("yes", "no"),
}


def check_setting(key: str, value: Any) -> Any:
    """The value as it is stored; `InvalidInput` when there is no such setting, or it can't have this value."""
    words = key.replace("_", " ")
    if key not in {item.name for item in fields(Organisation)}:
        raise InvalidInput(f"“{key}” is not a setting.", "See the README for the list.")
    if key in _BOUNDS:
        low, high = _BOUNDS[key]
        if type(value) is not int or not low <= value <= high:
            raise InvalidInput(f"{words} must be a whole number from {low} to {high}.", "Correct the number.")
        return value
    if key == "jurisdictions":
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            raise InvalidInput("jurisdictions must be a list of names.", "Write them as US, EU, UK.")
        return _jurisdictions(value)
    if not isinstance(value, str):
        raise InvalidInput(f"{words} must be text.", "Correct the value.")
    return _check_words(key, text.one_line(value))


def check_pace_order(ratios: Sequence[str]) -> None:
    """`InvalidInput` unless the pace thresholds fall from ahead over on track to at risk."""
    numbers = [Decimal(ratio) for ratio in ratios]
    if numbers != sorted(numbers, reverse=True):
        raise InvalidInput("The pace thresholds must fall from ahead over on track to at risk.", "Correct their order.")


def _jurisdictions(given: Sequence[str]) -> list[str]:
    """Jurisdictions the legal library has rules of, each once; `InvalidInput` names those it does not know."""
    known = {key: words for key, words in load_legal_library().jurisdictions.items() if key != ANYWHERE}
    wanted = list(dict.fromkeys(text.name(item, "jurisdiction").upper() for item in given))
    hint = f"Known: {', '.join(f'{key} ({words})' for key, words in known.items())}."
    if unknown := [item for item in wanted if item not in known]:
        raise InvalidInput(f"The legal library has no rules of {', '.join(unknown)}.", hint)
    if not wanted:
        raise InvalidInput("At least one jurisdiction is needed.", hint)
    return wanted


def _check_words(key: str, value: str) -> str:
    if key == "currency":
        return check_currency(value)
    if key == "zone":
        return str(zone(value))
    if key in _CHOICES and value not in _CHOICES[key]:
        known = ", ".join(choice or "none (empty)" for choice in _CHOICES[key])
        raise InvalidInput(f"{key.replace('_', ' ')} can't be “{value}”.", f"Use {known}.")
    if key in PACE and not re.fullmatch(r"\d(\.\d{1,3})?", value, re.ASCII):
        raise InvalidInput(f"{key.replace('_', ' ')} must be a ratio such as 0.95.", "Correct the number.")
    if key in MEDIA and not re.fullmatch(r"(\d{1,6}(\.\d{1,2})?)?", value, re.ASCII):
        raise InvalidInput(f"{key.replace('_', ' ')} must be an amount such as 6.50, or empty.", "Correct the number.")
    if key == "risk_grid":
        return parse_grid(value).text()
    if len(value) > 120:
        raise InvalidInput(f"The {key} is longer than 120 characters.", "Shorten it.")
    return value
