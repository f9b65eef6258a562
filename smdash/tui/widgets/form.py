"""A form: fields as data, one column, all faults at once, and nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Button, Static

from smdash.errors import FormFaults, InvalidInput, SmdashError
from smdash.tui.widgets.fields import Field, matching, understand, understood
from smdash.tui.widgets.inputs import FieldEdited, FieldLeft, editor_for
from smdash.tui.widgets.safe import content, put_text

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

T = TypeVar("T")
_AROUND_FIELDS = 8  # lines of the box that are not fields: borders, title, fault, hint, buttons


class FieldRow(Vertical):
    """Label, editor and echo on one line, the fault under them."""

    def __init__(self, field: Field) -> None:
        super().__init__()
        self.field = field
        self.editor = editor_for(field)
        self._first = self._blamed = self.editor.typed
        self._echo = Static(classes="form-echo")
        self._fault = Static(classes="form-fault")

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Static(content(self.field.label + (" *" if self.field.required else "")), classes="form-label")
            yield self.editor
            yield self._echo
        yield self._fault

    @property
    def dirty(self) -> bool:
        """Whether something else stands in it than at first."""
        return self.editor.typed != self._first

    def echo(self, today: date) -> None:
        """Show what was understood; what isn't understood yet is no fault while typing."""
        try:
            said = understand(self.field, self.editor.typed, today).echo
        except InvalidInput:
            said = "?" if self.editor.typed else ""
        put_text(self._echo, f"= {said}" if said and said != "?" else said)

    def edited(self, today: date) -> None:
        """Echo what stands there now; what was wrong with something else is no fault any more."""
        self.echo(today)
        if self.editor.typed != self._blamed:
            self.blame("")

    def blame(self, fault: str) -> None:
        """Show a fault under the field, or none."""
        self._blamed = self.editor.typed
        put_text(self._fault, f"! {fault}" if fault else "")
        self.set_class(bool(fault), "-faulty")


class FieldRows(VerticalScroll, can_focus=False, inherit_bindings=False):
    """The fields, scrolled with the focus; the arrows belong to the form, however many fields there are."""


