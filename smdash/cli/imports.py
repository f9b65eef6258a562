"""`smdash import`: export files into the store, after a preview."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from smdash.cli import import_questions as questions
from smdash.cli.import_organisations import import_one
from smdash.cli.options import Globals, answer, answer_json, locations, parser, tell
from smdash.cli.session import open_store, opened
from smdash.clock import Clock, local_zone_name
from smdash.errors import DONE, REFUSED
from smdash.exchange import preview
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.known import known_choices
from smdash.exchange.organisation import is_organisation_file
from smdash.exchange.organisation_import import check_readable
from smdash.exchange.plan import Choices, Plan, make_plan
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood, read_file
from smdash.exchange.readers.saved import MappingFile, read_mapping
from smdash.exchange.stage import Progress
from smdash.store.import_basis import load_basis
from smdash.store.imports import Stale
from smdash.store.mappings import save_mapping
from smdash.store.staging import PREFIX
from smdash.store.store import Store

ABOUT = """\
Read export files into the store: hours of Toggl, Clockify, Harvest, Watson, timewarrior or a plain table, Meta posts,
readings of KPIs, any CSV with a mapping, and TOML files that describe the organisation: people, rates, campaigns,
costs, benefits, goals, readings. Hours that name nobody are yours: `smdash --person NAME import …` says otherwise.

The format is told by the content. A preview says what is new, changed, already there or bad; each file is written as
a whole or not at all, and `smdash undo` takes it back. The same file twice adds nothing.

A mapping is a TOML file that says which column of a CSV file holds what. Give it with --mapping once: it is saved with
the import, and files with its columns are known from then on. `smdash undo` takes it back after the import.

Names that are not known become new people, campaigns and channels. On a terminal you are asked about names that are
very like a known one, and about dates or numbers that can be read in two ways; then whether to go on. Elsewhere
nobody is asked: unclear dates or numbers are refused, and the message says which option decides them. A KPI is never
made by an import: what an unknown name means must be said, here with --map.
"""
EXAMPLES = """\
examples:
  smdash import toggl.csv --dry-run
  smdash import posts.csv --dates mdy --campaign 'Spring membership'
  smdash import hours.csv --mapping hours.toml
  smdash import organisation.toml books.toml --dry-run
  smdash import readings.csv --map 'Sign ups=Newsletter sign-ups'
  smdash import hours.csv --map 'Spring 24=Spring membership' --map 'Holidays='
"""
_ATTEMPTS = 4
_BAR, _LONG = 24, 20_000


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Preview and import each file; 1 when one of them was refused."""
    given = _options(name).parse_intermixed_args(arguments)
    given.mapping = read_mapping(Path(given.mapping)) if given.mapping else None
    known = _known(chosen, given.mapping)
    files = [_understand(Path(path), given, known) for path in given.files]  # all, before anything is written
    with _store(chosen, scratch=given.dry_run) as store:
        told = [
            import_one(store, file, given) if isinstance(file, Path) else _one(store, file, given) for file in files
        ]
    if given.json:
        answer_json(told)
    return REFUSED if any(one["blocked"] for one in told) else DONE


def _options(name: str) -> Any:
    options = parser(name, ABOUT, EXAMPLES)
    options.add_argument("files", nargs="+", metavar="FILE", help="an export as it was downloaded")
    options.add_argument("--dry-run", action="store_true", help="only the preview; nothing is written")
    options.add_argument("--json", action="store_true", help="print preview and result as JSON; nobody is asked")
    options.add_argument("--reader", default="", metavar="FORMAT", help="read it as this format and no other")
    options.add_argument("--mapping", metavar="TOML", help="read it by this mapping, and save the mapping")
    options.add_argument("--campaign", default="", metavar="NAME", help="the campaign of rows that name none")
    options.add_argument(
        "--map",
        action="append",
        default=[],
        metavar="NAME=KNOWN",
        help="what a name stands for; NAME= ignores its rows",
    )
    options.add_argument("--skip-bad", action="store_true", help="leave out rows that are not understood")
    options.add_argument("--dates", choices=("dmy", "mdy"), help="whether 01/02/2026 is in February or in January")
    options.add_argument(
        "--decide", action="append", default=[], metavar="KEY=VALUE", help="another answer the preview asks for"
    )
    return options


