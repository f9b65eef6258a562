"""Objectives, their KPIs, readings and check-ins: what they are, and what makes them complete.

All values of a KPI are in its own unit; where that is `%` or `‰`, 3.4 means 3.4 %, also when it is worked out from
a numerator and a denominator.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from smdash.errors import FormFaults


class Shape(StrEnum):
    """What success looks like."""

    INCREASE = "increase"
    DECREASE = "decrease"
    KEEP = "keep"
    RANGE = "range"
    MILESTONE = "milestone"
    YES_NO = "yes_no"

    @property
    def paced(self) -> bool:
        """Whether progress is expected to grow with time."""
        return self in (Shape.INCREASE, Shape.DECREASE)

    @property
    def done_or_not(self) -> bool:
        """Whether it is either done by the due day or not."""
        return self in (Shape.MILESTONE, Shape.YES_NO)


class Aggregation(StrEnum):
    """How readings become one current value."""

    LAST = "last"
    SUM = "sum"
    MEAN = "mean"
    RATIO = "ratio"


class Level(StrEnum):
    """How near to the organisation's purpose a KPI measures (AMEC)."""

    OUTPUT = "output"
    OUT_TAKE = "out-take"
    OUTCOME = "outcome"
    IMPACT = "impact"


class Cadence(StrEnum):
    """How often a reading is due."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"

    @property
    def days(self) -> int:
        """Its length in days; of months and quarters the longest, so that nobody is late on the same day of each."""
        return {"daily": 1, "weekly": 7, "monthly": 31}.get(self.value, 92)


class Pacing(StrEnum):
    """What is expected of a KPI on the way: the same every day, or what last year's same period had reached by then."""

    LINEAR = "linear"
    SEASONAL = "seasonal"


@dataclass(frozen=True, slots=True)
class Objective:
    """What a team wants to reach; `due` is its last day."""

    id: int
    name: str
    owner_id: int | None = None
    start: date | None = None
    due: date | None = None
    note: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """What a KPI is computed from: a measure of `smdash.domain.computed` by its id; of one channel, one campaign and
    one kind of posts, where these are given. `names` are those of channel and campaign, to be shown.
    """

    measure: str
    channel_id: int | None = None
    campaign_id: int | None = None
    post_kind: str = ""
    names: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class KpiDraft:
    """A KPI as a person enters it. `start` and `due` both count; `target_low` and `target_high` bound a range.

    A seasonal KPI is compared with its own readings of last year, or with those of the predecessor it names. Charts
    show beside it what was measured earlier by the KPI it follows on, and by those before that. With `measured`, its
    readings are worked out from stored data; else they are typed in.
    """

    name: str
    start: date
    due: date
    shape: Shape = Shape.INCREASE
    aggregation: Aggregation = Aggregation.LAST
    level: Level = Level.OUTCOME
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    target_low: Decimal | None = None
    target_high: Decimal | None = None
    cadence: Cadence = Cadence.WEEKLY
    weight: Decimal = Decimal(1)
    objective_id: int | None = None
    owner_id: int | None = None
    source: str = "typed"
    pacing: Pacing = Pacing.LINEAR
    predecessor_id: int | None = None
    follows_id: int | None = None
    measured: Measured | None = None

    @property
    def paced(self) -> bool:
        """Whether it rises or falls towards a target, so that it has a pace."""
        return self.shape.paced and not self.kept

    @property
    def kept(self) -> bool:
        """Whether it is inside or outside: a range, a value to keep, a target equal to the baseline."""
        if self.shape.done_or_not:
            return False
        return not self.shape.paced or (self.target is not None and self.target == (self.baseline or 0))


@dataclass(frozen=True, slots=True)
class Kpi:
    """A stored KPI."""

    id: int
    draft: KpiDraft
    archived: bool = False

    @property
    def name(self) -> str:
        """Its name."""
        return self.draft.name


@dataclass(frozen=True, slots=True)
class Reading:
    """One value of a KPI on a day: a number, or a numerator and a denominator.

    `rows` says of how many stored rows it is, where it is worked out.
    """

    day: date
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    note: str = ""
    id: int = 0
    rows: int = field(default=0, compare=False)

    def number(self, scale: int = 1) -> Fraction | None:
        """Its value; of a ratio times `scale`; None when the denominator is zero or missing."""
        if self.value is not None:
            return Fraction(*self.value.as_integer_ratio())  # three times as fast as from the decimal
        if self.numerator is None or not self.denominator:
            return None
        return Fraction(self.numerator) / Fraction(self.denominator) * scale


