"""Numbers and amounts of money as people type them."""

from __future__ import annotations

import re
from decimal import Decimal

from smdash.domain.money import MAX_MINOR, Money
from smdash.errors import InvalidInput

_NUMBER = re.compile(r"([-−+]?)(\d[\d.,' \u00a0\u202f’]*|[.,]\d+)")
_GROUPED = re.compile(r"\d*|\d{1,3}(?:\.\d{3})+|\d{1,3}(?:,\d{3})+")
_SPACES = re.compile(r"(?<=\d)[' \u00a0\u202f’](?=\d{3}(?!\d))")


def parse_number(text: str) -> Decimal:
    """The number a person typed, exactly.

    Takes a point or a comma for the decimals and spaces, apostrophes, points or commas between thousands. What could
    be read in two ways (`1.250`) is refused and asked about.
    """
    typed = text.strip()
    match = _NUMBER.fullmatch(typed)
    if match is None:
        raise InvalidInput(f"“{typed}” is not a number.", "Use 1250 or 1250.50.")
    sign, digits = match[1], _SPACES.sub("", match[2])
    decimal = _decimal_mark(typed, digits)
    whole, _, fraction = digits.rpartition(decimal) if decimal else (digits, "", "")
    if not _GROUPED.fullmatch(whole) or (not fraction.isdecimal() and fraction):
        raise InvalidInput(f"“{typed}” is not a number.", "Use 1250 or 1250.50.")
    plain = re.sub("[.,]", "", whole) or "0"
    number = Decimal(f"{plain}.{fraction}" if fraction else plain)
    return -number if sign in ("-", "−") else number


def parse_amount(text: str, currency: str) -> Money:
    """The amount a person typed in major units; more decimals than the currency has are refused."""
    typed = re.sub(rf"(?i)^\s*{re.escape(currency)}\s*|\s*{re.escape(currency)}\s*$", "", text)
    number = parse_number(typed)
    money = Money.of(number, currency)
    if money.amount != number:
        raise InvalidInput(f"“{text.strip()}” has more decimals than {currency} has.", "Round it.")
    if abs(money.minor) > MAX_MINOR:
        raise InvalidInput(f"“{text.strip()}” is larger than any amount smdash takes.", "Check the digits.")
    return money


def _decimal_mark(typed: str, digits: str) -> str:
    """`.` or `,` where it separates decimals; empty when there are none."""
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        return "." if digits.rfind(".") > digits.rfind(",") else ","
    if points + commas != 1:
        return ""
    mark = "." if points else ","
    whole, _, fraction = digits.partition(mark)
    if len(fraction) == 3 and 1 <= len(whole) <= 3 and whole != "0":
        raise InvalidInput(
            f"“{typed}” could be {whole}{fraction} or {whole}.{fraction.rstrip('0') or '0'}.",
            f"Write {whole}{fraction}, or with two decimals {whole}.{fraction[:2]}.",
        )
    return mark
