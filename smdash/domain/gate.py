"""What answers and acceptances add up to: an area's summary, whether an acceptance still holds, the launch gate."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from smdash.domain.evidence import evidence_state
from smdash.domain.risks import DEFAULT_GRID, ItemAnswer, LegalItem, Rating, RiskGrid, RiskLevel

LIVE = "live"
"""The campaign status in which open items make it unchecked."""

NAMED = 2
"""How many open items the gate's sentence names before it counts the rest."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """Someone took a risk on themselves: for a campaign's item, this is the waiver of the launch gate.

    It holds up to and including the day `until`, for the `state` (see `state_hash`) it was given for. That of a risk of
    the register has its `risk_id` and no item. `id` is 0 for one that is not stored.
    """

    item_id: str
    who: str
    accepted_on: date
    why: str
    until: date
    state: str
    revoked: str = ""
    id: int = 0
    risk_id: int | None = None


@dataclass(frozen=True, slots=True)
class Validity:
    """Whether an acceptance holds; `reason` says why not. `days_left` is negative once its day has passed."""

    valid: bool
    reason: str
    days_left: int


def state_hash(answers: Iterable[ItemAnswer]) -> str:
    """SHA-256 over canonical JSON of the answers concerned, in hexadecimal, whatever their order.

    What counts is what was accepted: answer, reason, evidence and both ratings. Owner, dates and notes may change
    without making an acceptance invalid.
    """
    state = sorted((answer_state(answer) for answer in answers), key=lambda values: str(values["item"]))
    return digest(state)


def digest(state: object) -> str:
    """SHA-256 over the canonical JSON of a state, in hexadecimal."""
    canonical = json.dumps(state, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def answer_state(answer: ItemAnswer) -> dict[str, object]:
    """What of an answer is accepted or signed: answer, reason, evidence, both ratings."""

    def numbers(rated: Rating | None) -> list[int] | None:
        return [rated.likelihood, rated.impact] if rated else None

    return {
        "item": answer.item_id,
        "answer": answer.answer.value,
        "reason": answer.reason,
        "evidence": evidence_state(answer.evidence),
        "inherent": numbers(answer.inherent),
        "residual": numbers(answer.residual),
    }


def acceptance_faults(who: str, why: str, accepted_on: date, until: date) -> dict[str, str]:
    """All faults of an acceptance as typed, by field; empty when there are none."""
    faults = {}
    if not any(char.isalpha() for char in who):
        faults["who"] = "An acceptance needs the name of who accepts."
    if not why.strip():
        faults["why"] = "An acceptance needs a reason."
    if until < accepted_on:
        faults["until"] = f"It would end on {until.isoformat()}, before it begins."
    return faults


def check_acceptance(acceptance: Acceptance, state: str, today: date) -> Validity:
    """Whether an acceptance holds today, `state` being the hash of the answers as they are now."""
    days_left = (acceptance.until - today).days
    faults = acceptance_faults(acceptance.who, acceptance.why, acceptance.accepted_on, acceptance.until)
    reason = ""
    if acceptance.revoked:
        reason = f"Revoked: {acceptance.revoked}"
    elif faults:
        reason = next(iter(faults.values()))
    elif days_left < 0:
        reason = f"Expired on {acceptance.until.isoformat()}."
    elif acceptance.state != state:
        reason = f"What {acceptance.who} accepted on {acceptance.accepted_on.isoformat()} has changed since."
    return Validity(not reason, reason, days_left)


@dataclass(frozen=True, slots=True)
class AreaSummary:
    """One line of the list of areas: what is done, what is open and high, when something is to be reviewed next."""

    done: int
    total: int
    open_high: int
    next_review: date | None


def item_level(item: LegalItem, answer: ItemAnswer, grid: RiskGrid = DEFAULT_GRID) -> RiskLevel:
    """How high an item's risk is now: the residual rating, else the inherent one, else the library's proposal."""
    rated = answer.residual or answer.inherent
    return grid.level(rated) if rated else item.severity.level


def text_changed(item: LegalItem, answer: ItemAnswer) -> bool:
    """Whether the item's question or rule is another one than was answered; an open question was never answered."""
    if answer.answered_on is None:
        return False
    if answer.asked:
        return answer.asked != item.fingerprint
    return item.changed is not None and item.changed > answer.answered_on


def review_day(item: LegalItem, answer: ItemAnswer) -> date:
    """When an item is to be looked at again: the day set with the answer, else the library's own.

    An item whose text was changed after it was answered, by a newer library or here, is due since that change, or
    since the answer where its day is not known.
    """
    if answer.answered_on and text_changed(item, answer):
        return max(item.changed or answer.answered_on, answer.answered_on)
    return answer.next_review or item.review


