"""What the log of incidents shows and its forms ask about, in one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from smdash.domain.deadlines import DeadlineClock
from smdash.domain.incidents import Incident
from smdash.library.clocks import load_clocks
from smdash.library.legal import load_legal_library
from smdash.store.incidents import incidents
from smdash.store.legal_items import library
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot

LISTED = 200
"""How many are listed at most, open ones first."""


@dataclass(frozen=True, slots=True)
class IncidentLog:
    """The log at the moment `now`, of `total` incidents those that are `listed`; and names by id for what they name.

    `clocks` are those whose item concerns the organisation's jurisdictions first. `items` are short names by item id.
    """

    listed: tuple[Incident, ...]
    total: int
    now: datetime
    zone: tzinfo
    people: Mapping[int, str]
    campaigns: Mapping[int, str]
    channels: Mapping[int, str]
    clocks: Mapping[str, DeadlineClock]
    items: Mapping[str, str]

    def found(self, incident_id: int | None) -> Incident | None:
        """The incident of that id, or None where it isn't listed."""
        return next((one for one in self.listed if one.id == incident_id), None)


def load_log(snapshot: Snapshot) -> IncidentLog:
    """The log as it is now, in the zone of who looks at it."""
    every = incidents(snapshot)
    ours = library(snapshot)
    concern = {item.id for item in ours.items}
    clocks = sorted(load_clocks().items(), key=lambda pair: pair[1].item not in concern)
    items = {item.id: item.short for item in (*ours.items, *load_legal_library().items)}
    return IncidentLog(
        every[:LISTED],
        len(every),
        snapshot.now,
        snapshot.clock.zone,
        names_of(snapshot, "person"),
        names_of(snapshot, "campaign"),
        names_of(snapshot, "channel"),
        dict(clocks),
        items,
    )
