"""What a tab of the detail is: its rows, what `i` explains of them, and what keys do on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from smdash.domain.figures import Figure
from smdash.domain.series import ChartSpec
from smdash.tui.commands import Action
from smdash.tui.panes.campaigns import charts, rows
from smdash.tui.panes.campaigns.state import Account, CampaignsState, View
from smdash.tui.widgets.cells import Column, Row
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from textual.widget import Widget

    from smdash.store.scopes import Scope
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Removal:
    """What `d` would delete: a question, and the write with its arguments; the row's text names it in the box."""

    question: str
    write: Callable[..., Any]
    args: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """Rows with all their columns, for `v` where a narrow screen leaves some out."""

    title: str
    columns: tuple[Column, ...]
    rows: list[Row]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Seen(Generic[T]):
    """What a tab shows: a line of the list, all that was read, the view, the tab's own rows, and the lines listed."""

    account: Account
    state: CampaignsState
    view: View
    own: T | None = None
    lines: tuple[Account, ...] = ()


class Tab(Generic[T]):
    """One tab of the detail; a subclass gives what differs. Tabs hold no state of their own.

    `read` is asked only when the tab is turned to or the cursor has come to rest, once for each line until something
    is written; what it returns is `seen.own`. A tab with `reads` False works from what the list has read.
    """

    name: ClassVar[str]
    columns: ClassVar[tuple[Column, ...]] = ()
    actions: ClassVar[tuple[Action[CampaignsPane], ...]] = ()
    reads: ClassVar[bool] = False

    def block(self) -> Widget:
        """Its widget, made once."""
        return RowTable(self.columns, classes="campaign-rows")

    def read(self, snapshot: Snapshot, scope: Scope) -> T:
        """Its own rows of one line, in a constant number of queries."""
        raise NotImplementedError

    def show(self, block: Any, seen: Seen[T]) -> None:
        """Put what is seen into the widget."""
        block.set_rows(self.rows(seen), note=self.note(seen))

    def rows(self, seen: Seen[T]) -> list[Row]:
        """Its rows."""
        return []

    def note(self, seen: Seen[T]) -> str:
        """What stands under the rows: how many are left out, or that there are none and which key adds one."""
        return ""

    def figures(self, seen: Seen[T], key: object) -> tuple[Figure, ...]:
        """What `i` explains when its widget has the focus and the cursor is on the row of that key."""
        return rows.figures(seen.account, seen.view)

    def chart(self, seen: Seen[T]) -> ChartSpec:
        """The chart below it, where there is room for one."""
        return charts.chart(seen.account, seen.state, seen.view, seen.lines)

    def numbers(self, seen: Seen[T]) -> Listed | None:
        """What `v` shows in full where no chart has room; None for the numbers behind the chart."""
        return None

    def chosen(self, pane: CampaignsPane, seen: Seen[T], key: object) -> None:
        """Enter on a row: open it."""
        if not pane.app.viewer:
            self.edit(pane, seen, key)

    def edit(self, pane: CampaignsPane, seen: Seen[T], key: object) -> bool:
        """Open the form of a row; False where it has none."""
        return False

    def removal(self, seen: Seen[T], key: object) -> Removal | None:
        """What `d` deletes on a row; None where nothing is."""
        return None
