"""Toggl Track, detailed report as CSV.

Newer files begin with a BOM, write `Start Date`, or `Member` and `Stop date`, and have the columns a person chose; the
amount column names its currency or none: `Amount ()`. Dates, clocks and durations are as the account is set, such as
`0:47:06`, `47:06 min` or `0.79 h`.
"""

from __future__ import annotations

from smdash.exchange.readers.hours.clock_report import ClockReport

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
    needed=("start_day", "start_time", "duration"),
    any_of=("person", "email", "project", "note"),
    names_people=True,
    rounding=60,
)
