"""Names as people type them: exact, by another name, by a beginning, or nearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from smdash.domain.text import name_key


@dataclass(frozen=True, slots=True)
class Names:
    """What a line may refer to. `aliases` maps another name to the one it stands for."""

    campaigns: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)


def find_name(text: str, names: Sequence[str], aliases: Mapping[str, str]) -> tuple[str | None, tuple[str, ...]]:
    """The name a word means: exact, by alias, or by a beginning that only one has; else None and the candidates.

    `-` and `_` stand for a space, so that a name of two words can be typed as one.
    """
    key = spaceless(text)
    exact = known_names(names, aliases)
    if key in exact:
        return exact[key], ()
    found = tuple(sorted({name for other, name in exact.items() if key and other.startswith(key)}))
    return (found[0], ()) if len(found) == 1 else (None, found)


def known_names(names: Sequence[str], aliases: Mapping[str, str]) -> dict[str, str]:
    """Each name by its key, and by the keys of its other names."""
    exact = {spaceless(name): name for name in names}
    return exact | {spaceless(alias): exact[spaceless(to)] for alias, to in aliases.items() if spaceless(to) in exact}


def spaceless(text: str) -> str:
    """A name's key with hyphens and underscores taken for spaces."""
    return " ".join(name_key(text).replace("-", " ").replace("_", " ").split())


def nearest_names(words: Sequence[str], keys: Mapping[str, str], limit: int = 3) -> tuple[str, ...]:
    """The names that the first words come nearest to, best first; those that begin with the first word come before."""
    first = spaceless(words[0])
    ranked = sorted(
        ((max(likeness(" ".join(words[:n]), key) for n in range(1, len(words) + 1)), key) for key in keys),
        key=lambda item: (not item[1].startswith(first), -item[0], item[1]),
    )
    return tuple(keys[key] for score, key in ranked if score >= 0.5 or key.startswith(first))[:limit]


def likeness(typed: str, key: str) -> float:
    """How near typed text comes to a name or to its beginning of as many words, 0 to 1."""
    text = spaceless(typed)
    beginning = " ".join(key.split()[: len(text.split())])
    return max(SequenceMatcher(None, text, other).ratio() for other in (key, beginning))
