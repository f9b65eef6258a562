"""The stores: the big one, made once a week and kept in a temporary folder, the demo's small one, and that of goals."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from benchmarks import big_store, goal_store
from benchmarks.big_rows import Shape
from smdash.clock import Clock

STAND_IN = 0.001


class Stores:
    """Makes each store when it is first asked for. Every row that writes gets a copy of its own.

    `keep` is where the big store is or shall be; else it is found by its scale, its schema and its week.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None], scale: float = 1.0, keep: Path | None = None) -> None:
        self._folder = folder
        self._tell = tell
        self._scale = scale
        self._keep = keep
        self._big: Path | None = None
        self._small: Path | None = None
        self._goals: Path | None = None
        self._people: dict[Path, str] = {}
        self.small_is_demo = False
        self.shape = Shape.scaled(scale)

    @property
    def big(self) -> Path:
        """The big store under a name of this run, so that backups made beside it go away; read it only."""
        if self._big is None:
            kept = self._keep or self._cached()
            if not kept.exists():
                self._tell(f"making the big store: {kept}")
                big_store.make(kept, self._scale, self._tell)
            self._big = self._folder / "big" / "big.db"
            self._big.parent.mkdir()
            try:
                self._big.hardlink_to(kept)
            except OSError:  # on another disk
                shutil.copy(kept, self._big)
        return self._big

    @property
    def small(self) -> Path:
        """The demo's store, or one of its size where there is no demo; read it only."""
        if self._small is None:
            self._small = self._folder / "small.db"
            self.small_is_demo = _build_demo(self._small)
            if not self.small_is_demo:
                big_store.make(self._small, STAND_IN)
        return self._small

    @property
    def goals(self) -> Path:
        """200 KPIs with five years of daily readings; read it only."""
        if self._goals is None:
            self._goals = self._folder / "goals.db"
            goal_store.make(self._goals)
        return self._goals

    def copy(self, store: Path, name: str) -> Path:
        """A copy to write to."""
        target = self._folder / f"{name}.db"
        shutil.copy(store, target)
        for ending in ("-wal", "-shm"):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        self._people[target] = self.person(store)
        return target

    def person(self, store: Path) -> str:
        """The name of the first person in a store."""
        if store not in self._people:
            with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
                row = connection.execute("select name from person where not archived order by id limit 1").fetchone()
            self._people[store] = row[0]
        return self._people[store]

    def campaign(self, store: Path) -> str:
        """The name of the newest campaign, of a live one where there is any."""
        with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True)) as connection:
            query = "select name from campaign where not archived order by status = 'live' desc, id desc limit 1"
            row = connection.execute(query).fetchone()
        return str(row[0])

    def _cached(self) -> Path:
        from smdash.store.migrations import latest

        today = Clock().today()
        monday = today - timedelta(days=today.weekday())
        folder = Path(tempfile.gettempdir()) / f"smdash-benchmarks-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / f"big-{self._scale:g}-schema{latest()}-{monday}.db"


def _build_demo(path: Path) -> bool:
    args = [sys.executable, "-m", "smdash", "demo", "--build", str(path)]
    done = subprocess.run(args, env={**os.environ, "HOME": str(path.parent)}, capture_output=True, check=False)
    return done.returncode == 0 and path.exists()
