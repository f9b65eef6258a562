"""Remembered rules that assign posts to campaigns, by channel, days, kind and words of the text; the first decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import unquote_plus

from smdash.domain.text import name_key, one_line
from smdash.errors import FormFaults, Refused

_WORD = re.compile(r"[\w#@]+")
_UTM = re.compile(r"[?&]utm_campaign=([^&#\s]+)", re.IGNORECASE)
LONGEST = 200


class Matching(StrEnum):
    """How a rule's words are looked for in a text; upper and lower case are the same in all of them."""

    CONTAINS = "contains"
    ALL = "all"
    ANY = "any"

    @property
    def words(self) -> str:
        """As shown beside the words."""
        return {"contains": "contains", "all": "has all the words"}.get(self.value, "has any of the words")


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A rule as a person enters it; a condition that is None or empty asks for nothing. `until` is the last day.

    CONTAINS looks for the letters as they stand, ALL and ANY for whole words (`#spring` is one).
    """

    campaign_id: int
    channel_id: int | None = None
    start: date | None = None
    until: date | None = None
    kind: str = ""
    matching: Matching = Matching.CONTAINS
    words: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A stored rule; `position` orders them."""

    id: int
    position: int
    draft: RuleDraft


@dataclass(frozen=True, slots=True)
class Facts:
    """What a rule looks at in a post."""

    channel_id: int | None
    day: date
    kind: str
    text: str


def check_rule(draft: RuleDraft) -> RuleDraft:
    """The rule with its texts on one line; `FormFaults` with all that is wrong."""
    faults = {}
    words = one_line(draft.words)
    if draft.start is not None and draft.until is not None and draft.until < draft.start:
        faults["until"] = "The last day is before the first."
    if len(words) > LONGEST:
        faults["words"] = f"The words are longer than {LONGEST} characters: shorten them."
    if draft.matching is not Matching.CONTAINS and words and not _words(words):
        faults["words"] = "There is no word in it: type words, or choose “contains”."
    if not faults and not (words or draft.kind or draft.channel_id or draft.start or draft.until):
        faults["words"] = "A rule needs at least one condition, or it would take every post."
    if faults:
        raise FormFaults(faults)
    return RuleDraft(
        draft.campaign_id, draft.channel_id, draft.start, draft.until, one_line(draft.kind), draft.matching, words
    )


def takes(draft: RuleDraft, post: Facts) -> bool:
    """Whether a rule's conditions all hold for a post."""
    if draft.channel_id is not None and draft.channel_id != post.channel_id:
        return False
    if draft.start is not None and post.day < draft.start:
        return False
    if draft.until is not None and post.day > draft.until:
        return False
    if draft.kind and name_key(draft.kind) != name_key(post.kind):
        return False
    return not draft.words or _has(draft, post.text)


def first_rule(rules: Iterable[Rule], post: Facts) -> Rule | None:
    """The rule that decides about a post, the rules being in their order; None when none takes it."""
    return next((rule for rule in rules if takes(rule.draft, post)), None)


def utm_campaign_in(text: str) -> str:
    """The utm_campaign of the first tagged link in a text; empty when there is none."""
    found = _UTM.search(text)
    return one_line(unquote_plus(found[1])) if found else ""


def moved(rules: list[Rule], rule_id: int, steps: int) -> list[int]:
    """The ids of rules in their new order, after one was moved up (negative) or down; `Refused` when it is gone."""
    ids = [rule.id for rule in rules]
    if rule_id not in ids:
        raise Refused("This rule is gone.", "Reload and look again.")
    at = ids.index(rule_id)
    ids.insert(max(0, min(len(ids) - 1, at + steps)), ids.pop(at))
    return ids


def _has(draft: RuleDraft, text: str) -> bool:
    if draft.matching is Matching.CONTAINS:
        return name_key(draft.words) in name_key(text)
    wanted, found = _words(draft.words), _words(text)
    found |= {word.lstrip("#@") for word in found}
    return wanted <= found if draft.matching is Matching.ALL else bool(wanted & found)


def _words(text: str) -> set[str]:
    """The words of a text with the sign before them: who looks for `#spring` does not mean `spring`."""
    return {word for word in _WORD.findall(name_key(text)) if word.strip("#@")}
