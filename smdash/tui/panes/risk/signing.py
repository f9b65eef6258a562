"""Sign-offs of an area or of a campaign's whole gate: to sign, to see what changed since, to take one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import Binding, BindingType

from smdash.domain.sign_offs import Place, SignOff, SignOffs, Standing, open_items, own_answers, state_of
from smdash.errors import Refused
from smdash.store import sign_offs
from smdash.tui.commands import Action, Command
from smdash.tui.screens.rows_box import RowsBox
from smdash.tui.widgets.cells import Column, Line, Row, line, row
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form
from smdash.tui.widgets.symbols import ATTENTION, DOT, REACHED, UNDEFINED
from smdash.tui.widgets.wrapping import folded

if TYPE_CHECKING:
    from smdash.tui.panes.risk.pane import RiskPane

GROUP: Final = "Risk"
COLUMNS: Final = (
    Column("what", "Over", flexible=True, least=12, most=30),
    Column("who", "Signed by", least=9, most=20),
    Column("role", "as", least=7, priority=2),
    Column("when", "on", width=10),
    Column("standing", "Stands", least=10, most=22),
)


class SignOffBox(RowsBox[SignOffs]):
    """The sign-offs of one scope, the newest first; `n` signs, `d` takes one back."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", show=False),
        Binding("y", "copy", show=False),
    ]
    ADDS: ClassVar[str] = "n"

    def __init__(self, found: SignOffs, place: Place, title: str) -> None:
        super().__init__(found)
        self._place = place
        self._title = title

    @property
    def _whose(self) -> str:
        return f"Sign-offs · {self._title} · {self._seen.register.library.notice}"

    @property
    def _keys(self) -> str:
        return "n signs · d takes one back · y copies the journal's head · u undoes · Esc leaves"

    def _columns(self) -> Sequence[Column]:
        return COLUMNS

    def _rows(self) -> tuple[Sequence[Row], str]:
        given = [one for one in self._seen.given if one.place.campaign_id == self._place.campaign_id]
        note = "" if given else "Nobody has signed here yet. n signs what is there now."
        return tuple(self._row(one) for one in given), note

    def _row(self, one: SignOff) -> Row:
        standing = self._seen.compared(one).standing
        sign, role = {
            Standing.SIGNED: (REACHED, "good"),
            Standing.CHANGED: (ATTENTION, "bad"),
            Standing.REVOKED: (UNDEFINED, "muted"),
        }[standing]
        title = _title_of(self._seen, one.place)
        day = one.signed_at.astimezone(self._dashboard.clock.zone).date().isoformat()
        return row(one.id, title, one.signed_by, (one.role, "muted"), day, (f"{sign} {standing.value}", role))

    def _detail(self, row_id: int | None, width: int) -> Sequence[Line]:
        one = next((given for given in self._seen.given if given.id == row_id), None)
        if one is None:
            return self._own_words(width)
        changed = self._seen.compared(one).changes
        lines = [line((f"journal head {one.journal_head[:32]} {DOT} state {one.state_hash[:12]}", "muted"))]
        if one.revoked:
            lines += folded(f"taken back: {one.revoked}", width, "warning")
        if one.note:
            lines += folded(f"note: {one.note}", width)
        said = f"changed since: {'; '.join(changed)}" if changed else "nothing has changed since"
        return [*lines, *folded(said, width, "bad" if changed else "good"), *self._own_words(width)]

    def _own_words(self, width: int) -> list[Line]:
        """That somebody else has to sign, where the person at the keyboard answered."""
        own = own_answers(self._seen.register, self._place, self._dashboard.live.person_name)
        if not own or not self._writes:
            return []
        said = f"You answered {', '.join(own)}: somebody else signs {self._title}."
        return folded(said, width, "warning")

    async def _read(self) -> SignOffs:
        return await self._dashboard.live.read(sign_offs.load_sign_offs)

    def _form(self, row_id: int | None) -> Form[Any] | None:
        return sign_form(self._seen, self._place, self._title, self._write) if row_id is None else None

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        return None  # a signature is never deleted: it is taken back, with a reason

    def action_delete(self) -> None:
        """Take the sign-off under the cursor back, with a reason."""
        if self._chosen is not None and self._writes:
            self.app.push_screen(_revoke_form(self._chosen, self._write))

    def action_copy(self) -> None:
        """Copy the journal's head that stands with the sign-off under the cursor."""
        one = next((given for given in self._seen.given if given.id == self._chosen), None)
        if one is not None:
            self.app.copy_to_clipboard(one.journal_head)


def sign_form(found: SignOffs, place: Place, title: str, write: Callable[..., Any]) -> Form[Any]:
    """Sign a place; the form says what is open in it. `Refused` where the person may not."""
    still = open_items(found.register, place)

    async def save(values: dict[str, Any]) -> Any:
        return await write(sign_offs.sign, place, values["note"])

    count = len(state_of(found.register, place)["items"])
    said = f"{count - len(still)} of {count} done" + (f", open: {', '.join(still)}" if still else "")
    return Form(
        f"Sign {title}",
        (Field("note", "Note", hint="What you looked at; may stay empty"),),
        save,
        save_label="Sign",
        live=lambda _: (said, "What stands here now is signed in your name, with its hash."),
        live_lines=2,
    )


def _revoke_form(sign_off_id: int, write: Callable[..., Any]) -> Form[Any]:
    async def save(values: dict[str, Any]) -> Any:
        return await write(sign_offs.revoke, sign_off_id, values["reason"])

    reason = Field("reason", "Reason", required=True, hint="Why the signature is taken back; it stays listed")
    return Form("Take this sign-off back", (reason,), save, save_label="Take back")


def _title_of(found: SignOffs, place: Place) -> str:
    if place.area is None:
        return "the whole gate"
    return next((area.title for area in found.register.library.areas if area.key == place.area), place.area)


async def open_sign_offs(pane: RiskPane) -> None:
    """Open the sign-offs of the area under the cursor; of a campaign, those of its whole gate."""
    state = pane.readable()
    campaign = state.campaign
    if campaign is not None:
        place, title = Place(None, campaign.id), campaign.name
    elif pane.area is not None:
        place, title = Place(pane.area.key), pane.area.title
    else:
        raise Refused("There is nothing to sign here.", "c chooses another checklist.")
    found = await pane.app.live.read(sign_offs.load_sign_offs)
    pane.app.push_screen(SignOffBox(found, place, title))


ACTIONS: Final = (
    Action(
        Command("sign", "S", "sign", "Sign an area or a gate; see what changed since", GROUP),
        open_sign_offs,
    ),
)
