"""The Time pane: widgets, what they show, and the keys that change the view. Writing is in `entry_actions.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult

from smdash.domain.durations import clock
from smdash.domain.figures import Figure
from smdash.domain.periods import add_months
from smdash.tui.commands import Command
from smdash.tui.panes.time import entry_forms, entry_rows, forms, month_rows, rows
from smdash.tui.panes.time.commands import COMMANDS
from smdash.tui.panes.time.entry_actions import EntryActions
from smdash.tui.panes.time.month import MonthBlock
from smdash.tui.panes.time.state import Place, TimeState, View, load
from smdash.tui.panes.time.week import WeekBlock
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.table import RowTable

ADD_PERSON = "new"
_NO_ENTRIES = {
    "week": "No entries on this day. Enter types hours, t logs a line.",
    "day": "No entries on this day. n or t logs some.",
    "month": "No entries on this day. Enter goes to its week.",
}


class TimePane(EntryActions):
    """One person's week, edited in place, or a day, or a month."""

    CARES: ClassVar[frozenset[str]] = frozenset({"time", "campaigns", "people", "settings", "channels"})
    FOLLOWS_PERIOD: ClassVar[bool] = False
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    DEFAULT_CSS = """
    TimePane > #entries { height: 1fr; min-height: 3; }
    TimePane > #week-lines { padding: 0 0 1 0; }
    TimePane > MonthBlock { display: none; }
    TimePane.-day > WeekBlock, TimePane.-month > WeekBlock { display: none; }
    TimePane.-month > MonthBlock { display: block; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._place = Place()
        self._cursor: tuple[date | None, str | None] | None = None  # where it goes when what is loaded is there

    def compose_content(self) -> ComposeResult:
        yield FigureLines(id="week-title")
        yield WeekBlock(editable=not self.app.viewer)
        yield MonthBlock()
        yield FigureLines(id="week-lines")
        yield RowTable(entry_rows.ENTRY_COLUMNS, id="entries", markable=True)

    @property
    def month_block(self) -> MonthBlock:
        """The calendar."""
        return self.query_one(MonthBlock)

    async def load(self) -> TimeState:
        return await self.app.live.read(load, self._place)

    def show(self, state: TimeState) -> None:
        self.set_class(state.view == "day", "-day")
        self.set_class(state.view == "month", "-month")
        self.week_block.show_week(state.week)
        if state.month is not None:
            self.month_block.show_month(state.month.grid, state.week.today, state.day)
        self._show_lines(state)
        self._place_cursor(state)
        self._show_entries()

    def _show_lines(self, state: TimeState) -> None:
        """The title above and the sums below, of what is in sight."""
        week, title = state.week, rows.title(state.week)
        lines, figures = rows.summary(week), rows.week_figures(week)
        if state.month is not None:
            grid = state.month.grid
            title, lines = month_rows.month_title(week, grid), month_rows.month_summary(grid)
            figures = month_rows.month_figures(grid, len(state.month.entries))
        elif state.view == "day":
            title = entry_rows.day_title(week, state.day)
        self.query_one("#week-title", FigureLines).set_lines([title])
        self.query_one("#week-lines", FigureLines).set_lines(lines, figures)

    @property
    def _day(self) -> date | None:
        """The day whose entries are shown; None in a week without rows."""
        if self.state is None:
            return None
        if self.state.view == "day":
            return self.state.day
        if self.state.view == "month":
            return self.month_block.day
        here = self.week_block.cell
        return here[0].cells[here[1]].day if here else None

    def _show_entries(self) -> None:
        if self.state is None:
            return
        state, day = self.state, self._day
        shown = () if state.month and day is None else entry_rows.entry_rows(state.week, day, state.entries)
        note = _NO_ENTRIES[state.view] if day else "No entries this week."
        self.entries.set_rows(shown, note="" if shown else note)

    def minute_passed(self) -> None:
        """The running timer is a minute further."""
        if self.state is None or (timer := self.state.week.timer) is None or timer.entry.start is None:
            return
        seconds = int((self.app.clock.now() - timer.entry.start).total_seconds())
        week = replace(self.state.week, timer=replace(timer, seconds=seconds))
        self._show_lines(replace(self.state, week=week))

    def figures_in_focus(self) -> Sequence[Figure]:
        return self.query_one("#week-lines", FigureLines).figures if self.state else ()

    def jump(self, kind: str, target: int | None) -> None:
        """Show a person's week, or that of a day by its number in the calendar."""
        if kind == "person":
            self.show_week_of(None, target)
        elif kind == "day" and target is not None:
            self.show_week_of(date.fromordinal(target), None)

    def show_week_of(self, day: date | None, person_id: int | None) -> None:
        person = person_id or self._place.person_id
        self._place = replace(self._place, view="week", day=day, person_id=person)
        self.reload()

    def on_row_table_cell_highlighted(self) -> None:
        """Show the entries of the day under the cursor."""
        self._show_entries()

    def on_row_table_cell_chosen(self, event: RowTable.CellChosen) -> None:
        """Enter on a day of the month goes to its week."""
        if event.table is self.month_block.table and (day := self.month_block.day) is not None:
            self._look("week", day)

    # The view

    def _look(self, view: View, day: date | None) -> None:
        """Look at a day in another way; in the week the cursor goes to it."""
        self._cursor = (day, None)
        self._place = replace(self._place, view=view, day=day)
        self.reload()

    def _place_cursor(self, state: TimeState) -> None:
        """Go where a command wanted the cursor, once what it asked for is there."""
        if self._cursor is None:
            return
        (day, key), self._cursor = self._cursor, None
        if state.view == "week":
            self.week_block.go_to(day or state.week.week.start, key)
        (self.entries if state.view == "day" else self._grid_in_sight).focus()

    @property
    def _grid_in_sight(self) -> RowTable:
        return self.month_block.table if self._place.view == "month" else self.week_block.grid

    def action_look_at_day(self) -> None:
        """The entries of the day under the cursor, or back to its week."""
        if self.state is not None:
            self._look("week" if self.state.view == "day" else "day", self._day or self.state.day)

    def action_look_at_month(self) -> None:
        """The month of the day under the cursor, or back to the week."""
        if self.state is not None:
            self._look("week" if self.state.view == "month" else "month", self._day or self.state.day)

    def action_add_row(self) -> None:
        """Add a campaign and activity to the week, to be filled in the grid."""
        if self.state is not None:
            self.app.push_screen(entry_forms.new_row_form(self.state.week, self.write), self._row_added)

    def _row_added(self, ids: tuple[int | None, int | None] | None) -> None:
        if ids is None or self.state is None:
            return
        self._cursor = (self._day, rows.key_of(*ids))
        self._place = replace(self._place, view="week", more_rows=self._place.more_rows | {ids})
        self.reload()

    def action_open_entries(self) -> None:
        """Put the cursor into the entries of the day."""
        self.entries.focus()

    def action_choose_person(self) -> None:
        """Choose whose week is shown, or add a person."""
        if self.state is None:
            return
        week = self.state.week
        options: list[tuple[int | str, str, str]] = [
            (person.id, person.name, f"{person.kind.value}, {clock(person.weekly_capacity)} a week")
            for person in week.people
        ]
        if not self.app.viewer:
            options.append((ADD_PERSON, "+ new person", ""))

        def chosen(key: int | str | None) -> None:
            if key == ADD_PERSON:
                zone = self.app.clock.zone_name
                self.app.push_screen(forms.person_form(None, week.currency, zone, self.write), self._show_person)
            elif isinstance(key, int):
                self._show_person(key)

        self.app.push_screen(ChoiceList("Whose week?", options, week.person.id), chosen)

    def _show_person(self, person_id: int | None) -> None:
        if person_id is not None:
            self._place = replace(self._place, person_id=person_id)
            self.reload()

    def action_edit_person(self) -> None:
        """Edit the person whose week is shown."""
        if self.state is not None:
            week = self.state.week
            self.app.push_screen(forms.person_form(week.person, week.currency, week.person.zone, self.write))

    def action_previous_period(self) -> None:
        """The week, day or month before."""
        self._move(-1)

    def action_next_period(self) -> None:
        """The week, day or month after."""
        self._move(1)

    def _move(self, steps: int) -> None:
        if self.state is None:
            return
        day = self.state.day
        if self.state.view == "day":
            day += timedelta(days=steps)
        elif self.state.view == "month":
            day = add_months(day.replace(day=1), steps)
        else:
            day = self.state.week.week.start + timedelta(days=7 * steps)
        self._place = replace(self._place, day=day)
        self.reload()
