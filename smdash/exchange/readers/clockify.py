"""Clockify, detailed report as CSV.

All cells are quoted; dates are month or day first, clocks have 12 or 24 hours, with seconds or without, as the
workspace is set. A workspace may call tasks activities. The column of decimal hours may be 0.00 where the other one is
not. A report of one's own time has no user. Entries without any time are exported, too.
"""

from __future__ import annotations

from smdash.exchange.readers.clock_report import ClockReport

CLOCKIFY = ClockReport(
    name="clockify-detailed",
    title="Clockify detailed report",
    source="clockify",
    called={
        "person": ("User", "Member"),
        "email": ("Email",),
        "client": ("Client",),
        "project": ("Project",),
        "task": ("Task", "Activity"),
        "note": ("Description",),
        "billable": ("Billable",),
        "start_day": ("Start Date",),
        "start_time": ("Start Time",),
        "end_day": ("End Date",),
        "end_time": ("End Time",),
        "duration": ("Duration (h)", "Time (h)"),
        "hours": ("Duration (decimal)", "Time (decimal)"),
        "tags": ("Tags", "Tag"),
    },
    needed=("project", "start_day", "start_time"),
    least=0,
    rounding=60,
)
