"""The forms of the Campaigns pane: what they ask, and what they save."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from smdash.domain.amounts import parse_amount, parse_number
from smdash.domain.benefits import ONE, BenefitCategory, BenefitDraft, BenefitKind, BenefitLine, Evidence
from smdash.domain.campaigns import Campaign, CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft, CostLine, Recurrence, draft_of
from smdash.domain.durations import clock
from smdash.domain.figures import show_minor
from smdash.domain.money import Money, check_currency
from smdash.domain.register import AcceptanceDraft
from smdash.errors import InvalidInput
from smdash.library.legal import load_legal_library
from smdash.store import benefits, campaigns, costs
from smdash.store.launch import GateOpen, change_campaign
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.panes.campaigns.tabs.shared import percent
from smdash.tui.widgets.fields import NO, YES, Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

Write = Callable[..., Awaitable[Any]]

_FACT = "fact."
_CODE = re.compile(r"(?i)\s*([a-z]{3})\s+(?=[-−+\d.,])|(?<=[\d.,])\s*([a-z]{3})\s*$")
_ESTIMATED_HINT = "A share of a full-time cost, for staff who don't log"
EVIDENCE_HINT = "How sure it is that the campaign brought it"
DAY_HINT = "2026-11-20, 20 nov, yesterday, fri"
_RECURRENCES = (
    (Recurrence.NONE.value, "once"),
    (Recurrence.SPREAD.value, "spread over days"),
    (Recurrence.MONTHLY.value, "every month"),
    (Recurrence.QUARTERLY.value, "every quarter"),
    (Recurrence.YEARLY.value, "every year"),
)
EVIDENCES = (
    (Evidence.TRACKED.value, "tracked: link, code"),
    (Evidence.ALLOCATED.value, "allocated: a share"),
    (Evidence.ESTIMATED.value, "estimated"),
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a new cost or benefit stands at first: on the line under the cursor."""

    campaign_id: int | None = None
    channel_id: int | None = None
    post_id: int | None = None


Waive = Callable[[GateOpen, Callable[[AcceptanceDraft], Awaitable[Any]]], Awaitable[bool | None]]
"""Asks for the waiver that going live needs, and goes live with it."""


def campaign_form(
    state: CampaignsState, campaign: Campaign | None, write: Write, waive: Waive | None = None
) -> Form[int]:
    """Add a campaign, or edit one; the facts decide what its launch gate asks.

    One that goes live while its gate is open needs a waiver, for which `waive` asks; what is added as live already runs
    and is marked instead.
    """
    draft = campaign.draft if campaign else CampaignDraft("")
    facts = load_legal_library().facts

    async def submit(values: dict[str, Any]) -> int:
        chosen = {key: values.pop(_FACT + key) or False for key in facts}
        budget: Money | None = values.pop("budget_minor")
        made = replace(
            draft,
            **values | {"status": CampaignStatus(values["status"])},
            budget_minor=None if budget is None else budget.minor,
            facts={key: True for key, holds in chosen.items() if holds},
        )
        if campaign is None:
            return int(await write(campaigns.add_campaign, made))
        try:
            await write(change_campaign, campaign.id, made)
        except GateOpen as fault:
            if waive is None or not await waive(fault, partial(write, change_campaign, campaign.id, made)):
                raise
        return campaign.id

    budget = None if draft.budget_minor is None else Money(draft.budget_minor, state.currency)
    hours = "" if draft.budget_seconds is None else clock(draft.budget_seconds)
    fields = (
        Field("name", "Name", initial=draft.name, required=True),
        Field("status", "Status", "choice", initial=draft.status.value, choices=words_of(CampaignStatus)),
        Field("start", "First day", "day", hint=DAY_HINT, initial=day_text(draft.start)),
        Field("due", "Last day", "day", hint=DAY_HINT, initial=day_text(draft.due)),
        named_field("objective_id", "Objective", state.objectives, draft.objective_id, "may stay empty"),
        money_field("budget_minor", "Budget", state.currency, budget, only=True),
        Field("budget_seconds", "Hours budget", "duration", hint="120h, 80:30", initial=hours),
        Field("utm_campaign", "utm_campaign", hint="As in its links; may stay empty", initial=draft.utm_campaign),
        *(_fact(key, words, draft.facts) for key, words in facts.items()),
        Field("note", "Note", "note", initial=draft.note),
    )
    return Form("Edit campaign" if campaign else "New campaign", fields, submit)


