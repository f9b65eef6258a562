"""The matrix as cells, words and figures. No Textual here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from smdash.domain.figures import Figure, Unit
from smdash.domain.register import Register, ScopeId
from smdash.domain.risks import LegalItem, Rating
from smdash.domain.treatment import Risk, carriers
from smdash.tui.panes.risk.matrix.moving import Carried
from smdash.tui.panes.risk.register.rows import level_cell, rating_words
from smdash.tui.panes.risk.register.view import ALL, Sight, in_sight, sight_words
from smdash.tui.panes.risk.rows import LEVEL_ROLES
from smdash.tui.widgets.cells import Cell, Column, Line, Row, line, row
from smdash.tui.widgets.symbols import ATTENTION, DOT, HERE

GRID_COLUMNS = (
    Column("likelihood", "likelihood", width=13, holds_cursor=False),
    *(
        Column(str(impact), title, flexible=True, least=7, most=10)
        for impact, title in enumerate(("1 slight", "2 minor", "3 moderate", "4 serious", "5 severe"), 1)
    ),
)
FIELD_COLUMNS = (
    Column("level", "Level", width=5),
    Column("title", "In this field", flexible=True, least=20),
    Column("ratings", "without and with controls", least=12, priority=1),
    Column("whose", "Whose", least=8, most=18, priority=2),
)
_LIKELIHOOD = {5: "5 very likely", 4: "4 likely", 3: "3 possible", 2: "2 unlikely", 1: "1 rare"}


class Counted(StrEnum):
    """Which ratings the fields count."""

    BOTH = "without/with controls"
    INHERENT = "without controls (inherent)"
    RESIDUAL = "with controls (residual)"

    @property
    def next(self) -> Counted:
        """The one after this, the first after the last."""
        every = tuple(Counted)
        return every[(every.index(self) + 1) % len(every)]


@dataclass(frozen=True, slots=True)
class Entry:
    """What stands in the matrix: an open risk, or an item that is not done, rated, and has no risk.

    `key` is the risk's id, or names the item and its scope.
    """

    key: int | str
    title: str
    inherent: Rating
    residual: Rating | None
    whose: str
    risk: Risk | None = None

    def stands_in(self, field: Rating, counted: Counted) -> bool:
        """Whether it is counted in a field."""
        without = counted is not Counted.RESIDUAL and self.inherent == field
        return without or (counted is not Counted.INHERENT and self.residual == field)


def entries(register: Register, sight: Sight) -> tuple[Entry, ...]:
    """All that stands in the matrix: each risk once, and no item beside the risk that was made from it."""
    found = [
        Entry(risk.id, risk.title, risk.inherent, risk.residual, risk.campaign or "organisation", risk)
        for risk in register.risks
        if risk.is_open and in_sight(risk, sight)
    ]
    return (*found, *_items(register, sight))


def _items(register: Register, sight: Sight) -> Iterator[Entry]:
    carried = carriers(register.risks, register.grid)
    scopes: tuple[ScopeId, ...] = (None, *(one.id for one in register.campaigns)) if sight == ALL else (sight,)
    for scope in scopes:
        campaign = register.campaign(scope)
        if scope is not None and campaign is None:
            continue  # archived: its gate asks for nothing
        for item in _asked(register, scope):
            answer = register.answer(item, scope)
            if answer.inherent is not None and not answer.settled and (item.id, scope) not in carried:
                key = f"{item.id}:{scope or ''}"
                whose = campaign.name if campaign else "organisation"
                yield Entry(key, f"{item.id} {item.short} (item)", answer.inherent, answer.residual, whose)


def _asked(register: Register, scope: ScopeId) -> Iterator[LegalItem]:
    return (item for area in register.areas(scope) for item in area.items)


def grid_rows(register: Register, shown: tuple[Entry, ...], counted: Counted, carried: Carried | None) -> list[Row]:
    """The grid, the highest likelihood first: in each field the level's letters, then how many stand there."""
    return [
        row(
            likelihood,
            (_LIKELIHOOD[likelihood], "header"),
            *(_cell(register, Rating(likelihood, impact), shown, counted, carried) for impact in range(1, 6)),
        )
        for likelihood in range(5, 0, -1)
    ]


