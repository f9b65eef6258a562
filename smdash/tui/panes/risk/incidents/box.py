"""The box of the log: report, correct, close and open again; it reads anew after each write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from smdash.domain.evidence import Subject
from smdash.domain.incident_attention import pressing_figure
from smdash.domain.incidents import Incident
from smdash.domain.organisation import Role
from smdash.store.evidence import evidence_of
from smdash.store.incident_log import IncidentLog, load_log
from smdash.store.incidents import Closed, reopen_incident
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.incidents.forms import closing_form, incident_form
from smdash.tui.panes.risk.incidents.rows import COLUMNS, detail_lines, log_note, log_rows, log_title
from smdash.tui.panes.risk.proofs import EvidenceBox
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.rows_box import RowsBox, asking
from smdash.tui.widgets.cells import Column, Line, Row
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"


class IncidentBox(RowsBox[IncidentLog]):
    """Open ones by deadline, then closed ones. Nothing is deleted here: what was no incident is closed as that."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("c", "end", show=False),
        Binding("o", "open_again", show=False),
        Binding("E", "evidence", show=False),
        Binding("y", "copy", show=False),
        Binding("i", "explain", show=False),
    ]
    ADDS: ClassVar[str] = "n"
    REST: ClassVar[str] = "… Enter shows all of it"

    @property
    def _keys(self) -> str:
        if self._dashboard.live.role == Role.CONTRIBUTOR:
            return "n reports · E evidence · y copies the address · i explains · Esc leaves"
        return "n reports · e edits · c closes · o opens again · E evidence · y copies the address · u undoes · Esc"

    @property
    def _whose(self) -> str:
        return log_title(self._seen)

    def _columns(self) -> Sequence[Column]:
        return COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        return log_rows(self._seen), log_note(self._seen)

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        one = self._seen.found(row_id)
        return detail_lines(self._seen, one, width) if one else ()

    async def _read(self) -> IncidentLog:
        return await self._dashboard.live.read(load_log)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        one = self._seen.found(row_id)
        if row_id is not None and one is None:
            return None
        return incident_form(self._seen, one, self._dashboard.live.person_name, self._write)

    def _deletion(self, _row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        notify(self.app, "Nothing is deleted from the log. u takes back the latest change; c closes one.")
        return None

    def action_end(self) -> None:
        """Close the one under the cursor."""
        one = self._seen.found(self._chosen)
        if one is None or not self._writes:
            return
        if not one.is_open:
            notify(self.app, f"Closed by {one.closed_by}. o opens it again.")
            return
        self.app.push_screen(closing_form(self._seen, one, self._write), self._ended)

    def _ended(self, closed: Closed | None) -> None:
        if closed is not None and closed.next_id is not None:
            self.query_one(RowTable).go_to(closed.next_id)
            notify(self.app, "Closed, and the next one is in the log. u takes back both.")

    def action_open_again(self) -> None:
        """Open a closed one again, after naming it."""
        one = self._seen.found(self._chosen)
        if one is None or one.is_open or not self._writes:
            return

        async def answered() -> None:
            if await asking(self._dashboard)(
                "Open this again? What was said of its end goes.", one.draft.title, "Open"
            ):
                await self._write(reopen_incident, one.id)

        self.run_worker(answered(), group="delete")

    def action_evidence(self) -> None:
        """Open what was captured of the one under the cursor."""
        one = self._seen.found(self._chosen)
        if one is not None:
            self.run_worker(self._open_evidence(one), group="load", exclusive=True)

    async def _open_evidence(self, one: Incident) -> None:
        subject = Subject(incident_id=one.id)
        found = await self._dashboard.live.read(evidence_of, subject)
        self.app.push_screen(EvidenceBox(found, subject, one.draft.title))

    def action_copy(self) -> None:
        """Copy the address of the post, through the terminal."""
        one = self._seen.found(self._chosen)
        if one is not None and one.draft.url:
            self.app.copy_to_clipboard(one.draft.url)
            notify(self.app, f"Copied {one.draft.url}")

    def action_explain(self) -> None:
        """Say how many deadlines press, and which."""
        self.app.push_screen(Explain((pressing_figure(self._seen.listed, self._seen.now),)))


async def open_log(pane: RiskPane, begin: int | None = None) -> None:
    """Open the log, on one of it if that is said."""
    pane.app.push_screen(IncidentBox(await pane.app.live.read(load_log), begin))


ACTIONS: Final = (
    Action(Command("open_log", "O", "log", "Incidents, complaints and duties with their deadlines", GROUP), open_log),
)