def cost_form(state: CampaignsState, cost: CostLine | None, write: Write, place: Place | None = None) -> Form[None]:
    """Add a cost at a place, or edit one."""
    blank = CostDraft(state.today, Money(0, state.currency), CostCategory.ADS)
    draft = draft_of(cost) if cost else replace(blank, **asdict(place or Place()))

    async def submit(values: dict[str, Any]) -> None:
        values |= {"category": CostCategory(values["category"]), "recurrence": Recurrence(values["recurrence"])}
        made = replace(draft, **ids_or_none(values))
        if cost is None:
            await write(costs.add_cost, made)
        else:
            await write(costs.edit_cost, cost.id, made)

    fields = (
        money_field("amount", "Amount", state.currency, draft.amount if cost else None),
        Field("category", "Category", "choice", initial=draft.category.value, choices=words_of(CostCategory)),
        Field("name", "What", hint="Who was paid, for what", initial=draft.name, completions=state.cost_names),
        Field("day", "Day", "day", hint=DAY_HINT, initial=day_text(draft.day), required=True),
        Field("recurrence", "How often", "choice", initial=draft.recurrence.value, choices=_RECURRENCES),
        Field("until", "Until", "day", hint="Last day of a spread or a recurrence", initial=day_text(draft.until)),
        named_field("campaign_id", "Campaign", state.names, draft.campaign_id, "empty: not assigned"),
        named_field("channel_id", "Channel", state.channels, draft.channel_id, "may stay empty"),
        Field("estimated", "Estimated", "flag", hint=_ESTIMATED_HINT, initial=YES if draft.estimated else NO),
        Field("note", "Note", "note", initial=draft.note),
    )
    return Form("Edit cost" if cost else "New cost", fields, submit, live=partial(rate_words, state), live_lines=2)


def benefit_form(
    state: CampaignsState, benefit: BenefitLine | None, write: Write, place: Place | None = None
) -> Form[None]:
    """Add a benefit at a place, or edit one."""
    blank = BenefitDraft(state.today, Money(0, state.currency), BenefitKind.REVENUE, BenefitCategory.MEMBERSHIP)
    draft = benefit.draft if benefit else replace(blank, **asdict(place or Place()))

    async def submit(values: dict[str, Any]) -> None:
        values |= {
            "kind": BenefitKind(values["kind"]),
            "category": BenefitCategory(values["category"]),
            "evidence": Evidence(values["evidence"]),
            "share": ONE if values["share"] is None else values["share"],
        }
        made = replace(draft, **ids_or_none(values))
        if benefit is None:
            await write(benefits.add_benefit, made)
        else:
            await write(benefits.edit_benefit, benefit.id, made)

    fields = (
        money_field("amount", "Amount", state.currency, draft.amount if benefit else None),
        Field("kind", "Kind", "choice", initial=draft.kind.value, choices=words_of(BenefitKind)),
        Field("category", "Category", "choice", initial=draft.category.value, choices=words_of(BenefitCategory)),
        Field("name", "What", hint="What was sold, renewed or saved", initial=draft.name),
        Field("day", "Day", "day", hint=DAY_HINT, initial=day_text(draft.day), required=True),
        Field("evidence", "Evidence", "choice", hint=EVIDENCE_HINT, initial=draft.evidence.value, choices=EVIDENCES),
        percent_field("share", "Share %", draft.share, "What the campaign may claim of it"),
        percent_field("margin", "Margin %", draft.margin, "Left after direct cost; empty: counted gross"),
        named_field("campaign_id", "Campaign", state.names, draft.campaign_id, "empty: not assigned"),
        named_field("channel_id", "Channel", state.channels, draft.channel_id, "may stay empty"),
        Field("note", "Note", "note", initial=draft.note),
    )
    return Form(
        "Edit benefit" if benefit else "New benefit", fields, submit, live=partial(rate_words, state), live_lines=2
    )


