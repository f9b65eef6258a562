"""A guild described in TOML, as texts of three files, and a store to write it to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from smdash.clock import FixedClock
from smdash.exchange.organisation.apply import read_organisation
from smdash.exchange.organisation.values import OrganisationFile
from smdash.store.store import Store

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
TEAM = """
[settings]
name = "Guild"
currency = "EUR"
zone = "Europe/Berlin"
week_start = "sunday"
week_target = 60
timers_at_once = 2
future_entries = "yes"
jurisdictions = ["EU"]

[[person]]
name = "ana"
role = "manager"
weekly_capacity = 24.5

[[person.rate]]
from = 2026-01-01
hourly = 45.50

[[person.rate]]
from = 2026-07-01
hourly = 50
currency = "USD"

[[channel]]
name = "Page"
platform = "facebook"

[[exchange_rate]]
currency = "USD"
from = 2026-01-01
rate = 0.9
"""
CAMPAIGNS = """
[[objective]]
name = "Grow"
owner = "ana"

[[kpi]]
name = "Sign-ups"
objective = "grow"
start = 2026-10-01
due = 2026-12-31
target = 1000

[[kpi]]
name = "Rate"
start = 2026-10-01
due = 2026-12-31
aggregation = "ratio"
unit = "%"
target = 3.0

[[campaign]]
name = "Spring"
objective = "Grow"
status = "live"
start = 2026-10-01
budget = 1000.00
budget_hours = 40
facts = ["music"]
"""
BOOKS = """
[[cost]]
name = "Ads"
campaign = "spring"
channel = "page"
day = 2026-10-05
category = "ads"
amount = 100.00

[[benefit]]
campaign = "Spring"
day = 2026-10-31
kind = "revenue"
category = "membership"
evidence = "allocated"
share = 0.5
margin = 0.8
amount = 300.00
currency = "USD"

[[benefit.refund]]
day = 2026-11-02
amount = 100.00

[[outcome]]
campaign = "Spring"
day = 2026-10-31
kind = "member"
count = 4

[[readings]]
kpi = "Sign-ups"

[readings.values]
2026-10-07 = 41
2026-10-14 = 88.5

[[readings]]
kpi = "Rate"
values = { 2026-10-07 = "340/10000" }

[[check_in]]
objective = "Grow"
day = 2026-11-01
confidence = 7

[[annotation]]
day = 2026-11-02
until = 2026-11-03
note = "Website down"
campaign = "Spring"

[[link]]
target = "https://guild.example/join"
source = "Instagram"
medium = "social"
campaign = "Spring"
channel = "Page"

[[promo_code]]
code = "SPRING10"
campaign = "Spring"

[[post_rule]]
campaign = "Spring"
words = "#spring"

[[theme]]
name = "members"
words = ["100 %", "Member"]

[[legal]]
yes = ["C1"]

[[legal.answer]]
item = "P1"
answer = "no"
owner = "ana"
likelihood = 3
impact = 4

[[legal.acceptance]]
item = "P1"
who = "ana"
why = "Soon done."
until = 2026-12-31

[[legal]]
campaign = "Spring"
yes = ["C2"]

[[timer]]
person = "ana"
campaign = "Spring"
activity = "content"
started = 2026-11-20T08:30:00
"""


class Guild(NamedTuple):
    team: str
    campaigns: str
    books: str

    @property
    def whole(self) -> str:
        return self.team + self.campaigns + self.books


@pytest.fixture(scope="session")
def guild() -> Guild:
    """The texts of its files, each following the one before."""
    return Guild(TEAM, CAMPAIGNS, BOOKS)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "store" / "smdash.db", FixedClock("Europe/Berlin", NOW), actor="ana")
    yield opened
    opened.close()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], OrganisationFile]:
    """Reads a text as the file `guild.toml`, amounts in dollars where nothing says otherwise."""

    def parse(text: str, currency: str = "USD") -> OrganisationFile:
        path = tmp_path / "guild.toml"
        path.write_text(text, "utf-8")
        return read_organisation(path, currency)

    return parse
