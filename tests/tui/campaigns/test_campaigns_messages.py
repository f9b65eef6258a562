"""The messages of a line: listed, sorted, filtered, marked, assigned, themed, explained, and safe to read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from smdash.domain.assignment import RuleDraft
from smdash.domain.costs import CostCategory, CostDraft
from smdash.domain.money import Money
from smdash.domain.organisation import Role
from smdash.domain.timesheets import EntryDraft
from smdash.store import assignment_rules, post_edits, post_themes
from smdash.store.costs import add_cost
from smdash.store.store import Snapshot, Store
from smdash.store.tables import post
from smdash.store.timesheets import log_entry
from smdash.tui.app import SmdashApp
from smdash.tui.panes.campaigns.messages.opening import PostBox
from smdash.tui.panes.campaigns.messages.rules import RulesBox
from smdash.tui.panes.campaigns.messages.table import MessagesTable
from smdash.tui.panes.campaigns.messages.times_box import TimesBox
from smdash.tui.panes.campaigns.pane import CampaignsPane
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.table import RowTable
from tests.stored_posts import put_channel, put_post
from tests.tui.seeing import TextOf, shown

RealApp = Callable[..., SmdashApp]
Press = Callable[..., Any]

SPRING = 1


@pytest.fixture
def posts(real_store: Store) -> list[int]:
    """Three posts of Spring membership and two that wait."""
    channel = put_channel(real_store)
    return [
        put_post(
            real_store, channel, "a", campaign=SPRING, at=datetime(2026, 10, 5, 9, tzinfo=UTC),
            text="Early bird #spring", impressions=1000, reach=900, reactions=30, clicks=12,
        ),
        put_post(real_store, channel, "b", date(2026, 10, 6), campaign=SPRING, text="Speakers", impressions=500),
        put_post(real_store, channel, "c", date(2026, 10, 7), campaign=SPRING, text="Venue", reactions=4, kind="reel"),
        put_post(real_store, channel, "d", date(2026, 11, 2), text="#fair one", impressions=100, reactions=5),
        put_post(real_store, channel, "e", date(2026, 11, 3), text="#fair two", impressions=100, reactions=9),
    ]  # fmt: skip


def list_of(app: SmdashApp) -> MessagesTable:
    assert isinstance(app.pane, CampaignsPane)
    assert isinstance(app.pane.detail, MessagesTable)
    return app.pane.detail


def campaigns_of(store: Store) -> dict[str, int | None]:
    def read(snapshot: Snapshot) -> dict[str, int | None]:
        return {row.external_key: row.campaign_id for row in snapshot.connection.execute(post.select())}

    return store.read(read)


async def into(pilot: Any, press: Press, campaign: int | None = SPRING) -> None:
    """From Overview into the messages of a campaign, or of none."""
    await press(pilot, "3")
    assert isinstance(pilot.app.pane, CampaignsPane)
    pilot.app.pane.jump("messages", campaign)
    await press(pilot, "enter")


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 16)])
async def test_posts_with_their_numbers_and_the_total(
    real_app: RealApp, posts: list[int], press: Press, text_of: TextOf, size: tuple[int, int]
) -> None:
    app = real_app()
    async with app.run_test(size=size) as pilot:
        await into(pilot, press)
        text = shown(app, text_of)
        for words in ("▸posts" if size[0] <= 80 else "▸messages", "2026-10-05", "3 posts", "4.2 %"):
            assert words in text
        assert [row.key for row in list_of(app).rows] == [posts[2], posts[1], posts[0]]
        if size[0] >= 80:
            assert "3.0–5.7" in text  # 42 / 1000, exact Poisson: 30.27–56.77 by 1000
            assert "– " in text


async def test_sort_filter_and_rate_stay_while_posts_are_read_again(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await into(pilot, press)
        await press(pilot, "s")
        assert isinstance(app.screen, ChoiceList)
        await press(pilot, *["down"] * 4, "enter")
        assert [row.key for row in list_of(app).rows] == [posts[0], posts[1], posts[2]]
        await press(pilot, "M", "down", "enter")
        assert "engagements by reach" in shown(app, text_of)
        await press(pilot, "slash", *"bird", "ctrl+s")
        assert [row.key for row in list_of(app).rows] == [posts[0]]
        assert "with “bird”" in shown(app, text_of)
        real_store.write(post_edits.assign, [posts[3]], SPRING)
        app.pane.reload()  # type: ignore[union-attr]
        await press(pilot)
        assert [row.key for row in list_of(app).rows] == [posts[0]]
        await press(pilot, "i")
        assert "Engagements" in shown(app, text_of)
        await press(pilot, "escape", "slash", *["backspace"] * 4, "ctrl+s")
        assert len(list_of(app).rows) == 4


async def test_marked_posts_are_assigned_at_once_and_undone_at_once(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await into(pilot, press, None)
        assert [row.key for row in list_of(app).rows] == [posts[4], posts[3]]
        await press(pilot, "x", "x", "a")
        assert "Assign 2 posts" in shown(app, text_of)
        await press(pilot, *"Autumn", "ctrl+s")
        assert campaigns_of(real_store) == {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
        assert list_of(app).marked == frozenset()
        await press(pilot, "u", "y")
        assert campaigns_of(real_store) == {"a": 1, "b": 1, "c": 1, "d": None, "e": None}


async def test_an_unknown_campaign_is_refused_and_the_marks_stay(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await into(pilot, press)
        await press(pilot, "x", "a", *"Wintr", "ctrl+s")
        assert isinstance(app.screen, Form)
        assert "There is no campaign “Wintr”" in shown(app, text_of)
        await press(pilot, "escape", "y")
        assert list_of(app).marked == {posts[2]}


async def test_a_post_opens_with_everything_behind_it(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf
) -> None:
    day = date(2026, 10, 5)
    real_store.write(log_entry, EntryDraft(1, day, 3600, campaign_id=SPRING, post_id=posts[0], note="Wrote it"))
    cost = CostDraft(day, Money(20_00, "USD"), CostCategory.ADS, name="Boost", campaign_id=SPRING, post_id=posts[0])
    real_store.write(add_cost, cost)
    app = real_app()
    async with app.run_test(size=(120, 50)) as pilot:
        await into(pilot, press)
        await press(pilot, "down", "down")
        assert "1:00" in shown(app, text_of)
        await press(pilot, "enter")
        assert isinstance(app.screen, PostBox)
        text = shown(app, text_of)
        for words in (
            "Early bird #spring", "https://example.org/a", "Captured on 2026-11-01", "not reported", "Wrote it",
            "Boost", "clicks by impressions", "Wilson", "= 42 / 1 000",
        ):  # fmt: skip
            assert words in text
        await press(pilot, "y")
        assert app.clipboard == "https://example.org/a"
        await press(pilot, "e")
        assert isinstance(app.screen, Form)
        await press(pilot, "tab", "tab", *"News, Tips", "ctrl+s")
        assert [theme.name for theme in real_store.read(post_themes.themes)] == ["News", "Tips"]


async def test_hours_a_cost_and_a_benefit_are_put_on_a_post(
    real_app: RealApp, posts: list[int], press: Press, text_of: TextOf
) -> None:
    app = real_app()
    async with app.run_test(size=(140, 50)) as pilot:
        await into(pilot, press)
        await press(pilot, "end", "enter", "t", "ctrl+s")
        assert "Hours is needed" in shown(app, text_of)
        await press(pilot, *"2h", "ctrl+s")
        await press(pilot, "enter", "c", *"20", "ctrl+s")
        await press(pilot, "enter", "b", *"300", "ctrl+s")
        (line,) = (line for line in text_of(app) if "Early bird" in line)
        assert "2:00" in line
        assert line.split()[-2:] == ["110", "300"]  # two hours at 45.00 and the ad


async def test_a_viewer_reads_no_cost_of_a_person_and_writes_nothing(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf, told: Callable[..., str]
) -> None:
    entry = EntryDraft(1, date(2026, 10, 5), 3600, campaign_id=SPRING, post_id=posts[0])
    real_store.write(log_entry, entry)
    app = real_app(role=Role.VIEWER, actor="ceo")
    async with app.run_test(size=(120, 50)) as pilot:
        await into(pilot, press)
        await press(pilot, "down", "down", "enter")
        text = shown(app, text_of)
        assert "1:00 ana" in text
        assert "45.00" not in text
        for key in ("e", "c"):
            await press(pilot, key)
            assert not isinstance(app.screen, Form)
            assert "You are a viewer here" in told(app)
            await press(pilot, "enter")
        await press(pilot, "escape", "A", "n")
        assert not isinstance(app.screen, Form)
        await press(pilot, "escape", "a")
        assert not isinstance(app.screen, Form)
        await press(pilot, "number_sign")
        assert not isinstance(app.screen, Form)


async def test_times_comparison_and_explanation(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf
) -> None:
    real_store.write(post_themes.retheme, posts[:2], ["News"], [])
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await into(pilot, press)
        await press(pilot, "w")
        assert isinstance(app.screen, TimesBox)
        text = shown(app, text_of)
        assert "(1) 4.2%" in text
        assert "2 posts without an hour left out" in text
        assert "too few posts to tell" in text
        await press(pilot, "right")
        assert "Tue 09:00–09:59: no posts" in shown(app, text_of)
        await press(pilot, "escape", "K")
        assert isinstance(app.screen, Numbers)
        text = shown(app, text_of)
        for words in ("By theme", "News", "By kind", "reel", "By channel", "Guild", "not clear"):
            assert words in text
        await press(pilot, "escape", "i")
        assert isinstance(app.screen, Explain)
        assert "Post" not in app.screen.query_one(RowTable).rows[0].cells[0].text


async def test_a_rule_is_previewed_saved_ordered_and_deleted(
    real_app: RealApp, real_store: Store, posts: list[int], press: Press, text_of: TextOf
) -> None:
    real_store.write(assignment_rules.add_rule, RuleDraft(SPRING, kind="reel"))
    app = real_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await into(pilot, press, None)
        await press(pilot, "A", "n", *"Autumn", "tab", "tab", "tab", "ctrl+s")
        assert "at least one condition" in shown(app, text_of)
        await press(pilot, *"#fair", "ctrl+s")
        text = shown(app, text_of)
        assert "takes 2 posts that wait" in text
        assert "Save it and assign" in text
        await press(pilot, "escape")
        assert isinstance(app.screen, Form)
        assert app.screen.typed["words"] == "#fair"
        assert len(real_store.read(assignment_rules.rules)) == 1
        await press(pilot, "ctrl+s", "enter")
        assert isinstance(app.screen, RulesBox)
        assert campaigns_of(real_store)["d"] == campaigns_of(real_store)["e"] == 2
        first, second = real_store.read(assignment_rules.rules)
        await press(pilot, "end", "minus")
        assert [rule.id for rule in real_store.read(assignment_rules.rules)] == [second.id, first.id]
        await press(pilot, "d", "y", "escape")
        assert [rule.id for rule in real_store.read(assignment_rules.rules)] == [first.id]
        await press(pilot, "u", "y", "u", "y", "u", "y")
        assert campaigns_of(real_store)["d"] is None


async def test_hostile_text_is_harmless_everywhere(
    real_app: RealApp, real_store: Store, press: Press, text_of: TextOf, hostile: str
) -> None:
    channel = put_channel(real_store)
    raw = {hostile: hostile, "impressions": hostile}
    made = put_post(real_store, channel, "x", campaign=SPRING, text=hostile * 40, kind=hostile, raw=raw)
    real_store.write(post_themes.retheme, [made], ["[red]x[/]"], [])
    app = real_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await into(pilot, press)
        seen = shown(app, text_of)
        for key in ("enter", "e", "K", "w", "A", "i"):
            await press(pilot, key)
            seen += shown(app, text_of)
            await press(pilot, "escape")
        assert "[red]x[/]" in seen
        assert not {"\x1b", "\x9b", "\u202e"} & set(seen)


async def test_more_than_a_page_is_said_and_read_on_enter(
    real_app: RealApp, real_store: Store, press: Press, text_of: TextOf
) -> None:
    channel = put_channel(real_store)
    for n in range(230):
        put_post(real_store, channel, str(n), campaign=SPRING, captured=None)
    app = real_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await into(pilot, press)
        await press(pilot, "end")
        assert "30 posts more of 230: Enter shows the next" in shown(app, text_of)
        await press(pilot, "enter")
        assert len([row for row in list_of(app).rows if row.kind == "row"]) == 230
        assert "Enter shows the next" not in shown(app, text_of)


async def test_nothing_is_read_while_the_cursor_moves(
    real_app: RealApp, posts: list[int], press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = real_app()
    async with app.run_test(size=(100, 30)) as pilot:
        await into(pilot, press)

        asked: list[object] = []
        read = app.live.read

        async def watched(fn: Callable[..., Any], *args: Any) -> Any:
            asked.append(fn)
            return await read(fn, *args)

        monkeypatch.setattr(app.live, "read", watched)
        await press(pilot, "down", "down", "up", "x", "x")
        assert len(list_of(app).marked) == 2
        assert {getattr(fn, "__module__", "") for fn in asked} <= {"smdash.store.watch"}
