from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style
from textual.geometry import Region

from smdash.tui.app import SmdashApp
from smdash.tui.pane import Pane
from smdash.tui.widgets.cells import Cell, Column, Layout, Row, fit_columns, line, row, separator
from smdash.tui.widgets.paint import natural_widths, paint_line, paint_row
from smdash.tui.widgets.table import RowTable

NAME = Column("name", "Name", flexible=True, least=8)
NOW = Column("now", "now", align="right")
EXTRA = Column("extra", "extra", width=10, priority=2)
MORE = Column("more", "more", width=10, priority=1)


def as_is(text: str) -> str:
    return text


def role_style(role: str) -> Style:
    return Style(bold=True) if role == "lit" else Style.null()


def test_flexible_columns_take_the_rest() -> None:
    layout = fit_columns((NAME, NOW), (20, 5), 40)
    assert layout == Layout(((0, 33), (1, 5)), 2)


def test_the_gap_shrinks_before_a_column_is_dropped() -> None:
    assert fit_columns((NAME, NOW, MORE), (20, 5, 4), 25).gap == 1


def test_columns_are_dropped_by_priority() -> None:
    layout = fit_columns((NAME, NOW, EXTRA, MORE), (20, 5, 5, 5), 34)
    assert [index for index, _ in layout.shown] == [0, 1, 3]
    assert [index for index, _ in fit_columns((NAME, NOW, EXTRA, MORE), (20, 5, 5, 5), 20).shown] == [0, 1]


def test_a_flexible_column_grows_to_its_most_only() -> None:
    column = Column("name", flexible=True, most=12)
    assert fit_columns((column, NOW), (40, 3), 80).shown == ((0, 12), (1, 4))


@given(
    st.lists(
        st.builds(
            Column,
            key=st.just("k"),
            width=st.none() | st.integers(1, 20),
            flexible=st.booleans(),
            least=st.integers(1, 8),
            priority=st.integers(0, 2),
        ),
        min_size=1,
        max_size=7,
    ),
    st.integers(1, 120),
    st.data(),
)
@settings(max_examples=150)
def test_columns_never_take_more_than_the_width(columns: list[Column], width: int, data: Any) -> None:
    natural = data.draw(st.lists(st.integers(0, 40), min_size=len(columns), max_size=len(columns)))
    layout = fit_columns(columns, natural, width)
    assert layout.shown
    assert sum(cells for _, cells in layout.shown) + layout.gap * (len(layout.shown) - 1) <= width


def test_a_row_is_painted_to_the_width() -> None:
    strip = paint_row(
        row(1, "Spring membership", "412"), (NAME, NOW), Layout(((0, 8), (1, 5)), 2), 15, role_style, as_is
    )
    assert strip.text == "Spring …    412"


def test_spanning_cells_and_separators() -> None:
    layout = Layout(((0, 8), (1, 5)), 2)
    wide = Row(1, (Cell("a group over all columns", span=2),), "group")
    assert paint_row(wide, (NAME, NOW), layout, 15, role_style, as_is).text == "a group over a…"
    assert paint_row(separator(), (NAME, NOW), layout, 15, role_style, as_is).text == "─" * 15


def test_hostile_cells_are_harmless_and_keep_the_width(hostile: str) -> None:
    strip = paint_row(row(1, hostile, hostile), (NAME, NOW), Layout(((0, 30), (1, 9)), 2), 41, role_style, as_is)
    assert strip.cell_length == 41
    assert "\x1b" not in strip.text
    assert "[red]x[/]" in strip.text


def test_the_cursor_lights_the_row_or_one_cell() -> None:
    layout = Layout(((0, 8), (1, 5)), 2)
    whole = paint_row(row(1, "a", "b"), (NAME, NOW), layout, 15, role_style, as_is, lit=-1)
    one = paint_row(row(1, "a", "b"), (NAME, NOW), layout, 15, role_style, as_is, lit=1)
    assert all(segment.style and segment.style.bold for segment in whole)
    assert [segment.text for segment in one if segment.style and segment.style.bold] == ["    b"]


def test_lines_are_cut_with_an_ellipsis() -> None:
    assert paint_line(line("ROI ", ("+24.6 % of it", "good")), 10, role_style, as_is).text == "ROI +24.6…"
    assert paint_line(line("a"), 3, role_style, as_is).text == "a  "


def test_natural_width_ignores_spans_and_fixed_columns() -> None:
    rows = [row(1, "abcdef", "1"), Row(2, (Cell("x" * 50, span=2),))]
    assert natural_widths((NAME, EXTRA), rows) == [6, 5]


