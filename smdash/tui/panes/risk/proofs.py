"""The evidence of an item, a risk or an incident in a box: to add, correct, take away, verify and copy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from smdash.domain.evidence import Evidence, EvidenceDraft, EvidenceKind, FilePrint, FileState, Subject
from smdash.domain.organisation import Role
from smdash.domain.text import one_line
from smdash.errors import FormFaults, InvalidInput
from smdash.exchange.fingerprints import file_state, fingerprint
from smdash.store import evidence
from smdash.tui.commands import Action, Command
from smdash.tui.panes.risk.answering import item_of
from smdash.tui.screens.rows_box import RowsBox
from smdash.tui.widgets.cells import Column, Line, Row, line, row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.safe import notify
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED
from smdash.tui.widgets.wrapping import folded

if TYPE_CHECKING:
    from datetime import date

    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
COLUMNS: Final = (
    Column("label", "Evidence", flexible=True, least=20),
    Column("kind", "is a", least=4),
    Column("until", "holds until", least=12),
    Column("now", "now", least=3, most=11),
    Column("who", "by", least=4, most=12, priority=1),
)
_STATES = {
    FileState.UNCHANGED: (f"{REACHED} unchanged", "good"),
    FileState.CHANGED: (f"{ATTENTION} changed", "bad"),
    FileState.ABSENT: (f"{ATTENTION} not there", "warning"),
}
_KINDS = (
    (EvidenceKind.FILE.value, "file (its hash is kept)"),
    (EvidenceKind.LINK.value, "link"),
    (EvidenceKind.TEXT.value, "text"),
)


class EvidenceBox(RowsBox[tuple[Evidence, ...]]):
    """The evidence of one subject, the oldest first; `v` tells whether a file is still the same."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("v", "verify", show=False),
        Binding("y", "copy", show=False),
    ]
    ADDS: ClassVar[str] = "n"

    def __init__(self, found: tuple[Evidence, ...], subject: Subject, title: str) -> None:
        super().__init__(found)
        self._subject = subject
        self._title = title
        self._states: dict[int, FileState] = {}

    @property
    def _whose(self) -> str:
        return f"Evidence {DOT} {self._title}"

    @property
    def _keys(self) -> str:
        if self._dashboard.live.role == Role.CONTRIBUTOR:
            adds = f"n adds {DOT} " if self._subject.incident_id is not None else ""
            return f"{adds}{self._read_only}"
        return f"n adds {DOT} e edits {DOT} d deletes {DOT} v verifies files {DOT} y copies {DOT} u undoes {DOT} Esc"

    @property
    def _read_only(self) -> str:
        return f"v verifies files {DOT} y copies {DOT} Esc leaves"

    def _columns(self) -> Sequence[Column]:
        return COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        note = "" if self._seen else "No evidence yet. n adds a file, a link or a text."
        return tuple(self._row(one) for one in self._seen), note

    def _row(self, one: Evidence) -> Row:
        state = self._states.get(one.id)
        return row(
            one.id,
            one.label,
            (one.kind.value, "muted"),
            until_words(one, self._dashboard.clock.today()),
            _STATES[state] if state else "",
            (one.added_by, "muted"),
        )

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        one = self._found(row_id)
        if one is None:
            return ()
        day = one.added_at.astimezone(self._dashboard.clock.zone).date().isoformat()
        lines = folded(one.content, width)
        if one.file:
            lines.append(line((f"SHA-256 {one.sha256}", "muted")))
        size = f"{one.size} bytes {DOT} " if one.file else ""
        return [*lines, line((f"{size}added by {one.added_by or 'nobody named'} on {day}", "muted"))]

    async def _read(self) -> tuple[Evidence, ...]:
        return await self._dashboard.live.read(evidence.evidence_of, self._subject)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        found = self._found(row_id)
        if row_id is not None and found is None:
            return None
        return evidence_form(self._subject, found, self._write)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        found = self._found(row_id)
        return ("Delete this evidence?", found.label, evidence.delete_evidence) if found else None

    def _found(self, row_id: int | None) -> Evidence | None:
        return next((one for one in self._seen if one.id == row_id), None)

    def action_verify(self) -> None:
        """Work out the hash of each file anew and tell which is still the same."""
        self.run_worker(self._verify(), group="verify", exclusive=True)

    async def _verify(self) -> None:
        files = [one for one in self._seen if one.file]
        if not files:
            notify(self.app, "There is no file among this evidence.")
            return
        for one in files:
            self._states[one.id] = await asyncio.to_thread(file_state, Path(one.content), one.sha256)
        self._show()
        counts = [f"{list(self._states.values()).count(state)} {state.value}" for state in FileState]
        notify(self.app, f"Verified: {', '.join(said for said in counts if not said.startswith('0 '))}.")

    def action_copy(self) -> None:
        """Copy the address, the text, or a file's hash and path as `sha256sum -c` reads them."""
        one = self._found(self._chosen)
        if one is not None:
            self.app.copy_to_clipboard(f"{one.sha256}  {one_line(one.content)}" if one.file else one.content)
            notify(self.app, "Copied.")