@contextmanager
def _store(chosen: Globals, *, scratch: bool) -> Iterator[Store]:
    """The store in use; for a preview where there is none yet, an empty one that goes away."""
    paths, _ = locations(chosen)
    if scratch and not paths.store.exists():
        with TemporaryDirectory(prefix=PREFIX) as folder:
            store = Store.open(Path(folder) / "empty.db", Clock(local_zone_name()))
            try:
                yield store
            finally:
                store.close()
        return
    with opened(chosen) as session:
        yield session.store


def _known(chosen: Globals, given: MappingFile | None) -> Reading:
    """What the store in use, if there is one, knows of files, and the mapping given."""
    paths, settings = locations(chosen)
    own = (given.mapping,) if given else ()
    if not paths.store.exists():
        return Reading(mappings=own)
    store = open_store(chosen, paths, settings)
    try:
        known = store.read(known_choices)
        return replace(known, mappings=(*known.mappings, *own))
    finally:
        store.close()


def _understand(path: Path, given: Namespace, known: Reading) -> Understood | Path:
    """The file with what the options, or the person at the terminal, decide about its dates and numbers.

    What describes an organisation is only looked at: it may name what files before it bring.
    """
    if is_organisation_file(path):
        check_readable(path)
        return path
    today = Clock(local_zone_name()).today()
    wanted = given.reader or (f"mapped:{given.mapping.mapping.name}" if given.mapping else "")
    reading = replace(known, reader=wanted)
    file = read_file(path, today=today, choices=reading)
    answers = questions.answers_given(file, given.dates, given.decide)
    if answers:
        file = read_file(path, today=today, choices=replace(reading, answers=answers))
    if file.undecided and _may_ask(given):
        answers |= questions.ask_decisions(file)
        file = read_file(path, today=today, choices=replace(reading, answers=answers))
    return file


def _may_ask(given: Namespace) -> bool:
    return not given.json and not given.dry_run and sys.stdin.isatty() and sys.stderr.isatty()


def _one(store: Store, file: Understood, given: Namespace) -> dict[str, Any]:
    """Preview one file, import it, and tell what was done."""
    targets = questions.targets_given(store.read(load_basis), given.map)
    choices = Choices(targets, given.campaign, given.skip_bad)
    with ExitStack() as open_plans:

        def planned(progress: Progress | None = None) -> Plan:
            return open_plans.enter_context(closing(make_plan(store, file, choices, progress)))

        plan, go_on = planned(_progress()), True
        _show(plan, given)
        asked = [name for name in plan.unmatched if name.asked]
        if asked and not plan.unreadable and _may_ask(given):
            choices = replace(choices, targets={**targets, **questions.ask_names(asked)})
            plan = planned()
            _show(plan, given)
            go_on = questions.confirmed()
        result = None
        if go_on and not given.dry_run and not plan.blocked:
            _keep_mapping(store, given)
            result, plan = _write(store, plan, planned)
        return _told(plan, result, given)


def _keep_mapping(store: Store, given: Namespace) -> None:
    """Save the mapping that was given, as a change of its own."""
    if given.mapping is None:
        return
    mapping = given.mapping.mapping
    if store.write(save_mapping, mapping.name, given.mapping.toml) and not given.json:
        tell(f"Saved the mapping “{mapping.name}”: files with its columns are known from now on.")


def _show(plan: Plan, given: Namespace) -> None:
    if not given.json:
        (answer if given.dry_run else tell)("\n".join(preview.lines(plan)))


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
