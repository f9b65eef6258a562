"""`smdash import`: export files into the store, after a preview."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import fill
from typing import Any

from smdash.cli.import_exports import import_exports, understand_exports
from smdash.cli.options import Globals, answer_json, locations, parser
from smdash.cli.session import actor_name, open_store, opened
from smdash.clock import Clock, local_zone_name
from smdash.errors import DONE, REFUSED, InvalidInput
from smdash.exchange.complete.file import is_complete_export
from smdash.exchange.files.openings import is_organisation_file
from smdash.exchange.known import known_choices
from smdash.exchange.read import Choices as Reading
from smdash.exchange.readers.mapped.saved import MappingFile, read_mapping
from smdash.exchange.readers.registry import readers
from smdash.store.staging import PREFIX
from smdash.store.store import Store

ABOUT = """\
Read export files into the store, any CSV with a mapping, and TOML files that describe the organisation: people, rates,
campaigns, costs, benefits, goals, readings. Hours that name nobody are yours: `smdash --person NAME import …` says
otherwise.

The format is told by the content. A preview says what is new, changed, already there or bad; all files of one command
are written together or not at all, and `smdash undo` takes them back together. The same file twice adds nothing. Of a
folder or a zip archive every export is taken; what is none is left and told.

A mapping is a TOML file that says which column of a CSV file holds what. Give it with --mapping once: it is saved with
the import, and files with its columns are known from then on. `smdash undo` takes it back after the import. One for
hours, which is known by the columns in `header`:

  name = "agency"                          # how it is called
  target = "entry"                         # or post, channel_day, cost, benefit, outcome
  duration_unit = "hours"                  # or clock, minutes, seconds; 1:30 and 1h 30m are read in each
  header = ["Day", "Worker", "Time"]

  [fields]
  day = "Day"
  person = "Worker"
  duration = "Time"                        # or start and end: moments, or times of the day
  project = { constant = "Spring" }        # the same in every row

Names that are not known become new people, campaigns and channels. On a terminal you are asked about names that are
very like a known one, and about dates or numbers that can be read in two ways; then whether to go on. Elsewhere
nobody is asked: unclear dates or numbers are refused, and the message says which option decides them. A KPI is never
made by an import: what an unknown name means must be said, here with --map.
"""
EXAMPLES = """\
examples:
  smdash import toggl.csv --dry-run
  smdash import ~/Downloads/exports youtube.zip
  smdash import posts.csv --dates mdy --campaign 'Spring membership'
  smdash import hours.csv --mapping hours.toml
  smdash import organisation.toml books.toml --dry-run
  smdash import readings.csv --map 'Sign ups=Newsletter sign-ups'
  smdash import hours.csv --map 'Spring 24=Spring membership' --map 'Holidays='
"""
_WIDTH = 120


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Preview and import the files; 1 when something was refused."""
    given = _options(name).parse_intermixed_args(arguments)
    if (complete := _complete_among(given.files)) is not None:
        return _complete(complete, given, chosen)
    given.mapping = read_mapping(Path(given.mapping)) if given.mapping else None
    known = _known(chosen, given.mapping)
    paths = [Path(path) for path in given.files]
    organisations = [path for path in paths if is_organisation_file(path)]
    exports = [path for path in paths if path not in organisations]
    _check_readable(organisations)
    several = understand_exports(exports, given, known) if exports else None  # all, before anything is written
    with _store(chosen, scratch=given.dry_run) as store:
        told = _import_organisations(store, organisations, given)
        told += [import_exports(store, exports, several, given)] if several else []
    if given.json:
        answer_json(told)
    return REFUSED if any(one["blocked"] for one in told) else DONE


def _complete_among(paths: Sequence[str]) -> Path | None:
    """The complete export among the files named, if there is one; `InvalidInput` when it is not alone."""
    found = [path for path in map(Path, paths) if is_complete_export(path)]
    if found and len(paths) > 1:
        raise InvalidInput(f"“{found[0].name}” is a complete export.", "Import it by itself.")
    return found[0] if found else None


def _check_readable(organisations: Sequence[Path]) -> None:
    """Only looked at: a file may name what files before it bring."""
    if organisations:
        from smdash.exchange.organisation.plan import check_readable

        for path in organisations:
            check_readable(path)


def _import_organisations(store: Store, paths: Sequence[Path], given: Namespace) -> list[dict[str, Any]]:
    if not paths:
        return []
    from smdash.cli.import_whole import import_organisation

    return [import_organisation(store, path, given) for path in paths]


def _complete(path: Path, given: Namespace, chosen: Globals) -> int:
    """Import a complete export; nobody need be known in the store before."""
    from smdash.cli.import_whole import import_complete, who_imports

    paths, settings = locations(chosen)
    actor = who_imports(path, actor_name(chosen, settings))
    with ExitStack() as closing_it:
        if given.dry_run and not paths.store.exists():
            store = closing_it.enter_context(_store(chosen, scratch=True))
        else:
            store = open_store(chosen, paths, settings)
            closing_it.callback(store.close)
        store.actor = actor
        told = import_complete(store, path, given)
    if given.json:
        answer_json([told])
    return DONE


def _options(name: str) -> Any:
    options = parser(name, f"{ABOUT}\n{_formats()}", EXAMPLES)
    options.add_argument("files", nargs="+", metavar="FILE", help="an export as it was downloaded, a zip or a folder")
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


def _formats() -> str:
    """The formats that are read, as their readers call themselves."""
    titles = dict.fromkeys(reader.title for reader in readers())
    return fill(f"Formats: {'; '.join(titles)}.", _WIDTH) + "\n"


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
