"""A week is filled, a timer runs meanwhile and a forgotten one is repaired: with the keyboard only, in few keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.periods import Calendar, Period
from smdash.domain.timesheets import EntryDraft
from smdash.store import campaigns, organisation, timers, timesheets
from smdash.store.store import Store
from tests.terminal_session import TerminalSession

HOUR = 3600
FEWER_THAN = 60


@dataclass(slots=True)
class Hands:
    """Presses keys and counts them."""

    session: TerminalSession
    pressed: int = 0

    def press(self, *keys: str) -> TerminalSession:
        self.pressed += len(keys)
        return self.session.press(*keys)


def last_week() -> Period:
    calendar = Calendar()
    return calendar.shift(calendar.week(datetime.now(UTC).date()), -1)


def prepare(store: Store) -> datetime:
    """Three rows two weeks ago, and a timer of ben that runs for 20 hours; returns when that one began."""
    fair = store.write(campaigns.add_campaign, CampaignDraft("Autumn fair", CampaignStatus.LIVE))
    content = store.write(organisation.activity_id, "content")
    day = last_week().start - timedelta(days=7)
    for campaign, activity in ((1, None), (1, content), (fair, None)):
        store.write(timesheets.log_entry, EntryDraft(1, day, HOUR, campaign_id=campaign, activity_id=activity))
    ben = store.write(organisation.add_person, "ben")
    began = (datetime.now(UTC) - timedelta(hours=20)).replace(second=0, microsecond=0)
    store.write(timers.start_timer, EntryDraft(ben, began.date(), 0, campaign_id=fair), began)
    return began


def test_a_week_of_three_rows_a_timer_and_a_forgotten_one_take_fewer_than_sixty_keys(
    dashboard: Callable[..., TerminalSession], prepared: Callable[[], Store]
) -> None:
    store = prepared()
    began = prepare(store)
    store.close()
    session = dashboard()
    session.wait_for("Needs attention").wait_for("Timer of ben")
    hands = Hands(session)

    hands.press("T").wait_for("Start the timer").wait_for("Enter starts it again")
    hands.press("enter").wait_for("▶ 0:00")

    hands.press("4").wait_for("F repairs it")
    hands.press("[").wait_for(f"{last_week().last.day} ")
    hands.press(*["left"] * 6, "enter").wait_for(f"{last_week().start:%a %-d %b}")
    for number in range(15):
        day = last_week().start + timedelta(days=number // 3)
        session.wait_for(f"{day:%a %-d %b} ·")
        hands.press("12345"[number // 3], "enter")
    session.wait_for(f"{last_week().start + timedelta(days=5):%a %-d %b} ·").wait_for("45:00")
    hands.press("escape")

    end = began + timedelta(hours=1)
    hands.press("F").wait_for("Timer of ben")
    hands.press("tab", *f"{end:%H:%M}").wait_for("1:00")
    hands.press("ctrl+s").wait_for("Timer repaired (cut)")

    store = prepared()
    while store.read(timers.running)[0].seconds < 1:  # one that ran for no second would leave nothing
        pass
    store.close()
    hands.press("T").wait_for("Stopped after")
    assert hands.pressed < FEWER_THAN
    session.press("q").wait_exit()

    after = prepared()
    assert after.read(timers.running) == ()
    week = after.read(timesheets.entries, period=last_week(), person_id=1, limit=None).entries
    by_row: dict[tuple[int | None, int | None], list[tuple[date, int]]] = {}
    for entry in week:
        by_row.setdefault((entry.campaign_id, entry.activity_id), []).append((entry.work_day, entry.seconds))
    days = [(last_week().start + timedelta(days=n), (n + 1) * HOUR) for n in range(5)]
    assert [sorted(row) for row in by_row.values()] == [days] * 3
    (bens,) = {entry.person_id: 0 for entry in after.read(timesheets.entries, person_id=2).entries}
    assert bens == 2
    assert sum(entry.seconds for entry in after.read(timesheets.entries, person_id=2).entries) == HOUR
    assert sum(entry.seconds for entry in after.read(timesheets.entries, person_id=1).entries if entry.start) > 0
    after.close()
