"""Readings and check-ins as cells and words. No Textual here."""

from __future__ import annotations

from datetime import date

from smdash.domain.figures import grouped
from smdash.domain.goals import Aggregation, KpiDraft
from smdash.domain.kpi_words import day_text, places_of
from smdash.domain.readings import reading_text
from smdash.store.check_ins import CheckInHistory
from smdash.store.readings import History
from smdash.tui.widgets.cells import Cell, Column, Row

CHECK_IN_COLUMNS = (
    Column("day", "Day", width=11),
    Column("confidence", "Confidence", width=10, align="right"),
    Column("status", "Status", least=8),
    Column("note", "Note", flexible=True, least=8),
)
_AFTER = {
    Aggregation.LAST: "change",
    Aggregation.SUM: "total",
    Aggregation.MEAN: "mean so far",
    Aggregation.RATIO: "ratio so far",
}


def reading_columns(draft: KpiDraft) -> tuple[Column, ...]:
    """The columns; what a reading made of the KPI is its change, or the total, mean or ratio so far."""
    return (
        Column("day", "Day", width=11),
        Column("value", "Reading", least=8, align="right"),
        *(() if draft.shape.done_or_not else (Column("after", _AFTER[draft.aggregation], least=6, align="right"),)),
        Column("note", "Note", flexible=True, least=8),
    )


def reading_rows(history: History) -> tuple[Row, ...]:
    """Readings, the newest first; those outside start and due day say that they don't count."""
    draft = history.kpi.draft
    after = _after(history)
    rows = []
    for reading in history.readings:
        counts = draft.start <= reading.day <= draft.due
        outside = "before the start" if reading.day < draft.start else "after the due day"
        note = reading.note if counts else f"{outside}, does not count. {reading.note}".rstrip()
        role = "" if counts else "muted"
        cells = [Cell(day_text(reading.day)), Cell(reading_text(reading, draft), role)]
        if not draft.shape.done_or_not:
            cells.append(Cell(after.get(reading.day, ""), "muted"))
        key = reading.id or reading.day.isoformat()  # one that is worked out has no id
        rows.append(Row(key, (*cells, Cell(note, "muted"))))
    return tuple(rows)


def _after(history: History) -> dict[date, str]:
    """What each reading that counts made of the KPI; the first one changes nothing."""
    draft = history.kpi.draft
    change = draft.aggregation is Aggregation.LAST
    by_day = {point.day: at for at, point in enumerate(history.course)}
    shown = {}
    for reading in history.readings:
        at = by_day.get(reading.day)
        if at is None or (change and at == 0):
            continue
        value = history.course[at].value - (history.course[at - 1].value if change else 0)
        shown[reading.day] = grouped(value, places_of(draft, history.course[at].value), signed=change)
    return shown


def reading_note(history: History) -> str:
    """How much of it is shown, or that there is nothing."""
    if not history.total:
        typed = history.kpi.draft.measured is None
        return "No reading yet. r adds the first one." if typed else "Nothing to work it out from yet."
    return _limit_text(len(history.readings), history.total, "readings, the newest")


def check_in_rows(history: CheckInHistory) -> tuple[Row, ...]:
    """Check-ins, the newest first."""
    return tuple(
        Row(
            one.id,
            (
                Cell(day_text(one.day)),
                Cell(f"{one.confidence}/10"),
                Cell(one.status or "–"),
                Cell(one.note.replace("\n", " "), "muted"),
            ),
        )
        for one in history.check_ins
    )


def check_in_note(history: CheckInHistory) -> str:
    """How much of it is shown."""
    if not history.total:
        return "No check-in yet. c adds the first one."
    return _limit_text(len(history.check_ins), history.total, "check-ins, the newest")


def _limit_text(shown: int, total: int, what: str) -> str:
    return "" if shown == total else f"{grouped(shown, 0)} of {grouped(total, 0)} {what}"
