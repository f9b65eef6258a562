"""An organisation in TOML: what a file may hold, read strictly into values that name people, campaigns and channels.

    [settings]                      name, currency, zone, week_start, fiscal_start, week_target …
    [[person]]                      with [[person.rate]]
    [[channel]]  [[exchange_rate]]
    [[objective]]  [[kpi]]          [[check_in]]  [[annotation]]
    [[readings]]                    kpi = "…", values = { 2026-11-18 = 412, … }
    [[campaign]]  [[cost]]  [[benefit]] with [[benefit.refund]]  [[outcome]]
    [[legal]]                       of the organisation or a campaign: yes = ["C1", …], [[legal.answer]], .evidence …
    [[policy]]                      with [[policy.version]], and [[policy.version.confirmed]] in it
    [[incident]]                    incidents, complaints and duties, open or closed
    [[link]]  [[promo_code]]  [[post_rule]]  [[theme]]
    [[timer]]                       what runs: person, started

One file may hold any of these tables, and several files may follow each other. Nothing here knows the store: whether a
name exists is found out when a file is applied.
"""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from smdash.domain.benefits import BenefitCategory, BenefitDraft, BenefitKind, Evidence
from smdash.domain.campaigns import CampaignDraft, CampaignStatus
from smdash.domain.costs import CostCategory, CostDraft, Recurrence
from smdash.domain.goals import Aggregation, Cadence, CheckIn, KpiDraft, Level, Measured, Objective, Pacing, Shape
from smdash.domain.organisation import PersonKind, Role
from smdash.errors import InvalidInput
from smdash.exchange.organisation.fields import Fields, each, every, parse_toml, read_content, together
from smdash.exchange.organisation.legal import read_legal
from smdash.exchange.organisation.log import read_incidents, read_policies
from smdash.exchange.organisation.marks import annotation_of, read_marks
from smdash.exchange.organisation.values import (
    BenefitValue,
    ChannelValue,
    ExchangeRateValue,
    OrganisationFile,
    PersonValue,
    Placed,
    ReadingsValue,
    Refund,
    TimerValue,
    Weekday,
)
from smdash.store.outcomes import OutcomeDraft, OutcomeKind

ONE = Decimal(1)


def read_organisation(path: Path, currency: str) -> OrganisationFile:
    """Read a file; amounts without a currency are in `currency`, unless the file's own settings say which.

    `InvalidInput` names file, table and key of what is unknown, missing or of the wrong type, up to ten faults at once.
    """
    content = read_content(path)
    top = Fields(path.name, parse_toml(path.name, content), currency)
    faults: list[str] = []
    settings = _settings(top, faults)
    top.currency = settings.get("currency", currency)
    found = OrganisationFile(
        name=path.name,
        digest=hashlib.sha256(content).hexdigest(),
        settings=settings,
        people=each(top.tables("person"), _person, faults),
        channels=each(top.tables("channel"), _channel, faults),
        exchange_rates=each(top.tables("exchange_rate"), _exchange_rate, faults),
        objectives=each(top.tables("objective"), _objective, faults),
        kpis=each(top.tables("kpi"), _kpi, faults),
        campaigns=each(top.tables("campaign"), _campaign, faults),
        costs=each(top.tables("cost"), _cost, faults),
        benefits=each(top.tables("benefit"), _benefit, faults),
        outcomes=each(top.tables("outcome"), _outcome, faults),
        readings=each(top.tables("readings"), _readings, faults),
        check_ins=each(top.tables("check_in"), _check_in, faults),
        annotations=each(top.tables("annotation"), annotation_of, faults),
        marks=read_marks(top, faults),
        legal=read_legal(top, path.parent, faults),
        policies=read_policies(top, faults),
        incidents=read_incidents(top, faults),
        timers=each(top.tables("timer"), _timer, faults),
    )
    try:
        top.end()
    except InvalidInput as fault:
        faults.append(fault.message)
    if faults:
        raise together(faults, path.name)
    return found


def _settings(top: Fields, faults: list[str]) -> dict[str, Any]:
    try:
        given = Fields(f"{top.where}, settings", top.table("settings"), top.currency)
        found: dict[str, Any] = {}
        for key in given.values:
            if key == "week_start":
                found[key] = list(Weekday).index(given.word(key, Weekday))
            elif key in ("fiscal_start", "day_start_hour", "timers_at_once", "look_back_days"):
                found[key] = given.whole(key)
            elif key in ("timer_limit", "week_target"):
                found[key] = given.seconds(key)
            elif key == "jurisdictions":
                found[key] = list(given.texts(key))
            elif key == "currency":
                found[key] = given.code(key)
            else:  # texts; the store knows their names
                found[key] = given.text(key)
    except InvalidInput as fault:
        faults.append(fault.message)
        return {}
    return found


def _named(fields: Fields, *roles: str) -> dict[str, str]:
    """The names a table refers to, by role; those that are missing left out."""
    return {role: name for role in roles if (name := fields.text(role, ""))}


def _person(fields: Fields) -> Placed[PersonValue]:
    value = PersonValue(
        name=fields.text("name"),
        kind=fields.word("kind", PersonKind, PersonKind.STAFF),
        role=fields.word("role", Role, Role.CONTRIBUTOR),
        capacity=fields.seconds("weekly_capacity", 0) or 0,
        zone=fields.text("zone", ""),
        rates=every(fields.tables("rate"), lambda rate: (rate.day("from"), rate.money("hourly"))),
    )
    return Placed(fields.where, value)


