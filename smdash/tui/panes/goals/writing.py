"""What a person can add, change, archive and bring back in the Goals pane."""

from __future__ import annotations

from typing import Any

from smdash.domain.goals import Objective
from smdash.domain.objectives import KpiEntry, ObjectiveEntry
from smdash.domain.readings import computed_fault
from smdash.library.kpis import load_kpi_templates
from smdash.store import check_ins, goals, kpis, readings
from smdash.store.annotations import Annotations, all_annotations
from smdash.tui.pane import Pane
from smdash.tui.panes.goals import forms, goal_forms
from smdash.tui.panes.goals.history import CheckIns, Readings
from smdash.tui.panes.goals.notes import Notes, campaign_names, note_form
from smdash.tui.panes.goals.state import KPI, OBJECTIVE, GoalsState, row_key
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.rows_box import asking
from smdash.tui.widgets.cells import RowKey
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

BLANK = "blank"


class GoalsWriting(Pane[GoalsState]):
    """The part of the pane that opens forms and writes; what it acts on is the row under the cursor."""

    @property
    def table(self) -> RowTable:
        """The list."""
        return self.query_one("#goals", RowTable)

    @property
    def _entry(self) -> KpiEntry | None:
        return self.state.kpi(self.table.current_key) if self.state else None

    @property
    def _group(self) -> ObjectiveEntry | None:
        return self.state.group(self.table.current_key) if self.state else None

    @property
    def _objective(self) -> Objective | None:
        return self._group.objective if self._group else None

    def _open(self, form: Any, kind: str = "") -> None:
        """Open a form; with a kind, put the cursor on what it made."""

        def done(made: Any) -> None:
            if kind and isinstance(made, int):
                self.jump_to(kind, made)

        self.app.push_screen(form, done)

    def action_add_reading(self) -> None:
        """Enter a reading of the KPI under the cursor."""
        if self._entry is None or self.state is None:
            notify(self.app, "Put the cursor on a KPI: a reading belongs to one.")
            return
        if fault := computed_fault(self._entry.status.kpi):
            notify(self.app, fault)
            return
        today = self.state.today.isoformat()
        self._open(forms.reading_form(self._entry.status.kpi, today, self.write, asking(self.app)))

    def action_check_in(self) -> None:
        """Say how confident the team is of the objective under the cursor, or of the one its KPI belongs to."""
        if self._group is None or self._objective is None or self.state is None:
            notify(self.app, "A check-in belongs to an objective. N adds one.")
            return
        self._open(forms.check_in_form(self._objective, self._group.check_in, self.state.today.isoformat(), self.write))

    def action_new_objective(self) -> None:
        """Add an objective."""
        if self.state is not None:
            self._open(goal_forms.objective_form(self.state, None, self.write), OBJECTIVE)

    def action_new_kpi(self) -> None:
        """Choose a template, or none, then fill in the rest."""
        templates = load_kpi_templates()
        options: list[tuple[RowKey, str, str]] = [(BLANK, "Blank", "all typed by hand")]
        options += [(one.id, one.name, one.level.value) for one in templates]

        def chosen(key: RowKey | None) -> None:
            if key is None or self.state is None:
                return
            template = next((one for one in templates if one.id == key), None)
            draft = goal_forms.blank_draft(self.state, self._objective, template)
            about = template.definition if template else ""
            self._open(goal_forms.kpi_form(self.state, None, draft, about, self.write), KPI)

        self.app.push_screen(ChoiceList("New KPI from", options), chosen)

    def action_edit_goal(self) -> None:
        """Edit what is under the cursor."""
        if self.state is None:
            return
        if self._entry is not None:
            kpi = self._entry.status.kpi
            self._open(goal_forms.kpi_form(self.state, kpi.id, kpi.draft, "", self.write), KPI)
        elif self._objective is not None:
            self._open(goal_forms.objective_form(self.state, self._objective, self.write), OBJECTIVE)

    def action_archive_goal(self) -> None:
        """Archive what is under the cursor, after naming it."""
        self.run_worker(self._archive(), group="archive")

    async def _archive(self) -> None:
        ask = asking(self.app)
        if self._entry is not None:
            kpi = self._entry.status.kpi
            if await ask("Archive this KPI?", f"{kpi.name}\nIts readings stay; A brings it back.", "Archive"):
                await self.write(kpis.archive_kpi, kpi.id)
        elif self._objective is not None:
            objective = self._objective
            about = f"{objective.name}\nIts KPIs go with it and stay as they are; A brings it back."
            if await ask("Archive this objective?", about, "Archive"):
                await self.write(goals.archive_objective, objective.id)

    def action_bring_back(self) -> None:
        """Choose something archived and bring it back."""
        self.run_worker(self._bring_back(), group="archive")

    async def _bring_back(self) -> None:
        found = await self.app.live.read(_archived)
        if not found:
            notify(self.app, "Nothing is archived.")
            return
        options = [(row_key(kind, row_id), name, kind) for kind, row_id, name in found]
        chosen = await self.app.push_screen_wait(ChoiceList("Bring back", options))
        for kind, row_id, _ in found:
            if row_key(kind, row_id) == chosen:
                await self.write(_unarchive, kind, row_id)
                self.jump_to(kind, row_id)

    def on_row_table_row_chosen(self) -> None:
        """Enter shows all readings of a KPI, all check-ins of an objective."""
        self.run_worker(self._open_history(), group="history")

    async def _open_history(self) -> None:
        if self._entry is not None:
            self.app.push_screen(Readings(await self.app.live.read(readings.history, self._entry.id)))
        elif self._objective is not None:
            objective = self._objective
            self.app.push_screen(CheckIns(await self.app.live.read(check_ins.history, objective.id)))

    def action_add_note(self) -> None:
        """Add a note to the time axis."""
        self.run_worker(self._add_note(), group="note")

    async def _add_note(self) -> None:
        names = await self.app.live.read(campaign_names)
        self.app.push_screen(note_form(self.app.clock.today(), None, names, self.write))

    def action_list_notes(self) -> None:
        """List the notes on the time axis."""
        self.run_worker(self._list_notes(), group="note")

    async def _list_notes(self) -> None:
        found, names = await self.app.live.read(_notes)
        self.app.push_screen(Notes(found, names))


def _notes(snapshot: Any) -> tuple[Annotations, dict[int, str]]:
    return all_annotations(snapshot), campaign_names(snapshot)


def _archived(snapshot: Any) -> tuple[tuple[str, int, str], ...]:
    found = [(OBJECTIVE, one.id, one.name) for one in goals.objectives(snapshot, archived=True) if one.archived]
    found += [(KPI, one.id, one.name) for one in kpis.kpis(snapshot, archived=True) if one.archived]
    return tuple(found)


def _unarchive(tx: Any, kind: str, row_id: int) -> None:
    if kind == OBJECTIVE:
        goals.archive_objective(tx, row_id, archived=False)
    else:
        kpis.archive_kpi(tx, row_id, archived=False)
