"""Signing legal answers: what exactly was signed, and what of it has changed since.

A sign-off stands over an area of the organisation's checklist, over an area of a campaign's gate, or over the whole
gate. It keeps the state it was given for, so that a later change is not only detected but named. Nobody signs their own
answer: a second person looks at each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from smdash.domain.gate import answer_state, digest
from smdash.domain.register import Register, ScopeId
from smdash.domain.risks import Answer, LegalItem, LegalLibrary
from smdash.domain.text import name_key

SignedState = Mapping[str, Any]
"""What was signed: `items` by id with wording and answer, and of a campaign its `facts` and `waivers`."""

LEVELS = ("likelihood", "impact")


class Standing(StrEnum):
    """Whether a sign-off still says what is so."""

    SIGNED = "signed"
    CHANGED = "signed, then changed"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Place:
    """What is signed: an area in a scope; without an area the whole gate of a campaign."""

    area: str | None = None
    campaign_id: ScopeId = None


@dataclass(frozen=True, slots=True)
class SignOff:
    """One signature. `journal_head` is the newest link of the journal when it was given, the anchor outside of it."""

    id: int
    place: Place
    signed_by: str
    role: str
    signed_at: datetime
    note: str
    state: SignedState
    state_hash: str
    journal_head: str
    revoked: str = ""

    def standing(self, now: SignedState) -> Standing:
        """How it stands beside the state of its place as it is now."""
        if self.revoked:
            return Standing.REVOKED
        return Standing.SIGNED if digest(now) == self.state_hash else Standing.CHANGED


@dataclass(frozen=True, slots=True)
class Signed:
    """A sign-off, how it stands today, and what differs from what was signed, one sentence each."""

    sign_off: SignOff
    standing: Standing
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignOffs:
    """All sign-offs, the newest first, with the register they are compared with."""

    register: Register
    given: tuple[SignOff, ...] = ()

    def compared(self, one: SignOff) -> Signed:
        """A sign-off beside the state of its place as it is now."""
        now = state_of(self.register, one.place)
        return Signed(one, one.standing(now), changes_since(one.state, now, self.register.library))

    def latest(self, place: Place) -> Signed | None:
        """The newest sign-off of a place that was not taken back; None where there is none."""
        found = next((one for one in self.given if one.place == place and not one.revoked), None)
        return self.compared(found) if found else None

    def changed(self) -> tuple[Signed, ...]:
        """The newest sign-off of each place that no longer says what is so; archived campaigns are left out."""
        places = dict.fromkeys(
            one.place
            for one in self.given
            if not one.revoked
            and (one.place.campaign_id is None or self.register.campaign(one.place.campaign_id) is not None)
        )
        newest = (self.latest(place) for place in places)
        return tuple(one for one in newest if one is not None and one.standing is Standing.CHANGED)


def items_of(register: Register, place: Place) -> tuple[LegalItem, ...]:
    """The items a sign-off of this place covers: all of the area, or all that the campaign's gate needs."""
    areas = register.areas(place.campaign_id)
    return tuple(item for area in areas if place.area in (None, area.key) for item in area.items)


def state_of(register: Register, place: Place) -> SignedState:
    """The state of a place as it is now, in plain values: what somebody who signs it signs."""
    items = {}
    for item in items_of(register, place):
        answer = register.answer(item, place.campaign_id)
        said = answer_state(answer)
        said.pop("item")
        items[item.id] = {"question": item.question, "rule": item.rule, **said}
    state: dict[str, Any] = {"items": items}
    campaign = register.campaign(place.campaign_id)
    if campaign is not None:
        state["facts"] = sorted(campaign.facts)
        state["waivers"] = {
            item.id: [waiver.who, waiver.why, waiver.until.isoformat()]
            for item, waiver in campaign.gate.waived
            if item.id in items
        }
    return state


def own_answers(register: Register, place: Place, signer: str) -> tuple[str, ...]:
    """The items of a place that the signer answered: these are another's to sign."""
    return tuple(
        item.id
        for item in items_of(register, place)
        if name_key(register.answer(item, place.campaign_id).answered_by) == name_key(signer)
    )


def open_items(register: Register, place: Place) -> tuple[str, ...]:
    """The items of a place that are not done, as a signature has to say."""
    return tuple(item.id for item in items_of(register, place) if not register.answer(item, place.campaign_id).settled)


def changes_since(before: SignedState, now: SignedState, library: LegalLibrary) -> tuple[str, ...]:
    """What differs between two states of a place, one sentence each; empty when they are the same."""
    old: Mapping[str, Mapping[str, Any]] = before["items"]
    new: Mapping[str, Mapping[str, Any]] = now["items"]
    told = [f"{item} is asked now and was not" for item in new if item not in old]
    told += [f"{item} is no longer asked" for item in old if item not in new]
    for item in new:
        if item in old:
            told += [f"{item}: {words}" for words in _item_changes(old[item], new[item])]
    told += _fact_changes(before.get("facts", ()), now.get("facts", ()), library)
    told += _waiver_changes(before.get("waivers", {}), now.get("waivers", {}))
    return tuple(told)


def _item_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterable[str]:
    if old["answer"] != new["answer"]:
        yield f"{Answer(old['answer']).words} → {Answer(new['answer']).words}"
    for name in sorted({*old, *new} - {"answer"}):
        was, is_now = old.get(name), new.get(name)
        if was == is_now:
            continue
        if name in ("question", "rule"):
            yield f"the {name} is worded otherwise"
        else:
            yield f"{name} {_shown(was)} → {_shown(is_now)}"


def _shown(value: Any) -> str:
    """A signed value as a sentence has room for it."""
    if not value:
        return "none"
    if isinstance(value, list):
        if len(value) == len(LEVELS) and all(isinstance(part, int) for part in value):
            return "×".join(str(part) for part in value)
        return ", ".join(_shown(part) for part in value)
    if isinstance(value, Mapping):
        return " ".join(str(part) for part in value.values() if part)
    return f"“{value}”"


def _fact_changes(old: Iterable[str], new: Iterable[str], library: LegalLibrary) -> Iterable[str]:
    words = library.facts
    yield from (f"fact added: {words.get(fact, fact)}" for fact in new if fact not in set(old))
    yield from (f"fact taken away: {words.get(fact, fact)}" for fact in old if fact not in set(new))


def _waiver_changes(old: Mapping[str, list[str]], new: Mapping[str, list[str]]) -> Iterable[str]:
    for item in sorted({*old, *new}):
        if old.get(item) == new.get(item):
            continue
        if item not in new:
            yield f"{item}: the waiver of {old[item][0]} no longer holds"
        else:
            who, _, until = new[item]
            yield f"{item}: waived by {who} until {until}"
