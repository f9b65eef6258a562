"""Choose the period: from a list, or typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from smdash.domain.periods import DAY, Calendar, Period, between
from smdash.errors import InvalidInput
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Column, Row, row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.inputs import FieldEdited, FieldLeft, TextEditor
from smdash.tui.widgets.period_text import day_range, period_title
from smdash.tui.widgets.safe import content, put_text
from smdash.tui.widgets.table import RowTable

CUSTOM = "Custom: from … until …"


def offered(calendar: Calendar, today: date) -> dict[str, Period]:
    """The periods around today by what the list calls them; fiscal ones only where they differ."""
    periods = {
        "This week": calendar.week(today),
        "This month": calendar.month(today),
        "This quarter": calendar.quarter(today),
        "This fiscal quarter": calendar.fiscal_quarter(today),
        "This year": calendar.year(today),
        "This fiscal year": calendar.fiscal_year(today),
        "Year to date": calendar.year_to_date(today),
    }
    if calendar.fiscal_start == 1:
        del periods["This fiscal quarter"], periods["This fiscal year"]
    return periods


def custom_form(current: Period) -> Form[Period]:
    """Asks for the first and the last day of a period."""

    async def submit(values: dict[str, Any]) -> Period:
        return between(values["first"], values["last"] + DAY)

    def check(values: Mapping[str, Any]) -> dict[str, str]:
        first, last = values.get("first"), values.get("last")
        return {"last": "The last day lies before the first."} if first and last and last < first else {}

    hint = "2026-11-20, 20 nov, yesterday, fri, -3d"
    return Form(
        "Custom period",
        (
            Field("first", "From", "day", initial=current.start.isoformat(), required=True, hint=hint),
            Field("last", "Until", "day", initial=current.last.isoformat(), required=True, hint=f"It counts; {hint}"),
        ),
        submit,
        save_label="Choose",
        check=check,
    )


class PeriodChooser(Box[Period]):
    """The result is the chosen period."""

    def __init__(self, calendar: Calendar, today: date, current: Period) -> None:
        super().__init__()
        self._calendar = calendar
        self._today = today
        self._current = current
        self._offered = offered(calendar, today)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(content(f"Period · now {period_title(self._current)}"), classes="box-title")
            yield RowTable((Column("name", flexible=True), Column("days")), self._rows(), show_header=False)
            with Horizontal(classes="box-line"):
                yield Static(content("or type one:"))
                yield TextEditor(Field("period", "Period"))
            yield Static(id="period-fault")
            yield Static(content("2026-11, 2026-Q4, 2026-W47, FY2026, ytd, 2026-01-01..2026-03-31"), id="period-hint")

    def _rows(self) -> list[Row]:
        rows = [
            row(name, name, (f"{period.name:<10}  {day_range(period.start, period.last)}", "muted"))
            for name, period in self._offered.items()
        ]
        return [*rows, row(CUSTOM, CUSTOM, ("two days of your own", "muted"))]

    def on_mount(self) -> None:
        """Start on the period in force."""
        table = self.query_one(RowTable)
        same = (name for name, period in self._offered.items() if period == self._current)
        table.go_to(next(same, "This quarter" if self._current.kind != "custom" else CUSTOM))
        table.focus()

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter on the list chooses; a custom period is asked for."""
        if event.row.key == CUSTOM:
            self.app.push_screen(custom_form(self._current), self._take)
        else:
            self.dismiss(self._offered[str(event.row.key)])

    def _take(self, period: Period | None) -> None:
        if period is not None:
            self.dismiss(period)

    def on_field_edited(self, _event: FieldEdited) -> None:
        """Take back the fault while typing goes on."""
        self._blame("")

    def _blame(self, fault: str) -> None:
        put_text(self.query_one("#period-fault", Static), fault, lines=True)
        self.query_one("#period-hint").display = not fault  # the fault says it too

    def on_field_left(self, _event: FieldLeft) -> None:
        """Enter in the line chooses what was typed; what isn't understood stays there."""
        try:
            period = self._calendar.parse(self.query_one(Input).value, self._today)
        except InvalidInput as fault:
            self._blame(f"! {fault}")
        else:
            self.dismiss(period)