def _cell(
    register: Register, field: Rating, shown: tuple[Entry, ...], counted: Counted, carried: Carried | None
) -> Cell:
    level = register.grid.level(field)
    inherent = sum(entry.inherent == field for entry in shown)
    residual = sum(entry.residual == field for entry in shown)
    number = {
        Counted.BOTH: f"{inherent}/{residual}" if inherent or residual else DOT,
        Counted.INHERENT: str(inherent or DOT),
        Counted.RESIDUAL: str(residual or DOT),
    }[counted]
    here = HERE if carried is not None and carried.field == field else " "
    return Cell(f"{here}{level.name:<2} {number}", LEVEL_ROLES[level])


def field_rows(register: Register, shown: tuple[Entry, ...], field: Rating, counted: Counted) -> list[Row]:
    """What stands in a field, one row each."""
    return [
        row(
            entry.key,
            level_cell(register.grid.level(entry.residual or entry.inherent)),
            entry.title,
            rating_words(register, entry.inherent, entry.residual),
            (entry.whose, "muted"),
        )
        for entry in shown
        if entry.stands_in(field, counted)
    ]


def title_line(register: Register, shown: tuple[Entry, ...], sight: Sight, counted: Counted) -> Line:
    """What is counted: whose risks, which ratings, how many."""
    bare = sum(entry.residual is None for entry in shown)
    said = f" {DOT} {len(shown)} rated and open {DOT} counted {counted.value}"
    without = f" {DOT} {bare} without a residual rating" if bare and counted is not Counted.INHERENT else ""
    return line((sight_words(register, sight), "header"), said, (without, "muted"))


def unrated_line(register: Register, sight: Sight) -> Line:
    """How many items that are not done nobody rated, by the level the library proposes; these are in no field."""
    if sight == ALL:
        return line(("Items nobody rated are in no field.", "muted"))
    found = [
        item.severity.level
        for item in _asked(register, sight)
        if register.answer(item, sight).inherent is None and not register.answer(item, sight).settled
    ]
    if not found:
        return line(("Each item that is not done is rated.", "muted"))
    proposed = ", ".join(f"{level.name} {found.count(level)}" for level in sorted(set(found), reverse=True))
    return line((f"Not rated: {len(found)} items not done, for which the library proposes {proposed}", "muted"))


def carried_lines(register: Register, carried: Carried) -> tuple[Line, Line]:
    """The risk in the hand: where it stands and, where a step was refused, why."""
    which = "inherent" if carried.by_inherent else "residual"
    ratings = rating_words(register, carried.inherent, carried.residual)
    first = line((f"{HERE} {which} moves", "strong"), f" {DOT} {ratings} {DOT} ", (carried.risk.title, "strong"))
    if carried.said:
        return first, line((f"{ATTENTION} {carried.said}", "bad"))
    return first, line(("Enter saves (one undo) · Esc leaves it where it was · w the other rating", "muted"))


def matrix_figures(register: Register, shown: tuple[Entry, ...], field: Rating) -> tuple[Figure, ...]:
    """How many stand in a field without and with controls, naming them."""
    figures = []
    for name, of in (("without controls", "inherent"), ("with controls", "residual")):
        found = [entry.title for entry in shown if getattr(entry, of) == field]
        notes = (f"grid: {register.grid.text()}", *([", ".join(found)] if found else []))
        words = f"likelihood {field.likelihood}, impact {field.impact}, {name}"
        formula = f"open risks, and items not done without a risk, whose {of} rating is this"
        figures.append(Figure(words, len(found), Unit.COUNT, formula, rows=len(shown), notes=notes))
    return tuple(figures)
