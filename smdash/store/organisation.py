"""Settings, people, rates, channels and activities of the organisation."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from smdash.clock import zone
from smdash.domain import text
from smdash.domain.money import MAX_MINOR, Money, check_currency
from smdash.domain.organisation import Channel, NamedRow, Organisation, Person, PersonKind, Rate, Role
from smdash.errors import InvalidInput, NotFound, Refused
from smdash.store import changes
from smdash.store.currencies import check_currency_stays
from smdash.store.risk_grids import check_grid_goes
from smdash.store.setting_values import PACE, WEEK, check_pace_order, check_setting
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import activity, campaign, channel, person, rate, setting


def load_organisation(connection: Connection) -> Organisation:
    """The settings in force; what was never set has its default."""
    stored = {row.key: row.value for row in connection.execute(select(setting.c.key, setting.c.value))}
    known = {item.name for item in fields(Organisation)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in stored.items() if key in known
    }
    return replace(Organisation(), **values)


def change_settings(tx: Transaction, /, **values: Any) -> None:
    """Set organisation settings; `InvalidInput` for a value that can't be, `Refused` for what is in the way.

    The currency stays once amounts exist, and what is rated has to go with a new risk grid.
    """
    checked = {key: check_setting(key, value) for key, value in values.items()}
    currency, grid = tx.organisation.currency, tx.organisation.risk_grid
    tx.describe("set " + ", ".join(sorted(key.replace("_", " ") for key in checked)))
    for key, value in checked.items():
        row = tx.connection.execute(select(setting.c.id).where(setting.c.key == key)).scalar()
        if row is None:
            changes.insert(tx, setting, key=key, value=value)
        else:
            changes.update(tx, setting, row, value=value)
    tx.forget_organisation()
    check_currency_stays(tx, currency)
    check_grid_goes(tx, grid)
    check_pace_order([getattr(tx.organisation, key) for key in PACE])


# People ------------------------------------------------------------------------------------------------------------


def people(snapshot: Snapshot, *, archived: bool = False) -> tuple[Person, ...]:
    """People by name; archived ones when asked for."""
    query = select(person).order_by(person.c.name_key)
    if not archived:
        query = query.where(person.c.archived.is_(False))
    return tuple(_person(row) for row in snapshot.connection.execute(query).mappings())


def find_person(snapshot: Snapshot, name: str) -> Person | None:
    """The person of that name, or None."""
    query = select(person).where(person.c.name_key == text.name_key(name))
    row = snapshot.connection.execute(query).mappings().first()
    return None if row is None else _person(row)


def person_zone(snapshot: Snapshot, person_id: int) -> str:
    """The zone a person works in."""
    found = snapshot.connection.execute(select(person.c.zone).where(person.c.id == person_id)).scalar()
    if found is None:
        raise NotFound("This person is gone.", "Reload and look again.")
    return str(found)


def acting_person(snapshot: Snapshot) -> Person | None:
    """The person who uses the program: the one of the actor's name, or the only one there is."""
    found = find_person(snapshot, snapshot.actor)
    if found is None and len(everyone := people(snapshot)) == 1:
        return everyone[0]
    return found


def add_person(
    tx: Transaction,
    name: str,
    *,
    kind: PersonKind = PersonKind.STAFF,
    role: Role = Role.MANAGER,
    weekly_capacity: int = 0,
    zone_name: str | None = None,
) -> int:
    """Add a person; `Refused` when the name is taken, `InvalidInput` for a capacity above a week or an unknown zone."""
    clean = text.name(name)
    if find_person(tx, clean) is not None:
        raise Refused(f"There already is a person named “{clean}”.", "Choose another name.")
    if not 0 <= weekly_capacity <= WEEK:
        raise InvalidInput("The weekly capacity must be from 0 to 168 hours.", "Type hours a week.")
    tx.describe(f"add person {clean}")
    return changes.insert(
        tx,
        person,
        name=clean,
        name_key=text.name_key(clean),
        kind=kind.value,
        role=role.value,
        weekly_capacity=weekly_capacity,
        zone=str(zone(zone_name or tx.organisation.zone)),
        archived=False,
    )


def edit_person(
    tx: Transaction, person_id: int, *, name: str, kind: PersonKind, weekly_capacity: int, zone_name: str
) -> None:
    """Change a person; entries keep the zone and rate they were written with."""
    clean = text.name(name)
    other = find_person(tx, clean)
    if other is not None and other.id != person_id:
        raise Refused(f"There already is a person named “{clean}”.", "Choose another name.")
    tx.describe(f"edit person {clean}")
    changes.update(
        tx,
        person,
        person_id,
        name=clean,
        name_key=text.name_key(clean),
        kind=kind.value,
        weekly_capacity=weekly_capacity,
        zone=str(zone(zone_name)),
    )


@dataclass(frozen=True, slots=True)
class SetUp:
    """What a new store asks: who, where, in which currency, what an hour costs (if known), weeks and fiscal years."""

    name: str
    zone: str
    currency: str
    hourly: Money | None = None
    weekly_capacity: int = 0
    week_start: int = 0
    fiscal_start: int = 1


