"""`smdash kpi`: list KPIs, show one, add, edit and archive them, enter and delete readings, check in."""

from __future__ import annotations

import re

from smdash.cli import kpi_list, kpi_new, kpi_readings, kpi_shipped, kpi_show
from smdash.cli.options import Globals, parser
from smdash.cli.session import opened

EXAMPLES = """\
examples:
  smdash kpi list --period 2026-Q4
  smdash kpi show newsletter
  smdash kpi set newsletter 412 --on yesterday
  smdash kpi set "Engagement rate" 340/10000 --note "from the monthly export"
  smdash kpi unset newsletter --on yesterday
  smdash kpi add --template leads --target 200 --due 2026-12-31
  smdash kpi add --measure engagement_by_reach --target 3 --channel "Guild page"
  smdash kpi add Bookings --target 180 --pacing seasonal --last-year "Bookings 2025"
  smdash kpi edit newsletter --target 1200 --due 2027-01-31
  smdash kpi archive newsletter
  smdash kpi check-in "Grow membership" 7 --note "two partners agreed"

A name may be shortened to a beginning that only one KPI has, or only one that runs today. Readings also come from a
CSV file: smdash import readings.csv.
"""
PARTS = (kpi_list, kpi_show, kpi_readings, kpi_new, kpi_shipped)
WITHOUT_STORE = {"templates": kpi_shipped.show_templates, "measures": kpi_shipped.show_measures}


def _with_minus(word: str) -> str:
    """`-2,5` and `-1%` with a true minus sign, so that they are not taken for options; `-3d` is a day."""
    negative = re.match(r"-[\d.,]", word) and not re.fullmatch(r"-\d{1,4}d", word)
    return f"−{word[1:]}" if negative else word


def run(name: str, arguments: list[str], chosen: Globals) -> int:
    """Do what the verb says; without one, list the KPIs of this quarter."""
    options = parser(name, "KPIs, their readings, and check-ins of objectives.", EXAMPLES)
    verbs = options.add_subparsers(dest="verb", metavar="VERB")
    for part in PARTS:
        part.add_verbs(verbs)
    given = options.parse_args([_with_minus(word) for word in arguments] or ["list"])
    if given.verb is None:
        options.error(
            "say what to do: list, show, set, unset, check-in, add, edit, archive, bring-back, templates or measures"
        )
    if given.verb in WITHOUT_STORE:
        return WITHOUT_STORE[given.verb](given)
    with opened(chosen) as session:
        done: int = given.act(session, given)
        return done
