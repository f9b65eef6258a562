"""What can be done about two entries of one person that claim the same time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum

from smdash.domain.timesheets import EntryDraft, Overlap
from smdash.errors import Refused


class Adjustment(StrEnum):
    """A way out of an overlap."""

    SHORTEN = "shorten"
    MOVE = "move"
    KEEP = "keep"


def adjustments(overlap: Overlap) -> tuple[Adjustment, ...]:
    """What is possible: an entry that begins with the other can't be shortened, a running timer can't be moved away."""
    first, second = overlap.first, overlap.second
    found = []
    if first.start is not None and second.start is not None and first.start < second.start and not first.running:
        found.append(Adjustment.SHORTEN)
    if not first.running:
        found.append(Adjustment.MOVE)
    return (*found, Adjustment.KEEP)


def shortened(earlier: EntryDraft, later: EntryDraft) -> EntryDraft:
    """The earlier entry up to where the later one starts; a pause is taken from its end first."""
    if earlier.start is None or later.start is None or earlier.start >= later.start:
        raise Refused("The two start at the same time.", "Move one of them, or keep both.")
    elapsed = (later.start - earlier.start) // timedelta(seconds=1)
    return replace(earlier, end=later.start, seconds=min(earlier.seconds, elapsed))


def moved_behind(later: EntryDraft, earlier: EntryDraft) -> EntryDraft:
    """The later entry, as long as it is, from where the earlier one ends; a running timer from there on."""
    if earlier.end is None or later.start is None:
        raise Refused("The earlier one has no end yet.", "Stop the timer first, or keep both.")
    end = None if later.end is None else earlier.end + (later.end - later.start)
    return replace(later, start=earlier.end, end=end)


def is_kept(overlap: Overlap, kept: frozenset[tuple[int, int, int]]) -> bool:
    """Whether a person said that these two overlap on purpose, for just as many seconds as they do now.

    `kept` holds (lower id, higher id, shared seconds). A timer that still runs shares more every second: it stays kept.
    """
    low, high = sorted((overlap.first.id, overlap.second.id))
    if overlap.first.running or overlap.second.running:
        return any((one, two) == (low, high) for one, two, _ in kept)
    return (low, high, overlap.seconds) in kept
