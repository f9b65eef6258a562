"""The Risk pane: areas, their items, and the item under the cursor. What it shows is worked out in `rows.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from smdash.domain.figures import Figure
from smdash.domain.register import ScopeId
from smdash.domain.risk_attention import area_figures, gate_figures
from smdash.domain.risks import LegalArea, LegalItem
from smdash.store import risks
from smdash.tui.commands import Command
from smdash.tui.pane import Pane
from smdash.tui.panes.risk import detail, forms, rows
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Cell, Column, Row, RowKey
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.states import Notice, empty
from smdash.tui.widgets.table import RowTable

GROUP = "Risk"
ORGANISATION = "organisation"

_TABLE_HEIGHT = 11  # a header and ten areas
_LEAST_DETAIL = 4
_AREAS_WIDTH, _AREAS_LEAST, _ITEMS_WIDTH = 44, 24, 36
_BOX_MARGIN = 4  # border and padding of a box


class RiskPane(Pane[RiskState]):
    """The checklist of the organisation, or of one campaign's launch gate."""

    CARES: ClassVar[frozenset[str]] = frozenset({"risks", "campaigns", "people", "settings"})
    FOLLOWS_PERIOD: ClassVar[bool] = False
    COMMANDS: ClassVar[tuple[Command, ...]] = (
        Command("toggle_answer", "space", "yes/open", "Answer yes, or open again", GROUP, footer=True, writes=True),
        Command("answer", "e", "answer", "Answer with reason, owner, evidence, risk", GROUP, footer=True, writes=True),
        Command("accept", "a", "accept", "Accept the risk: who, why, until when", GROUP, footer=True, writes=True),
        Command("show_matrix", "m", "matrix", "Show the 5×5 matrix with counts", GROUP, footer=True),
        Command("choose_scope", "c", "campaign", "Choose the organisation or a campaign", GROUP, footer=True),
        Command("edit_facts", "f", "facts", "Say what is true of the campaign: music, minors …", GROUP, writes=True),
        Command("go_to_areas", "h,left", "areas", "Go to the areas", GROUP),
        Command("go_to_items", "l,right", "items", "Go to the items of the area", GROUP),
    )
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
            yield RowTable(rows.AREA_COLUMNS, id="areas")
            yield RowTable(rows.ITEM_COLUMNS, id="items")
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
        register = await self.app.live.read(risks.register)
        if register.campaign(self._scope) is None:
            self._scope = None
        return RiskState(register, self._scope)

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
        gates = rows.gate_lines(state, width, max(2, height // 7))
        self.query_one("#risk-title", FigureLines).set_lines([rows.title_line(state), *gates])
        longest = max(len(state.areas), *(len(area.items) for area in state.areas)) if state.areas else 0
        tables = max(4, min(_TABLE_HEIGHT, longest + 1, height - 2 - len(gates) - _LEAST_DETAIL))
        self.query_one("#risk-tables").styles.height = tables
        self.areas.styles.width = max(_AREAS_LEAST, min(_AREAS_WIDTH, width - _ITEMS_WIDTH))
        self.query_one("#risk-notice", FigureLines).set_lines([rows.notice_line(state, width)])
        self._room = max(1, height - 2 - len(gates) - tables)
        self._show_detail()

    def _show_items(self) -> None:
        """The items of the area under the cursor, with the cursor where it was last in that area."""
        if self.state is None:
            return
        area = self._area()
        self.items.set_rows(rows.item_rows(self.state, area))
        if area is not None:
            self.items.go_to(self._last_item.get(area.key, area.items[0].id))
        self._show_detail()

    def _show_detail(self) -> None:
        item = self._item()
        if self.state is not None and self.size.width:
            lines = detail.detail_lines(self.state, item, self.size.width, self._room) if item else []
            self.query_one("#risk-detail", FigureLines).set_lines(lines)

    def _area(self) -> LegalArea | None:
        return self.state.area(self.areas.current_key) if self.state else None

    def _item(self) -> LegalItem | None:
        return self.state.item(self.items.current_key) if self.state else None

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
        item = self._item()
        if item is None or self.state is None:
            return
        lines = detail.item_lines(self.state, item, self.app.size.width - _BOX_MARGIN)
        text_rows = [
            Row(number, (Cell("".join(span.text for span in spans), spans[0].role),))
            for number, spans in enumerate(lines)
        ]
        title = f"{item.area_title} {item.id} · {item.short} · {self.state.register.library.notice}"
        self.app.push_screen(Numbers(title, (Column("text", flexible=True),), text_rows))

    def figures_in_focus(self) -> Sequence[Figure]:
        area, state = self._area(), self.state
        if area is None or state is None:
            return ()
        figures = area_figures(state.register, area, state.scope)
        return figures if state.scope is None else (*figures, *gate_figures(state.register, state.scope))

    def jump(self, kind: str, target: int | None) -> None:
        """Show the item (or area) `kind` names, for the campaign `target` or, without one, for the organisation."""
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

    # Commands

    def _answerable(self) -> LegalItem | None:
        """The item under the cursor, for those who may answer it."""
        if self.app.viewer:
            notify(self.app, "You are a viewer here: nothing can be changed.", severity="warning")
            return None
        return self._item()

    def action_toggle_answer(self) -> None:
        """Answer the item with yes, or open it again."""
        item = self._answerable()
        if item is not None and self.state is not None:
            self.run_worker(self._toggle(item.id, self.state.scope), group="write")

    async def _toggle(self, item_id: str, scope: ScopeId) -> None:
        await self.write(risks.toggle_item, item_id, scope)

    def action_answer(self) -> None:
        """Answer the item in the form."""
        item = self._answerable()
        if item is not None and self.state is not None:
            self.app.push_screen(forms.answer_form(self.state, item, self.write))

    def action_accept(self) -> None:
        """Accept the item's risk."""
        item, state = self._answerable(), self.state
        if item is None or state is None:
            return
        if state.answer(item).settled:
            notify(self.app, f"{item.id} is done: there is nothing to accept.")
            return
        self.app.push_screen(forms.accept_form(state, item, self.app.live.person_name, self.write))

    def action_edit_facts(self) -> None:
        """Choose the facts that decide what the campaign's gate asks for."""
        if self.state is None or self.app.viewer:
            return
        if self.state.campaign is None:
            notify(self.app, "Facts belong to a campaign: c chooses one.")
            return
        self.app.push_screen(forms.facts_form(self.state, self.state.campaign, self.write))

    def action_show_matrix(self) -> None:
        """Show the 5×5 matrix."""
        if self.state is None:
            return
        campaign = self.state.campaign
        where = rows.short_name(campaign) if campaign else "organisation"
        title = f"Risks not done · {where} · how many without/with controls"
        shown = rows.matrix_rows(self.state)
        self.app.push_screen(Numbers(title, rows.MATRIX_COLUMNS, shown, rows.matrix_note(self.state)))

    def action_choose_scope(self) -> None:
        """Choose whose checklist is shown."""
        if self.state is None:
            return
        options: list[tuple[RowKey, str, str]] = [(ORGANISATION, "Organisation", "all items, standing practice")]
        options += [
            (campaign.id, campaign.name, f"{campaign.status} {campaign.gate.mark}")
            for campaign in self.state.register.campaigns
        ]

        def chosen(key: RowKey | None) -> None:
            if key is not None:
                self._choose(key if isinstance(key, int) else None)

        current = ORGANISATION if self.state.scope is None else self.state.scope
        self.app.push_screen(ChoiceList("Whose checklist?", options, current), chosen)

    def _choose(self, scope: ScopeId) -> None:
        if scope != self._scope:
            self._scope = scope
            self.mark_stale()

    def action_go_to_areas(self) -> None:
        """Put the cursor into the list of areas."""
        self.areas.focus()

    def action_go_to_items(self) -> None:
        """Put the cursor into the items of the area."""
        self.items.focus()
