"""All that is known of one item, in lines. No Textual here."""

from __future__ import annotations

from smdash.domain.evidence import evidence_words, expired_of
from smdash.domain.gate import Acceptance, Validity, review_day, text_changed
from smdash.domain.risks import Checked, ItemAnswer, LegalItem, Scope
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.panes.risk.words import short_day
from smdash.tui.widgets.cells import Line, line
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED
from smdash.tui.widgets.wrapping import folded


def detail_lines(state: RiskState, item: LegalItem, width: int, most: int) -> list[Line]:
    """The item in at most so many lines; where they don't do, the last one says how to see the rest."""
    lines = item_lines(state, item, width)
    if len(lines) <= most:
        return lines
    return [*lines[: max(0, most - 1)], line(("… Enter shows the rest", "muted"))]


def item_lines(state: RiskState, item: LegalItem, width: int) -> list[Line]:
    """All of an item: the question, what stands beside it here, the rule, and what else was written."""
    answer = state.answer(item)
    lines = folded(f"{item.id} {item.question}", width, "strong")
    if item.shipped:
        lines += folded(f"reworded here; shipped: {item.shipped.question}", width, "muted")
    lines += _warnings(state, item, answer, width)
    lines += folded(_standing(state, item, answer), width)
    lines += _accepted(state, item, width)
    lines += folded(f"rule: {item.rule or 'none named'}", width)
    lines += folded(f"source: {item.source or 'none named'} {DOT} {_checked(item)}", width, "muted")
    lines += folded(_given(item, answer), width)
    lines += folded(_scope_words(state, item), width, "muted")
    for label, said in (
        ("reason: ", answer.reason),
        ("note: ", answer.note),
        ("evidence expected: ", item.evidence),
        ("why: ", item.why),
        ("not checked: ", item.checked_note),
    ):
        if said:
            lines += folded(f"{label}{said}", width)
    return lines


def _warnings(state: RiskState, item: LegalItem, answer: ItemAnswer, width: int) -> list[Line]:
    """What makes an answer doubtful that was given: its evidence is over, or it was given to another text."""
    lines = []
    if over := expired_of(answer.evidence, state.register.today):
        lines += folded(f"{ATTENTION} evidence expired: {', '.join(one.label for one in over)}", width, "bad")
    if text_changed(item, answer):
        lines += folded(f"{ATTENTION} its text changed after it was answered: look at it again (e)", width, "bad")
    return lines


def _standing(state: RiskState, item: LegalItem, answer: ItemAnswer) -> str:
    """Owner, due day, evidence and the levels."""
    owner = state.register.people.get(answer.owner_id or 0, "none")
    due = short_day(answer.due, state.register.today) if answer.due else "none"
    parts = (
        f"owner {owner}",
        f"due {due}",
        f"evidence {evidence_words(answer.evidence)}",
        _levels(state, item, answer),
    )
    return f" {DOT} ".join(parts)


def _levels(state: RiskState, item: LegalItem, answer: ItemAnswer) -> str:
    grid = state.register.grid
    if answer.inherent is None:
        return f"risk {item.severity.level.name} (proposed)"
    inherent = f"inherent {grid.level(answer.inherent).name}"
    return inherent + (f" {DOT} residual {grid.level(answer.residual).name}" if answer.residual else "")


def _given(item: LegalItem, answer: ItemAnswer) -> str:
    """Who answered what, when, and when it is looked at again."""
    review = f"next review {review_day(item, answer).isoformat()}"
    if answer.answered_on is None:
        return f"{answer.answer.words} {DOT} {review}"
    return f"{answer.answer.words} since {answer.answered_on.isoformat()} by {answer.answered_by} {DOT} {review}"


def _accepted(state: RiskState, item: LegalItem, width: int) -> list[Line]:
    found = state.register.acceptance(item, state.scope)
    if found is None or state.answer(item).settled:
        return []
    said, role = acceptance_words(*found)
    return folded(said, width, role)


def acceptance_words(acceptance: Acceptance, validity: Validity) -> tuple[str, str]:
    """An acceptance in words and its role: who, until when, why, and why it no longer holds."""
    if validity.valid:
        said = f"{REACHED} accepted by {acceptance.who} until {acceptance.until.isoformat()}: {acceptance.why}"
        return said, "warning"
    return f"{ATTENTION} accepted by {acceptance.who}, holds no longer: {validity.reason}", "bad"


def _checked(item: LegalItem) -> str:
    mark = "" if item.checked is Checked.KNOWLEDGE else f"{item.checked.value}, "
    places = " ".join("everywhere" if place == "ANY" else place for place in item.jurisdictions)
    return f"{mark}{item.checked.words} {DOT} {places} {DOT} as of {item.as_of:%b %Y}"


def _scope_words(state: RiskState, item: LegalItem) -> str:
    if item.scope is Scope.ORGANISATION:
        return "Answered once, for the organisation."
    if state.campaign is None:
        return "Here: the standing practice. Each campaign that needs it answers for itself (c)."
    standing = state.register.answer(item, None).answer.words
    return f"This campaign's own answer. The organisation's standing practice: {standing}."
