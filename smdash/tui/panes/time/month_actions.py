"""Keys of the Time pane that are not about one week: rates, the end of a month, and the views."""

from __future__ import annotations

from datetime import date

from smdash.domain.month_end import Missing
from smdash.tui.events import JumpTo
from smdash.tui.pane import Pane
from smdash.tui.panes.time.close import CloseBox
from smdash.tui.panes.time.rates import RatesBox
from smdash.tui.panes.time.state import TimeState
from smdash.tui.panes.time.views import ViewsBox
from smdash.tui.widgets.safe import notify


class MonthActions(Pane[TimeState]):
    """What `TimePane` does beyond its week; it says which day and person are shown."""

    def show_week_of(self, day: date | None, person_id: int | None) -> None:
        """Show the week of a day (None: today) and of a person (None: who is shown)."""
        raise NotImplementedError

    def action_set_rate(self) -> None:
        """Open the rates of the person whose week is shown."""
        if self.state is None:
            return
        if not self.state.week.shows_cost:
            notify(self.app, "Rates are for managers only.")
            return
        self.app.push_screen(RatesBox(self.state.week.person.id))

    def action_close_month(self) -> None:
        """Open the checklist of the month whose week is shown."""
        if self.state is not None:
            week = self.state.week
            self.app.push_screen(CloseBox(min(week.week.start, week.today)), self._go_to)

    def action_open_views(self) -> None:
        """Open hours and cost by campaign, person, channel, activity or week."""
        self.app.push_screen(ViewsBox(self.app.period))

    def _go_to(self, missing: Missing | None) -> None:
        if missing is None:
            return
        if missing.pane == "time":
            self.show_week_of(missing.day, missing.target)
        else:
            self.post_message(JumpTo(missing.pane, missing.kind, missing.target))
