"""The hours of one line of the list, by person and activity."""

from __future__ import annotations

from smdash.domain.durations import clock
from smdash.domain.figures import Figure, grouped
from smdash.tui.panes.campaigns.state import Account, CampaignsState
from smdash.tui.panes.campaigns.tabs.shared import money
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.widgets.cells import Cell, Column, Row, separator
from smdash.tui.widgets.symbols import UNDEFINED


class HoursTab(Tab[None]):
    """Hours by person and activity; what one person costs is for managers."""

    name = "hours"
    columns = (
        Column("person", "person", flexible=True, least=10, most=30),
        Column("activity", "activity", least=10, most=30),
        Column("entries", "entries", align="right", priority=2),
        Column("hours", "hours", align="right"),
        Column("cost", "cost", align="right", priority=1),
    )

    def rows(self, seen: Seen[None]) -> list[Row]:
        """Hours and their sum."""
        return hours_rows(seen.account, seen.state)

    def note(self, seen: Seen[None]) -> str:
        """That there are none."""
        return "" if seen.account.hours else "No hours in this period: t logs some."

    def figures(self, seen: Seen[None], key: object) -> tuple[Figure, ...]:
        """Hours and cost."""
        return seen.account.result.hours, seen.account.result.cost


def hours_rows(account: Account, state: CampaignsState) -> list[Row]:
    """Hours by person and activity; per-person cost only where a manager looks."""
    rows = [
        Row(
            number,
            (
                Cell(part.person),
                Cell(part.activity),
                Cell(grouped(part.hours.entries, 0)),
                Cell(clock(part.hours.seconds)),
                Cell(UNDEFINED, "muted") if part.cost_minor is None else money(part.cost_minor, state.currency),
            ),
        )
        for number, part in enumerate(account.hours)
    ]
    if len(rows) > 1:
        ledger = account.ledger
        cells = (
            Cell("total", span=2),
            Cell(grouped(ledger.entries, 0)),
            Cell(clock(ledger.seconds)),
            money(ledger.staff, state.currency),
        )
        rows += [separator(), Row("total", cells, "total")]
    return rows
