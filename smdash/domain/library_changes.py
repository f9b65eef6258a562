"""What a newer legal library says otherwise than the one this organisation has gone through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from smdash.domain.risks import LegalItem, LegalLibrary

ItemText = Mapping[str, str]
"""What is compared of an item, as words by field."""

FIELDS = ("short", "question", "rule", "source", "jurisdictions", "applies if", "why", "evidence expected", "checked")
_ASKED = frozenset({"question", "rule"})


class ItemChangeKind(StrEnum):
    """What became of an item."""

    ADDED = "new"
    REWORDED = "worded anew"
    OTHER = "changed"
    RETIRED = "taken out"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field of an item, before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What changed of one shipped item. An answer to a reworded one is to be looked at again."""

    item_id: str
    short: str
    kind: ItemChangeKind
    differences: tuple[Difference, ...]

    @property
    def words(self) -> str:
        """The change in a cell: `worded anew: question, source`."""
        if self.kind in (ItemChangeKind.ADDED, ItemChangeKind.RETIRED):
            return self.kind.value
        return f"{self.kind.value}: {', '.join(one.field for one in self.differences)}"


@dataclass(frozen=True, slots=True)
class LibraryNews:
    """How the shipped library differs from the version gone through; nothing changed where `changes` is empty."""

    seen: str
    shipped: str
    changes: tuple[ItemChange, ...] = ()

    @property
    def sentence(self) -> str:
        """What needs a person, in one sentence."""
        count = len(self.changes)
        return f"Legal library {self.shipped}: {count} item{'' if count == 1 else 's'} changed since {self.seen}"


def text_of(item: LegalItem) -> dict[str, str]:
    """What is kept of an item, to be compared later."""
    return {
        "short": item.short,
        "question": item.question,
        "rule": item.rule,
        "source": item.source,
        "jurisdictions": ", ".join(item.jurisdictions),
        "applies if": ", ".join(item.applies_if),
        "why": item.why,
        "evidence expected": item.evidence,
        "checked": item.checked.words,
    }


def texts_of(library: LegalLibrary) -> dict[str, dict[str, str]]:
    """What is kept of a whole library, by item id."""
    return {item.id: text_of(item) for item in library.items}


def library_changes(seen: Mapping[str, ItemText], library: LegalLibrary) -> tuple[ItemChange, ...]:
    """What differs between items as they were seen and those of a library, in its order; then what is gone."""
    found = []
    for item in library.items:
        now, before = text_of(item), seen.get(item.id)
        if before is None:
            kind = ItemChangeKind.ADDED
            differences = tuple(Difference(name, "", now[name]) for name in ("question", "rule", "source"))
        else:
            differences = tuple(
                Difference(name, before.get(name, ""), now[name])
                for name in FIELDS
                if before.get(name, "") != now[name]
            )
            asked = any(one.field in _ASKED for one in differences)
            kind = ItemChangeKind.REWORDED if asked else ItemChangeKind.OTHER
        if differences:
            found.append(ItemChange(item.id, item.short, kind, differences))
    shipped = {item.id for item in library.items}
    for item_id, text in seen.items():
        if item_id not in shipped:
            gone = (Difference("question", text.get("question", ""), ""),)
            found.append(ItemChange(item_id, text.get("short", ""), ItemChangeKind.RETIRED, gone))
    return tuple(found)