def refund_form(state: CampaignsState, benefit: BenefitLine, write: Write) -> Form[None]:
    """Take back a benefit or a part of it, with its evidence, share and margin."""
    given = benefit.draft.amount

    async def submit(values: dict[str, Any]) -> None:
        await write(benefits.refund_benefit, benefit.id, values["day"], values["amount"])

    what = benefit.draft.name or benefit.draft.category.value
    fields = (
        Field("amount", "Amount", "money", currency=given.currency,
              hint=f"In {given.currency}; empty: all that is left of it"),
        Field("day", "Day", "day", hint=DAY_HINT, initial=day_text(state.today), required=True),
    )  # fmt: skip
    title = f"Refund of {show_minor(given.minor, given.currency, cents=True)} {given.currency} from {what}"
    return Form(title, fields, submit, save_label="Refund")


# Fields of several forms -------------------------------------------------------------------------------------------


def rate_words(state: CampaignsState, values: Mapping[str, Any]) -> tuple[str, ...]:
    """How an amount in another currency is converted on its day, and a warning where its rate is old or missing."""
    amount, day = values.get("amount"), values.get("day")
    return (state.rates.words(amount, day),) if amount is not None and day is not None else ("",)


def ids_or_none(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with an empty name of something stored as "none"."""
    return {key: value or None if key.endswith("_id") else value for key, value in values.items()}


def words_of(kind: Iterable[Any]) -> tuple[tuple[str, str], ...]:
    """The choices of an enumeration, each by its own word."""
    return tuple((each.value, each.value) for each in kind)


def day_text(day: object) -> str:
    """What stands in the field of a day at first; empty for none."""
    return "" if day is None else str(day)


def _fact(key: str, words: str, facts: Mapping[str, bool]) -> Field:
    return Field(
        _FACT + key, words[:17], "flag", hint="The launch gate asks for it", initial=YES if facts.get(key) else NO
    )


def money_field(name: str, label: str, currency: str, given: Money | None, *, only: bool = False) -> Field:
    """A field for money; a currency code before or after it chooses another currency, unless `only` one is taken."""
    initial = "" if given is None else f"{given.amount} {given.currency}"

    def parse(typed: str) -> Understood:
        if given is not None and typed == initial:
            return _echoed(given)
        code = _CODE.search(typed)
        chosen = check_currency(code[1] or code[2]) if code else currency
        if only and chosen != currency:
            raise InvalidInput(f"A budget is in {currency}.", "Convert it.")
        return _echoed(parse_amount(typed, chosen))

    hint = f"1250 or 1250.50, in {currency}" + ("" if only else "; 99 EUR for another currency")
    return Field(name, label, "money", hint=hint, initial=initial, currency=currency, required=not only, parse=parse)


def _echoed(money: Money) -> Understood:
    return Understood(money, f"{show_minor(money.minor, money.currency, cents=True)} {money.currency}")


def percent_field(name: str, label: str, given: Decimal | None, hint: str) -> Field:
    """A field for a share: 40 means 40 %."""

    def parse(typed: str) -> Understood:
        share = parse_number(typed.rstrip("% ")) / 100
        return Understood(share, percent(share))

    initial = "" if given is None else format((given * 100).normalize(), "f")
    return Field(name, label, "number", hint=f"{hint}; 40 means 40 %", initial=initial, parse=parse)
