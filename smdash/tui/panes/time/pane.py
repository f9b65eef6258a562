"""The Time pane: keys and widgets. What it shows is worked out in `rows.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from textual.app import ComposeResult

from smdash.domain.durations import clock
from smdash.domain.figures import Figure
from smdash.errors import SmdashError
from smdash.store import timegrid, timesheets
from smdash.tui.commands import Command
from smdash.tui.panes.time import forms, rows
from smdash.tui.panes.time.commands import COMMANDS
from smdash.tui.panes.time.month_actions import MonthActions
from smdash.tui.panes.time.repair import repair_form
from smdash.tui.panes.time.state import TimeState, load
from smdash.tui.panes.time.week import WeekBlock
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

ADD_PERSON = "new"


class TimePane(MonthActions):
    """One person's week, edited in place."""

    CARES: ClassVar[frozenset[str]] = frozenset({"time", "campaigns", "people", "settings", "channels"})
    FOLLOWS_PERIOD: ClassVar[bool] = False
    COMMANDS: ClassVar[tuple[Command, ...]] = COMMANDS
    DEFAULT_CSS = """
    TimePane > #entries { height: 1fr; min-height: 3; }
    TimePane > #week-lines { padding: 0 0 1 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._person: int | None = None

    def compose_content(self) -> ComposeResult:
        yield FigureLines(id="week-title")
        yield WeekBlock(editable=not self.app.viewer)
        yield FigureLines(id="week-lines")
        yield RowTable(rows.ENTRY_COLUMNS, id="entries")

    @property
    def week_block(self) -> WeekBlock:
        """The grid and its editor."""
        return self.query_one(WeekBlock)

    @property
    def entries(self) -> RowTable:
        """The entries of the day under the cursor."""
        return self.query_one("#entries", RowTable)

    async def load(self) -> TimeState:
        return await self.app.live.read(load, self._day, self._person)

    def show(self, state: TimeState) -> None:
        week = state.week
        self.query_one("#week-title", FigureLines).set_lines([rows.title(week)])
        self.week_block.show_week(week)
        self.query_one("#week-lines", FigureLines).set_lines(rows.summary(week), rows.week_figures(week))
        self._show_entries()

    def _show_entries(self) -> None:
        if self.state is None:
            return
        week = self.state.week
        here = self.week_block.cell
        day = here[0].cells[here[1]].day if here else None
        shown = rows.entry_rows(week, day)
        note = (
            ""
            if shown
            else "No entries on this day. Enter types hours, t logs a line."
            if day
            else "No entries this week."
        )
        self.entries.set_rows(shown, note=note)

    def minute_passed(self) -> None:
        """The running timer is a minute further."""
        if self.state is not None and self.state.week.timer is not None:
            timer = self.state.week.timer
            started = timer.entry.start
            if started is not None:
                seconds = int((self.app.clock.now() - started).total_seconds())
                week = replace(self.state.week, timer=replace(timer, seconds=seconds))
                self.query_one("#week-lines", FigureLines).set_lines(rows.summary(week), rows.week_figures(week))

    def figures_in_focus(self) -> Sequence[Figure]:
        return rows.week_figures(self.state.week) if self.state else ()

    def jump(self, kind: str, target: int | None) -> None:
        """Show a person's week."""
        if kind == "person":
            self.show_week_of(None, target)

    def show_week_of(self, day: date | None, person_id: int | None) -> None:
        self._day, self._person = day, person_id or self._person
        self.reload()

    # The grid

    def on_row_table_cell_highlighted(self) -> None:
        """Show the entries of the day under the cursor."""
        self._show_entries()

    async def on_week_block_edited(self, event: WeekBlock.Edited) -> None:
        """Store the cell, then go on to the next one."""
        if self.state is None:
            return
        row, cell = event.row, event.row.cells[event.index]
        draft = self.state.draft(row.campaign_id, row.activity_id, cell.day, event.seconds)
        try:
            if event.seconds != cell.seconds:
                await self.write(timegrid.set_cell, draft)
        except SmdashError as fault:
            self.week_block.blame(str(fault))
            return
        self.week_block.go_on(event)

    # Commands

    def _entry_in_focus(self) -> int | None:
        key = self.entries.current_key if self.entries.has_focus else None
        return key if isinstance(key, int) else None

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Edit the chosen entry."""
        if isinstance(event.row.key, int) and not self.app.viewer:
            self._open_entry(event.row.key)

    def _open_entry(self, entry_id: int) -> None:
        async def open_form() -> None:
            if self.state is not None:
                whole = await self.app.live.read(timesheets.whole_entry, entry_id)
                self.app.push_screen(forms.entry_form(self.state.week, whole, self.write))

        self.run_worker(open_form(), group="form")

    def action_new_row(self) -> None:
        """Log time with a form."""
        if self.state is not None:
            week = self.state.week
            day = week.today if week.today in week.week else week.week.start
            self.app.push_screen(forms.row_form(week, day, self.write))

    def action_edit_entry(self) -> None:
        """Edit what is under the cursor."""
        entry_id = self._entry_in_focus()
        if entry_id is None:
            self.week_block.edit_cell()
        else:
            self._open_entry(entry_id)

    def action_delete_entry(self) -> None:
        """Delete what is under the cursor, after naming it."""
        self.run_worker(self._delete(), group="delete")

    async def _delete(self) -> None:
        if self.state is None:
            return
        entry_id, here = self._entry_in_focus(), self.week_block.cell
        wanted = (entry_id,) if entry_id else here[0].cells[here[1]].entry_ids if here else ()
        if not wanted:
            notify(self.app, "There is nothing in this cell.")
            return
        named = "\n".join(rows.entry_name(self.state.week, entry_id) for entry_id in wanted)
        if await self.app.push_screen_wait(Confirm("Delete this?", named, "Delete")):
            await self.write(timegrid.delete_entries, wanted)
            notify(self.app, "Deleted. u brings it back.")

    def action_fill_days(self) -> None:
        """Fill working days with the row under the cursor."""
        if self.state is not None:
            here = self.week_block.cell
            row = here[0] if here else None
            self.app.push_screen(
                forms.fill_form(
                    self.state.week, row.campaign_id if row else None, row.activity_id if row else None, self.write
                )
            )

    def action_repeat_above(self) -> None:
        """Give the cell the hours of the one above."""
        here = self.week_block.cell
        if here is None or self.state is None:
            return
        row, index = here
        week_rows = self.state.week.grid.rows
        at = week_rows.index(row)
        seconds = week_rows[at - 1].cells[index].seconds if at else 0
        if not seconds:
            notify(self.app, "There are no hours in the cell above.")
            return
        draft = self.state.draft(row.campaign_id, row.activity_id, row.cells[index].day, seconds)
        self._try(timegrid.set_cell, draft)

    def action_copy_week(self) -> None:
        """Copy the hours of the week before, after saying how many."""
        self.run_worker(self._copy_week(), group="copy")

    async def _copy_week(self) -> None:
        if self.state is None:
            return
        week = self.state.week
        before = self.app.live.calendar.shift(week.week, -1)
        copied = await self.app.live.read(timegrid.copyable, week.person.id, before, min(week.today, week.week.last))
        if not copied:
            notify(self.app, "The week before has no hours to copy up to today.")
            return
        total = clock(sum(entry.seconds for entry in copied))
        what = f"{len(copied)} entries, {total}, of {before.name} into {week.week.name}"
        if week.grid.seconds:
            what += f", which has {clock(week.grid.seconds)} already"
        if await self.app.push_screen_wait(Confirm("Copy last week?", what, "Copy")):
            await self.write(timegrid.copy_entries, tuple(entry.id for entry in copied), 7)

    def _try(self, fn: Any, *args: Any) -> None:
        async def write() -> None:
            await self.write(fn, *args)

        self.run_worker(write(), group="write")

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
            self._person = person_id
            self.reload()

    def action_edit_person(self) -> None:
        """Edit the person whose week is shown."""
        if self.state is not None:
            week = self.state.week
            self.app.push_screen(forms.person_form(week.person, week.currency, week.person.zone, self.write))

    def action_repair_timer(self) -> None:
        """Repair a forgotten timer, that of the person shown first; none forgotten: the one that runs."""
        if self.state is None:
            return
        week = self.state.week
        own = (timer for timer in week.forgotten if timer.entry.person_id == week.person.id)
        timer = next(own, None) or next(iter(week.forgotten), week.timer)
        if timer is None:
            notify(self.app, "No timer runs here.")
            return
        self.app.push_screen(repair_form(timer, self.app.clock.now(), self.write), self._repaired)

    def _repaired(self, what: str | None) -> None:
        if what is not None:
            notify(self.app, f"Timer repaired ({what}). u takes it back.")

    def action_previous_period(self) -> None:
        """The week before."""
        self._move(-7)

    def action_next_period(self) -> None:
        """The week after."""
        self._move(7)

    def _move(self, days: int) -> None:
        if self.state is not None:
            self._day = self.state.week.week.start + timedelta(days=days)
            self.reload()
