"""What needs a person: one sentence, how urgent it is, and where to go for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Urgency(IntEnum):
    """How soon somebody should look: the higher, the further up the list."""

    NOTE = 1
    SOON = 2
    NOW = 3


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that needs a person.

    `pane` is where it is dealt with; `kind` and `target` are that pane's own words for the thing itself.
    """

    urgency: Urgency
    text: str
    pane: str
    kind: str = ""
    target: int | None = None


def by_urgency(items: Iterable[Attention]) -> tuple[Attention, ...]:
    """The most urgent first, otherwise in the order given."""
    return tuple(sorted(items, key=lambda item: -item.urgency))
