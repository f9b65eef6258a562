"""What comes of a guided benefit's answers: the amount with its formula in numbers, and how sure it may be called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import cast

from smdash.domain.benefits import BenefitDraft, Evidence, retention_uplift, savings
from smdash.domain.durations import clock
from smdash.domain.experiments import Group, Holdout, difference_in_differences, holdout, interval_words
from smdash.domain.figures import Figure, Number, Unit, show_minor, show_number
from smdash.domain.guided import MOST_YEARS, QUESTIONS, Answer, Answers, Guided, Method, guided_of
from smdash.domain.money import MAX_MINOR, Money
from smdash.errors import FormFaults, InvalidInput

_PAIRS = (
    ("treated_people", "treated_conversions"),
    ("control_people", "control_conversions"),
)
_ABOVE_ZERO = ("treated_people", "control_people", "exposed", "order_value", "annual", "worth", "hourly", "per_call")
_NOT_NEGATIVE = ("treated_conversions", "control_conversions", "spend", "calls", "hours")
_ONE_CURRENCY = (("order_value", "spend"), ("hourly", "per_call"))
_TOGETHER = (("hours", "hourly"), ("calls", "per_call"))


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The gross amount of a guided benefit; the margin and the share come with the benefit's row, once each.

    `beside` are figures that are told and never stored as a benefit; `lines` say all of it with its numbers;
    `strongest` is the best evidence it may claim.
    """

    amount: Figure
    lines: tuple[str, ...]
    beside: tuple[Figure, ...] = ()
    strongest: Evidence = Evidence.ALLOCATED

    @property
    def money(self) -> Money:
        """The amount as money."""
        return Money(int(self.amount.value or 0), self.amount.currency)


def faults_of(guided: Guided) -> dict[str, str]:
    """What is wrong with the answers, by question; answers that are not there yet are passed over."""
    return dict(_faults(guided.answers))


def _faults(answers: Answers) -> Iterator[tuple[str, str]]:
    for name, answer in answers.items():
        size = answer.minor if isinstance(answer, Money) else answer
        if size is None:
            continue
        if name.endswith("_rate") and not 0 <= size <= 1:
            yield name, "A rate lies between 0 % and 100 %."
        elif name in _ABOVE_ZERO and size <= 0:
            yield name, "It must be above zero."
        elif name in _NOT_NEGATIVE and size < 0:
            yield name, "It can't be negative."
        elif name == "years" and not 0 < size <= MOST_YEARS:
            yield name, f"The horizon is above 0 and at most {MOST_YEARS} years."
    for people, converted in _PAIRS:
        if _count(answers, converted) > _count(answers, people) > 0:
            yield (
                converted,
                f"More converted than there were people ({show_number(_count(answers, people), Unit.COUNT)}).",
            )
    for one, other in _ONE_CURRENCY:
        first, second = answers.get(one), answers.get(other)
        if isinstance(first, Money) and isinstance(second, Money) and first.currency != second.currency:
            yield other, f"It must be in {first.currency}, like the amount above."


def missing_of(guided: Guided) -> dict[str, str]:
    """What is needed and was not answered, by question."""
    faults = {
        question.name: f"{question.label} is needed."
        for question in QUESTIONS[guided.method]
        if question.required and guided.answers.get(question.name) is None
    }
    if guided.method is Method.SAVINGS:
        there = [name for pair in _TOGETHER for name in pair if guided.answers.get(name) is not None]
        for pair in _TOGETHER:
            for name, other in (pair, pair[::-1]):
                if other in there and name not in there:
                    faults[name] = "It belongs to the number beside it: type both."
        if not there:
            faults["hours"] = "Type hours saved or calls avoided, with what one costs."
    return faults


def work_out(guided: Guided, margin: Decimal | None = None) -> WorkedOut:
    """The amount of complete answers; `FormFaults` with all that is wrong or missing.

    `margin` is only used for what stands beside a holdout's revenue: its profit.
    """
    faults = missing_of(guided) | faults_of(guided)
    if faults:
        raise FormFaults(faults)
    if guided.method is Method.HOLDOUT:
        made = _holdout(guided.answers, margin)
    else:
        made = {Method.RETENTION: _retention, Method.BEFORE_AFTER: _before_after, Method.SAVINGS: _savings}[
            guided.method
        ](guided.answers)
    source = guided.source or "not stated"
    return replace(made, amount=replace(made.amount, notes=(*made.amount.notes, f"source: {source}")))


def _retention(answers: Answers) -> WorkedOut:
    years = _decimal(answers, "years")
    annual, exposed = _money(answers, "annual"), _count(answers, "exposed")
    rates = _decimal(answers, "with_rate"), _decimal(answers, "without_rate")
    amount = retention_uplift(*rates, exposed, annual, years)
    said = (
        f"({_share(rates[0])} − {_share(rates[1])}) × {show_number(exposed, Unit.COUNT)} members"
        f" × {_shown(annual)} × {_plain(years)} year{'' if years == 1 else 's'} = {_shown_figure(amount)}"
    )
    return WorkedOut(amount, (said, "Horizon as typed, not discounted. The margin below is applied once."))


