"""What readers of web analytics produce."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from smdash.domain.measures import Measure

TRAFFIC_METRICS = ("sessions", "engaged", "users", "key_events")
"""Visits, those that did something, the people, and the events that count for the site. Only visits add up."""

Dimensions = tuple[tuple[str, str], ...]


class TrafficRecord(NamedTuple):
    """One row of a report on visits, of the days from `start` to `until`, both counted.

    `dimensions` are what the row is broken down by, name and value as printed; with the days and the property (the
    site) they tell the row again. Of these, the four that say where visits come from also stand by themselves, blank
    where the report has none. `metrics` has an entry for each of `TRAFFIC_METRICS` the report has.
    """

    source: str
    property: str
    start: date
    until: date
    dimensions: Dimensions
    line: int
    utm_source: str
    utm_medium: str
    utm_campaign: str
    channel_group: str
    metrics: Mapping[str, Measure]
    raw: Mapping[str, str]
