"""Links that tell where a visitor came from: UTM tags with one spelling, the whole address, and promo codes.

The five tags are Google's campaign parameters (utm_source, utm_medium, utm_campaign, utm_content, utm_term). Tools that
read them tell `Spring` from `spring`, so everything is written in lower case here, with hyphens for spaces.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, urlsplit, urlunsplit

from smdash.domain import text
from smdash.errors import FormFaults, InvalidInput

TAGS = ("source", "medium", "campaign", "content", "term")
"""The tags in the order in which they stand in an address; the first three must be there."""

REQUIRED = TAGS[:3]
LONGEST_TAG = 100
LONGEST_ADDRESS = 2_000
LONGEST_CODE = 60

_KEPT = "-_."  # beside letters and digits
_WRITTEN = "-._~!$&'()*+,;=:@/?%"  # what an address may hold as it is; % because it may be escaped already
_SCHEMES = ("http", "https")


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link as a person enters it: where it leads, its tags, and what it stands for."""

    target: str
    source: str
    medium: str
    campaign_id: int
    campaign: str = ""
    content: str = ""
    term: str = ""
    channel_id: int | None = None
    post_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A stored link; `draft` holds its tags as written, `address` is what is given out."""

    id: int
    draft: LinkDraft
    address: str
    archived: bool = False


@dataclass(frozen=True, slots=True)
class CodeDraft:
    """A promo code as a person enters it: orders that used it belong to the campaign, and to the channel if named."""

    code: str
    campaign_id: int
    channel_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A stored promo code."""

    id: int
    draft: CodeDraft
    archived: bool = False


def tag(typed: str) -> str:
    """A tag as it is written: lower case (NFKC), hyphens for spaces and for what is neither letter, digit nor `-_.`."""
    folded = unicodedata.normalize("NFKC", text.one_line(typed)).casefold()
    folded = unicodedata.normalize("NFKC", folded)
    kept = "".join(char if char.isalnum() or char in _KEPT or _is_mark(char) else "-" for char in folded)
    return re.sub(r"-{2,}", "-", kept).strip("-")


def tag_change(typed: str) -> str:
    """What to say before a tag is saved otherwise than typed; empty when it stays as it is."""
    written = tag(typed)
    return "" if not typed.strip() or written == typed else f"will be written {written or 'as nothing'}"


def campaign_tag(name: str, taken: Collection[str]) -> str:
    """The utm_campaign of a campaign, made from its name; a number follows where another campaign has it already."""
    first = tag(name)[:LONGEST_TAG].strip("-") or "campaign"
    number, found = 2, first
    while found in taken:
        ending = f"-{number}"
        found = first[: LONGEST_TAG - len(ending)].rstrip("-") + ending
        number += 1
    return found


def check_link(draft: LinkDraft) -> LinkDraft:
    """The draft with its tags as they will be written; `FormFaults` with all that is wrong, by field."""
    faults: dict[str, str] = {}
    tags = {name: tag(getattr(draft, name)) for name in TAGS}
    for name, written in tags.items():
        if name in REQUIRED and not written:
            faults[name] = f"utm_{name} is empty: type letters or digits."
        elif len(written) > LONGEST_TAG:
            faults[name] = f"utm_{name} is longer than {LONGEST_TAG} characters."
    try:
        target = check_target(draft.target)
    except InvalidInput as fault:
        faults["target"] = fault.message
    if not faults and len(full := address(target, tags)) > LONGEST_ADDRESS:
        faults["target"] = f"The address has {len(full)} characters; many programs cut it at {LONGEST_ADDRESS}."
    if faults:
        raise FormFaults(faults)
    return LinkDraft(
        target, tags["source"], tags["medium"], draft.campaign_id, tags["campaign"], tags["content"], tags["term"],
        draft.channel_id, draft.post_id, text.clean(draft.note),
    )  # fmt: skip


def check_address(typed: str) -> str:
    """A web address with its host in lower case; `InvalidInput` for what no browser would open.

    An address without http:// or https:// gets https://.
    """
    cleaned = text.one_line(typed)
    if not cleaned:
        raise InvalidInput("Type the address of the page, such as https://example.org/join.")
    if " " in cleaned:
        raise InvalidInput("An address has no spaces. Write %20 if the page's name has one.")
    parts = _split(cleaned if re.match(r"[a-z][a-z0-9+.-]*://", cleaned, re.IGNORECASE) else f"https://{cleaned}")
    if parts.scheme.lower() not in _SCHEMES:
        raise InvalidInput(f"“{parts.scheme}” is not a web address: it begins with https:// or http://.")
    if not _is_host(parts.hostname or ""):
        raise InvalidInput("The address names no host, such as example.org.")
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path, parts.query, parts.fragment))


def check_target(typed: str) -> str:
    """Where a link leads, as `check_address` has it; one that carries UTM tags already would have them twice."""
    found = check_address(typed)
    query = urlsplit(found).query
    carried = [name for name, _ in parse_qsl(query, keep_blank_values=True) if name.lower().startswith("utm_")]
    if carried:
        raise InvalidInput(f"The address carries {', '.join(carried)} already. Take that out: the tags are added here.")
    return found


def address(target: str, tags: Mapping[str, str]) -> str:
    """The whole address: the tags that aren't blank behind the query that is there, before the fragment, escaped."""
    parts = urlsplit(target)
    added = "&".join(f"utm_{name}={quote(tags[name], safe='')}" for name in TAGS if tags.get(name))
    query = "&".join(part for part in (quote(parts.query, safe=_WRITTEN).rstrip("&"), added) if part)
    path = quote(parts.path, safe=_WRITTEN) or "/"
    return urlunsplit((parts.scheme, parts.netloc, path, query, quote(parts.fragment, safe=_WRITTEN)))


def address_of(draft: LinkDraft) -> str:
    """The whole address of a link that was checked."""
    return address(draft.target, {name: getattr(draft, name) for name in TAGS})


def check_code(typed: str) -> str:
    """A promo code as people type it; `InvalidInput` for what can't be one."""
    code = text.name(typed, "promo code", LONGEST_CODE)
    if any(mark in code for mark in ",;"):
        raise InvalidInput("A promo code has no comma: shops list several codes with one.", "Add one code at a time.")
    return code


def code_key(code: str) -> str:
    """What makes two promo codes the same: shops take them in any case."""
    return text.name_key(code)


def _split(typed: str) -> SplitResult:
    try:
        parts = urlsplit(typed)
        _ = parts.port  # raises for a port that is no number
    except ValueError as fault:
        raise InvalidInput(f"This is no address: {fault}.") from None
    return parts


def _is_host(host: str) -> bool:
    """Whether a host has at least two labels, is a number, or is this machine."""
    return host == "localhost" or ("." in host.strip(".") and ".." not in host) or ":" in host


def _is_mark(char: str) -> bool:
    """Whether a character belongs to the letter before it, as in Hindi."""
    return unicodedata.category(char).startswith("M")
