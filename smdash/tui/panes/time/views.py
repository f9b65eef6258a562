"""The box of views: hours and cost by campaign, person, channel, activity or week, with a chart of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.hours_views import Dimension, HoursChart, HoursView
from smdash.domain.periods import Period
from smdash.domain.series import numbers
from smdash.store.hours_views import hours_view
from smdash.tui.panes.time import view_rows
from smdash.tui.screens.box import Box
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Numbers
from smdash.tui.screens.period import PeriodChooser
from smdash.tui.widgets.cells import Column, row
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.safe import content, drawn, put_text
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_DIMENSIONS, _CHARTS = tuple(Dimension), tuple(HoursChart)
_HINT = "h/l by · [ ] p period · V chart · v numbers · . decimal · i explain · Esc"


class ViewsBox(Box[None]):
    """Hours of a period by one dimension at a time. Moving the cursor reads nothing."""

    DEFAULT_CSS = """
    ViewsBox RowTable { height: 1fr; min-height: 4; }
    ViewsBox Static { height: 1; }
    ViewsBox TextLines { height: auto; }
    ViewsBox Chart { height: 45%; min-height: 6; }
    ViewsBox #views-hint { color: $role-muted; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("h,left", "turn(-1)", show=False),
        Binding("l,right", "turn(1)", show=False),
        Binding("left_square_bracket,less_than_sign", "move(-1)", show=False),
        Binding("right_square_bracket,greater_than_sign", "move(1)", show=False),
        Binding("p", "period", show=False),
        Binding("V", "next_chart", show=False),
        Binding("v", "numbers", show=False),
        Binding("full_stop", "decimal", show=False),
        Binding("i", "explain", show=False),
    ]

    def __init__(self, period: Period) -> None:
        super().__init__()
        self._period = period
        self._dimension = Dimension.CAMPAIGN
        self._kind = HoursChart.TIME
        self._as_decimal = False
        self._view: HoursView | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(id="views-title", classes="box-title")
            yield RowTable((), id="views-lines")
            yield TextLines(id="views-summary")
            yield Chart(id="views-chart")
            yield Static(content(drawn(self._dashboard, _HINT)), id="views-hint")

    def on_mount(self) -> None:
        """Read the first view."""
        self._table.focus()
        self._read()

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    @property
    def _table(self) -> RowTable:
        return self.query_one("#views-lines", RowTable)

    def _read(self) -> None:
        self.run_worker(self._load(), group="views", exclusive=True)

    async def _load(self) -> None:
        self._view = await self._dashboard.live.read(hours_view, self._period, self._dimension)
        self._show()

    def _show(self) -> None:
        view = self._view
        if view is None:
            return
        put_text(self.query_one("#views-title", Static), view_rows.title(view))
        self._table.set_columns(view_rows.view_columns(view))
        shown = view_rows.view_rows(view, as_decimal=self._as_decimal)
        self._table.set_rows(shown, note="" if shown else "No hours in this period: t logs some.")
        self.query_one("#views-summary", TextLines).set_lines(view_rows.summary(view))
        self._draw()

    def _draw(self) -> None:
        if self._view is not None:
            self.query_one(Chart).set_chart(view_rows.chart(self._view, self._kind, self._table.current_key))

    def on_row_table_row_highlighted(self) -> None:
        """A budget is that of the campaign under the cursor."""
        if self._kind is HoursChart.BUDGET:
            self._draw()

    # Keys

    def action_turn(self, steps: int) -> None:
        """The next dimension, or the one before."""
        self._dimension = _DIMENSIONS[(_DIMENSIONS.index(self._dimension) + steps) % len(_DIMENSIONS)]
        self._read()

    def action_move(self, steps: int) -> None:
        """The next period, or the one before."""
        self._period = self._dashboard.live.calendar.shift(self._period, steps)
        self._read()

    def action_period(self) -> None:
        """Choose the period of this box."""

        def chosen(period: Period | None) -> None:
            if period is not None:
                self._period = period
                self._read()

        dashboard = self._dashboard
        chooser = PeriodChooser(dashboard.live.calendar, dashboard.clock.today(), self._period)
        dashboard.push_screen(chooser, chosen)

    def action_next_chart(self) -> None:
        """Draw something else."""
        self._kind = _CHARTS[(_CHARTS.index(self._kind) + 1) % len(_CHARTS)]
        self._draw()

    def action_numbers(self) -> None:
        """The numbers behind the chart."""
        spec = self.query_one(Chart).spec
        if spec is None:
            return
        table = numbers(spec)
        columns = [Column(name, name, align="right" if index else "left") for index, name in enumerate(table.header)]
        rows = [row(index, *cells) for index, cells in enumerate(table.rows)]
        self.app.push_screen(Numbers(spec.title, columns, rows, " · ".join(table.notes)))

    def action_decimal(self) -> None:
        """Hours as h:mm or as decimals that add up."""
        self._as_decimal = not self._as_decimal
        self._show()

    def action_explain(self) -> None:
        """Explain the figures of the row under the cursor."""
        if self._view is not None:
            self.app.push_screen(Explain(view_rows.explained(self._view, self._table.current_key)))
