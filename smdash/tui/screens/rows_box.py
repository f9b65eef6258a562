"""A box of rows of one thing: to look at, add, correct and delete. It reads anew after each write."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from smdash.tui.screens.box import Box
from smdash.tui.screens.confirm import Confirm
from smdash.tui.screens.undo import undo_asking
from smdash.tui.widgets.cells import Column, Line, Row, line
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.safe import content, drawn, notify, put_text
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

Read = TypeVar("Read")
Ask = Callable[[str, str, str], Awaitable[bool | None]]
"""Asks a question that names a thing, with the words of the button that says yes."""

_BOX_MARGIN = 4  # border and padding of a box
_AROUND = 9  # lines that are neither rows nor detail: borders, title (2), blank, header, note, keys (2)
_ROWS_SEEN = 4  # rows that a long detail leaves in sight
_LEAST_DETAIL = 3


class RowsBox(Box[None], Generic[Read]):
    """Rows of one thing under their title; `e` or Enter edits one, `d` deletes it, `u` takes back the latest.

    `begin` is the row on which the cursor stands at first. The detail of a row gets the lines that are left, so that
    the keys stay in sight on a small terminal.
    """

    DEFAULT_CSS = """
    RowsBox #box-keys { color: $role-muted; height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "edit", show=False),
        Binding("d", "delete", show=False),
        Binding("u", "undo", show=False),
    ]
    ADDS: ClassVar[str]
    """The key that adds one."""
    MARKABLE: ClassVar[bool] = False
    """Whether `x` marks rows."""
    REST: ClassVar[str] = "…"
    """The last line of a detail that is longer than the room it has: which key shows all of it."""

    def __init__(self, found: Read, begin: int | None = None) -> None:
        super().__init__()
        self._seen = found
        self._begin = begin

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(classes="box-title")
            yield from self._above()
            yield RowTable(self._columns(), markable=self.MARKABLE)
            yield TextLines(id="box-detail")
            yield Static(content(drawn(self.app, self._keys if self._writes else self._read_only)), id="box-keys")

    def on_mount(self) -> None:
        """Show what was read, with the cursor on the row that was asked for."""
        self._show()
        table = self.query_one(RowTable)
        table.focus()
        if self._begin is not None:
            table.go_to(self._begin)

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
    def _keys(self) -> str:
        """The keys, for those who may write."""
        return f"e edits · d deletes · {self.ADDS} adds · u undoes · Esc leaves"

    @property
    def _read_only(self) -> str:
        """What stands instead of the keys where nothing can be changed."""
        return "Esc leaves"

    @property
    @abstractmethod
    def _whose(self) -> str:
        """The title: whose rows these are."""

    @abstractmethod
    def _columns(self) -> Sequence[Column]:
        """The columns."""

    @abstractmethod
    def _rows(self) -> tuple[Sequence[Row], str]:
        """The rows, and the note under them."""

    @abstractmethod
    async def _read(self) -> Read:
        """The rows as they are now."""

    def _above(self) -> ComposeResult:
        """What stands between the title and the rows; nothing unless a subclass says so."""
        yield from ()

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        """What is told of the row under the cursor, below the rows; nothing unless a subclass says so."""
        return ()

    @abstractmethod
    def _form(self, row_id: int | None) -> ModalScreen[Any] | None:
        """The form for a new row, or for one that is there; None when it is gone."""

    @abstractmethod
    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        """The question, the thing it names, and what deletes it; None when it is gone."""

    def _show(self) -> None:
        listed, note = self._rows()
        put_text(self.query_one(".box-title", Static), self._whose)
        self.query_one(RowTable).set_rows(listed, note=note)
        self._show_detail()

    def _show_detail(self) -> None:
        size = self.app.size
        lines = self._detail(self._chosen, size.width - _BOX_MARGIN)
        rows = len(self.query_one(RowTable).rows)
        room = max(_LEAST_DETAIL, size.height - _AROUND - min(_ROWS_SEEN, rows))
        if len(lines) > room:
            lines = [*lines[: room - 1], line((self.REST, "muted"))]
        self.query_one("#box-detail", TextLines).set_lines(lines)

    def on_row_table_row_highlighted(self) -> None:
        """Tell of the row under the cursor."""
        self._show_detail()

    async def _again(self) -> None:
        self._seen = await self._read()
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
        """Enter opens the row."""
        self._enter()

    def _enter(self) -> None:
        """What Enter does: it edits, unless a subclass says otherwise."""
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


def asking(app: SmdashApp) -> Ask:
    """A way to ask before something is done; for use in a worker."""

    async def ask(question: str, thing: str, yes: str) -> bool | None:
        return await app.push_screen_wait(Confirm(question, thing, yes))

    return ask
