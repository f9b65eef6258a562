"""One post: the box with everything behind it, and the form of what a person may say about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.clock import zone
from smdash.domain.posts import Post, PostDraft
from smdash.domain.text import one_line
from smdash.domain.timesheets import EntryDraft
from smdash.errors import Refused
from smdash.store import post_edits
from smdash.store.organisation import names_of
from smdash.store.post_details import PostDetail, post_detail
from smdash.store.post_themes import themes
from smdash.store.scopes import Scope
from smdash.store.timesheets import log_entry
from smdash.tui.panes.campaigns.forms import DAY_HINT, Place, benefit_form, cost_form
from smdash.tui.panes.campaigns.messages.post_rows import COLUMNS, detail_rows
from smdash.tui.panes.campaigns.tabs.tab import Seen
from smdash.tui.screens.box import Box
from smdash.tui.widgets.cells import Row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field
from smdash.tui.widgets.safe import content, notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane


KEYS = {"e": "edit", "c": "cost", "b": "benefit", "t": "hours"}
"""Keys in the box of a post, and what they are for."""


class PostBox(Box[str]):
    """Everything about a post, to read; `y` copies its address, other keys leave for a form, named by the result."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", show=False),
        *(Binding(key, f"leave('{what}')", show=False) for key, what in KEYS.items()),
    ]

    def __init__(self, title: str, rows: Sequence[Row], address: str) -> None:
        super().__init__()
        self._title = title
        self._post_rows = rows
        self._address = address

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(
                content(f"{self._title} · y copies the address · e edit · c cost · b benefit · t hours"),
                classes="box-title",
            )
            yield RowTable(COLUMNS, self._post_rows, cursor="none", show_header=False)

    def action_copy(self) -> None:
        """Copy the address of the post, through the terminal."""
        if self._address:
            self.app.copy_to_clipboard(one_line(self._address))
        notify(self.app, "Copied." if self._address else "This post has no address.")

    def action_leave(self, what: str) -> None:
        """Leave for a form."""
        self.dismiss(what)


def open_post(pane: CampaignsPane, seen: Seen[Any], post_id: int) -> None:
    """Read a post and show it."""
    _open(pane, seen, post_id)


@work(group="post", exclusive=True)
async def _open(pane: CampaignsPane, seen: Seen[Any], post_id: int) -> None:
    detail, people, local = await pane.app.live.read(_everything, post_id, seen.account.scope)
    rows = detail_rows(detail, seen.state, people, zone(local))
    title = f"Post of {detail.post.when}"

    def left(result: str | None) -> None:
        try:
            if result == "edit":
                edit_post(pane, seen, post_id)
            elif result is not None:
                pane.app.push_screen(form_on(pane, detail.post, result))
        except Refused as fault:
            pane.app.say(fault)

    pane.app.push_screen(PostBox(title, rows, detail.post.url), left)


def form_on(pane: CampaignsPane, post: Post, what: str) -> Form[None]:
    """Add a cost, a benefit or hours that stand on a post, and on its campaign and channel."""
    state = pane.writable()
    place = Place(post.campaign_id, post.channel_id, post.id)
    if what == "cost":
        return cost_form(state, None, pane.write, place)
    if what == "benefit":
        return benefit_form(state, None, pane.write, place)
    app = pane.app

    async def submit(values: dict[str, Any]) -> None:
        draft = EntryDraft(
            app.live.person_id,
            values["day"],
            values["seconds"],
            app.clock.zone_name,
            post.campaign_id,
            post.channel_id,
            post.id,
            note=values["note"],
        )
        await pane.write(log_entry, draft)

    fields = (
        Field("seconds", "Hours", "duration", hint="1h30m, 90m, 1:30", required=True),
        Field("day", "Day", "day", hint=DAY_HINT, initial=state.today.isoformat(), required=True),
        Field("note", "Note", "note"),
    )
    return Form("Log time on this post", fields, submit)


def _everything(snapshot: Snapshot, post_id: int, scope: Scope) -> tuple[PostDetail, dict[int, str], str]:
    return post_detail(snapshot, post_id, scope), names_of(snapshot, "person"), snapshot.organisation.zone


def edit_post(pane: CampaignsPane, seen: Seen[Any], post_id: int) -> None:
    """Read a post and ask what is to be said of it."""
    pane.writable()
    _edit(pane, seen, post_id)


@work(group="post", exclusive=True)
async def _edit(pane: CampaignsPane, seen: Seen[Any], post_id: int) -> None:
    draft, known = await pane.app.live.read(_draft_and_themes, post_id)

    async def submit(values: dict[str, Any]) -> None:
        made = PostDraft(values["channel_id"], values["campaign_id"], names_in(values["themes"]), values["note"])
        await pane.write(post_edits.edit_post, post_id, made)

    state = seen.state
    fields = (
        named_field("campaign_id", "Campaign", state.names, draft.campaign_id, "empty: not assigned"),
        required(named_field("channel_id", "Channel", state.channels, draft.channel_id, "where it was posted")),
        Field("themes", "Themes", hint=f"Words with commas between: {known}", initial=", ".join(draft.themes)),
        Field("note", "Note", "note", initial=draft.note),
    )
    pane.app.push_screen(Form("Edit post", fields, submit))


def _draft_and_themes(snapshot: Snapshot, post_id: int) -> tuple[PostDraft, str]:
    known = ", ".join(theme.name for theme in themes(snapshot)[:6]) or "membership, behind the scenes"
    return post_edits.post_draft(snapshot, post_id), known


def required(field: Field) -> Field:
    """The same field, which must not be empty."""
    return replace(field, required=True)


def names_in(typed: str) -> tuple[str, ...]:
    """The names in a list with commas."""
    return tuple(name for part in typed.split(",") if (name := one_line(part)))
