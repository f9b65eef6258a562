"""Reads a shipped file that is a list of tables, strictly: what is missing, unknown or of the wrong kind is named."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from smdash.library.legal import LibraryFault

Chosen = TypeVar("Chosen", bound=StrEnum)


def rows_of(file: Path, key: str) -> list[tuple[str, dict[str, Any]]]:
    """The tables `[[key]]` of a file that holds nothing else, each with where it is; `LibraryFault` if it does."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except OSError as fault:
        raise LibraryFault(file.name, f"can't be read ({fault.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LibraryFault(file.name, f"is not valid TOML: {fault}.") from None
    if set(raw) != {key}:
        raise LibraryFault(file.name, f"must be a list of [[{key}]] tables.")
    return tables(raw[key], key, file.name)


def tables(value: object, key: str, where: str) -> list[tuple[str, dict[str, Any]]]:
    """A list of tables, each with where it is."""
    if not isinstance(value, list) or not value or not all(isinstance(row, dict) for row in value):
        raise LibraryFault(where, f"must be a list of [[{key}]] tables.")
    return [(f"{where}, {key} {row.get('key', number)}", row) for number, row in enumerate(value, 1)]


def check_keys(row: Mapping[str, Any], required: set[str], optional: set[str], where: str) -> None:
    """`LibraryFault` for keys that are missing or unknown."""
    if missing := sorted(required - set(row)):
        raise LibraryFault(where, f"missing: {', '.join(missing)}.")
    if unknown := sorted(set(row) - required - optional):
        raise LibraryFault(where, f"unknown: {', '.join(unknown)}.")


def words(row: Mapping[str, Any], key: str, where: str) -> str:
    """A text that is not empty."""
    value = row[key]
    if not isinstance(value, str) or not value.strip():
        raise LibraryFault(where, f"“{key}” must be a text that is not empty.")
    return value.strip()


def one_of(value: object, key: str, kind: type[Chosen], where: str) -> Chosen:
    """A word of a few."""
    for known in kind:
        if known.value == value:
            return known
    raise LibraryFault(where, f"“{key}” must be one of {', '.join(kind)}.")


def check_unique(keys: Sequence[str], where: str) -> None:
    """`LibraryFault` where a key stands twice."""
    if twice := next((key for key in keys if keys.count(key) > 1), None):
        raise LibraryFault(where, f"the key “{twice}” is used twice.")
