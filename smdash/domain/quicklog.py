"""The quick log: one line that says what was worked on, how long, when and on what.

`1h30m spring #content /instagram @yesterday ~ana replying to comments`. `#activity /channel @day ~person` stand
anywhere; the first words match the campaign (longest match first, then a unique beginning); the rest is the note,
which `--` begins explicitly. The time is a duration or a range of clock times such as `9:15-10:45`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from difflib import get_close_matches

from smdash.domain.durations import spoken
from smdash.domain.naming import Names, find_name, known_names, likeness, nearest_names, spaceless
from smdash.domain.periods import parse_day
from smdash.domain.text import name_key, one_line
from smdash.domain.typed_time import find_time, is_time, read_time
from smdash.errors import InvalidInput

MARKS = {"#": "activity", "/": "channel", "@": "day", "~": "person"}
_TIME_FORMS = "Start with 1h30m, 90m, 1:30, 1.5 or 9:15-10:45."
_SHORTEST_BEGINNING = 2
_OFFERED = re.compile(r"“([^”]+)”\?")
_SPACED_DAY = re.compile(r"@\d{1,2}\.? [a-z]{3,9}\.?(?: \d{4})?", re.ASCII)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Fault:
    """A word that was not understood, why, and what to do; `correction` is what may stand in its place."""

    word: str
    message: str
    hint: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class QuickLog:
    """What was understood of a line.

    `seconds` is None when there was no usable time. `start` and `end` are local clock times of a typed range; an end
    at or before the start is on the next day. `unknown` holds leading words that name no campaign, `nearest` the
    names they may have meant. `new_activity` says that the activity is not known yet, which is allowed.
    """

    day: date
    today: date
    seconds: int | None = None
    start: time | None = None
    end: time | None = None
    campaign: str | None = None
    unknown: str = ""
    nearest: tuple[str, ...] = ()
    activity: str = ""
    new_activity: bool = False
    channel: str | None = None
    person: str | None = None
    note: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether it can be logged as it stands."""
        return not self.faults and not self.unknown and self.seconds is not None


def parse_quick_log(line: str, names: Names, today: date, *, timed: bool = True, future: bool = False) -> QuickLog:
    """Understand a line; never raises: what was not understood is in `faults` and `unknown`.

    With `timed` false no time is looked for or missed, as when a timer starts; `future` takes days to come too.
    """
    head, explicit_note = _cut_note(line)
    words = [one_line(word) for word in head.split()]
    log = QuickLog(today, today)
    plain, log = _take_marks([word for word in words if word], names, log, future=future)
    if timed:
        plain, log = _take_time(plain, log)
    log = _take_campaign(plain, names, log)
    return replace(log, note=" ".join(part for part in (log.note, explicit_note) if part))


def choose(log: QuickLog, campaign: str) -> tuple[QuickLog, int]:
    """The same log for one of the campaigns offered, and how many of the unknown words were meant as its name."""
    words = log.unknown.split()
    key = name_key(campaign)
    ranked = [(likeness(" ".join(words[:count]), key), count) for count in range(1, len(words) + 1)]
    used = max(ranked)[1] if ranked else 0
    note = " ".join([*words[used:], *([log.note] if log.note else [])])
    return replace(log, campaign=campaign, unknown="", nearest=(), note=note), used


def echo(log: QuickLog) -> str:
    """What was understood, in words, to be shown while typing."""
    parts = []
    if log.seconds is not None:
        at = f" ({log.start:%H:%M}–{log.end:%H:%M})" if log.start and log.end else ""
        parts.append(spoken(log.seconds) + at)
    parts.append(log.campaign or (f"no campaign “{log.unknown}”" if log.unknown else "no campaign"))
    if log.activity:
        parts.append(log.activity + (" (new)" if log.new_activity else ""))
    parts += [part for part in (log.channel, day_in_words(log.day, log.today), log.person) if part]
    if log.note:
        parts.append(f"“{log.note}”")
    return " · ".join(parts)


def day_in_words(day: date, today: date) -> str:
    """`Sat 21 Nov`, with the year when it is another one than today's."""
    year = f" {day.year}" if day.year != today.year else ""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}{year}"


def _cut_note(line: str) -> tuple[str, str]:
    match = re.search(r"(?:^|\s)--(?:\s|$)", line)
    return (line[: match.start()], one_line(line[match.end() :])) if match else (line, "")


def _take_marks(words: Sequence[str], names: Names, log: QuickLog, *, future: bool) -> tuple[list[str], QuickLog]:
    """Read the marked words; a gap in the plain words is kept as "" so that names do not join across it."""
    plain: list[str] = []
    seen: set[str] = set()
    index = 0
    while index < len(words):
        word, used = words[index], 1
        kind = MARKS.get(word[0]) if len(word) > 1 else None
        if kind is None:
            plain.append(word)
        elif kind in seen:
            fault = Fault(word, f"“{word}” is a second {kind}.", "Put -- before the note.")
            log = replace(log, faults=(*log.faults, fault))
        else:
            seen.add(kind)
            if kind == "day":
                used, log = _take_day(words[index:], log, future=future)
            else:
                log = _take_name(word, kind, names, log)
            plain.append("")
        index += used
    return plain, log


def _not_understood(word: str, fault: InvalidInput, mark: str = "") -> Fault:
    """A fault as the domain tells it; what it offers stands in quotes with a question mark."""
    offered = _OFFERED.search(f"{fault.message} {fault.hint}")
    return Fault(word, fault.message, fault.hint, mark + offered[1] if offered else "")


