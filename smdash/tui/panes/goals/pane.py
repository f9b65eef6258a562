"""The Goals pane: widgets, what they show, and the keys that change the view. Writing is in `writing.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.timer import Timer

from smdash.domain.figures import Figure
from smdash.domain.series import numbers
from smdash.store.courses import with_each_reading
from smdash.tui.commands import Command
from smdash.tui.panes.goals import charts, rows
from smdash.tui.panes.goals.commands import COMMANDS
from smdash.tui.panes.goals.state import KPI, OBJECTIVE, GoalsState, load, row_key
from smdash.tui.panes.goals.view import View, group_id, listed
from smdash.tui.panes.goals.writing import GoalsWriting
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import line, rule
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.period_text import period_title
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.search import SearchLine
from smdash.tui.widgets.states import Notice, empty
from smdash.tui.widgets.table import RowTable

WIDE = 160
"""Columns from which on the chart stands beside the list."""
LIST_PARTS, DETAIL_PARTS = 7, 5
_DETAIL_GAP = 2
REST = 0.15  # seconds; moves of the cursor closer to one another than this are a run


class GoalsPane(GoalsWriting):
    """Objectives and KPIs of the period; below or beside them the chart of what is under the cursor."""

    CARES: ClassVar[frozenset[str]] = frozenset(
        {"goals", "campaigns", "people", "settings", "posts", "channels", "time"}
    )
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    DEFAULT_CSS = """
    #goals-body { height: 1fr; }
    #goals { height: auto; max-height: 45%; min-height: 4; }
    #goal-detail { height: 1fr; }
    #goal-detail Chart { min-height: 5; }
    GoalsPane.-wide #goals-body { layout: horizontal; }
    GoalsPane.-wide #goals { width: 7fr; height: 1fr; max-height: 100%; }
    GoalsPane.-wide #goal-detail { width: 5fr; padding-left: 2; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.view = View()
        self._moved = 0.0
        self._rest: Timer | None = None

    def compose_content(self) -> ComposeResult:
        yield SearchLine()
        with Container(id="goals-body"):
            yield RowTable((), id="goals")
            with Vertical(id="goal-detail"):
                yield TextLines(id="goal-head")
                yield Chart()
                yield TextLines(id="goal-foot")

    async def load(self) -> GoalsState:
        return await self.app.live.read(load, self.app.period, self.view.comparison)

    def empty(self, state: GoalsState) -> Notice | None:
        if state.blank:
            return empty("No goals yet.", "N adds an objective, n a KPI: choose a template, type the target.")
        if not state.card.objectives:
            title = period_title(state.card.period)
            return empty(f"No goal runs in {title}.", "[ and ] or p go to another period, n adds a KPI.")
        return None

    def show(self, state: GoalsState) -> None:
        first_time = not self.table.rows
        self._show_list(state)
        if first_time and (first := next(iter(state.card.kpis), None)) is not None:
            self.table.go_to(row_key(KPI, first.id))
        self._show_detail()

    def _show_list(self, state: GoalsState) -> None:
        found = listed(state.card, self.view, state.owners)
        self.table.set_columns(rows.goal_columns(state.card, found, self.view, self._list_width))
        self.table.set_rows(rows.goal_rows(found, self.view, state.owners), note=rows.goal_note(found, self.view))

    @property
    def _list_width(self) -> int:
        width = self.size.width
        return width * LIST_PARTS // (LIST_PARTS + DETAIL_PARTS) if width >= WIDE else width

    @property
    def _detail_width(self) -> int:
        beside = self.size.width >= WIDE
        return self.size.width - self._list_width - _DETAIL_GAP if beside else self.size.width

    def on_row_table_row_highlighted(self) -> None:
        """Show what is under the cursor; everything needed is there already.

        A single move shows it at once. While moves follow one another, as with a key held down, only the cursor is
        drawn, and the detail, name and chart together, when it rests: a chart is most of what a move sends.
        """
        now = monotonic()
        hurried, self._moved = now - self._moved < REST, now
        if self._rest is not None:
            self._rest.stop()
            self._rest = None
        if hurried:
            self._rest = self.set_timer(REST, self._show_detail)
        else:
            self._show_detail()

    def on_resize(self, event: events.Resize) -> None:
        """Where there is room the detail stands beside the list; else a rule as wide as the pane is between them."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self._look(self.view)

    def _show_detail(self) -> None:
        if self.state is None:
            return
        entry, group = self._entry, self._group
        if entry is not None:
            head, foot = rows.kpi_head(entry), rows.kpi_foot(entry, self._detail_width)
            chart = charts.kpi_chart(entry, self.state)
        elif group is not None:
            head, foot = rows.group_head(group), rows.group_foot(group)
            chart = charts.objective_chart(group, self.state)
        else:
            head, foot, chart = (), (), None
        above = () if self.has_class("-wide") else (line((rule(self.size.width), "muted")),)
        self.query_one("#goal-head", TextLines).set_lines((*above, *head))
        self.query_one("#goal-foot", TextLines).set_lines(foot)
        self.query_one(Chart).set_chart(chart)

    def figures_in_focus(self) -> Sequence[Figure]:
        if self.state is None:
            return ()
        if self._entry is not None:
            grades = (self._group.grade.figure,) if self._group and self._objective else ()
            return (*rows.kpi_figures(self._entry), *grades)
        return rows.group_figures(self._group, self.state.card) if self._group else ()

    def jump(self, kind: str, target: int | None) -> None:
        """Put the cursor on a KPI or an objective, also where it was folded away or filtered out."""
        if target is None or self.state is None:
            return
        key = row_key(kind, target)
        group = self.state.group(key)
        if group is None:
            title = period_title(self.state.card.period)
            notify(self.app, f"It does not run in {title}; p chooses another period.")
            return
        if not self.table.go_to(key):
            self._look(replace(self.view, search="", folded=self.view.folded - {group_id(group)}))
            self.table.go_to(key)

    # What is seen

    def _look(self, view: View) -> None:
        """Show the list another way; the cursor stays on its row as long as that is listed."""
        self.view = view
        if self.state is not None:
            with self.app.batch_update():
                self._show_list(self.state)
                self._show_detail()

    def action_fold(self) -> None:
        """Fold the objective under the cursor, or that of the KPI, or unfold it again."""
        if (group := self._group) is not None:
            self.table.go_to(row_key(OBJECTIVE, group_id(group)))
            self._look(self.view.fold(group_id(group)))

    def action_sort(self) -> None:
        """Sort by what comes next: name, urgency, due day."""
        self._look(replace(self.view, order=self.view.order.next))

    def action_search(self) -> None:
        """Type what to filter by."""
        self.query_one(SearchLine).open(self.view.search)

    def on_search_line_typed(self, event: SearchLine.Typed) -> None:
        """Filter while it is typed."""
        self._look(replace(self.view, search=event.text))

    def on_search_line_closed(self) -> None:
        """Back to the list."""
        self.table.focus()

    def action_show_all(self) -> None:
        """Take the filter away."""
        if self.view.search:
            self._look(replace(self.view, search=""))

    def action_compare(self) -> None:
        """Compare with the days before, with last year, with nothing; the readings for it are read now, once."""
        self.view = replace(self.view, comparison=self.view.comparison.next)
        self.reload()

    def action_show_numbers(self) -> None:
        """The numbers behind the chart, of each reading."""
        self.run_worker(self._show_numbers(), group="numbers", exclusive=True)

    async def _show_numbers(self) -> None:
        group, state, on_kpi = self._group, self.state, self._entry is not None
        entries = (self._entry,) if self._entry is not None else group.kpis if group is not None else ()
        if group is None or state is None or not entries:
            return
        entries = await self.app.live.read(with_each_reading, entries)
        if on_kpi:
            title, chart = entries[0].status.kpi.name, charts.kpi_chart(entries[0], state, all_points=True)
        else:
            title = group.objective.name if group.objective else "No objective"
            chart = charts.objective_chart(replace(group, kpis=entries), state, all_points=True)
        table = numbers(chart)
        note = "   ".join(table.notes)
        self.app.push_screen(Numbers(title, charts.number_columns(table), charts.number_rows(table), note))
