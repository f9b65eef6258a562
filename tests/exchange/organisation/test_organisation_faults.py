"""An organisation in TOML is read strictly, and written whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from smdash.errors import InvalidInput, NotFound
from smdash.exchange.organisation.apply import apply_organisation, read_organisation
from smdash.exchange.organisation.values import OrganisationFile
from smdash.store.store import Store
from smdash.store.watch import newest_change

Read = Callable[..., OrganisationFile]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 1\nchanel = 'x'", "cost 1, chanel: is not known here"),
        ("[[costs]]\nday = 2026-10-05", "guild.toml, costs: is not known here"),
        ("[[cost]]\ncategory = 'ads'\namount = 1", "cost 1, day: is missing"),
        ("[[cost]]\nday = 2026-10-05\namount = 1", "cost 1, category: is missing"),
        ("[[channel]]\nname = 'Page'", "channel 1 “Page”, platform: is missing"),
        ("[[cost]]\nday = '5 Oct'\ncategory = 'ads'\namount = 1", "cost 1, day: must be a day such as"),
        ("[[cost]]\nday = 2026-10-05T10:00:00\ncategory = 'ads'\namount = 1", "cost 1, day: must be a day such as"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'add'\namount = 1", "category: “add” is none of ads, tools"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = '1'", "amount: must be a number"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = true", "amount: must be a number"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = nan", "amount: must be a number"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 1.005", "more decimals than USD has"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 1e30", "larger than any amount"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 1\ncurrency = 'euro'", "currency: “euro” is not"),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 1\nestimated = 1", "must be true or false"),
        ("[cost]\nday = 2026-10-05", "cost: must be a list of tables"),
        ("[[campaign]]\nname = 7\nstatus = 'live'", "campaign 1, name: must be a text"),
        ("[[campaign]]\nname = ' '\nstatus = 'live'", "name: is empty"),
        ("[[campaign]]\nname = 'A'\nstatus = 'live'\nfacts = ['music', 'music']", "facts: names something twice"),
        ("[[campaign]]\nname = 'A'\nstatus = 'live'\nbudget = 1\ncurrency = 'EUR'", "currency: a budget is in USD"),
        ("[[campaign]]\nname = 'A'\nstatus = 'live'\nbudget_hours = -1", "-1 hours are no whole number"),
        ("[[person]]\nname = 'A'\n[[person.rate]]\nfrom = 2026-01-01", "person 1 “A”, rate 1, hourly: is missing"),
        ("[[readings]]\nkpi = 'A'\nvalues = { soon = 4 }", "readings 1 “A”, soon: is no day"),
        ("[[timer]]\nperson = 'A'\nstarted = 2026-11-20T08:30:00Z", "started: must be a day and a time"),
        ("[settings]\nweek_start = 'mon'", "settings, week_start: “mon” is none of monday"),
        ("[[outcome]]\nday = 2026-10-05\nkind = 'lead'\ncount = 1.5", "count: must be a whole number"),
        ("[settings", "guild.toml is not valid TOML"),
    ],
)
def test_faults_name_file_table_and_key(read: Read, text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert said in caught.value.message
    assert caught.value.message.startswith("guild.toml")


def test_all_faults_are_told_at_once(read: Read) -> None:
    with pytest.raises(InvalidInput) as caught:
        read("[[cost]]\nday = 1\n" * 12)
    lines = caught.value.message.splitlines()
    assert len(lines) == 11
    assert lines[-1] == "2 more."
    assert "Nothing was written" in caught.value.hint


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        read_organisation(tmp_path / "none.toml", "USD")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[settings]\ncolour = 'red'", "guild.toml, settings: “colour” is not a setting."),
        ("[[person]]\nname = 'Ana'", "person 1 “Ana”: There already is a person"),
        (
            "[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 1\ncampaign = 'Sprung'",
            "cost 1, campaign: there is no campaign “Sprung”.",
        ),
        ("[[cost]]\nday = 2026-10-05\ncategory = 'ads'\namount = 0", "cost 1, amount: The amount is zero."),
        ("[[readings]]\nkpi = 'Sign-ups'\nvalues = { 2026-12-24 = 4 }", "readings 1 “Sign-ups”, 2026-12-24, day:"),
        ("[[readings]]\nkpi = 'Rate'\nvalues = { 2026-10-08 = 'x/y' }", "readings 1 “Rate”, 2026-10-08: "),
        ("[[readings]]\nkpi = 'Nothing'", "readings 1 “Nothing”, kpi: there is no kpi “Nothing”."),
        ("[[legal]]\nyes = ['Z9']", "legal 1, yes, Z9: "),
        ("[[legal]]\n[[legal.answer]]\nitem = 'P1'\nanswer = 'not_applicable'", "legal 1, answer 1, reason: "),
        (
            "[[kpi]]\nname = 'K'\nstart = 2026-10-01\ndue = 2026-12-31\ntarget = 4\nmeasure = 'likes'",
            "kpi 1 “K”, measure: There is no measure “likes”. Measures are posts, ",
        ),
        (
            "[[kpi]]\nname = 'K'\nstart = 2026-10-01\ndue = 2026-12-31\ntarget = 4\nchannel = 'page'",
            "measure: only a computed KPI has a channel or a campaign.",
        ),
        ("[[objective]]\nname = 'B'\nowner = 'eve'", "objective 1 “B”, owner: there is no person “eve”."),
        ("[[timer]]\nperson = 'ana'\nstarted = 2026-11-21T08:30:00", "timer 1: A timer can't start in the future."),
    ],
)
def test_what_the_store_refuses_is_placed_and_nothing_is_written(
    store: Store, read: Read, guild: Any, text: str, said: str
) -> None:
    store.write(apply_organisation, read(guild.team + guild.campaigns))
    before = store.read(newest_change)
    fine = "[[channel]]\nname = 'Other'\nplatform = 'x'\n"
    with pytest.raises(InvalidInput) as caught:
        store.write(apply_organisation, read((text + "\n" + fine) if text.startswith("[s") else fine + text, "EUR"))
    assert said in caught.value.message
    assert caught.value.message.startswith("guild.toml, ")
    assert store.read(newest_change) == before
