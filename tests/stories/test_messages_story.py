"""A manager assigns posts at once, makes a rule of it, imports the next export, and finds its posts assigned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import select

from smdash.store import assignment_rules
from smdash.store.store import Snapshot, Store
from smdash.store.tables import post
from tests.terminal_session import TerminalSession

HEADER = (
    "Post ID,Page ID,Page name,Title,Description,Publish time,Permalink,Post type,Date,Views,Reach,Reactions,"
    "Comments,Shares,Total clicks\n"
)


def export(path: Path, today: date, *posts: tuple[str, str, int]) -> Path:
    """A platform's export of posts of today: id, text, reactions."""
    lines = [
        f"{key},1,Guild,{text},,{today:%m/%d/%Y} 08:00,https://example.org/{key},Photos,Lifetime,1000,800,{count},2,1,9\n"
        for key, text, count in posts
    ]
    path.write_text(HEADER + "".join(lines))
    return path


def campaigns_of(store: Store) -> dict[str, int | None]:
    def read(snapshot: Snapshot) -> dict[str, int | None]:
        rows = snapshot.connection.execute(select(post.c.external_id, post.c.campaign_id))
        return {row.external_id: row.campaign_id for row in rows}

    return store.read(read)


def bring_in(session: TerminalSession, file: Path, said: str) -> None:
    session.press("I").wait_for("Import a file").type(str(file)).press("enter").wait_for(said)
    session.press("ctrl+s").wait_for("Enter shows the rows").press("escape").wait_gone("Enter shows the rows")


def test_three_posts_assigned_at_once_a_rule_for_the_next_ones_and_undo(
    prepared: Callable[[], Store], dashboard: Callable[..., TerminalSession], tmp_path: Path
) -> None:
    store = prepared()
    today = store.clock.today()
    first = export(
        tmp_path / "first.csv",
        today,
        ("101", "Join #spring", 40),
        ("102", "Spring is near #spring", 30),
        ("103", "Spring prices #spring", 20),
        ("104", "Our office dog", 90),
    )
    second = export(tmp_path / "second.csv", today, ("105", "Last call #Spring", 5), ("106", "Office cat", 7))
    with dashboard(cols=120, rows=40) as session:
        session.wait_for("Hours this week")
        bring_in(session, first, "4 new")
        session.press("3").wait_for("4 posts").press("down").wait_for("─ not assigned")
        session.press("l", "l").wait_for("▸messages").wait_for("Our office dog").press("enter")

        # The three posts on spring, without the dog, which stands first.
        session.press("down", "x", "x", "x").wait_for(lambda s: s.text.count("✓ ") >= 3)
        session.press("a").wait_for("Assign 3 posts").type("spring").press("ctrl+s")
        session.wait_gone("Assign 3 posts").wait_for("3 posts: assigned").wait_for("1 post ")
        assert campaigns_of(store) == {"101": 1, "102": 1, "103": 1, "104": None}

        session.press("A").wait_for("None yet: n adds one").press("n").wait_for("New rule")
        session.type("spring\t\t\t#spring").press("ctrl+s").wait_for("takes 0 posts that wait")
        session.wait_for("3 that fit are assigned already").press("enter").wait_for("text contains “#spring”")
        session.press("escape").wait_gone("Rules for posts")

        bring_in(session, second, "2 new")
        session.wait_for("2 posts")
        assert campaigns_of(store)["105"] == 1
        assert campaigns_of(store)["106"] is None
        session.press("escape", "up").wait_for("─ Spring membership").wait_for("Last call #Spring")
        session.press("enter", "s").wait_for("Sort messages by").press("down", "down", "down", "down", "down", "enter")
        session.wait_for("most engagements first").press("home", "enter").wait_for("Captured on").wait_for(
            "Join #spring"
        )
        session.press("escape").wait_gone("Captured on")

        session.press("u").wait_for("import second.csv").press("y").wait_gone("Last call #Spring")
        session.press("u").wait_for("add a rule for Spring membership").press("y").wait_gone("Undo this?")
        session.press("u").wait_for("assign 3 posts to Spring membership").press("y").wait_gone("Join #spring")
        session.press("q")
        assert session.wait_exit() == 0
    assert campaigns_of(store) == dict.fromkeys(("101", "102", "103", "104"))
    assert store.read(assignment_rules.rules) == ()
    store.close()
