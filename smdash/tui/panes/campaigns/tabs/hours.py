"""The hours of one line of the list, by person and activity, and behind each the single entries."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.domain.durations import clock
from smdash.domain.figures import Figure, Unit, grouped
from smdash.store import line_hours
from smdash.store.line_hours import HoursPart, HoursRow
from smdash.tui.panes.campaigns.rows import count_words
from smdash.tui.panes.campaigns.state import Account, CampaignsState
from smdash.tui.panes.campaigns.tabs.shared import READING, money
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Cell, Column, Row, separator
from smdash.tui.widgets.symbols import UNDEFINED

if TYPE_CHECKING:
    from smdash.store.scopes import Scope
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane

Parts = tuple[HoursPart, ...]
_SINGLE = (
    Column("day", "day", width=10),
    Column("time", "from", priority=2),
    Column("hours", "hours", align="right"),
    Column("cost", "cost", align="right"),
    Column("message", "message", priority=1, most=24),
    Column("note", "note", flexible=True, least=8),
)


class HoursTab(Tab[Parts]):
    """Hours by person and activity; what one person costs is for managers."""

    name = "hours"
    columns = (
        Column("person", "person", flexible=True, least=10, most=30),
        Column("activity", "activity", least=10, most=30),
        Column("entries", "entries", align="right", priority=2),
        Column("hours", "hours", align="right"),
        Column("cost", "cost", align="right", priority=1),
    )
    reads = True

    def read(self, snapshot: Snapshot, scope: Scope) -> Parts:
        """Hours by person and activity."""
        return line_hours.hours_parts(snapshot, scope)

    def rows(self, seen: Seen[Parts]) -> list[Row]:
        """Hours and their sum."""
        return hours_rows(seen.account, seen.state, seen.own or ())

    def note(self, seen: Seen[Parts]) -> str:
        """That there are none, or what Enter does."""
        if seen.own is None:
            return READING
        return "Enter: the single entries" if seen.own else "No hours in this period: t logs some."

    def figures(self, seen: Seen[Parts], key: object) -> tuple[Figure, ...]:
        """Hours of the person and activity, what they cost where that may be seen; else of all."""
        part = _part(seen, key)
        if part is None:
            return seen.account.result.hours, seen.account.result.cost
        period, hours = seen.state.period.name, part.hours
        name = f"{part.person}, {part.activity}"
        found = Figure(
            f"Hours of {name}", hours.seconds, Unit.SECONDS, "Σ seconds of entries", (), period, hours.entries
        )
        if part.cost_minor is None:
            return (found,)
        formula, currency = "Σ seconds × rate / 3600, rounded once an entry", seen.state.currency
        notes = (f"hours without a rate: {clock(hours.uncosted_seconds)}",) if hours.uncosted_seconds else ()
        rows = hours.entries
        return found, Figure(
            f"Cost of {name}", part.cost_minor, Unit.MONEY, formula, (found,), period, rows, "", currency, notes
        )

    def chosen(self, pane: CampaignsPane, seen: Seen[Parts], key: object) -> None:
        """Show the single entries."""
        part = _part(seen, key)
        if part is not None:
            pane.run_worker(_show_single(pane, seen, part), group="own", exclusive=True)


async def _show_single(pane: CampaignsPane, seen: Seen[Parts], part: HoursPart) -> None:
    rows = await pane.app.live.read(line_hours.hours_rows, seen.account.scope, part.person_id, part.activity_id)
    title = f"{seen.account.name}: {part.person}, {part.activity}"
    said = count_words(len(rows), part.hours.entries, "entries") or "They are edited in the Time pane."
    pane.app.push_screen(Numbers(title, _SINGLE, single_rows(rows, part, seen.state), said))


def single_rows(found: tuple[HoursRow, ...], part: HoursPart, state: CampaignsState) -> list[Row]:
    """Entries, what the limit leaves out, and their sum."""
    rows = [
        Row(
            each.id,
            (
                Cell(each.day.isoformat()),
                Cell(each.start),
                Cell(clock(each.seconds)),
                _cost(each.cost_minor, state),
                Cell(each.message),
                Cell(each.note),
            ),
        )
        for each in found
    ]
    left = part.hours.seconds - sum(each.seconds for each in found)
    if left:
        cost = None if part.cost_minor is None else part.cost_minor - sum(each.cost_minor or 0 for each in found)
        rows.append(Row("more", (Cell("others", span=2), Cell(clock(left)), _cost(cost, state)), "note"))
    if len(rows) > 1:
        cells = (Cell("total", span=2), Cell(clock(part.hours.seconds)), _cost(part.cost_minor, state))
        rows += [separator(), Row("total", cells, "total")]
    return rows


def hours_rows(account: Account, state: CampaignsState, parts: Parts) -> list[Row]:
    """Hours by person and activity; per-person cost only where a manager looks."""
    rows = [
        Row(
            number,
            (
                Cell(part.person),
                Cell(part.activity),
                Cell(grouped(part.hours.entries, 0)),
                Cell(clock(part.hours.seconds)),
                _cost_of(part, state),
            ),
        )
        for number, part in enumerate(parts)
    ]
    ledger = account.ledger
    left = ledger.seconds - sum(part.hours.seconds for part in parts)
    if left and ledger.notes:
        cost = ledger.staff - sum(part.hours.cost_minor for part in parts)
        rows.append(
            Row(
                "shared",
                (Cell("; ".join(ledger.notes), span=3), Cell(clock(left)), money(cost, state.currency)),
                "note",
            )
        )
    if len(rows) > 1:
        cells = (
            Cell("total", span=2),
            Cell(grouped(ledger.entries, 0)),
            Cell(clock(ledger.seconds)),
            money(ledger.staff, state.currency),
        )
        rows += [separator(), Row("total", cells, "total")]
    return rows


def _part(seen: Seen[Parts], key: object) -> HoursPart | None:
    parts = seen.own or ()
    return parts[key] if isinstance(key, int) and key < len(parts) else None


def _cost_of(part: HoursPart, state: CampaignsState) -> Cell:
    """What the hours cost; those without a rate are never shown as free."""
    if part.cost_minor is not None and 0 < part.hours.seconds == part.hours.uncosted_seconds:
        return Cell("no rate", "warning", "right")
    return _cost(part.cost_minor, state)


def _cost(minor: int | None, state: CampaignsState) -> Cell:
    return Cell(UNDEFINED, "muted", "right") if minor is None else money(minor, state.currency)
