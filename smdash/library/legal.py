"""Reads the shipped legal checklist: `legal/library.toml` and one file per area, checked strictly."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from smdash import paths
from smdash.domain.risks import ANYWHERE, Checked, LegalArea, LegalItem, LegalLibrary, Scope, Severity
from smdash.errors import SmdashError

Chosen = TypeVar("Chosen", Checked, Scope, Severity)

SHORT_LENGTH = 20
"""The longest `short`, in characters: what the Risk pane has room for at 80 columns."""

_LIBRARY_KEYS = {"version", "notice", "about", "areas", "jurisdictions", "facts"}
_AREA_KEYS = {"title", "item"}
_TEXTS = ("id", "short", "question", "why", "rule", "source", "evidence")
_LISTS = ("jurisdictions", "applies_if", "derived")
_CHOICES = ("scope", "severity", "checked")
_DAYS = ("as_of", "review")
_REQUIRED = {*_TEXTS, *_LISTS, *_CHOICES, *_DAYS}
_OPTIONAL = {"checked_note", "changed"}
_DERIVABLE = {"why", "rule", "jurisdictions", "applies_if", "evidence"}


class LibraryFault(SmdashError):
    """A file of the legal library is not as it must be; names the file, and the item where there is one."""

    def __init__(self, where: str, fault: str) -> None:
        super().__init__(f"{where}: {fault}", "Correct that file, or install smdash again to get the shipped one.")


@lru_cache(maxsize=1)
def load_legal_library() -> LegalLibrary:
    """The shipped checklist; `LibraryFault` when one of its files is missing or wrong."""
    return read_legal_library(paths.LIBRARY / "legal")


def read_legal_library(folder: Path) -> LegalLibrary:
    """The checklist in a folder: `library.toml`, and beside it a file for each area it lists."""
    top = _read(folder / "library.toml")
    where = "library.toml"
    _check_keys(top, _LIBRARY_KEYS, set(), where)
    facts = _labels(top, "facts", where)
    jurisdictions = _labels(top, "jurisdictions", where)
    areas: list[LegalArea] = []
    seen: dict[str, str] = {}
    for key in _list(top, "areas", where):
        area = _area(folder, key, facts, jurisdictions)
        for item in area.items:
            if item.id in seen:
                raise LibraryFault(f"{key}.toml, item {item.id}", f"the id is used in {seen[item.id]} already.")
            seen[item.id] = f"{key}.toml"
        areas.append(area)
    return LegalLibrary(
        version=_text(top, "version", where),
        notice=_text(top, "notice", where),
        about=_text(top, "about", where),
        areas=tuple(areas),
        facts=MappingProxyType(facts),
        jurisdictions=MappingProxyType(jurisdictions),
    )


def _area(folder: Path, key: str, facts: Mapping[str, str], jurisdictions: Mapping[str, str]) -> LegalArea:
    where = f"{key}.toml"
    table = _read(folder / where)
    _check_keys(table, _AREA_KEYS, set(), where)
    title = _text(table, "title", where)
    rows = table["item"]
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise LibraryFault(where, "“item” must be a list of [[item]] tables.")
    items = tuple(
        _item(row, key, title, f"{where}, item {row.get('id', number)}") for number, row in enumerate(rows, 1)
    )
    for item in items:
        _check_references(item, f"{where}, item {item.id}", facts, jurisdictions)
    return LegalArea(key, title, items)


def _item(row: Mapping[str, object], area: str, title: str, where: str) -> LegalItem:
    _check_keys(row, _REQUIRED, _OPTIONAL, where)
    return LegalItem(
        area=area,
        area_title=title,
        id=_text(row, "id", where),
        short=_text(row, "short", where),
        question=_text(row, "question", where),
        why=_text(row, "why", where),
        rule=_text(row, "rule", where),
        source=_text(row, "source", where),
        evidence=_text(row, "evidence", where),
        jurisdictions=_list(row, "jurisdictions", where),
        applies_if=_list(row, "applies_if", where),
        derived=_list(row, "derived", where),
        scope=_choice(row, "scope", Scope, where),
        severity=_choice(row, "severity", Severity, where),
        checked=_choice(row, "checked", Checked, where),
        checked_note=_text(row, "checked_note", where) if "checked_note" in row else "",
        as_of=_day(row, "as_of", where),
        review=_day(row, "review", where),
        changed=_day(row, "changed", where) if "changed" in row else None,
    )


def _check_references(item: LegalItem, where: str, facts: Mapping[str, str], jurisdictions: Mapping[str, str]) -> None:
    if not re.fullmatch("[A-Z][1-9][0-9]?", item.id):
        raise LibraryFault(where, "an id is a capital letter and a number, such as C2.")
    if len(item.short) > SHORT_LENGTH:
        raise LibraryFault(where, f"“short” is longer than {SHORT_LENGTH} characters.")
    for name, values, known in (
        ("fact", item.applies_if, set(facts)),
        ("jurisdiction", item.jurisdictions, set(jurisdictions)),
        ("derived field", item.derived, _DERIVABLE),
    ):
        unknown = [value for value in values if value not in known]
        if unknown:
            raise LibraryFault(where, f"unknown {name} {', '.join(unknown)}.")
    if not item.jurisdictions or (ANYWHERE in item.jurisdictions and len(item.jurisdictions) > 1):
        raise LibraryFault(where, f"“jurisdictions” must name at least one, and {ANYWHERE} stands alone.")
    if item.applies_if and item.scope is not Scope.CAMPAIGN:
        raise LibraryFault(where, "an item with “applies_if” has the scope campaign.")
    if item.review <= item.as_of:
        raise LibraryFault(where, "“review” must be later than “as_of”.")


def _read(file: Path) -> dict[str, object]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except OSError as fault:
        raise LibraryFault(file.name, f"can't be read ({fault.strerror}).") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise LibraryFault(file.name, f"is not valid TOML: {fault}.") from None


def _check_keys(table: Mapping[str, object], required: set[str], optional: set[str], where: str) -> None:
    missing = sorted(required - set(table))
    if missing:
        raise LibraryFault(where, f"missing: {', '.join(missing)}.")
    unknown = sorted(set(table) - required - optional)
    if unknown:
        raise LibraryFault(where, f"unknown: {', '.join(unknown)}.")


def _text(table: Mapping[str, object], key: str, where: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise LibraryFault(where, f"“{key}” must be a text that is not empty.")
    return value.strip()


def _list(table: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(entry, str) and entry for entry in value):
        raise LibraryFault(where, f"“{key}” must be a list of texts.")
    if len(set(value)) < len(value):
        raise LibraryFault(where, f"“{key}” names something twice.")
    return tuple(value)


def _labels(table: Mapping[str, object], key: str, where: str) -> dict[str, str]:
    value = table[key]
    if not isinstance(value, dict):
        raise LibraryFault(where, f"“{key}” must be a table of texts.")
    return {name: _text(value, name, f"{where}, {key}") for name in value}


def _choice(table: Mapping[str, object], key: str, kind: type[Chosen], where: str) -> Chosen:
    for known in kind:
        if known.value == table[key]:
            return known
    raise LibraryFault(where, f"“{key}” must be one of {', '.join(kind)}.")


def _day(table: Mapping[str, object], key: str, where: str) -> date:
    value = table[key]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise LibraryFault(where, f"“{key}” must be a day such as 2026-11-01.")
    return value
