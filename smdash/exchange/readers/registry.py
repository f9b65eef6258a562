"""Every reader, and which of them a file belongs to: told by its columns, never by its name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from smdash.domain.text import one_line
from smdash.errors import Refused
from smdash.exchange.files.decode import Decoded
from smdash.exchange.files.grid import Header
from smdash.exchange.files.layouts import first_rows, layouts
from smdash.exchange.readers.base import NOTHING_THERE, Match, NoMatch, Reader, TitledReader
from smdash.exchange.readers.google.ads import GoogleAds
from smdash.exchange.readers.google.analytics import GoogleAnalytics
from smdash.exchange.readers.hours.clockify import CLOCKIFY
from smdash.exchange.readers.hours.harvest import HarvestDetailed
from smdash.exchange.readers.hours.table import KIMAI_EXPORT, KIMAI_TIMES, HoursTable
from smdash.exchange.readers.hours.timewarrior import Timewarrior
from smdash.exchange.readers.hours.toggl import TOGGL
from smdash.exchange.readers.hours.watson import WatsonFrames
from smdash.exchange.readers.linkedin.page import LinkedInPage
from smdash.exchange.readers.linkedin.person import LinkedInPerson
from smdash.exchange.readers.mailchimp import MailchimpCampaigns
from smdash.exchange.readers.mapped.mapping import Mapping, shipped_mappings
from smdash.exchange.readers.mapped.reader import MappedReader
from smdash.exchange.readers.meta.ads import MetaAds
from smdash.exchange.readers.meta.audience import MetaAudience
from smdash.exchange.readers.meta.legacy import META_LEGACY
from smdash.exchange.readers.meta.overview import MetaOverview
from smdash.exchange.readers.meta.posts import FACEBOOK, INSTAGRAM
from smdash.exchange.readers.readings.cells import KnownKpis
from smdash.exchange.readers.readings.table import Answers, reading_readers
from smdash.exchange.readers.sales.shopify import ShopifyOrders
from smdash.exchange.readers.sales.stripe import StripePayments
from smdash.exchange.readers.sales.touches import Touches
from smdash.exchange.readers.tiktok import TIKTOK
from smdash.exchange.readers.x.overview import OVERVIEW, TWEET_DAYS
from smdash.exchange.readers.x.posts import XPosts
from smdash.exchange.readers.youtube.studio import YouTubeStudio

_TITLE_CELLS = 4  # a line above a table has one, more only where it has a comma
_DO = "A mapping reads any other table: `smdash import --help` shows one, in the dashboard F3 makes one."
_NEAREST = 5  # formats that are told with a reason
_HEADER_WITHIN = 60  # rows of preamble that may stand before a header
_BETTER_WITHIN = 8  # rows below a header among which a better one may stand, as under a table of notes


@dataclass(frozen=True, slots=True)
class Found:
    """The reader of a file and how its rows are laid out; `tried` are the layouts that were possible."""

    reader: Reader
    layout: str
    header: Header
    tried: tuple[str, ...]


class NotKnown(Refused):
    """A file is text, and in no format that is known."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """No reader knows the file: for each format its title and why it is not that one, the nearest first. All but a few
    are only counted in the refusal.
    """

    reasons: tuple[tuple[str, str], ...]

    def refusal(self, name: str) -> NotKnown:
        """The fault to show, and what to do about it."""
        near = [f"{title}: {reason}." for title, reason in self.reasons if reason != NOTHING_THERE][:_NEAREST]
        rest = len(self.reasons) - len(near)
        lines = (*near, f"{rest} other formats: they fit less." if near else f"{rest} formats: {NOTHING_THERE}.", _DO)
        return NotKnown(f"“{name}” is in no format smdash knows. It is not:", "\n".join(lines))


def readers(
    mappings: Iterable[Mapping] = (), kpis: KnownKpis | None = None, answers: Answers | None = None
) -> tuple[Reader, ...]:
    """Every format that can be read; `mappings` are the saved ones of this organisation, beside those shipped, `kpis`
    are what its KPIs are called, `answers` what a person said of the file.
    """
    saved = {mapping.name: mapping for mapping in (*shipped_mappings(), *mappings)}
    return (
        TOGGL,
        CLOCKIFY,
        HarvestDetailed(),
        WatsonFrames(),
        Timewarrior(),
        KIMAI_EXPORT,
        KIMAI_TIMES,
        *META_LEGACY,
        FACEBOOK,
        INSTAGRAM,
        MetaOverview(answers=answers),
        MetaAudience(answers=answers),
        MetaAds(),
        GoogleAds(),
        LinkedInPage(),
        LinkedInPerson(),
        GoogleAnalytics(),
        OVERVIEW,
        TWEET_DAYS,
        XPosts(),
        MailchimpCampaigns(),
        YouTubeStudio(),
        *TIKTOK,
        ShopifyOrders(),
        StripePayments(),
        Touches(),
        *(MappedReader(mapping) for mapping in saved.values()),
        *reading_readers(kpis or KnownKpis(), answers or {}),
        HoursTable(),
    )


def detect(decoded: Decoded, known: Iterable[Reader], delimiter: str | None = None) -> Found | Unknown:
    """The reader that knows the most columns of a row near the file's beginning; `delimiter` is a person's choice."""
    known = tuple(known)
    titled = {id(reader): reader for reader in known if isinstance(reader, TitledReader)}  # which is slow to tell
    tried = tuple(layouts(decoded, delimiter))
    best: tuple[int, Found] | None = None
    nearest: dict[str, NoMatch] = {reader.title: NoMatch(NOTHING_THERE) for reader in known}
    for layout in tried:
        below = 0  # rows from a header on
        for titles, header in _headers(decoded, layout):
            below += bool(below)
            if below > _BETTER_WITHIN:
                break
            for reader in known:
                under = titled.get(id(reader))
                verdict = (reader if under is None else under.under(titles)).recognise(header)
                if isinstance(verdict, Match):
                    if best is None or verdict.columns > best[0]:
                        best, below = (verdict.columns, Found(reader, layout, header, tried)), 1
                elif verdict.columns > nearest[reader.title].columns:
                    nearest[reader.title] = verdict
    if best is not None:
        return best[1]
    most = decoded.limits.columns
    if any(len(cells) > most for layout in tried for cells in first_rows(decoded, layout, _HEADER_WITHIN)):
        raise Refused(f"“{decoded.name}” has more than {most} columns.", "It is not an export smdash knows.")
    ranked = sorted(nearest.items(), key=lambda item: (-item[1].columns, item[1].lacking))
    return Unknown(tuple((title, verdict.reason) for title, verdict in ranked))


def _headers(decoded: Decoded, layout: str) -> Iterable[tuple[tuple[str, ...], Header]]:
    """Rows that may be a header, each with the lines above it."""
    titles: tuple[str, ...] = ()
    for cells in first_rows(decoded, layout, _HEADER_WITHIN):
        if 1 < len(cells) <= decoded.limits.columns:
            yield titles, Header.of(cells)
        if title := one_line(" ".join(cells[:_TITLE_CELLS])):
            titles = (*titles, title)
