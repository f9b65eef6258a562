"""The heat map of weekdays and hours: in each cell how many posts, a shade and the rate; readable without colour."""

from __future__ import annotations

from fractions import Fraction

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.engagement import interval
from smdash.domain.figures import grouped
from smdash.domain.posting_times import FEW, HeatMap, Slot
from smdash.store.posts import count_words
from smdash.tui.panes.campaigns.messages.rows import SIGNS, rate_cells
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.safe import content, put_text
from smdash.tui.widgets.symbols import DOT, SPARKS, UNDEFINED
from smdash.tui.widgets.table import RowTable

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def map_columns(week_start: int) -> tuple[Column, ...]:
    """The hour, then the days of the week as the organisation begins it."""
    days = [(week_start + n) % 7 for n in range(7)]
    return (
        Column("hour", "", width=5, holds_cursor=False),
        *(Column(str(day), DAYS[day], least=8, most=11, align="right") for day in days),
    )


def map_rows(found: HeatMap, week_start: int) -> list[Row]:
    """A row for each hour from the first with a post to the last."""
    levels, days = found.levels(), [(week_start + n) % 7 for n in range(7)]
    return [
        Row(hour, (Cell(f"{hour:02d}:00", "header"), *(_cell(found, levels, (day, hour)) for day in days)))
        for hour in found.hours()
    ]


def map_note(found: HeatMap) -> str:
    """What the cells mean, and which posts are left out."""
    parts = [f"posts, {SPARKS[0]}–{SPARKS[-1]} rate", f"in brackets: fewer than {FEW} posts"]
    if found.untimed:
        parts.append(f"{grouped(found.untimed, 0)} posts without an hour left out")
    return f" {DOT} ".join(parts)


def cell_words(found: HeatMap, slot: Slot) -> str:
    """A cell in words: posts, Σ/Σ rate with interval, the middle rate, and whether it is clearly better or worse."""
    day, hour = slot
    named = f"{DAYS[day]} {hour:02d}:00–{hour:02d}:59"
    cell = found.cells.get(slot)
    if cell is None:
        return f"{named}: no posts"
    rate, bounds = rate_cells(cell.together, found.basis)
    said = f"{named}: {count_words(cell.posts)} {DOT} {rate.text}"
    if cell.together.posts and interval(cell.together, found.basis) is not None:
        said += f" ({bounds.text})"
    if cell.median is not None:
        said += f" {DOT} median {grouped(Fraction(cell.median) * 100, 1)} %"
    if cell.few:
        return f"{said} {DOT} too few posts to tell"
    standing = found.standing(slot)
    return (
        f"{said} {DOT} {SIGNS[standing][0]} {standing.value} than all" if standing.value else f"{said} {DOT} not clear"
    )


def _cell(found: HeatMap, levels: dict[Slot, int], slot: Slot) -> Cell:
    cell = found.cells.get(slot)
    if cell is None:
        return Cell(DOT, "muted")
    rate = cell.together.rate
    said = UNDEFINED if rate is None else f"{grouped(rate * 100, 1)}%"
    if slot not in levels:
        return Cell(f"({cell.posts}) {said}", "muted")
    return Cell(f"{cell.posts}{SPARKS[levels[slot]]} {said}", SIGNS[found.standing(slot)][1])


class TimesBox(Box[None]):
    """The heat map; arrows go through its cells, and the line below says what is under the cursor."""

    DEFAULT_CSS = "TimesBox Static { height: auto; }"

    def __init__(self, name: str, found: HeatMap, week_start: int) -> None:
        super().__init__()
        self._name = name
        self._found = found
        self._week_start = week_start
        self._words = Static(classes="box-line")

    def compose(self) -> ComposeResult:
        found = self._found
        title = f"{self._name}: {found.basis.value} by weekday and hour ({found.zone})"
        with Vertical(classes="box -wide"):
            yield Static(content(title), classes="box-title")
            rows = map_rows(found, self._week_start)
            yield Static(content(map_note(found) if rows else f"No post has a known hour. {map_note(found)}"))
            yield self._words
            yield RowTable(map_columns(self._week_start), rows, cursor="cell")

    def on_mount(self) -> None:
        """Begin in the best cell that is clearly better, else in the first."""
        table = self.query_one(RowTable)
        if best := self._found.best():
            table.go_to(best[0][1], str(best[0][0]))
        table.focus()
        self._say(table)

    def on_row_table_cell_highlighted(self, event: RowTable.CellHighlighted) -> None:
        """Say what is under the cursor."""
        event.stop()
        self._say(self.query_one(RowTable))

    def _say(self, table: RowTable) -> None:
        hour, day = table.current_key, table.current_column
        if isinstance(hour, int) and day.isdigit():
            said = cell_words(self._found, (int(day), hour))
            put_text(self._words, said)
