"""The box of a month's end: what is missing, with a jump to each, the lock, and opening it again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.month_end import ClosedMonth, Missing
from smdash.domain.periods import DAY
from smdash.store import closing
from smdash.tui.panes.time.close_rows import (
    CHECK_COLUMNS,
    MonthState,
    check_rows,
    history_words,
    load_month,
    standing,
)
from smdash.tui.screens.box import Box
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import content, drawn, notify, put_text
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_HINT = "Enter go there · c close · r open again · [ ] another month · Esc"
_READ_HINT = "Enter go there · [ ] another month · Esc"


class CloseBox(Box[Missing]):
    """The checklist of a month; its result is the thing to go to."""

    DEFAULT_CSS = """
    CloseBox RowTable { height: 1fr; }
    CloseBox Static { height: auto; }
    CloseBox #close-hint { color: $role-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "close_month", show=False),
        Binding("r", "reopen", show=False),
        Binding("left_square_bracket,less_than_sign", "move(-1)", show=False),
        Binding("right_square_bracket,greater_than_sign", "move(1)", show=False),
    ]

    def __init__(self, day: date) -> None:
        super().__init__()
        self._day = day.replace(day=1)
        self._state: MonthState | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(id="close-title", classes="box-title")
            yield RowTable(CHECK_COLUMNS)
            yield Static(id="close-history")
            hint = _READ_HINT if self._dashboard.viewer else _HINT
            yield Static(content(drawn(self._dashboard, hint)), id="close-hint")

    def on_mount(self) -> None:
        """Read the month."""
        self.query_one(RowTable).focus()
        self._read()

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    def _read(self) -> None:
        self.run_worker(self._load(self._day), group="month", exclusive=True)

    async def _load(self, day: date) -> None:
        self._state = state = await self._dashboard.live.read(load_month, day)
        title = f"{state.found.name} · {standing(state)}"
        put_text(self.query_one("#close-title", Static), title)
        put_text(self.query_one("#close-history", Static), history_words(state.history), lines=True)
        self.query_one(RowTable).set_rows(check_rows(state.found))

    # Keys

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Go where the thing under the cursor is mended."""
        line = self._state.line(event.row.key) if self._state else None
        if line is not None:
            self.dismiss(line)

    def action_move(self, steps: int) -> None:
        """Another month, none that has not begun."""
        month = self._dashboard.live.calendar.month(self._day)
        day = month.end if steps > 0 else month.start - DAY
        if day <= self._dashboard.clock.today():
            self._day = day.replace(day=1)
            self._read()

    def action_close_month(self) -> None:
        """Close the month, after saying what is missing."""
        state = self._state
        if self._is_viewer() or state is None:
            return
        found = state.found
        if found.closed is not None:
            notify(self.app, f"{found.name} is closed already ({found.closed.who}).")
            return
        question = f"Close {found.name}{' although this is missing' if found.open else ''}?"
        told = "\n".join(f"{check.title}: {check.words}" for check in found.open)
        told = (
            told or "Nothing is missing. Entries, costs, benefits, readings, rates and imports of it are refused then."
        )

        async def answered() -> None:
            if await self._dashboard.push_screen_wait(Confirm(question, told, "Close")) is True:
                await self._dashboard.write(closing.close_month, found.period.start)
                notify(self.app, f"{found.name} is closed. r opens it again.")
                self._read()

        self.run_worker(answered(), group="delete")

    def action_reopen(self) -> None:
        """Open a closed month again, with a reason."""
        state = self._state
        if self._is_viewer() or state is None:
            return
        if state.found.closed is None:
            notify(self.app, f"{state.found.name} is open.")
            return
        month = state.found.period.start

        async def submit(values: dict[str, Any]) -> ClosedMonth:
            opened: ClosedMonth = await self._dashboard.write(closing.reopen_month, month, values["reason"])
            return opened

        form = Form(
            f"Open {state.found.name} again",
            (Field("reason", "Reason", required=True, hint="Stays in the journal: a late invoice, a wrong sheet"),),
            submit,
            save_label="Open",
        )
        self.app.push_screen(form, lambda _opened: self._read())

    def _is_viewer(self) -> bool:
        if self._dashboard.viewer:
            notify(self.app, "You are a viewer here: nothing can be changed.", severity="warning")
        return self._dashboard.viewer
