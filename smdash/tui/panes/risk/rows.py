"""The register as cells, lines and words. No Textual here."""

from __future__ import annotations

from smdash.domain import text
from smdash.domain.evidence import expired_of
from smdash.domain.gate import text_changed
from smdash.domain.register import CheckedCampaign
from smdash.domain.risks import Answer, ItemAnswer, LegalArea, LegalItem, RiskLevel
from smdash.domain.sign_offs import Place, Standing
from smdash.tui.panes.risk.state import RiskState
from smdash.tui.panes.risk.words import short_day
from smdash.tui.widgets.cells import Column, Line, Row, line, row, rule
from smdash.tui.widgets.gates import gate_role, gate_sign
from smdash.tui.widgets.symbols import ATTENTION, DOT, OPEN, REACHED, UNDEFINED
from smdash.tui.widgets.wrapping import wrapped

AREA_COLUMNS = (
    Column("area", "Area", flexible=True, least=22, most=22),
    Column("done", "done", align="right", least=4),
    Column("high", "high", align="right", least=4),
    Column("review", "review", align="right", least=8, priority=1),
    Column("signed", "sig", width=3, priority=2),
)
ITEM_COLUMNS = (
    Column("id", "", least=2, most=3),
    Column("short", "Item", flexible=True, least=20, most=30),
    Column("answer", "Answer", width=8),
    Column("level", "Risk", width=4, priority=1),
    Column("owner", "Owner", least=5, most=12, priority=2),
    Column("due", "Due", least=8, priority=3),
)

_SIGNS = {
    Answer.OPEN: (OPEN, ""),
    Answer.YES: (REACHED, "good"),
    Answer.PARTLY: ("~", "warning"),
    Answer.NO: (ATTENTION, "bad"),
    Answer.NOT_APPLICABLE: (DOT, "muted"),
}
LEVEL_ROLES = {
    RiskLevel.VL: "muted",
    RiskLevel.L: "good",
    RiskLevel.M: "warning",
    RiskLevel.H: "bad",
    RiskLevel.VH: "bad",
}
_NAME_WIDTH = 24


# Tables ------------------------------------------------------------------------------------------------------------


def area_rows(state: RiskState) -> list[Row]:
    """One row for each area: what is done, what is open and high, when something is to be reviewed next."""
    return [_area_row(state, area) for area in state.areas]


def _area_row(state: RiskState, area: LegalArea) -> Row:
    summary = state.register.summary(area, state.scope)
    high = (f"{ATTENTION} {summary.open_high}", "bad") if summary.open_high else (UNDEFINED, "muted")
    today = state.register.today
    review = summary.next_review
    due = review is not None and review <= today
    return row(
        area.key,
        area.title,
        (f"{summary.done}/{summary.total}", "good" if summary.done == summary.total else ""),
        high,
        (f"{ATTENTION if due else ''}{short_day(review, today)}", "bad" if due else ""),
        _signed_cell(state, area),
    )


def _signed_cell(state: RiskState, area: LegalArea) -> tuple[str, str]:
    signed = state.signed(Place(area.key, state.scope))
    if signed is None:
        return UNDEFINED, "muted"
    return (REACHED, "good") if signed.standing is Standing.SIGNED else (f"{ATTENTION} {len(signed.changes)}", "bad")


def item_rows(state: RiskState, area: LegalArea | None) -> list[Row]:
    """One row for each item of an area."""
    return [_item_row(state, item) for item in area.items] if area else []


def _item_row(state: RiskState, item: LegalItem) -> Row:
    answer = state.answer(item)
    today = state.register.today
    level = state.register.level(item, state.scope)
    late = answer.due is not None and answer.due < today and not answer.settled
    return row(
        item.id,
        item.id,
        item.short,
        _answer_cell(state, item, answer),
        (level.name, LEVEL_ROLES[level] if not answer.settled else "muted"),
        state.register.people.get(answer.owner_id or 0, ""),
        (f"{ATTENTION if late else ''}{short_day(answer.due, today)}" if answer.due else "", "bad" if late else ""),
    )


