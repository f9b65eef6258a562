"""What a person logs again and again: favourites first, then the latest entries, each once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from smdash.domain.durations import clock

MOST = 8
"""How many are offered at once."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Something to be logged again: names for the eye, ids for the store, seconds as last time.

    `favourite` is the id of the favourite, None for a recent entry; empty names stand for none.
    """

    seconds: int
    campaign_id: int | None = None
    activity_id: int | None = None
    channel_id: int | None = None
    campaign: str = ""
    activity: str = ""
    channel: str = ""
    note: str = ""
    favourite: int | None = None

    @property
    def what(self) -> tuple[object, ...]:
        """What makes two of them the same thing, however long it took."""
        return (self.campaign_id, self.activity_id, self.channel_id, self.note)


def usual_ones(favourites: Sequence[Usual], recent: Iterable[Usual], most: int = MOST) -> tuple[Usual, ...]:
    """Favourites in their order, then recent entries, newest first and none twice; `most` at most."""
    found: dict[tuple[object, ...], Usual] = {}
    for one in (*favourites, *recent):
        found.setdefault(one.what, one)
        if len(found) == most:
            break
    return tuple(found.values())


def usual_words(usual: Usual, *, timed: bool = True) -> str:
    """`1:30 Spring membership · content · “posts”`, without the hours for a timer."""
    parts = [usual.campaign or "no campaign", usual.activity, usual.channel, f"“{usual.note}”" if usual.note else ""]
    said = " · ".join(part for part in parts if part)
    return f"{clock(usual.seconds)} {said}" if timed else said


def usual_line(usual: Usual, *, timed: bool = True) -> str:
    """It as a line of the quick log, to be changed before it is logged."""
    hours, rest = divmod(usual.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [
        f"{hours}:{minutes:02d}" + (f":{seconds:02d}" if seconds else "") if timed else "",
        usual.campaign,
        _marked("#", usual.activity),
        _marked("/", usual.channel),
        f"-- {usual.note}" if usual.note else "",
    ]
    return " ".join(part for part in parts if part)


def _marked(mark: str, name: str) -> str:
    return mark + name.replace(" ", "-") if name else ""
