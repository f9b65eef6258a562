"""The people a policy concerns: who confirmed which version, and who is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from smdash.domain.organisation import Person, Role
from smdash.domain.policies import Policy, Version
from smdash.store.policies import take_back
from smdash.store.policy_book import PolicyBook, load_book
from smdash.tui.panes.risk.policies.forms import confirm_form, version_form
from smdash.tui.panes.risk.policies.rows import PEOPLE_COLUMNS, people_rows, people_title
from smdash.tui.screens.rows_box import RowsBox
from smdash.tui.widgets.cells import Column, Row, RowKey
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable


class PeopleBox(RowsBox[PolicyBook]):
    """One version's people: `c` confirms the marked ones or the one under the cursor, `a` all who are missing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c", "add", show=False),
        Binding("a", "confirm_all", show=False),
        Binding("h,left", "turn(-1)", show=False),
        Binding("l,right", "turn(1)", show=False),
    ]
    ADDS: ClassVar[str] = "c"
    MARKABLE: ClassVar[bool] = True

    def __init__(self, book: PolicyBook, policy: Policy, version: Version) -> None:
        super().__init__(book)
        self._policy_id = policy.id
        self._version_id = version.id

    @property
    def _policy(self) -> Policy | None:
        return self._seen.found(self._policy_id)

    @property
    def _version(self) -> Version | None:
        versions = self._policy.versions if self._policy else ()
        return next((one for one in versions if one.id == self._version_id), versions[-1] if versions else None)

    @property
    def _keys(self) -> str:
        if self._dashboard.live.role == Role.CONTRIBUTOR:
            return "c confirms for yourself · h l other versions · u undoes · Esc leaves"
        return "c confirms · x marks several · a all missing · d takes back · e version · h l others · u undoes · Esc"

    @property
    def _whose(self) -> str:
        policy, version = self._policy, self._version
        return people_title(self._seen, policy, version) if policy and version else "This version is gone."

    def _columns(self) -> Sequence[Column]:
        return PEOPLE_COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        policy, version = self._policy, self._version
        rows = people_rows(self._seen, policy, version) if policy and version else ()
        return rows, "" if rows else "It concerns nobody who is here. e in the list of policies says whom."

    async def _read(self) -> PolicyBook:
        return await self._dashboard.live.read(load_book)

    def _form(self, _row_id: int | None) -> Form[Any] | None:
        """The form of the version: a row can't be edited, only taken back."""
        policy, version = self._policy, self._version
        return version_form(self._seen, policy, version, self._write) if policy and version else None

    def _enter(self) -> None:
        self.action_add()

    def action_add(self) -> None:
        """Confirm for the marked ones who are missing, else for the one under the cursor."""
        table = self.query_one(RowTable)
        own = self._dashboard.live.role == Role.CONTRIBUTOR
        chosen: set[RowKey | None] = {self._seen.own_id} if own else {*table.marked} or {table.current_key}
        self._confirm([person for person in self._missing if person.id in chosen])

    def action_confirm_all(self) -> None:
        """Confirm for everybody who is missing."""
        self._confirm(self._missing)

    @property
    def _missing(self) -> tuple[Person, ...]:
        return self._policy.missing(self._version, self._seen.people) if self._policy else ()

    def _confirm(self, who: Sequence[Person]) -> None:
        policy, version = self._policy, self._version
        if policy is None or version is None or not self._writes:
            return
        if not who:
            notify(self.app, "Nobody to confirm here: those chosen have confirmed this version.")
            return
        self.app.push_screen(confirm_form(self._seen, policy, version, who, self._write), self._unmark)

    def _unmark(self, _confirmed: int | None) -> None:
        table = self.query_one(RowTable)
        table.marked = frozenset()
        table.refresh()

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        version = self._version
        given = version.confirmed.get(row_id) if version else None
        if version is None or given is None:
            return None
        thing = f"{self._seen.names.get(row_id, '')}, {version.draft.version}, {given.on.isoformat()}"
        return "Take this confirmation back?", thing, lambda tx, _row_id: take_back(tx, given.id)

    def action_turn(self, step: int) -> None:
        """Show an earlier or later version."""
        versions = self._policy.versions if self._policy else ()
        ids = [one.id for one in versions]
        if self._version is not None and 0 <= (at := ids.index(self._version.id) + step) < len(ids):
            self._version_id = ids[at]
            self._show()
