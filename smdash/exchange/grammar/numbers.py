"""How numbers and durations are written in a file: decided from whole columns, shown, and open to another choice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from smdash.domain.measures import NOT_REPORTED, Measure
from smdash.exchange.decision import Decision

LARGEST = 10**15
"""A number beyond this is a fault of the file."""

ABSENT = frozenset({
    *("", "-", "--", "---", "–", "—", "n/a", "na", "#n/a", "#div/0", "#div/0!", "#ref!", "#value!"),
    *("undefined", "null", "none", "nan", "(not set)", "not available", "not reported"),
})  # fmt: skip
"""What stands for a value that was not reported, trimmed and case folded."""

POINT, COMMA = "decimal point", "decimal comma"

_CURRENCY = r"(?:[A-Z]{0,2}[$£€¥₹₽₩฿₫₺₴₪]|kr\.?|zł|[A-Z]{3})"
_NUMBER = re.compile(
    rf"(?P<open>\()? ?(?P<sign>[-+−]?) ?(?P<before>{_CURRENCY})? ?(?P<inner>[-+−]?)"
    r"(?P<digits>[0-9](?:[0-9.,]|[ '’](?=[0-9]))*|[.,][0-9]+)(?P<exponent>[eE][+-]?[0-9]{1,3})?"
    rf" ?(?P<after>{_CURRENCY}|%)? ?(?P<close>\))?"
)
_CENSORED = re.compile(r"[<>≤≥]=?\s*[0-9][0-9.,]*\s*%?")
_CLOCK = re.compile(r"([0-9]{1,5}):([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]+)?)?")
_UNIT = re.compile(r"(?<=[0-9])\s*[^\W\d]{1,20}\s*$")  # such as the h of 4.5 h
_LONGEST = 40
_SHORT = 15  # digits that are certainly below LARGEST


class BadCell(Exception):
    """A cell that is not what its column holds. Never leaves the exchange: it becomes a `RowFault`."""

    def __init__(self, value: str, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.value, self.reason, self.column = value, reason, column


def absent(cell: str) -> bool:
    """Whether the cell says that there is no value."""
    return cell.strip().casefold() in ABSENT


def clock_seconds(cell: str) -> int:
    """Seconds of `hh:mm:ss` or `h:mm` (hours first, as time reports print durations); fractions are cut."""
    match = _CLOCK.fullmatch(cell.strip())
    if match is None:
        raise BadCell(cell, "is not a duration such as 01:30:00")
    return int(match[1]) * 3600 + int(match[2]) * 60 + int(match[3] or 0)


@dataclass(frozen=True, slots=True)
class NumberGrammar:
    """How one column writes numbers: with a decimal comma or point; a `whole` column holds counts, never negative."""

    comma: bool = False
    whole: bool = False

    def parse(self, cell: str) -> int | Decimal:
        """The number in a cell without currency sign and grouping; `27.5%` is 27.5. `BadCell` if it is none."""
        if len(cell) <= _SHORT and cell.isascii() and cell.isdigit():
            return int(cell)
        match = _match(cell)
        if match is None or bool(match["open"]) != bool(match["close"]):
            raise BadCell(cell, "is not a number")
        if self.whole and (match["before"] or match["after"]):
            raise BadCell(cell, "is not a count")
        number = self._unsigned(cell, match)
        if match["open"] or set(match["sign"] + match["inner"]) & set("-−"):
            number = -number
        if self.whole and number < 0:
            raise BadCell(cell, "is a negative count")
        if abs(number) > LARGEST:
            raise BadCell(cell, "is absurdly large")
        return int(number) if number == number.to_integral_value() else number

    def measure(self, cell: str) -> Measure:
        """The three-state number in a cell: a value, not reported, or censored (`< 10%`)."""
        if len(cell) <= _SHORT and cell.isascii() and cell.isdigit():
            return Measure(int(cell))
        if absent(cell):
            return NOT_REPORTED
        if _CENSORED.fullmatch(cell.strip()):
            return Measure(censored=cell.strip()[:_LONGEST])
        return Measure(self.parse(cell))

    def _unsigned(self, cell: str, match: re.Match[str]) -> Decimal:
        decimal, group = (",", ".") if self.comma else (".", ",")
        whole, mark, rest = match["digits"].partition(decimal)
        if (mark and not rest.isdigit() and rest) or not _grouped(whole, group):
            raise BadCell(cell, f"doesn't fit the {COMMA if self.comma else POINT} of its column")
        digits = "".join(char for char in whole if char.isdigit())
        return Decimal(f"{digits or '0'}.{rest or '0'}{match['exponent'] or ''}")


def _match(cell: str) -> re.Match[str] | None:
    if len(cell) > _LONGEST:
        return None
    return _NUMBER.fullmatch(cell.strip().replace("\u00a0", " ").replace("\u202f", " "))


def _grouped(whole: str, group: str) -> bool:
    """Whether the part before the decimal mark is digits, or groups of three set apart by one kind of mark."""
    marks = {char for char in whole if not char.isdigit()}
    if not marks:
        return True
    if len(marks) > 1 or not marks <= {group, " ", "'", "’"}:
        return False
    first, *others = whole.split(marks.pop())
    return 1 <= len(first) <= 3 and all(len(part) == 3 for part in others)


class NumberSurvey:
    """What a column's cells say about its decimal mark; feed it distinct cells, then ask for the grammar.

    Sure: `1.5` and `1,234.5` (point), `1,5` and `1.234,5` (comma). Unsure: `1,234`, which is grouped in a column of
    counts, and could be either in another.
    """

    def __init__(self, name: str, *, whole: bool) -> None:
        self.name, self.whole = name, whole
        self._sure = {".": 0, ",": 0}
        self._unsure = {".": 0, ",": 0}

    def feed(self, cells: Iterable[str]) -> None:
        """Look at more distinct cells of the column."""
        for cell in cells:
            for part in cell.split("/"):  # both parts of a ratio
                if ("." in part or "," in part) and (match := _match(part) or _match(_UNIT.sub("", part))):
                    self._look(match["digits"])

    def _look(self, digits: str) -> None:
        last = "." if digits.rfind(".") > digits.rfind(",") else ","
        other = "," if last == "." else "."
        whole, _, rest = digits.rpartition(last)
        if last in whole:
            self._sure[other] += 1
        elif other in digits or len(rest) != 3 or not 1 <= len(whole) <= 3 or whole.startswith("0"):
            self._sure[last] += 1
        else:
            self._unsure[last] += 1

    @property
    def evidence(self) -> bool | None:
        """Whether this column by itself shows a decimal comma; None when it doesn't say."""
        if any(self._sure.values()):
            return None if all(self._sure.values()) else self._sure[","] > 0
        if self.whole and any(self._unsure.values()):  # the mark that groups counts is not the decimal one
            return None if all(self._unsure.values()) else self._unsure["."] > 0
        return None

    def decide(self, answer: str | None, rest_of_file: bool | None) -> tuple[NumberGrammar, Decision | None]:
        """The grammar, and what to tell: nothing where the cells have no mark at all. `rest_of_file` is what the other
        columns show, used where this one is silent; `answer` is the person's choice.
        """
        if not any(self._sure.values()) and not any(self._unsure.values()):
            return NumberGrammar(comma=bool(rest_of_file), whole=self.whole), None
        own = self.evidence
        if answer in (POINT, COMMA):
            comma, why, ambiguous = answer == COMMA, "you chose it", False
        elif own is not None:
            comma, why, ambiguous = own, "from the whole column", False
        elif rest_of_file is not None and not any(self._sure.values()):
            comma, why, ambiguous = rest_of_file, "as in the file's other columns", False
        else:
            comma, why, ambiguous = self._sure[","] > self._sure["."], "the column fits both", True
        chosen = COMMA if comma else POINT
        decision = Decision(f"number:{self.name.casefold()}", self.name, chosen, why, (POINT, COMMA), ambiguous)
        return NumberGrammar(comma=comma, whole=self.whole), decision


def shared_evidence(surveys: Iterable[NumberSurvey]) -> bool | None:
    """Whether the columns that are sure agree on a decimal comma (or point); None where they don't or none is."""
    found = {survey.evidence for survey in surveys} - {None}
    return found.pop() if len(found) == 1 else None
