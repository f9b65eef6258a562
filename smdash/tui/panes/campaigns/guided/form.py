"""One form for all guided benefits: what the method asks, what comes of it while typing, and a benefit's own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from decimal import Decimal
from functools import partial
from typing import Any

from smdash.domain.amounts import parse_number
from smdash.domain.benefits import (
    ONE,
    BenefitCategory,
    BenefitDraft,
    BenefitKind,
    BenefitLine,
    Evidence,
    check_benefit,
    effective_minor,
)
from smdash.domain.durations import clock
from smdash.domain.figures import grouped, show_minor
from smdash.domain.guided import QUESTIONS, Guided, Method, Question, kept
from smdash.domain.guided_results import WorkedOut, check_guided, faults_of, missing_of, work_out
from smdash.domain.money import Money
from smdash.errors import FormFaults, InvalidInput
from smdash.store import benefits
from smdash.tui.panes.campaigns.forms import (
    DAY_HINT,
    EVIDENCE_HINT,
    EVIDENCES,
    Place,
    Write,
    day_text,
    ids_or_none,
    money_field,
    percent_field,
    words_of,
)
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.panes.campaigns.tabs.shared import percent
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

LIVE_LINES = 5
_CATEGORIES = {
    Method.RETENTION: BenefitCategory.RENEWALS,
    Method.HOLDOUT: BenefitCategory.PRODUCTS,
    Method.BEFORE_AFTER: BenefitCategory.MEMBERSHIP,
}
_WAITING = "What comes of it stands here when its numbers are there."


def guided_form(
    state: CampaignsState, given: Guided, benefit: BenefitLine | None, write: Write, place: Place | None = None
) -> Form[None]:
    """Add a benefit by a method, at a place, or open one again with the numbers it was worked out from."""
    method = given.method
    draft = benefit.draft if benefit else _blank(state, method, place or Place())

    async def submit(values: dict[str, Any]) -> None:
        made = _draft(draft, method, values)
        if benefit is None:
            await write(benefits.add_benefit, made)
        else:
            await write(benefits.edit_benefit, benefit.id, made)

    asked = [_question_field(question, given, state.currency) for question in QUESTIONS[method]]
    source = Field("source", "Source", hint="Where the numbers come from: a report and its day", initial=given.source)
    return Form(
        f"{'Edit' if benefit else 'New'} benefit: {method.words}",
        (*asked, source, *_own_fields(state, draft, method)),
        submit,
        live=partial(_live, state, method),
        live_lines=LIVE_LINES,
        check=partial(faults_between, draft, method),
    )


def _blank(state: CampaignsState, method: Method, place: Place) -> BenefitDraft:
    return BenefitDraft(
        state.today,
        Money(0, state.currency),
        method.kind or BenefitKind.REVENUE,
        _CATEGORIES.get(method, BenefitCategory.OTHER),
        Evidence.ALLOCATED if method is Method.HOLDOUT else Evidence.ESTIMATED,
        **asdict(place),
    )


def _own_fields(state: CampaignsState, draft: BenefitDraft, method: Method) -> tuple[Field, ...]:
    """What every benefit has; the kind only where the method leaves it open, no margin on savings."""
    margin = percent_field("margin", "Margin %", draft.margin, "Left after direct cost; empty: counted gross")
    kinds = words_of((BenefitKind.REVENUE, BenefitKind.RETENTION))
    kind = Field("kind", "Kind", "choice", initial=draft.kind.value, choices=kinds)
    grades = EVIDENCES[1:]  # never tracked: no link or code recorded it
    return (
        *(() if method is Method.SAVINGS else (margin,)),
        percent_field("share", "Share %", draft.share, "What the campaign may claim of it"),
        Field("evidence", "Evidence", "choice", hint=EVIDENCE_HINT, initial=draft.evidence.value, choices=grades),
        *(() if method.kind else (kind,)),
        Field("category", "Category", "choice", initial=draft.category.value, choices=words_of(BenefitCategory)),
        Field("name", "What", hint="What was sold, renewed or saved", initial=draft.name),
        Field("day", "Day", "day", hint=DAY_HINT, initial=day_text(draft.day), required=True),
        named_field("campaign_id", "Campaign", state.names, draft.campaign_id, "empty: not assigned"),
        named_field("channel_id", "Channel", state.channels, draft.channel_id, "may stay empty"),
        Field("note", "Note", "note", initial=draft.note),
    )


def _question_field(question: Question, given: Guided, currency: str) -> Field:
    name, label, answer = question.name, question.label, given.answers.get(question.name)
    if question.kind == "money":
        field = money_field(name, label, currency, answer if isinstance(answer, Money) else None)
        return replace(field, hint=f"{question.hint}; 99 EUR for another currency", required=question.required)
    if question.kind == "share":
        share = answer if isinstance(answer, Decimal) else None
        return replace(percent_field(name, label, share, ""), hint=question.hint, required=question.required)
    if question.kind == "duration":
        initial = clock(answer) if isinstance(answer, int) else ""
        return Field(name, label, "duration", hint=question.hint, initial=initial, required=question.required)
    initial = question.initial if answer is None else str(answer)
    parse = _whole if question.kind == "count" else None
    return Field(name, label, "number", question.hint, initial, required=question.required, parse=parse)


def _whole(text: str) -> Understood:
    number = parse_number(text)
    if number != int(number):
        raise InvalidInput(f"“{text}” is not a whole number.", "Count people, not shares of them.")
    return Understood(int(number), grouped(number, 0))


def _guided(method: Method, values: Mapping[str, Any]) -> Guided:
    answers = {question.name: values.get(question.name) for question in QUESTIONS[method]}
    return Guided(method, answers, values.get("source", ""))


def _draft(draft: BenefitDraft, method: Method, values: Mapping[str, Any]) -> BenefitDraft:
    guided = _guided(method, values)
    asked = {*guided.answers, "source", "kind", "evidence", "category", "share"}
    return replace(
        draft,
        **ids_or_none({key: value for key, value in values.items() if key not in asked}),
        amount=work_out(guided, values.get("margin")).money,
        kind=BenefitKind(values.get("kind", draft.kind)),
        category=BenefitCategory(values["category"]),
        evidence=Evidence(values["evidence"]),
        share=_share(values),
        inputs=kept(guided),
    )


def _share(values: Mapping[str, Any]) -> Decimal:
    return ONE if values.get("share") is None else values["share"]


def faults_between(draft: BenefitDraft, method: Method, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with what was understood so far: ranges, missing partners, and what the method may not claim."""
    guided = _guided(method, values)
    faults = missing_of(guided) | faults_of(guided)
    known = replace(
        draft,
        amount=Money(1, "USD"),  # what a benefit without an amount of its own may have wrong: share and margin
        evidence=Evidence(values.get("evidence", Evidence.ESTIMATED)),
        share=_share(values),
        margin=values.get("margin"),
    )
    try:
        check_benefit(known)
    except FormFaults as found:
        faults |= found.faults
    if not faults and {"category", "evidence"} <= set(values):
        faults |= check_guided(_draft(draft, method, values))
    return faults


