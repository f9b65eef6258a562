"""Export files on the command line: read, asked about, previewed as one import, and written."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from smdash.cli import import_questions as questions
from smdash.cli.options import answer, tell
from smdash.clock import Clock, local_zone_name
from smdash.exchange import preview
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.files.openings import shown_name
from smdash.exchange.files.sources import Several, Source, gather, read_sources
from smdash.exchange.plan import Choices, Plan
from smdash.exchange.plan_several import plan_files
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood
from smdash.exchange.stage import Progress
from smdash.store.import_basis import load_basis
from smdash.store.imports import Stale
from smdash.store.mappings import save_mapping
from smdash.store.store import Store

_ATTEMPTS = 4
_BAR, _LONG = 24, 20_000


def understand_exports(paths: Sequence[Path], given: Namespace, known: Reading) -> Several:
    """The exports at these paths, with what the options, or the person at the terminal, decide about their dates and
    numbers.
    """
    today = Clock(local_zone_name()).today()
    wanted = given.reader or (f"mapped:{given.mapping.mapping.name}" if given.mapping else "")
    reading = replace(known, reader=wanted)

    def read(source: Source) -> Understood:
        file = source.read(today, reading)
        answers = questions.answers_given(file, given.dates, given.decide)
        if answers:
            file = source.read(today, replace(reading, answers=answers))
        if file.undecided and _may_ask(given):
            answers |= questions.ask_decisions(file)
            file = source.read(today, replace(reading, answers=answers))
        return file

    several = read_sources(gather(paths), read)
    questions.check_decided([file for _, file in several.files], given.decide)
    return several


def import_exports(store: Store, paths: Sequence[Path], several: Several, given: Namespace) -> dict[str, Any]:
    """Preview the files, import them together, and tell what was done."""
    files, name = [file for _, file in several.files], _name(paths, len(several.files))
    targets = questions.targets_given(store.read(load_basis), given.map)
    choices = Choices(targets, given.campaign, given.skip_bad)
    with ExitStack() as open_plans:

        def planned(progress: Progress | None = None) -> Plan:
            return open_plans.enter_context(closing(plan_files(store, name, files, choices, progress)))

        plan, go_on = planned(_progress()), True
        _show(plan, several, given)
        asked = [name for name in plan.unmatched if name.asked]
        if asked and not plan.unreadable and _may_ask(given):
            choices = replace(choices, targets={**targets, **questions.ask_names(asked)})
            plan = planned()
            _show(plan, several, given)
            go_on = questions.confirmed()
        result = None
        if go_on and not given.dry_run and not plan.blocked:
            _keep_mapping(store, given)
            result, plan = _write(store, plan, planned)
        left = [{"file": one.name, "reason": one.reason} for one in several.left]
        return _told(plan, result, given) | ({"left": left} if left else {})


def _name(paths: Sequence[Path], files: int) -> str:
    """What they are called together: by the folder or archive they come from."""
    return shown_name(paths[0].absolute()) if len(paths) == 1 else f"{files} files"


def _may_ask(given: Namespace) -> bool:
    return not given.json and not given.dry_run and sys.stdin.isatty() and sys.stderr.isatty()


def _keep_mapping(store: Store, given: Namespace) -> None:
    """Save the mapping that was given, as a change of its own."""
    if given.mapping is None:
        return
    mapping = given.mapping.mapping
    if store.write(save_mapping, mapping.name, given.mapping.toml) and not given.json:
        tell(f"Saved the mapping “{mapping.name}”: files with its columns are known from now on.")


def _show(plan: Plan, several: Several, given: Namespace) -> None:
    if not given.json:
        lines = [*preview.lines(plan), *(f"  · {one}" for one in several.left)]
        (answer if given.dry_run else tell)("\n".join(lines))


def _write(store: Store, plan: Plan, planned: Callable[[], Plan]) -> tuple[Result, Plan]:
    """Write the plan; when others wrote what it depends on in the meantime, plan again."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return store.write(apply_plan, plan), plan
        except Stale:
            plan = planned()
    return store.write(apply_plan, plan), plan


def _told(plan: Plan, result: Result | None, given: Namespace) -> dict[str, Any]:
    """Print what became of a file, and give it as JSON."""
    if not given.json:
        if plan.blocked:
            options = " ".join(questions.option_for(decision) for decision in plan.undecided)
            hint = f"Add {options}." if options else "Correct the file, or leave those rows out with --skip-bad."
            if not plan.unreadable:
                hint = "Say it with --map 'NAME=KPI'; --map 'NAME=' leaves one out, --skip-bad all of them."
            tell(f"smdash: {plan.file}: {plan.blocked} Nothing was written.\n{plan.way_on or hint}")
        elif result is not None:
            undo = " (`smdash undo` takes it back)" if result.batch_id else ""
            answer(f"{result.label.replace('import ', 'imported ', 1)}{undo}")
        elif not given.dry_run:
            tell("Nothing was written.")
    return preview.as_json(plan) | {"batch": result.batch_id if result else None, "applied": result is not None}


def _progress() -> Progress | None:
    """A bar on a terminal, for files that take their time."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        if total < _LONG:
            return
        full = _BAR * done // total
        sys.stderr.write(
            "\r\x1b[K" if done >= total else f"\r[{'#' * full}{'.' * (_BAR - full)}] {100 * done // total} %"
        )
        sys.stderr.flush()

    return show
