"""The chart on a screen: what is drawn, read back as text."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.containers import Container
from textual.pilot import Pilot

from smdash.domain.figures import Unit
from smdash.domain.series import Annotation, Band, ChartSpec, Mark, ReferenceLine, Role, Series, Shape, Value
from smdash.tui.widgets import chart as chart_module
from smdash.tui.widgets.cells import Line
from smdash.tui.widgets.chart import Chart, draw

START = date(2026, 10, 1)
WIDTH, HEIGHT = 80, 15


def day(number: int) -> date:
    return START + timedelta(number)


def series(*values: Value | None, role: Role = Role.ACTUAL, shape: Shape = Shape.LINE, label: str = "actual") -> Series:
    return Series(label, role, tuple((day(n), value) for n, value in enumerate(values)), shape)


GOAL = ChartSpec(
    (series(*range(0, 400, 8)), Series("expected", Role.EXPECTED, ((day(0), 0), (day(91), 1000)))),
    title="Newsletter sign-ups",
    unit=Unit.COUNT,
    lines=(ReferenceLine("target", 1000),),
    marks=(Mark("today", day(52)),),
    start=START,
    end=date(2027, 1, 1),
)


class Stage(App[None]):
    """A screen that holds one chart."""

    def __init__(self, spec: ChartSpec | None, *, ascii_symbols: bool = False) -> None:
        super().__init__()
        self.spec = spec
        self.ascii_symbols = ascii_symbols
        self.roles: dict[str, Style] = {"actual": Style(color="green")}

    def compose(self) -> ComposeResult:
        with Container(id="box"):
            yield Chart(id="trend")

    def on_mount(self) -> None:
        self.query_one(Chart).set_chart(self.spec)

    def rows(self) -> list[str]:
        chart = self.query_one(Chart)
        return [chart.render_line(y).text for y in range(chart.size.height)]


async def settle(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def shown(spec: ChartSpec | None, *, ascii_symbols: bool = False, size: tuple[int, int] = (WIDTH, HEIGHT)) -> str:
    app = Stage(spec, ascii_symbols=ascii_symbols)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        rows = app.rows()
    assert len(rows) == size[1]
    assert {cell_len(row) for row in rows} == {size[0]}
    return "\n".join(rows)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """The sizes of all charts drawn from scratch."""
    sizes: list[tuple[int, int]] = []
    real: Callable[..., tuple[Line, ...]] = chart_module.draw

    def counted(spec: ChartSpec, width: int, height: int, *, ascii_only: bool = False) -> tuple[Line, ...]:
        sizes.append((width, height))
        return real(spec, width, height, ascii_only=ascii_only)

    monkeypatch.setattr(chart_module, "draw", counted)
    return sizes


async def test_a_goal_shows_title_legend_target_today_and_dates() -> None:
    text = await shown(GOAL)
    rows = text.splitlines()
    assert rows[0].startswith("Newsletter sign-ups  ⠤⠤ actual  ·· expected  ┄┄ target 1 000")
    assert rows[1].strip() == "today"
    assert "1 000┤┄┄┄┄" in rows[2]
    assert "0┤" in rows[-3]
    assert rows[-1].split() == ["Oct", "Nov", "Dec"]
    assert sum("┊" in row for row in rows) >= 5
    assert any("\u2801" <= char <= "\u28ff" for row in rows[2:-2] for char in row)


async def test_negative_values_get_a_line_at_zero_and_a_true_minus() -> None:
    text = await shown(ChartSpec((series(-500, 300, -100),), unit=Unit.MONEY, currency="JPY"))
    assert "−400┤" in text
    assert any("0┤" in row and "────" in row for row in text.splitlines()[:-2])


async def test_one_reading_is_a_visible_dot_over_its_day() -> None:
    text = await shown(ChartSpec((series(5),)))
    rows = text.splitlines()
    assert text.count("•") == 1
    assert rows[-1].strip() == "1 Oct"
    assert abs(next(row.index("•") for row in rows if "•" in row) - rows[-1].index("1 Oct")) <= 3


async def test_equal_values_are_a_level_line_over_an_axis_from_zero() -> None:
    rows = (await shown(ChartSpec((series(3, 3, 3, 3),)))).splitlines()
    assert sum(any("\u2801" <= char <= "\u28ff" for char in row) for row in rows[1:]) == 1
    assert any(row.lstrip().startswith("0┤") for row in rows)


async def test_a_gap_stays_open() -> None:
    rows = (await shown(ChartSpec((series(5, 5, None, None, None, 5, 5),)))).splitlines()
    (drawn_row,) = [row for row in rows[1:] if any("\u2801" <= char <= "\u28ff" for char in row)]
    assert " " * 20 in drawn_row.strip()


async def test_an_outlier_and_what_is_not_finite_do_no_harm() -> None:
    text = await shown(ChartSpec((series(1, 2, math.nan, 1e300, -math.inf, 10**400, 3),)))
    assert "1 000 tn┤" in text


async def test_what_is_empty_says_so_in_the_callers_words() -> None:
    text = await shown(ChartSpec((series(None),), title="Sign-ups", empty="No readings yet — r adds the first"))
    assert text.startswith("Sign-ups")
    assert "No readings yet — r adds the first" in text
    assert "┤" not in text


async def test_before_the_first_chart_it_is_blank() -> None:
    assert (await shown(None)).strip() == ""


async def test_a_hundred_thousand_points_are_drawn() -> None:
    points = tuple((date.fromordinal(700_000 + n // 4), math.sin(n / 9000) * n) for n in range(100_000))
    text = await shown(ChartSpec((Series("posts", Role.ACTUAL, points),)))
    assert "100 000┤" in text


async def test_bars_of_categories_stand_over_their_names() -> None:
    points = (("Spring", 30), ("Event", -10), ("日本語のキャンペーンの名前", 20))
    rows = (await shown(ChartSpec((Series("net", Role.NET, points, Shape.BARS),)))).splitlines()
    assert rows[0].split() == ["██", "net"]
    assert rows[-1].split()[:2] == ["Spring", "Event"]
    assert "日本語" in rows[-1]
    spring, event = rows[-1].index("Spring") + 3, rows[-1].index("Event") + 2
    zero = next(y for y, row in enumerate(rows) if row.lstrip().startswith("0┤"))
    assert rows[zero - 1][spring] == "█"
    assert rows[zero + 1][spring] == " "
    assert rows[zero - 1][event] == " "
    assert rows[zero + 1][event] in "█▀"


async def test_two_series_of_bars_stand_side_by_side_with_different_signs() -> None:
    both = (
        series(*range(1, 13), role=Role.COST, shape=Shape.BARS),
        series(*range(1, 13), role=Role.BENEFIT, shape=Shape.BARS),
    )
    rows = (await shown(ChartSpec(both))).splitlines()
    assert rows[-3].count("▒▒") == rows[-3].count("██") == 12


async def test_every_line_has_its_own_sign_without_colours() -> None:
    lines = tuple(series(n, n + 1, label=f"s{n}") for n in range(5))
    legend = (await shown(ChartSpec(lines))).splitlines()[0].split()
    assert len(set(legend[::2])) == 5


@pytest.mark.parametrize("shape", list(Shape))
async def test_ascii_mode_has_only_ascii(shape: Shape) -> None:
    lines = (ReferenceLine("target", 7), ReferenceLine("limit", -9, Role.LIMIT))
    both = (series(-8, 3, None, 4, shape=shape), series(1, 9, 4, role=Role.FORECAST, shape=shape))
    text = await shown(ChartSpec(both, lines=lines, marks=(Mark("today…", day(1)),)), ascii_symbols=True)
    assert text.isascii()
    assert "today~" in text
    assert "-10|" in text.replace("+", "|")


async def test_ascii_mode_has_an_ascii_sparkline_where_there_is_no_room() -> None:
    assert (await shown(ChartSpec((series(1, 2, 3),)), ascii_symbols=True, size=(30, 4))).isascii()


@pytest.mark.parametrize("size", [(10, 4), (30, 4), (80, 5), (1, 4), (3, 20), (200, 60)])
async def test_any_size_is_filled_exactly(size: tuple[int, int]) -> None:
    lines = draw(GOAL, *size)
    assert len(lines) <= size[1]
    await shown(GOAL, size=size)


def test_without_room_for_axes_it_is_a_sparkline() -> None:
    lines = draw(ChartSpec((series(1, 2, 8),), title="Trend"), 30, 4)
    assert ["".join(span.text for span in line) for line in lines] == ["Trend", "actual 8 ▁▂█"]


async def test_hostile_labels_are_shown_as_they_are_without_their_controls() -> None:
    nasty = "[red]x[/]\x1b]52;c;AAAA\x07\x1b[31m\u202e[@click=app.quit]"
    spec = ChartSpec(
        (series(1, 2, label=nasty),),
        title=nasty,
        lines=(ReferenceLine(nasty, 1),),
        marks=(Mark(nasty, day(1)),),
    )
    for text in (await shown(spec), await shown(ChartSpec((), title=nasty, empty=nasty))):
        assert "[red]x[/][@click=app.quit]" in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    category = ChartSpec((Series("n", Role.NET, ((nasty, 1), ("b", 2)), Shape.BARS),))
    assert "\x1b" not in await shown(category)


async def test_the_same_chart_is_drawn_once(drawings: list[tuple[int, int]]) -> None:
    app = Stage(GOAL)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await settle(pilot)
        chart = app.query_one(Chart)
        same = ChartSpec(**{name: getattr(GOAL, name) for name in GOAL.__slots__})
        chart.set_chart(same)
        await settle(pilot)
        assert drawings == [(WIDTH, HEIGHT)]
        chart.set_chart(ChartSpec((series(1, 2),)))
        await settle(pilot)
        chart.set_chart(GOAL)
        await settle(pilot)
        assert len(drawings) == 2
        assert "Newsletter" in app.rows()[0]
        chart.set_chart(None)
        await settle(pilot)
        assert not "".join(app.rows()).strip()


async def test_a_new_size_draws_anew_and_a_new_theme_only_colours(drawings: list[tuple[int, int]]) -> None:
    app = Stage(GOAL)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await settle(pilot)
        await pilot.resize_terminal(100, 20)
        await settle(pilot)
        assert drawings == [(WIDTH, HEIGHT), (100, 20)]
        app.roles = {"actual": Style(color="red")}
        styles = [segment.style for y in range(20) for segment in app.query_one(Chart).render_line(y)]
        colours = {style.color.name for style in styles if style and style.color}
        assert "red" in colours
        assert "green" not in colours
        assert len(drawings) == 2


async def test_a_hidden_chart_is_drawn_when_it_is_seen(drawings: list[tuple[int, int]]) -> None:
    app = Stage(None)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        app.query_one("#box").display = False
        await settle(pilot)
        app.query_one(Chart).set_chart(GOAL)
        await settle(pilot)
        assert drawings == []
        app.query_one("#box").display = True
        await settle(pilot)
        assert drawings == [(WIDTH, HEIGHT)]
        assert "Newsletter" in app.rows()[0]


async def test_only_the_newest_of_quick_changes_is_shown() -> None:
    app = Stage(GOAL)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        await settle(pilot)
        for number in range(6):
            app.query_one(Chart).set_chart(ChartSpec((series(1, 2),), title=f"chart {number}"))
        await settle(pilot)
        assert app.rows()[0].startswith("chart 5")


def test_drawing_leaves_no_trace_of_the_chart_before() -> None:
    first = draw(GOAL, WIDTH, HEIGHT)
    draw(ChartSpec((series(-5, 5),)), 40, 10)
    assert draw(GOAL, WIDTH, HEIGHT) == first


def test_plotext_is_known_in_one_module_and_imported_when_needed() -> None:
    folder = Path(chart_module.__file__).parents[2]
    known = [file.name for file in folder.rglob("*.py") if "import plotext" in file.read_text("utf-8")]
    assert known == ["chart.py"]
    assert "plotext" not in vars(chart_module)
    assert "plotext" in sys.modules or draw(GOAL, WIDTH, HEIGHT)


def forecast_spec(*notes: Annotation) -> ChartSpec:
    return ChartSpec(
        (
            series(0, 100, 200),
            Series("forecast", Role.FORECAST, ((day(2), 200), (day(20), 600)), remark="600"),
            Series("last year", Role.BEFORE, ((day(0), 50), (day(20), 300))),
        ),
        bands=(Band("range", Role.FORECAST, ((day(2), 200, 200), (day(20), 400, 800)), "400–800"),),
        annotations=notes,
        start=START,
        end=day(21),
    )


@pytest.mark.parametrize(("ascii_symbols", "inside"), [(False, "░"), (True, "'")])
async def test_a_forecast_is_a_cone_that_widens_until_the_due_day(ascii_symbols: bool, inside: str) -> None:
    rows = (await shown(forecast_spec(), ascii_symbols=ascii_symbols, size=(80, 24))).splitlines()
    assert "forecast 600" in rows[0]
    assert f"{inside * 2} range 400" in rows[0]
    heights = [sum(row[column] in (inside, "∘", "o") for row in rows[1:-2]) for column in (30, 50, 79)]
    assert heights == sorted(heights)
    assert heights[0] < heights[-1]
    assert ("x" if ascii_symbols else "×") in "".join(rows[1:-2])


async def test_annotations_stand_under_their_days_with_words_and_spans_have_two_ends() -> None:
    notes = (
        Annotation("Summer fair", day(-9), day(5)),
        Annotation("Press", day(9)),
        Annotation("Last day", day(20)),
    )
    last = (await shown(forecast_spec(*notes), size=(80, 9))).splitlines()[-1]
    assert last.strip().startswith("─Summer fair──")
    assert "┤" in last
    assert "▲Press" in last
    assert last.endswith("Last day▲")


async def test_annotations_that_overlap_take_more_rows_or_are_counted() -> None:
    notes = tuple(Annotation(f"Campaign {n}", day(n), day(n + 12)) for n in range(5))
    small = (await shown(forecast_spec(*notes), size=(80, 9))).splitlines()
    assert small[-1].startswith("+4")
    large = (await shown(forecast_spec(*notes), size=(80, 26))).splitlines()
    assert [name for name in ("Campaign 0", "Campaign 1", "Campaign 2") if any(name in row for row in large[-3:])] == [
        "Campaign 0",
        "Campaign 1",
        "Campaign 2",
    ]
    assert large[-3].startswith("+2")


async def test_annotations_need_no_more_than_ascii() -> None:
    text = await shown(
        forecast_spec(Annotation("Fair", day(3), day(12)), Annotation("Off", day(15))), ascii_symbols=True
    )
    assert text.isascii()
    assert "+Fair---" in text
    assert "^Off" in text