class Form(ModalScreen[T | None], Generic[T]):
    """Asks for values and saves them; its result is what `submit` returned, or None when it was left.

    `submit` gets {field name: value} (see `Field`) and saves. When it raises `FormFaults` the faults appear at their
    fields, any other `SmdashError` above the buttons; what was typed stays in every case. `live` makes lines of the
    values understood so far, which follow what is typed (`live_lines` of them have room); `check` finds faults between
    fields, told with all others. The focus is at first in the field `begin`, else in the first one.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "save", show=False, priority=True),
        Binding("escape", "leave", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        submit: Callable[[dict[str, Any]], Awaitable[T]],
        *,
        save_label: str = "Save",
        live: Callable[[Mapping[str, Any]], Sequence[str]] | None = None,
        live_lines: int = 1,
        check: Callable[[Mapping[str, Any]], Mapping[str, str]] | None = None,
        begin: str = "",
    ) -> None:
        super().__init__()
        self.form_title = title
        self.fields = tuple(fields)
        self._submit = submit
        self._save_label = save_label
        self._live = live
        self._live_lines = live_lines
        self._check = check
        self._begin = begin
        self._rows: dict[str, FieldRow] = {}
        self._saving = False

    def compose(self) -> ComposeResult:
        self._rows = {field.name: FieldRow(field) for field in self.fields}
        with Vertical(classes="box"):
            yield Static(content(self.form_title), classes="box-title")
            with FieldRows(id="form-fields"):
                yield from self._rows.values()
            if self._live is not None:
                yield Static(id="form-live")
            yield Static(id="form-fault")
            yield Static(id="form-hint")
            with Horizontal(classes="buttons"):
                yield Button(content(f"{self._save_label} (ctrl+s)"), id="save", compact=True)
                yield Button(content("Cancel (Esc)"), id="cancel", compact=True)

    def on_mount(self) -> None:
        """Start in the first field, with the echo of what stands there."""
        self._limit_height()
        for row in self._rows.values():
            row.echo(self._today)
        self._show_asked()
        self._show_live()
        if self._rows:
            self._rows.get(self._begin, next(iter(self._rows.values()))).editor.focus()

    @property
    def typed(self) -> dict[str, str]:
        """What stands in each field."""
        return {name: row.editor.typed for name, row in self._rows.items()}

    @property
    def dirty(self) -> bool:
        """Whether something was typed."""
        return any(row.dirty for row in self._rows.values())

    @property
    def _today(self) -> date:
        return cast("SmdashApp", self.app).clock.today()

    @property
    def focus_chain(self) -> list[Widget]:
        """What tab goes through, the fields in their own order: Textual goes by where widgets are, and a field that was
        asked for a moment ago is nowhere yet.
        """
        chain, fields = super().focus_chain, [row.editor for row in self._rows.values() if row.display]
        place = next((n for n, widget in enumerate(chain) if widget in fields), 0)
        return [*chain[:place], *fields, *(widget for widget in chain[place:] if widget not in fields)]

    def on_resize(self, _event: events.Resize) -> None:
        """Keep the buttons in sight."""
        self._limit_height()

    def _limit_height(self) -> None:
        around = _AROUND_FIELDS
        if self._live is not None:
            self.query_one("#form-live").styles.height = self._live_lines
            around += self._live_lines
        self.query_one("#form-fields").styles.max_height = max(3, self.app.size.height - around)

    def on_field_edited(self, event: FieldEdited) -> None:
        """Echo what was understood, and take back the fault."""
        for row in self._rows.values():
            if row.editor is event.editor:
                row.edited(self._today)
        self._show_asked()
        self._show_live()
        self._hint()

    def _show_asked(self) -> None:
        """Show the fields that are asked, hide those that are not."""
        typed = self.typed
        for row in self._rows.values():
            row.display = row.field.asked(typed)

    def _show_live(self) -> None:
        if self._live is not None:
            lines = self._live(understood(self.fields, self.typed, self._today)[0])
            put_text(self.query_one("#form-live", Static), "\n".join(lines), lines=True)

    def on_field_left(self, _event: FieldLeft) -> None:
        """Enter goes to the next field, after the last one to the button."""
        self.focus_next()

    def on_descendant_focus(self) -> None:
        """Show the hint of the field with the focus."""
        self._hint()

    def _hint(self) -> None:
        row = next((row for row in self._rows.values() if row.editor is self.focused), None)
        hint = "" if row is None else row.field.hint
        if row is not None and row.field.completions and self.typed[row.field.name] not in row.field.completions:
            names = " · ".join(matching(row.field.completions, self.typed[row.field.name]))
            hint = names or hint
        put_text(self.query_one("#form-hint", Static), hint)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """The two buttons."""
        self.action_save() if event.button.id == "save" else self.action_leave()

    def action_save(self) -> None:
        """Check everything, then save; a second press while saving does nothing."""
        if self._saving:
            return
        values, faults = understood(self.fields, self.typed, self._today)
        if self._check is not None:
            faults = {**self._check(values), **faults}
        if faults:
            self._show_faults(faults)
            return
        self._saving = True
        self.run_worker(self._save(values), group="save")

    async def _save(self, values: dict[str, Any]) -> None:
        try:
            result = await self._submit(values)
        except FormFaults as faults:
            self._show_faults(faults.faults)
        except SmdashError as fault:
            self._show_faults({"": str(fault)})
        else:
            self.dismiss(result)
        finally:
            self._saving = False

    def _show_faults(self, faults: dict[str, str]) -> None:
        for name, row in self._rows.items():
            row.blame(faults.get(name, ""))
        rest = [fault for name, fault in faults.items() if name not in self._rows]
        put_text(self.query_one("#form-fault", Static), "\n".join(f"! {fault}" for fault in rest), lines=True)
        first = next((name for name in self._rows if name in faults), None)
        if first is not None:
            self._rows[first].editor.focus(scroll_visible=False)
            self.call_after_refresh(self._rows[first].scroll_visible, animate=False)

    def action_leave(self) -> None:
        """Leave without saving; ask when something was typed."""
        if not self.dirty:
            self.dismiss(None)
            return
        from smdash.tui.screens.confirm import Confirm

        def answered(discard: bool | None) -> None:
            if discard:
                self.dismiss(None)

        self.app.push_screen(Confirm("Discard what you typed?", self.form_title, "Discard", "Keep typing"), answered)