def _live(state: CampaignsState, method: Method, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the numbers give, and at which rate it is converted where they are in another currency."""
    guided = _guided(method, values)
    if missing_of(guided) or faults_of(guided) or values.get("day") is None:
        return live_lines(method, values)
    rate = state.rates.words(work_out(guided).money, values["day"])
    return (*live_lines(method, values), *((rate,) if rate else ()))


def live_lines(method: Method, values: Mapping[str, Any]) -> tuple[str, ...]:
    """What the numbers typed so far give, with the formula, and what of it would count."""
    guided = _guided(method, values)
    if missing_of(guided):
        return (_WAITING,)
    if wrong := faults_of(guided):
        return tuple(f"? {fault}" for fault in wrong.values())
    made = work_out(guided, values.get("margin"))
    return (*made.lines, _counts(made, method, values))


def _counts(made: WorkedOut, method: Method, values: Mapping[str, Any]) -> str:
    margin = None if method is Method.SAVINGS else values.get("margin")
    share, amount = _share(values), made.money
    minor = effective_minor(amount.minor, method.kind or BenefitKind.REVENUE, share, margin)
    factors = f" × {percent(share)}" + (f" × {percent(margin)}" if margin is not None else "")
    shown = f"{show_minor(minor, amount.currency, cents=True)} {amount.currency}"
    return f"counts{factors}: {shown}, {values.get('evidence', Evidence.ESTIMATED.value)}"
