"""How long, as it stands among other words: a duration, written with spaces or not, or a range of clock times."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from smdash.domain.durations import looks_like_duration, parse_duration
from smdash.errors import InvalidInput

_LOOKS_TIMED = re.compile(r"(?=[\d.,:])(?=.*\d)[\d.,:hmins]+", re.ASCII)
_SPACED = re.compile(r"\d+(?:[.,]\d+)? ?h(?: ?\d+ ?m(?:in)?)?|\d+ ?m(?:in)?", re.ASCII)
_UNMISTAKABLE = re.compile(r"(?=.*\d)(?:\d*:\d+(?::\d+)?|(?:[\d.,]+h)?(?:[\d.,]+m(?:in)?)?(?:\d+s)?)", re.ASCII)
_BARE = re.compile(r"\d{1,3}(?:[.,]\d+)?|[.,]\d+", re.ASCII)
_RANGE = re.compile(r"(\d{1,2})(?::(\d{2}))?[-–](\d{1,2})(?::(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedTime:
    """Seconds, and the local clock times of a range; an end at or before the start is on the next day."""

    seconds: int
    start: time | None = None
    end: time | None = None


def is_time(word: str) -> bool:
    """Whether a single word is a duration or a range."""
    return bool(_RANGE.fullmatch(word)) or looks_like_duration(word)


def is_range(text: str) -> bool:
    """Whether a text has the shape of a range of clock times."""
    return bool(_RANGE.fullmatch(text))


def read_time(text: str) -> TypedTime:
    """The duration or range a text means; `InvalidInput` when it is neither or too long."""
    if match := _RANGE.fullmatch(text):
        return _clock_range(match)
    return TypedTime(parse_duration(text))


def parse_clock_time(text: str) -> time:
    """A clock time such as `17:30` or `9`; `InvalidInput` when there is none such."""
    match = re.fullmatch(r"(\d{1,2})(?::(\d{2}))?", text.strip(), re.ASCII)
    if match is None or int(match[1]) > 23 or int(match[2] or 0) > 59:
        raise InvalidInput(f"“{text.strip()}” is not a clock time.", "Use 17:30.")
    return time(int(match[1]), int(match[2] or 0))


def find_time(plain: Sequence[str]) -> tuple[int, int] | None:
    """Where the time stands, as index and count of words; empty words are gaps that nothing joins across.

    It is the first word if that looks like one, else the first that can't be anything else, else a bare number.
    """
    first = next((i for i, word in enumerate(plain) if word), None)
    if first is None:
        return None
    word = plain[first].casefold()
    certain = [i for i, other in enumerate(plain) if _is_range(other) or _UNMISTAKABLE.fullmatch(other.casefold())]
    bare = [i for i, other in enumerate(plain) if _BARE.fullmatch(other)]
    certain = sorted({*certain, *(i for i in bare if _spaced_length(plain, i) > 1)})
    if is_time(word):
        certain = [first]
    elif not certain:
        certain = [first] if _LOOKS_TIMED.fullmatch(word) else bare
    return (certain[0], _spaced_length(plain, certain[0])) if certain else None


def _is_range(word: str) -> bool:
    return bool(_RANGE.fullmatch(word)) and ":" in word


def _spaced_length(plain: Sequence[str], index: int) -> int:
    """How many words from here on are one duration written with spaces, such as `1 h 30 min`."""
    for count in (4, 3, 2):
        words = plain[index : index + count]
        if len(words) == count and all(words) and _SPACED.fullmatch(" ".join(words).casefold()):
            return count
    return 1


def _clock_range(match: re.Match[str]) -> TypedTime:
    numbers = [int(part or 0) for part in match.groups()]
    minutes = [numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]]
    if max(numbers[1], numbers[3]) > 59 or minutes[0] >= 1440 or minutes[1] > 1440:
        raise InvalidInput(f"“{match[0]}” is not a range of clock times.", "Use 9:15-10:45.")
    if minutes[0] == minutes[1] % 1440:
        raise InvalidInput(f"“{match[0]}” has no length.", "Use 9:15-10:45.")
    start, end = (time(value % 1440 // 60, value % 60) for value in minutes)
    return TypedTime((minutes[1] - minutes[0]) % 1440 * 60, start, end)
