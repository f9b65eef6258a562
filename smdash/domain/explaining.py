"""What is behind figures, as lines of an outline: the same in the dashboard, when copied, and on the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from smdash.domain.figures import Figure, Unit, grouped

INDENT = "  "


@dataclass(frozen=True, slots=True)
class Explained:
    """One line: a figure with its value, or a fact about it (without one). `depth` counts from 0."""

    depth: int
    text: str
    value: str | None = None

    @property
    def indented(self) -> str:
        """The text at its depth; a fact stands one step further in than its figure."""
        return INDENT * (self.depth + (self.value is None)) + self.text


def value_text(figure: Figure) -> str:
    """The value with its currency or unit, as an explanation needs it."""
    if not figure.defined:
        return "undefined"
    if figure.unit is Unit.MONEY:
        return f"{figure.text(cents=True)} {figure.currency}".strip()
    if figure.unit is Unit.RATIO:
        return f"{grouped(Fraction(figure.value or 0) * 100, 2)} %"
    return figure.text() + {Unit.SECONDS: " h", Unit.DAYS: " days"}.get(figure.unit, "")


def outlines(figures: Sequence[Figure]) -> tuple[tuple[Explained, ...], ...]:
    """For each figure its lines: name and value, and under them what it is made of; nothing is said twice."""
    told: set[Figure] = set()
    return tuple(tuple(_lines(figure, 0, told, period="")) for figure in figures)


def _lines(figure: Figure, depth: int, told: set[Figure], *, period: str) -> Iterator[Explained]:
    again = bool(figure.inputs) and figure in told
    yield Explained(depth, figure.name + (" (as above)" if again else ""), value_text(figure))
    if again:
        return
    told.add(figure)
    for fact in _facts(figure, period):
        yield Explained(depth, fact)
    for part in figure.inputs:
        yield from _lines(part, depth + 1, told, period=figure.period)


def _facts(figure: Figure, period: str) -> list[str]:
    """What is behind a number in lines of text; a period that the figure above has too is left out."""
    facts = [f"= {figure.formula}"] if figure.formula else []
    if figure.reason:
        facts.append(f"undefined: {figure.reason}")
    source = [f"period {figure.period}"] if figure.period and figure.period != period else []
    if figure.rows is not None:
        source.append(f"from {figure.rows} row" + ("" if figure.rows == 1 else "s"))
    if source:
        facts.append(", ".join(source))
    return [*facts, *(f"note: {note}" for note in figure.notes)]
