"""The register as cells and lines. No Textual here."""

from __future__ import annotations

from smdash.domain.evidence import evidence_words
from smdash.domain.figures import Figure, Unit
from smdash.domain.register import Register
from smdash.domain.register_attention import acceptance_fault
from smdash.domain.risks import Rating, RiskLevel
from smdash.domain.treatment import Risk, area_of
from smdash.tui.panes.risk.detail import acceptance_words
from smdash.tui.panes.risk.register.view import View, listed, sight_words
from smdash.tui.panes.risk.rows import LEVEL_ROLES
from smdash.tui.panes.risk.words import short_day
from smdash.tui.widgets.cells import Cell, Column, Line, Row, row
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED, TIMES, UNDEFINED
from smdash.tui.widgets.wrapping import folded

COLUMNS = (
    Column("level", "Level", width=5),
    Column("title", "Risk", flexible=True, least=28),
    Column("treatment", "Treatment", least=9, most=10),
    Column("owner", "Owner", least=5, most=10, priority=2),
    Column("due", "Due", least=7),
    Column("accepted", "Accepted", least=8, most=14, priority=1),
    Column("where", "Whose", least=8, most=20, priority=3),
)


def risk_rows(register: Register, view: View) -> list[Row]:
    """One row for each risk that is listed."""
    return [risk_row(register, risk) for risk in listed(register, view)]


def risk_row(register: Register, risk: Risk) -> Row:
    """One risk: level with sign and word, treatment, owner, due, acceptance, whose it is."""
    late = risk.is_late(register.today)
    due = f"{ATTENTION if late else ''}{short_day(risk.due, register.today)}" if risk.due else UNDEFINED
    where = (risk.campaign or "organisation", "muted")
    owner = register.people.get(risk.owner_id or 0, UNDEFINED)
    if not risk.is_open:
        closed = (f"closed {short_day(risk.closed_on, register.today)}", "muted")
        return row(risk.id, (level_text(register.risk_level(risk)), "muted"), (risk.title, "muted"),
                   closed, (owner, "muted"), ("", ""), ("", ""), where)  # fmt: skip
    return row(
        risk.id,
        level_cell(register.risk_level(risk)),
        risk.title,
        _treatment_cell(register, risk),
        owner,
        (due, "bad" if late else ""),
        _acceptance_cell(register, risk),
        where,
    )


def level_text(level: RiskLevel) -> str:
    """A level with a sign before what is high: `! VH`, `  M`."""
    return f"{ATTENTION if level >= RiskLevel.H else ' '} {level.name}"


def level_cell(level: RiskLevel) -> Cell:
    """A level as a cell."""
    return Cell(level_text(level), LEVEL_ROLES[level])


def _treatment_cell(register: Register, risk: Risk) -> tuple[str, str]:
    if risk.treatment is not None:
        return risk.treatment.value, ""
    high = register.risk_level(risk) >= RiskLevel.H
    return (f"{ATTENTION} none", "bad") if high else ("none", "muted")


def _acceptance_cell(register: Register, risk: Risk) -> tuple[str, str]:
    found = register.risk_acceptance(risk)
    if found is not None and found[1].valid:
        return f"{REACHED} {short_day(found[0].until, register.today)}", "good"
    if acceptance_fault(register, risk):
        return (f"{ATTENTION} lapsed" if found else f"{ATTENTION} missing"), "bad"
    return ("taken back" if found else UNDEFINED), "muted"


def note(register: Register, view: View) -> str:
    """What stands under the list: what is left out of it, its order, or how to add the first risk."""
    shown = listed(register, view)
    if not shown:
        if view.search:
            return f"No risk has “{view.search}”. Esc shows all."
        return f"No open risk ({sight_words(register, view.sight)}). n adds one; r in the pane makes one of an item."
    parts = [f"“{view.search}”"] if view.search else []
    parts += [f"{len(shown)} of {len(register.risks)}", sight_words(register, view.sight), f"by {view.order.value}"]
    return f" {DOT} ".join(parts)


# Everything of one risk --------------------------------------------------------------------------------------------


def risk_lines(register: Register, risk: Risk, width: int) -> list[Line]:
    """All of a risk: where it comes from, ratings, treatment, acceptance, days, and what else was written."""
    today = register.today
    lines = folded(f"{risk.title} {DOT} {origin_words(register, risk)}", width, "strong")
    lines += folded(rating_words(register, risk.inherent, risk.residual), width)
    if not risk.is_open:
        day = risk.closed_on.isoformat() if risk.closed_on else ""
        lines += folded(f"closed {day} by {risk.closed_by}: {risk.outcome}", width, "good")
    decided = risk.treatment.value if risk.treatment else "not decided"
    lines += folded(f"treatment {decided}{': ' + risk.plan if risk.plan else ''}", width)
    lines += _accepted(register, risk, width)
    owner = register.people.get(risk.owner_id or 0, "none")
    due, review = (short_day(day, today) if day else "none" for day in (risk.due, risk.next_review))
    lines += folded(f"owner {owner} {DOT} due {due} {DOT} review {review}", width)
    lines += folded(f"cause: {risk.cause}", width) if risk.cause else []
    opened = f"opened {risk.opened_on.isoformat() if risk.opened_on else ''} by {risk.opened_by}"
    lines += folded(f"evidence {evidence_words(risk.evidence)} {DOT} {opened}", width, "muted")
    return lines


def origin_words(register: Register, risk: Risk) -> str:
    """Where a risk comes from and whose it is."""
    where = risk.campaign or "organisation"
    item = next((item for item in register.library.items if item.id == risk.item_id), None)
    if item is not None:
        return f"from {item.label} {item.short} {DOT} {where}"
    area = area_of(risk, register.library)
    title = next((one.title for one in register.library.areas if one.key == area), "")
    return f"{f'from {risk.item_id} (retired)' if risk.item_id else title or 'no area'} {DOT} {where}"


def rating_words(register: Register, inherent: Rating | None, residual: Rating | None) -> str:
    """Both ratings with their levels: `inherent 4×4 H · residual 2×4 M`."""
    parts = []
    for name, rated in (("inherent", inherent), ("residual", residual)):
        if rated is None:
            parts.append(f"{name} not rated")
        else:
            parts.append(f"{name} {rated.likelihood}{TIMES}{rated.impact} {register.grid.level(rated).name}")
    return f" {DOT} ".join(parts)


def _accepted(register: Register, risk: Risk, width: int) -> list[Line]:
    if not risk.is_open:
        return []
    found = register.risk_acceptance(risk)
    if found is not None:
        said, role = acceptance_words(*found)
        return folded(said, width, role)
    fault = acceptance_fault(register, risk)
    return folded(f"{ATTENTION} {fault} (a)", width, "bad") if fault else []


def level_figures(register: Register, view: View) -> tuple[Figure, ...]:
    """How many open risks of each level are in sight, naming them."""
    risks = [risk for risk in listed(register, View(view.sight)) if risk.is_open]
    formula = "open risks whose residual, else inherent, rating has this level in the grid"
    parts = []
    for level in sorted(RiskLevel, reverse=True):
        found = [risk for risk in risks if register.risk_level(risk) is level]
        notes = (", ".join(f"“{risk.title}”" for risk in found),) if found else ()
        parts.append(Figure(f"{level.name} {level.words}", len(found), Unit.COUNT, formula, notes=notes))
    name = f"Open risks, {sight_words(register, view.sight)}"
    grid = (f"grid: {register.grid.text()}",)
    return (Figure(name, len(risks), Unit.COUNT, "Σ over levels", tuple(parts), rows=len(risks), notes=grid),)
