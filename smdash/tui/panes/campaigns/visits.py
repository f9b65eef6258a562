"""The visits of a website behind a line of the list, as web analytics told them, and the key that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work

from smdash.domain.figures import grouped
from smdash.store.traffic import Visits, VisitsPage, visits_of
from smdash.tui.commands import Action, Command
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Cell, Column, Row

if TYPE_CHECKING:
    from decimal import Decimal

    from smdash.tui.panes.campaigns.pane import CampaignsPane

COLUMNS: Final = (
    Column("days", "days"),
    Column("origin", "where from", flexible=True, least=16, most=48),
    Column("sessions", "sessions", align="right"),
    Column("engaged", "engaged", align="right", priority=2),
    Column("users", "users", align="right", priority=3),
    Column("events", "key events", align="right", priority=1),
)
_NONE = "None of this line: I reads reports of Google Analytics, by utm_campaign."
_NOTE = "Rows by other things tell the same visits again, so there is no sum."


def visit_rows(page: VisitsPage) -> list[Row]:
    """A row for each row of a report, and how many are left out."""
    rows = [Row(one.id, _cells(one)) for one in page.rows]
    if page.total > len(page.rows):
        rows.append(Row("more", (Cell(f"and {grouped(page.total - len(page.rows), 0)} more", span=2),), "note"))
    return rows


def _cells(one: Visits) -> tuple[Cell, ...]:
    days = str(one.start) if one.start == one.until else f"{one.start} – {one.until}"
    counts = (one.sessions, one.engaged, one.users, one.key_events)
    return (Cell(days), Cell(one.origin or f"by {one.breakdown}"), *(Cell(_number(count)) for count in counts))


def _number(value: int | Decimal | None) -> str:
    if value is None:
        return "–"
    return grouped(value, 0 if value == int(value) else 2)


def show_visits(pane: CampaignsPane) -> None:
    """Show the visits behind the line under the cursor."""
    _show(pane)


@work(group="visits")
async def _show(pane: CampaignsPane) -> None:
    account = pane.account
    if account is None:
        return
    rows = visit_rows(await pane.app.live.read(visits_of, account.scope))
    pane.app.push_screen(Numbers(f"Visits: {account.name}", COLUMNS, rows, _NOTE if rows else _NONE))


VISITS: Final = Action(
    Command("show_visits", "S", "visits", "Visits of the website that belong to the line", "Campaigns"), show_visits
)
