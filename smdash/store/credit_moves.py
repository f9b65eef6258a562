"""What the chosen model moves between campaigns and channels: worked out once for all days, and kept while it holds.

A ledger, the days before it and the growth of its lines ask for the same, so all days are worked out together; they are
worked out anew when one of their rows, the model or the look-back window changed, and never inside of a transaction.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, Text, and_, func, select, type_coerce, union

from smdash.domain.attribution import Model, weights_of
from smdash.domain.benefits import BenefitKind, Evidence
from smdash.domain.money import allocate
from smdash.domain.periods import Period
from smdash.store.columns import INSTANT_FORMAT
from smdash.store.scopes import channel_of
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import benefit, change, conversion, post, touch

Owner = tuple[int | None, int | None]
"""Campaign and channel; None for none."""

_DECIDING = (benefit.name, conversion.name, touch.name, post.name)

Path = tuple[Sequence[Owner], tuple[bool, ...], Sequence[str]]
"""Whose the touches of a conversion are, whether each is direct, and their times; oldest first."""

_NO_PATH: Path = ((), (), ())


class Move(NamedTuple):
    """Minor units that an owner is given (above zero) or that are taken from it, of benefits of a day."""

    day: date
    post_id: int | None
    kind: BenefitKind
    evidence: Evidence
    owner: Owner
    minor: int


@dataclass(frozen=True, slots=True)
class _Kept:
    """Moves of all days, oldest first, as they were after the change numbered `newest`."""

    wanted: tuple[Model, int]
    newest: int
    moves: Sequence[Move]


_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()  # by the open file, and gone when that is closed


def moves(snapshot: Snapshot, period: Period, model: Model) -> Sequence[Move]:
    """What a model moves in a period, oldest first; all of it together is nothing."""
    every = _every(snapshot, model)
    day = itemgetter(0)
    return every[bisect_left(every, period.start, key=day) : bisect_left(every, period.end, key=day)]


def _every(snapshot: Snapshot, model: Model) -> Sequence[Move]:
    window = snapshot.organisation.look_back_days
    if isinstance(snapshot, Transaction):
        return _worked_out(snapshot, model, window)
    newest = snapshot.connection.execute(select(func.max(change.c.id))).scalar() or 0
    engine = snapshot.connection.engine
    kept = _kept.get(engine)
    if kept is None or kept.wanted != (model, window) or not _holds(snapshot, kept.newest, newest):
        kept = _Kept((model, window), newest, _worked_out(snapshot, model, window))
    _kept[engine] = _Kept(kept.wanted, newest, kept.moves)
    return kept.moves


def _holds(snapshot: Snapshot, then: int, now: int) -> bool:
    """Whether nothing was written since that decides what is moved; a store that lost changes is another one."""
    if now <= then:
        return now == then
    later = select(change.c.id).where(change.c.id > then, change.c.table_name.in_(_DECIDING)).limit(1)
    return snapshot.connection.execute(later).first() is None


def _worked_out(snapshot: Snapshot, model: Model, window: int) -> Sequence[Move]:
    if snapshot.connection.execute(select(touch.c.id).limit(1)).first() is None:
        return ()
    paths: dict[int, Path] = {one: (whose, direct, at) for one, whose, direct, at in _paths(snapshot, window)}
    found: dict[tuple[Any, ...], int] = {}
    for conversion_id, minor, own, *about in _converted(snapshot):
        owners, direct, times = paths.get(conversion_id, _NO_PATH)
        if owners.count(own) == len(owners):
            continue  # it keeps all, whatever the model
        at = [datetime.fromisoformat(time) for time in times] if model is Model.TIME_DECAY else ()
        parts = allocate(minor, weights_of(direct, at, model))
        for owner, part in ((own, -minor), *zip(owners, parts, strict=True)):
            if part:
                key = (*about, owner)
                found[key] = found.get(key, 0) + part
    return sorted((Move._make((*key, minor)) for key, minor in found.items() if minor), key=itemgetter(0))


def _paths(snapshot: Snapshot, window: int) -> Iterator[tuple[int, Sequence[Owner], tuple[bool, ...], Sequence[str]]]:
    """The touches of each conversion within the window, by the conversion's id."""
    row, of, at = touch.c, conversion.c, type_coerce(touch.c.at, Text)
    opened = func.strftime(INSTANT_FORMAT, type_coerce(of.at, Text), f"-{window} days")
    within = and_(at <= type_coerce(of.at, Text), at >= opened)
    columns = (
        of.id.label("conversion_id"), at.label("at"), row.id.label("touch_id"), type_coerce(row.direct, touch.c.id.type)
        .label("direct"), row.campaign_id, row.channel_id,
    )  # fmt: skip
    named = (
        and_(row.conversion_key == of.key, of.key != ""),
        and_(row.customer == of.customer, of.customer != ""),
    )
    both = union(*(select(*columns).join(touch, on).where(within) for on in named))  # each touch once
    ordered = both.order_by("conversion_id", "at", "touch_id")
    for conversion_id, rows in groupby(snapshot.connection.execute(ordered), key=itemgetter(0)):
        _, times, _, direct, campaigns, channels = zip(*rows, strict=True)
        owners = zip(campaigns, channels, strict=True)
        yield (
            conversion_id,
            [(None, None) if is_direct else owner for is_direct, owner in zip(direct, owners, strict=True)],
            tuple(map(bool, direct)),
            times,
        )


def _converted(snapshot: Snapshot) -> Iterator[tuple[int, int, Owner, date, int | None, BenefitKind, Evidence]]:
    """What counts of each converted benefit, and of each refund by the conversion of what it takes back."""
    row, of = benefit.c, conversion.c
    query = select(
        of.id, row.effective_minor, row.campaign_id, channel_of(benefit), row.day, row.post_id, row.kind, row.evidence
    ).join(conversion, of.benefit_id == func.coalesce(row.reverses_id, row.id))
    kinds, grades = {one.value: one for one in BenefitKind}, {one.value: one for one in Evidence}
    for one in snapshot.connection.execute(query.where(row.effective_minor.is_not(None))):
        conversion_id, minor, campaign_id, channel_id, day, post_id, kind, evidence = one
        yield conversion_id, minor, (campaign_id, channel_id), day, post_id, kinds[kind], grades[evidence]
