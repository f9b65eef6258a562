"""Toggl Track, detailed report as CSV.

Newer files begin with a BOM, write `Start Date`, or `Member` and `Stop date`; the amount column names its currency or
none: `Amount ()`.
"""

from __future__ import annotations

from smdash.exchange.readers.clock_report import ClockReport

TOGGL = ClockReport(
    name="toggl-detailed",
    title="Toggl Track detailed report",
    source="toggl",
    called={
        "person": ("User", "Member"),
        "email": ("Email",),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task",),
        "note": ("Description",),
        "billable": ("Billable",),
        "start_day": ("Start date",),
        "start_time": ("Start time",),
        "end_day": ("End date", "Stop date"),
        "end_time": ("End time", "Stop time"),
        "duration": ("Duration",),
        "tags": ("Tags",),
    },
    needed=("person", "project", "start_day", "start_time"),
)
