"""The editors of a form's fields: each holds what was typed as text."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, TextArea

from smdash.tui.theming import style_of
from smdash.tui.widgets.fields import NO, YES, Field
from smdash.tui.widgets.paths import PathSuggester
from smdash.tui.widgets.safe import drawn, fit, plain


class FieldEdited(Message):
    """What stands in a field changed."""

    def __init__(self, editor: Widget) -> None:
        super().__init__()
        self.editor = editor


class FieldLeft(Message):
    """Enter in a field: on to the next one."""


class TextEditor(Input):
    """One line of text: no blinking, no markup, nothing a terminal could act on; right arrow takes a completion."""

    DEFAULT_CSS = "TextEditor { width: 1fr; }"

    def __init__(self, field: Field) -> None:
        suggester = SuggestFromList([plain(name) for name in field.completions], case_sensitive=False)
        super().__init__(
            plain(field.initial),
            suggester=PathSuggester() if field.kind == "path" else suggester if field.completions else None,
            compact=True,
            select_on_focus=False,  # else the next key after coming back would replace what was typed
        )
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.value

    def validate_value(self, value: str) -> str:
        """Clean what is typed or pasted."""
        return plain(value)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(FieldEdited(self))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Go on to the next field."""
        event.stop()
        self.post_message(FieldLeft())


class NoteEditor(TextArea):
    """A few lines of text; Enter breaks the line, Tab goes on."""

    DEFAULT_CSS = "NoteEditor { width: 1fr; height: 3; }"

    def __init__(self, field: Field) -> None:
        text = "\n".join(plain(part) for part in field.initial.splitlines())
        super().__init__(text, compact=True, tab_behavior="focus", highlight_cursor_line=False)
        self.cursor_blink = False

    @property
    def typed(self) -> str:
        """What stands in the field."""
        return self.text

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Tell the form."""
        event.stop()
        self.post_message(FieldEdited(self))


class ChoiceEditor(Widget, can_focus=True):
    """One of a few options: left and right go through them, a letter goes to the next that begins with it."""

    DEFAULT_CSS = "ChoiceEditor { width: 1fr; height: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
        Binding("enter", "go_on", show=False),
    ]

    chosen: reactive[int] = reactive(-1)

    def __init__(self, choices: tuple[tuple[str, str], ...], initial: str) -> None:
        super().__init__()
        self.choices = choices
        values = [value for value, _ in choices]
        self.set_reactive(ChoiceEditor.chosen, values.index(initial) if initial in values else -1)

    @property
    def typed(self) -> str:
        """The value of the chosen option; empty while none is."""
        return self.choices[self.chosen][0] if self.chosen >= 0 else ""

    def action_turn(self, step: int) -> None:
        """The option before or after, round and round."""
        if self.choices:
            self.chosen = (max(self.chosen, -1 if step > 0 else 0) + step) % len(self.choices)

    def action_go_on(self) -> None:
        """Go on to the next field."""
        self.post_message(FieldLeft())

    def on_key(self, event: events.Key) -> None:
        """Letters jump to an option."""
        if not event.is_printable or event.character is None or event.character == " ":
            return
        order = [(self.chosen + step) % len(self.choices) for step in range(1, len(self.choices) + 1)]
        found = [i for i in order if self.choices[i][1].casefold().startswith(event.character.casefold())]
        if found:
            self.chosen = found[0]
        event.stop()  # a letter never means a command inside a form
        event.prevent_default()

    def on_click(self) -> None:
        """A click goes to the next option."""
        self.action_turn(1)

    def watch_chosen(self) -> None:
        """Tell the form."""
        self.post_message(FieldEdited(self))

    def render_line(self, y: int) -> Strip:
        """The chosen option between two arrows, and which of how many it is."""
        chosen = self.choices[self.chosen][1] if self.chosen >= 0 else "choose"
        place = f"  {self.chosen + 1}/{len(self.choices)}" if self.chosen >= 0 else f"  of {len(self.choices)}"
        width = self.size.width
        text = fit(f"‹ {plain(chosen)} ›{place}", width)
        style = style_of(self.app, "selection" if self.has_focus else "")
        return Strip([Segment(drawn(self.app, text), style)], width).apply_style(self.rich_style)


class FlagEditor(ChoiceEditor):
    """Yes or no: Space changes it, `y` and `n` set it."""

    def __init__(self, field: Field) -> None:
        super().__init__(((NO, "no"), (YES, "yes")), field.initial or NO)

    def render_line(self, y: int) -> Strip:
        """A box with a cross, and the word."""
        width = self.size.width
        text = fit("[x] yes" if self.typed == YES else "[ ] no", width)
        style = style_of(self.app, "selection" if self.has_focus else "")
        return Strip([Segment(text, style)], width).apply_style(self.rich_style)


def editor_for(field: Field) -> TextEditor | NoteEditor | ChoiceEditor:
    """The editor a field is typed into."""
    if field.kind == "note":
        return NoteEditor(field)
    if field.kind == "choice":
        return ChoiceEditor(field.choices, field.initial)
    if field.kind == "flag":
        return FlagEditor(field)
    return TextEditor(field)
