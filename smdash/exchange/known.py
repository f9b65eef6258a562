"""What a store knows that helps to understand a file: saved mappings, and what its KPIs are called."""

from __future__ import annotations

from smdash.domain.naming import spaceless
from smdash.exchange.read import Choices
from smdash.exchange.readers.mapped.saved import saved_mappings
from smdash.exchange.readers.readings.cells import KnownKpis
from smdash.store.import_basis import aliases_of
from smdash.store.kpis import kpis
from smdash.store.store import Snapshot


def known_choices(snapshot: Snapshot) -> Choices:
    """The choices to read any file of this organisation with; a person adds theirs."""
    every = kpis(snapshot, archived=True)
    names = [*(one.name for one in every), *aliases_of(snapshot, "kpi")]
    units = frozenset(one.draft.unit.strip() for one in every if one.draft.unit.strip())
    return Choices(
        mappings=saved_mappings(snapshot), kpis=KnownKpis(frozenset(spaceless(name) for name in names), units)
    )
