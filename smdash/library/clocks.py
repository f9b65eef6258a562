"""Reads the shipped deadline clocks: `clocks.toml`, checked strictly against the legal library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from smdash import paths
from smdash.domain.deadlines import Counted, DeadlineClock
from smdash.domain.risks import Checked
from smdash.library.legal import LibraryFault, load_legal_library
from smdash.library.toml_rows import check_keys, check_unique, one_of, rows_of, words

FILE = "clocks.toml"
LONGEST = 3_700  # of what is counted: ten years of days

_KEYS = {"key", "label", "item", "length", "counted", "begins", "checked"}


@lru_cache(maxsize=1)
def load_clocks() -> Mapping[str, DeadlineClock]:
    """The shipped clocks by key, in their order; `LibraryFault` when the file is missing or wrong."""
    return read_clocks(paths.LIBRARY / FILE)


def read_clocks(file: Path) -> Mapping[str, DeadlineClock]:
    """The clocks of a file."""
    known = {item.id for item in load_legal_library().items}
    clocks = [_clock(row, where, known) for where, row in rows_of(file, "clock")]
    check_unique([clock.key for clock in clocks], file.name)
    return MappingProxyType({clock.key: clock for clock in clocks})


def _clock(row: Mapping[str, Any], where: str, known: set[str]) -> DeadlineClock:
    check_keys(row, _KEYS, {"renews"}, where)
    length, renews = row["length"], row.get("renews", False)
    if type(length) is not int or not 1 <= length <= LONGEST:
        raise LibraryFault(where, f"“length” must be a whole number from 1 to {LONGEST}.")
    if not isinstance(renews, bool):
        raise LibraryFault(where, "“renews” must be true or false.")
    item = words(row, "item", where)
    if item not in known:
        raise LibraryFault(where, f"there is no item “{item}” in the legal library.")
    return DeadlineClock(
        key=words(row, "key", where),
        label=words(row, "label", where),
        item=item,
        length=length,
        counted=one_of(row["counted"], "counted", Counted, where),
        begins=words(row, "begins", where),
        checked=one_of(row["checked"], "checked", Checked, where),
        renews=renews,
    )
