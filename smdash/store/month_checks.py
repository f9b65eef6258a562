"""What is missing in a month before it is closed, read in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sqlalchemy import ColumnElement, func, select

from smdash.domain.breakdown import By
from smdash.domain.costs import CostCategory
from smdash.domain.durations import clock
from smdash.domain.figures import show_minor
from smdash.domain.kpi_words import day_text
from smdash.domain.money import Money
from smdash.domain.month_end import (
    AdSpend,
    Check,
    Checklist,
    Missing,
    PersonMonth,
    days_to_come,
    missing_readings,
    month_name,
    spend_at_odds,
    under_target,
)
from smdash.domain.periods import DAY, Period, between
from smdash.errors import InvalidInput
from smdash.store import organisation, timers
from smdash.store.ad_spend import reported_ads
from smdash.store.cost_sums import CostSums, cost_sums
from smdash.store.currencies import Converter
from smdash.store.kpis import kpis
from smdash.store.post_columns import NUMBER, with_numbers
from smdash.store.roi import unassigned_posts
from smdash.store.scopes import Key
from smdash.store.store import Snapshot
from smdash.store.tables import channel, post, reading, time_entry
from smdash.store.waiting_sums import waiting_benefits, waiting_costs


def checklist(snapshot: Snapshot, month: date) -> Checklist:
    """What is looked at before the month of a day is closed; `InvalidInput` for one that has not begun."""
    period = snapshot.organisation.calendar.month(month)
    if period.start > snapshot.today:
        raise InvalidInput(f"{month_name(period.start)} has not begun.", "Close a month when its numbers are complete.")
    closed = next((one for one in snapshot.closed if one.month == period.start), None)
    return Checklist(period, tuple(_checks(snapshot, period)), closed)


def _checks(snapshot: Snapshot, month: Period) -> Iterator[Check]:
    to_come = days_to_come(month, snapshot.today)
    lines = (Missing(f"The month ends on {day_text(month.last)}", "time"),) if to_come else ()
    yield Check("days", "Days to come", to_come, "day", lines)
    yield _hours(snapshot, month)
    yield _timers(snapshot, month)
    yield from _unassigned(snapshot, month)
    yield _unconverted(snapshot, month)
    yield _unrated(snapshot, month)
    yield _readings(snapshot, month)
    yield _spend(snapshot, month)


def _entries_in(month: Period, *more: ColumnElement[bool]) -> tuple[ColumnElement[bool], ...]:
    row = time_entry.c
    return (row.seconds.is_not(None), row.work_day >= month.start, row.work_day < month.end, *more)


def _hours(snapshot: Snapshot, month: Period) -> Check:
    """People under their target, of the days that have been."""
    row = time_entry.c
    query = select(row.person_id, row.work_day, func.sum(row.seconds)).where(*_entries_in(month))
    logged: dict[int, dict[date, int]] = {}
    for person_id, day, seconds in snapshot.connection.execute(query.group_by(row.person_id, row.work_day)):
        logged.setdefault(person_id, {})[day] = seconds
    so_far = between(month.start, min(month.end, snapshot.today + DAY))
    people = [
        PersonMonth(one.id, one.name, one.weekly_capacity, logged.get(one.id, {}))
        for one in organisation.people(snapshot)
    ]
    lines = under_target(people, so_far)
    return Check("hours", "Missing hours", len(lines), "person", lines)


def _timers(snapshot: Snapshot, month: Period) -> Check:
    lines = tuple(
        Missing(
            f"{timer.person}: {timer.label}, running for {clock(timer.seconds)}",
            "time", "person", timer.entry.person_id, timer.entry.work_day,
        )
        for timer in timers.running(snapshot)
        if timer.entry.work_day < month.end
    )  # fmt: skip
    return Check("timers", "Open timers", len(lines), "timer", lines)


def _unassigned(snapshot: Snapshot, month: Period) -> Iterator[Check]:
    row = time_entry.c
    people = organisation.names_of(snapshot, "person")
    query = select(row.person_id, func.count(), func.sum(row.seconds), func.min(row.work_day))
    query = query.where(*_entries_in(month, row.campaign_id.is_(None))).group_by(row.person_id)
    found = snapshot.connection.execute(query.order_by(row.person_id)).all()
    lines = tuple(
        Missing(f"{people[person]}: {clock(seconds)} of no campaign", "time", "person", person, day)
        for person, _, seconds, day in found
    )
    yield Check("unassigned-hours", "Unassigned hours", sum(count for _, count, _, _ in found), "entry", lines)
    posts = unassigned_posts(snapshot, month)
    where = (Missing("Posts of no campaign: x marks, m moves them", "campaigns", "unassigned", None, month.start),)
    yield Check("unassigned-posts", "Unassigned posts", posts, "post", where if posts else ())
    costs = cost_sums(snapshot, month).get(None)
    rows = costs.rows + costs.unconverted if costs else 0
    total = sum(costs.by_category.values()) if costs else 0
    shared = snapshot.organisation.overhead_rule != "none"
    currency = snapshot.organisation.currency
    text = f"{show_minor(total, currency, cents=True)} {currency} of no campaign"
    text += f", shared as overhead ({snapshot.organisation.overhead_rule})" if shared else ""
    lines = (Missing(text, "campaigns", "unassigned", None, month.start),) if rows else ()
    yield Check("unassigned-costs", "Unassigned costs", rows, "cost", lines, told=shared)


def _unconverted(snapshot: Snapshot, month: Period) -> Check:
    """Costs, benefits and entries in a currency without a rate; a cost counts in each month it has a part of."""
    lines, count = [], 0
    for what, waiting in (
        ("cost", waiting_costs(snapshot, month, By.CAMPAIGN)),
        ("benefit", waiting_benefits(snapshot, month, By.CAMPAIGN)),
    ):
        for key, one in waiting.items():
            count += one.rows
            target = key if isinstance(key, int) else None
            kind = "campaign" if target else "unassigned"
            lines.append(Missing(one.counted(what), "campaigns", kind, target, month.start))
    row = time_entry.c
    waits = row.cost_minor.is_(None), row.cost_original_minor.is_not(None)
    query = select(row.rate_currency, func.count()).where(*_entries_in(month, *waits)).group_by(row.rate_currency)
    for currency, entries in snapshot.connection.execute(query.order_by(row.rate_currency)):
        count += entries
        lines.append(Missing(f"{entries} entries with a rate in {currency}", "time", day=month.start))
    return Check("unconverted", "Not converted", count, "amount", tuple(lines))


def _unrated(snapshot: Snapshot, month: Period) -> Check:
    row = time_entry.c
    people = organisation.names_of(snapshot, "person")
    query = select(row.person_id, func.count(), func.sum(row.seconds), func.min(row.work_day))
    query = query.where(*_entries_in(month, row.rate_minor.is_(None))).group_by(row.person_id).order_by(row.person_id)
    found = snapshot.connection.execute(query).all()
    lines = tuple(
        Missing(f"{people[person]}: {clock(seconds)} without a rate (R)", "time", "person", person, day)
        for person, _, seconds, day in found
    )
    return Check("unrated", "Without a rate", sum(count for _, count, _, _ in found), "entry", lines)


def _readings(snapshot: Snapshot, month: Period) -> Check:
    calendar = snapshot.organisation.calendar
    first = min(calendar.quarter(month.start).start, calendar.week(month.start).start)
    query = select(reading.c.kpi_id, reading.c.day).where(reading.c.day >= first, reading.c.day < month.end)
    days: dict[int, set[date]] = {}
    for kpi_id, day in snapshot.connection.execute(query):
        days.setdefault(kpi_id, set()).add(day)
    lines, count = [], 0
    for kpi in kpis(snapshot, period=month):
        gaps = [
            gap
            for gap in missing_readings(kpi.draft, days.get(kpi.id, ()), month, calendar)
            if gap.last < snapshot.today
        ]
        if gaps:
            count += len(gaps)
            named = ", ".join(gap.name for gap in gaps[:4]) + (" …" if len(gaps) > 4 else "")
            lines.append(Missing(f"{kpi.name}: no reading in {named}", "goals", "kpi", kpi.id, gaps[0].start))
    return Check("readings", "Missing readings", count, "reading", tuple(lines))


def _spend(snapshot: Snapshot, month: Period) -> Check:
    """What platforms say of ad spend beside the ad cost that is entered: ad reports, else the posts of a channel."""
    reports = reported_ads(snapshot, month)
    covered = [platform for one in reports for platform in one.platforms]
    total = func.sum(NUMBER.spend_minor)
    query = (
        select(post.c.channel_id, NUMBER.spend_currency, total)
        .select_from(with_numbers(month))
        .join(channel, channel.c.id == post.c.channel_id)
        .where(post.c.day >= month.start, post.c.day < month.end, NUMBER.spend_minor > 0)
        .where(channel.c.platform.not_in(covered))
        .group_by(post.c.channel_id, NUMBER.spend_currency)
    )
    said = snapshot.connection.execute(query).all()
    if not said and not reports:
        return Check("spend", "Ad spend at odds", 0, "channel")
    converter = Converter(snapshot)
    reported: dict[int, int | None] = {}
    for channel_id, currency, minor in said:
        converted = converter.convert(Money(minor, currency or converter.currency), month.last)
        before = reported.get(channel_id, 0)
        reported[channel_id] = None if converted is None or before is None else before + converted
    spends = [*(one.spend for one in reports), *_spends(snapshot, month, reported)]
    lines = spend_at_odds(spends, converter.currency, month)
    return Check("spend", "Ad spend at odds", len(lines), "channel", lines)


def _spends(snapshot: Snapshot, month: Period, reported: Mapping[int, int | None]) -> list[AdSpend]:
    entered = cost_sums(snapshot, month, by=By.CHANNEL)
    names = organisation.names_of(snapshot, "channel")
    return [
        AdSpend(channel_id, names[channel_id], minor, _ads(entered, channel_id))
        for channel_id, minor in sorted(reported.items())
    ]


def _ads(entered: Mapping[Key, CostSums], channel_id: int) -> int:
    return entered.get(channel_id, CostSums({})).by_category.get(CostCategory.ADS, 0)
