"""The Facebook metrics data set that ships with the samples goes in whole, and only once."""

from __future__ import annotations

import json
import os
import subprocess
from datetime import date
from pathlib import Path

from sqlalchemy import func, select

from smdash.clock import Clock
from smdash.domain.breakdown import By
from smdash.domain.engagement import Basis, counted, interval
from smdash.domain.periods import Calendar
from smdash.paths import shipped
from smdash.store.post_details import messages
from smdash.store.posting_times import posting_times
from smdash.store.posts import Listing, PostGroup
from smdash.store.scopes import Scope
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


def test_its_messages_have_rates_of_people_and_no_hours(home: Path, store_file: Path) -> None:
    new_posts(home, store_file)
    store = Store.open(store_file, Clock("UTC"))
    group = PostGroup(Scope(By.MONTH, None, Calendar().parse("2014", date(2014, 1, 1))))
    found = store.read(messages, group, Listing(basis=Basis.PEOPLE))
    times = store.read(posting_times, group, Basis.PEOPLE)
    store.close()
    assert (found.tally.posts, found.tally.late, found.tally.rates[Basis.PEOPLE].posts) == (500, 500, 500)
    engaged = sum(int(row.split(";")[9]) for row in FILE.read_text().splitlines()[1:])
    assert found.tally.rates[Basis.PEOPLE].events == engaged
    assert (times.posts, times.untimed) == (0, 500)
    assert len(found.standings) == 10  # five best and five worst of five hundred
    rated = [counted(post.numbers, Basis.PEOPLE) for post in found.page.posts]
    assert all((bounds := interval(own, Basis.PEOPLE)) and bounds.high <= 1 for own in rated if own)
