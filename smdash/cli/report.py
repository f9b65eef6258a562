"""`smdash report`: what managers take home, as text, Markdown, CSV or JSON."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from smdash.cli.kpi_list import this_quarter
from smdash.cli.options import Globals, answer_json, parser, tell
from smdash.cli.session import opened
from smdash.domain.breakdown import By
from smdash.domain.periods import Period
from smdash.domain.roi import Rung
from smdash.errors import InvalidInput
from smdash.reports import render
from smdash.reports.roi import roi_report
from smdash.reports.table import Report
from smdash.store.store import Snapshot

_RUNGS = {"tracked": Rung.TRACKED, "allocated": Rung.ALLOCATED, "all": Rung.ESTIMATED}
_EXAMPLES = """\
examples:
  smdash report roi --period 2026-Q4
  smdash report roi --by channel --format csv -o channels.csv
  smdash --role viewer report roi --by month --period 2026 --rung tracked --format md
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Print a report, or write it into a file; exit code 0."""
    given = _parser(name).parse_args(arguments)
    with opened(chosen) as session:
        report = session.store.read(_report, given)
    written = render.FORMATS[given.format](report)
    if given.output not in ("", "-"):
        _write(Path(given.output), written)
        tell(f"Wrote {given.output}.")
    elif given.format == "json":
        answer_json(render.as_record(report))
    else:
        sys.stdout.write(written)
    return 0


def _parser(name: str) -> Any:
    found = parser(name, "Print a report of a period.", _EXAMPLES)
    kinds = found.add_subparsers(dest="kind", required=True, metavar="REPORT")
    roi = kinds.add_parser("roi", help="what the work cost and brought", epilog=_EXAMPLES)
    roi.add_argument("--by", default="campaign", choices=[by.value for by in By], help="what has a line")
    roi.add_argument("--period", default="", help="2026-11, 2026-Q4, FY2026, ytd …; this quarter if not given")
    roi.add_argument("--rung", default="allocated", choices=list(_RUNGS), help="how much evidence net and ROAS need")
    roi.add_argument("--format", default="text", choices=list(render.FORMATS), help="text if not given")
    roi.add_argument("-o", "--output", default="", metavar="FILE", help="write into a file, replacing it")
    return found


def _report(snapshot: Snapshot, given: Any) -> Report:
    return roi_report(snapshot, _period(snapshot, given.period), By(given.by), _RUNGS[given.rung])


def _period(snapshot: Snapshot, typed: str) -> Period:
    if typed:
        return snapshot.organisation.calendar.parse(typed, snapshot.today)
    return this_quarter(snapshot)


def _write(path: Path, written: str) -> None:
    """The whole file or none: a full disk leaves what was there."""
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("x", encoding="utf-8", newline="") as file:
            file.write(written)
        draft.replace(path)
    except OSError as fault:
        draft.unlink(missing_ok=True)
        reason = fault.strerror or type(fault).__name__
        raise InvalidInput(f"{path} could not be written: {reason}.", "Choose another file with -o.") from fault
