"""All readings of a KPI, and all check-ins of an objective: to add, correct and delete."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from smdash.domain.kpi_words import day_text
from smdash.domain.readings import reading_text
from smdash.store import check_ins, readings
from smdash.store.check_ins import CheckInHistory
from smdash.store.readings import History
from smdash.tui.panes.goals import forms
from smdash.tui.panes.goals import history_rows as rows
from smdash.tui.screens.rows_box import RowsBox, asking
from smdash.tui.widgets.cells import Column, Row
from smdash.tui.widgets.form import Form


class Readings(RowsBox[History]):
    """The readings of a KPI; those of one that is worked out from stored data are only shown."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("r", "add", show=False)]
    ADDS: ClassVar[str] = "r"

    @property
    def _writes(self) -> bool:
        return super()._writes and not self._computed

    @property
    def _computed(self) -> bool:
        return self._seen.kpi.draft.measured is not None

    @property
    def _read_only(self) -> str:
        return "worked out from stored data · Esc leaves" if self._computed else "Esc leaves"

    @property
    def _whose(self) -> str:
        return self._seen.kpi.name

    def _columns(self) -> Sequence[Column]:
        return rows.reading_columns(self._seen.kpi.draft)

    def _rows(self) -> tuple[Sequence[Row], str]:
        return rows.reading_rows(self._seen), rows.reading_note(self._seen)

    async def _read(self) -> History:
        return await self._dashboard.live.read(readings.history, self._seen.kpi.id)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        kpi, ask = self._seen.kpi, asking(self._dashboard)
        if row_id is None:
            return forms.reading_form(kpi, self._today, self._write, ask)
        found = next((one for one in self._seen.readings if one.id == row_id), None)
        return None if found is None else forms.edit_reading_form(kpi, found, self._today, self._write, ask)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        kpi = self._seen.kpi
        found = next((one for one in self._seen.readings if one.id == row_id), None)
        if found is None:
            return None
        thing = f"{kpi.name} on {day_text(found.day)}: {reading_text(found, kpi.draft)}"
        return "Delete this reading?", thing, readings.delete_reading


class CheckIns(RowsBox[CheckInHistory]):
    """The check-ins of an objective."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("c", "add", show=False)]
    ADDS: ClassVar[str] = "c"

    @property
    def _whose(self) -> str:
        return f"Check-ins: {self._seen.objective.name}"

    def _columns(self) -> Sequence[Column]:
        return rows.CHECK_IN_COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        return rows.check_in_rows(self._seen), rows.check_in_note(self._seen)

    async def _read(self) -> CheckInHistory:
        return await self._dashboard.live.read(check_ins.history, self._seen.objective.id)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        objective = self._seen.objective
        if row_id is None:
            last = next(iter(self._seen.check_ins), None)
            return forms.check_in_form(objective, last, self._today, self._write)
        found = next((one for one in self._seen.check_ins if one.id == row_id), None)
        return None if found is None else forms.edit_check_in_form(objective, found, self._today, self._write)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        found = next((one for one in self._seen.check_ins if one.id == row_id), None)
        if found is None:
            return None
        thing = f"{self._seen.objective.name} on {day_text(found.day)}: {found.confidence}/10"
        return "Delete this check-in?", thing, check_ins.delete_check_in
