"""The three states every list and pane may be in besides showing something: loading, empty, error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from textual.binding import Binding, BindingType
from textual.message import Message

from smdash.errors import SmdashError
from smdash.tui.widgets.cells import line
from smdash.tui.widgets.lines import TextLines

NoticeKind = Literal["loading", "empty", "error"]


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said instead of content: the fact, and what to do (with its key)."""

    kind: NoticeKind
    message: str
    hint: str = ""


LOADING = Notice("loading", "loading…")


def empty(message: str, hint: str) -> Notice:
    """Nothing there yet; the hint names the key that adds the first item."""
    return Notice("empty", message, hint)


def fault(error: SmdashError) -> Notice:
    """A failed load, with what to do."""
    hint = error.hint if not error.hint or error.hint.endswith((".", "!", "?")) else error.hint + "."
    return Notice("error", error.message, f"{hint} Enter tries again.".strip())


class NoticeBlock(TextLines):
    """Shows a notice; in the error state it takes the focus and Enter asks to try again."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "retry", show=False)]

    class Retry(Message):
        """The person wants the load tried again."""

    def __init__(self, notice: Notice = LOADING) -> None:
        super().__init__()
        self.notice = notice
        self.tell(notice)

    def tell(self, notice: Notice) -> None:
        """Show another notice."""
        self.notice = notice
        sign, role = {"loading": ("", "muted"), "empty": ("", ""), "error": ("! ", "bad")}[notice.kind]
        hint = [line((part, "muted")) for part in notice.hint.splitlines()]
        message = [line((sign, role), part) if sign else line((part, role)) for part in notice.message.splitlines()]
        self.set_lines([*message, *hint])
        self.can_focus = notice.kind != "loading"

    def action_retry(self) -> None:
        """Ask for another try."""
        self.post_message(self.Retry())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter means something in the error state only."""
        return action != "retry" or self.notice.kind == "error"
