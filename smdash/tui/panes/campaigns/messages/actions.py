"""What keys do with messages: assign, themes, when they do well, comparisons, which rate, and rules."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from textual import work

from smdash.domain.engagement import Basis
from smdash.errors import Refused
from smdash.store import post_edits, post_themes
from smdash.store.post_comparisons import comparisons
from smdash.store.posting_times import posting_times
from smdash.store.posts import count_words
from smdash.tui.commands import Action, Command
from smdash.tui.panes.campaigns.messages.compare_rows import COLUMNS, NOTE, compare_rows
from smdash.tui.panes.campaigns.messages.opening import names_in
from smdash.tui.panes.campaigns.messages.rules import open_rules
from smdash.tui.panes.campaigns.messages.table import MessagesTable
from smdash.tui.panes.campaigns.messages.times_box import TimesBox
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import RowKey
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field
from smdash.tui.widgets.safe import notify

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

GROUP: Final = "Campaigns"


def table_of(pane: CampaignsPane) -> MessagesTable:
    """The list of messages in sight; `Refused` in other tabs."""
    if not isinstance(pane.detail, MessagesTable):
        raise Refused("This is done with messages.", "Turn to the messages with h or l, then press Enter.")
    return pane.detail


def assign(pane: CampaignsPane) -> None:
    """Assign the marked posts, or the one under the cursor, to a campaign at once."""
    state, table = pane.writable(), table_of(pane)
    ids = _chosen(table)

    async def submit(values: dict[str, Any]) -> int:
        moved = await pane.write(post_edits.assign, ids, values["campaign_id"])
        table.marked = frozenset()
        return int(moved)

    hint = "empty: takes them out of every campaign"
    fields = (named_field("campaign_id", "Campaign", state.names, None, hint),)
    form: Form[int] = Form(f"Assign {count_words(len(ids))}", fields, submit, save_label="Assign")
    pane.app.push_screen(form, lambda moved: _told(pane, "assigned", moved))


def change_themes(pane: CampaignsPane) -> None:
    """Put themes on the marked posts, or on the one under the cursor, or take them away."""
    pane.writable()
    table = table_of(pane)
    ids = _chosen(table)

    async def submit(values: dict[str, Any]) -> int:
        more, less = names_in(values["more"]), names_in(values["less"])
        changed = await pane.write(post_themes.retheme, ids, more, less)
        table.marked = frozenset()
        return int(changed)

    fields = (
        Field("more", "Add", hint="Themes with commas between: membership, behind the scenes"),
        Field("less", "Take away", hint="Themes with commas between"),
    )
    form: Form[int] = Form(f"Themes of {count_words(len(ids))}", fields, submit)
    pane.app.push_screen(form, lambda changed: _told(pane, "themes changed", changed))


def choose_rate(pane: CampaignsPane) -> None:
    """Choose what rates are by."""
    table = table_of(pane)

    def chosen(key: RowKey | None) -> None:
        if key is not None:
            table.look(replace(table.listing, basis=Basis(str(key))), table.search)

    options = [(basis.value, basis.value, "") for basis in Basis]
    pane.app.push_screen(ChoiceList("Rates are", options, table.listing.basis.value), chosen)


def show_times(pane: CampaignsPane) -> None:
    """Show how each weekday and hour did."""
    _times(pane, table_of(pane))


@work(group="messages")
async def _times(pane: CampaignsPane, table: MessagesTable) -> None:
    found = table.found
    if found is not None:
        made = await pane.app.live.read(posting_times, found.group, found.listing.basis)
        name = pane.account.name if pane.account else ""
        pane.app.push_screen(TimesBox(name, made, pane.app.live.calendar.week_start))


def compare(pane: CampaignsPane) -> None:
    """Compare themes, kinds and channels of the posts."""
    _compare(pane, table_of(pane))


@work(group="messages")
async def _compare(pane: CampaignsPane, table: MessagesTable) -> None:
    found = table.found
    if found is not None:
        made = await pane.app.live.read(comparisons, found.group)
        rows = compare_rows(made, found.tally, found.listing.basis)
        title = f"{found.listing.basis.value.capitalize()} by theme, kind and channel"
        pane.app.push_screen(Numbers(title, COLUMNS, rows, NOTE))


def rules(pane: CampaignsPane) -> None:
    """List the remembered rules, to add, edit, order and delete them."""
    open_rules(pane)


def _chosen(table: MessagesTable) -> list[int]:
    ids = table.chosen_ids
    if not ids:
        raise Refused("No post has the focus.", "Go to the messages with Enter; x marks several.")
    return ids


def _told(pane: CampaignsPane, what: str, changed: int | None) -> None:
    if changed is not None:
        notify(pane.app, f"{count_words(changed)}: {what}." if changed else "Nothing was different.")


ACTIONS: Final = (
    Action(Command("assign_posts", "a", "assign", "Assign the marked posts to a campaign", GROUP, writes=True), assign),
    Action(Command("post_rules", "A", "rules", "Rules that assign posts by themselves", GROUP), rules),
    Action(
        Command("post_themes", "number_sign", "themes", "Themes of the marked posts", GROUP, writes=True), change_themes
    ),
    Action(Command("post_times", "w", "when", "Best weekday and hour of the messages", GROUP), show_times),
    Action(Command("compare_posts", "K", "compare", "Compare themes, kinds and channels", GROUP), compare),
    Action(Command("post_rate", "M", "rate", "Choose what the rates of messages are by", GROUP), choose_rate),
)
