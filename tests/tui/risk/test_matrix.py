"""The matrix: what it counts, and a risk moved in it, without a terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from smdash.domain.register import Register, ScopeId
from smdash.domain.risks import DEFAULT_GRID, Answer, ItemAnswer, Rating, RiskGrid, parse_grid, residual_fault
from smdash.domain.treatment import Risk
from smdash.library.legal import load_legal_library
from smdash.tui.panes.risk.matrix import rows
from smdash.tui.panes.risk.matrix.moving import Carried
from smdash.tui.panes.risk.matrix.rows import Counted
from smdash.tui.panes.risk.register.view import ALL, Order, View, listed, sights
from smdash.tui.widgets.cells import Line

TODAY = date(2026, 11, 22)
SKEWED = parse_grid("00011 / 01112 / 11122 / 12223 / 23344")
MUSIC = Risk(1, "Music", Rating(4, 4), Rating(2, 4), item_id="C2", owner_id=1, due=date(2026, 12, 1))
FONTS = Risk(2, "Fonts", Rating(5, 5), None, campaign_id=7, campaign="Spring")
TROLLS = Risk(3, "Trolls", Rating(2, 2), Rating(2, 2), due=date(2026, 11, 1))
CLOSED = Risk(4, "Gone", Rating(5, 5), Rating(5, 5), closed_on=TODAY)


def register(*risks: Risk, answers: tuple[ItemAnswer, ...] = (), grid: RiskGrid = DEFAULT_GRID) -> Register:
    given_by: dict[ScopeId, dict[str, ItemAnswer]] = {None: {answer.item_id: answer for answer in answers}}
    return Register(TODAY, load_legal_library(), grid, (), given_by, {}, {1: "ana"}, risks)


def said(line: Line) -> str:
    return "".join(span.text for span in line)


def texts(seen: Register, counted: Counted, carried: Carried | None = None) -> list[list[str]]:
    shown = rows.grid_rows(seen, rows.entries(seen, ALL), counted, carried)
    return [[cell.text for cell in row.cells] for row in shown]


# What is counted


def test_fields_have_the_grids_letters_and_counts_without_and_with_controls() -> None:
    seen = register(MUSIC, FONTS, TROLLS, CLOSED)
    assert texts(seen, Counted.BOTH) == [
        ["5 very likely", " M  ·", " M  ·", " H  ·", " VH ·", " VH 1/0"],
        ["4 likely", " L  ·", " M  ·", " M  ·", " H  1/0", " VH ·"],
        ["3 possible", " L  ·", " L  ·", " M  ·", " M  ·", " H  ·"],
        ["2 unlikely", " VL ·", " L  1/1", " L  ·", " M  0/1", " M  ·"],
        ["1 rare", " VL ·", " VL ·", " L  ·", " L  ·", " M  ·"],
    ]
    assert texts(seen, Counted.INHERENT)[0][5] == " VH 1"
    assert texts(seen, Counted.RESIDUAL)[0][5] == " VH ·"


def test_the_letters_are_those_of_the_organisations_own_grid() -> None:
    letters = [[cell.split()[0] for cell in row[1:]] for row in texts(register(grid=SKEWED), Counted.BOTH)]
    assert letters == [
        ["M", "H", "H", "VH", "VH"],
        ["L", "M", "M", "M", "H"],
        ["L", "L", "L", "M", "M"],
        ["VL", "L", "L", "L", "M"],
        ["VL", "VL", "VL", "L", "L"],
    ]


def test_an_item_and_its_risk_are_counted_once_and_done_or_unrated_items_not_at_all() -> None:
    answers = (
        ItemAnswer("C2", Answer.NO, inherent=Rating(4, 4), residual=Rating(2, 4)),
        ItemAnswer("C3", Answer.NO, inherent=Rating(3, 3)),
        ItemAnswer("C1", Answer.YES, inherent=Rating(3, 3)),
    )
    seen = register(MUSIC, answers=answers)
    assert [entry.title.split()[0] for entry in rows.entries(seen, ALL)] == ["Music", "C3"]
    assert [entry.title.split()[0] for entry in rows.entries(register(answers=answers), None)] == ["C2", "C3"]


def test_what_nobody_rated_is_told_with_what_the_library_proposes() -> None:
    unrated = said(rows.unrated_line(register(answers=(ItemAnswer("C2", Answer.NO, inherent=Rating(4, 4)),)), None))
    count = len(load_legal_library().items) - 1
    assert unrated.startswith(f"Not rated: {count} items not done, for which the library proposes H ")


def test_a_field_lists_what_it_counts_and_explains_it() -> None:
    seen = register(MUSIC, TROLLS)
    shown = rows.entries(seen, ALL)
    assert [row.key for row in rows.field_rows(seen, shown, Rating(2, 4), Counted.BOTH)] == [1]
    assert [row.key for row in rows.field_rows(seen, shown, Rating(2, 4), Counted.INHERENT)] == []
    without, with_ = rows.matrix_figures(seen, shown, Rating(4, 4))
    assert (without.value, with_.value) == (1, 0)
    assert without.notes == (f"grid: {DEFAULT_GRID.text()}", "Music")


# A risk in the hand


def test_a_refused_step_says_why_and_stays() -> None:
    carried = Carried.of(MUSIC)
    for _ in range(2):
        carried = carried.step(1, 0, DEFAULT_GRID)
    assert (carried.residual, carried.said) == (Rating(4, 4), "")
    stays = carried.step(1, 0, DEFAULT_GRID)
    assert (stays.residual, stays.said) == (
        Rating(4, 4),
        "The residual risk (very high) is above the inherent one (high).",
    )
    assert Carried.of(TROLLS).step(0, -1, DEFAULT_GRID).step(0, -1, DEFAULT_GRID).said == "Impact goes from 1 to 5."


def test_the_inherent_rating_is_not_moved_below_the_residual_one() -> None:
    carried = Carried.of(MUSIC).other()
    for _ in range(3):
        carried = carried.step(-1, 0, DEFAULT_GRID)
    assert carried.inherent == Rating(2, 4)
    assert carried.said == "The residual risk (medium) is above the inherent one (low)."


def test_a_risk_without_a_residual_rating_gets_one_with_its_first_step() -> None:
    carried = Carried.of(FONTS)
    assert (carried.field, carried.moved) == (Rating(5, 5), False)
    carried = carried.step(-1, 0, DEFAULT_GRID)
    assert (carried.residual, carried.moved) == (Rating(4, 5), True)
    assert texts(register(FONTS), Counted.BOTH, carried)[1][5] == "▸VH ·"


STEPS = st.lists(st.tuples(st.sampled_from([(1, 0), (-1, 0), (0, 1), (0, -1)]), st.booleans()), max_size=30)


@given(STEPS, st.sampled_from([DEFAULT_GRID, SKEWED]))
def test_no_way_through_the_matrix_puts_the_residual_level_above(
    steps: list[tuple[tuple[int, int], bool]], grid: RiskGrid
) -> None:
    carried = Carried.of(MUSIC)
    for step, turn in steps:
        carried = carried.other() if turn else carried
        before, carried = carried, carried.step(*step, grid)
        assert residual_fault(carried.inherent, carried.residual, grid) == ""
        assert bool(carried.said) == (carried.field == before.field)


# The list


def test_the_list_is_sorted_by_level_then_due_and_filtered_by_all_that_is_said() -> None:
    later = replace(TROLLS, id=5, title="Later", due=date(2026, 11, 9))
    seen = register(TROLLS, later, MUSIC, FONTS, CLOSED)
    assert [risk.id for risk in listed(seen, View())] == [2, 1, 3, 5]
    assert [risk.id for risk in listed(seen, View(order=Order.DUE))] == [3, 5, 1, 2]
    assert [risk.id for risk in listed(seen, View(order=Order.OWNER))] == [1, 2, 3, 5]
    assert [risk.id for risk in listed(seen, View(closed=True))] == [2, 1, 3, 5, 4]
    assert [risk.id for risk in listed(seen, View(sight=7))] == [2]
    assert [risk.id for risk in listed(seen, View(sight=None))] == [1, 3, 5]
    for search, found in (("copyright", [1]), ("SPRING very", [2]), ("ana music", [1]), ("nothing", [])):
        assert [risk.id for risk in listed(seen, View(search=search))] == found
    assert [name for _, name in sights(seen)] == ["All", "Organisation", "Spring"]


def test_the_title_says_what_has_no_residual_rating() -> None:
    seen = register(MUSIC, FONTS)
    line = said(rows.title_line(seen, rows.entries(seen, ALL), ALL, Counted.RESIDUAL))
    assert line == "all · 2 rated and open · counted with controls (residual) · 1 without a residual rating"
