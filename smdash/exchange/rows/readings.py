"""Readings of a file as rows of the store: what a KPI does not take is told, and nothing is made to fit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from smdash.domain.figures import grouped
from smdash.domain.goals import Kpi, Reading, check_reading
from smdash.domain.readings import computed_fault, number_fault
from smdash.errors import FormFaults
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import RowFault
from smdash.exchange.records.readings import ReadingRecord, ReadingsRecord
from smdash.exchange.rows.values import Row
from smdash.store.import_basis import Basis
from smdash.store.staging import IGNORED, NEW

_NAMED = 3


class ReadingRows:
    """Makes the staged rows of one file's readings; those of names that stand for no KPI wait without one."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        """A reading belongs to a KPI; the campaign of other rows is not its business."""
        self._basis, self._names = basis, names
        self._blank = self._periods = 0
        self._outside: Counter[str] = Counter()

    def rows(self, record: ReadingsRecord, n: int) -> Sequence[Row] | RowFault:
        """The rows of a file's row, numbered from `n` on; the first reading that is wrong makes all of it bad."""
        made: list[Row] = []
        outside: list[str] = []
        for one in record.readings:
            row = self._row(one, n + len(made), outside)
            if isinstance(row, RowFault):
                return row
            made.append(row)
        self._blank += record.blanks
        self._periods += sum(one.is_period for one in record.readings)
        self._outside.update(outside)
        return made

    def _row(self, one: ReadingRecord, n: int, outside: list[str]) -> Row | RowFault:
        ref = self._names.ref("kpi", one.kpi)
        if ref is None:
            return RowFault(one.line, one.column, "", "names no KPI")
        known = None if self._names.is_ignored(ref) else self._names.known(ref)
        kpi_id = None
        if known is not None:
            kpi, kpi_id = self._basis.kpis[known.id], known.id
            if fault := _fault(kpi, one) or self._day_fault(one):
                return RowFault(one.line, one.column, one.cell, fault)
            if not kpi.draft.start <= one.day <= kpi.draft.due:
                outside.append(kpi.name)
        numbers = [None if number is None else format(number, "f") for number in _parts(one)]
        state = IGNORED if kpi_id is None else NEW
        return (n, one.line, ref, kpi_id, one.day.isoformat(), *numbers, one.note, state)

    def _day_fault(self, one: ReadingRecord) -> str:
        if one.day <= self._basis.today:
            return ""
        return f"belongs to a time that is over on {one.day} only" if one.is_period else f"is of the future: {one.day}"

    def notes(self) -> Sequence[str]:
        """What became of blank cells, of weeks and months, and of days on which a KPI does not run."""
        told = []
        if self._periods:
            what = "1 reading names" if self._periods == 1 else f"{grouped(self._periods, 0)} readings name"
            told.append(f"{what} a week, month or quarter: they stand on its last day.")
        if self._blank:
            cells = "1 cell is" if self._blank == 1 else f"{grouped(self._blank, 0)} cells are"
            told.append(f"{cells} blank or n/a: not reported, not zero.")
        if self._outside:
            count = sum(self._outside.values())
            what = "1 reading lies" if count == 1 else f"{grouped(count, 0)} readings lie"
            names = ", ".join(sorted(self._outside)[:_NAMED]) + (" …" if len(self._outside) > _NAMED else "")
            told.append(f"{what} before the start or after the due day of the KPI and won't count: {names}.")
        return told


def _parts(one: ReadingRecord) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    return one.value, one.numerator, one.denominator


def _fault(kpi: Kpi, one: ReadingRecord) -> str:
    """Why a KPI does not take a reading; empty when it does."""
    draft = kpi.draft
    if fault := computed_fault(kpi):
        return fault
    if one.is_word and not draft.shape.done_or_not:
        return f"is no number, as {kpi.name} needs one"
    if one.unit and one.unit.casefold() != draft.unit.strip().casefold():
        return f"is in {one.unit}; {kpi.name} is {f'in {draft.unit}' if draft.unit else 'a plain number'}"
    faults = [fault for number in _parts(one) if (fault := number_fault(number))]
    try:
        check_reading(draft, Reading(one.day, *_parts(one)))
    except FormFaults as found:
        faults += found.faults.values()
    return f"can't be a reading of {kpi.name}: {faults[0]}" if faults else ""
