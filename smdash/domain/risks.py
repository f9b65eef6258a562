"""Legal risk: the checklist's items, what was answered, and how high a risk is.

Levels come from a 5×5 look-up grid (likelihood × impact), which the organisation may replace. Nothing here is legal
advice; the items are a checklist for a talk with counsel.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from smdash.domain.evidence import Evidence
from smdash.errors import InvalidInput, NotFound

ANYWHERE = "ANY"
"""The jurisdiction of an item that rests on contracts, platform terms or internal control."""


class Checked(StrEnum):
    """How far the rule of an item was checked when the library was made."""

    SEEN = "V"
    KNOWLEDGE = "K"
    PARTLY = "V/K"

    @property
    def words(self) -> str:
        """What the pane and the exports say about the source."""
        return {
            "V": "seen in a public source",
            "K": "source to be confirmed by counsel",
            "V/K": "partly seen, the rest to be confirmed by counsel",
        }[self.value]


class Scope(StrEnum):
    """Whether an item is answered once for the organisation or for each campaign."""

    ORGANISATION = "organisation"
    CAMPAIGN = "campaign"


class RiskLevel(IntEnum):
    """How high a risk is; the names are what a matrix has room for."""

    VL = 0
    L = 1
    M = 2
    H = 3
    VH = 4

    @property
    def words(self) -> str:
        """The level in full."""
        return ("very low", "low", "medium", "high", "very high")[self.value]


class Severity(StrEnum):
    """The level the library proposes for an item nobody has rated yet."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def level(self) -> RiskLevel:
        """The severity as a level of the grid."""
        return {"low": RiskLevel.L, "medium": RiskLevel.M, "high": RiskLevel.H}[self.value]


@dataclass(frozen=True, slots=True)
class LegalItem:
    """One question of the checklist.

    `applies_if` holds fact keys: the item concerns campaigns for which one of them is true; empty means always.
    `derived` names the fields that were worked out from the rule and are to be confirmed by counsel. `changed` is the
    day a later library version changed the text, None in the first one; `shipped` is the shipped item if reworded.
    """

    id: str
    area: str
    area_title: str
    short: str
    question: str
    why: str
    rule: str
    source: str
    jurisdictions: tuple[str, ...]
    applies_if: tuple[str, ...]
    scope: Scope
    evidence: str
    severity: Severity
    checked: Checked
    checked_note: str
    derived: tuple[str, ...]
    as_of: date
    review: date
    changed: date | None = None
    shipped: LegalItem | None = None

    @property
    def label(self) -> str:
        """The item as named in a sentence: `Copyright C2`."""
        return f"{self.area_title} {self.id}"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of question and rule, also as shipped: an answer to another text is to be looked at again."""
        beside = f"\n{self.shipped.question}" if self.shipped else ""
        return hashlib.sha256(f"{self.question}\n{self.rule}{beside}".encode()).hexdigest()

    def holds_in(self, jurisdictions: Collection[str]) -> bool:
        """Whether the item concerns one of these jurisdictions; one that rests on no country's law always does."""
        return ANYWHERE in self.jurisdictions or any(place in jurisdictions for place in self.jurisdictions)

    def needed_for(self, facts: Collection[str]) -> bool:
        """Whether a campaign with these facts needs the item before it goes live."""
        asked = not self.applies_if or any(fact in facts for fact in self.applies_if)
        return asked and self.scope is Scope.CAMPAIGN


@dataclass(frozen=True, slots=True)
class LegalArea:
    """One of the ten areas with its items in the library's order."""

    key: str
    title: str
    items: tuple[LegalItem, ...]


@dataclass(frozen=True, slots=True)
class LegalLibrary:
    """The whole checklist. `facts` and `jurisdictions` map a key to its words on screen."""

    version: str
    notice: str
    about: str
    areas: tuple[LegalArea, ...]
    facts: Mapping[str, str]
    jurisdictions: Mapping[str, str]

    @property
    def items(self) -> tuple[LegalItem, ...]:
        """Every item, area by area."""
        return tuple(item for area in self.areas for item in area.items)

    def item(self, item_id: str) -> LegalItem:
        """The item of that id, in either case; `NotFound` if there is none."""
        wanted = item_id.strip().upper()
        for item in self.items:
            if item.id == wanted:
                return item
        raise NotFound(f"There is no legal item “{item_id}”.", "Items are named like C2; the Risk pane lists them.")

    def within(self, jurisdictions: Collection[str]) -> tuple[LegalItem, ...]:
        """The items that concern these jurisdictions, area by area."""
        return tuple(item for item in self.items if item.holds_in(jurisdictions))

    def check_facts(self, facts: Collection[str]) -> None:
        """`InvalidInput` naming each fact the library does not know."""
        unknown = sorted(set(facts) - set(self.facts))
        if unknown:
            raise InvalidInput(f"Unknown campaign facts: {', '.join(unknown)}.", f"Known: {', '.join(self.facts)}.")


