"""What an ad platform says of one campaign, ad set or ad."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from smdash.domain.measures import NOT_REPORTED, Measure


@dataclass(frozen=True, slots=True)
class AdRecord:
    """Numbers of an ad object on the days from `start` to `end`, both within.

    `campaign` is the platform's name of the campaign; `ad_set` and `ad` are blank where a row is of more than one.
    `spend` is in major units of `currency`, which is blank where the file names none. Rows that differ only in what
    their file breaks down by (age, placement …) speak of the same object and are summed. `raw` keeps other columns.
    """

    source: str
    platform: str
    campaign: str
    start: date
    end: date
    line: int
    ad_set: str = ""
    ad: str = ""
    spend: Measure = NOT_REPORTED
    currency: str = ""
    results: Measure = NOT_REPORTED
    result_kind: str = ""
    metrics: Mapping[str, Measure] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
