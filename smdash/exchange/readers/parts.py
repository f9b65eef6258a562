"""What readers of breakdowns share: names and shares of their parts."""

from __future__ import annotations

from decimal import Decimal

from smdash.exchange.grammar.numbers import BadCell, NumberGrammar
from smdash.exchange.readers.base import LONGEST_NAME, measure_at

MILLION = 1_000_000
"""The whole, as shares are kept."""

_LONGEST_KEY = 40


def part_label(name: str, key: str) -> str:
    """A readable name with the id that makes it the only one; long ids, which nobody reads, are left out."""
    if not name or name == key:
        return key[:LONGEST_NAME]
    return f"{name[: LONGEST_NAME - len(key) - 3]} · {key}" if len(key) < _LONGEST_KEY else name[:LONGEST_NAME]


def share_of(grammar: NumberGrammar, cell: str, column: str, whole: int = 100) -> int | None:
    """A share in millionths, where the file writes all of it as `whole`; `BadCell` below nothing and beyond all."""
    value = measure_at(grammar, cell, column).value
    if value is None:
        return None
    share = round(Decimal(value) * MILLION / whole)
    if not 0 <= share <= MILLION:
        raise BadCell(cell, "is not a share of a whole", column)
    return share


def whole(value: int | Decimal | None) -> int | None:
    """A count that may be missing."""
    return None if value is None else int(value)
