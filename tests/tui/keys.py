"""Keys for a dashboard under test, and waiting for what they led to rather than for time."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.widget import Widget

from smdash.tui.app import SmdashApp

_ENDLESS = "_loader"  # the worker of the tree of folders
_ROUNDS = 3  # a handler's message, its handler's, and what that asks for
PATIENCE = 30.0  # seconds, for machines under load; a wait ends as soon as its condition holds


async def press(pilot: Any, *names: str) -> None:
    """Type keys ahead, as fast as the app takes them, until what they led to is done and painted."""
    await pilot.press(*names)
    await settle(pilot)


async def settle(pilot: Any) -> None:
    """Wait until what was begun is done and painted; handlers may ask for more a few times over."""
    calm, end = 0, monotonic() + PATIENCE
    while calm < _ROUNDS:
        await pilot.pause()
        busy = _at_work(pilot.app) or _unpainted(pilot.app)
        calm = 0 if busy else calm + 1
        assert monotonic() < end, f"still at work: {busy}"


async def until(pilot: Any, true: Callable[[], Any]) -> None:
    """Wait for something to come true."""
    end = monotonic() + PATIENCE
    while not true():
        await pilot.pause()
        assert monotonic() < end, "it never came true"


def _at_work(app: SmdashApp) -> list[object]:
    """Keys not yet taken, and work of what is in front: what is behind a box may wait for its answer."""
    begun = [one for one in app.workers if not one.is_finished and one.group != _ENDLESS and app._in_front(one.node)]
    return [*begun, *app._typed, *([app._in_hand] if app._in_hand else [])]


def _unpainted(app: SmdashApp) -> bool:
    """Whether a message waits for its handler, or a change for its picture."""
    screen = app.screen
    if screen._layout_required or screen._repaint_required or screen._dirty_widgets or screen._callbacks:
        return True
    nodes = (app, *screen.walk_children(with_self=True))
    return any(node.message_queue_size or node._next_callbacks for node in nodes) or any(
        node._layout_required or node._repaint_required for node in screen.walk_children(Widget)
    )