def until_words(one: Evidence, today: date) -> tuple[str, str]:
    """The last day of evidence and its role: told when it is over, and before it ends."""
    if one.expires is None:
        return "", "muted"
    if one.expired(today):
        return f"{ATTENTION} {one.expires.isoformat()} over", "bad"
    if one.ends_soon(today):
        return f"{ATTENTION} {one.expires.isoformat()}", "warning"
    return one.expires.isoformat(), ""


def evidence_form(subject: Subject, found: Evidence | None, write: Callable[..., Awaitable[Any]]) -> Form[Any]:
    """Add a piece of evidence, or correct one."""

    async def save(values: dict[str, Any]) -> Any:
        kind = EvidenceKind(values["kind"])
        file = await _file(values, found) if kind is EvidenceKind.FILE else None
        said = values["address"] if kind is EvidenceKind.LINK else values["text"]
        draft = EvidenceDraft(subject, kind, values["label"], said or "", values["expires"], file)
        if found is None:
            return await write(evidence.add_evidence, draft)
        return await write(evidence.edit_evidence, found.id, draft)

    return Form("Correct the evidence" if found else "Add evidence", _fields(found), save)


def _fields(found: Evidence | None) -> list[Field]:
    kind = found.kind if found else EvidenceKind.FILE
    content = found.content if found else ""
    is_a = {one: ("kind", frozenset({one.value})) for one in EvidenceKind}
    fields = [
        Field("kind", "Kind", "choice", choices=_KINDS, initial=kind.value, required=True,
              hint="Left and right, or the first letter"),
        Field("path", "Path", "path", initial=content if kind is EvidenceKind.FILE else "",
              only_if=is_a[EvidenceKind.FILE], hint="Right arrow completes. Kept are name, size and hash only"),
        Field("address", "Address", initial=content if kind is EvidenceKind.LINK else "",
              only_if=is_a[EvidenceKind.LINK], hint="https://example.org/terms; never opened by smdash"),
        Field("text", "Text", "note", initial=content if kind is EvidenceKind.TEXT else "",
              only_if=is_a[EvidenceKind.TEXT], hint="Where it is filed, who said what; Tab goes on"),
        Field("label", "Name", initial=found.label if found else "", hint="Empty: the file's name, or how it begins"),
        Field("expires", "Holds until", "day", initial=found.expires.isoformat() if found and found.expires else "",
              hint="The last day it proves anything, such as a licence's end; empty: no end"),
    ]  # fmt: skip
    if found and found.file:
        fields.insert(2, Field("again", "Read again", "flag", only_if=is_a[EvidenceKind.FILE],
                               hint="Yes: the file is meant to be another one now, keep its new hash"))  # fmt: skip
    return fields


async def _file(values: dict[str, Any], found: Evidence | None) -> FilePrint | None:
    """What is kept of the file that was typed; one that is kept already is read again only when that is wanted."""
    path: Path | None = values["path"]
    if path is None:
        return None
    if found and found.file and str(path) == found.content and not values.get("again"):
        return found.file
    try:
        return await asyncio.to_thread(fingerprint, path)
    except InvalidInput as fault:
        raise FormFaults({"path": str(fault).replace("\n", " ")}) from None


async def open_evidence(pane: RiskPane) -> None:
    """Show the evidence of the item under the cursor."""
    state, item = pane.readable(), item_of(pane)
    subject = Subject(item.id, state.scope)
    where = f"{item.id} {item.short}" + (f" {DOT} {state.campaign.name}" if state.campaign else "")
    found = await pane.app.live.read(evidence.evidence_of, subject)
    pane.app.push_screen(EvidenceBox(found, subject, where))


ACTIONS: Final = (
    Action(Command("evidence", "E", "evidence", "Evidence: files by their hash, links, texts", GROUP, footer=True),
           open_evidence),
)  # fmt: skip
