"""What can be done in the Goals pane, each once: keys, labels and help."""

from __future__ import annotations

from typing import Final

from smdash.tui.commands import Command

GROUP: Final = "Goals"
COMMANDS: Final = (
    Command("add_reading", "r", "reading", "Enter a reading of the KPI", GROUP, footer=True, writes=True),
    Command("check_in", "c", "check-in", "Say how confident you are of the objective", GROUP, footer=True, writes=True),
    Command("new_kpi", "n", "KPI", "Add a KPI, from a template or blank", GROUP, footer=True, writes=True),
    Command("new_objective", "N", "objective", "Add an objective", GROUP, footer=True, writes=True),
    Command(
        "compare", "C", "compare", "Compare with the days before, with last year, or with nothing", GROUP, footer=True
    ),
    Command("show_numbers", "v", "numbers", "The numbers behind the chart", GROUP, footer=True),
    Command("edit_goal", "e", "edit", "Edit the KPI or objective; move a KPI to another one", GROUP, writes=True),
    Command("archive_goal", "d", "archive", "Archive the KPI or objective under the cursor", GROUP, writes=True),
    Command("bring_back", "A", "bring back", "Bring back an archived KPI or objective", GROUP, writes=True),
    Command("add_note", "a", "note", "Add a note to the time axis of the charts", GROUP, writes=True),
    Command("list_notes", "o", "notes", "List the notes on the time axis, to edit and delete them", GROUP),
    Command("fold", "space", "fold", "Fold or unfold the objective", GROUP),
    Command("search", "slash", "filter", "Filter by name, owner, state or level", GROUP),
    Command("sort", "s", "sort", "Sort by name, urgency or due day", GROUP),
    Command("show_all", "escape", "show all", "Show all goals again", GROUP),
)
"""What only the Goals pane can do; the first five of those on the key line are shown there."""
