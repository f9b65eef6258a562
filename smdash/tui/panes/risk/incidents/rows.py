"""The log as cells and lines. No Textual here."""

from __future__ import annotations

from datetime import datetime

from smdash.domain.deadlines import seconds_left, time_left
from smdash.domain.incident_attention import PRESSING
from smdash.domain.incidents import Incident
from smdash.domain.moments import shown_moment
from smdash.store.incident_log import IncidentLog
from smdash.tui.widgets.cells import Column, Line, Row, row
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED, UNDEFINED
from smdash.tui.widgets.wrapping import folded

_FAR = 300  # days

COLUMNS = (
    Column("left", "Left", least=10, most=16),
    Column("kind", "Kind", width=9),
    Column("title", "What", flexible=True, least=16),
    Column("until", "until", least=8, most=13, priority=1),
    Column("owner", "Owner", least=5, most=14, priority=2),
)


def log_rows(log: IncidentLog) -> tuple[Row, ...]:
    """One row for each that is listed."""
    return tuple(_row(log, one) for one in log.listed)


def _row(log: IncidentLog, one: Incident) -> Row:
    until = short_moment(one.deadline, log) if one.deadline else UNDEFINED
    owner = log.people.get(one.draft.owner_id or 0, UNDEFINED)
    muted = "" if one.is_open else "muted"
    return row(
        one.id,
        left_words(one, log.now),
        (one.draft.kind.value, muted),
        (one.draft.title, muted),
        (until, "muted"),
        (owner, "muted"),
    )


def short_moment(moment: datetime, log: IncidentLog) -> str:
    """`27 Nov 01:06` of a moment near by, `Mar 2029` of one far away; the detail has it in full."""
    local, today = moment.astimezone(log.zone), log.now.astimezone(log.zone).date()
    near = local.date().year == today.year or abs((local.date() - today).days) < _FAR
    return f"{local:%-d %b %H:%M}" if near else f"{local:%b %Y}"


def left_words(one: Incident, now: datetime) -> tuple[str, str]:
    """How much time is left, with a sign where it presses; how it ended for one that is closed; with their role."""
    if not one.is_open:
        return (f"{ATTENTION} closed late", "muted") if one.was_late else (f"{REACHED} closed", "good")
    if one.deadline is None:
        return "open", ""
    said = time_left(one.deadline, now)
    left = seconds_left(one.deadline, now)
    if left <= 0:
        return f"{ATTENTION} {said}", "bad"
    return (f"{ATTENTION} {said}", "warning") if left <= PRESSING else (said, "")


def log_note(log: IncidentLog) -> str:
    """What stands below the rows."""
    if not log.total:
        return "Nothing in the log. n reports an incident, a complaint or a duty with a deadline."
    return "" if log.total == len(log.listed) else f"{len(log.listed)} of {log.total}, open ones first"


def log_title(log: IncidentLog) -> str:
    """How many are open, as of when: nothing moves by itself here."""
    still_open = sum(one.is_open for one in log.listed)
    return f"Incidents, complaints, duties {DOT} {still_open} open {DOT} as of {shown_moment(log.now, log.zone)}"


def detail_lines(log: IncidentLog, one: Incident, width: int) -> list[Line]:
    """All that is known of one, in lines."""
    draft = one.draft
    lines: list[Line] = []
    for said, role in (
        (draft.title, "strong"),
        (_times(log, one), ""),
        (_clock_words(log, one), "muted"),
        (draft.account, ""),
        (_where(log, one), "muted"),
        (_ended(log, one), ""),
    ):
        lines += folded(said, width, role)
    return lines


def _times(log: IncidentLog, one: Incident) -> str:
    began = f"since {shown_moment(one.draft.received_at, log.zone)}"
    if one.deadline is None:
        return f"{began} {DOT} no deadline"
    return f"{began} {DOT} until {shown_moment(one.deadline, log.zone)} ({log.zone})"


def _clock_words(log: IncidentLog, one: Incident) -> str:
    clock = log.clocks.get(one.draft.clock)
    if clock is None:
        return "The deadline was typed in." if one.deadline else ""
    elsewhere = f" Days are counted in {one.zone}." if one.zone != str(log.zone) else ""
    return f"{clock.label}: {clock.words}{elsewhere}"


def _where(log: IncidentLog, one: Incident) -> str:
    draft = one.draft
    item = f"{draft.item_code} {log.items.get(draft.item_code, '')}".strip() if draft.item_code else ""
    parts = (
        item,
        log.campaigns.get(draft.campaign_id or 0, ""),
        log.channels.get(draft.channel_id or 0, ""),
        draft.url,
        f"reported by {draft.reported_by}" if draft.reported_by else "",
    )
    return f" {DOT} ".join(part for part in parts if part)


def _ended(log: IncidentLog, one: Incident) -> str:
    if one.closed_at is None:
        return ""
    return f"closed {shown_moment(one.closed_at, log.zone)} by {one.closed_by}: {one.outcome}"
