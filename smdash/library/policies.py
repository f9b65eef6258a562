"""Reads the shipped policy presets: `policies.toml`, checked strictly against the legal library."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from smdash import paths
from smdash.domain.organisation import PersonKind
from smdash.domain.policies import PolicyPreset
from smdash.library.legal import LibraryFault, load_legal_library
from smdash.library.toml_rows import check_keys, check_unique, one_of, rows_of, tables, words

FILE = "policies.toml"


@lru_cache(maxsize=1)
def load_policy_presets() -> tuple[PolicyPreset, ...]:
    """The shipped presets in their order; `LibraryFault` when the file is missing or wrong."""
    return read_policy_presets(paths.LIBRARY / FILE)


def read_policy_presets(file: Path) -> tuple[PolicyPreset, ...]:
    """The presets of a file."""
    known = {item.id for item in load_legal_library().items}
    presets = tuple(_preset(row, where, known) for where, row in rows_of(file, "policy"))
    check_unique([preset.key for preset in presets], file.name)
    return presets


def _preset(row: Mapping[str, Any], where: str, known: set[str]) -> PolicyPreset:
    check_keys(row, {"key", "name", "about", "kinds", "point"}, set(), where)
    kinds = row["kinds"]
    if not isinstance(kinds, list) or not kinds:
        raise LibraryFault(where, "“kinds” must be a list of kinds of people.")
    points = tuple(_point(point, place, known) for place, point in tables(row["point"], "point", where))
    return PolicyPreset(
        key=words(row, "key", where),
        name=words(row, "name", where),
        about=words(row, "about", where),
        kinds=tuple(one_of(kind, "kinds", PersonKind, where) for kind in kinds),
        points=points,
    )


def _point(row: Mapping[str, Any], where: str, known: set[str]) -> tuple[str, str]:
    check_keys(row, {"text", "item"}, set(), where)
    item = words(row, "item", where)
    if item not in known:
        raise LibraryFault(where, f"there is no item “{item}” in the legal library.")
    return words(row, "text", where), item
