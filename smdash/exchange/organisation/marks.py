"""What tells whose a sale or a post is, in an organisation file: links, promo codes, rules, themes; and notes."""

from __future__ import annotations

from collections import Counter

from smdash.domain.annotations import Annotation
from smdash.domain.assignment import Matching, RuleDraft
from smdash.domain.links import CodeDraft, LinkDraft
from smdash.exchange.organisation.fields import Fields, each
from smdash.exchange.organisation.values import Mark, Placed, ThemeValue
from smdash.store import assignment_rules, links, post_themes
from smdash.store.store import Transaction

NOBODY = 0  # the campaign of a draft until its name is looked up


def read_marks(top: Fields, faults: list[str]) -> tuple[Placed[Mark], ...]:
    """The tables link, promo_code, post_rule and theme of a file; faults are kept."""
    kinds = (("link", _link), ("promo_code", _code), ("post_rule", _rule), ("theme", _theme))
    return tuple(found for key, read in kinds for found in each(top.tables(key), read, faults))


def write_mark(tx: Transaction, draft: Mark, added: Counter[str]) -> None:
    """Add one of them, its campaign and channel known; a rule takes posts that come after it."""
    if isinstance(draft, LinkDraft):
        links.add_link(tx, draft)
        added["link"] += 1
    elif isinstance(draft, CodeDraft):
        links.add_code(tx, draft)
        added["promo code"] += 1
    elif isinstance(draft, RuleDraft):
        assignment_rules.add_rule(tx, draft)
        added["rule for posts"] += 1
    else:
        post_themes.add(tx, post_themes.having(tx, draft.words), post_themes.checked([draft.name]))
        added["theme"] += 1


def annotation_of(fields: Fields) -> Placed[Annotation]:
    """A note on the time axis."""
    value = Annotation(fields.day("day"), fields.text("note"), fields.day_or_none("until"))
    return Placed(fields.where, value, {"campaign": name} if (name := fields.text("campaign", "")) else {})


def _link(fields: Fields) -> Placed[Mark]:
    draft = LinkDraft(
        fields.text("target"),
        fields.text("source"),
        fields.text("medium"),
        NOBODY,
        content=fields.text("content", ""),
        term=fields.text("term", ""),
        note=fields.text("note", ""),
    )
    return _owned(fields, draft)


def _code(fields: Fields) -> Placed[Mark]:
    return _owned(fields, CodeDraft(fields.text("code"), NOBODY, note=fields.text("note", "")))


def _rule(fields: Fields) -> Placed[Mark]:
    draft = RuleDraft(
        NOBODY,
        start=fields.day_or_none("start"),
        until=fields.day_or_none("until"),
        kind=fields.text("kind", ""),
        matching=fields.word("matching", Matching, Matching.CONTAINS),
        words=fields.text("words", ""),
    )
    return _owned(fields, draft)


def _owned(fields: Fields, draft: Mark) -> Placed[Mark]:
    channel = fields.text("channel", "")
    names = {"campaign": fields.text("campaign"), **({"channel": channel} if channel else {})}
    return Placed(fields.where, draft, names)


def _theme(fields: Fields) -> Placed[Mark]:
    words = fields.texts("words")
    if not words or not all(word.strip() for word in words):
        raise fields.fault("words", "must name at least one word, none of them empty.")
    return Placed(fields.where, ThemeValue(fields.text("name"), words))