class Answer(StrEnum):
    """What was answered to a question of the checklist."""

    OPEN = "open"
    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"

    @property
    def words(self) -> str:
        """The answer as shown in a list."""
        return "n.a." if self is Answer.NOT_APPLICABLE else self.value

    @property
    def needs_reason(self) -> bool:
        """Whether the answer counts only with a reason: leaving a question out has to be justified."""
        return self is Answer.NOT_APPLICABLE


@dataclass(frozen=True, slots=True)
class Rating:
    """Likelihood and impact of a risk, 1 (low) to 5 (high) each; `InvalidInput` outside of that."""

    likelihood: int
    impact: int

    def __post_init__(self) -> None:
        for what, value in (("likelihood", self.likelihood), ("impact", self.impact)):
            if not 1 <= value <= 5:
                raise InvalidInput(f"The {what} is {value}; it goes from 1 to 5.", "Choose a number from 1 to 5.")


def rating(likelihood: int | None, impact: int | None) -> Rating | None:
    """A rating of two numbers that may be missing: None when both are, `InvalidInput` when one is."""
    if likelihood is None and impact is None:
        return None
    if likelihood is None or impact is None:
        missing = "likelihood" if likelihood is None else "impact"
        raise InvalidInput(f"The {missing} is missing.", "Give both likelihood and impact, or neither.")
    return Rating(likelihood, impact)


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    """What stands beside an item; the default is a question nobody has answered.

    `inherent` is the risk without controls, `residual` what is left with them; `asked` is the `fingerprint` of the
    question that was answered, empty where it is not known.
    """

    item_id: str
    answer: Answer = Answer.OPEN
    reason: str = ""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    owner_id: int | None = None
    due: date | None = None
    answered_by: str = ""
    answered_on: date | None = None
    next_review: date | None = None
    inherent: Rating | None = None
    residual: Rating | None = None
    asked: str = ""

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do: yes, or not applicable with its reason."""
        return self.answer is Answer.YES or (self.answer is Answer.NOT_APPLICABLE and bool(self.reason.strip()))


@dataclass(frozen=True, slots=True)
class RiskGrid:
    """A 5×5 look-up grid: `rows` by likelihood low to high, in each the levels by impact low to high."""

    rows: tuple[tuple[RiskLevel, ...], ...]

    def level(self, rating: Rating) -> RiskLevel:
        """The level where the rating's row and column meet."""
        return self.rows[rating.likelihood - 1][rating.impact - 1]

    def text(self) -> str:
        """The grid in the form `parse_grid` reads."""
        return " / ".join("".join(str(level.value) for level in row) for row in self.rows)


def parse_grid(text: str) -> RiskGrid:
    """A grid from five rows of five digits, 0 very low to 4 very high: `00112 / 01122 / 11223 / 12234 / 22344`.

    `InvalidInput` names the row that is wrong; no level may fall as likelihood or impact rises, since then a control
    that lowers a rating could raise the risk.
    """
    hint = "Give five rows of five digits 0–4, like 00112 / 01122 / 11223 / 12234 / 22344."
    rows = [row.strip() for row in text.strip().split("/")]
    if len(rows) != 5:
        raise InvalidInput(f"The risk grid has {len(rows)} rows, not 5.", hint)
    for number, row in enumerate(rows, 1):
        if not re.fullmatch("[0-4]{5}", row):
            raise InvalidInput(f"Row {number} of the risk grid, “{row}”, is not five digits from 0 to 4.", hint)
        if list(row) != sorted(row):
            raise InvalidInput(f"Row {number} of the risk grid, “{row}”, falls as the impact rises.", hint)
    for number, column in enumerate(zip(*rows, strict=True), 1):
        if list(column) != sorted(column):
            raise InvalidInput(f"Column {number} of the risk grid falls as the likelihood rises.", hint)
    return RiskGrid(tuple(tuple(RiskLevel(int(digit)) for digit in row) for row in rows))


DEFAULT_GRID = parse_grid("00112 / 01122 / 11223 / 12234 / 22344")
"""The grid an organisation starts with."""


def level(likelihood: int, impact: int, grid: RiskGrid = DEFAULT_GRID) -> RiskLevel:
    """The level of a likelihood and an impact, 1–5 each; `InvalidInput` outside of that."""
    return grid.level(Rating(likelihood, impact))


def residual_fault(inherent: Rating | None, residual: Rating | None, grid: RiskGrid = DEFAULT_GRID) -> str:
    """What is wrong with a residual risk beside its inherent one; empty when nothing is.

    Asked whenever either changes, or the grid does: controls never make a risk higher than it is without them, so
    lowering the inherent risk below the residual one is as wrong as raising the residual one above it.
    """
    if residual is None:
        return ""
    if inherent is None:
        return "A residual risk needs the inherent one beside it."
    before, after = grid.level(inherent), grid.level(residual)
    if after > before:
        return f"The residual risk ({after.words}) is above the inherent one ({before.words})."
    return ""
