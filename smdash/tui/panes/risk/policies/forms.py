"""The forms of policies: what they are about, their versions, and who confirms."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from smdash.domain.organisation import Person, PersonKind
from smdash.domain.policies import Policy, PolicyDraft, Version, VersionDraft
from smdash.exchange.places import place_of
from smdash.store.policies import Confirmation, add_policy, add_version, confirm, edit_policy, edit_version
from smdash.store.policy_book import PolicyBook
from smdash.tui.widgets.fields import NO, YES, Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

Write = Callable[..., Awaitable[Any]]

_KIND_WORDS = {
    PersonKind.STAFF: "Staff",
    PersonKind.CONTRACTOR: "Contractors",
    PersonKind.ADVOCATE: "Advocates",
    PersonKind.EXECUTIVE: "Executives",
}
_WAYS = ("signed", "by e-mail", "in a training")


def policy_form(book: PolicyBook, before: Policy | None, write: Write) -> Form[Any]:
    """Add a policy, or say anew what it is about and whom it concerns."""
    draft = before.draft if before else PolicyDraft("")

    async def submit(values: dict[str, Any]) -> Any:
        kinds = tuple(kind for kind in PersonKind if values[kind.value])
        made = PolicyDraft(values["name"], values["about"], values["owner_id"], kinds)
        return await (write(edit_policy, before.id, made) if before else write(add_policy, made))

    fields = [
        Field("name", "Name", initial=draft.name, required=True, hint="Social media policy"),
        Field("about", "About", "note", initial=draft.about, hint="What it settles; Tab goes on"),
        named_field("owner_id", "Owner", book.names, draft.owner_id, "Who looks after it"),
        *(
            Field(kind.value, _KIND_WORDS[kind], "flag", initial=YES if kind in draft.kinds else NO,
                  hint="Whether they have to confirm it")
            for kind in PersonKind
        ),
    ]  # fmt: skip
    return Form("Edit policy" if before else "New policy", fields, submit)


def version_form(book: PolicyBook, policy: Policy, before: Version | None, write: Write) -> Form[Any]:
    """Add a version of a policy, or correct one; a new one asks everybody concerned again."""
    draft = before.draft if before else VersionDraft("", book.today)

    async def submit(values: dict[str, Any]) -> Any:
        place, digest = await asyncio.to_thread(place_of, values["place"], before.draft if before else None)
        made = VersionDraft(
            values["version"], values["effective_on"], values["review_on"], values["summary"], place, digest
        )
        return await (write(edit_version, before.id, made) if before else write(add_version, policy.id, made))

    known = ", ".join(version.draft.version for version in policy.versions)
    fields = (
        Field("version", "Version", initial=draft.version, required=True,
              hint=f"Its label; there are {known}" if known else "Its label: 1.0, 2026-11"),
        Field("effective_on", "From", "day", initial=draft.effective_on.isoformat(), required=True,
              hint="The day it takes effect: 2026-12-01, +14d"),
        Field("review_on", "Review", "day", initial=draft.review_on.isoformat() if draft.review_on else "",
              hint="When somebody looks at it again; may stay empty"),
        Field("place", "Where", initial=draft.place, hint="A link, or a file: its name and SHA-256 are kept"),
        Field("summary", "Summary", "note", initial=draft.summary, hint="What it says, or what is new; Tab goes on"),
    )  # fmt: skip
    title = f"{policy.draft.name}: {'edit ' + draft.version if before else 'new version'}"
    return Form(title, fields, submit)


def confirm_form(book: PolicyBook, policy: Policy, version: Version, who: Sequence[Person], write: Write) -> Form[Any]:
    """Record that people confirmed a version."""

    async def submit(values: dict[str, Any]) -> Any:
        given = Confirmation(version.id, tuple(person.id for person in who), values["on"], values["how"])
        return await write(confirm, given)

    fields = (
        Field("on", "Day", "day", initial=book.today.isoformat(), required=True, hint="today, yesterday, 20 nov"),
        Field("how", "How", completions=_WAYS, hint=", ".join(_WAYS)),
    )  # fmt: skip
    names = who[0].name if len(who) == 1 else f"{len(who)} people"
    return Form(f"{policy.draft.name} {version.draft.version}: {names} confirm{'s' if len(who) == 1 else ''}",
                fields, submit, save_label="Record")  # fmt: skip
