"""The box of the register: all risks by level and due day, with keys to treat, accept and close them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from smdash.domain.evidence import Subject
from smdash.domain.register import Register, RevocationDraft
from smdash.domain.treatment import Risk
from smdash.store import evidence, risks, treatment
from smdash.tui.panes.risk.proofs import EvidenceBox
from smdash.tui.panes.risk.register import forms, rows
from smdash.tui.panes.risk.register.view import ALL, Sight, View, sights
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.explain import Explain
from smdash.tui.screens.rows_box import RowsBox
from smdash.tui.widgets.cells import Column, Line, Row, RowKey
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.search import SearchLine
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from textual.screen import ModalScreen

_KEYS: Final = (
    "n new · e edit · d delete · a accept · B take back · c close · E evidence · u undo · "
    "/ filter · s sort · o whose · C closed ones too · i explain · Esc"
)
_LOOKING: Final = "/ filter · s sort · o whose · C closed ones too · E evidence · i explain · Esc"
_ORGANISATION: Final = "organisation"


class RegisterBox(RowsBox[Register]):
    """All risks of the register. Moving the cursor reads nothing."""

    DEFAULT_CSS = """
    RegisterBox RowTable { height: 1fr; min-height: 4; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("a", "accept", show=False),
        Binding("B", "take_back", show=False),
        Binding("c", "close_risk", show=False),
        Binding("C", "closed", show=False),
        Binding("s", "sort", show=False),
        Binding("slash", "filter", show=False),
        Binding("o", "whose", show=False),
        Binding("E", "evidence", show=False),
        Binding("i", "explain", show=False),
    ]
    ADDS: ClassVar[str] = "n"

    def __init__(self, found: Register, sight: Sight = ALL, begin: int | None = None) -> None:
        super().__init__(found, begin)
        risk = found.risk(begin)
        self._view = View(sight, closed=risk is not None and not risk.is_open)

    def _above(self) -> ComposeResult:
        yield SearchLine()

    @property
    def _whose(self) -> str:
        return f"Register of risks · {self._seen.library.notice}"

    @property
    def _keys(self) -> str:
        return _KEYS

    @property
    def _read_only(self) -> str:
        return _LOOKING

    def _columns(self) -> Sequence[Column]:
        return rows.COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        return rows.risk_rows(self._seen, self._view), rows.note(self._seen, self._view)

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        risk = self._seen.risk(row_id)
        return rows.risk_lines(self._seen, risk, width) if risk else ()

    async def _read(self) -> Register:
        return await self._dashboard.live.read(risks.register)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        risk = self._seen.risk(row_id)
        if row_id is not None and (risk is None or self._is_closed(risk)):
            return None
        return forms.risk_form(self._seen, risk, self._write)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        risk = self._seen.risk(row_id)
        if risk is None:
            return None
        return "Delete this risk? Closing it (c) keeps what came of it.", risk.title, treatment.delete_risk

    # Keys

    @property
    def _risk(self) -> Risk | None:
        return self._seen.risk(self._chosen)

    def _is_closed(self, risk: Risk) -> bool:
        """Whether a risk is closed, which is told."""
        if not risk.is_open:
            notify(self.app, f"“{risk.title}” is closed: c opens it again.")
        return not risk.is_open

    def _push(self, form: Callable[[Risk], ModalScreen[Any]]) -> None:
        """Open a form for the open risk under the cursor."""
        risk = self._risk
        if risk is not None and self._writes and not self._is_closed(risk):
            self.app.push_screen(form(risk))

    def action_accept(self) -> None:
        """Accept the risk as it is now."""
        who = self._dashboard.live.person_name
        self._push(lambda risk: forms.accept_risk_form(self._seen, risk, who, self._write))

    def action_take_back(self) -> None:
        """Take back the acceptance that holds."""
        risk = self._risk
        found = self._seen.risk_acceptance(risk) if risk else None
        if risk is not None and (found is None or not found[1].valid):
            notify(self.app, f"No acceptance of “{risk.title}” holds now.")
            return
        self._push(lambda one: forms.revoke_form(one.title, RevocationDraft("", risk_id=one.id), self._write))

    def action_close_risk(self) -> None:
        """Close the risk, or open it again."""
        risk = self._risk
        if risk is None or not self._writes:
            return
        if risk.is_open:
            self.app.push_screen(forms.close_form(risk, self._write))
        else:
            self.run_worker(self._write(treatment.reopen_risk, risk.id), group="write")

    def action_closed(self) -> None:
        """Show closed risks too, or no longer."""
        self._look(replace(self._view, closed=not self._view.closed))

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._look(replace(self._view, order=self._view.order.next))

    def action_filter(self) -> None:
        """Type what the risks to list have to say."""
        self.query_one(SearchLine).open(self._view.search)

    def on_search_line_typed(self, event: SearchLine.Typed) -> None:
        """Follow what is typed."""
        self._look(replace(self._view, search=event.text))

    def on_search_line_closed(self) -> None:
        """Go on in the list."""
        self.query_one(RowTable).focus()

    def action_whose(self) -> None:
        """Choose whose risks are listed."""
        choose_sight(self.app, self._seen, self._view.sight, lambda sight: self._look(replace(self._view, sight=sight)))

    async def action_evidence(self) -> None:
        """Show the evidence of the risk; what was added there is seen when that box is left."""
        risk = self._risk
        if risk is None:
            return
        subject = Subject(risk_id=risk.id)
        found = await self._dashboard.live.read(evidence.evidence_of, subject)

        async def again(_: None) -> None:
            await self._again()

        self.app.push_screen(EvidenceBox(found, subject, risk.title), again)

    def action_explain(self) -> None:
        """Explain how many risks there are of each level."""
        self.app.push_screen(Explain(rows.level_figures(self._seen, self._view)))

    def action_close(self) -> None:
        """Esc shows all again where something is filtered, else it leaves."""
        if self._view.search:
            self._look(replace(self._view, search=""))
        else:
            super().action_close()

    def _look(self, view: View) -> None:
        self._view = view
        self._show()


def choose_sight(app: App[Any], register: Register, current: Sight, then: Callable[[Sight], None]) -> None:
    """Choose whose risks are looked at: all, the organisation's, those of a campaign."""
    options: list[tuple[RowKey, str, str]] = [
        (_ORGANISATION if sight is None else sight, name, "") for sight, name in sights(register)
    ]

    def chosen(key: RowKey | None) -> None:
        if key is not None:
            then(None if key == _ORGANISATION else ALL if key == ALL else int(key))

    app.push_screen(ChoiceList("Whose risks?", options, _ORGANISATION if current is None else current), chosen)
