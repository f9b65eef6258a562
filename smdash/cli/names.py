"""Names typed as options: whole, or a beginning that only one has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeVar

from smdash.domain.naming import find_name, nearest_names, spaceless
from smdash.domain.organisation import Person
from smdash.errors import InvalidInput, NotFound
from smdash.store import organisation
from smdash.store.organisation import names_of
from smdash.store.store import Snapshot

Named = TypeVar("Named")


def people_named(snapshot: Snapshot, typed: Sequence[str]) -> list[Person]:
    """The people of these names, each once; archived ones only where no other is meant."""
    everybody = organisation.people(snapshot, archived=True)
    known = {one.name: one for one in everybody}
    listing = f"There are {', '.join(one.name for one in everybody if not one.archived)}."
    return list(dict.fromkeys(named(name, known, "person", lambda one: not one.archived, listing) for name in typed))


def campaign_named(snapshot: Snapshot, typed: str) -> int:
    """The id of a campaign, in the same way."""
    known = {name: row_id for row_id, name in names_of(snapshot, "campaign").items()}
    return named(typed, known, "campaign", lambda _: False, "Campaigns are in the dashboard (3 Campaigns).")


def named(
    typed: str,
    known: Mapping[str, Named],
    what: str,
    runs: Callable[[Named], bool],
    listing: str,
    others: Mapping[str, str] = MappingProxyType({}),
) -> Named:
    """The one of that name or other name, or of a beginning that only one has, or only one of those that `runs`.

    `InvalidInput` where several may be meant, `NotFound` with the nearest names, or with `listing`.
    """
    found, candidates = find_name(typed, tuple(known), others)
    if found is not None:
        return known[found]
    current = [name for name in candidates if runs(known[name])]
    if len(current) == 1:
        return known[current[0]]
    if candidates:
        names = " or ".join(f"“{name}”" for name in candidates)
        raise InvalidInput(f"“{typed}” could be {names}.", "Type more of the name.")
    words = spaceless(typed).split()
    near = nearest_names(words, {spaceless(name): name for name in known}) if words else ()
    hint = f"Did you mean {' or '.join(f'“{name}”' for name in near)}?" if near else listing
    raise NotFound(f"There is no {what} “{typed}”.", hint)


def id_named(what: str, typed: str, names: Mapping[int, str]) -> int:
    """The id of the name typed among names by id, in the same way."""
    return named(typed, {name: row_id for row_id, name in names.items()}, what, lambda _: False, "")
