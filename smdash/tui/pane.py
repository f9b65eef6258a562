"""What every pane is: it cares for some words, loads one state, shows it, and says so when it can't."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from textual.app import ComposeResult
from textual.widget import Widget

from smdash.domain.figures import Figure
from smdash.errors import SmdashError
from smdash.tui.commands import Command
from smdash.tui.widgets.states import LOADING, Notice, NoticeBlock, fault

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

S = TypeVar("S")
T = TypeVar("T")


class Pane(Widget, Generic[S]):
    """Base class of panes; `S` is the frozen state a pane shows.

    A subclass sets `CARES` (words of `events.WORDS`) and `COMMANDS`, composes its widgets in `compose_content`, and
    gives `load` and `show`. It may give `empty`, `figures_in_focus`, `numbers` and `jump`. Everything else (loading,
    empty and error states, reloading when data or the period changed, being stale while hidden) happens here.
    """

    CARES: ClassVar[frozenset[str]] = frozenset()
    COMMANDS: ClassVar[tuple[Command, ...]] = ()
    FOLLOWS_PERIOD: ClassVar[bool] = True

    DEFAULT_CSS = """
    Pane { height: 1fr; width: 1fr; layout: vertical; }
    Pane.-notice > * { display: none; }
    Pane > .pane-notice { display: none; }
    Pane.-notice > .pane-notice { display: block; }
    """

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Make bindings of the commands, once for each pane class."""
        if "COMMANDS" in cls.__dict__:
            cls.BINDINGS = [command.binding() for command in cls.COMMANDS]
        super().__init_subclass__(**kwargs)

    def __init__(self) -> None:
        super().__init__(classes="-notice")
        self.state: S | None = None
        self._notice = NoticeBlock(LOADING)
        self._notice.add_class("pane-notice")
        self._stale = True
        self.answered = asyncio.Event()  # once the first load has ended, with data or with a fault
        self._load_number = 0
        self._visible = False
        self._focus_wanted = False
        self._pending_jump: tuple[str, int | None] | None = None
        self._last_focused: Widget | None = None

    # What a subclass gives

    def compose_content(self) -> ComposeResult:
        """The pane's own widgets."""
        yield from ()

    async def load(self) -> S:
        """Read the state, in one call of `self.app.live.read`; a `SmdashError` becomes the error state."""
        raise NotImplementedError

    def show(self, state: S) -> None:
        """Put the state into the widgets, changing only what differs."""
        raise NotImplementedError

    def empty(self, state: S) -> Notice | None:
        """What to say instead of `show` when there is nothing yet; None when there is something."""
        return None

    def figures_in_focus(self) -> Sequence[Figure]:
        """The figures `i` explains: those of the focused block, or of the row under the cursor."""
        focused = self.app.focused
        return getattr(focused, "figures", ())

    def jump(self, kind: str, target: int | None) -> None:
        """Put the cursor on a thing; called after the state is shown."""

    def minute_passed(self) -> None:
        """The running timer is a minute further; only a pane that shows it does anything."""

    # What panes use

    @property
    def app(self) -> SmdashApp:  # type: ignore[override]  # the same app, known by its own class
        """The dashboard."""
        return cast("SmdashApp", super().app)

    async def write(self, fn: Callable[..., T], *args: Any) -> T:
        """Write through the store and tell everybody what changed; `SmdashError` goes on to the caller."""
        return await self.app.write(fn, *args)

    @property
    def in_sight(self) -> bool:
        """Whether this pane is the one on screen."""
        return self._visible

    # Life

    def compose(self) -> ComposeResult:
        yield self._notice
        yield from self.compose_content()

    def enter(self) -> None:
        """The pane came on screen: load if something changed meanwhile, and take the focus."""
        self._visible = self._focus_wanted = True
        if self._stale:
            self.reload()
        else:
            self.take_focus()

    def leave(self) -> None:
        """The pane went off screen."""
        self._visible = False

    def mark_stale(self) -> None:
        """What is shown may be out of date: load now if visible, else when the pane comes back."""
        self._stale = True
        if self._visible:
            self.reload()

    def jump_to(self, kind: str, target: int | None) -> None:
        """Jump now, or as soon as the state is there."""
        if self.state is not None and not self._stale:
            self.jump(kind, target)
        else:
            self._pending_jump = (kind, target)

    def reload(self) -> None:
        """Load again; an earlier load that is still running no longer counts."""
        self._load_number += 1
        self.run_worker(self._load(self._load_number), group="load", exclusive=True)

    async def _load(self, number: int) -> None:
        try:
            state = await self.load()
        except SmdashError as error:
            if number == self._load_number:
                self._tell(fault(error))
                self.answered.set()
            return
        if number != self._load_number:
            return
        self._stale = False
        self.state = state
        with self.app.batch_update():
            if (notice := self.empty(state)) is not None:
                self._tell(notice)
            else:
                if self.has_class("-notice"):
                    self.remove_class("-notice")
                    # Now, not at the next frame, which a box on top puts off: the notice must not keep the focus.
                    self.app.stylesheet.update(self)
                self.show(state)
                if self._pending_jump is not None:
                    (kind, target), self._pending_jump = self._pending_jump, None
                    self.jump(kind, target)
        self._settle_focus()
        self.answered.set()

    def _tell(self, notice: Notice) -> None:
        self._notice.tell(notice)
        self.add_class("-notice")
        self._settle_focus()

    def _settle_focus(self) -> None:
        focused = self.screen.focused
        lost = focused is None or not focused.display or not focused.focusable
        if self._visible and (self._focus_wanted or lost):
            self.take_focus()

    def take_focus(self) -> None:
        """Focus the first block that can be focused, unless one of the pane's own has the focus already."""
        self._focus_wanted = False
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors and focused.focusable and self._shown(focused):
            return
        self.screen.set_focus(self._first_focusable(), scroll_visible=False)

    def _first_focusable(self) -> Widget | None:
        remembered = self._last_focused
        if remembered is not None and remembered.is_attached and remembered.focusable and self._shown(remembered):
            return remembered
        return next((widget for widget in self.query("*") if widget.focusable and self._shown(widget)), None)

    def _shown(self, widget: Widget) -> bool:
        return all(node.display for node in (widget, *widget.ancestors) if node is not self.app)

    def on_descendant_focus(self) -> None:
        """Remember where the focus was, for when the pane comes back."""
        self._last_focused = self.screen.focused

    def on_notice_block_retry(self, event: NoticeBlock.Retry) -> None:
        """Try the failed load again."""
        event.stop()
        self._notice.tell(LOADING)
        self.reload()
