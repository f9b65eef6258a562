"""The Time pane: keys and widgets. What it shows is worked out in `rows.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, ClassVar

from textual.app import ComposeResult

from smdash.domain.durations import clock
from smdash.domain.figures import Figure
from smdash.domain.timesheets import GridRow
from smdash.errors import SmdashError
from smdash.store import timesheets
from smdash.store.store import Transaction
from smdash.tui.commands import Command
from smdash.tui.pane import Pane
from smdash.tui.panes.time import forms, rows
from smdash.tui.panes.time.editor import CellEditor
from smdash.tui.panes.time.state import TimeState, load
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.lines import FigureLines
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

GROUP = "Time"
ADD_PERSON = "new"


class TimePane(Pane[TimeState]):
    """One person's week, edited in place."""

    CARES: ClassVar[frozenset[str]] = frozenset({"time", "campaigns", "people", "settings", "channels"})
    FOLLOWS_PERIOD: ClassVar[bool] = False
    COMMANDS: ClassVar[tuple[Command, ...]] = (
        Command(
            "new_row", "n", "new", "Log time on a campaign and activity, with a day and a note", GROUP, writes=True
        ),
        Command("edit_entry", "e", "edit", "Edit the entry, or the cell, under the cursor", GROUP, writes=True),
        Command(
            "delete_entry", "d", "delete", "Delete the entry, or empty the cell, under the cursor", GROUP, writes=True
        ),
        Command("fill_days", "f", "fill", "Fill working days from one day to another", GROUP, footer=True, writes=True),
        Command("repeat_above", "equals_sign", "repeat", "Repeat the cell above", GROUP, writes=True),
        Command("copy_week", "c", "copy week", "Copy the hours of the week before into this one", GROUP, writes=True),
        Command("open_entries", "o", "entries", "Go to the entries of the day", GROUP, footer=True),
        Command("choose_person", "w", "who", "Whose week, and new people", GROUP, footer=True),
        Command("edit_person", "W", "person", "Edit the person: hours a week, zone, kind", GROUP, writes=True),
        Command("set_rate", "R", "rate", "Set what an hour of a person costs, from a day on", GROUP, writes=True),
        Command("previous_period", "left_square_bracket,less_than_sign", "earlier", "The week before", GROUP),
        Command("next_period", "right_square_bracket,greater_than_sign", "later", "The week after", GROUP),
    )
    DEFAULT_CSS = """
    TimePane > #week { height: auto; max-height: 60%; min-height: 4; }
    TimePane > #entries { height: 1fr; min-height: 3; }
    TimePane > #week-lines { padding: 0 0 1 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._day: date | None = None
        self._person: int | None = None
        self._at: tuple[GridRow, int] | None = None

    def compose_content(self) -> ComposeResult:
        yield FigureLines(id="week-title")
        yield RowTable((), cursor="cell", id="week")
        yield CellEditor()
        yield FigureLines(id="week-lines")
        yield RowTable(rows.ENTRY_COLUMNS, id="entries")

    @property
    def grid(self) -> RowTable:
        """The week."""
        return self.query_one("#week", RowTable)

    @property
    def editor(self) -> CellEditor:
        """The editor of a cell."""
        return self.query_one(CellEditor)

    async def load(self) -> TimeState:
        return await self.app.live.read(load, self._day, self._person)

    def show(self, state: TimeState) -> None:
        week = state.week
        first_time = not self.grid.columns
        self.query_one("#week-title", FigureLines).set_lines([rows.title(week)])
        self.grid.set_columns(rows.grid_columns(week))
        self.grid.set_rows(rows.grid_rows(week))
        if first_time and week.grid.rows and week.today in week.week:
            self.grid.go_to(rows.row_key(week.grid.rows[0]), rows.DAY_KEYS[(week.today - week.week.start).days])
        self.query_one("#week-lines", FigureLines).set_lines(rows.summary(week), rows.week_figures(week))
        self._show_entries()

    def _show_entries(self) -> None:
        if self.state is None:
            return
        week = self.state.week
        here = self._cell()
        day = here[0].cells[here[1]].day if here else None
        shown = rows.entry_rows(week, day)
        note = (
            ""
            if shown
            else "No entries on this day. Enter types hours, t logs a line."
            if day
            else "No entries this week."
        )
        self.query_one("#entries", RowTable).set_rows(shown, note=note)

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
            self._person = target
            self.reload()

    # The grid

    def _cell(self) -> tuple[GridRow, int] | None:
        if self.state is None:
            return None
        return rows.cell_at(self.state.week, self.grid.current_key, self.grid.current_column)

    def on_row_table_cell_highlighted(self) -> None:
        """Show the entries of the day under the cursor."""
        self._show_entries()

    def on_row_table_cell_chosen(self) -> None:
        """Edit the cell under the cursor."""
        self._edit_cell()

    def _edit_cell(self) -> None:
        here = self._cell()
        if here is None or self.app.viewer:
            return
        row, index = here
        self._at = here
        cell = row.cells[index]
        what = f"{cell.day:%a %-d %b} · {row.campaign or 'no campaign'} {row.activity}".rstrip()
        self.editor.edit(f"{what}: ", clock(cell.seconds) if cell.seconds else "")

    async def on_cell_editor_saved(self, event: CellEditor.Saved) -> None:
        """Store the cell, then go on to the next one."""
        if self._at is None or self.state is None:
            return
        row, index = self._at
        draft = self.state.draft(row.campaign_id, row.activity_id, row.cells[index].day, event.seconds)
        try:
            if event.seconds != row.cells[index].seconds:
                await self.write(timesheets.set_cell, draft)
        except SmdashError as fault:
            self.editor.blame(str(fault).replace("\n", " "))
            return
        self._go_on(row, index, event.direction)

    def _go_on(self, row: GridRow, index: int, direction: str) -> None:
        week_rows = self.state.week.grid.rows if self.state else ()
        keys = [rows.row_key(one) for one in week_rows]
        at = keys.index(rows.row_key(row)) if rows.row_key(row) in keys else 0
        index, at = (index + 1, at) if direction == "right" else (index, at + 1)
        if index > 6:
            index, at = 0, at + 1
        if at < len(keys):  # at the end the editor stays where it is: a digit typed on must not switch panes
            self.grid.go_to(keys[at], rows.DAY_KEYS[index])
        self._edit_cell()

    def on_cell_editor_left(self) -> None:
        """Back to the grid."""
        self._leave_editor()

    def _leave_editor(self) -> None:
        self.editor.close()
        self._at = None
        self.grid.focus()

    # Commands

    def _entry_in_focus(self) -> int | None:
        table = self.query_one("#entries", RowTable)
        key = table.current_key if table.has_focus else None
        return key if isinstance(key, int) else None

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Edit the chosen entry."""
        if isinstance(event.row.key, int):
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
            self._edit_cell()
        else:
            self._open_entry(entry_id)

    def action_delete_entry(self) -> None:
        """Delete what is under the cursor, after naming it."""
        self.run_worker(self._delete(), group="delete")

    async def _delete(self) -> None:
        if self.state is None:
            return
        ids = [self._entry_in_focus()] if self._entry_in_focus() else list(self._cell_ids())
        wanted = [entry_id for entry_id in ids if entry_id is not None]
        if not wanted:
            notify(self.app, "There is nothing in this cell.")
            return
        names = [self._entry_name(entry_id) for entry_id in wanted]
        if await self.app.push_screen_wait(Confirm("Delete this?", "\n".join(names), "Delete")):
            await self.write(_delete_all, tuple(wanted))
            notify(self.app, "Deleted. u brings it back.")

    def _cell_ids(self) -> tuple[int, ...]:
        here = self._cell()
        return here[0].cells[here[1]].entry_ids if here else ()

    def _entry_name(self, entry_id: int) -> str:
        week = self.state.week if self.state else None
        entry = next((one for one in week.entries if one.id == entry_id), None) if week else None
        if week is None or entry is None:
            return f"entry {entry_id}"
        campaign = week.names["campaign"].get(entry.campaign_id or 0, "no campaign")
        return f"{clock(entry.seconds)} on {campaign}, {entry.work_day:%a %-d %b}" + (
            f": {entry.note}" if entry.note else ""
        )

    def action_fill_days(self) -> None:
        """Fill working days with the row under the cursor."""
        if self.state is not None:
            here = self._cell()
            row = here[0] if here else None
            self.app.push_screen(
                forms.fill_form(
                    self.state.week, row.campaign_id if row else None, row.activity_id if row else None, self.write
                )
            )

    def action_repeat_above(self) -> None:
        """Give the cell the hours of the one above."""
        here = self._cell()
        if here is None or self.state is None:
            return
        row, index = here
        week_rows = self.state.week.grid.rows
        at = week_rows.index(row)
        if at:
            draft = self.state.draft(
                row.campaign_id, row.activity_id, row.cells[index].day, week_rows[at - 1].cells[index].seconds
            )
            self._try(timesheets.set_cell, draft)

    def action_copy_week(self) -> None:
        """Copy the hours of the week before, after saying how many."""
        self.run_worker(self._copy_week(), group="copy")

    async def _copy_week(self) -> None:
        if self.state is None:
            return
        week = self.state.week
        before = self.app.live.calendar.shift(week.week, -1)
        page = await self.app.live.read(_entries_of, week.person.id, before)
        last = min(week.today, week.week.last)
        copied = [entry for entry in page.entries if entry.work_day + timedelta(days=7) <= last]
        if not copied:
            notify(self.app, "The week before has no hours to copy up to today.")
            return
        total = clock(sum(entry.seconds for entry in copied))
        what = f"{len(copied)} entries, {total}, of {before.name} into {week.week.name}"
        if await self.app.push_screen_wait(Confirm("Copy last week?", what, "Copy")):
            await self.write(timesheets.copy_entries, tuple(entry.id for entry in copied), 7)

    def _try(self, fn: Any, *args: Any) -> None:
        async def write() -> None:
            await self.write(fn, *args)

        self.run_worker(write(), group="write")

    def action_open_entries(self) -> None:
        """Put the cursor into the entries of the day."""
        self.query_one("#entries", RowTable).focus()

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

    def action_set_rate(self) -> None:
        """Set an hourly rate."""
        if self.state is not None:
            self.app.push_screen(forms.rate_form(self.state.week, self.write))

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


def _delete_all(tx: Transaction, ids: tuple[int, ...]) -> None:
    for entry_id in ids:
        timesheets.delete_entry(tx, entry_id)


def _entries_of(snapshot: Any, person_id: int, period: Any) -> timesheets.EntryPage:
    return timesheets.entries(snapshot, person_id=person_id, period=period, limit=None)