ROWS = [
    Row("h", (Cell("Grow", span=2),), "heading"),
    row(1, "Newsletter", "412"),
    row(2, "Members", "96"),
    separator(),
    row(3, "Response", "5.1"),
    row("sum", "total", "9", kind="total"),
]


class Listing(Pane[Sequence[Row]]):
    cursor_kind: Any = "row"

    def compose_content(self) -> Any:
        yield RowTable((Column("name", "Name", holds_cursor=False), NOW, MORE), cursor=self.cursor_kind, markable=True)

    async def load(self) -> Sequence[Row]:
        return await self.app.live.read(lambda rows: rows)

    def show(self, state: Sequence[Row]) -> None:
        self.query_one(RowTable).set_rows(state, note=f"{len(state)} of 3 412")


class Grid(Listing):
    cursor_kind = "cell"


async def test_the_cursor_skips_what_cannot_hold_it(make_app: Callable[..., SmdashApp], live: Any, settle: Any) -> None:
    app = make_app(Listing, live=live(ROWS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        table = app.query_one(RowTable)
        assert table.current_key == 1
        await pilot.press("j", "j")
        assert table.current_key == 3
        await pilot.press("down", "G")
        assert table.current_key == 3
        await pilot.press("g")
        assert table.current_key == 1
        await pilot.press("pagedown", "x")
        assert table.marked == {3}


async def test_the_cursor_stays_with_its_key_and_only_changed_lines_are_painted(
    make_app: Callable[..., SmdashApp], live: Any, settle: Any, text_of: Any
) -> None:
    app = make_app(Listing, live=live(ROWS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        table = app.query_one(RowTable)
        await pilot.press("j")
        painted: list[Region] = []
        table.refresh = lambda *regions, **_: painted.extend(regions)  # type: ignore[assignment, method-assign]
        table.set_rows([*ROWS[:4], row(3, "Response", "5.2"), ROWS[5]], note="6 of 3 412")
        assert [(region.y, region.height) for region in painted] == [(5, 1)]
        del table.refresh
        table.set_rows([ROWS[2], ROWS[1]], note="")
        assert table.current_key == 2
        table.set_rows([ROWS[1]])
        assert table.current_key == 1
        table.set_rows([])
        assert table.current is None
        await settle(pilot)
        assert "Newsletter" not in "".join(text_of(app))


async def test_limits_are_said_and_keys_that_mean_nothing_are_left(
    make_app: Callable[..., SmdashApp], live: Any, settle: Any, text_of: Any
) -> None:
    app = make_app(Listing, live=live(ROWS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        assert any("6 of 3 412" in text for text in text_of(app))
        assert app.query_one(RowTable).check_action("sideways", (1,)) is False


async def test_a_grid_moves_between_the_cells_that_hold_the_cursor(
    make_app: Callable[..., SmdashApp], live: Any, settle: Any
) -> None:
    app = make_app(Grid, live=live(ROWS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        table = app.query_one(RowTable)
        assert table.current_column == "now"
        await pilot.press("h")
        assert table.current_column == "now"
        await pilot.press("l", "l", "j")
        assert (table.current_key, table.current_column) == (2, "more")


async def test_long_lists_scroll_with_the_cursor(
    make_app: Callable[..., SmdashApp], live: Any, settle: Any, text_of: Any
) -> None:
    app = make_app(Listing, live=live([row(i, f"Post {i}", str(i)) for i in range(200)]))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        await pilot.press("G")
        await settle(pilot)
        lines = text_of(app)
        assert "Name" in lines[2]
        assert any("Post 199" in text for text in lines)
        await pilot.resize_terminal(80, 18)
        await settle(pilot)
        assert any("Post 199" in text for text in text_of(app))


async def test_totals_stay_in_sight_however_far_the_rest_is_scrolled(
    make_app: Any, live: Any, text_of: Any, settle: Any
) -> None:
    rows = [row(n, f"row {n}", str(n)) for n in range(60)]
    app = make_app(Listing, live=live(ROWS))
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        table = app.query_one(RowTable)
        table.set_columns((Column("name", "Name", flexible=True), Column("n", "N", align="right")))
        table.set_rows(rows, pinned=[row("total", "sum", "1 770", kind="total")])
        for keys, first in (((), "row 0"), (("G",), "row 41"), (("g",), "row 0")):
            await pilot.press(*keys)
            await settle(pilot)
            shown = text_of(app)
            assert first in shown[3]
            assert shown[22].split() == ["sum", "1", "770"]
        table.set_rows(rows[:2], pinned=[row("total", "sum", "1", kind="total")])
        await settle(pilot)
        assert text_of(app)[5].split() == ["sum", "1"]
