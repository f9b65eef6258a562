"""Confidence as people type it: `7`, `7/10`."""

from __future__ import annotations

from smdash.domain.amounts import parse_number
from smdash.errors import InvalidInput


def parse_confidence(text: str) -> int:
    """A whole number from 0 to 10; `InvalidInput` for anything else."""
    number = parse_number(text.strip().removesuffix("/10"))
    if number != number.to_integral_value() or not 0 <= number <= 10:
        raise InvalidInput("Confidence is a whole number from 0 to 10.")
    return int(number)
