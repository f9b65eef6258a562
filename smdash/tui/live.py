"""The store for the dashboard: a thread each to read, write and copy it, and what every pane wants to know of it.

Importing this module imports SQLAlchemy, so the app does it in a thread, after its first frame. What is not needed for
the first data is imported when it is asked for.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any, Concatenate, TypeVar

from smdash.clock import Clock
from smdash.domain.organisation import Role
from smdash.domain.periods import Calendar
from smdash.store import watch
from smdash.store.store import Store
from smdash.tui.contracts import HeaderInfo, RunningTimer

T = TypeVar("T")


class LiveStore:
    """The dashboard's gateway; see `smdash.tui.contracts.Live` for what each member promises."""

    def __init__(self, store: Store, *, keeps_copies: bool = True) -> None:
        self._store = store
        self._keeps_copies = keeps_copies
        self._reading: Callable[..., Any] | None = None  # what the reader's thread is at, under the lock
        self._reading_lock = threading.Lock()
        self._reader = ThreadPoolExecutor(1, "smdash-read")
        self._writer = ThreadPoolExecutor(1, "smdash-write")
        self._copier = ThreadPoolExecutor(1, "smdash-copy")  # a large store takes seconds; no write waits for that
        self._closing = threading.Event()
        self._seen = store.read(watch.newest_change)
        self._standing = store.read(watch.standing)
        self._act_as_found()

    @property
    def role(self) -> str:
        """What the person may do."""
        return self._store.role.value

    @property
    def person_name(self) -> str:
        """Who is at the keyboard, or who the settings or the login say it is."""
        return self._standing.person.name if self._standing.person else self._store.actor

    @property
    def person_id(self) -> int | None:
        """The id of who is at the keyboard."""
        return self._standing.person.id if self._standing.person else None

    @property
    def fresh(self) -> bool:
        """Whether nobody has set this store up yet."""
        return self._standing.fresh

    @property
    def clock(self) -> Clock:
        """The clock in the person's zone."""
        return self._store.clock

    @property
    def currency(self) -> str:
        """The organisation's currency code."""
        return self._standing.organisation.currency

    @property
    def timers_at_once(self) -> int:
        """How many timers one person may have."""
        return self._standing.organisation.timers_at_once

    @property
    def calendar(self) -> Calendar:
        """The organisation's weeks and fiscal years."""
        return self._standing.organisation.calendar

    async def read(self, fn: Callable[Concatenate[Any, ...], T], /, *args: Any) -> T:
        """`fn(snapshot, *args)` on the reader's thread; a reading whose answer nobody waits for any more is stopped."""
        job = self._reader.submit(self._reading_of, fn, *args)
        try:
            return await asyncio.wrap_future(job)
        except asyncio.CancelledError:
            with self._reading_lock:
                if self._reading is fn and job.running():
                    self._store.interrupt_read()
            raise

    def _reading_of(self, fn: Callable[Concatenate[Any, ...], T], *args: Any) -> T:
        with self._reading_lock:
            self._reading = fn
        try:
            return self._store.read(fn, *args)
        finally:
            with self._reading_lock:
                self._reading = None

    async def write(self, fn: Callable[Concatenate[Any, ...], T], /, *args: Any) -> T:
        """`fn(tx, *args)` on the writer's thread; a write that began is finished even if nobody waits for it."""
        return await asyncio.shield(self._on(self._writer, self._store.write, fn, *args))

    async def rehearse(self, fn: Callable[Concatenate[Any, ...], T], /, *args: Any) -> T:
        """`fn(tx, *args)` on the writer's thread, taken back when it is done."""
        return await asyncio.shield(self._on(self._writer, self._store.rehearse, fn, *args))

    async def header(self) -> HeaderInfo:
        """What the header shows."""
        as_of, timer = await self.read(watch.header, self.person_id)
        running = None
        if timer is not None and timer.entry.start is not None:
            running = RunningTimer(timer.entry.start, timer.label)
        return HeaderInfo(as_of, running)

    async def changed_words(self) -> frozenset[str]:
        """The words written since the last call, by this process or another."""
        self._seen, words = await self.read(watch.changed_since, self._seen)
        if words & {"settings", "people"}:
            self._standing = await self.read(watch.standing)
            self._act_as_found()
        return words

    async def undo_preview(self) -> str | None:
        """What `undo` would take back."""
        from smdash.store.undo import next_undo

        found = await self.read(next_undo)
        return found.label if found else None

    async def undo(self) -> str:
        """Take back the actor's latest change."""
        from smdash.store.undo import undo

        return (await self.write(undo)).label

    async def redo(self) -> str:
        """Do again what was taken back last."""
        from smdash.store.undo import redo

        return (await self.write(redo)).label

    async def back_up_daily(self, folder: Path) -> None:
        """Keep one copy a day, unless this is a viewer or the store is a temporary one."""
        from smdash.store.backup import back_up_daily

        if self._store.role is Role.MANAGER and self._keeps_copies:
            now, stopping = self._store.clock.now(), self._closing.is_set
            await self._on(self._copier, lambda: back_up_daily(self._store.path, folder, now, stopping=stopping))

    def close(self) -> None:
        """Finish what is being written, give up a copy that is not whole, then close the store."""
        self._closing.set()
        self._writer.shutdown(wait=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._copier.shutdown(wait=True, cancel_futures=True)
        self._store.close()

    def _act_as_found(self) -> None:
        person = self._standing.person
        if person is not None:
            self._store.actor = person.name
            self._store.clock = replace(self._store.clock, zone_name=person.zone)

    async def _on(self, thread: ThreadPoolExecutor, fn: Callable[..., T], *args: Any) -> T:
        return await asyncio.get_running_loop().run_in_executor(thread, lambda: fn(*args))
