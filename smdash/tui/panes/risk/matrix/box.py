"""The box of the matrix: a cursor over its fields, what stands in them, and a risk that arrows move."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar, Final, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.register import Register
from smdash.domain.risks import Rating
from smdash.store import risks, treatment
from smdash.tui.panes.risk.matrix import rows
from smdash.tui.panes.risk.matrix.moving import Carried
from smdash.tui.panes.risk.matrix.rows import Counted, Entry
from smdash.tui.panes.risk.register.box import choose_sight
from smdash.tui.panes.risk.register.view import Sight
from smdash.tui.screens.box import Box
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.undo import undo_asking
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.safe import content, drawn, notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_KEYS: Final = (
    "Enter lists a field, then takes a risk up · w without/with controls · o whose · i explain · u undo · Esc"
)


class Grid(RowTable):
    """The fields; while a risk is in the hand, arrows carry it instead of the cursor."""

    carry: Callable[[int, int], None] | None = None

    def action_step(self, direction: int) -> None:
        """Up is more likely."""
        if self.carry:
            self.carry(-direction, 0)
        else:
            super().action_step(direction)

    def action_sideways(self, direction: int) -> None:
        """To the right is worse."""
        if self.carry:
            self.carry(0, direction)
        else:
            super().action_sideways(direction)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A risk in the hand goes from field to field, it doesn't jump."""
        return not (self.carry and action in ("page", "edge")) and super().check_action(action, parameters)


class MatrixBox(Box[None]):
    """The 5×5 matrix; moving the cursor reads nothing."""

    DEFAULT_CSS = """
    MatrixBox Grid { height: 6; }
    MatrixBox #matrix-field { height: 1fr; min-height: 3; margin-top: 1; }
    MatrixBox #matrix-keys { color: $role-muted; height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "other_rating", show=False),
        Binding("o", "whose", show=False),
        Binding("i", "explain", show=False),
        Binding("u", "undo", show=False),
    ]

    def __init__(self, found: Register, sight: Sight) -> None:
        super().__init__()
        self._seen = found
        self._sight = sight
        self._counted = Counted.BOTH
        self._entries: tuple[Entry, ...] = ()
        self._carried: Carried | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(content(f"Matrix of risks · {self._seen.library.notice}"), classes="box-title")
            yield TextLines(id="matrix-said")
            yield Grid(rows.GRID_COLUMNS, cursor="cell", id="matrix-grid")
            yield RowTable(rows.FIELD_COLUMNS, id="matrix-field")
            yield Static(content(drawn(self._dashboard, _KEYS)), id="matrix-keys")

    def on_mount(self) -> None:
        """Begin where most is at stake."""
        self._show()
        self._grid.focus()
        worst = max(
            (entry.residual or entry.inherent for entry in self._entries),
            key=lambda rated: (self._seen.grid.level(rated), rated.likelihood, rated.impact),
            default=Rating(5, 5),
        )
        self._go_to(worst)

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    @property
    def _grid(self) -> Grid:
        return self.query_one(Grid)

    @property
    def _list(self) -> RowTable:
        return self.query_one("#matrix-field", RowTable)

    @property
    def _field(self) -> Rating:
        """The field under the cursor."""
        return Rating(int(self._grid.current_key or 5), int(self._grid.current_column))

    def _go_to(self, field: Rating) -> None:
        self._grid.go_to(field.likelihood, str(field.impact))

    def _show(self) -> None:
        self._entries = rows.entries(self._seen, self._sight)
        self._grid.set_rows(rows.grid_rows(self._seen, self._entries, self._counted, self._carried))
        if self._carried is None:
            first = rows.title_line(self._seen, self._entries, self._sight, self._counted)
            second = rows.unrated_line(self._seen, self._sight)
        else:
            first, second = rows.carried_lines(self._seen, self._carried)
        self.query_one("#matrix-said", TextLines).set_lines((first, second))
        self._show_field()

    def _show_field(self) -> None:
        listed = rows.field_rows(self._seen, self._entries, self._field, self._counted)
        self._list.set_rows(listed, note="" if listed else "No open risk in this field.")

    async def _again(self) -> None:
        self._seen = await self._dashboard.live.read(risks.register)
        self._show()

    # Looking

    def on_row_table_cell_highlighted(self) -> None:
        """List what stands in the field under the cursor."""
        self._show_field()

    def on_row_table_cell_chosen(self) -> None:
        """Enter goes to the list of the field, or puts down the risk in the hand."""
        if self._carried is not None:
            self.run_worker(self._put_down(self._carried), group="write", exclusive=True)
        elif self._list.rows:
            self._list.focus()

    def action_other_rating(self) -> None:
        """Count other ratings; with a risk in the hand, move its other rating."""
        if self._carried is not None:
            self._hold(self._carried.other())
        else:
            self._counted = self._counted.next
            self._show()

    def action_whose(self) -> None:
        """Choose whose risks are counted."""

        def chosen(sight: Sight) -> None:
            self._sight = sight
            self._show()

        if self._carried is None:
            choose_sight(self.app, self._seen, self._sight, chosen)

    def action_explain(self) -> None:
        """Explain the counts of the field under the cursor."""
        self.app.push_screen(Explain(rows.matrix_figures(self._seen, self._entries, self._field)))

    # Moving

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter in the list takes a risk up."""
        entry = next((one for one in self._entries if one.key == event.row.key), None)
        if entry is None or self._dashboard.viewer:
            return
        if entry.risk is None:
            notify(self.app, f"{entry.title}: e in the pane rates it, r makes a risk of it that can be moved.")
            return
        self._hold(Carried.of(entry.risk, by_inherent=self._counted is Counted.INHERENT))
        self._grid.focus()

    def _hold(self, carried: Carried) -> None:
        self._carried, self._grid.carry = carried, self._carry
        self._go_to(carried.field)
        self._show()

    def _carry(self, likelihood: int, impact: int) -> None:
        if self._carried is not None:
            self._hold(self._carried.step(likelihood, impact, self._seen.grid))

    async def _put_down(self, carried: Carried) -> None:
        if carried.moved:
            await self._dashboard.write(treatment.move_risk, carried.risk.id, carried.inherent, carried.residual)
            notify(self.app, f"“{carried.risk.title}” moved. u takes it back.")
        self._let_go()
        await self._again()

    def _let_go(self) -> None:
        self._carried, self._grid.carry = None, None

    def action_close(self) -> None:
        """Esc leaves the risk where it was, then the list, then the box."""
        if self._carried is not None:
            risk = self._carried.risk
            self._let_go()
            self._go_to(risk.rating)
            self._show()
        elif self._list.has_focus:
            self._grid.focus()
        else:
            super().action_close()

    def action_undo(self) -> None:
        """Take back the latest change, after naming it."""
        if not self._dashboard.viewer and self._carried is None:
            self.run_worker(self._undo(), group="undo", exclusive=True)

    async def _undo(self) -> None:
        undone = await undo_asking(self._dashboard)
        if undone:
            await self._dashboard.announce(frozenset())
            notify(self.app, undone)
            await self._again()
