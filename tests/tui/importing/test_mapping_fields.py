"""What the form proposes for the columns of an unknown file of hours."""

from __future__ import annotations

import pytest

from smdash.exchange.files.columns import FileColumns
from smdash.tui.screens.mapping_fields import Wanted, mapping_fields


def proposed(names: tuple[str, ...], samples: tuple[str, ...]) -> dict[str, object]:
    file = FileColumns("hours.csv", names, tuple((sample,) for sample in samples))
    fields = {field.name: field.initial for field in mapping_fields(Wanted("entry", file))}
    chosen: dict[str, object] = {
        name.removeprefix("field."): names[int(str(initial).removeprefix("column "))]
        for name, initial in fields.items()
        if str(initial).startswith("column ")
    }
    return chosen | {"unit": fields["duration_unit"]}


def test_columns_of_hours_are_proposed_by_their_names_in_any_language() -> None:
    names = ("Wann", "Mitarbeiter", "Projekt", "Aufgabe", "Bemerkung", "Stunden")
    assert proposed(names, ("1.3.", "Ana", "Spring", "Writing", "", "1,5")) == {
        "person": "Mitarbeiter",
        "project": "Projekt",
        "activity": "Aufgabe",
        "note": "Bemerkung",
        "duration": "Stunden",
        "unit": "hours",
    }


@pytest.mark.parametrize(
    ("name", "sample", "unit"),
    [("Minutes", "90", "minutes"), ("Time", "1h 30m", "clock"), ("Hours", "1.5", "hours"), ("Time", "", "clock")],
)
def test_the_unit_of_durations_is_proposed(name: str, sample: str, unit: str) -> None:
    file = FileColumns("hours.csv", ("Date", name), (("2026-03-14",), (sample,) if sample else ()))
    fields = {field.name: field.initial for field in mapping_fields(Wanted("entry", file))}
    assert (fields["field.duration"], fields["duration_unit"]) == ("column 1", unit)
