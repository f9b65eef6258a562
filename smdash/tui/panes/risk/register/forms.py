"""The forms of the register: a risk, closing it, accepting it, taking an acceptance back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from smdash.domain.register import AcceptanceDraft, Register, RevocationDraft, ScopeId
from smdash.domain.risks import LegalItem, Rating
from smdash.domain.text import name_key
from smdash.domain.treatment import Risk, RiskDraft, Treatment
from smdash.errors import InvalidInput, NotFound
from smdash.store import acceptances, treatment
from smdash.tui.panes.risk.forms import IMPACT, LIKELIHOOD
from smdash.tui.panes.risk.register.rows import rating_words
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

Write = Callable[..., Awaitable[Any]]

_TREATMENTS = (("", "not decided"), *((one.value, one.value) for one in Treatment))
_RATINGS = ("likelihood", "impact", "residual_likelihood", "residual_impact")


def risk_form(register: Register, risk: Risk | None, write: Write) -> Form[Any]:
    """A new free risk, or one that is there."""
    if risk is None:
        return _form(register, RiskDraft(""), "New risk", lambda draft: write(treatment.add_risk, draft))

    async def save(draft: RiskDraft) -> Any:
        return await write(treatment.edit_risk, risk.id, draft)

    return _form(register, RiskDraft.of(risk), f"Risk · {risk.title}", save)


def risk_of_item_form(register: Register, item: LegalItem, scope: ScopeId, write: Write) -> Form[Any]:
    """A new risk made from an item, with the item's rating."""
    answer = register.answer(item, scope)
    inherent, residual = answer.inherent, answer.residual
    draft = RiskDraft(
        item.short,
        inherent.likelihood if inherent else None,
        inherent.impact if inherent else None,
        residual.likelihood if residual else None,
        residual.impact if residual else None,
        answer.note,
        item.id,
        campaign_id=scope,
        owner_id=answer.owner_id,
        due=answer.due,
    )
    return _form(register, draft, f"New risk from {item.id}", lambda made: write(treatment.add_risk, made))


def _form(register: Register, draft: RiskDraft, title: str, save: Callable[[RiskDraft], Awaitable[Any]]) -> Form[Any]:
    async def submit(values: dict[str, Any]) -> Any:
        return await save(risk_draft(values))

    return Form(title, risk_fields(register, draft), submit, live=lambda values: (_live(register, values),))


def risk_fields(register: Register, draft: RiskDraft) -> tuple[Field, ...]:
    """What the form asks, with what the draft says in it; a review day that has come is asked for anew."""
    review = draft.next_review if draft.next_review and draft.next_review > register.today else None
    campaigns = {one.id: one.name for one in register.campaigns}
    if draft.campaign_id is not None and draft.campaign_id not in campaigns:  # it was archived since
        campaigns |= {one.campaign_id: one.campaign for one in register.risks if one.campaign_id == draft.campaign_id}
    return (
        Field("title", "Risk", initial=draft.title, required=True, hint="What could happen, in a few words"),
        origin_field(register, draft),
        named_field("campaign_id", "Campaign", campaigns, draft.campaign_id, "Empty: the organisation"),
        Field("cause", "Cause", initial=draft.cause, hint="What makes it possible"),
        named_field("owner_id", "Owner", register.people, draft.owner_id, "Who sees to it"),
        Field("likelihood", "Likelihood", "choice", choices=LIKELIHOOD, initial=_typed(draft.likelihood),
              hint="Without controls (inherent): how likely is it?"),
        Field("impact", "Impact", "choice", choices=IMPACT, initial=_typed(draft.impact),
              hint="Without controls (inherent): how bad would it be?"),
        Field("residual_likelihood", "Likelihood after", "choice", choices=LIKELIHOOD,
              initial=_typed(draft.residual_likelihood), hint="With controls (residual); never above the inherent"),
        Field("residual_impact", "Impact after", "choice", choices=IMPACT, initial=_typed(draft.residual_impact),
              hint="With controls (residual); never above the inherent"),
        Field("treatment", "Treatment", "choice", choices=_TREATMENTS,
              initial=draft.treatment.value if draft.treatment else "", hint="Accepting needs an acceptance too (a)"),
        Field("plan", "Plan", "note", initial=draft.plan, hint="What is done, by whom; Tab goes on"),
        Field("due", "Due", "day", initial=draft.due.isoformat() if draft.due else "", hint="2026-12-01, 1 dec, +14d"),
        Field("next_review", "Next review", "day", initial=review.isoformat() if review else "",
              hint="Empty: a year from now"),
    )  # fmt: skip