def set_up(tx: Transaction, asked: SetUp) -> int:
    """Set up an empty store: settings, the first person as a manager, and the rate from the start of the year."""
    tx.describe("set up")
    change_settings(
        tx, currency=asked.currency, zone=asked.zone, week_start=asked.week_start, fiscal_start=asked.fiscal_start
    )
    person_id = add_person(tx, asked.name, weekly_capacity=asked.weekly_capacity, zone_name=asked.zone)
    if asked.hourly is not None:
        set_rate(tx, person_id, date(tx.today.year, 1, 1), asked.hourly)
    return person_id


def first_use(tx: Transaction, name: str, zone_name: str) -> int:
    """The first person of an empty store: a manager, in the zone of the machine, which becomes the organisation's."""
    change_settings(tx, zone=zone_name)
    return add_person(tx, name, zone_name=zone_name)


def _person(row: RowMapping) -> Person:
    return Person(
        row["id"],
        row["name"],
        PersonKind(row["kind"]),
        Role(row["role"]),
        row["weekly_capacity"],
        row["zone"],
        row["archived"],
    )


# Rates -------------------------------------------------------------------------------------------------------------


def set_rate(tx: Transaction, person_id: int, valid_from: date, hourly: Money, basis: Any = None) -> int:
    """Set what an hour of a person costs from a day on; entries already written keep their frozen rate."""
    if not 0 <= hourly.minor <= MAX_MINOR:
        raise InvalidInput("This is no hourly rate.", "Type what an hour costs, staff on-costs included.")
    code = check_currency(hourly.currency)
    tx.describe(f"set rate from {valid_from}")
    query = select(rate.c.id).where(rate.c.person_id == person_id, rate.c.valid_from == valid_from)
    found = tx.connection.execute(query).scalar()
    if found is None:
        return changes.insert(
            tx,
            rate,
            person_id=person_id,
            valid_from=valid_from,
            hourly_minor=hourly.minor,
            currency=code,
            basis=basis,
        )
    changes.update(tx, rate, found, hourly_minor=hourly.minor, currency=code, basis=basis)
    return int(found)


def rates(snapshot: Snapshot) -> dict[int, tuple[Rate, ...]]:
    """All rates by person, oldest first."""
    found: dict[int, list[Rate]] = {}
    for row in snapshot.connection.execute(select(rate).order_by(rate.c.person_id, rate.c.valid_from)):
        hourly = Money(row.hourly_minor, row.currency)
        found.setdefault(row.person_id, []).append(Rate(row.id, row.person_id, row.valid_from, hourly))
    return {person_id: tuple(values) for person_id, values in found.items()}


def rate_on(snapshot: Snapshot, person_id: int, day: date) -> Rate | None:
    """The rate valid on a day, or None."""
    query = (
        select(rate)
        .where(rate.c.person_id == person_id, rate.c.valid_from <= day)
        .order_by(rate.c.valid_from.desc())
        .limit(1)
    )
    row = snapshot.connection.execute(query).first()
    if row is None:
        return None
    return Rate(row.id, row.person_id, row.valid_from, Money(row.hourly_minor, row.currency))


# Channels, activities, names ---------------------------------------------------------------------------------------


def channels(snapshot: Snapshot) -> tuple[Channel, ...]:
    """Channels by name."""
    query = select(channel).where(channel.c.archived.is_(False)).order_by(channel.c.name_key)
    return tuple(Channel(r.id, r.name, r.platform, r.handle, r.archived) for r in snapshot.connection.execute(query))


def add_channel(tx: Transaction, name: str, platform: str, handle: str = "", url: str = "") -> int:
    """Add a channel; `Refused` when the name is taken."""
    clean = text.name(name)
    if _id_of(tx.connection, channel, clean) is not None:
        raise Refused(f"There already is a channel named “{clean}”.", "Choose another name.")
    tx.describe(f"add channel {clean}")
    return changes.insert(
        tx,
        channel,
        name=clean,
        name_key=text.name_key(clean),
        platform=text.name(platform, "platform"),
        handle=text.one_line(handle),
        url=text.one_line(url),
    )


def activities(snapshot: Snapshot) -> tuple[NamedRow, ...]:
    """Activities by name."""
    query = select(activity.c.id, activity.c.name).where(activity.c.archived.is_(False)).order_by(activity.c.name_key)
    return tuple(NamedRow(row.id, row.name) for row in snapshot.connection.execute(query))


def activity_id(tx: Transaction, name: str) -> int:
    """The id of an activity, added when it is new: activities are free words."""
    clean = text.name(name, "activity")
    found = _id_of(tx.connection, activity, clean)
    return found or changes.insert(tx, activity, name=clean, name_key=text.name_key(clean))


def names_of(snapshot: Snapshot, kind: str) -> dict[int, str]:
    """Names by id, archived ones too, of `campaign`, `channel`, `person` or `activity`."""
    table = {"campaign": campaign, "channel": channel, "person": person, "activity": activity}[kind]
    return {row.id: row.name for row in snapshot.connection.execute(select(table.c.id, table.c.name))}


def _id_of(connection: Connection, table: Table, name: str) -> int | None:
    found = connection.execute(select(table.c.id).where(table.c.name_key == text.name_key(name))).scalar()
    return None if found is None else int(found)
