"""KPIs that are worked out from stored data: what can be measured, of what, and by which formula.

A measure gives each cadence's reading from what its days hold, so that a KPI's own rules (sum, ratio, last value) work
as with readings that are typed in. Nothing is stored: what is imported, edited or undone is in the next look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from smdash.domain.goals import Aggregation, Cadence, Level, Measured, Reading
from smdash.domain.periods import Calendar, Period


class Rows(StrEnum):
    """The rows a quantity is summed over, in the words of people."""

    POSTS = "posts"
    CHANNEL_DAYS = "channel days"
    OUTCOMES = "outcomes"
    HOURS = "entries of time"
    MONEY = "costs, hours and benefits"


class Part(NamedTuple):
    """What some rows of one day come to: `amount` and how many rows it is of. A missing amount is no part at all."""

    amount: int
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that stored rows say. `above` and `below` name quantities by day; without `below` a reading is one
    value. `money` says that `above` is in minor units, `divisor` what a value is divided by to be in the unit.

    `scopes` are what it can be narrowed to, of channel, campaign and post kind; `one_channel` that it can't be added
    over channels.
    """

    id: str
    title: str
    definition: str
    formula: str
    rows: tuple[Rows, ...]
    aggregation: Aggregation
    level: Level
    above: str
    below: str = ""
    unit: str = ""
    divisor: int = 1
    money: bool = False
    one_channel: bool = False
    each_day: bool = False

    @property
    def scopes(self) -> frozenset[str]:
        """What it can be narrowed to: a channel, a campaign, a kind of post."""
        found = {"channel"}
        if Rows.CHANNEL_DAYS not in self.rows:
            found.add("campaign")
        if self.rows == (Rows.POSTS,):
            found.add("post_kind")
        return frozenset(found)

    def unit_in(self, currency: str) -> str:
        """Its unit; money is in the reporting currency."""
        return currency if self.money else self.unit


_RATIO, _SUM, _LAST, _MEAN = Aggregation.RATIO, Aggregation.SUM, Aggregation.LAST, Aggregation.MEAN
_OUT, _TAKE, _OUTCOME, _IMPACT = Level.OUTPUT, Level.OUT_TAKE, Level.OUTCOME, Level.IMPACT
_POSTS, _DAYS, _OUTCOMES = (Rows.POSTS,), (Rows.CHANNEL_DAYS,), (Rows.OUTCOMES,)

