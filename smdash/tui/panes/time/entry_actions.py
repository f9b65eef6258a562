"""What a person can do to hours in the Time pane: type, copy, note, split, join, delete, free from overlaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smdash.domain.overlaps import Adjustment, adjustments
from smdash.domain.timegrids import GridRow
from smdash.domain.timesheets import Overlap
from smdash.errors import SmdashError
from smdash.store import entry_edits, timegrid, timesheets
from smdash.tui.panes.time import copying, entry_forms, entry_rows, forms
from smdash.tui.panes.time.month_actions import MonthActions
from smdash.tui.panes.time.repair import repair_form
from smdash.tui.panes.time.week import WeekBlock
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

_WAYS = {
    Adjustment.SHORTEN: ("shorten the earlier", "it ends where the later starts"),
    Adjustment.MOVE: ("move the later", "it starts where the earlier ends"),
    Adjustment.KEEP: ("keep both", "meant, not flagged again"),
}


class EntryActions(MonthActions):
    """The part of the pane that writes; what it acts on is the cell, or the entry, under the cursor."""

    @property
    def week_block(self) -> WeekBlock:
        """The grid and its editor."""
        return self.query_one(WeekBlock)

    @property
    def entries(self) -> RowTable:
        """The entries of the day under the cursor."""
        return self.query_one("#entries", RowTable)

    @property
    def _entry_in_focus(self) -> int | None:
        key = self.entries.current_key if self.entries.has_focus else None
        return key if isinstance(key, int) else None

    @property
    def _cell(self) -> tuple[GridRow, int] | None:
        """The row and the day under the cursor of the grid, where it is in sight."""
        return self.week_block.cell if self.state is not None and self.state.view == "week" else None

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Edit the chosen entry."""
        if isinstance(event.row.key, int) and not self.app.viewer:
            self._open_entry(event.row.key)

    def _open_entry(self, entry_id: int) -> None:
        async def open_form() -> None:
            if self.state is not None:
                whole = await self.app.live.read(timesheets.whole_entry, entry_id)
                self.app.push_screen(entry_forms.entry_form(self.state.week, whole, self.write))

        self.run_worker(open_form(), group="form")

    def action_new_row(self) -> None:
        """Log time with a form."""
        if self.state is not None:
            week = self.state.week
            here = self.state.day if self.state.view == "day" else week.today
            day = here if here in week.week else week.week.start
            self.app.push_screen(entry_forms.row_form(week, day, self.write))

    def action_edit_entry(self) -> None:
        """Edit what is under the cursor."""
        entry_id = self._entry_in_focus
        if entry_id is not None:
            self._open_entry(entry_id)
        elif self._cell is not None:
            self.week_block.edit_cell()

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

    def action_delete_entry(self) -> None:
        """Delete what is under the cursor, after naming it."""
        self.run_worker(self._delete(), group="delete")

    async def _delete(self) -> None:
        if self.state is None:
            return
        entry_id, here = self._entry_in_focus, self._cell
        wanted = (entry_id,) if entry_id else here[0].cells[here[1]].entry_ids if here else ()
        if not wanted:
            notify(self.app, "There is nothing in this cell.")
            return
        named = "\n".join(entry_rows.entry_name(self.state.week, one, self.state.entries) for one in wanted)
        if await self.app.push_screen_wait(Confirm("Delete this?", named, "Delete")):
            await self.write(timegrid.delete_entries, wanted)
            notify(self.app, "Deleted. u brings it back.")

    def action_fill_days(self) -> None:
        """Fill working days with the row under the cursor."""
        if self.state is not None:
            here = self._cell
            ids = (here[0].campaign_id, here[0].activity_id) if here else (None, None)
            self.app.push_screen(forms.fill_form(self.state.week, *ids, self.write))

    def action_repeat_above(self) -> None:
        """Give the cell the hours of the one above."""
        here = self._cell
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
        self._try("", timegrid.set_cell, draft)

    def action_copy_week(self) -> None:
        """Copy the hours of the week before, after showing them."""
        self.run_worker(copying.copy_week(self), group="copy")

    def action_note_cell(self) -> None:
        """Write what was done in the cell, or in the entry under the cursor."""
        if self.state is None:
            return
        if (entry_id := self._entry_in_focus) is not None:
            self._open_entry(entry_id)
            return
        if self._cell is None:
            return
        row, index = self._cell
        cell = row.cells[index]
        if not cell.entry_ids:
            notify(self.app, "This cell is empty: type its hours first.")
            return
        note = next((one.note for one in self.state.week.entries if one.id == cell.entry_ids[0]), "")
        draft = self.state.draft(row.campaign_id, row.activity_id, cell.day, cell.seconds)
        self.app.push_screen(entry_forms.note_form(draft, note, self.write))

    def action_split_entry(self) -> None:
        """Split the entry under the cursor, or the only one of the cell."""
        entry_id = self._one_entry()
        if entry_id is None:
            return

        async def open_form() -> None:
            whole = await self.app.live.read(timesheets.whole_entry, entry_id)
            self.app.push_screen(entry_forms.split_form(whole, self.write))

        self.run_worker(open_form(), group="form")

    def _one_entry(self) -> int | None:
        """The entry under the cursor, or the only one of the cell; says what to do where there is none."""
        if (entry_id := self._entry_in_focus) is not None:
            return entry_id
        ids = self._cell[0].cells[self._cell[1]].entry_ids if self._cell else ()
        if len(ids) == 1:
            return ids[0]
        notify(self.app, "Put the cursor on an entry: o goes to those of the day.")
        return None

    def action_join_entries(self) -> None:
        """Join the marked entries, or all of the cell."""
        ids = tuple(key for key in self.entries.marked if isinstance(key, int))
        if not ids and self._cell is not None and not self.entries.has_focus:
            ids = self._cell[0].cells[self._cell[1]].entry_ids
        if len(ids) < 2:
            notify(self.app, "Mark two or more entries of a day with x: o goes to them.")
            return
        self._try(f"{len(ids)} entries joined. u takes it back.", entry_edits.join_entries, ids)

    def action_adjust_overlap(self) -> None:
        """Choose what happens to two entries that claim the same time, those of the day under the cursor first."""
        if self.state is None:
            return
        week = self.state.week
        if not week.overlaps:
            notify(self.app, "No entries of this week overlap.")
            return
        day = self._cell[0].cells[self._cell[1]].day if self._cell else self.state.day
        overlap = next((one for one in week.overlaps if one.second.work_day == day), week.overlaps[0])
        options = [(way.value, *_WAYS[way]) for way in adjustments(overlap)]

        def chosen(key: int | str | None) -> None:
            if key is not None:
                self._adjust(overlap, Adjustment(str(key)))

        self.app.push_screen(ChoiceList(entry_rows.overlap_name(week, overlap), options), chosen)

    def _adjust(self, overlap: Overlap, way: Adjustment) -> None:
        self._try(f"Done: {_WAYS[way][0]}. u takes it back.", entry_edits.adjust_overlap, overlap, way)

    def _try(self, done: str, fn: Callable[..., Any], *args: Any) -> None:
        async def write() -> None:
            await self.write(fn, *args)
            self.entries.marked = frozenset()
            if done:
                notify(self.app, done)

        self.run_worker(write(), group="write")

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

        def repaired(what: str | None) -> None:
            if what is not None:
                notify(self.app, f"Timer repaired ({what}). u takes it back.")

        self.app.push_screen(repair_form(timer, self.app.clock.now(), self.write), repaired)