def _holdout(answers: Answers, margin: Decimal | None) -> WorkedOut:
    order = _money(answers, "order_value")
    spend = answers.get("spend")
    spent = spend if isinstance(spend, Money) else Money(0, order.currency)
    treated = Group(_count(answers, "treated_people"), _count(answers, "treated_conversions"))
    control = Group(_count(answers, "control_people"), _count(answers, "control_conversions"))
    found = holdout(treated, control, spent, order, 1 if margin is None else margin)
    count = show_number
    said = (
        f"{count(treated.conversions, Unit.COUNT)} − {count(treated.people, Unit.COUNT)} ×"
        f" {count(control.conversions, Unit.COUNT)} / {count(control.people, Unit.COUNT)}"
        f" = {found.incremental.text()} more × {_shown(order)} = {_shown_figure(found.revenue)}"
    )
    beside = (found.incremental, *((found.iroas, found.profit) if isinstance(spend, Money) else ()))
    return WorkedOut(
        found.revenue,
        (said, _beside_words(found, margin, priced=isinstance(spend, Money))),
        beside,
        Evidence.ALLOCATED if found.distinguishable else Evidence.ESTIMATED,
    )


def _beside_words(found: Holdout, margin: Decimal | None, *, priced: bool) -> str:
    parts = list(interval_words(found.interval))
    if priced:
        at = "no margin" if margin is None else f"margin {_share(margin)}"
        parts.append(f"iROAS {found.iroas.text()}")
        parts.append(f"profit {found.profit.text(signed=True)} ({at}; a net, never stored)")
    return " · ".join(parts)


def _before_after(answers: Answers) -> WorkedOut:
    named = [_decimal(answers, name) for name in ("treated_before", "treated_after", "control_before", "control_after")]
    change, worth = difference_in_differences(*named), _money(answers, "worth")
    amount = worth.times(cast(Number, change.value))
    before, after, control_before, control_after = (_plain(number) for number in named)
    figure = Figure(
        "Worth of the difference",
        amount.minor,
        Unit.MONEY,
        "difference in differences × worth of one",
        (change, Figure("Worth of one", worth.minor, Unit.MONEY, "input", currency=worth.currency)),
        currency=worth.currency,
    )
    said = (
        f"({after} − {before}) − ({control_after} − {control_before}) = {change.text()} more"
        f" × {_shown(worth)} = {_shown(amount)}"
    )
    return WorkedOut(figure, (said, "As sure as the two groups are alike: nothing here measures chance."))


def _savings(answers: Answers) -> WorkedOut:
    hourly, per_call = answers.get("hourly"), answers.get("per_call")
    currency = next(each.currency for each in (hourly, per_call) if isinstance(each, Money))
    hourly = hourly if isinstance(hourly, Money) else Money(0, currency)
    per_call = per_call if isinstance(per_call, Money) else Money(0, currency)
    seconds, calls = _count(answers, "hours"), _count(answers, "calls")
    amount = savings(seconds, hourly, calls, per_call)
    parts = [f"{clock(seconds)} h × {_shown(hourly)}"] if seconds else []
    parts += [f"{show_number(calls, Unit.COUNT)} × {_shown(per_call)}"] if calls else []
    return WorkedOut(amount, (f"{' + '.join(parts) or '0'} = {_shown_figure(amount)}", "Savings have no margin."))


def check_guided(draft: BenefitDraft) -> dict[str, str]:
    """What of a benefit does not go with its answers, by field; nothing for one that is not guided, or a refund.

    It is never tracked, since no link or code recorded it; a holdout that can't be told from nothing is estimated.
    """
    guided = _read(draft.inputs) if draft.reverses_id is None else None
    if guided is None:
        return {}
    made = work_out(guided, draft.margin)
    faults = {}
    if made.money.minor <= 0:
        faults["amount"] = f"The result is {_shown(made.money)}: there is no gain to add as a benefit."
    elif made.money.minor > MAX_MINOR:
        faults["amount"] = "The result is larger than any amount smdash takes. Check the digits."
    elif made.money != draft.amount:
        faults["amount"] = f"Its numbers give {_shown(made.money)}. Change them, not the amount."
    if guided.method.kind not in (None, draft.kind):
        faults["kind"] = f"A benefit by {guided.method.words} is {guided.method.kind}."
    if draft.evidence is Evidence.TRACKED:
        faults["evidence"] = "What is worked out is not tracked: no link or code recorded it."
    elif draft.evidence is Evidence.ALLOCATED and made.strongest is Evidence.ESTIMATED:
        faults["evidence"] = "This uplift can't be told from nothing (95 %). Choose estimated."
    return faults


def guided_figure(inputs: Mapping[str, str], margin: Decimal | None) -> tuple[Figure, ...]:
    """What `i` prints of a guided benefit: its amount with formula, inputs and source, and what stands beside it."""
    guided = _read(inputs)
    if guided is None:
        return ()
    made = work_out(guided, margin)
    return (made.amount, *made.beside)


def _read(inputs: Mapping[str, str]) -> Guided | None:
    try:
        return guided_of(inputs)
    except (ValueError, ArithmeticError) as fault:
        raise InvalidInput("The numbers kept with this benefit can't be read.", str(fault)) from fault


def _count(answers: Answers, name: str) -> int:
    answer = answers.get(name)
    return int(answer) if isinstance(answer, int | Decimal) else 0


def _decimal(answers: Answers, name: str) -> Decimal:
    answer: Answer = answers.get(name)
    return Decimal(answer) if isinstance(answer, int | Decimal) else Decimal(0)


def _money(answers: Answers, name: str) -> Money:
    answer = answers[name]
    assert isinstance(answer, Money)
    return answer


def _shown(money: Money) -> str:
    return f"{show_minor(money.minor, money.currency, cents=True)} {money.currency}"


def _shown_figure(figure: Figure) -> str:
    return f"{figure.text(cents=True)} {figure.currency}"


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f").replace("-", "−")


def _share(share: Decimal) -> str:
    return f"{_plain(share * 100)} %"
