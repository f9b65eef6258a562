"""An organisation in TOML: read strictly, written through the store, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from smdash.clock import FixedClock
from smdash.domain.periods import between
from smdash.errors import InvalidInput, NotFound
from smdash.exchange.organisation import apply_organisation, is_organisation_file, read_organisation
from smdash.exchange.organisation_values import OrganisationFile
from smdash.store import benefits, campaigns, costs, goals, kpis, organisation, outcomes, readings, risks, timers
from smdash.store.store import Store
from smdash.store.watch import newest_change

NOW = datetime(2026, 11, 20, 14, 0, tzinfo=UTC)
ALL_DAYS = between(date(2020, 1, 1), date(2030, 1, 1))
TEAM = """
[settings]
name = "Guild"
currency = "EUR"
zone = "Europe/Berlin"
week_start = "sunday"
week_target = 60
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


def test_toml_files_are_told_by_their_name() -> None:
    assert is_organisation_file(Path("a/Guild.TOML"))
    assert not is_organisation_file(Path("toggl.csv"))


def test_one_file_brings_everything_in_one_change(store: Store, read: Callable[[str], OrganisationFile]) -> None:
    added = store.write(apply_organisation, read(TEAM + CAMPAIGNS + BOOKS))
    assert added == {
        "person": 1, "rate": 2, "channel": 1, "exchange rate": 1, "objective": 1, "kpi": 2, "campaign": 1, "cost": 1,
        "benefit": 1, "refund": 1, "outcome": 1, "reading": 3, "check-in": 1, "answer": 3, "acceptance": 1, "timer": 1,
    }  # fmt: skip
    settings = store.read(lambda snapshot: snapshot.organisation)
    assert (settings.name, settings.currency, settings.week_start, settings.week_target) == ("Guild", "EUR", 6, 216_000)
    (ana,) = store.read(organisation.people)
    assert (ana.weekly_capacity, ana.zone) == (88_200, "Europe/Berlin")
    hourly = [rate.hourly for rate in store.read(organisation.rates)[ana.id]]
    assert [(one.minor, one.currency) for one in hourly] == [(4550, "EUR"), (5000, "USD")]


def test_amounts_are_exact_and_converted(store: Store, read: Callable[[str], OrganisationFile]) -> None:
    store.write(apply_organisation, read(TEAM + CAMPAIGNS + BOOKS))
    (spring,) = store.read(campaigns.campaigns)
    assert (spring.draft.budget_minor, spring.draft.budget_seconds) == (100_000, 144_000)
    assert dict(spring.draft.facts) == {"music": True}
    (cost,) = store.read(costs.costs_of, spring.id, ALL_DAYS).lines
    assert (cost.amount.minor, cost.amount.currency, cost.channel_id) == (10_000, "EUR", 1)
    back, given = store.read(benefits.benefits_of, spring.id, ALL_DAYS).lines
    assert (given.converted, given.effective) == (27_000, 10_800)
    assert (back.draft.amount.minor, back.draft.evidence, back.draft.share) == (
        -10_000,
        given.draft.evidence,
        Decimal("0.5"),
    )
    assert [one.draft.count for one in store.read(outcomes.outcomes, ALL_DAYS)] == [4]


def test_readings_answers_and_timers_arrive(store: Store, read: Callable[[str], OrganisationFile]) -> None:
    store.write(apply_organisation, read(TEAM + CAMPAIGNS + BOOKS))
    ids = {kpi.name: kpi.id for kpi in store.read(kpis.kpis)}
    values = store.read(readings.history, ids["Sign-ups"]).readings
    assert [one.value for one in values] == [Decimal("88.5"), Decimal(41)]
    (ratio,) = store.read(readings.history, ids["Rate"]).readings
    assert (ratio.numerator, ratio.denominator) == (Decimal(340), Decimal(10_000))
    (grow,) = store.read(goals.objectives)
    assert [one.confidence for one in store.read(goals.check_ins, grow.id)] == [7]
    register = store.read(risks.register)
    assert {name: answer.answer.value for name, answer in register.answers[None].items()} == {"C1": "yes", "P1": "no"}
    assert list(register.acceptances[None]) == ["P1"]
    (timer,) = store.read(timers.running)
    assert (timer.person, timer.campaign, timer.activity, timer.seconds) == ("ana", "Spring", "content", 6.5 * 3600)


def test_several_files_follow_each_other(store: Store, read: Callable[..., OrganisationFile]) -> None:
    store.write(apply_organisation, read(TEAM))
    store.write(apply_organisation, read(CAMPAIGNS, "EUR"))
    store.write(apply_organisation, read(BOOKS, "EUR"))
    assert len(store.read(campaigns.campaigns)) == 1


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
def test_faults_name_file_table_and_key(read: Callable[[str], OrganisationFile], text: str, said: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        read(text)
    assert said in caught.value.message
    assert caught.value.message.startswith("guild.toml")


def test_all_faults_are_told_at_once(read: Callable[[str], OrganisationFile]) -> None:
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
        ("[[objective]]\nname = 'B'\nowner = 'eve'", "objective 1 “B”, owner: there is no person “eve”."),
        ("[[timer]]\nperson = 'ana'\nstarted = 2026-11-21T08:30:00", "timer 1: A timer can't start in the future."),
    ],
)
def test_what_the_store_refuses_is_placed_and_nothing_is_written(
    store: Store, read: Callable[..., OrganisationFile], text: str, said: str
) -> None:
    store.write(apply_organisation, read(TEAM + CAMPAIGNS))
    before = store.read(newest_change)
    fine = "[[channel]]\nname = 'Other'\nplatform = 'x'\n"
    with pytest.raises(InvalidInput) as caught:
        store.write(apply_organisation, read((text + "\n" + fine) if text.startswith("[s") else fine + text, "EUR"))
    assert said in caught.value.message
    assert caught.value.message.startswith("guild.toml, ")
    assert store.read(newest_change) == before
