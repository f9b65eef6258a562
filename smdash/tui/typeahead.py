"""Keys in their order: each one is done with, wherever it led, before the next is looked at.

Textual hands a key to the focused widget's queue and goes on at once, so what is typed fast can overtake the change of
focus or the screen that an earlier key asks for. Here the next key waits: a marker follows each key through the same
queues, from the focused widget up to the app, a few times over, so that the messages it caused are handled as well.
Then it waits for the loads and writes the key began, because the next key may be meant for what they bring.
"""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.worker import Worker

_ROUNDS = 3  # the key itself, the message its handler posts, and what that posts in turn
_PATIENCE = 2.0  # seconds after which a handler that doesn't come back no longer holds the keys up
_WORK_PATIENCE = 6.0  # the same for loads and writes: a little longer than the store waits for another writer
_LOOK_AGAIN = 0.01  # seconds between two looks at what a key began
_NOT_WAITED_FOR = frozenset({"_loader", "backup", "chart", "look", "open"})
"""Groups of workers no key depends on; `_loader` is that of Textual's tree of folders, which never ends."""


class TypeAheadApp(App[int]):
    """An app that loses no key typed ahead. While `hold_keys` is set, keys wait for something to be ready for them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever App takes
        self._typed: deque[events.Key | events.Paste] = deque()
        self._in_hand = 0
        self._serial = 0
        self._hops = 0  # queues gone through, by whatever key: what stands still has stopped
        self._overdue: asyncio.TimerHandle | None = None
        self._at_work: asyncio.Task[None] | None = None
        self.hold_keys = False

    async def on_event(self, event: events.Event) -> None:
        """Take a key when the one before is done with."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(_as_meant(event))
            await self._next_key()
        else:
            await super().on_event(event)

    def release_keys(self) -> None:
        """Something is ready for keys now, or will be as soon as it is loaded."""
        self.hold_keys = False
        if not self._in_hand:
            self._follow(self._target(), self._take_in_hand(), _ROUNDS)

    async def _next_key(self) -> None:
        if self._in_hand or self.hold_keys or not self._typed:
            return
        event = self._typed.popleft()
        serial, target = self._take_in_hand(), self._target()
        await super().on_event(event)
        self._follow(target, serial, _ROUNDS)

    def _take_in_hand(self) -> int:
        self._serial += 1
        self._in_hand = self._serial
        self._be_patient(_PATIENCE)
        return self._serial

    def _be_patient(self, seconds: float, *, again: bool = False) -> None:
        """Look after half the time and at its end: a loaded machine may have stood still, and not a handler."""
        if self._overdue is not None:
            self._overdue.cancel()
        loop = asyncio.get_running_loop()
        self._overdue = loop.call_later(seconds / 2, self._lose_patience, self._in_hand, self._hops, seconds, again)

    def _lose_patience(self, serial: int, hops: int, seconds: float, again: bool) -> None:
        if serial == self._in_hand:
            if again and hops == self._hops:
                self._let_go(serial)
            else:
                self._be_patient(seconds, again=hops == self._hops)

    def _target(self) -> MessagePump:
        return self.focused or self.screen

    def _follow(self, node: MessagePump | None, serial: int, rounds: int) -> None:
        """Go one queue further up; at the top begin again, from where the focus is now, or let the next key come."""
        if serial != self._in_hand:
            return
        self._hops += 1
        if node is not None and node is not self:
            parent = getattr(node, "parent", None)
            if node.is_running and node.call_later(self._follow, parent, serial, rounds):
                return
            self._follow(parent, serial, rounds)
        elif rounds > 1:
            self.call_later(self._follow, self._target(), serial, rounds - 1)
        elif self._under_way():
            self._be_patient(_WORK_PATIENCE)
            self._at_work = asyncio.create_task(self._wait_for_work(serial))
        else:
            self.call_later(self._let_go, serial)

    def _under_way(self) -> list[Worker[Any]]:
        """Loads and writes of what is in front. Work behind a box may wait for the box, and so for the next key."""
        return [
            worker
            for worker in self.workers
            if not worker.is_finished and worker.group not in _NOT_WAITED_FOR and self._in_front(worker.node)
        ]

    def _in_front(self, node: DOMNode) -> bool:
        return len(self.screen_stack) == 1 if node is self else self.screen in node.ancestors_with_self

    async def _wait_for_work(self, serial: int) -> None:
        """Look again and again: work may end, but it may also open a box and wait for the very key that waits here."""
        while serial == self._in_hand and self._under_way():
            await asyncio.sleep(_LOOK_AGAIN)
        self._follow(self._target(), serial, _ROUNDS)

    def _let_go(self, serial: int) -> None:
        if serial != self._in_hand:
            return
        self._in_hand = 0
        if self._overdue is not None:
            self._overdue.cancel()
        self.call_later(self._next_key)


def _as_meant(event: events.Key | events.Paste) -> events.Key | events.Paste:
    """Enter for ctrl+j: what a terminal makes of Enter pressed before the program has taken the terminal over."""
    if isinstance(event, events.Key) and event.key == "ctrl+j":
        return events.Key("enter", "\r")
    return event
