"""Mappings from a person's file, and those saved in the store."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from smdash.domain import text
from smdash.errors import InvalidInput
from smdash.exchange.organisation.fields import read_content
from smdash.exchange.readers.mapped.mapping import Mapping, parse_mapping
from smdash.store.mappings import saved_texts
from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping with the text it was read from."""

    mapping: Mapping
    toml: str


def read_mapping(path: Path) -> MappingFile:
    """The mapping in a file; `InvalidInput` names what is wrong in it, `NotFound` says that there is none."""
    try:
        toml = read_content(path).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InvalidInput(f"{path.name} is not UTF-8 text.", "Save it as UTF-8.") from None
    mapping = parse_mapping(toml)
    text.name(mapping.name, "name of the mapping")
    return MappingFile(mapping, toml)


def saved_mappings(snapshot: Snapshot) -> tuple[Mapping, ...]:
    """The mappings of this organisation, by name."""
    return tuple(parse_mapping(toml) for toml in saved_texts(snapshot).values())
