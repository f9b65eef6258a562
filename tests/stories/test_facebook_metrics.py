"""The Facebook metrics data set that ships with the samples goes in whole, and only once."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from sqlalchemy import func, select

from smdash.clock import Clock
from smdash.paths import shipped
from smdash.store.store import Snapshot, Store
from smdash.store.tables import post, post_metrics
from tests.terminal_session import SMDASH

FILE = shipped("sample_data") / "facebook_metrics" / "dataset_Facebook.csv"


def new_posts(home: Path, store_file: Path) -> int:
    command = [*SMDASH, "--store", str(store_file), "import", str(FILE), "--json"]
    done = subprocess.run(command, env=os.environ | {"HOME": str(home)}, capture_output=True, text=True, check=True)
    (told,) = json.loads(done.stdout)
    return int(told["counts"]["posts"]["new"])


def sums(snapshot: Snapshot) -> tuple[int, int, int, set[str]]:
    metrics = post_metrics.c
    row = snapshot.connection.execute(
        select(
            func.count(),
            func.sum(metrics.comments) + func.sum(metrics.reactions) + func.sum(metrics.shares),
            2 * func.count() - func.count(metrics.shares) - func.count(metrics.reactions),
        )
    ).one()
    precisions = set(snapshot.connection.execute(select(post.c.precision).distinct()).scalars())
    return row[0], row[1], row[2], precisions


def test_five_hundred_posts_go_in_once_and_blanks_are_not_zero(home: Path, store_file: Path) -> None:
    assert [new_posts(home, store_file), new_posts(home, store_file)] == [500, 0]
    store = Store.open(store_file, Clock("UTC"))
    posts, interactions, missing, precisions = store.read(sums)
    store.close()
    assert (posts, interactions, precisions) == (500, 106_060, {"month"})
    assert missing == 5
