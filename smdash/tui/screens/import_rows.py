"""The preview of an import as rows, and how far a path completes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os.path import commonprefix

from smdash.exchange import preview
from smdash.exchange.decision import Decision
from smdash.exchange.names import Action, Target
from smdash.exchange.plan import Plan, Unmatched
from smdash.exchange.sources import Left
from smdash.store.import_basis import NEVER_MADE
from smdash.tui.widgets.cells import Cell, Row, RowKey
from smdash.tui.widgets.paths import LISTED, path_completions
from smdash.tui.widgets.symbols import ATTENTION

Option = tuple[str, str, str]
"""Key, label and remark of one answer."""

_IGNORED = {
    "person": "their rows are left out",
    "campaign": "its rows get no campaign",
    "channel": "its posts are left out",
    "kpi": "its readings are left out",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that a person may change, and the digest of its file where there are several."""

    decision: Decision
    digest: str = ""


def preview_rows(plan: Plan, left: Sequence[Left] = ()) -> tuple[list[Row], dict[RowKey, Unmatched | Asked]]:
    """The rows of a preview, and what those stand for that can be changed."""
    rows: list[Row] = []
    choices: dict[RowKey, Unmatched | Asked] = {}
    for count in plan.counts:
        _fact(rows, count.kind, preview.count_words(count), "strong")
    if not plan.counts:
        _fact(rows, "rows", "none", "strong")
    if plan.period is not None:
        _fact(rows, "days", f"{plan.period[0]} to {plan.period[1]}")
    told = preview.told_decisions(plan)
    for asked in _decisions(plan):
        decision, key = asked.decision, f"{asked.digest} {asked.decision.key}".strip()
        if decision not in told:
            continue
        can_change = len(decision.candidates) > 1
        if can_change:
            choices[key] = asked
        role = "warning" if decision.ambiguous else ""
        said = f"{decision.chosen} ({decision.why})"
        _fact(rows, f"{_asked(decision.ambiguous)}{decision.subject}", said, role, key if can_change else None)
    for name in plan.unmatched[:LISTED]:
        key = f"{name.kind} {name.label}"
        choices[key] = name
        near = f", or {' / '.join(name.proposals)}?" if name.asked and name.proposals else ""
        label = f"{_asked(name.asked)}{name.kind} “{name.label}”, {preview.rows_words(name.rows)}"
        _fact(rows, label, preview.target_words(name.target) + near, "warning" if name.asked else "", key)
    if len(plan.unmatched) > LISTED:
        _fact(rows, "names", f"{LISTED} of {len(plan.unmatched)} shown")
    for note in plan.notes:
        _line(rows, f"{note}", "muted")
    _bad(rows, plan)
    for one in plan.files[:LISTED]:
        _fact(rows, one.name, f"{one.title}, {preview.rows_words(one.rows)}")
    for other in left[:LISTED]:
        _fact(rows, f"left {other.name}", other.reason, "muted")
    return rows, choices


def _decisions(plan: Plan) -> list[Asked]:
    if not plan.files:
        return [Asked(decision) for decision in plan.decisions]
    return [Asked(decision, one.digest) for one in plan.files for decision in one.decisions]


def _asked(asked: bool) -> str:
    return f"{ATTENTION} " if asked else ""


def _bad(rows: list[Row], plan: Plan) -> None:
    if not plan.bad:
        return
    _line(
        rows, f"{ATTENTION} {preview.rows_words(plan.bad)} not understood{', left out' if plan.skip_bad else ''}", "bad"
    )
    for fault in plan.faults:
        _line(rows, f"  {fault}", "")
    if plan.bad > len(plan.faults):
        _line(rows, f"  {len(plan.faults)} of {plan.bad} shown", "muted")


def _fact(rows: list[Row], name: str, value: str, role: str = "", key: str | None = None) -> None:
    """A line of name and value; with a key it can be chosen."""
    cells = (Cell(name, role), Cell(value, role))
    rows.append(Row(len(rows) if key is None else key, cells, selectable=True))


def _line(rows: list[Row], text: str, role: str) -> None:
    rows.append(Row(len(rows), (Cell(text, role, span=2),), selectable=True))


def name_options(name: Unmatched, known: Sequence[str]) -> tuple[dict[str, Target], list[Option]]:
    """What a name may stand for: the nearest known ones, a new one, nothing, then all other known ones."""
    nearest = list(name.proposals)
    others = [one for one in known if one not in nearest][:LISTED]
    targets: dict[str, Target] = {}
    options: list[Option] = []

    def offer(target: Target, label: str, remark: str) -> None:
        key = f"{target.action.value} {target.name}"
        targets[key] = target
        options.append((key, label, remark))

    for one in nearest:
        offer(Target(Action.EXISTING, one), one, "known, much alike")
    if name.kind not in NEVER_MADE:
        offer(Target(Action.NEW, name.label), f"new {name.kind} “{name.label}”", "is added")
    offer(Target(Action.IGNORE), "ignore", _IGNORED.get(name.kind, ""))
    for one in others:
        offer(Target(Action.EXISTING, one), one, "known")
    return targets, options


def completed(typed: str) -> str:
    """As much more of a path as all its completions share."""
    found = path_completions(typed)
    return commonprefix(found) if found else typed  # noqa: RUF071 - letters are what a person types
