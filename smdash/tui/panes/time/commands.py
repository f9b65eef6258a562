"""What can be done in the Time pane."""

from __future__ import annotations

from typing import Final

from smdash.tui.commands import Command

GROUP: Final = "Time"
COMMANDS: Final = (
    Command("new_row", "n", "new", "Log time on a campaign and activity, with a day and a note", GROUP, writes=True),
    Command("add_row", "a", "row", "Add a campaign and activity to the week, to be filled", GROUP, writes=True),
    Command("edit_entry", "e", "edit", "Edit the entry, or the cell, under the cursor", GROUP, writes=True),
    Command("delete_entry", "d", "delete", "Delete the entry, or empty the cell, under the cursor", GROUP, writes=True),
    Command("fill_days", "f", "fill", "Fill working days from one day to another", GROUP, footer=True, writes=True),
    Command("repeat_above", "equals_sign", "repeat", "Repeat the cell above", GROUP, writes=True),
    Command("copy_week", "c", "copy week", "Copy the hours of the week before into this one", GROUP, writes=True),
    Command("note_cell", "N", "note", "Write what was done in the cell under the cursor", GROUP, writes=True),
    Command("split_entry", "S", "split", "Split the entry at a time or after a length of work", GROUP, writes=True),
    Command("join_entries", "J", "join", "Join the marked entries, or those of the cell", GROUP, writes=True),
    Command("adjust_overlap", "A", "overlap", "Adjust two entries that claim the same time", GROUP, writes=True),
    Command("look_at_day", "D", "day", "The entries of the day under the cursor, or back to the week", GROUP),
    Command("look_at_month", "M", "month", "The month as a calendar of hours, or back to the week", GROUP),
    Command("open_entries", "o", "entries", "Go to the entries of the day", GROUP, footer=True),
    Command("choose_person", "w", "who", "Whose week, and new people", GROUP, footer=True),
    Command("edit_person", "W", "person", "Edit the person: hours a week, zone, kind", GROUP, writes=True),
    Command("set_rate", "R", "rates", "Rates of the person: work them out, price entries again", GROUP, writes=True),
    Command("open_views", "C", "views", "Hours and cost by campaign, person, channel, activity, week", GROUP),
    Command("close_month", "L", "close", "The end of the month: what is missing, close it, open it again", GROUP),
    Command("repair_timer", "F", "forgotten", "Repair a forgotten timer: cut, keep or discard it", GROUP, writes=True),
    Command("previous_period", "left_square_bracket,less_than_sign", "earlier", "The week, day or month before", GROUP),
    Command("next_period", "right_square_bracket,greater_than_sign", "later", "The week, day or month after", GROUP),
)
