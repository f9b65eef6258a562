"""What a person chose to see of the goals: a filter, an order, folded objectives, a comparison. No Textual here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from smdash.domain.comparison import Comparison
from smdash.domain.objectives import KpiEntry, ObjectiveEntry, Scorecard, need, urgency
from smdash.domain.text import name_key

MOST_KPIS = 500


class Order(StrEnum):
    """What a list is sorted by."""

    NAME = "name"
    URGENCY = "urgency"
    DUE = "due"

    @property
    def next(self) -> Order:
        """The one that comes after it, round and round."""
        every = list(Order)
        return every[(every.index(self) + 1) % len(every)]


@dataclass(frozen=True, slots=True)
class View:
    """The choices, kept while the dashboard runs; `folded` has the ids of objectives, 0 for the KPIs without one."""

    search: str = ""
    order: Order = Order.NAME
    folded: frozenset[int] = frozenset()
    comparison: Comparison = Comparison.NONE

    def fold(self, group_id: int) -> View:
        """The same with an objective folded, or unfolded when it was."""
        return replace(self, folded=self.folded ^ {group_id})


@dataclass(frozen=True, slots=True)
class Listed:
    """The objectives as they are listed, each with those of its KPIs that are, and how many KPIs of all these are."""

    groups: tuple[tuple[ObjectiveEntry, tuple[KpiEntry, ...]], ...]
    shown: int
    total: int


def group_id(group: ObjectiveEntry) -> int:
    """The id of an objective; 0 for the KPIs without one."""
    return group.objective.id if group.objective else 0


def listed(card: Scorecard, view: View, owners: Mapping[int, str], most: int = MOST_KPIS) -> Listed:
    """The objectives and KPIs that the filter lets through, in the order chosen, as many KPIs as the list may have.

    Each word of the filter must occur in the name of the KPI or its objective, in its owner's name, its state or its
    level. An objective without KPIs is listed when its own name and owner have all words.
    """
    words = name_key(view.search).split()
    left, shown, groups = most, 0, []
    for group in sorted(card.objectives, key=_GROUP_KEYS[view.order]):
        kpis = [entry for entry in group.kpis if _has(words, _words_of(group, entry, owners))]
        if not kpis and (group.kpis or not _has(words, _words_of(group, None, owners))):
            continue
        kept = tuple(sorted(kpis, key=_KPI_KEYS[view.order])[:left])
        left, shown = left - len(kept), shown + len(kept)
        groups.append((group, kept))
    return Listed(tuple(groups), shown, len(card.kpis))


def _has(words: list[str], text: str) -> bool:
    return all(word in text for word in words)


def _words_of(group: ObjectiveEntry, entry: KpiEntry | None, owners: Mapping[int, str]) -> str:
    said = [group.objective.name] if group.objective else []
    owner_id = group.objective.owner_id if group.objective else None
    if entry is not None:
        draft = entry.status.kpi.draft
        said += [draft.name, entry.status.state.value, draft.level.value]
        owner_id = draft.owner_id
    return name_key(" ".join((*said, owners.get(owner_id or 0, ""))))


Key = tuple[Any, ...]


def _kpi_name(entry: KpiEntry) -> Key:
    return (name_key(entry.status.kpi.name),)


def _kpi_urgency(entry: KpiEntry) -> Key:
    return need(entry.status)


def _kpi_due(entry: KpiEntry) -> Key:
    return (entry.status.kpi.draft.due, *_kpi_name(entry))


def _group_name(group: ObjectiveEntry) -> Key:
    return (group.objective is None, name_key(group.objective.name) if group.objective else "")


def _group_urgency(group: ObjectiveEntry) -> Key:
    """By its neediest KPI."""
    neediest = min((_kpi_urgency(entry)[:2] for entry in group.kpis), default=(urgency(None), date.max))
    return (neediest, *_group_name(group))


def _group_due(group: ObjectiveEntry) -> Key:
    return (min((entry.status.kpi.draft.due for entry in group.kpis), default=date.max), *_group_name(group))


_KPI_KEYS: dict[Order, Callable[[KpiEntry], Key]] = {
    Order.NAME: _kpi_name,
    Order.URGENCY: _kpi_urgency,
    Order.DUE: _kpi_due,
}
_GROUP_KEYS: dict[Order, Callable[[ObjectiveEntry], Key]] = {
    Order.NAME: _group_name,
    Order.URGENCY: _group_urgency,
    Order.DUE: _group_due,
}