def area_summary(
    items: Iterable[LegalItem], answers: Mapping[str, ItemAnswer], grid: RiskGrid = DEFAULT_GRID
) -> AreaSummary:
    """Sum up the items of one area; `answers` by item id, a missing one is open.

    Yes and not applicable (with its reason) are done. `open_high` counts what is not done and high or very high.
    """
    pairs = [(item, answers.get(item.id) or ItemAnswer(item.id)) for item in items]
    return AreaSummary(
        done=sum(answer.settled for _, answer in pairs),
        total=len(pairs),
        open_high=sum(not answer.settled and item_level(item, answer, grid) >= RiskLevel.H for item, answer in pairs),
        next_review=min((review_day(item, answer) for item, answer in pairs), default=None),
    )


@dataclass(frozen=True, slots=True)
class Gate:
    """A campaign's launch gate.

    `open` items are neither done nor waived; `lapsed` are those of them whose waiver no longer holds, with the
    reason. `live` says whether the campaign runs now.
    """

    needed: tuple[LegalItem, ...]
    open: tuple[LegalItem, ...]
    waived: tuple[tuple[LegalItem, Acceptance], ...]
    lapsed: tuple[tuple[LegalItem, str], ...]
    live: bool

    @property
    def satisfied(self) -> bool:
        """Whether every item needed is done or waived."""
        return not self.open

    @property
    def unchecked(self) -> bool:
        """Whether the campaign runs without its checks."""
        return self.live and not self.satisfied

    @property
    def on_waiver(self) -> bool:
        """Whether the campaign runs because somebody took the risk of what is not done."""
        return self.live and self.satisfied and bool(self.waived)

    @property
    def mark(self) -> str:
        """The gate in a table cell: `✓ 10` in order, `~ 2` in order with so many waived, `! 7` so many open."""
        if self.satisfied:
            return f"~ {len(self.waived)}" if self.waived else f"✓ {len(self.needed)}"
        return f"! {len(self.open)}"

    @property
    def open_names(self) -> str:
        """The first open items by name, and how many more there are."""
        return _names(self.open)

    @property
    def sentence(self) -> str:
        """The gate in one sentence, naming the first items that are open or waived."""
        if not self.needed:
            return "No legal checks needed."
        if not self.satisfied:
            if self.live:
                return f"Live without {_names(self.open)}."
            return f"{len(self.open)} of {len(self.needed)} legal checks open: {_names(self.open)}."
        if not self.waived:
            return f"All {len(self.needed)} legal checks are in order."
        named = _names(tuple(item for item, _ in self.waived))
        until = min(waiver.until for _, waiver in self.waived).isoformat()
        count = f"{len(self.waived)} of {len(self.needed)} legal checks waived until {until}: {named}."
        return f"Live with {count}" if self.live else count


def _names(items: tuple[LegalItem, ...]) -> str:
    labels = [item.label for item in items[:NAMED]]
    rest = len(items) - len(labels)
    return ", ".join(labels) + (f" and {rest} more" if rest else "")


def gate(
    facts: Collection[str],
    items: Iterable[LegalItem],
    answers: Mapping[str, ItemAnswer],
    waivers: Iterable[Acceptance],
    status: str,
    today: date,
) -> Gate:
    """The launch gate of a campaign.

    `facts` are the keys chosen on the campaign, `items` the library's for the organisation's jurisdictions, `answers`
    those that hold for this campaign by item id (a missing one is open), `waivers` the acceptances given for it.
    """
    by_item: dict[str, list[Acceptance]] = {}
    for waiver in waivers:
        by_item.setdefault(waiver.item_id, []).append(waiver)
    needed = tuple(item for item in items if item.needed_for(facts))
    still_open: list[LegalItem] = []
    waived: list[tuple[LegalItem, Acceptance]] = []
    lapsed: list[tuple[LegalItem, str]] = []
    for item in needed:
        answer = answers.get(item.id) or ItemAnswer(item.id)
        if answer.settled:
            continue
        given = sorted(by_item.get(item.id, ()), key=lambda waiver: (waiver.accepted_on, waiver.until), reverse=True)
        checks = [(waiver, check_acceptance(waiver, state_hash([answer]), today)) for waiver in given]
        holding = next((waiver for waiver, check in checks if check.valid), None)
        if holding:
            waived.append((item, holding))
            continue
        still_open.append(item)
        if checks:
            lapsed.append((item, checks[0][1].reason))
    return Gate(needed, tuple(still_open), tuple(waived), tuple(lapsed), status == LIVE)
