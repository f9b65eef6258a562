"""The preview of an import as rows, and how far a path completes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os.path import commonprefix

from rich.cells import cell_len

from smdash.exchange import preview
from smdash.exchange.decision import Decision
from smdash.exchange.files.sources import Left
from smdash.exchange.names import Action, Target
from smdash.exchange.plan import Plan, Unmatched
from smdash.store.import_basis import NEVER_MADE
from smdash.tui.widgets.cells import Cell, Column, Row, RowKey
from smdash.tui.widgets.paths import LISTED, path_completions
from smdash.tui.widgets.symbols import ATTENTION
from smdash.tui.widgets.wrapping import side_by_side, wrapped

_LEAST, _MOST, _GAP = 20, 44, 2  # cells of a column, of the first one, and between them

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


@dataclass(frozen=True, slots=True)
class _Told:
    """What a preview says: a name and its value, or one text over both columns. With a key it can be changed."""

    name: str
    value: str | None
    role: str = ""
    key: str | None = None


def preview_rows(plan: Plan, left: Sequence[Left], width: int) -> tuple[list[Row], dict[RowKey, Unmatched | Asked]]:
    """The rows of a preview, whole within `width` terminal cells, and what those stand for that can be changed."""
    choices: dict[RowKey, Unmatched | Asked] = {}
    told = [_Told(count.kind, preview.count_words(count), "strong") for count in plan.counts]
    if not plan.counts:
        told.append(_Told("rows", "none", "strong"))
    if plan.period is not None:
        told.append(_Told("days", f"{plan.period[0]} to {plan.period[1]}"))
    told += _decided(plan, choices)
    told += _names(plan, choices)
    told += [_Told(note, None, "muted") for note in plan.notes]
    told += _bad(plan)
    told += [_Told(one.name, f"{one.title}, {preview.rows_words(one.rows)}") for one in plan.files[:LISTED]]
    told += [_Told(f"left {other.name}", other.reason, "muted") for other in left[:LISTED]]
    return _rows(told, choices, width), choices


def preview_columns(width: int) -> tuple[Column, ...]:
    """The columns of these rows."""
    return Column("name", least=_LEAST, most=_most(width)), Column("value", flexible=True, least=_LEAST)


def _most(width: int) -> int:
    return max(_LEAST, min(_MOST, width // 2))


def _decided(plan: Plan, choices: dict[RowKey, Unmatched | Asked]) -> Iterator[_Told]:
    shown = preview.told_decisions(plan)
    for asked in _decisions(plan):
        decision, key = asked.decision, f"{asked.digest} {asked.decision.key}".strip()
        if decision not in shown:
            continue
        can_change = len(decision.candidates) > 1
        if can_change:
            choices[key] = asked
        role = "warning" if decision.ambiguous else ""
        said = f"{decision.chosen} ({decision.why})"
        yield _Told(f"{_asked(decision.ambiguous)}{decision.subject}", said, role, key if can_change else None)


def _decisions(plan: Plan) -> list[Asked]:
    if not plan.files:
        return [Asked(decision) for decision in plan.decisions]
    return [Asked(decision, one.digest) for one in plan.files for decision in one.decisions]


def _names(plan: Plan, choices: dict[RowKey, Unmatched | Asked]) -> Iterator[_Told]:
    for name in plan.unmatched[:LISTED]:
        key = f"{name.kind} {name.label}"
        choices[key] = name
        near = f", or {' / '.join(name.proposals)}?" if name.asked and name.proposals else ""
        label = f"{_asked(name.asked)}{name.kind} “{name.label}”, {preview.rows_words(name.rows)}"
        yield _Told(label, preview.target_words(name.target) + near, "warning" if name.asked else "", key)
    if len(plan.unmatched) > LISTED:
        yield _Told("names", f"{LISTED} of {len(plan.unmatched)} shown")


def _asked(asked: bool) -> str:
    return f"{ATTENTION} " if asked else ""


def _bad(plan: Plan) -> Iterator[_Told]:
    if not plan.bad:
        return
    left_out = ", left out" if plan.skip_bad else ""
    yield _Told(f"{ATTENTION} {preview.rows_words(plan.bad)} not understood{left_out}", None, "bad")
    for fault in plan.faults:
        yield _Told(f"  {fault}", None)
    if plan.bad > len(plan.faults):
        yield _Told(f"  {len(plan.faults)} of {plan.bad} shown", None, "muted")


def _rows(told: Sequence[_Told], choices: dict[RowKey, Unmatched | Asked], width: int) -> list[Row]:
    """As many rows for each as its texts need; Enter on a further one means the same as on the first."""
    names = [cell_len(one.name) for one in told if one.value is not None]
    first = max(_LEAST, min(_most(width), max(names, default=0)))
    rest = max(_LEAST, width - first - _GAP)
    rows: list[Row] = []
    for one in told:
        for n, cells in enumerate(_cells(one, width, first, rest)):
            key: RowKey = len(rows) if one.key is None else f"{one.key} {n}" if n else one.key
            if one.key is not None:
                choices[key] = choices[one.key]
            rows.append(Row(key, cells, selectable=True))
    return rows


def _cells(one: _Told, width: int, first: int, rest: int) -> list[tuple[Cell, ...]]:
    if one.value is None:
        indent = "  " if one.name.startswith(" ") else ""
        return [(Cell(f"{indent}{part}", one.role, span=2),) for part in wrapped(one.name, width - len(indent))]
    pairs = side_by_side(one.name, one.value, (first, rest))
    return [(Cell(name, one.role), Cell(value, one.role)) for name, value in pairs]


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