def _take_day(words: Sequence[str], log: QuickLog, *, future: bool) -> tuple[int, QuickLog]:
    count = next((n for n in (3, 2) if len(words) >= n and _SPACED_DAY.fullmatch(" ".join(words[:n]).casefold())), 1)
    text = " ".join(words[:count])
    try:
        day = parse_day(text[1:], log.today)
    except InvalidInput as fault:
        return count, replace(log, faults=(*log.faults, _not_understood(text, fault, "@")))
    if day > log.today and not future:
        too_late = Fault(text, f"{day_in_words(day, log.today)} is in the future.", "Log what was done.")
        return count, replace(log, faults=(*log.faults, too_late))
    return count, replace(log, day=day)


def _take_name(word: str, kind: str, names: Names, log: QuickLog) -> QuickLog:
    known = {"activity": names.activities, "channel": names.channels, "person": names.people}[kind]
    found, candidates = find_name(word[1:], known, names.aliases)
    if found is None and candidates:
        fault = Fault(word, f"“{word}” could be {_either(candidates)}.", "Type more of it.")
        return replace(log, faults=(*log.faults, fault))
    if kind == "activity":
        return replace(log, activity=found or word[1:], new_activity=found is None)
    if found is None:
        near = get_close_matches(spaceless(word[1:]), [spaceless(name) for name in known], 3, 0.5)
        hint = f"Did you mean {_either(near)}?" if near else f"Known: {', '.join(known[:5]) or 'none yet'}."
        correction = word[0] + near[0].replace(" ", "-") if near else ""
        fault = Fault(word, f"There is no {kind} “{word[1:]}”.", hint, correction)
        return replace(log, faults=(*log.faults, fault))
    return replace(log, channel=found) if kind == "channel" else replace(log, person=found)


def _either(names: Sequence[str]) -> str:
    return " or ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _take_time(plain: list[str], log: QuickLog) -> tuple[list[str], QuickLog]:
    found = find_time(plain)
    if found is None:
        return plain, replace(log, faults=(*log.faults, Fault("", "How long is missing.", _TIME_FORMS)))
    index, count = found
    text = " ".join(plain[index : index + count])
    rest = plain[:index] + plain[index + count :]
    try:
        typed = read_time(text)
    except InvalidInput as fault:
        return rest, replace(log, faults=(*log.faults, _not_understood(text, fault)))
    return rest, replace(log, seconds=typed.seconds, start=typed.start, end=typed.end)


def _take_campaign(plain: Sequence[str], names: Names, log: QuickLog) -> QuickLog:
    words = list(plain)
    while words and not words[0]:
        words.pop(0)
    leading = words[: words.index("")] if "" in words else words
    rest = [word for word in words if word]
    if not leading:
        return log
    campaign, count = _match_campaign(leading, names)
    if campaign is not None:
        return replace(log, campaign=campaign, note=" ".join(rest[count:]))
    keys = {spaceless(name): name for name in names.campaigns}
    return replace(
        log,
        unknown=" ".join(leading),
        nearest=nearest_names(leading, keys),
        note=" ".join(rest[len(leading) :]),
    )


def _match_campaign(words: Sequence[str], names: Names) -> tuple[str | None, int]:
    exact = known_names(names.campaigns, names.aliases)
    for count in range(len(words), 0, -1):
        if (key := spaceless(" ".join(words[:count]))) in exact:
            return exact[key], count
    for count in range(len(words), 0, -1):
        text = " ".join(words[:count])
        if len(text) >= _SHORTEST_BEGINNING:
            found, _ = find_name(text, names.campaigns, names.aliases)
            if found is not None:
                return found, count
    return None, 0


@dataclass(frozen=True, slots=True)
class Completion:
    """What may stand in place of `line[start:end]`."""

    text: str
    start: int
    end: int

    def applied(self, line: str) -> str:
        """The line with the completion in it."""
        return line[: self.start] + self.text + line[self.end :]


_DAYS = ("today", "yesterday", "mon", "tue", "wed", "thu", "fri", "sat", "sun")


def completions(line: str, cursor: int, names: Names, limit: int = 8) -> list[Completion]:
    """What the word before the cursor may become: a marked name, a day, or a campaign from the first words."""
    before = line[:cursor]
    if re.search(r"(?:^|\s)--(?:\s|$)", before):
        return []
    begin = before.rfind(" ") + 1
    word = before[begin:]
    known = {"#": names.activities, "/": names.channels, "~": names.people, "@": _DAYS}.get(word[:1])
    if known is not None:
        found = [word[0] + name.replace(" ", "-") for name in _beginning_with(word[1:], known)]
    else:
        begin = _campaign_begin(before)
        typed = before[begin:]
        found = _beginning_with(typed, names.campaigns) if typed else []
    return [Completion(text, begin, cursor) for text in found if text != before[begin:]][:limit]


def _beginning_with(typed: str, known: Sequence[str]) -> list[str]:
    """Names that begin with what was typed, then names with a later word that does."""
    key = spaceless(typed)
    first = [name for name in known if spaceless(name).startswith(key)]
    return first + [name for name in known if name not in first and f" {key}" in f" {spaceless(name)}"]


def _campaign_begin(before: str) -> int:
    """Where the plain words begin that the cursor stands in: after the last time or marked word."""
    begin = 0
    for match in re.finditer(r"\S+", before):
        word = match[0].casefold()
        if (word[0] in MARKS and len(word) > 1) or is_time(word):
            begin = match.end()
    return begin + len(before[begin:]) - len(before[begin:].lstrip())
