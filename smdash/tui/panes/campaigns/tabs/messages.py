"""The messages of one line of the list: its posts with platform numbers, rates, hours and money."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.domain.figures import Figure
from smdash.store import post_edits
from smdash.store.post_details import Messages
from smdash.store.scopes import Scope
from smdash.tui.panes.campaigns.messages import opening, rows
from smdash.tui.panes.campaigns.messages.actions import ACTIONS
from smdash.tui.panes.campaigns.messages.table import MessagesTable, read
from smdash.tui.panes.campaigns.tabs.tab import Listed, Removal, Seen, Tab
from smdash.tui.widgets.cells import separator

if TYPE_CHECKING:
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane


class MessagesTab(Tab[Messages]):
    """Posts in pages; the table keeps how they are listed."""

    name = "messages"
    reads = True
    actions = ACTIONS

    def block(self) -> MessagesTable:
        """The list of posts."""
        return MessagesTable()

    def read(self, snapshot: Snapshot, scope: Scope) -> Messages:
        """The newest posts with their money."""
        return read(snapshot, scope)

    def show(self, block: MessagesTable, seen: Seen[Messages]) -> None:
        """Show the posts of the line."""
        block.see(seen)

    def figures(self, seen: Seen[Messages], key: object) -> tuple[Figure, ...]:
        """One post, or all of them where the row is none."""
        found = seen.own
        if found is None:
            return ()
        post = next((post for post in found.page.posts if post.id == key), None)
        return rows.figures(found, post, seen.view.rung)

    def numbers(self, seen: Seen[Messages]) -> Listed | None:
        """The posts that were read, in as much room as there is, and their sum."""
        found = seen.own
        if found is None or not found.tally.posts:
            return None
        title = f"{seen.account.name}: messages, {seen.state.currency}"
        posts = [row for row in rows.rows(found, seen.state.channels, seen.view.rung) if row.key != rows.MORE]
        total = [separator(), rows.total_row(found, seen.view.rung)]
        return Listed(title, rows.COLUMNS, [*posts, *total], rows.note(found))

    def chosen(self, pane: CampaignsPane, seen: Seen[Messages], key: object) -> None:
        """Open the post; a viewer may look too."""
        if isinstance(key, int):
            opening.open_post(pane, seen, key)

    def edit(self, pane: CampaignsPane, seen: Seen[Messages], key: object) -> bool:
        """Open the form of the post."""
        if isinstance(key, int):
            opening.edit_post(pane, seen, key)
        return isinstance(key, int)

    def removal(self, seen: Seen[Messages], key: object) -> Removal | None:
        """Delete the post with its metrics."""
        question = "Delete this post with its metrics? Later imports leave it out."
        return Removal(question, post_edits.delete_post, (key,)) if isinstance(key, int) else None
