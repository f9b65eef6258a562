from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from smdash.domain.figures import Figure, Unit
from smdash.tui.app import SmdashApp
from smdash.tui.pane import Pane
from smdash.tui.screens.explain import Explain, as_text, explanation
from smdash.tui.widgets.cells import line
from smdash.tui.widgets.lines import FigureLines
from tests.tui.keys import press

STAFF = Figure("staff", 9_545_000, Unit.MONEY, "hours × rate", rows=31, currency="USD")
TOOLS = Figure("tools", 3_000_000, Unit.MONEY, "sum of costs", rows=1, currency="USD")
COST = Figure("cost", 12_545_000, Unit.MONEY, "staff + tools", (STAFF, TOOLS), "Q4 2026", currency="USD")
ROI = Figure("ROI", Fraction(2455, 10_000), Unit.RATIO, "net / cost", (COST,), "Q4 2026", notes=("tracked only",))
NONE = Figure("ROI of nothing", None, Unit.RATIO, "net / cost", reason="nothing was spent")


def test_a_figure_is_explained_down_to_its_rows() -> None:
    text = as_text([ROI])
    assert text.splitlines()[0] == "ROI  24.55 %"
    assert "  = net / cost" in text
    assert "  note: tracked only" in text
    assert "    staff  95 450.00 USD" in text
    assert "      from 31 rows" in text
    assert "      from 1 row\n" in text + "\n"


def test_nothing_is_said_twice() -> None:
    text = as_text([ROI, COST])
    assert text.count("period Q4 2026") == 1
    assert "cost (as above)  125 450.00 USD" in text
    assert text.count("staff  95 450.00 USD") == 1


def test_an_undefined_figure_says_why() -> None:
    text = as_text([NONE])
    assert "ROI of nothing  undefined" in text
    assert "undefined: nothing was spent" in text


def test_several_figures_are_kept_apart() -> None:
    assert [row.kind for row in explanation([COST, NONE])].count("separator") == 1


def test_units_are_named() -> None:
    assert as_text([Figure("t", 5400, Unit.SECONDS, "sum")]).startswith("t  1:30 h")
    assert as_text([Figure("d", 3, Unit.DAYS, "count")]).startswith("d  3 days")


class Board(Pane[int]):
    def compose_content(self) -> Any:
        yield FigureLines(id="roi")

    async def load(self) -> int:
        return 1

    def show(self, state: int) -> None:
        self.query_one(FigureLines).set_lines([line(("ROI", "header"), " +24.6 %")], [ROI])


async def test_i_explains_the_focused_block(make_app: Callable[..., SmdashApp], text_of: Any, settle: Any) -> None:
    app = make_app(Board)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await press(pilot, "i")
        assert isinstance(app.screen, Explain)
        assert any("staff" in text and "95 450.00 USD" in text for text in text_of(app))
        await press(pilot, "y", "i")
        assert app.clipboard == as_text([ROI])
        assert not isinstance(app.screen, Explain)
