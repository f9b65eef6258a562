"""The Risk pane: areas, their items, and the item under the cursor. What it shows is worked out in `rows.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from smdash.domain.figures import Figure
from smdash.domain.gate_figures import gate_figures
from smdash.domain.log_attention import LogSummary
from smdash.domain.register import ScopeId
from smdash.domain.risk_attention import area_figures
from smdash.domain.risks import LegalArea, LegalItem
from smdash.domain.sign_offs import SignOffs
from smdash.errors import Refused
from smdash.store import sign_offs
from smdash.store.log_summary import log_summary
from smdash.store.store import Snapshot
from smdash.tui.commands import Command
from smdash.tui.pane import Pane
from smdash.tui.panes.risk import detail, rows
from smdash.tui.panes.risk.actions import ACTIONS
from smdash.tui.panes.risk.pressing import BOXES, log_figures, log_lines
from smdash.tui.panes.risk.register.actions import open_register
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.screens.numbers import Reading
from smdash.tui.widgets.cells import RowKey
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.states import Notice, empty
from smdash.tui.widgets.table import RowTable

_TABLE_HEIGHT = 11  # a header and ten areas
_LEAST_DETAIL = 4
_AREAS_WIDTH, _AREAS_LEAST, _ITEMS_WIDTH = 50, 24, 36


class RiskTable(RowTable):
    """A list in which `g` is the pane's key for the register; Home goes to the first row."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("g", "open_register", show=False)]

    def action_open_register(self) -> None:
        """Show the register."""
        open_register(self.query_ancestor(RiskPane))