@dataclass(frozen=True, slots=True)
class CheckIn:
    """How confident a team is of an objective, 0 to 10, and why."""

    day: date
    confidence: int
    status: str = ""
    note: str = ""
    id: int = 0


CHECK_IN_DAYS = 14
"""An objective without a check-in for longer than this needs attention."""


def scale_of(unit: str) -> int:
    """What a ratio is multiplied by to be in a unit: 100 for `%`, 1000 for `‰`, else 1."""
    return {"%": 100, "‰": 1000}.get(unit.strip(), 1)


def check_kpi(draft: KpiDraft) -> KpiDraft:
    """The draft when it can be worked with; `FormFaults` with all faults by field when not."""
    faults = {}
    if draft.due < draft.start:
        faults["due"] = "The due day lies before the start."
    if draft.weight < 0:
        faults["weight"] = "A weight is not negative."
    if draft.shape is Shape.RANGE:
        faults |= _range_faults(draft)
    elif not draft.shape.done_or_not and draft.target is None and not _bounded(draft):
        faults["target"] = "A target is missing."
    if draft.shape is Shape.DECREASE and draft.baseline is None:
        faults["baseline"] = "What falls needs the value it falls from."
    if draft.shape.paced and draft.target is not None and "baseline" not in faults:
        rise = draft.target - (draft.baseline or 0)
        if rise < 0 and draft.shape is Shape.INCREASE:
            faults["target"] = "The target lies below the baseline. Choose decrease."
        if rise > 0 and draft.shape is Shape.DECREASE:
            faults["target"] = "The target lies above the baseline. Choose increase."
    if draft.pacing is Pacing.SEASONAL and not draft.shape.paced:
        faults["pacing"] = "Only a rise or a fall has a pace."
    if draft.predecessor_id is not None and draft.pacing is not Pacing.SEASONAL:
        faults["predecessor_id"] = "Only a seasonal pace looks at another KPI. Choose seasonal."
    if faults:
        raise FormFaults(faults)
    return draft


def _bounded(draft: KpiDraft) -> bool:
    return draft.shape is Shape.KEEP and not (draft.target_low is None and draft.target_high is None)


def _range_faults(draft: KpiDraft) -> dict[str, str]:
    if draft.target_low is None and draft.target_high is None:
        return {"target_low": "A range needs a lower or an upper bound."}
    if draft.target_low is not None and draft.target_high is not None and draft.target_low > draft.target_high:
        return {"target_high": "The upper bound lies below the lower one."}
    return {}


def check_reading(kpi: KpiDraft, reading: Reading) -> Reading:
    """The reading when it suits its KPI; `FormFaults` when not."""
    faults = {}
    if kpi.aggregation is Aggregation.RATIO and reading.value is not None:
        faults["value"] = "This KPI is a ratio. Type both parts, such as 340/10000."
    elif reading.value is None and (reading.numerator is None or reading.denominator is None):
        faults["value"] = "A value is missing."
    elif reading.denominator is not None and reading.denominator <= 0:
        faults["value"] = "The number after / must be above zero."
    if kpi.shape is Shape.YES_NO and reading.value not in (Decimal(0), Decimal(1), None):
        faults["value"] = "Type 1 for yes or 0 for no."
    if faults:
        raise FormFaults(faults)
    return reading


def only_output(kpis: Sequence[Kpi]) -> bool:
    """Whether an objective measures nothing but output (reach, posts): then it should measure outcomes too (AMEC)."""
    return bool(kpis) and all(kpi.draft.level is Level.OUTPUT for kpi in kpis)


def days_without_check_in(check_ins: Sequence[CheckIn], objective: Objective, as_of: date) -> int | None:
    """Days since the last check-in, or since the start without one; None when there is neither."""
    days = [check_in.day for check_in in check_ins if check_in.day <= as_of]
    since = max(days) if days else objective.start
    return None if since is None or since > as_of else (as_of - since).days
