"""Google Analytics, CSV of any report: GA4 reports and explorations, and Universal Analytics.

| column                                         | is                                                              |
|------------------------------------------------|-----------------------------------------------------------------|
| Date, Day Index, Nth day (`0003`)              | the day; an Nth day is counted from the first day of the report |
| Date range, Year month                         | the days of a row in a report that compares, or goes by month   |
| … source, medium, source / medium, campaign, channel group | where visits come from; campaigns are matched by name |
| Event name                                     | an event; only its rows `session_start` count sessions          |
| all other columns before the first number      | a dimension, kept by its name                                   |
| Sessions; Engaged sessions; Users              | sessions; engaged; users                                        |
| Key events, Conversions, Goal Completions      | key events, which may be fractions                              |
| Views, Pageviews                               | impressions of a day                                            |
| all other numbers, revenue among them          | raw: revenue is booked from shops and payments, never from here |

A file has several tables, each under `#` lines or a blank one. A table by day alone is days of the website's channel;
any other gives rows of visits. A table by day and more also gives the visits of its days, if its rows add up to its
total. Numbers of a breakdown across the columns (a pivot) belong to no column by itself and are refused.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header
from smdash.exchange.readers.base import Columns, Grammars, Match, NoMatch, NumberColumn, RowReader, metric_places
from smdash.exchange.readers.google.analytics_columns import METRICS, Role, is_metric, role_of
from smdash.exchange.readers.google.analytics_rows import AnalyticsRows
from smdash.exchange.readers.google.analytics_titles import Told

SOURCE = "google-analytics"
_CERTAIN = 1_000  # its `#` lines are like no other's, so it goes before every format that shares a column
_OWN = ("day index", "nth day", "session source / medium", "default channel grouping", "engaged sessions", "event name",
        "session default channel group", "source / medium")  # fmt: skip


class GoogleAnalytics:
    """Reader of one file; `under` gives the reader of a table by the lines above it."""

    name = "google-analytics"
    title = "Google Analytics (GA4 or Universal Analytics)"

    def __init__(self, told: Told | None = None) -> None:
        self._told = told or Told()

    def under(self, titles: tuple[str, ...]) -> GoogleAnalytics:
        """The reader of the table that stands under these titles; what they don't tell was told above."""
        return GoogleAnalytics(self._told.and_then(titles))

    def begins(self, header: Header) -> bool:
        """Whether a row that follows a gap is the header of a further table: names only, no number among them."""
        first = header.keys[0] if header.keys else "#"
        return len(header.keys) > 1 and not first.startswith(("#", "column ")) and not _numbers(header)

    def recognise(self, header: Header) -> Match | NoMatch:
        known = sum(role_of(key) is not None or is_metric(key) for key in header.keys)
        if self._told.marked:
            return Match(_CERTAIN + known) if self.begins(header) else NoMatch("no table under its lines", 1)
        own = [key for key in header.keys if key in _OWN or "channel group (default" in key]
        if own and header.find(*METRICS["sessions"], *METRICS["users"]) is not None:
            return Match(known)
        return NoMatch("no lines with # that say which days it is about", len(own))

    def columns(self, header: Header) -> Columns:
        return Columns(
            (), tuple(NumberColumn(header.names[place], place, whole=name != "key_events")
                      for name, place in metric_places(header, METRICS).items()),
        )  # fmt: skip

    def notes(self, header: Header) -> tuple[Decision, ...]:
        told = [Decision("users", "users", "never added up", "the same people come again")]
        if any(role_of(key) is Role.EVENT for key in header.keys):
            told.append(Decision("events", "sessions", "of session_start only", "every event repeats its session"))
        if len(header.keys) > 1 and any(role_of(key) is Role.DAY for key in header.keys):
            told.append(Decision("days", "visits of a day", "all its rows", "if they add up to the table's own total"))
        return tuple(told)

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return AnalyticsRows(SOURCE, header, metric_places(header, METRICS), grammars, self._told)


def _numbers(header: Header) -> bool:
    return any(key.replace(".", "").replace(",", "").removesuffix("%").isdigit() for key in header.keys)
