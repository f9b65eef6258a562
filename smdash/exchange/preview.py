"""A plan in words: the same lines on the command line and in the dashboard."""

from __future__ import annotations

from typing import Any

from smdash.domain.figures import grouped
from smdash.exchange.names import Action, Target
from smdash.exchange.plan import KindCount, Plan, Unmatched
from smdash.exchange.records import RowFault

FAULTS_TOLD = 10
_NAMES_TOLD = 20
_STATES = (
    ("new", "new"),
    ("changed", "changed"),
    ("same", "already there"),
    ("deleted", "deleted by you, left out"),
    ("ignored", "not wanted"),
)


def count_words(count: KindCount) -> str:
    """`1 358 entries: 1 300 new, 58 already there`."""
    said = [f"{grouped(value, 0)} {words}" for name, words in _STATES if (value := getattr(count, name))]
    return f"{count.words(count.rows)}: {', '.join(said)}"


def rows_words(number: int) -> str:
    """A number of rows."""
    return "1 row" if number == 1 else f"{grouped(number, 0)} rows"


def target_words(target: Target) -> str:
    """What becomes of a name."""
    if target.action is Action.UNKNOWN:
        return "not known"
    if target.action is Action.IGNORE:
        return "ignored"
    return f"new: {target.name}" if target.action is Action.NEW else f"= {target.name}"


def name_words(name: Unmatched) -> str:
    """One unknown name, its rows, what becomes of it, and what it may mean."""
    near = f"; or {', '.join(name.proposals)}?" if name.proposals and not name.chosen else ""
    return f"{name.kind} “{name.label}” ({rows_words(name.rows)}): {target_words(name.target)}{near}"


def lines(plan: Plan) -> list[str]:
    """The whole preview."""
    said = [f"{plan.file}: {plan.title}"]
    said += [f"  {count_words(count)}" for count in plan.counts]
    if not plan.counts:
        said.append("  no rows")
    if plan.period is not None:
        said.append(f"  from {plan.period[0]} to {plan.period[1]}")
    said += [f"  {mark(decision.ambiguous)} {decision}" for decision in plan.decisions]
    said += [f"  {mark(name.asked)} {name_words(name)}" for name in plan.unmatched[:_NAMES_TOLD]]
    if len(plan.unmatched) > _NAMES_TOLD:
        said.append(f"  … and {len(plan.unmatched) - _NAMES_TOLD} more names")
    said += [f"  · {note}" for note in plan.notes]
    if plan.bad:
        said.append(f"  ! {rows_words(plan.bad)} not understood{', left out' if plan.skip_bad else ''}:")
        said += [f"      {fault}" for fault in plan.faults[:FAULTS_TOLD]]
        if plan.bad > FAULTS_TOLD:
            said.append(f"      … and {grouped(plan.bad - FAULTS_TOLD, 0)} more")
    return said


def mark(asked: bool) -> str:
    """The sign before a line: a question for a person, or a thing to know."""
    return "?" if asked else "·"


def as_json(plan: Plan) -> dict[str, Any]:
    """The plan for a machine."""
    return {
        "file": plan.file,
        "format": plan.format,
        "counts": {
            count.kind: {name: getattr(count, name) for name, _ in _STATES} | {"rows": count.rows}
            for count in plan.counts
        },
        "bad": plan.bad,
        "faults": [_fault_json(fault) for fault in plan.faults],
        "period": [str(day) for day in plan.period] if plan.period else None,
        "decisions": [
            {
                "key": decision.key,
                "chosen": decision.chosen,
                "why": decision.why,
                "candidates": list(decision.candidates),
                "ambiguous": decision.ambiguous,
            }
            for decision in plan.decisions
        ],
        "unmatched": [
            {
                "kind": name.kind,
                "name": name.label,
                "rows": name.rows,
                "proposals": list(name.proposals),
                "action": name.target.action.value,
                "target": name.target.name,
            }
            for name in plan.unmatched
        ],
        "notes": list(plan.notes),
        "writes": dict(plan.writes),
        "updates": dict(plan.updates),
        "blocked": plan.blocked,
    }


def _fault_json(fault: RowFault) -> dict[str, Any]:
    said = {"line": fault.row_number, "column": fault.column, "value": fault.value, "reason": fault.reason}
    return said | ({"sheet": fault.sheet} if fault.sheet else {})
