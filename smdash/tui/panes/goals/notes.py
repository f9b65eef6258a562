"""Notes on the time axis: their form, and the list in which they are edited and deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from smdash.domain.annotations import Annotation
from smdash.domain.kpi_words import day_text
from smdash.store import campaigns
from smdash.store.annotations import (
    Annotations,
    add_annotation,
    all_annotations,
    delete_annotation,
    edit_annotation,
)
from smdash.store.store import Snapshot
from smdash.tui.panes.goals.forms import Write
from smdash.tui.screens.rows_box import RowsBox
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

COLUMNS = (
    Column("day", "Day", width=11),
    Column("until", "until", width=11),
    Column("note", "Note", flexible=True, least=12),
    Column("campaign", "Campaign", least=8, most=24, priority=1),
)


def campaign_names(snapshot: Snapshot) -> dict[int, str]:
    """The campaigns a note may belong to, by id."""
    return {one.id: one.name for one in campaigns.campaigns(snapshot)}


def note_form(today: date, before: Annotation | None, names: Mapping[int, str], write: Write) -> Form[Any]:
    """A new note on the time axis, or one that is there."""

    async def submit(values: dict[str, Any]) -> Any:
        row_id = before.id if before else 0
        draft = Annotation(values["day"], values["note"], values["until"], values["campaign"], row_id)
        return await write(edit_annotation if before else add_annotation, draft)

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        day, until = values.get("day"), values.get("until")
        return {"until": "The last day lies before the first."} if day and until and until < day else {}

    one = before or Annotation(today, "")
    if one.campaign_id is not None:
        names = {one.campaign_id: one.campaign, **names}  # it may be archived by now
    return Form(
        "Edit note on the time axis" if before else "Note on the time axis",
        (
            Field("note", "Note", initial=one.note, required=True, hint="What happened: press release, website down"),
            Field("day", "Day", "day", initial=one.day.isoformat(), required=True, hint="20 nov, yesterday, fri, -3d"),
            Field("until", "Until", "day", initial=one.until.isoformat() if one.until else "",
                  hint="The last day of what lasted longer; empty for one day"),
            named_field("campaign", "Campaign", names, one.campaign_id, "May stay empty"),
        ),
        submit,
        check=check,
    )  # fmt: skip


class Notes(RowsBox[Annotations]):
    """All notes on the time axis, the newest first."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("a", "add", show=False)]
    ADDS: ClassVar[str] = "a"

    def __init__(self, history: Annotations, names: Mapping[int, str]) -> None:
        super().__init__(history)
        self._names = names

    @property
    def _whose(self) -> str:
        return "Notes on the time axis"

    def _columns(self) -> Sequence[Column]:
        return COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        return tuple(_row(one) for one in self._seen.listed), _note(self._seen)

    async def _read(self) -> Annotations:
        return await self._dashboard.live.read(all_annotations)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        found = self._found(row_id)
        if row_id is not None and found is None:
            return None
        return note_form(self._dashboard.clock.today(), found, self._names, self._write)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        found = self._found(row_id)
        if found is None:
            return None
        return "Delete this note?", f"{found.note}, {day_text(found.day)}", delete_annotation

    def _found(self, row_id: int | None) -> Annotation | None:
        return next((one for one in self._seen.listed if one.id == row_id), None)


def _row(one: Annotation) -> Row:
    until = day_text(one.until) if one.until else ""
    return Row(one.id, (Cell(day_text(one.day)), Cell(until), Cell(one.note), Cell(one.campaign, "muted")))


def _note(found: Annotations) -> str:
    if not found.total:
        return "No note yet. a adds the first one. Campaigns stand on the time axis by themselves."
    return "" if found.total == len(found.listed) else f"{len(found.listed)} of {found.total}, the newest"
