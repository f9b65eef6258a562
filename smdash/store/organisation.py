"""Settings, people, rates, channels, activities and exchange rates of the organisation."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, select

from smdash.clock import zone
from smdash.domain import text
from smdash.domain.money import Money, check_currency
from smdash.domain.organisation import Channel, NamedRow, Organisation, Person, PersonKind, Rate, Role
from smdash.errors import InvalidInput, Refused
from smdash.store import changes
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import activity, benefit, campaign, channel, cost, exchange_rate, person, rate, setting

_BOUNDS = {"week_start": (0, 6), "fiscal_start": (1, 12), "day_start_hour": (0, 12), "timer_limit": (3600, 86400)}


def load_organisation(connection: Connection) -> Organisation:
    """The settings in force; what was never set has its default."""
    stored = {row.key: row.value for row in connection.execute(select(setting.c.key, setting.c.value))}
    known = {item.name for item in fields(Organisation)}
    values: dict[str, Any] = {
        key: tuple(value) if isinstance(value, list) else value for key, value in stored.items() if key in known
    }
    return replace(Organisation(), **values)


def change_settings(tx: Transaction, **values: Any) -> None:
    """Set organisation settings; `InvalidInput` for a value that can't be, `Refused` for a currency in use."""
    checked = {key: _check_setting(tx, key, value) for key, value in values.items()}
    tx.describe("set " + ", ".join(sorted(key.replace("_", " ") for key in checked)))
    for key, value in checked.items():
        row = tx.connection.execute(select(setting.c.id).where(setting.c.key == key)).scalar()
        stored = list(value) if isinstance(value, tuple) else value
        if row is None:
            changes.insert(tx, setting, key=key, value=stored)
        else:
            changes.update(tx, setting, row, value=stored)
    tx.forget_organisation()


def _check_setting(tx: Transaction, key: str, value: Any) -> Any:
    if key not in {item.name for item in fields(Organisation)}:
        raise InvalidInput(f"“{key}” is not a setting.", "See the README for the list.")
    if key == "currency":
        value = check_currency(value)
        if value != tx.organisation.currency and _has_amounts(tx.connection):
            raise Refused("The reporting currency cannot change once amounts exist.", "Start a new store for it.")
    if key == "zone":
        value = str(zone(value))
    if key in _BOUNDS:
        low, high = _BOUNDS[key]
        if not isinstance(value, int) or not low <= value <= high:
            raise InvalidInput(f"{key.replace('_', ' ')} must be from {low} to {high}.", "Correct the number.")
    return text.one_line(value) if key == "name" else value


def _has_amounts(connection: Connection) -> bool:
    from smdash.store.tables import time_entry

    priced = select(time_entry.c.id).where(time_entry.c.rate_minor.is_not(None)).limit(1)
    return any(
        connection.execute(query).first() is not None
        for query in (select(cost.c.id).limit(1), select(benefit.c.id).limit(1), select(rate.c.id).limit(1), priced)
    )


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
    if not 0 <= weekly_capacity <= 7 * 86400:
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
    if hourly.minor < 0:
        raise InvalidInput("An hourly rate cannot be negative.", "Type what an hour costs, staff on-costs included.")
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
            currency=check_currency(hourly.currency),
            basis=basis,
        )
    changes.update(tx, rate, found, hourly_minor=hourly.minor, currency=hourly.currency, basis=basis)
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


# Currency ----------------------------------------------------------------------------------------------------------


def set_exchange_rate(tx: Transaction, currency: str, valid_from: date, value: Decimal, source: str = "") -> int:
    """From a day on, 1 unit of `currency` is `value` units of the reporting currency."""
    code = check_currency(currency)
    if code == tx.organisation.currency:
        raise InvalidInput(f"{code} is the reporting currency.", "Its rate is 1.")
    if not (value.is_finite() and value > 0):
        raise InvalidInput("An exchange rate must be above zero.", "Type what one unit is worth.")
    tx.describe(f"set exchange rate {code} from {valid_from}")
    query = select(exchange_rate.c.id).where(exchange_rate.c.currency == code, exchange_rate.c.valid_from == valid_from)
    found = tx.connection.execute(query).scalar()
    if found is None:
        return changes.insert(
            tx, exchange_rate, currency=code, valid_from=valid_from, rate=value, source=text.one_line(source)
        )
    changes.update(tx, exchange_rate, found, rate=value, source=text.one_line(source))
    return int(found)


class Converter:
    """Converts amounts with the rate of their day; the rates are read once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.currency = snapshot.organisation.currency
        self._rates: dict[str, list[tuple[date, Decimal]]] = {}
        query = select(exchange_rate).order_by(exchange_rate.c.valid_from)
        for row in snapshot.connection.execute(query):
            self._rates.setdefault(row.currency, []).append((row.valid_from, row.rate))

    def convert(self, amount: Money, day: date) -> int | None:
        """Minor units of the reporting currency, or None where no rate is known for the day."""
        if amount.currency == self.currency:
            return amount.minor
        value = None
        for valid_from, known in self._rates.get(amount.currency, ()):
            if valid_from <= day:
                value = known
        return None if value is None else amount.converted(value, self.currency).minor
