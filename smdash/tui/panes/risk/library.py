"""The checklist itself: items of one's own, rewordings, what was taken off, and what a newer library changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from smdash.domain.library_changes import ItemChange, LibraryNews
from smdash.errors import SmdashError
from smdash.store import legal_items, library_versions, own_items
from smdash.store.own_items import RetiredItem
from smdash.store.store import Snapshot
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.answering import item_of
from smdash.tui.panes.risk.history import history_lines
from smdash.tui.panes.risk.item_forms import own_form, reword_form
from smdash.tui.screens.numbers import Reading
from smdash.tui.screens.rows_box import RowsBox, asking
from smdash.tui.widgets.cells import Column, Line, Row, line, row
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.symbols import ATTENTION, DOT
from smdash.tui.widgets.wrapping import folded

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
COLUMNS: Final = (
    Column("id", "", least=2, most=4),
    Column("short", "Item", flexible=True, least=20),
    Column("what", "What", least=12, most=40),
)


@dataclass(frozen=True, slots=True)
class LibraryState:
    """What the box shows: what changed in the shipped library, and what was taken off the checklist here."""

    news: LibraryNews
    retired: tuple[RetiredItem, ...]
    notice: str


def read_library(snapshot: Snapshot) -> LibraryState:
    """The state of the library, in one snapshot."""
    checklist = legal_items.library(snapshot)
    return LibraryState(library_versions.library_news(snapshot), own_items.retired_items(snapshot), checklist.notice)


class LibraryBox(RowsBox[LibraryState]):
    """What changed, then what is retired; Enter tells all of one, `s` says that the changes were gone through."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "go_through", show=False),
        Binding("b", "bring_back", show=False),
    ]
    ADDS: ClassVar[str] = "n"

    @property
    def _whose(self) -> str:
        return f"Legal library {self._seen.news.shipped} {DOT} {self._seen.notice}"

    @property
    def _keys(self) -> str:
        return f"Enter shows all {DOT} s: gone through {DOT} b brings a retired item back {DOT} u undoes {DOT} Esc"

    @property
    def _read_only(self) -> str:
        return f"Enter shows all {DOT} Esc leaves"

    def _columns(self) -> Sequence[Column]:
        return COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        news, retired = self._seen.news.changes, self._seen.retired
        rows = [row(n, one.item_id, one.short, (f"{ATTENTION} {one.words}", "warning")) for n, one in enumerate(news)]
        rows += [row(len(news) + n, one.code, one.question, ("retired here", "muted")) for n, one in enumerate(retired)]
        note = "" if news else "Nothing changed in the shipped items since they were gone through."
        return rows, note

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        one = self._one(row_id)
        if isinstance(one, RetiredItem):
            said = "Its answers are kept: Enter shows its history."
        elif one is None:
            return ()
        else:
            said = "Enter shows before and after. Answers are kept; those to another question are due for review."
        return folded(said, width, "muted")

    async def _read(self) -> LibraryState:
        return await self._dashboard.live.read(read_library)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        return None  # items are edited in the pane, under its cursor

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        return None  # what was taken off is kept

    def _one(self, row_id: int | None) -> ItemChange | RetiredItem | None:
        every: tuple[ItemChange | RetiredItem, ...] = (*self._seen.news.changes, *self._seen.retired)
        return every[row_id] if row_id is not None and row_id < len(every) else None

    def action_edit(self) -> None:
        """Enter shows what changed of an item, or the history of a retired one."""
        one = self._one(self._chosen)
        if one is not None:
            self.run_worker(self._open_all(one), group="open", exclusive=True)

    async def _open_all(self, one: ItemChange | RetiredItem) -> None:
        width = Reading.width(self.app)
        code = one.code if isinstance(one, RetiredItem) else one.item_id
        told = [*change_lines(one, width), line(("History", "header"))] if isinstance(one, ItemChange) else []
        lines, note = await self._dashboard.live.read(history_lines, code, None, width)
        self.app.push_screen(Reading(f"{code} {DOT} {self._seen.notice}", [*told, *lines], note))

    def action_go_through(self) -> None:
        """Say that all changes were gone through."""
        if self._writes:
            self.run_worker(self._attempt(library_versions.go_through), group="write")

    def action_bring_back(self) -> None:
        """Put the retired item under the cursor back on the checklist."""
        one = self._one(self._chosen)
        if self._writes and isinstance(one, RetiredItem):
            self.run_worker(self._attempt(legal_items.restore_item, one.code), group="write")

    async def _attempt(self, fn: Callable[..., Any], *args: Any) -> None:
        try:
            await self._write(fn, *args)
        except SmdashError as fault:
            notify(self.app, str(fault))


def change_lines(one: ItemChange, width: int) -> list[Line]:
    """What changed of an item, field by field, before and after, folded to the width."""
    lines = [line((f"{one.item_id} {one.short}: {one.kind.value}", "header"))]
    for difference in one.differences:
        for word, said in (("was", difference.before), ("is", difference.after)):
            if said:
                lines += folded(f"{difference.field} {word}: {said}", width)
    return lines


async def open_library(pane: RiskPane) -> None:
    """Show what changed in the library and what is retired."""
    pane.app.push_screen(LibraryBox(await pane.app.live.read(read_library)))


def new_item(pane: RiskPane) -> None:
    """Add a question of one's own to the area under the cursor."""
    state = pane.writable()
    area = pane.item.area if pane.item else state.register.library.areas[0].key
    pane.app.push_screen(own_form(state.register.library, area, None, pane.write))


async def edit_item(pane: RiskPane) -> None:
    """Reword the item under the cursor, or edit it where it is one's own."""
    state, item = pane.writable(), item_of(pane)
    draft = await pane.app.live.read(own_items.own_draft, item)
    if draft is None:
        pane.app.push_screen(reword_form(item, pane.write))
    else:
        pane.app.push_screen(own_form(state.register.library, item.area, (item.id, draft), pane.write))


def retire_item(pane: RiskPane) -> None:
    """Take the item under the cursor off the checklist, after naming it."""
    pane.writable()
    item = item_of(pane)

    async def retire(ask: Callable[[str, str, str], Awaitable[bool | None]]) -> None:
        if await ask("Retire this item? Its answers are kept.", f"{item.id} {item.short}", "Retire"):
            await pane.write(legal_items.retire_item, item.id)
            notify(pane.app, f"{item.id} is retired. L lists it, u brings it back.")

    pane.run_worker(retire(asking(pane.app)), group="retire")


ACTIONS: Final = (
    Action(Command("library", "L", "library", "What changed in the legal library, and retired items", GROUP),
           open_library),
    Action(Command("new_item", "n", "new item", "Add a question of your own", GROUP, writes=True), new_item),
    Action(Command("edit_item", "w", "reword", "Reword the item, or edit your own", GROUP, writes=True), edit_item),
    Action(Command("retire_item", "d", "retire", "Take the item off the checklist", GROUP, writes=True), retire_item),
)  # fmt: skip
