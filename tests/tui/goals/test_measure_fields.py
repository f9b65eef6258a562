"""The form of a KPI offers what can be computed, and proposes it where the store has the rows for it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.computed import MEASURES
from smdash.domain.goals import KpiDraft, Measured
from smdash.domain.periods import Calendar
from smdash.library.kpis import load_kpi_templates
from smdash.store import organisation, outcomes
from smdash.store.outcomes import OutcomeDraft, OutcomeKind
from smdash.store.store import Store
from smdash.tui.panes.goals import goal_forms
from smdash.tui.panes.goals.measure_fields import measure_fields, measured_of
from smdash.tui.panes.goals.state import GoalsState, load

QUARTER = Calendar().quarter(date(2026, 11, 22))
LEADS = next(one for one in load_kpi_templates() if one.measure == "leads")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "smdash.db", FixedClock(), actor="ann")
    yield opened
    opened.close()


def state_of(store: Store) -> GoalsState:
    return store.read(load, QUARTER)


def test_a_template_is_computed_as_soon_as_there_are_rows_for_it(store: Store) -> None:
    assert goal_forms.blank_draft(state_of(store), None, LEADS).measured is None
    store.write(outcomes.add_outcome, OutcomeDraft(date(2026, 11, 2), OutcomeKind.LEAD, 3))
    assert goal_forms.blank_draft(state_of(store), None, LEADS).measured == Measured("leads")


def test_what_narrows_a_measure_is_asked_where_its_rows_know_it(store: Store) -> None:
    guild = store.write(organisation.add_channel, "Guild", "facebook")
    draft = KpiDraft("k", QUARTER.start, QUARTER.last, measured=Measured("followers", guild))
    fields = {field.name: field for field in measure_fields(state_of(store), draft)}
    assert fields["channel"].choices == (("", "all"), (str(guild), "Guild"))
    asked = {name for name, field in fields.items() if field.asked({"measure": "followers"})}
    assert asked == {"measure", "channel"}
    assert {name for name, field in fields.items() if field.asked({"measure": ""})} == {"measure"}
    assert {value for value, _ in fields["measure"].choices} == {"", *MEASURES}


def test_what_was_chosen_is_what_is_saved() -> None:
    values = {"measure": "posts", "channel": "3", "campaign": "", "post_kind": "photo"}
    assert measured_of(values) == Measured("posts", 3, None, "photo")
    assert measured_of({**values, "measure": ""}) is None
