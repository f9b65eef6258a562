"""The Goals pane: keys and widgets. What it shows is worked out in `rows.py` and `charts.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult

from smdash.domain.figures import Figure
from smdash.domain.goals import Objective
from smdash.domain.objectives import KpiEntry, ObjectiveEntry
from smdash.domain.series import numbers
from smdash.library.kpis import load_kpi_templates
from smdash.store import check_ins, goals, kpis, readings
from smdash.store.courses import with_each_reading
from smdash.tui.commands import Command
from smdash.tui.pane import Pane
from smdash.tui.panes.goals import charts, forms, rows
from smdash.tui.panes.goals.history import CheckIns, Readings, asking
from smdash.tui.panes.goals.state import KPI, OBJECTIVE, GoalsState, load, row_key
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import RowKey, line, rule
from smdash.tui.widgets.chart import Chart
from smdash.tui.widgets.lines import TextLines
from smdash.tui.widgets.period_text import period_title
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.states import Notice, empty
from smdash.tui.widgets.table import RowTable

GROUP = "Goals"
BLANK = "blank"


class GoalsPane(Pane[GoalsState]):
    """Objectives and KPIs of the period; below, the chart of what is under the cursor."""

    CARES: ClassVar[frozenset[str]] = frozenset({"goals", "people", "settings"})
    COMMANDS: ClassVar[tuple[Command, ...]] = (
        Command("add_reading", "r", "reading", "Enter a reading of the KPI", GROUP, footer=True, writes=True),
        Command(
            "check_in", "c", "check-in", "Say how confident you are of the objective", GROUP, footer=True, writes=True
        ),
        Command("new_kpi", "n", "KPI", "Add a KPI, from a template or blank", GROUP, footer=True, writes=True),
        Command("new_objective", "N", "objective", "Add an objective", GROUP, footer=True, writes=True),
        Command("edit_goal", "e", "edit", "Edit the KPI or objective under the cursor", GROUP, writes=True),
        Command("archive_goal", "d", "archive", "Archive the KPI or objective under the cursor", GROUP, writes=True),
        Command("bring_back", "A", "bring back", "Bring back an archived KPI or objective", GROUP, writes=True),
        Command("show_numbers", "v", "numbers", "The numbers behind the chart", GROUP, footer=True),
    )
    DEFAULT_CSS = """
    GoalsPane > #goals { height: auto; max-height: 55%; min-height: 4; }
    GoalsPane > Chart { min-height: 5; }
    """

    def compose_content(self) -> ComposeResult:
        yield RowTable((), id="goals")
        yield TextLines(id="goal-head")
        yield Chart()
        yield TextLines(id="goal-foot")

    @property
    def table(self) -> RowTable:
        """The list."""
        return self.query_one("#goals", RowTable)

    async def load(self) -> GoalsState:
        return await self.app.live.read(load, self.app.period)

    def empty(self, state: GoalsState) -> Notice | None:
        if state.blank:
            return empty("No goals yet.", "N adds an objective, n a KPI: choose a template, type the target.")
        if not state.card.objectives:
            title = period_title(state.card.period)
            return empty(f"No goal runs in {title}.", "[ and ] or p go to another period, n adds a KPI.")
        return None

    def show(self, state: GoalsState) -> None:
        first_time = not self.table.rows
        self.table.set_columns(rows.goal_columns(state.card))
        self.table.set_rows(rows.goal_rows(state.card))
        if first_time and (first := next(iter(state.card.kpis), None)) is not None:
            self.table.go_to(row_key(KPI, first.id))
        self._show_detail()

    def on_row_table_row_highlighted(self) -> None:
        """Show what is under the cursor; everything needed is there already."""
        self._show_detail()

    def on_resize(self) -> None:
        """The rule is as wide as the pane."""
        self._show_detail()

    def _show_detail(self) -> None:
        entry, group = self._entry, self._group
        if entry is not None:
            head, foot, chart = rows.kpi_head(entry), rows.kpi_foot(entry), charts.kpi_chart(entry)
        elif group is not None:
            head, foot, chart = rows.group_head(group), rows.group_foot(group), charts.objective_chart(group)
        else:
            return
        self.query_one("#goal-head", TextLines).set_lines((line((rule(self.size.width), "muted")), *head))
        self.query_one("#goal-foot", TextLines).set_lines(foot)
        self.query_one(Chart).set_chart(chart)

    @property
    def _entry(self) -> KpiEntry | None:
        return self.state.kpi(self.table.current_key) if self.state else None

    @property
    def _group(self) -> ObjectiveEntry | None:
        return self.state.group(self.table.current_key) if self.state else None

    @property
    def _objective(self) -> Objective | None:
        return self._group.objective if self._group else None

    def figures_in_focus(self) -> Sequence[Figure]:
        if self.state is None:
            return ()
        if self._entry is not None:
            return rows.kpi_figures(self._entry)
        return rows.group_figures(self._group, self.state.card) if self._group else ()

    def jump(self, kind: str, target: int | None) -> None:
        """Put the cursor on a KPI or an objective."""
        if target is not None and not self.table.go_to(row_key(kind, target)) and self.state is not None:
            title = period_title(self.state.card.period)
            notify(self.app, f"It does not run in {title}; p chooses another period.")

    # Commands

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
            self._open(forms.objective_form(self.state, None, self.write), OBJECTIVE)

    def action_new_kpi(self) -> None:
        """Choose a template, or none, then fill in the rest."""
        templates = load_kpi_templates()
        options: list[tuple[RowKey, str, str]] = [(BLANK, "Blank", "all typed by hand")]
        options += [(one.id, one.name, one.level.value) for one in templates]

        def chosen(key: RowKey | None) -> None:
            if key is None or self.state is None:
                return
            template = next((one for one in templates if one.id == key), None)
            draft = forms.blank_draft(self.state, self._objective.id if self._objective else None, template)
            about = template.definition if template else ""
            self._open(forms.kpi_form(self.state, None, draft, about, self.write), KPI)

        self.app.push_screen(ChoiceList("New KPI from", options), chosen)

    def action_edit_goal(self) -> None:
        """Edit what is under the cursor."""
        if self.state is None:
            return
        if self._entry is not None:
            kpi = self._entry.status.kpi
            self._open(forms.kpi_form(self.state, kpi.id, kpi.draft, "", self.write), KPI)
        elif self._objective is not None:
            self._open(forms.objective_form(self.state, self._objective, self.write), OBJECTIVE)

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

    def action_show_numbers(self) -> None:
        """The numbers behind the chart, of each reading."""
        self.run_worker(self._show_numbers(), group="numbers", exclusive=True)

    async def _show_numbers(self) -> None:
        group, on_kpi = self._group, self._entry is not None
        entries = (self._entry,) if self._entry is not None else group.kpis if group is not None else ()
        if group is None or not entries:
            return
        entries = await self.app.live.read(with_each_reading, entries)
        if on_kpi:
            title, chart = entries[0].status.kpi.name, charts.kpi_chart(entries[0], all_points=True)
        else:
            title = group.objective.name if group.objective else "No objective"
            chart = charts.objective_chart(replace(group, kpis=entries), all_points=True)
        table = numbers(chart)
        note = "   ".join(table.notes)
        self.app.push_screen(Numbers(title, charts.number_columns(table), charts.number_rows(table), note))


def _archived(snapshot: Any) -> tuple[tuple[str, int, str], ...]:
    found = [(OBJECTIVE, one.id, one.name) for one in goals.objectives(snapshot, archived=True) if one.archived]
    found += [(KPI, one.id, one.name) for one in kpis.kpis(snapshot, archived=True) if one.archived]
    return tuple(found)


def _unarchive(tx: Any, kind: str, row_id: int) -> None:
    if kind == OBJECTIVE:
        goals.archive_objective(tx, row_id, archived=False)
    else:
        kpis.archive_kpi(tx, row_id, archived=False)
