"""The remembered rules: listed in their order, with how many posts wait for each; added, edited, moved, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.assignment import Matching, Rule, RuleDraft, check_rule
from smdash.domain.text import one_line
from smdash.errors import Refused
from smdash.store import assignment_rules
from smdash.store.posts import count_words, kinds_of_posts
from smdash.tui.panes.campaigns.forms import DAY_HINT, day_text
from smdash.tui.panes.campaigns.messages.opening import required
from smdash.tui.panes.campaigns.messages.rule_rows import COLUMNS, preview_words, rule_rows, rule_words
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.screens.box import Box
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.cells import Row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.named import named_field
from smdash.tui.widgets.safe import content
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane

Wish = tuple[str, int]
"""What is to be done, and with which rule."""


class RulesBox(Box[Wish]):
    """The rules; its result is what a person wants to do with which one. The first rule that fits decides."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "wish('new')", show=False),
        Binding("e", "wish('edit')", show=False),
        Binding("d", "wish('delete')", show=False),
        Binding("minus", "wish('up')", show=False),
        Binding("plus", "wish('down')", show=False),
    ]

    def __init__(self, rows: list[Row], current: int) -> None:
        super().__init__()
        self._rule_rows = rows
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            said = "Rules for posts · n new · e edit · d delete · - earlier · + later"
            yield Static(content(said), classes="box-title")
            note = "The first rule that fits decides. Posts that a person assigned stay where they are."
            yield RowTable(COLUMNS, self._rule_rows, note=note if self._rule_rows else f"None yet: n adds one. {note}")

    def on_mount(self) -> None:
        """Stay on the rule that was changed."""
        table = self.query_one(RowTable)
        table.go_to(self._current)
        table.focus()

    def action_wish(self, what: str) -> None:
        """Leave with what is to be done."""
        key = self.query_one(RowTable).current_key
        if what == "new" or isinstance(key, int):
            self.dismiss((what, key if isinstance(key, int) else 0))

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter edits."""
        if isinstance(event.row.key, int):
            self.dismiss(("edit", event.row.key))


def open_rules(pane: CampaignsPane) -> None:
    """Show the rules until the person leaves them."""
    if pane.state is None:
        raise Refused("The campaigns are not loaded yet.", "Wait a moment.")
    _rules(pane, pane.state)


@work(group="rules", exclusive=True)
async def _rules(pane: CampaignsPane, state: CampaignsState) -> None:
    current = 0
    while True:
        found, waiting = await pane.app.live.read(_everything)
        wish = await pane.app.push_screen_wait(RulesBox(rule_rows(found, waiting, state), current))
        if wish is None:
            return
        what, current = wish
        pane.writable()
        rule = next((rule for rule in found if rule.id == current), None)
        await _grant(pane, state, what, None if what == "new" else rule)


async def _grant(pane: CampaignsPane, state: CampaignsState, what: str, rule: Rule | None) -> None:
    if what in ("new", "edit"):
        kinds = await pane.app.live.read(kinds_of_posts)
        await pane.app.push_screen_wait(rule_form(pane, state, rule, kinds))
    elif rule is not None and what == "delete":
        said = rule_words(rule.draft, state)
        if await pane.app.push_screen_wait(Confirm("Delete this rule? Posts it assigned stay.", said, "Delete")):
            await pane.write(assignment_rules.delete_rule, rule.id)
    elif rule is not None:
        await pane.write(assignment_rules.move_rule, rule.id, -1 if what == "up" else 1)


def _everything(snapshot: Snapshot) -> tuple[tuple[Rule, ...], Mapping[int, int]]:
    return assignment_rules.rules(snapshot), assignment_rules.waiting_by_rule(snapshot)


def rule_form(pane: CampaignsPane, state: CampaignsState, rule: Rule | None, kinds: tuple[str, ...]) -> Form[None]:
    """Add a rule, or edit one; before it is saved it says which posts it would take."""
    draft = rule.draft if rule else RuleDraft(pane.campaign_id or 0)

    async def submit(values: dict[str, Any]) -> None:
        made = check_rule(RuleDraft(**values | {"matching": Matching(values["matching"])}))
        apply = await _apply_too(pane, made, state)
        if rule is None:
            await pane.write(assignment_rules.add_rule, made, apply)
        else:
            await pane.write(assignment_rules.edit_rule, rule.id, made, apply)

    choices = tuple((matching.value, matching.words) for matching in Matching)
    fields = (
        required(named_field("campaign_id", "Campaign", state.names, draft.campaign_id, "that gets the posts")),
        named_field("channel_id", "Channel", state.channels, draft.channel_id, "empty: any channel"),
        Field("matching", "Text", "choice", initial=draft.matching.value, choices=choices),
        Field("words", "Words", hint="#spring, or words; upper and lower case are the same", initial=draft.words),
        Field("kind", "Kind", hint="photo, reel …; empty: any", initial=draft.kind, completions=kinds),
        Field("start", "First day", "day", hint=DAY_HINT, initial=day_text(draft.start)),
        Field("until", "Last day", "day", hint=DAY_HINT, initial=day_text(draft.until)),
    )
    return Form("Edit rule" if rule else "New rule", fields, submit)


async def _apply_too(pane: CampaignsPane, draft: RuleDraft, state: CampaignsState) -> bool:
    """Say what the rule would take and ask whether to assign it now; `Refused` keeps the form as it was."""
    found = await pane.app.live.read(assignment_rules.preview, draft)
    many = count_words(len(found.takes))
    options = [
        ("save", "Save it for new posts", "posts there are stay as they are"),
        ("back", "Back to the form", preview_words(found)),
    ]
    if found.takes:
        options.insert(0, ("apply", f"Save it and assign {many} now", f"“{one_line(found.examples[0])[:40]}”"))
    title = f"{rule_words(draft, state)}: {preview_words(found)}"
    chosen = await pane.app.push_screen_wait(ChoiceList(title, options))
    if chosen in (None, "back"):
        raise Refused("Not saved yet: change the rule, or leave it with Esc.")
    return chosen == "apply"
