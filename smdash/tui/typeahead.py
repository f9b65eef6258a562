"""Keys in their order: each one is done with, wherever it led, before the next is looked at.

Textual hands a key to the focused widget's queue and goes on at once, so what is typed fast can overtake the change of
focus or the screen that an earlier key asks for. Here the next key waits: a marker follows each key through the same
queues, from the focused widget up to the app, a few times over, so that the messages it caused are handled as well.
"""

from __future__ import annotations

import asyncio
from collections import deque

from textual import events
from textual.app import App
from textual.message_pump import MessagePump

_ROUNDS = 3  # the key itself, the message its handler posts, and what that posts in turn
_PATIENCE = 2.0  # seconds after which a handler that doesn't come back no longer holds the keys up


class TypeAheadApp(App[int]):
    """An app that loses no key typed ahead. While `hold_keys` is set, keys wait for something to be ready for them."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever App takes
        self._typed: deque[events.Key | events.Paste] = deque()
        self._in_hand = 0
        self._serial = 0
        self._overdue: asyncio.TimerHandle | None = None
        self.hold_keys = False

    async def on_event(self, event: events.Event) -> None:
        """Take a key when the one before is done with."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._typed.append(event)
            await self._next_key()
        else:
            await super().on_event(event)

    def release_keys(self) -> None:
        """Something is ready for keys now."""
        self.hold_keys = False
        self.call_later(self._next_key)

    async def _next_key(self) -> None:
        if self._in_hand or self.hold_keys or not self._typed:
            return
        event = self._typed.popleft()
        self._serial += 1
        self._in_hand = self._serial
        loop = asyncio.get_running_loop()
        self._overdue = loop.call_later(_PATIENCE, self._let_go, self._serial)
        target = self._target()
        await super().on_event(event)
        self._follow(target, self._serial, _ROUNDS)

    def _target(self) -> MessagePump:
        return self.focused or self.screen

    def _follow(self, node: MessagePump | None, serial: int, rounds: int) -> None:
        """Go one queue further up; at the top begin again, from where the focus is now, or let the next key come."""
        if serial != self._in_hand:
            return
        if node is not None and node is not self:
            parent = getattr(node, "parent", None)
            if node.is_running and node.call_later(self._follow, parent, serial, rounds):
                return
            self._follow(parent, serial, rounds)
        elif rounds > 1:
            self.call_later(self._follow, self._target(), serial, rounds - 1)
        else:
            self.call_later(self._let_go, serial)

    def _let_go(self, serial: int) -> None:
        if serial != self._in_hand:
            return
        self._in_hand = 0
        if self._overdue is not None:
            self._overdue.cancel()
        self.call_later(self._next_key)
