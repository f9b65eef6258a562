"""The list of posts: it remembers its order, its filter and which rate it shows, and reads more pages when asked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import work
from textual.binding import Binding, BindingType

from smdash.domain.posts import Post, PostOrder
from smdash.store.post_details import Messages, messages
from smdash.store.posts import Listing, PostGroup, PostPage, page
from smdash.store.scopes import Scope
from smdash.tui.pane import Pane
from smdash.tui.panes.campaigns.messages import rows
from smdash.tui.panes.campaigns.tabs.tab import Seen
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.widgets.cells import RowKey
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane


def read(snapshot: Any, scope: Scope) -> Messages:
    """The newest posts of a line."""
    return messages(snapshot, PostGroup(scope), Listing())


class MessagesTable(RowTable):
    """Posts that can be marked; `s` sorts and `/` filters them while they have the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "sort", show=False),
        Binding("slash", "filter", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(rows.COLUMNS, markable=True, classes="campaign-rows")
        self.listing = Listing()
        self.search = ""
        self.found: Messages | None = None
        self._seen: Seen[Messages] | None = None

    @property
    def post(self) -> Post | None:
        """The post under the cursor."""
        posts = self.found.page.posts if self.found else ()
        return next((post for post in posts if post.id == self.current_key), None)

    @property
    def chosen_ids(self) -> list[int]:
        """The marked posts, or the one under the cursor when none is marked."""
        marked = [key for key in self.marked if isinstance(key, int)]
        return sorted(marked) if marked else [self.post.id] if self.post else []

    def see(self, seen: Seen[Messages]) -> None:
        """Show the posts of a line: at once as they were read, or read in another order where one was chosen."""
        self._seen = seen
        self.listing = replace(self.listing, rung=seen.view.rung)
        if seen.own is None or (self.listing, self.search) == (replace(Listing(), rung=seen.view.rung), ""):
            self._take(seen.own)
        else:
            self._read()

    def look(self, listing: Listing, search: str) -> None:
        """Show the same posts in another way."""
        self.listing, self.search = listing, search
        self._read()

    @work(group="messages", exclusive=True)
    async def _read(self) -> None:
        seen = self._seen
        if seen is None:
            return
        group = PostGroup(seen.account.scope, self.search)
        found = await self._pane.app.live.read(messages, group, self.listing)
        if seen is self._seen:
            self._take(found)

    def _take(self, found: Messages | None) -> None:
        self.found = found
        seen = self._seen
        if self._pane.seen is seen and seen is not None:
            now: Seen[Messages] = replace(seen, own=found)
            self._seen = self._pane.seen = now  # what `i` explains is what stands here
        self._show()

    def _show(self) -> None:
        seen, found = self._seen, self.found
        if seen is None or found is None:
            self.set_rows([], note="Reading the messages …")
        elif not found.tally.posts:
            said = f"No message has “{found.group.search}”: / changes the filter."
            self.set_rows([], note=said if found.group.search else "No posts in this period: I imports an export.")
        else:
            shown = rows.rows(found, seen.state.channels, seen.view.rung)
            self.set_rows(shown, note=rows.note(found), pinned=[rows.total_row(found, seen.view.rung)])

    @work(group="messages", exclusive=True)
    async def more(self) -> None:
        """Read the next page and add it below."""
        found = self.found
        if found is None or found.page.place is None:
            return
        following = await self._pane.app.live.read(page, found.group, found.listing, found.page.place)
        if found is self.found:
            self._take(replace(found, page=PostPage((*found.page.posts, *following.posts), following.place)))

    def action_choose(self) -> None:
        """Enter on the last row reads more; on a post it opens it."""
        if self.current_key == rows.MORE:
            self.more()
        else:
            super().action_choose()

    def action_sort(self) -> None:
        """Choose the order of the posts."""

        def chosen(key: RowKey | None) -> None:
            if key is not None:
                self.look(replace(self.listing, order=PostOrder(str(key))), self.search)

        options = [(order.value, order.value, rows.ORDER_WORDS.get(order, "most first")) for order in PostOrder]
        self.app.push_screen(ChoiceList("Sort messages by", options, self.listing.order.value), chosen)

    def action_filter(self) -> None:
        """Show only posts whose text has some letters."""

        async def submit(values: dict[str, Any]) -> None:
            self.look(self.listing, str(values["search"]))

        field = Field("search", "Text has", hint="Empty shows all again", initial=self.search)
        self.app.push_screen(Form("Filter messages", (field,), submit, save_label="Show"))

    @property
    def _pane(self) -> CampaignsPane:
        return cast("CampaignsPane", next(node for node in self.ancestors if isinstance(node, Pane)))