def _channel(fields: Fields) -> Placed[ChannelValue]:
    value = ChannelValue(
        fields.text("name"), fields.text("platform"), fields.text("handle", ""), fields.text("url", "")
    )
    return Placed(fields.where, value)


def _exchange_rate(fields: Fields) -> Placed[ExchangeRateValue]:
    fields.text("currency")
    value = ExchangeRateValue(fields.code(), fields.day("from"), fields.number("rate"), fields.text("source", ""))
    return Placed(fields.where, value)


def _objective(fields: Fields) -> Placed[Objective]:
    value = Objective(
        id=0,
        name=fields.text("name"),
        start=fields.day_or_none("start"),
        due=fields.day_or_none("due"),
        note=fields.text("note", ""),
    )
    return Placed(fields.where, value, _named(fields, "owner"))


def _kpi(fields: Fields) -> Placed[KpiDraft]:
    value = KpiDraft(
        name=fields.text("name"),
        start=fields.day("start"),
        due=fields.day("due"),
        shape=fields.word("shape", Shape, Shape.INCREASE),
        aggregation=fields.word("aggregation", Aggregation, Aggregation.LAST),
        level=fields.word("level", Level, Level.OUTCOME),
        unit=fields.text("unit", ""),
        baseline=fields.number_or("baseline", None),
        target=fields.number_or("target", None),
        target_low=fields.number_or("target_low", None),
        target_high=fields.number_or("target_high", None),
        cadence=fields.word("cadence", Cadence, Cadence.WEEKLY),
        weight=ONE if (weight := fields.number_or("weight", ONE)) is None else weight,
        pacing=fields.word("pace", Pacing, Pacing.LINEAR),
        measured=_measured(fields),
    )
    return Placed(
        fields.where, value, _named(fields, "objective", "owner", "predecessor", "follows", "channel", "campaign")
    )


def _measured(fields: Fields) -> Measured | None:
    """What a KPI is computed from; its channel and campaign are names until they are looked up."""
    measure, kind = fields.text("measure", ""), fields.text("post_kind", "")
    return Measured(measure, post_kind=kind) if measure else None


def _readings(fields: Fields) -> Placed[ReadingsValue]:
    name = fields.text("kpi")
    values = Fields(f"{fields.where} “{name}”", fields.table("values"), fields.currency)
    found: list[tuple[date, Decimal | str]] = []
    for key, value in values.values.items():
        try:
            day = date.fromisoformat(key)
        except ValueError:
            raise values.fault(key, "is no day such as 2026-11-20.") from None
        found.append((day, value if isinstance(value, str) else values.number(key)))
    return Placed(values.where, ReadingsValue(name, tuple(found)))


def _check_in(fields: Fields) -> Placed[CheckIn]:
    value = CheckIn(fields.day("day"), fields.whole("confidence"), fields.text("status", ""), fields.text("note", ""))
    return Placed(fields.where, value, {"objective": fields.text("objective")})


def _campaign(fields: Fields) -> Placed[CampaignDraft]:
    budget = fields.money_or_none("budget")
    if budget is not None and budget.currency != fields.currency:
        raise fields.fault("currency", f"a budget is in {fields.currency}.")
    value = CampaignDraft(
        name=fields.text("name"),
        status=fields.word("status", CampaignStatus),
        start=fields.day_or_none("start"),
        due=fields.day_or_none("due"),
        budget_minor=None if budget is None else budget.minor,
        budget_seconds=fields.seconds("budget_hours"),
        utm_campaign=fields.text("utm_campaign", ""),
        facts=dict.fromkeys(fields.texts("facts"), True),
        note=fields.text("note", ""),
    )
    return Placed(fields.where, value, _named(fields, "objective"))


def _cost(fields: Fields) -> Placed[CostDraft]:
    value = CostDraft(
        day=fields.day("day"),
        amount=fields.money("amount"),
        category=fields.word("category", CostCategory),
        recurrence=fields.word("recurrence", Recurrence, Recurrence.NONE),
        until=fields.day_or_none("until"),
        name=fields.text("name", ""),
        note=fields.text("note", ""),
        estimated=fields.flag("estimated"),
    )
    return Placed(fields.where, value, _named(fields, "campaign", "channel"))


def _benefit(fields: Fields) -> Placed[BenefitValue]:
    draft = BenefitDraft(
        day=fields.day("day"),
        amount=fields.money("amount"),
        kind=fields.word("kind", BenefitKind),
        category=fields.word("category", BenefitCategory, BenefitCategory.OTHER),
        evidence=fields.word("evidence", Evidence),
        share=fields.number_or("share", ONE) or Decimal(0),
        margin=fields.number_or("margin", None),
        name=fields.text("name", ""),
        note=fields.text("note", ""),
    )
    refunds = every(
        fields.tables("refund", draft.amount.currency),
        lambda table: Refund(table.day("day"), table.money_or_none("amount")),
    )
    return Placed(fields.where, BenefitValue(draft, refunds), _named(fields, "campaign", "channel"))


def _outcome(fields: Fields) -> Placed[OutcomeDraft]:
    value = OutcomeDraft(
        day=fields.day("day"),
        kind=fields.word("kind", OutcomeKind),
        count=fields.whole("count"),
        note=fields.text("note", ""),
    )
    return Placed(fields.where, value, _named(fields, "campaign", "channel"))


def _timer(fields: Fields) -> Placed[TimerValue]:
    value = TimerValue(
        fields.text("person"), fields.moment("started"), fields.text("activity", ""), fields.text("note", "")
    )
    return Placed(fields.where, value, _named(fields, "campaign"))
