"""A person's rates, and what pricing again would change, as rows and words. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from smdash.domain.durations import clock
from smdash.domain.figures import grouped, show_minor
from smdash.domain.organisation import Person
from smdash.domain.repricing import Repricing, RepricingLine
from smdash.store import organisation, repricing
from smdash.store.locks import first_open
from smdash.store.rates import RateLine, rate_lines
from smdash.tui.widgets.cells import Cell, Column, Row

if TYPE_CHECKING:
    from smdash.store.store import Snapshot

RATE_COLUMNS = (
    Column("from", "Valid from", width=11),
    Column("hourly", "An hour", align="right", least=9),
    Column("how", "How", flexible=True, least=12),
    Column("entries", "Entries", align="right", least=7),
)
PRICED_COLUMNS = (
    Column("month", "Month", width=8),
    Column("campaign", "Campaign", flexible=True, least=12),
    Column("entries", "Entries", align="right", least=7),
    Column("hours", "Hours", align="right", least=6),
    Column("before", "Before", align="right", least=8),
    Column("after", "After", align="right", least=8),
)


@dataclass(frozen=True, slots=True)
class RatesState:
    """The rates of one person, and what pricing their entries again would change.

    `first_day` is where a new rate may begin: today, or the day after the last closed month.
    """

    person: Person
    people: tuple[Person, ...]
    lines: tuple[RateLine, ...]
    pending: Repricing
    currency: str
    first_day: date
    campaigns: Mapping[int, str]


def load_rates(snapshot: Snapshot, person_id: int) -> RatesState:
    """Read the rates of a person; `Refused` for who is no manager."""
    people = organisation.people(snapshot)
    return RatesState(
        next(person for person in people if person.id == person_id),
        people,
        rate_lines(snapshot, person_id),
        repricing.preview(snapshot, person_id),
        snapshot.organisation.currency,
        first_open(snapshot, snapshot.today),
        organisation.names_of(snapshot, "campaign"),
    )


def rate_rows(state: RatesState) -> list[Row]:
    """A row for each rate, the newest first."""
    return [
        Row(
            one.id,
            (
                Cell(one.valid_from.isoformat()),
                Cell(f"{show_minor(one.hourly.minor, one.hourly.currency, cents=True)} {one.hourly.currency}"),
                Cell(how(one), "muted"),
                Cell(grouped(one.entries, 0)),
            ),
        )
        for one in state.lines
    ]


def how(one: RateLine) -> str:
    """How a rate was found, in a line."""
    return "typed in" if one.basis is None else one.basis.words()[2].rpartition(" = ")[0]


def pending_words(state: RatesState) -> str:
    """Which entries have another rate than that of their day."""
    said = []
    if state.pending.lines:
        said.append(f"Another rate than that of their day: {state.pending.words(state.currency)} (p)")
    if state.pending.closed:
        said.append(state.pending.closed_words)
    return "\n".join(said)


def priced_rows(state: RatesState) -> list[Row]:
    """By month and campaign what changes, then the sum, then what stays in closed months."""
    rows = [
        _priced(
            number, f"{one.month:%Y-%m}", state.campaigns.get(one.campaign_id or 0, "no campaign"), one, state.currency
        )
        for number, one in enumerate(state.pending.lines)
    ]
    total = _priced("total", "", "all", state.pending.total, state.currency)
    rows.append(Row("total", total.cells, "total"))
    for number, one in enumerate(state.pending.closed):
        cells = (
            Cell(f"{one.month:%Y-%m}", "muted"),
            Cell(f"{state.campaigns.get(one.campaign_id or 0, 'no campaign')}: closed, stays", "muted"),
            Cell(grouped(one.entries, 0), "muted"),
            Cell(clock(one.seconds), "muted"),
        )
        rows.append(Row(f"closed:{number}", (*cells, Cell(""), Cell("")), "note"))
    return rows


def _priced(key: str | int, month: str, campaign: str, one: RepricingLine, currency: str) -> Row:
    return Row(
        key,
        (
            Cell(month),
            Cell(campaign),
            Cell(grouped(one.entries, 0)),
            Cell(clock(one.seconds)),
            _cost(one.before, currency, one.unrated == one.entries, "no rate"),
            _cost(one.after, currency, one.waiting == one.entries, "waits"),
        ),
    )


def _cost(minor: int, currency: str, nothing: bool, why: str) -> Cell:
    """A cost; where no entry behind it has one, why: it is not free."""
    return Cell(why, "warning") if nothing else Cell(show_minor(minor, currency, cents=True))
