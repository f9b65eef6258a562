"""The forms of items: a question of one's own, and a shipped one in one's own words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from smdash.domain.risks import LegalItem, LegalLibrary, Scope, Severity
from smdash.errors import InvalidInput
from smdash.store.legal_items import OwnItemDraft, add_own_item
from smdash.store.own_items import RewordDraft, edit_own_item, reword_item
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form

Write = Callable[..., Awaitable[Any]]

_SCOPES = ((Scope.ORGANISATION.value, "once, for the organisation"), (Scope.CAMPAIGN.value, "of each campaign"))


def own_form(library: LegalLibrary, area: str, found: tuple[str, OwnItemDraft] | None, write: Write) -> Form[Any]:
    """Add a question of one's own, or edit one (its id and what it says now)."""

    async def save(values: dict[str, Any]) -> Any:
        values = {**values, "applies_if": values["applies_if"] or ()}
        scope, severity = Scope(values.pop("scope")), Severity(values.pop("severity"))
        draft = OwnItemDraft(scope=scope, severity=severity, **values)
        if found is None:
            return await write(add_own_item, draft)
        return await write(edit_own_item, found[0], draft)

    return Form(f"Edit {found[0]}" if found else "A question of your own", _own_fields(library, area, found), save)


def _own_fields(library: LegalLibrary, area: str, found: tuple[str, OwnItemDraft] | None) -> list[Field]:
    now = found[1] if found else OwnItemDraft(area, "", "")
    facts = library.facts

    def known(typed: str) -> Understood:
        words = {words.casefold(): fact for fact, words in facts.items()} | {fact: fact for fact in facts}
        wanted = [part.strip().casefold() for part in typed.split(",") if part.strip()]
        if unknown := [part for part in wanted if part not in words]:
            raise InvalidInput(f"Unknown: {', '.join(unknown)}.", f"Known: {', '.join(facts)}.")
        return Understood(tuple(words[part] for part in wanted))

    return [
        Field("area", "Area", "choice", choices=tuple((one.key, one.title) for one in library.areas),
              initial=now.area, required=True),
        Field("short", "Short name", initial=now.short, required=True, hint="Up to 20 characters, for the list"),
        Field("question", "Question", "note", initial=now.question, required=True,
              hint="So that yes means it is in order; Tab goes on"),
        Field("scope", "Answered", "choice", choices=_SCOPES, initial=now.scope.value, required=True),
        Field("applies_if", "Only if", initial=", ".join(now.applies_if), parse=known,
              hint=f"Of campaigns, empty: always. {', '.join(facts)}"),
        Field("severity", "Risk proposed", "choice", initial=now.severity.value, required=True,
              choices=tuple((one.value, one.value) for one in Severity)),
        Field("rule", "Rule", initial=now.rule, hint="The rule or contract it comes from"),
        Field("source", "Source", initial=now.source, hint="Where that can be read"),
        Field("why", "Why", initial=now.why),
        Field("evidence", "Evidence expected", initial=now.evidence),
        Field("review", "Review", "day", initial=now.review.isoformat() if now.review else "",
              hint="Empty: a year from now"),
    ]  # fmt: skip


def reword_form(item: LegalItem, write: Write) -> Form[Any]:
    """Put a shipped item into one's own words; what is emptied goes back to the shipped text."""
    shipped = item.shipped or item

    async def save(values: dict[str, Any]) -> Any:
        return await write(reword_item, RewordDraft(item.id, **values))

    fields = (
        Field("question", "Question", "note", initial=item.question, hint=f"Shipped: {shipped.question}"),
        Field("short", "Short name", initial=item.short, hint=f"Shipped: {shipped.short}"),
        Field("why", "Why", initial=item.why, hint=f"Shipped: {shipped.why}"),
        Field("evidence", "Evidence expected", initial=item.evidence, hint=f"Shipped: {shipped.evidence}"),
    )
    title = f"Reword {item.id}: rule and source stay. Empty goes back to the shipped text"
    return Form(title, fields, save)
