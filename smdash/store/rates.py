"""Hourly rates with what they were worked out from: for managers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from smdash.domain.kpi_words import day_text
from smdash.domain.money import Money
from smdash.domain.rate_basis import RateBasis, basis_of
from smdash.domain.repricing import Repricing
from smdash.errors import NotFound, Refused
from smdash.store import changes, organisation, repricing
from smdash.store.repricing import managers_only
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import rate, time_entry


@dataclass(frozen=True, slots=True)
class RateLine:
    """A rate of a person: what an hour costs from a day on, how it was worked out (None: typed in), and how many
    entries were written with it.
    """

    id: int
    person_id: int
    valid_from: date
    hourly: Money
    basis: RateBasis | None
    entries: int


@dataclass(frozen=True, slots=True)
class RateDraft:
    """A rate as a person enters it; with a basis it was worked out."""

    person_id: int
    valid_from: date
    hourly: Money
    basis: RateBasis | None = None


def rate_lines(snapshot: Snapshot, person_id: int) -> tuple[RateLine, ...]:
    """A person's rates, the newest first; `Refused` for who is no manager."""
    managers_only(snapshot)
    used = select(func.count()).where(time_entry.c.rate_id == rate.c.id).scalar_subquery()
    query = select(rate, used.label("entries")).where(rate.c.person_id == person_id)
    return tuple(
        RateLine(
            row.id,
            row.person_id,
            row.valid_from,
            Money(row.hourly_minor, row.currency),
            basis_of(row.basis),
            row.entries,
        )
        for row in snapshot.connection.execute(query.order_by(rate.c.valid_from.desc()))
    )


def save_rate(tx: Transaction, draft: RateDraft, rate_id: int | None = None) -> Repricing:
    """Set a rate from a day on, and price at once the entries of its days that had none, as one change.

    With `rate_id`, that rate is replaced, also where it began on another day. Returns what was priced. Entries with a
    rate keep theirs: `repricing` changes them, when asked to. `Refused` where another rate begins on that day.
    """
    managers_only(tx)
    name = organisation.names_of(tx, "person")[draft.person_id]
    tx.describe(f"rate of {name} from {day_text(draft.valid_from)}")
    basis = draft.basis.to_plain() if draft.basis else None
    if rate_id is not None:
        _move(tx, rate_id, draft)
    organisation.set_rate(tx, draft.person_id, draft.valid_from, draft.hourly, basis)
    return repricing.apply(tx, repricing.find(tx, draft.person_id, draft.valid_from, only_unrated=True))


def _move(tx: Transaction, rate_id: int, draft: RateDraft) -> None:
    before = _row(tx, rate_id)
    if before.valid_from == draft.valid_from and before.person_id == draft.person_id:
        return
    query = select(rate.c.id).where(rate.c.person_id == draft.person_id, rate.c.valid_from == draft.valid_from)
    if tx.connection.execute(query).first() is not None:
        day = day_text(draft.valid_from)
        raise Refused(f"Another rate begins on {day} already.", "Edit that one, or choose another day.")
    changes.update(tx, rate, rate_id, person_id=draft.person_id, valid_from=draft.valid_from)


def delete_rate(tx: Transaction, rate_id: int) -> None:
    """Delete a rate that no entry was written with; `Refused` otherwise."""
    managers_only(tx)
    found = _row(tx, rate_id)
    used = tx.connection.execute(select(func.count()).where(time_entry.c.rate_id == rate_id)).scalar_one()
    if used:
        entries = "1 entry was" if used == 1 else f"{used} entries were"
        raise Refused(f"{entries} written with this rate.", "Correct the rate and price them again instead.")
    tx.describe(f"delete rate from {day_text(found.valid_from)}")
    changes.delete(tx, rate, rate_id)


def _row(snapshot: Snapshot, rate_id: int) -> RateLine:
    row = snapshot.connection.execute(select(rate).where(rate.c.id == rate_id)).first()
    if row is None:
        raise NotFound("This rate is gone.", "Reload and look again.")
    hourly = Money(row.hourly_minor, row.currency)
    return RateLine(row.id, row.person_id, row.valid_from, hourly, basis_of(row.basis), 0)
