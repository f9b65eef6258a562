"""The forms of the Risk pane: what they ask, and what they save."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from smdash.domain.register import AcceptanceDraft, AnswerDraft, CheckedCampaign
from smdash.domain.risks import Answer, LegalItem
from smdash.domain.text import name_key
from smdash.errors import InvalidInput
from smdash.store.acceptances import accept, waive
from smdash.store.risks import answer_item, set_facts
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.screens.waiver import terms_fields
from smdash.tui.widgets.fields import NO, YES, Field, Understood
from smdash.tui.widgets.form import Form

Write = Callable[..., Awaitable[Any]]

_LABEL_WIDTH = 18  # what a form has room for beside its editors

THIS, ALL = "this", "all"

_ANSWERS = tuple(
    (answer.value, "not applicable" if answer is Answer.NOT_APPLICABLE else answer.words) for answer in Answer
)
LIKELIHOOD = (("", "not rated"), ("1", "1 rare"), ("2", "2 unlikely"), ("3", "3 possible"), ("4", "4 likely"),
               ("5", "5 very likely"))  # fmt: skip
IMPACT = (("", "not rated"), ("1", "1 slight"), ("2", "2 minor"), ("3", "3 moderate"), ("4", "4 serious"),
           ("5", "5 severe"))  # fmt: skip


def answer_form(state: RiskState, item: LegalItem, write: Write) -> Form[Any]:
    """Answer an item with all that belongs to it."""
    draft = AnswerDraft.of(state.answer(item), state.scope)

    async def save(values: dict[str, Any]) -> Any:
        return await write(answer_item, answer_draft(state, item, values))

    where = state.campaign.name if state.campaign else "organisation"
    return Form(f"{item.id} {item.short} · {where}", answer_fields(state, draft), save)


def answer_fields(state: RiskState, draft: AnswerDraft) -> tuple[Field, ...]:
    """What the form asks, with what stands there now; a review day that has come is asked for anew."""
    people = state.register.people
    review = draft.next_review if draft.next_review and draft.next_review > state.register.today else None
    return (
        Field("answer", "Answer", "choice", choices=_ANSWERS, initial=draft.answer.value, required=True,
              hint="Left and right, or the first letter"),
        Field("reason", "Reason", initial=draft.reason, hint="Needed for “not applicable”"),
        Field("note", "Note", "note", initial=draft.note, hint="Tab goes on"),
        Field("owner_id", "Owner", initial=people.get(draft.owner_id or 0, ""), completions=tuple(people.values()),
              parse=lambda typed: _person(people, typed), hint="Who sees to it"),
        Field("due", "Due", "day", initial=draft.due.isoformat() if draft.due else "", hint="2026-12-01, 1 dec, +14d"),
        Field("next_review", "Next review", "day", initial=review.isoformat() if review else "",
              hint="Empty: the library's day, or a year from now"),
        Field("likelihood", "Likelihood", "choice", choices=LIKELIHOOD, initial=_typed(draft.likelihood),
              hint="Without controls (inherent): how likely is it?"),
        Field("impact", "Impact", "choice", choices=IMPACT, initial=_typed(draft.impact),
              hint="Without controls (inherent): how bad would it be?"),
        Field("residual_likelihood", "Likelihood after", "choice", choices=LIKELIHOOD,
              initial=_typed(draft.residual_likelihood), hint="With controls (residual); never above the inherent"),
        Field("residual_impact", "Impact after", "choice", choices=IMPACT, initial=_typed(draft.residual_impact),
              hint="With controls (residual); never above the inherent"),
    )  # fmt: skip


def answer_draft(state: RiskState, item: LegalItem, values: dict[str, Any]) -> AnswerDraft:
    """The draft of what was typed."""
    rated = {
        name: int(values[name]) if values[name] else None
        for name in ("likelihood", "impact", "residual_likelihood", "residual_impact")
    }
    return AnswerDraft(
        item.id,
        state.scope,
        Answer(values["answer"]),
        values["reason"],
        values["note"],
        values["owner_id"] or None,
        values["due"],
        values["next_review"],
        **rated,
    )


def accept_form(state: RiskState, item: LegalItem, who: str, write: Write) -> Form[Any]:
    """Accept the risk of an item, or of all that keeps a campaign's gate open."""
    campaign = state.campaign
    others = [other for other in state.open_checks if other.id != item.id]

    async def save(values: dict[str, Any]) -> Any:
        draft = AcceptanceDraft(item.id, values["who"], values["why"], values["until"], state.scope)
        if campaign is not None and values.get("what") == ALL:
            return await write(waive, campaign.id, draft)
        return await write(accept, draft)

    fields = list(terms_fields(who, state.register.people.values()))
    if others:
        count = len(others) + 1
        choices = ((THIS, f"{item.id} only"), (ALL, f"all {count} open checks of {campaign.name if campaign else ''}"))
        fields.insert(0, Field("what", "What", "choice", choices=choices, initial=THIS, required=True))
    title = f"Accept the risk of {item.id} {item.short}" + (f" · {campaign.name}" if campaign else "")
    return Form(title, fields, save, save_label="Accept")


def facts_form(state: RiskState, campaign: CheckedCampaign, write: Write) -> Form[Any]:
    """Say what is true of a campaign: its launch gate asks for what follows from it."""

    async def save(values: dict[str, Any]) -> Any:
        return await write(set_facts, campaign.id, frozenset(fact for fact, is_true in values.items() if is_true))

    fields = [
        Field(fact, _short(words), "flag", initial=YES if fact in campaign.facts else NO, hint=words)
        for fact, words in state.register.library.facts.items()
    ]
    return Form(f"Facts of {campaign.name}", fields, save)


def _short(words: str) -> str:
    return words if len(words) < _LABEL_WIDTH else words[: _LABEL_WIDTH - 2].rstrip() + "…"


def _person(people: Any, typed: str) -> Understood:
    wanted = name_key(typed)
    for person_id, name in people.items():
        if name_key(name) == wanted:
            return Understood(person_id)
    raise InvalidInput(f"There is no person “{typed}”.", "New people are added in the Time pane.")


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)
