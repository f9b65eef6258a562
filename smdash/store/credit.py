"""Credit for benefits whose conversion has recorded touches: shared out by a model, never more than the benefit."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Select, and_, func, or_, select

from smdash.domain.attribution import Model, Touch, credited_by, credits_of
from smdash.domain.benefits import BenefitKind, BenefitSums, Evidence
from smdash.domain.breakdown import By
from smdash.domain.money import Money
from smdash.domain.periods import Period
from smdash.store.credit_moves import Move, Owner, moves
from smdash.store.scopes import Key, channel_of
from smdash.store.store import Snapshot
from smdash.store.tables import benefit, conversion, touch


@dataclass(frozen=True, slots=True)
class TouchLine:
    """A touch with what it belongs to: a direct one belongs to nothing."""

    touch: Touch
    owner: Owner
    source: str


@dataclass(frozen=True, slots=True)
class Conversion:
    """A benefit with the touches before it, oldest first. `minor` is what counts of it, refunds not taken off:
    a refund is a conversion of its own with the same touches.
    """

    benefit_id: int
    name: str
    day: date
    at: datetime
    kind: BenefitKind
    evidence: Evidence
    minor: int
    own: Owner
    touches: tuple[TouchLine, ...]
    post_id: int | None = None

    def shares(self, model: Model, window: int, currency: str) -> dict[Owner, int]:
        """Minor units by campaign and channel; together they are the benefit."""
        found = credits_of([line.touch for line in self.touches], self.at, model, window)
        owners = {line.touch.id: line.owner for line in self.touches}
        return credited_by(Money(self.minor, currency), found, owners, self.own)


def chosen_model(snapshot: Snapshot) -> Model | None:
    """The organisation's model; None when benefits stay with the campaign that matched them."""
    name = snapshot.organisation.attribution_model
    return Model[name.upper()] if name else None


def model_words(snapshot: Snapshot, by: By) -> str:
    """What the label of a view's numbers says of the chosen model; empty where it changes nothing."""
    model = chosen_model(snapshot)
    return model.value if model is not None and by in (By.CAMPAIGN, By.CHANNEL) else ""


def conversions(snapshot: Snapshot, period: Period) -> tuple[Conversion, ...]:
    """The converted benefits of a period that have touches, in two queries; refunds go with what they take back."""
    touches = _touches(snapshot, period)
    if not touches:
        return ()
    row, of = benefit.c, conversion.c
    query = (
        select(
            of.id.label("conversion_id"), of.at, row.id, row.name, row.day, row.kind, row.evidence,
            row.effective_minor, row.campaign_id, channel_of(benefit).label("channel_id"), row.post_id,
        )
        .join(conversion, of.benefit_id == func.coalesce(row.reverses_id, row.id))
        .where(row.day >= period.start, row.day < period.end, row.effective_minor.is_not(None))
        .order_by(row.day.desc(), row.id.desc())
    )  # fmt: skip
    return tuple(
        Conversion(
            found.id, found.name, found.day, found.at, BenefitKind(found.kind), Evidence(found.evidence),
            found.effective_minor, (found.campaign_id, found.channel_id), touches[found.conversion_id],
            found.post_id,
        )
        for found in snapshot.connection.execute(query)
        if found.conversion_id in touches
    )  # fmt: skip


def shared_out(
    snapshot: Snapshot, period: Period, by: By, sums: Mapping[Key, BenefitSums]
) -> Mapping[Key, BenefitSums]:
    """Sums of benefits by the key of a view, with credit where the chosen model gives it; together they stay the same.

    Only campaigns and channels have touches: in other views, and without a model, nothing is different.
    """
    model = chosen_model(snapshot)
    if model is None or by not in (By.CAMPAIGN, By.CHANNEL):
        return sums
    shifted = {key: dict(one.by_kind) for key, one in sums.items()}
    for move in moves(snapshot, period, model):
        amounts = shifted.setdefault(_key(move, by), {})
        amounts[move.kind, move.evidence] = amounts.get((move.kind, move.evidence), 0) + move.minor
    return {
        key: replace(sums.get(key, BenefitSums({})), by_kind=amounts, model=model.value)
        for key, amounts in shifted.items()
    }


def daily_moves(snapshot: Snapshot, period: Period) -> list[tuple[int | None, Evidence, date, int]]:
    """By how much the chosen model changes what counts on a day, by campaign and evidence; they add up to nothing."""
    model = chosen_model(snapshot)
    if model is None:
        return []
    return [(move.owner[0], move.evidence, move.day, move.minor) for move in moves(snapshot, period, model)]


def advertised_moves(
    snapshot: Snapshot, period: Period, by: By, paying: Collection[Key]
) -> list[tuple[Key, Evidence, int]]:
    """By how much the chosen model changes the revenue of some campaigns, by the key of a view and evidence."""
    model = chosen_model(snapshot)
    if model is None:
        return []
    return [
        (_key(move, by), move.evidence, move.minor)
        for move in moves(snapshot, period, model)
        if move.kind is BenefitKind.REVENUE and move.owner[0] in paying
    ]


def _key(move: Move, by: By) -> Key:
    """The line of a view for what is moved: only campaigns and channels have touches."""
    if by is By.MONTH:
        return move.day.replace(day=1)
    return move.post_id if by is By.MESSAGE else move.owner[1 if by is By.CHANNEL else 0]


def _touches(snapshot: Snapshot, period: Period) -> dict[int, tuple[TouchLine, ...]]:
    """The touches of a period's conversions, each once, by the conversion's id."""
    if snapshot.connection.execute(select(touch.c.id).limit(1)).first() is None:
        return {}
    found: dict[int, dict[int, TouchLine]] = {}
    for row in snapshot.connection.execute(_joined(period)):
        owner = (None, None) if row.direct else (row.campaign_id, row.channel_id)
        said = "direct" if row.direct else row.utm_source or row.utm_campaign
        line = TouchLine(Touch(row.id, row.at, row.direct), owner, said)
        found.setdefault(row.conversion_id, {})[row.id] = line
    return {
        key: tuple(sorted(lines.values(), key=lambda line: (line.touch.at, line.touch.id)))
        for key, lines in found.items()
    }


def _joined(period: Period) -> Select[tuple[object, ...]]:
    row, of = benefit.c, conversion.c
    wanted = select(func.coalesce(row.reverses_id, row.id)).where(row.day >= period.start, row.day < period.end)
    by_key = and_(touch.c.conversion_key == of.key, of.key != "")
    by_customer = and_(touch.c.customer == of.customer, of.customer != "")
    return (
        select(of.id.label("conversion_id"), touch)
        .join(touch, or_(by_key, by_customer))
        .where(of.benefit_id.in_(wanted))
    )