MEASURES: Mapping[str, Measure] = {
    one.id: one
    for one in (
        Measure("posts", "Posts published", "Posts, counted on the day they were published.", "number of posts",
                _POSTS, _SUM, _OUT, "posts"),
        Measure("impressions", "Impressions of posts", "How often posts were shown, or viewed where only that is told."
                " Counted on the day of posting.", "Σ impressions of posts", _POSTS, _SUM, _OUT, "impressions"),
        Measure("video_views", "Video views of posts", "How often videos were played, by the platform's own rule.",
                "Σ video views of posts", _POSTS, _SUM, _TAKE, "video_views"),
        Measure("engagements", "Engagements", "Reactions, comments, shares, saves and clicks of posts, as far as the"
                " platform reports them.", "Σ engagements of posts", _POSTS, _SUM, _TAKE, "engagements"),
        Measure("clicks", "Clicks on posts", "Clicks on posts, as the platform counts them.", "Σ clicks of posts",
                _POSTS, _SUM, _TAKE, "clicks"),
        Measure("engagement_by_impressions", "Engagement rate by impressions", "Engagements of posts that report both,"
                " by their impressions.", "Σ engagements / Σ impressions, over posts that report both", _POSTS, _RATIO,
                _TAKE, "engagements_shown", "impressions_engaged", unit="%"),
        Measure("engagement_by_reach", "Engagement rate by reach", "Engagements of posts that report both, by the"
                " people each reached. A person may be reached by several posts.",
                "Σ engagements / Σ reach, over posts that report both", _POSTS, _RATIO, _TAKE, "engagements_reached",
                "reach_engaged", unit="%"),
        Measure("engagement_by_followers", "Engagement rate by followers", "Engagements of posts by the followers of"
                " their channel that day, as last told.", "Σ engagements / Σ followers, over posts with both", _POSTS,
                _RATIO, _TAKE, "engagements_followed", "followers_engaged", unit="%"),
        Measure("click_through_rate", "Click-through rate", "Clicks by impressions of posts that report both.",
                "Σ clicks / Σ impressions, over posts that report both", _POSTS, _RATIO, _TAKE, "clicks_shown",
                "impressions_clicked", unit="%"),
        Measure("applause", "Applause per post", "Reactions per post that reports them.", "Σ reactions / posts", _POSTS,
                _RATIO, _TAKE, "reactions", "posts_reactions"),
        Measure("conversation", "Comments per post", "Comments per post that reports them (conversation).",
                "Σ comments / posts", _POSTS, _RATIO, _TAKE, "comments", "posts_comments"),
        Measure("amplification", "Shares per post", "Shares per post that reports them (amplification).",
                "Σ shares / posts", _POSTS, _RATIO, _TAKE, "shares", "posts_shares"),
        Measure("followers", "Followers", "Followers at the end of the last day that tells them, of each channel added"
                " up; one who follows two channels counts twice.", "last count of each channel, added up", _DAYS, _LAST,
                _OUT, "followers"),
        Measure("follower_growth", "Follower growth", "Followers won since the start, by the followers at the start. On"
                " days that tell only how many came and went, these are counted on.",
                "net new followers / followers at the start", _DAYS, _LAST, _OUT, "followers", "followers_at_start",
                unit="%"),
        Measure("net_followers", "Net new followers", "Followers who came less those who went.",
                "Σ net follows, or follows − unfollows", _DAYS, _SUM, _OUT, "net_follows"),
        Measure("daily_reach", "Reach of a day", "People reached on a day, the mean of days. Reach is never added: the"
                " same people are reached again.", "mean of the days' reach", _DAYS, _MEAN, _OUT, "reach",
                one_channel=True, each_day=True),
        Measure("channel_views", "Views of a channel", "Impressions or views of everything on a channel, day by day.",
                "Σ views of days", _DAYS, _SUM, _OUT, "channel_impressions"),
        Measure("interactions_by_followers", "Interactions by followers", "Interactions of a day by the followers of"
                " that day.", "Σ interactions / Σ followers, over days that tell both", _DAYS, _RATIO, _TAKE,
                "interactions_followed", "followers_interacting", unit="%"),
        Measure("link_clicks", "Link clicks of a channel", "Clicks on links, day by day.", "Σ link clicks of days",
                _DAYS, _SUM, _TAKE, "link_clicks"),
        Measure("visits", "Visits of a channel", "Visits of the page or profile, day by day.", "Σ visits of days",
                _DAYS, _SUM, _TAKE, "visits"),
        Measure("leads", "Leads", "Leads entered or imported; what was counted too often is taken off on its day.",
                "Σ leads", _OUTCOMES, _SUM, _OUTCOME, "lead"),
        Measure("members", "Members gained", "New members entered or imported.", "Σ members", _OUTCOMES, _SUM, _IMPACT,
                "member"),
        Measure("orders", "Orders", "Orders entered or imported.", "Σ orders", _OUTCOMES, _SUM, _OUTCOME, "order"),
        Measure("revenue", "Revenue", "Revenue that is tracked or allocated, by its share and margin; refunds are taken"
                " off on their day.", "Σ revenue × share × margin, tracked and allocated", (Rows.MONEY,), _SUM, _IMPACT,
                "revenue", money=True),
        Measure("cost_per_lead", "Cost per lead", "Full cost, staff included, by leads.", "Σ full cost / Σ leads",
                (Rows.MONEY, Rows.OUTCOMES), _RATIO, _OUTCOME, "cost", "lead", money=True),
        Measure("cost_per_member", "Cost per member gained", "Full cost, staff included, by members gained.",
                "Σ full cost / Σ members", (Rows.MONEY, Rows.OUTCOMES), _RATIO, _IMPACT, "cost", "member", money=True),
        Measure("cost_per_click", "Cost per click, full", "Full cost, staff included, by clicks on posts.",
                "Σ full cost / Σ clicks", (Rows.MONEY, Rows.POSTS), _RATIO, _OUTCOME, "cost", "clicks", money=True),
        Measure("staff_share", "Staff share of cost", "Cost of logged hours and staff cost entered, by full cost.",
                "Σ staff cost / Σ full cost", (Rows.MONEY,), _RATIO, _OUT, "staff", "cost_below", unit="%"),
        Measure("roi", "ROI to date, tracked + allocated", "Net benefit by full cost, staff included, of the days up to"
                " today; Overview and Campaigns count the whole period, with what is dated later. Benefit that is"
                " estimated does not count.", "(Σ benefit T+A − Σ cost) / Σ cost", (Rows.MONEY,),
                _RATIO, _IMPACT, "net", "cost_below", unit="%"),
        Measure("hours", "Hours logged", "Time that was logged, running timers left out.", "Σ time",
                (Rows.HOURS,), _SUM, _OUT, "seconds", unit="h", divisor=3600),
    )
}  # fmt: skip
"""All of them by id. Engagement rates, applause, conversation, amplification: Avinash Kaushik (2011) and AMEC."""


def measure_of(measured: Measured) -> Measure | None:
    """The measure a KPI names; None for one this program does not know."""
    return MEASURES.get(measured.measure)