def _answer_cell(state: RiskState, item: LegalItem, answer: ItemAnswer) -> tuple[str, str]:
    if state.campaign and any(waived.id == item.id for waived, _ in state.campaign.gate.waived):
        return f"{DOT} waived", "warning"
    sign, role = _SIGNS[answer.answer]
    if answer.answer is Answer.OPEN and state.register.is_open_high(item, state.scope):
        sign, role = ATTENTION, "bad"
    if answer.settled and (expired_of(answer.evidence, state.register.today) or text_changed(item, answer)):
        sign, role = ATTENTION, "warning"
    return f"{sign} {answer.answer.words}", role


# Lines above the tables --------------------------------------------------------------------------------------------


def title_line(state: RiskState) -> Line:
    """Whose checklist this is, and how far it is done."""
    total = state.register.total(state.scope)
    campaign = state.campaign
    name = short_name(campaign) + f" ({campaign.status})" if campaign else "Organisation"
    high = (f"{ATTENTION} {total.open_high} high open", "bad") if total.open_high else ("no high open", "good")
    return line((name, "header"), f" {DOT} {total.done} of {total.total} done {DOT} ", high)


def gate_lines(state: RiskState, width: int, most: int) -> list[Line]:
    """The launch gate of the chosen campaign with its facts, or of each live one as far as `most` lines allow."""
    campaign = state.campaign
    if campaign is not None:
        words = state.register.library.facts
        facts = ", ".join(words.get(fact, fact) for fact in campaign.facts) or "none chosen"
        return [*_sentence(campaign, width, named=False), line((f"  facts: {facts}", "muted"))][:most]
    lines: list[Line] = []
    live = state.live_campaigns
    for number, campaign in enumerate(live):
        wanted = _sentence(campaign, width, named=True)
        rest = len(live) - number
        if len(lines) + len(wanted) + (rest > 1) > most:
            more = f"  {rest} more live campaign{'' if rest == 1 else 's'}: c shows them"
            return [*lines, line((more, "muted"))] if len(lines) < most else lines
        lines += wanted
    return lines


def _sentence(campaign: CheckedCampaign, width: int, *, named: bool) -> list[Line]:
    gate = campaign.gate
    sign, role = gate_sign(gate), gate_role(gate)
    said = f"{short_name(campaign)}: {gate.sentence}" if named else gate.sentence
    first, *rest = wrapped(said, width - 2)
    return [line((f"{sign} ", role), (first, role)), *(line((f"  {part}", role)) for part in rest)]


def notice_line(state: RiskState, width: int, area: LegalArea | None = None) -> Line:
    """The rule between tables and detail, which says what this is not, and who signed the area under the cursor."""
    notice = state.register.library.notice
    said, role = signed_words(state, Place(area.key, state.scope)) if area else ("", "")
    room = width - len(notice) - 7
    said = said if len(said) <= room else f"{said[: max(0, room - 1)]}…" if room > 1 else ""
    left = width - len(notice) - 4 - (len(said) + 4 if said else 0)
    parts: list[str | tuple[str, str]] = [(f"{rule(2)} ", "muted"), (notice, "strong")]
    if said:
        parts += [(f" {rule(2)} ", "muted"), (said, role)]
    return line(*parts, (f" {rule(max(0, left))}", "muted"))


def signed_words(state: RiskState, place: Place) -> tuple[str, str]:
    """Who signed a place, when, and whether it was changed since; with the role of the words."""
    signed = state.signed(place)
    if signed is None:
        return "not signed", "muted"
    by = f"{signed.sign_off.signed_by} {short_day(signed.sign_off.signed_at.date(), state.register.today)}"
    if signed.standing is Standing.SIGNED:
        return f"{REACHED} signed, {by}", "good"
    return f"{ATTENTION} signed, then changed ({len(signed.changes)}), {by}", "bad"


def short_name(campaign: CheckedCampaign) -> str:
    """A campaign's name as a line has room for it."""
    name = text.one_line(campaign.name)
    return name if len(name) <= _NAME_WIDTH else name[: _NAME_WIDTH - 1].rstrip() + "…"
