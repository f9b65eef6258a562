"""All readings of a KPI, to correct and delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.goals import Reading
from smdash.domain.kpi_words import day_text
from smdash.domain.readings import reading_text
from smdash.store import readings
from smdash.store.readings import History
from smdash.tui.panes.goals import forms, rows
from smdash.tui.screens.box import Box
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.cells import Row
from smdash.tui.widgets.safe import content, notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp


class Readings(Box[None]):
    """The readings of a KPI, the newest first; `e` or Enter edits one, `d` deletes it, `r` adds one."""

    DEFAULT_CSS = """
    Readings .box { height: 100%; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", show=False),
        Binding("d", "delete", show=False),
        Binding("r", "add", show=False),
    ]

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history

    def compose(self) -> ComposeResult:
        keys = "Esc leaves" if self._dashboard.viewer else "e edits · d deletes · r adds · Esc leaves"
        with Vertical(classes="box"):
            yield Static(content(f"{self._history.kpi.name} · {keys}"), classes="box-title")
            yield RowTable(rows.HISTORY_COLUMNS)

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    def on_mount(self) -> None:
        """Show what was read."""
        self._show()
        self.query_one(RowTable).focus()

    def _show(self) -> None:
        table = self.query_one(RowTable)
        table.set_rows(rows.history_rows(self._history), note=rows.history_note(self._history))

    @property
    def chosen(self) -> Reading | None:
        """The reading under the cursor."""
        key = self.query_one(RowTable).current_key
        return next((one for one in self._history.readings if one.id == key), None)

    async def _write(self, fn: Callable[..., Any], *args: Any) -> Any:
        result = await self._dashboard.write(fn, *args)
        self._history = await self._dashboard.live.read(readings.history, self._history.kpi.id)
        self._show()
        return result

    def on_row_table_row_chosen(self) -> None:
        """Enter edits."""
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the reading under the cursor."""
        if self.chosen is not None and not self._dashboard.viewer:
            form = forms.edit_reading_form(self._history.kpi, self.chosen, self._write, asking(self._dashboard))
            self.app.push_screen(form)

    def action_add(self) -> None:
        """Add a reading."""
        if not self._dashboard.viewer:
            today = self._dashboard.clock.today().isoformat()
            form = forms.reading_form(self._history.kpi, today, self._write, asking(self._dashboard))
            self.app.push_screen(form)

    def action_delete(self) -> None:
        """Delete the reading under the cursor, after naming it."""
        if self.chosen is not None and not self._dashboard.viewer:
            self.run_worker(self._delete(self.chosen), group="delete")

    async def _delete(self, reading: Reading) -> None:
        kpi = self._history.kpi
        thing = f"{kpi.name} on {day_text(reading.day)}: {reading_text(reading, kpi.draft)}"
        if await asking(self._dashboard)("Delete this reading?", thing, "Delete"):
            await self._write(readings.delete_reading, reading.id)
            notify(self.app, "Deleted. u in the pane brings it back.")


def asking(app: SmdashApp) -> forms.Ask:
    """A way to ask before something is done; for use in a worker."""

    async def ask(question: str, thing: str, yes: str) -> bool | None:
        return await app.push_screen_wait(Confirm(question, thing, yes))

    return ask


def check_ins_box(title: str, rows_shown: Sequence[Row]) -> Box[None]:
    """The check-ins of an objective, to read."""
    from smdash.tui.screens.numbers import Numbers

    note = "" if rows_shown else "No check-in yet. c adds the first one."
    return Numbers(title, rows.CHECK_IN_COLUMNS, rows_shown, note)
