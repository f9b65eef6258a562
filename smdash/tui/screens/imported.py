"""From an import to its rows: the pane where most of them stand, in the days they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.domain.periods import DAY, Period
from smdash.exchange.apply import Result
from smdash.tui.events import JumpTo
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_PANES = {"time_entry": "time", "reading": "goals"}
_ELSE = "campaigns"


def show_imported(app: SmdashApp) -> None:
    """Go there; tell it when nothing was imported since the program was opened."""
    if app.imported is None:
        notify(app, "Nothing was imported since you opened smdash.")
        return
    pane = pane_of(app.imported)
    if app.imported.period is not None:
        first, last = app.imported.period
        app.set_period(Period(first, last + DAY, f"{first}..{last}"))
        if pane == "time":
            app.post_message(JumpTo(pane, "day", last.toordinal()))
            return
    app.post_message(JumpTo(pane))


def pane_of(result: Result) -> str:
    """The pane that shows the kind of rows of which most were added or changed."""
    rows = {table: result.added.get(table, 0) + result.changed.get(table, 0) for table in _PANES}
    others = max((number for table, number in result.added.items() if table not in (*_PANES, "activity")), default=0)
    most = max(rows, key=lambda table: rows[table])
    return _PANES[most] if rows[most] >= max(1, others) else _ELSE
