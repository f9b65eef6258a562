"""Mailchimp, export of campaigns: one row per mail that was sent, 7 to 40 columns as the account has them.

A mail is a post of the audience it went to (`List` until 2019, `Audience` since). Metrics are what people did with it:

| column                  | is                                                                                     |
|-------------------------|----------------------------------------------------------------------------------------|
| Total Opens             | impressions: how often it was shown; opens that machines make are in it, as anywhere   |
| Unique Opens            | reach: how many opened it                                                              |
| Unique Clicks           | clicks: how many clicked, at most one each; without it, Total Clicks                   |
| Times Forwarded         | shares                                                                                 |
| Total Recipients, Successful Deliveries, bounces, Unsubscribes, Abuse Complaints, orders and revenue, rates | raw |

Rates are Mailchimp's own, rounded, and nothing is worked out from them: a mail's rate is Σ clicks / Σ opens here. The
revenue it claims for itself is information; a shop's or payment export is what is booked.
"""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    cell_name,
    date_at,
    first_measures,
    raw_fields,
    recognise_columns,
)
from smdash.exchange.readers.post_ids import is_rounded
from smdash.exchange.records.base import ContentKeys, PostRecord

_SENT = ("Send Date", "Sent Date", "Send Time", "Date Sent")
_AUDIENCE = ("Audience", "List", "Audience Name", "List Name")
_TITLE, _SUBJECT, _OWN_ID = (
    ("Title", "Campaign Name", "Name"),
    ("Subject", "Subject Line"),
    ("Unique Id", "Campaign Id"),
)
_METRICS = {
    "impressions": ("Total Opens",),
    "reach": ("Unique Opens",),
    "clicks": ("Unique Clicks", "Total Clicks"),
    "shares": ("Times Forwarded",),
}
_COUNTED = ("Total Recipients", "Successful Deliveries", "Unique Opens", "Total Opens", "Unique Clicks", "Open Rate",
            "Click Rate", "Unsubscribes")  # fmt: skip
_KNOWN = (
    *_COUNTED, "Send Weekday", "Soft Bounces", "Hard Bounces", "Total Bounces", "Times Forwarded", "Forwarded Opens",
    "Total Clicks", "Abuse Complaints", "Times Liked on Facebook", "Folder Id", "Total Orders", "Total Gross Sales",
    "Total Revenue", "Analytics ROI", "Campaign Cost", "Revenue Created",
)  # fmt: skip
_KLAVIYO = ("Campaign Channel", "Placed Order Rate", "Unique Placed Order")  # which has the other names too
_LEAST = 2  # of what is counted, so that a list of anything that was sent is not taken for one


class MailchimpCampaigns:
    """Reader of the mails of one account."""

    name = "mailchimp-campaigns"
    title = "Mailchimp campaigns"

    def recognise(self, header: Header) -> Match | NoMatch:
        if header.find(*_KLAVIYO) is not None:
            return NoMatch("it lists campaigns of Klaviyo", len(_KLAVIYO))
        needed = {"Send Date": _SENT, "Title": (*_TITLE, *_SUBJECT)}
        missing = [name for name, names in needed.items() if header.find(*names) is None]
        counted = len(_COUNTED) - len(header.missing(_COUNTED))
        if missing or counted < _LEAST:
            lacks = ", ".join([*missing, *([] if counted >= _LEAST else ["Unique Opens"])])
            there = len(needed) - len(missing) + min(counted, 1)
            return NoMatch(f"no column {lacks}" if there else "none of its columns is there", there)
        found = recognise_columns(header, (), _KNOWN)
        named = sum(header.find(*names) is not None for names in (_SENT, _AUDIENCE, _TITLE, _SUBJECT, _OWN_ID))
        return Match(named + (found.columns if isinstance(found, Match) else 0))

    def columns(self, header: Header) -> Columns:
        sent = header.find(*_SENT)
        dates = DateColumns("Send Date", () if sent is None else (sent,), "month name, day, year")
        places = dict.fromkeys(place for places in _metric_places(header).values() for place in places)
        return Columns((dates,), tuple(NumberColumn(header.names[place], place) for place in places))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return (
            Decision("opens", "reach and impressions", "unique and total opens", "deliveries are kept beside them"),
        )

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        return _Rows(header, grammars).read


def _metric_places(header: Header) -> dict[str, tuple[int, ...]]:
    """Per metric its columns, the first that reports a value counting."""
    found = {
        metric: tuple(place for name in names if (place := header.find(name)) is not None)
        for metric, names in _METRICS.items()
    }
    return {metric: places for metric, places in found.items() if places}


class _Rows:
    def __init__(self, header: Header, grammars: Grammars) -> None:
        groups = (_SENT, _AUDIENCE, _TITLE, _SUBJECT, _OWN_ID)
        self._sent, self._audience, self._title, self._subject, self._own_id = (header.find(*one) for one in groups)
        self._dates, metrics = grammars.dates["Send Date"], _metric_places(header)
        self._metrics = first_measures(header, grammars, metrics)
        first = [places[0] for places in metrics.values()]
        used = [place for place in (self._sent, self._audience, self._subject, self._own_id) if place is not None]
        self._raw = raw_fields(header, [*used, *first])
        self._key_of = ContentKeys().key

    def read(self, row: Row) -> PostRecord:
        cells = row.cells
        subject, title = cell_line(cells, self._subject), cell_line(cells, self._title)
        if not subject and not title:
            raise BadCell("", "is blank, and so is the title: which mail is it?", "Subject")
        sent = cell_line(cells, self._sent)
        if not sent:
            raise BadCell("", "is blank: it was not sent", "Send Date")
        when = date_at(self._dates, sent, "Send Date")
        own_id = cell_line(cells, self._own_id)
        own_id = "" if "+" in own_id and is_rounded(own_id) else own_id  # ids are hexadecimal: 7e12345678 is one
        audience = cell_name(cells, self._audience, "Audience")
        return PostRecord(
            platform="mailchimp",
            channel=audience,
            posted_at=when,
            precision="minute" if ":" in sent else "day",
            source="mailchimp-campaign",
            external_key=own_id or self._key_of((when.isoformat(), title or subject, audience)),
            external_id=own_id,
            line=row.line,
            kind="email",
            text=subject or title,
            metrics=self._metrics(cells),
            raw=self._raw(cells),
        )