def scope_faults(measured: Measured) -> dict[str, str]:
    """What is wrong with what a KPI is computed from, by field."""
    measure = measure_of(measured)
    if measure is None:
        return {"measure": f"There is no measure “{measured.measure}”. Measures are {', '.join(MEASURES)}."}
    chosen = {"channel": measured.channel_id, "campaign": measured.campaign_id, "post_kind": measured.post_kind or None}
    title = measure.title
    faults = {
        name: f"{title} can't be told by {name.replace('post_kind', 'kind of post')}: leave it empty."
        for name, value in chosen.items()
        if value is not None and name not in measure.scopes
    }
    if measure.one_channel and measured.channel_id is None:
        faults["channel"] = f"{title} can't be added over channels. Choose one."
    if Rows.MONEY in measure.rows and measured.channel_id is not None and measured.campaign_id is not None:
        faults["channel"] = f"{title} goes by campaign or by channel, not by both. Leave one empty."
    return faults


def counted(rows: int, words: str) -> str:
    """`37 posts`, or `1 row of posts`."""
    return f"1 row of {words}" if rows == 1 else f"{rows} {words}"


def bucket_end(day: date, cadence: Cadence, calendar: Calendar) -> date:
    """The day after the week, month or quarter of a day, which one reading stands for."""
    if cadence is Cadence.DAILY:
        return calendar.day(day).end
    if cadence is Cadence.WEEKLY:
        return calendar.week(day).end
    return (calendar.month(day) if cadence is Cadence.MONTHLY else calendar.fiscal_quarter(day)).end


@dataclass(frozen=True, slots=True)
class Basis:
    """How a KPI's days become readings: its measure and cadence, the calendar, and minor units in one of currency.

    `days` are those of the KPI: a week that reaches beyond them says so.
    """

    measure: Measure
    cadence: Cadence
    calendar: Calendar
    minor_units: int = 100
    days: Period | None = None

    def readings(self, above: Mapping[date, Part], below: Mapping[date, Part]) -> tuple[Reading, ...]:
        """One reading for each week, month or quarter that has a row, on its last day with one.

        A day without a row says nothing: it is no reading, and never zero. Of a ratio whose sides come from other rows
        (cost per lead) each side counts what it has.
        """
        cadence = Cadence.DAILY if self.measure.each_day else self.cadence
        found: list[Reading] = []
        sums: list[int] = [0, 0, 0]
        last: date | None = None
        end = date.min
        for day in sorted({*above, *below}):
            if last is not None and day >= end:
                found.append(self._reading(last, sums))
                sums = [0, 0, 0]
            if last is None or day >= end:
                end = bucket_end(day, cadence, self.calendar)
            last, upper, lower = day, above.get(day), below.get(day)
            sums[0] += upper.amount if upper else 0
            sums[1] += lower.amount if lower else 0
            sums[2] += max(upper.rows if upper else 0, lower.rows if lower else 0)
        if last is not None:
            found.append(self._reading(last, sums))
        return tuple(found)

    def _reading(self, day: date, sums: list[int]) -> Reading:
        above, below, rows = sums
        note = f"from {counted(rows, self.measure.rows[0].value)}{self._cut(day)}"
        value = Decimal(above) / self.minor_units if self.measure.money else Decimal(above)
        if self.measure.below or self.measure.divisor != 1:
            divisor = below if self.measure.below else self.measure.divisor
            return Reading(day, None, value, Decimal(divisor), note, rows=rows)
        return Reading(day, value, note=note, rows=rows)

    def _cut(self, day: date) -> str:
        """How much of its week lies within the days of the KPI, where not all of it does: `, 3 of 7 days`."""
        if self.days is None or self.cadence is not Cadence.WEEKLY or self.measure.each_day:
            return ""
        week = self.calendar.week(day)
        shared = week.overlap(self.days.start, self.days.end)
        return "" if shared == week.days else f", {shared} of {week.days} days"

    def levels(self, days: Iterable[FollowerDay], start: date) -> tuple[Reading, ...]:
        """Readings of a count that stands: followers of all channels on the last day of each cadence that tells any.

        Days before the start only say what each channel begins with. Growth is in two parts: won since the start, and
        followers at the start, of the channels whose followers are known.
        """
        known: dict[int, int] = {}
        base: dict[int, int] = {}
        found: dict[date, Reading] = {}
        for one in days:
            if one.followers is not None:
                known[one.channel_id] = one.followers
            elif one.channel_id in known and one.net is not None:
                known[one.channel_id] += one.net
            else:
                continue
            if one.day < start or one.channel_id not in base:
                base[one.channel_id] = known[one.channel_id]
            if one.day >= start:
                found[bucket_end(one.day, self.cadence, self.calendar)] = self._level(one.day, known, base)
        return tuple(found.values())

    def _level(self, day: date, known: Mapping[int, int], base: Mapping[int, int]) -> Reading:
        total, channels = sum(known.values()), len(known)
        note = f"of {channels} channel{'' if channels == 1 else 's'}"
        if not self.measure.below:
            return Reading(day, Decimal(total), note=note)
        begun = sum(base.values())
        return Reading(day, None, Decimal(total - begun), Decimal(begun), note)


class FollowerDay(NamedTuple):
    """What a channel told of its followers on one day: how many at its end, or how many came less those who went."""

    channel_id: int
    day: date
    followers: int | None
    net: int | None
