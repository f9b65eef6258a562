"""Periods in words, as the header and lists show them. No Textual here."""

from __future__ import annotations

from datetime import date

from smdash.domain.periods import Period


def period_title(period: Period) -> str:
    """`Q4 2026`, `Nov 2026`, `Week 47 · 16–22 Nov 2026`, `FY2026 Q2`, `year to date`, or its two days."""
    if period.kind == "quarter":
        return f"Q{period.name[-1]} {period.start.year}"
    if period.kind == "month":
        return f"{period.start:%b %Y}"
    if period.kind == "week":
        number = f"Week {int(period.name[-2:])} · " if "-W" in period.name else ""
        return f"{number}{day_range(period.start, period.last)}"
    if period.kind == "fiscal quarter":
        return period.name.replace("-", " ")
    if period.kind == "year to date":
        return "year to date"
    if period.kind in ("year", "fiscal year", "day"):
        return period.name
    return day_range(period.start, period.last)


def day_range(first: date, last: date) -> str:
    """Two days without saying month and year twice: `16–22 Nov 2026`."""
    if first == last:
        return f"{first.day} {first:%b %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%b %Y}"
    start = f"{first.day} {first:%b}" if first.year == last.year else f"{first.day} {first:%b %Y}"
    return f"{start} – {last.day} {last:%b %Y}"


def progress(period: Period, today: date) -> str:
    """`day 53 of 92`, or that it is over or has not begun."""
    if today in period:
        return f"day {(today - period.start).days + 1} of {period.days}"
    return "over" if today >= period.end else "not begun"