def origin_field(register: Register, draft: RiskDraft) -> Field:
    """Where a risk comes from: an item (`C2`), an area, or nothing."""
    titles = {area.key: area.title for area in register.library.areas}
    shorts = {item.id: f"{item.id} {item.short}" for item in register.library.items}
    initial = shorts.get(draft.item_id, draft.item_id) or titles.get(draft.area, "")

    def parse(typed: str) -> Understood:
        if draft.item_id and typed == initial:  # it may be retired by now
            return Understood(("item", draft.item_id))
        wanted = name_key(typed)
        if areas := [key for key, title in titles.items() if name_key(title).startswith(wanted)]:
            return Understood(("area", areas[0]), titles[areas[0]])
        try:
            item = register.library.item(typed.split()[0])
        except NotFound as fault:
            raise InvalidInput(f"“{typed}” is no item and no area.", "Type C2 or Copyright.") from fault
        return Understood(("item", item.id), item.short)

    return Field("origin", "From", initial=initial, parse=parse, completions=(*titles.values(), *shorts.values()),
                 hint="An item (C2) or an area; may stay empty")  # fmt: skip


def risk_draft(values: Mapping[str, Any]) -> RiskDraft:
    """The draft of what was typed."""
    kind, key = values["origin"] or ("", "")
    rated = {name: int(values[name]) if values[name] else None for name in _RATINGS}
    return RiskDraft(
        values["title"],
        cause=values["cause"],
        item_id=key if kind == "item" else "",
        area=key if kind == "area" else "",
        campaign_id=values["campaign_id"],
        owner_id=values["owner_id"],
        treatment=Treatment(values["treatment"]) if values["treatment"] else None,
        plan=values["plan"],
        due=values["due"],
        next_review=values["next_review"],
        **rated,
    )


def _live(register: Register, values: Mapping[str, Any]) -> str:
    """The levels of what stands in the fields now."""
    numbers = [int(values.get(name) or 0) for name in _RATINGS]
    inherent = Rating(numbers[0], numbers[1]) if numbers[0] and numbers[1] else None
    residual = Rating(numbers[2], numbers[3]) if numbers[2] and numbers[3] else None
    return rating_words(register, inherent, residual)


def close_form(risk: Risk, write: Write) -> Form[Any]:
    """Close a risk, saying what came of it."""

    async def save(values: dict[str, Any]) -> Any:
        return await write(treatment.close_risk, risk.id, values["outcome"])

    field = Field("outcome", "Outcome", required=True, hint="What came of it: it stays in the register, closed")
    return Form(f"Close · {risk.title}", (field,), save, save_label="Close")


def accept_risk_form(register: Register, risk: Risk, who: str, write: Write) -> Form[Any]:
    """Accept a risk as it is now: who, why, until when."""

    async def save(values: dict[str, Any]) -> Any:
        draft = AcceptanceDraft("", values["who"], values["why"], values["until"], risk_id=risk.id)
        return await write(acceptances.accept_risk, draft)

    people = tuple(register.people.values())
    return Form(
        f"Accept · {risk.title}",
        (
            Field("who", "Accepted by", initial=who, completions=people, required=True,
                  hint="The name of who takes the risk"),
            Field("why", "Reason", required=True, hint="Why the risk is taken"),
            Field("until", "Until", "day", required=True, hint="2026-12-31, 31 dec, +30d; the last day it holds"),
        ),
        save,
        save_label="Accept",
        live=lambda _: (rating_words(register, risk.inherent, risk.residual), "It ends when the risk is changed."),
        live_lines=2,
    )  # fmt: skip


def revoke_form(thing: str, draft: RevocationDraft, write: Write) -> Form[Any]:
    """Take back what holds for an item or a risk, with the reason."""

    async def save(values: dict[str, Any]) -> Any:
        made = RevocationDraft(values["why"], draft.item_id, draft.campaign_id, draft.risk_id)
        return await write(acceptances.revoke, made)

    why = Field("why", "Reason", required=True, hint="Why it holds no longer; the acceptance stays in the records")
    return Form(f"Take back the acceptance of {thing}", (why,), save, save_label="Take back")


def _typed(number: int | None) -> str:
    return "" if number is None else str(number)
