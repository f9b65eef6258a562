"""A command's access to the store: settings, clock, who acts, and the first use of an empty store."""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from smdash.cli.options import Globals, locations, tell
from smdash.clock import Clock, local_zone_name
from smdash.domain.organisation import Person, Role
from smdash.errors import InvalidInput
from smdash.paths import Paths
from smdash.settings import Settings
from smdash.store import organisation
from smdash.store.store import Patience, Store

COMMAND_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Session:
    """What a command works with; `person` is who acts, with the id 0 for a viewer who is not among the people."""

    store: Store
    paths: Paths
    settings: Settings
    person: Person


def role_of(chosen: Globals) -> Role:
    """The role asked for; a manager unless `--role` says otherwise."""
    if not chosen.role:
        return Role.MANAGER
    if chosen.role not in list(Role):
        raise InvalidInput(f"“{chosen.role}” is not a role.", f"Use {', '.join(Role)}.")
    return Role(chosen.role)


def open_store(chosen: Globals, paths: Paths, settings: Settings) -> Store:
    """The store in the chosen role; an unfinished wait for another writer is told."""
    actor = actor_name(chosen, settings)
    patience = Patience(COMMAND_PATIENCE, tell)
    clock = Clock(local_zone_name())
    return Store.open(paths.store, clock, role=role_of(chosen), actor=actor, patience=patience)


def actor_name(chosen: Globals, settings: Settings) -> str:
    """Who acts, as far as can be told without a store."""
    return chosen.person or settings.person or login_name()


def login_name() -> str:
    """The name of the account that runs the program."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "me"


@contextmanager
def opened(chosen: Globals) -> Iterator[Session]:
    """Open the store, find out who acts, and close it again."""
    paths, settings = locations(chosen)
    store = open_store(chosen, paths, settings)
    try:
        person = _person(store, chosen, settings)
        store.actor = person.name
        store.clock = replace(store.clock, zone_name=person.zone)
        yield Session(store, paths, settings, person)
    finally:
        store.close()


def _person(store: Store, chosen: Globals, settings: Settings) -> Person:
    found = store.read(organisation.acting_person)
    if found is not None:
        named = chosen.person or settings.person
        if not named or store.read(organisation.find_person, named) is not None:
            return found
    if store.role is Role.VIEWER:  # who only looks need not be known
        zone_name = store.read(lambda snapshot: snapshot.organisation.zone)
        return Person(0, store.actor, role=Role.VIEWER, zone=zone_name)
    everyone = store.read(organisation.people)
    if everyone:
        known = ", ".join(person.name for person in everyone)
        raise InvalidInput(
            f"“{store.actor}” is not among the people here: {known}.",
            "Say who you are with --person NAME, or set person in config.toml.",
        )
    store.write(organisation.first_use, store.actor, store.clock.zone_name)
    tell(
        f"First use: the store is {store.path}; you are “{store.actor}”, zone {store.clock.zone_name},"
        f" currency {store.read(lambda snapshot: snapshot.organisation.currency)}, no hourly rate yet."
        " Open `smdash` to change that."
    )
    first = store.read(organisation.acting_person)
    if first is None:
        raise InvalidInput("The first person could not be found.", "Run `smdash doctor`.")
    return first
