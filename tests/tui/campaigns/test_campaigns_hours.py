"""The hours of a campaign: those without a rate are shown as such, never as free."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from smdash.domain.timesheets import EntryDraft
from smdash.store import organisation, timesheets
from smdash.store.store import Store
from smdash.tui.app import SmdashApp
from smdash.tui.events import JumpTo


async def test_hours_without_a_rate_are_not_free(
    real_store: Store,
    real_app: Callable[..., SmdashApp],
    press: Callable[..., Any],
    text_of: Callable[[SmdashApp], list[str]],
) -> None:
    ben = real_store.write(organisation.add_person, "ben")
    for person in (1, ben):
        real_store.write(timesheets.log_entry, EntryDraft(person, date(2026, 11, 17), 3600, campaign_id=1))
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        app.post_message(JumpTo("campaigns", "hours", 1))
        await press(pilot)
        lines = text_of(app)
        ben_line = next(line for line in lines if "ben" in line and "no activity" in line)
        ana_line = next(line for line in lines if "ana" in line and "no activity" in line)
        assert "no rate" in ben_line
        assert "45" in ana_line
