"""A KPI that is worked out: a file is imported and its number is there; undo, and it is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from smdash.domain.goals import KpiDraft, Measured
from smdash.paths import shipped
from smdash.store import kpis, readings
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

FILE = shipped("sample_data") / "facebook_metrics" / "dataset_Facebook.csv"


def test_an_import_shows_in_a_computed_kpi_and_undo_takes_it_back(
    prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    today = store.clock.today()
    start, due = today.replace(year=2014, month=1, day=1), today + timedelta(days=40)
    draft = KpiDraft("Applause", start, due, target=Decimal(200), measured=Measured("applause"))
    kpi = store.write(kpis.add_kpi, draft)
    with dashboard(cols=120, rows=40) as session:
        session.wait_for("Hours this week").press("2").wait_for("Applause").wait_for("! no reading")
        session.press("r").wait_for("It takes no readings")
        session.press("I").wait_for("Import a file").type(str(FILE)).press("enter").wait_for("500 posts: 500 new")
        session.press("ctrl+s").wait_for("Enter shows the rows").press("escape").wait_for("177.9").wait_for("! stale")
        session.press("i").wait_for("Σ reactions / posts").wait_for("worked out from posts").press("escape")
        session.press("u").wait_for("import dataset_Facebook.csv").press("y").wait_for("! no reading")
        session.wait_gone("177.9").press("q")
        assert session.wait_exit() == 0
    assert store.read(readings.history, kpi).readings == ()
    store.close()


def test_a_kpi_is_made_computed_in_its_form(
    prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession]
) -> None:
    store = prepared()
    with dashboard(cols=100, rows=40) as session:
        session.wait_for("Hours this week").press("2").wait_for("No goals yet.")
        session.press("n").wait_for("New KPI from").press("enter").wait_for("New KPI")
        session.type("Posts").press("tab", "tab").type("50").press(*["tab"] * 6).wait_for("typed in")
        session.press("right").wait_for("computed: Posts published").wait_for("Kind of post").press("ctrl+s")
        session.wait_gone("New KPI").wait_for("Posts").press("q")
        assert session.wait_exit() == 0
    (made,) = store.read(kpis.kpis)
    assert (made.draft.measured, made.draft.aggregation.value) == (Measured("posts"), "sum")
    store.close()
