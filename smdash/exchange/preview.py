"""A plan in words: the same lines on the command line and in the dashboard."""

from __future__ import annotations

from typing import Any

from smdash.domain.figures import grouped
from smdash.exchange.decision import Decision
from smdash.exchange.grammar.numbers import POINT
from smdash.exchange.names import Action, Target
from smdash.exchange.planned import KindCount, Plan, PlannedFile, Unmatched
from smdash.exchange.records.base import RowFault

FAULTS_TOLD = 10
_NAMES_TOLD = _FILES_TOLD = 20
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
    if plan.files:
        said = [f"{plan.file}: {len(plan.files)} files, one import"]
        said += [f"  {file_words(one)}" for one in plan.files[:_FILES_TOLD]]
        said += [f"  … and {len(plan.files) - _FILES_TOLD} more files"] if len(plan.files) > _FILES_TOLD else []
    said += [f"  {count_words(count)}" for count in plan.counts]
    if not plan.counts:
        said.append("  no rows")
    if plan.period is not None:
        said.append(f"  from {plan.period[0]} to {plan.period[1]}")
    said += [f"  {mark(decision.ambiguous)} {decision}" for decision in told_decisions(plan)]
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


def told_decisions(plan: Plan) -> list[Decision]:
    """What was decided, worth telling: everything of one file, of several what a person may see otherwise."""
    return [one for one in plan.decisions if not plan.files or one.ambiguous or _is_doubtful(one)]


def _is_doubtful(decision: Decision) -> bool:
    plain = decision.key == "delimiter" or decision.chosen == POINT
    return len(decision.candidates) > 1 and not plain


def file_words(file: PlannedFile) -> str:
    """One of several files: its name, format and rows."""
    return f"{file.name}: {file.title}, {rows_words(file.rows)}"


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
        "decisions": [_decision(decision) for decision in plan.decisions],
        "files": [
            {
                "file": one.name,
                "format": one.format,
                "rows": one.rows,
                "decisions": [_decision(decision) for decision in one.decisions],
            }
            for one in plan.files
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


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "key": decision.key,
        "chosen": decision.chosen,
        "why": decision.why,
        "candidates": list(decision.candidates),
        "ambiguous": decision.ambiguous,
    }