class RiskPane(Pane[RiskState]):
    """The checklist of the organisation, or of one campaign's launch gate."""

    CARES: ClassVar[frozenset[str]] = frozenset({"risks", "campaigns", "people", "settings"})
    FOLLOWS_PERIOD: ClassVar[bool] = False
    COMMANDS: ClassVar[tuple[Command, ...]] = tuple(action.command for action in ACTIONS)
    DEFAULT_CSS = """
    RiskPane #areas { margin-right: 2; }
    RiskPane #items { width: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._scope: ScopeId = None
        self._room = _LEAST_DETAIL
        self._last_item: dict[RowKey | None, RowKey] = {}

    def compose_content(self) -> ComposeResult:
        yield FigureLines(id="risk-title")
        with Horizontal(id="risk-tables"):
            yield RiskTable(rows.AREA_COLUMNS, id="areas")
            yield RiskTable(rows.ITEM_COLUMNS, id="items")
        yield FigureLines(id="risk-notice")
        yield FigureLines(id="risk-detail")

    @property
    def areas(self) -> RowTable:
        """The list of areas."""
        return self.query_one("#areas", RowTable)

    @property
    def items(self) -> RowTable:
        """The items of the area under the cursor."""
        return self.query_one("#items", RowTable)

    # State

    async def load(self) -> RiskState:
        found, log = await self.app.live.read(_read)
        if found.register.campaign(self._scope) is None:
            self._scope = None
        return RiskState(found.register, self._scope, found.given, log)

    def empty(self, state: RiskState) -> Notice | None:
        if state.areas:
            return None
        notice = state.register.library.notice
        if state.campaign:
            name = rows.short_name(state.campaign)
            return empty(f"{name} needs no legal checks.", f"c chooses another campaign.\n{notice}")
        return empty("No legal item concerns your jurisdictions.", f"Choose others in the settings.\n{notice}")

    def show(self, state: RiskState) -> None:
        self.areas.set_rows(rows.area_rows(state))
        self._show_items()
        self._lay_out()

    def _lay_out(self) -> None:
        """Share the lines of the pane out: gates, then the tables, and the rest to the item under the cursor."""
        state, height, width = self.state, self.size.height, self.size.width
        if state is None or not height:
            return
        gates = [*log_lines(state), *rows.gate_lines(state, width, max(2, height // 7))]
        self.query_one("#risk-title", FigureLines).set_lines([rows.title_line(state), *gates])
        longest = max(len(state.areas), *(len(area.items) for area in state.areas)) if state.areas else 0
        tables = max(4, min(_TABLE_HEIGHT, longest + 1, height - 2 - len(gates) - _LEAST_DETAIL))
        self.query_one("#risk-tables").styles.height = tables
        self.areas.styles.width = max(_AREAS_LEAST, min(_AREAS_WIDTH, width - _ITEMS_WIDTH))
        self._show_notice()
        self._room = max(1, height - 2 - len(gates) - tables)
        self._show_detail()

    def _show_items(self) -> None:
        """The items of the area under the cursor, with the cursor where it was last in that area."""
        if self.state is None:
            return
        area = self.area
        self.items.set_rows(rows.item_rows(self.state, area))
        if area is not None:
            self.items.go_to(self._last_item.get(area.key, area.items[0].id))
        self._show_notice()
        self._show_detail()

    def _show_notice(self) -> None:
        if self.state is not None and self.size.width:
            notice = rows.notice_line(self.state, self.size.width, self.area)
            self.query_one("#risk-notice", FigureLines).set_lines([notice])

    def _show_detail(self) -> None:
        item = self.item
        if self.state is not None and self.size.width:
            lines = detail.detail_lines(self.state, item, self.size.width, self._room) if item else []
            self.query_one("#risk-detail", FigureLines).set_lines(lines)

    @property
    def area(self) -> LegalArea | None:
        """The area under the cursor."""
        return self.state.area(self.areas.current_key) if self.state else None

    def on_resize(self) -> None:
        """Share the new size out."""
        self._lay_out()

    def on_row_table_row_highlighted(self, event: RowTable.RowHighlighted) -> None:
        """Follow the cursor; everything is in memory already."""
        if event.table is self.areas:
            self._show_items()
            return
        item = self.state.item(event.row.key) if self.state else None
        if item is not None:
            self._last_item[item.area] = item.id
        self._show_detail()

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter on an area goes to its items, on an item it opens all of it."""
        if event.table is self.areas:
            self.items.focus()
        else:
            self._open_item()

    def _open_item(self) -> None:
        item = self.item
        if item is None or self.state is None:
            return
        title = f"{item.area_title} {item.id} · {item.short} · {self.state.register.library.notice}"
        self.app.push_screen(Reading(title, detail.item_lines(self.state, item, Reading.width(self.app))))

    def figures_in_focus(self) -> Sequence[Figure]:
        area, state = self.area, self.state
        if area is None or state is None:
            return ()
        figures = area_figures(state.register, area, state.scope)
        more = log_figures(state) if state.scope is None else gate_figures(state.register, state.scope)
        return (*figures, *more)

    def jump(self, kind: str, target: int | None) -> None:
        """Show the item (or area) `kind` names, for the campaign `target` or, without one, for the organisation.

        Kind `register` shows the risk whose id is `target`; an incident or a policy is shown in its box.
        """
        if kind == "register":
            open_register(self, target)
            return
        if opening := BOXES.get(kind):
            self.run_worker(opening(self, target), group="box", exclusive=True)
            return
        if target != self._scope:
            self._scope = target
            self.mark_stale()
            self.jump_to(kind, target)
            return
        item = self.state.item(kind) if self.state else None
        if item is not None:
            self._last_item[item.area] = item.id
        self.areas.go_to(item.area if item else kind)
        self._show_items()
        if item is not None:
            self.items.focus()

    # What actions use

    @property
    def item(self) -> LegalItem | None:
        """The item under the cursor."""
        return self.state.item(self.items.current_key) if self.state else None

    def writable(self) -> RiskState:
        """What was read, for forms; `Refused` where nothing can be written."""
        if self.app.viewer:
            raise Refused("You are a viewer here: nothing can be changed.", "Ask a manager to do it.")
        return self.readable()

    def readable(self) -> RiskState:
        """What was read; `Refused` while there is nothing yet."""
        if self.state is None:
            raise Refused("The checklist is not loaded yet.", "Wait a moment.")
        return self.state

    def choose(self, scope: ScopeId) -> None:
        """Show the checklist of the organisation or of a campaign."""
        if scope != self._scope:
            self._scope = scope
            self.mark_stale()


def _read(snapshot: Snapshot) -> tuple[SignOffs, LogSummary]:
    return sign_offs.load_sign_offs(snapshot), log_summary(snapshot)


for _action in ACTIONS:  # a key calls the method named after its command
    setattr(RiskPane, f"action_{_action.command.id}", _action.run)
