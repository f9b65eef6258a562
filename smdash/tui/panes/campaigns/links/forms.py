"""What the box of links asks: a link, a promo code, whose a mark is."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from smdash.domain.benefits import ONE, Evidence
from smdash.domain.links import Code, CodeDraft, Link, LinkDraft, address_of, check_link, tag, tag_change
from smdash.domain.matching import MarkKind
from smdash.domain.sales import sales_words
from smdash.errors import FormFaults
from smdash.store import links, matching
from smdash.store.matching import Assignment, Waiting
from smdash.store.register import Register
from smdash.tui.panes.campaigns.forms import EVIDENCES, percent_field
from smdash.tui.panes.campaigns.links.rows import KIND_WORDS, amounts
from smdash.tui.widgets.fields import Field, Understood
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field

Write = Callable[..., Awaitable[Any]]
_SOURCES = ("facebook", "instagram", "linkedin", "newsletter", "tiktok", "x", "youtube")
_MEDIUMS = ("email", "paid-social", "social", "video")


def link_form(found: Register, link: Link | None, campaign_id: int | None, write: Write, post: str = "") -> Form[None]:
    """Make a link, or edit one; what is typed is shown as the whole address at once. `post` names the one it is in."""
    draft = link.draft if link else LinkDraft("https://", "", "", campaign_id or 0)

    async def submit(values: dict[str, Any]) -> None:
        made = _link(values)
        if link is None:
            await write(links.add_link, made, values["post"] or "")
        else:
            await write(links.edit_link, link.id, made, values["post"] or "")

    fields = (
        Field("target", "Page", hint="Where it leads: https://example.org/join", initial=draft.target, required=True),
        named_field("campaign_id", "Campaign", found.campaigns, draft.campaign_id, "Whose visits it brings"),
        _tag_field("source", "utm_source", draft.source, "The site: instagram", _SOURCES),
        _tag_field("medium", "utm_medium", draft.medium, "How: social, email", _MEDIUMS),
        _tag_field("campaign", "utm_campaign", draft.campaign, "Empty: the campaign's own"),
        _tag_field("content", "utm_content", draft.content, "Which of several links; may stay empty"),
        _tag_field("term", "utm_term", draft.term, "A search word; may stay empty"),
        named_field("channel_id", "Channel", found.channels, draft.channel_id, "may stay empty"),
        Field("post", "Post", hint="Address or id of the post it stands in; may stay empty", initial=post),
        Field("note", "Note", "note", initial=draft.note),
    )

    def live(values: Mapping[str, Any]) -> Sequence[str]:
        return (_preview(found, values),)

    return Form("Edit link" if link else "New link", fields, submit, live=live, live_lines=2)


def code_form(found: Register, code: Code | None, campaign_id: int | None, write: Write) -> Form[None]:
    """Add a promo code, or edit one."""
    draft = code.draft if code else CodeDraft("", campaign_id or 0)

    async def submit(values: dict[str, Any]) -> None:
        made = CodeDraft(values["code"], values["campaign_id"] or 0, values["channel_id"] or None, values["note"])
        if code is None:
            await write(links.add_code, made)
        else:
            await write(links.edit_code, code.id, made)

    fields = (
        Field("code", "Code", hint="As customers type it; case does not matter", initial=draft.code, required=True),
        named_field("campaign_id", "Campaign", found.campaigns, draft.campaign_id, "Whose orders use it"),
        named_field("channel_id", "Channel", found.channels, draft.channel_id, "may stay empty"),
        Field("note", "Note", "note", initial=draft.note),
    )
    return Form("Edit promo code" if code else "New promo code", fields, submit)


def assign_form(found: Register, one: Waiting, write: Write) -> Form[None]:
    """Say once whose sales with a mark are: for those that wait, and for all to come."""
    tracked = one.kind is not MarkKind.SOURCE

    async def submit(values: dict[str, Any]) -> None:
        share = ONE if values["share"] is None else values["share"]
        evidence = Evidence(values["evidence"])
        made = Assignment(one.kind, one.key, values["campaign_id"], values["channel_id"] or None, evidence, share)
        await write(matching.assign, made)

    initial = Evidence.TRACKED if tracked else Evidence.ALLOCATED
    fields = (
        named_field("campaign_id", "Campaign", found.campaigns, None, "Whose they are, and all like them to come"),
        named_field("channel_id", "Channel", found.channels, None, "may stay empty"),
        Field("evidence", "Evidence", "choice", initial=initial.value, choices=EVIDENCES if tracked else EVIDENCES[1:],
              hint="A code or utm_campaign tells the campaign: tracked"),
        percent_field("share", "Share %", ONE, "What the campaign may claim of them"),
    )  # fmt: skip
    count = f"{sales_words(one.sales)}, {amounts(one)}"
    return Form(f"Assign {KIND_WORDS[one.kind]} “{one.label}”: {count}", fields, submit, save_label="Assign")


def _tag_field(name: str, label: str, initial: str, hint: str, known: tuple[str, ...] = ()) -> Field:
    """A field for a tag, which says how it will be written."""

    def parse(typed: str) -> Understood:
        return Understood(tag(typed), tag(typed) if tag_change(typed) else "")

    return Field(name, label, hint=hint, initial=initial, completions=known, parse=parse)


def _link(values: Mapping[str, Any]) -> LinkDraft:
    return LinkDraft(
        values.get("target") or "", values.get("source") or "", values.get("medium") or "",
        values.get("campaign_id") or 0, values.get("campaign") or "", values.get("content") or "",
        values.get("term") or "", values.get("channel_id") or None, None, values.get("note") or "",
    )  # fmt: skip


def _preview(found: Register, values: Mapping[str, Any]) -> str:
    """The whole address, or nothing while something is missing."""
    name = found.campaigns.get(values.get("campaign_id") or 0, "")
    own = found.tags.get(name, tag(name))
    try:
        return address_of(check_link(_link({**values, "campaign": values.get("campaign") or own})))
    except FormFaults:
        return ""
