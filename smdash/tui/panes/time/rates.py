"""The box of rates: a person's rates, how they were worked out, and pricing entries again after a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.domain.repricing import Repricing
from smdash.store.rates import RateLine, delete_rate
from smdash.store.repricing import reprice
from smdash.tui.panes.time.rate_form import rate_form
from smdash.tui.panes.time.rate_rows import (
    PRICED_COLUMNS,
    RATE_COLUMNS,
    RatesState,
    load_rates,
    pending_words,
    priced_rows,
    rate_rows,
)
from smdash.tui.screens.box import Box
from smdash.tui.screens.confirm import Confirm
from smdash.tui.widgets.safe import content, drawn, notify, put_text
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from smdash.tui.app import SmdashApp

_HINT = "n new · Enter edit · d delete · p price entries again · Esc"
_EMPTY = "No rate yet: hours are counted without a cost. n works one out."


class RatesBox(Box[None]):
    """A person's rates; it reads anew after each write."""

    DEFAULT_CSS = """
    RatesBox RowTable { height: auto; max-height: 60%; min-height: 3; }
    RatesBox Static { height: auto; }
    RatesBox #rates-hint { color: $role-muted; }
    RatesBox #rates-pending { color: $role-warning; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new_rate", show=False),
        Binding("e", "edit_rate", show=False),
        Binding("d", "delete_rate", show=False),
        Binding("p", "price_again", show=False),
    ]

    def __init__(self, person_id: int) -> None:
        super().__init__()
        self._person = person_id
        self._state: RatesState | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(id="rates-title", classes="box-title")
            yield RowTable(RATE_COLUMNS)
            yield Static(id="rates-basis")
            yield Static(id="rates-pending")
            yield Static(content(drawn(self._dashboard, _HINT)), id="rates-hint")

    def on_mount(self) -> None:
        """Read what there is."""
        self.query_one(RowTable).focus()
        self._read()

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    def _read(self) -> None:
        self.run_worker(self._load(), group="rates", exclusive=True)

    async def _load(self) -> None:
        self._state = state = await self._dashboard.live.read(load_rates, self._person)
        self._say("title", f"Hourly rates · {state.person.name}")
        self._say("pending", pending_words(state))
        rows = rate_rows(state)
        self.query_one(RowTable).set_rows(rows, note="" if rows else _EMPTY)
        self._show_basis()

    def _say(self, part: str, text: str) -> None:
        put_text(self.query_one(f"#rates-{part}", Static), text, lines=True)

    @property
    def _chosen(self) -> RateLine | None:
        key = self.query_one(RowTable).current_key
        return next((one for one in self._state.lines if one.id == key), None) if self._state else None

    def on_row_table_row_highlighted(self) -> None:
        """Show how the rate under the cursor was worked out."""
        self._show_basis()

    def _show_basis(self) -> None:
        chosen = self._chosen
        self._say("basis", "\n".join(chosen.basis.words()) if chosen and chosen.basis else "")

    # Keys

    def on_row_table_row_chosen(self, _event: RowTable.RowChosen) -> None:
        """Enter edits."""
        self.action_edit_rate()

    def action_new_rate(self) -> None:
        """Add a rate."""
        if self._state is not None:
            self.app.push_screen(rate_form(self._state, None, self._write), self._saved)

    def action_edit_rate(self) -> None:
        """Edit the rate under the cursor."""
        if self._state is not None and (chosen := self._chosen) is not None:
            self.app.push_screen(rate_form(self._state, chosen, self._write), self._saved)

    def _saved(self, done: Repricing | None) -> None:
        if done is not None and done.lines and self._state is not None:
            notify(self.app, f"Priced what had no rate: {done.words(self._state.currency)}. u takes it back.")

    def action_delete_rate(self) -> None:
        """Delete a rate that no entry was written with, after naming it."""
        chosen = self._chosen
        if chosen is None:
            return
        named = f"from {chosen.valid_from}"

        async def answered() -> None:
            if await self._dashboard.push_screen_wait(Confirm("Delete this rate?", named, "Delete")) is True:
                await self._write(delete_rate, chosen.id)

        self.run_worker(answered(), group="delete")

    def action_price_again(self) -> None:
        """Show what pricing again changes, and do it when that is wanted."""
        state = self._state
        if state is None:
            return
        if not state.pending.lines:
            notify(self.app, "Every entry has the rate of its day, or none is known for it.")
            return

        async def asked() -> None:
            if await self._dashboard.push_screen_wait(PricingBox(state)) is True:
                done = await self._write(reprice, self._person)
                notify(self.app, f"Priced again: {done.words(state.currency)}. u takes it back.")

        self.run_worker(asked(), group="delete")

    async def _write(self, fn: Callable[..., Any], *args: Any) -> Any:
        result = await self._dashboard.write(fn, *args)
        self._read()
        return result


class PricingBox(Box[bool]):
    """What pricing again would change, by month and campaign; `y` does it."""

    DEFAULT_CSS = """
    PricingBox RowTable { height: auto; max-height: 70%; min-height: 3; }
    PricingBox #pricing-hint { color: $role-muted; height: auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [Binding("y", "price", show=False), Binding("n", "close", show=False)]

    def __init__(self, state: RatesState) -> None:
        super().__init__()
        self._state = state

    def compose(self) -> ComposeResult:
        state = self._state
        title = f"Price entries of {state.person.name} again · {state.currency}"
        with Vertical(classes="box -wide"):
            yield Static(content(title), classes="box-title")
            yield RowTable(PRICED_COLUMNS, priced_rows(state))
            yield Static(content(drawn(self.app, "y price again (one undo) · n or Esc leaves all")), id="pricing-hint")

    def on_mount(self) -> None:
        """The table scrolls."""
        self.query_one(RowTable).focus()

    def action_price(self) -> None:
        """Do it."""
        self.dismiss(True)  # noqa: FBT003 - what a box answers
