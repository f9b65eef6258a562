"""Benefits that are worked out from other numbers, which stay with them: what each method asks, and how it is kept.

Retention uplift, a holdout, before and after with a control group, and savings. What comes of the answers is in
`guided_results.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from smdash.domain.benefits import BenefitKind
from smdash.domain.money import Money

Answer = Decimal | int | Money | None
Answers = Mapping[str, Answer]

METHOD = "method"
SOURCE = "source"
MOST_YEARS = 10


class Method(StrEnum):
    """How a benefit is worked out."""

    RETENTION = "retention"
    HOLDOUT = "holdout"
    BEFORE_AFTER = "before_after"
    SAVINGS = "savings"

    @property
    def words(self) -> str:
        """As it is called on screen."""
        return {
            Method.RETENTION: "retention uplift",
            Method.HOLDOUT: "holdout",
            Method.BEFORE_AFTER: "before and after",
            Method.SAVINGS: "savings",
        }[self]

    @property
    def remark(self) -> str:
        """What it is for, in a line."""
        return {
            Method.RETENTION: "members who renew because of it",
            Method.HOLDOUT: "a group that did not see it",
            Method.BEFORE_AFTER: "with a group to compare with",
            Method.SAVINGS: "hours and calls that were not needed",
        }[self]

    @property
    def kind(self) -> BenefitKind | None:
        """The kind of benefit it always gives; None where that is chosen."""
        return {
            Method.RETENTION: BenefitKind.RETENTION,
            Method.HOLDOUT: BenefitKind.REVENUE,
            Method.SAVINGS: BenefitKind.SAVINGS,
        }.get(self)


Kind = Literal["share", "count", "number", "money", "duration"]


@dataclass(frozen=True, slots=True)
class Question:
    """One number a method asks for: a share (0.85), a count, any number, money, or a duration in seconds.

    `initial` is what stands there at first; an optional one that stays empty is None.
    """

    name: str
    label: str
    kind: Kind
    hint: str
    required: bool = True
    initial: str = ""


QUESTIONS: Mapping[Method, tuple[Question, ...]] = {
    Method.RETENTION: (
        Question("with_rate", "Renewal with %", "share", "Of members who saw it; 88 means 88 %"),
        Question("without_rate", "Renewal without %", "share", "Of members who did not; 85 means 85 %"),
        Question("exposed", "Members exposed", "count", "How many saw it and were due to renew"),
        Question("annual", "Annual value", "money", "What a member pays in a year"),
        Question("years", "Horizon in years", "number", f"Up to {MOST_YEARS}; not discounted", initial="1"),
    ),
    Method.HOLDOUT: (
        Question("treated_people", "People treated", "count", "Who could see the campaign"),
        Question("treated_conversions", "Converted of them", "count", "Each person at most once"),
        Question("control_people", "People held out", "count", "Who could not see it"),
        Question("control_conversions", "Converted of them", "count", "Each person at most once"),
        Question("order_value", "Order value", "money", "What a conversion is worth, as revenue"),
        Question("spend", "Spend", "money", "For iROAS and profit only; costs are entered with c", required=False),
    ),
    Method.BEFORE_AFTER: (
        Question("treated_before", "With, before", "number", "The number before the campaign, where it ran"),
        Question("treated_after", "With, after", "number", "The same number after it"),
        Question("control_before", "Control, before", "number", "The same where it did not run; groups of one size"),
        Question("control_after", "Control, after", "number", "The same after it"),
        Question("worth", "Worth of one", "money", "What one more of it is worth"),
    ),
    Method.SAVINGS: (
        Question("hours", "Hours saved", "duration", "120h, 80:30; may stay empty", required=False),
        Question("hourly", "Hourly rate", "money", "Loaded cost of an hour", required=False),
        Question("calls", "Calls avoided", "count", "Calls, mails or visits; may stay empty", required=False),
        Question("per_call", "Cost of a call", "money", "What one would have cost", required=False),
    ),
}


@dataclass(frozen=True, slots=True)
class Guided:
    """A method, its answers by the names of its questions, and where the numbers come from."""

    method: Method
    answers: Answers
    source: str = ""


def kept(guided: Guided) -> dict[str, str]:
    """What is stored with the benefit, as texts that say the numbers exactly."""
    answers = {name: _text(answer) for name, answer in guided.answers.items() if answer is not None}
    return {METHOD: guided.method.value, **answers} | ({SOURCE: guided.source} if guided.source else {})


def guided_of(inputs: Mapping[str, str]) -> Guided | None:
    """What was stored with a benefit; None where it was not worked out by a method.

    Raises `InvalidInput` or `ValueError` for texts that `kept` never makes.
    """
    if inputs.get(METHOD) not in set(Method):
        return None
    method = Method(inputs[METHOD])
    answers = {
        question.name: _READ[question.kind](inputs[question.name]) if question.name in inputs else None
        for question in QUESTIONS[method]
    }
    return Guided(method, answers, inputs.get(SOURCE, ""))


def _text(answer: Answer) -> str:
    if isinstance(answer, Money):
        return f"{answer.amount} {answer.currency}"
    return format(answer, "f") if isinstance(answer, Decimal) else str(answer)


def _money(text: str) -> Money:
    amount, _, currency = text.partition(" ")
    return Money.of(Decimal(amount), currency)


_READ: Mapping[Kind, Callable[[str], Answer]] = {
    "share": Decimal,
    "count": int,
    "number": Decimal,
    "money": _money,
    "duration": int,
}
