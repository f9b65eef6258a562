"""The box of policies: add one from a preset or of one's own, add versions, see who is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from smdash.domain.organisation import Role
from smdash.domain.policies import PolicyDraft
from smdash.domain.policy_attention import missing_figure
from smdash.library.policies import load_policy_presets
from smdash.store.policies import add_policy, archive_policy
from smdash.store.policy_book import PolicyBook, load_book
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.policies.forms import policy_form, version_form
from smdash.tui.panes.risk.policies.people_box import PeopleBox
from smdash.tui.panes.risk.policies.rows import COLUMNS, policy_lines, policy_note, policy_rows, whole_text
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.numbers import Reading
from smdash.tui.screens.rows_box import RowsBox, asking
from smdash.tui.widgets.cells import Column, Line, Row, RowKey
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
_OWN: Final = "own"


class PolicyBox(RowsBox[PolicyBook]):
    """The policies; Enter opens the people of the version in force."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("v", "add_version", show=False),
        Binding("o", "read_all", show=False),
        Binding("i", "explain", show=False),
    ]
    ADDS: ClassVar[str] = "n"
    REST: ClassVar[str] = "… o shows all of it"

    @property
    def _keys(self) -> str:
        if self._dashboard.live.role == Role.CONTRIBUTOR:
            return "Enter confirms · o shows all of it · Esc leaves"
        return "Enter people · n adds · v new version · e edits · d archives or brings back · o all · u undoes · Esc"

    @property
    def _read_only(self) -> str:
        return "Enter people · o shows all of it · i explains · Esc leaves"

    @property
    def _whose(self) -> str:
        return "Policies and who confirmed them · not legal advice"

    def _columns(self) -> Sequence[Column]:
        return COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        return policy_rows(self._seen), policy_note(self._seen)

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        one = self._seen.found(row_id)
        return policy_lines(self._seen, one, width) if one else ()

    async def _read(self) -> PolicyBook:
        return await self._dashboard.live.read(load_book)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        one = self._seen.found(row_id)
        return None if row_id is not None and one is None else policy_form(self._seen, one, self._write)

    def _enter(self) -> None:
        """Open the people of the version in force, or of the one to come."""
        one = self._seen.found(self._chosen)
        version = one.to_confirm(self._seen.today) if one else None
        if one is None or version is None:
            notify(self.app, "There is no version yet. v adds the first one.")
            return
        self.app.push_screen(PeopleBox(self._seen, one, version), self._back)

    def _back(self, _result: None) -> None:
        self.run_worker(self._again(), group="load", exclusive=True)

    def action_add(self) -> None:
        """Add a policy: one of the shipped short lists, or one of one's own."""
        if not self._writes:
            return
        options: list[tuple[RowKey, str, str]] = [
            (preset.key, preset.name, f"{len(preset.points)} points of the legal library")
            for preset in load_policy_presets()
        ]
        options.append((_OWN, "Of your own", "empty"))
        self.app.push_screen(ChoiceList("Begin a policy with", options), self._begun)

    def _begun(self, key: RowKey | None) -> None:
        preset = next((one for one in load_policy_presets() if one.key == key), None)
        if key == _OWN:
            self._open(None)
        elif preset is not None:
            draft = PolicyDraft(preset.name, f"{preset.about}\n{preset.summary}", self._seen.own_id, preset.kinds)
            self.run_worker(self._added(draft), group="add")

    async def _added(self, draft: PolicyDraft) -> None:
        added = await self._write(add_policy, draft)
        self.query_one(RowTable).go_to(added)
        notify(self.app, f"{draft.name} added, with what it has to settle. v adds its first version.")

    def action_add_version(self) -> None:
        """Add a version of the policy under the cursor."""
        one = self._seen.found(self._chosen)
        if one is not None and self._writes:
            self.app.push_screen(version_form(self._seen, one, None, self._write))

    def action_delete(self) -> None:
        """Archive the policy under the cursor, or bring it back; after naming it."""
        one = self._seen.found(self._chosen)
        if one is None or not self._writes:
            return
        again = one.archived
        question = "Ask about this policy again?" if again else "Archive this policy? Nobody is asked any more."

        async def answered() -> None:
            if await asking(self._dashboard)(question, one.draft.name, "Bring back" if again else "Archive"):
                await self._write(archive_policy, one.id, not again)

        self.run_worker(answered(), group="delete")

    def _deletion(self, _row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        return None  # a policy is archived

    def action_read_all(self) -> None:
        """Show what it is about and all its versions."""
        one = self._seen.found(self._chosen)
        if one is None:
            return
        self.app.push_screen(Reading(one.draft.name, whole_text(self._seen, one, Reading.width(self.app))))

    def action_explain(self) -> None:
        """Say how many confirmations are missing, and whose."""
        self.app.push_screen(Explain((missing_figure(self._seen.policies, self._seen.people, self._seen.today),)))


async def open_policies(pane: RiskPane, begin: int | None = None) -> None:
    """Open the policies, on one of them if that is said."""
    pane.app.push_screen(PolicyBox(await pane.app.live.read(load_book), begin))


ACTIONS: Final = (
    Action(
        Command("open_policies", "P", "policies", "Policies, their versions, and who confirmed them", GROUP),
        open_policies,
    ),
)
