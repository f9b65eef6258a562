"""`smdash report`: what managers take home, as text, Markdown, HTML, CSV, JSON or an Excel workbook."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from smdash.cli.kpi_list import this_quarter
from smdash.cli.names import campaign_named, people_named
from smdash.cli.options import Globals, answer_json, parser
from smdash.cli.output import hand_over, hand_over_bytes
from smdash.cli.session import opened
from smdash.domain.breakdown import By
from smdash.domain.hours_views import Dimension
from smdash.domain.periods import Period
from smdash.domain.roi import Rung
from smdash.domain.time_reports import Rounding
from smdash.errors import InvalidInput
from smdash.reports import render
from smdash.reports.audit import audit_report
from smdash.reports.risk import risk_report
from smdash.reports.roi import roi_report
from smdash.reports.sheet import XLSX
from smdash.reports.table import Report
from smdash.reports.timesheet import time_report
from smdash.reports.workbook import check_can_write, report_sheets, workbook
from smdash.store.audit import LEGAL_TRAIL, every_table
from smdash.store.store import Snapshot

_RUNGS = {"tracked": Rung.TRACKED, "allocated": Rung.ALLOCATED, "all": Rung.ESTIMATED}
_EXAMPLES = """\
examples:
  smdash report roi --period 2026-Q4
  smdash report roi --by channel --format csv -o channels.csv
  smdash report time --period 2026-W47 --person Ana
  smdash report time --period 2026-11 --by person --rounding 15 --round-up --format html -o hours.html
  smdash --role viewer report roi --by month --period 2026 --rung tracked --format md
"""


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Print a report, or write it into a file; exit code 0."""
    given = _parser(name).parse_args(arguments)
    if given.format == XLSX:
        check_can_write()
    with opened(chosen) as session:
        report = session.store.read(_REPORTS[given.kind], given)
    if given.format == "json" and given.output in ("", "-"):
        answer_json(render.as_record(report))
    elif given.format == XLSX:
        hand_over_bytes(given.output, workbook(report_sheets(report)))
    else:
        hand_over(given.output, [render.FORMATS[given.format](report)])
    return 0


def _parser(name: str) -> Any:
    found = parser(name, "Print a report of a period.", _EXAMPLES)
    kinds = found.add_subparsers(dest="kind", required=True, metavar="REPORT")
    roi = kinds.add_parser("roi", help="what the work cost and brought", epilog=_EXAMPLES)
    roi.add_argument("--by", default="campaign", choices=[by.value for by in By], help="what has a line")
    roi.add_argument("--period", default="", help="2026-11, 2026-Q4, FY2026, ytd …; this quarter if not given")
    roi.add_argument("--rung", default="allocated", choices=list(_RUNGS), help="how much evidence net and ROAS need")
    time = kinds.add_parser("time", help="hours, and timesheets to print and sign", epilog=_EXAMPLES)
    time.add_argument("--by", default="campaign", choices=[by.value for by in Dimension], help="what has a row")
    time.add_argument("--period", default="", help="2026-W47, 2026-11, week, month …; this week if not given")
    time.add_argument(
        "--person", action="append", default=[], metavar="NAME", help="a timesheet of this one; repeatable"
    )
    time.add_argument("--rounding", type=int, default=0, metavar="MINUTES", help="each entry to 5, 6, 10 or 15 minutes")
    time.add_argument("--round-up", action="store_true", help="always up, not to the nearest")
    audit = kinds.add_parser("audit", help="who changed what of legal risk, with the chain that proves it")
    audit.add_argument("--period", default="", help="2026-11, 2026-Q4, ytd …; this quarter if not given")
    audit.add_argument("--all", action="store_true", help="changes of every table, not only of legal risk")
    risk = kinds.add_parser("risk", help="what was checked, by whom, on what evidence, and what is open")
    risk.add_argument("--campaign", default="", metavar="NAME", help="of one campaign's launch gate only")
    risk.add_argument("--open", action="store_true", help="only what is not done")
    for kind in (roi, time, risk, audit):
        kind.add_argument("--format", default="text", choices=[*render.FORMATS, XLSX], help="text if not given")
        kind.add_argument("-o", "--output", default="", metavar="FILE", help="write into a file, replacing it")
    return found


def _roi(snapshot: Snapshot, given: Any) -> Report:
    period = _period(snapshot, given.period) or this_quarter(snapshot)
    return roi_report(snapshot, period, By(given.by), _RUNGS[given.rung])


def _time(snapshot: Snapshot, given: Any) -> Report:
    if given.round_up and not given.rounding:
        raise InvalidInput("--round-up needs a step.", "Add --rounding 5, 6, 10 or 15.")
    rounding = Rounding(given.rounding, up=given.round_up)
    period = _period(snapshot, given.period) or snapshot.organisation.calendar.week(snapshot.today)
    return time_report(snapshot, period, Dimension(given.by), people_named(snapshot, given.person), rounding)


def _risk(snapshot: Snapshot, given: Any) -> Report:
    campaign = campaign_named(snapshot, given.campaign) if given.campaign else None
    return risk_report(snapshot, campaign, only_open=given.open)


def _audit(snapshot: Snapshot, given: Any) -> Report:
    period = _period(snapshot, given.period) or this_quarter(snapshot)
    return audit_report(snapshot, period, every_table() if given.all else LEGAL_TRAIL)


_REPORTS: dict[str, Callable[[Snapshot, Any], Report]] = {"roi": _roi, "time": _time, "risk": _risk, "audit": _audit}


def _period(snapshot: Snapshot, typed: str) -> Period | None:
    return snapshot.organisation.calendar.parse(typed, snapshot.today) if typed else None
