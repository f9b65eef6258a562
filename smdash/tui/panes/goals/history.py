"""All readings of a KPI, and all check-ins of an objective: to add, correct and delete."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.kpi_words import day_text
from smdash.domain.readings import reading_text
from smdash.store import check_ins, readings
from smdash.store.check_ins import CheckInHistory
from smdash.store.readings import History
from smdash.tui.panes.goals import forms
from smdash.tui.panes.goals import history_rows as rows
from smdash.tui.screens.box import Box
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.undo import undo_asking
from smdash.tui.widgets.cells import Column, Row
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import content, drawn, notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

Read = TypeVar("Read")


class HistoryBox(Box[None], Generic[Read]):
    """Dated rows of one thing, the newest first; `e` or Enter edits one, `d` deletes it, `u` takes back the latest."""

    DEFAULT_CSS = """
    HistoryBox #history-keys { color: $role-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", show=False),
        Binding("d", "delete", show=False),
        Binding("u", "undo", show=False),
    ]
    ADDS: ClassVar[str]
    """The key that adds one."""

    def __init__(self, history: Read) -> None:
        super().__init__()
        self._history = history

    def compose(self) -> ComposeResult:
        keys = f"e edits · d deletes · {self.ADDS} adds · u undoes · Esc leaves" if self._writes else self._read_only
        with Vertical(classes="box -wide"):
            yield Static(content(self._whose), classes="box-title")
            yield RowTable(self._columns())
            yield Static(content(drawn(self.app, keys)), id="history-keys")

    def on_mount(self) -> None:
        """Show what was read."""
        self._show()
        self.query_one(RowTable).focus()

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    @property
    def _today(self) -> str:
        return self._dashboard.clock.today().isoformat()

    @property
    def _writes(self) -> bool:
        """Whether the person may change something here."""
        return not self._dashboard.viewer

    @property
    def _read_only(self) -> str:
        """What stands instead of the keys where nothing can be changed."""
        return "Esc leaves"

    @property
    @abstractmethod
    def _whose(self) -> str:
        """Whose history it is."""

    @abstractmethod
    def _columns(self) -> Sequence[Column]:
        """The columns."""

    @abstractmethod
    def _rows(self) -> tuple[Sequence[Row], str]:
        """The rows, and the note under them."""

    @abstractmethod
    async def _read(self) -> Read:
        """The history as it is now."""

    @abstractmethod
    def _form(self, row_id: int | None) -> Form[Any] | None:
        """The form for a new row, or for one that is there; None when it is gone."""

    @abstractmethod
    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        """The question, the thing it names, and what deletes it; None when it is gone."""

    def _show(self) -> None:
        found, note = self._rows()
        self.query_one(RowTable).set_rows(found, note=note)

    async def _again(self) -> None:
        self._history = await self._read()
        self._show()

    async def _write(self, fn: Callable[..., Any], *args: Any) -> Any:
        result = await self._dashboard.write(fn, *args)
        await self._again()
        return result

    @property
    def _chosen(self) -> int | None:
        """The id of the row under the cursor."""
        key = self.query_one(RowTable).current_key
        return key if isinstance(key, int) else None

    def on_row_table_row_chosen(self) -> None:
        """Enter edits."""
        self.action_edit()

    def action_edit(self) -> None:
        """Edit the row under the cursor."""
        if self._chosen is not None:
            self._open(self._chosen)

    def action_add(self) -> None:
        """Add a row."""
        self._open(None)

    def _open(self, row_id: int | None) -> None:
        form = self._form(row_id) if self._writes else None
        if form is not None:
            self.app.push_screen(form)

    def action_delete(self) -> None:
        """Delete the row under the cursor, after naming it."""
        if self._chosen is not None and self._writes:
            self.run_worker(self._delete(self._chosen), group="delete")

    async def _delete(self, row_id: int) -> None:
        deletion = self._deletion(row_id)
        if deletion is None:
            return
        question, thing, fn = deletion
        if await asking(self._dashboard)(question, thing, "Delete"):
            await self._write(fn, row_id)
            notify(self.app, "Deleted. u brings it back.")

    def action_undo(self) -> None:
        """Take back the latest change, after naming it."""
        if not self._dashboard.viewer:
            self.run_worker(self._undo(), group="undo", exclusive=True)

    async def _undo(self) -> None:
        undone = await undo_asking(self._dashboard)
        if undone:
            await self._dashboard.announce(frozenset())
            notify(self.app, undone)
            await self._again()


class Readings(HistoryBox[History]):
    """The readings of a KPI; those of one that is worked out from stored data are only shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "add", show=False)]
    ADDS: ClassVar[str] = "r"

    @property
    def _writes(self) -> bool:
        return super()._writes and not self._computed

    @property
    def _computed(self) -> bool:
        return self._history.kpi.draft.measured is not None

    @property
    def _read_only(self) -> str:
        return "worked out from stored data · Esc leaves" if self._computed else "Esc leaves"

    @property
    def _whose(self) -> str:
        return self._history.kpi.name

    def _columns(self) -> Sequence[Column]:
        return rows.reading_columns(self._history.kpi.draft)

    def _rows(self) -> tuple[Sequence[Row], str]:
        return rows.reading_rows(self._history), rows.reading_note(self._history)

    async def _read(self) -> History:
        return await self._dashboard.live.read(readings.history, self._history.kpi.id)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        kpi, ask = self._history.kpi, asking(self._dashboard)
        if row_id is None:
            return forms.reading_form(kpi, self._today, self._write, ask)
        found = next((one for one in self._history.readings if one.id == row_id), None)
        return None if found is None else forms.edit_reading_form(kpi, found, self._today, self._write, ask)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        kpi = self._history.kpi
        found = next((one for one in self._history.readings if one.id == row_id), None)
        if found is None:
            return None
        thing = f"{kpi.name} on {day_text(found.day)}: {reading_text(found, kpi.draft)}"
        return "Delete this reading?", thing, readings.delete_reading


class CheckIns(HistoryBox[CheckInHistory]):
    """The check-ins of an objective."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "add", show=False)]
    ADDS: ClassVar[str] = "c"

    @property
    def _whose(self) -> str:
        return f"Check-ins: {self._history.objective.name}"

    def _columns(self) -> Sequence[Column]:
        return rows.CHECK_IN_COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        return rows.check_in_rows(self._history), rows.check_in_note(self._history)

    async def _read(self) -> CheckInHistory:
        return await self._dashboard.live.read(check_ins.history, self._history.objective.id)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        objective = self._history.objective
        if row_id is None:
            last = next(iter(self._history.check_ins), None)
            return forms.check_in_form(objective, last, self._today, self._write)
        found = next((one for one in self._history.check_ins if one.id == row_id), None)
        return None if found is None else forms.edit_check_in_form(objective, found, self._today, self._write)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        found = next((one for one in self._history.check_ins if one.id == row_id), None)
        if found is None:
            return None
        thing = f"{self._history.objective.name} on {day_text(found.day)}: {found.confidence}/10"
        return "Delete this check-in?", thing, check_ins.delete_check_in


def asking(app: SmdashApp) -> forms.Ask:
    """A way to ask before something is done; for use in a worker."""

    async def ask(question: str, thing: str, yes: str) -> bool | None:
        return await app.push_screen_wait(Confirm(question, thing, yes))

    return ask
