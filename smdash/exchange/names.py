"""What the names in a file stand for: rows of the store, new ones, or nothing, as a person chose or by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smdash.domain.naming import likeness, nearest_names, spaceless
from smdash.domain.text import name_key
from smdash.errors import InvalidInput
from smdash.store.import_basis import NEVER_MADE, Basis, KnownName

NEAR = 0.8
"""From this likeness on, a name probably is a known one written otherwise: worth asking."""


class Action(StrEnum):
    """What happens to a name of the file."""

    NEW = "new"
    EXISTING = "existing"
    IGNORE = "ignore"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Target:
    """What a name stands for: a new row called `name`, the existing one of that name, or nothing.

    Of a name that no import adds and nobody has explained it is unknown: a person has to say it.
    """

    action: Action
    name: str = ""


NameKey = tuple[str, str]
"""Kind (person, campaign, channel, activity, kpi) and key of a name as the file writes it."""


def target_key(kind: str, label: str) -> NameKey:
    """Under which a choice for a name is kept."""
    return kind, name_key(label)


@dataclass(slots=True)
class FileName:
    """A name of the file with what it stands for; `known` is the row of the store, if it is one."""

    ref: int
    kind: str
    label: str
    target: Target
    known: KnownName | None
    matched: bool
    platform: str = ""

    @property
    def key(self) -> NameKey:
        """Under which a choice for it is kept."""
        return target_key(self.kind, self.label)

    @property
    def only_platform(self) -> bool:
        """Whether the file names no account, only the platform."""
        return self.kind == "channel" and name_key(self.label) == name_key(self.platform)


@dataclass(slots=True)
class NameBook:
    """Numbers the names of one file, each when it is first met."""

    basis: Basis
    targets: Mapping[NameKey, Target] = field(default_factory=dict)
    names: list[FileName] = field(default_factory=list)
    _refs: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _only: dict[str, str] = field(default_factory=dict)

    def ref(self, kind: str, name: str, platform: str = "") -> int | None:
        """The number of a name, from 1; None for a blank one."""
        found = self._refs.get((kind, name, platform))
        if found is None:
            if not name:
                return None
            found = self._refs[kind, name, platform] = self._add(kind, name, platform)
        return found

    def known(self, ref: int) -> KnownName | None:
        """The row of the store a number stands for."""
        return self.names[ref - 1].known

    def knows(self, kind: str, label: str) -> bool:
        """Whether a word is the name of something, by itself or by a person's choice."""
        return self._match(kind, label, "") is not None or target_key(kind, label) in self.targets

    def is_ignored(self, ref: int) -> bool:
        """Whether what belongs to a name is left out: a person does not want it, or has not said what it stands for."""
        return self.names[ref - 1].target.action in (Action.IGNORE, Action.UNKNOWN)

    def _add(self, kind: str, name: str, platform: str) -> int:
        label = self._label(kind, name, platform)
        chosen = self.targets.get(target_key(kind, label))
        matched = self._match(kind, label, platform)
        if chosen is None:
            target = Target(Action.EXISTING, matched.name) if matched else _unmatched(kind, label)
        else:
            target = chosen
        known = None
        if target.action is Action.EXISTING:
            known = matched if chosen is None else self.existing(kind, target.name)
        elif target.action is Action.NEW:
            known = self.basis.names[kind].get(name_key(target.name))
        ref = len(self.names) + 1
        is_matched = matched is not None and chosen is None
        self.names.append(FileName(ref, kind, label, target, known, is_matched, platform))
        return ref

    def existing(self, kind: str, name: str) -> KnownName:
        """The row of the store of that name; `InvalidInput` with the nearest ones when there is none."""
        key = name_key(name)
        found = self.basis.names[kind].get(key) or self.basis.aliases[kind].get(key)
        if found is None:
            near = " or ".join(f"“{other}”" for other in self.proposals(kind, name))
            raise InvalidInput(f"There is no {kind} named “{name}”.", f"Did you mean {near}?" if near else "")
        return found

    def proposals(self, kind: str, label: str) -> tuple[str, ...]:
        """Existing names a name of the file may mean, the likest first."""
        keys = {spaceless(known.name): known.name for known in self.basis.names[kind].values()}
        words = label.split()
        return nearest_names([" ".join(words)], keys) if words and keys else ()

    def proposals_for(self, one: FileName) -> tuple[str, ...]:
        """The same for a name of the file; for one that is a platform only, every channel there."""
        if one.only_platform:
            known = self.basis.names["channel"].values()
            return tuple(sorted(channel.name for channel in known if channel.platform == one.platform))
        return self.proposals(one.kind, one.label)

    def _label(self, kind: str, name: str, platform: str) -> str:
        """The name, with its platform where a channel of that name is on another one."""
        if kind != "channel" or not platform:
            return name
        other = self.basis.names[kind].get(name_key(name))
        taken = other is not None and other.platform != platform
        taken = taken or any(
            one.kind == kind and name_key(one.label) == name_key(name) and one.platform != platform
            for one in self.names
        )
        return f"{name} ({platform})" if taken else name

    def only_channel(self, platform: str) -> str:
        """The channel meant where a file says the platform only: the one there is, unless a person chose another;
        the platform itself where there is none, or several.
        """
        if platform not in self._only:
            own = [known.name for known in self.basis.names["channel"].values() if known.platform == platform]
            chosen = target_key("channel", platform) in self.targets
            self._only[platform] = own[0] if len(own) == 1 and not chosen else platform
        return self._only[platform]

    def _match(self, kind: str, label: str, platform: str) -> KnownName | None:
        key = name_key(label)
        found = self.basis.names[kind].get(key) or self.basis.aliases[kind].get(key)
        if found is None or (platform and found.platform != platform):
            return self._by_handle(key, platform) if platform and key else None
        return found

    def _by_handle(self, key: str, platform: str) -> KnownName | None:
        """The channel of a platform that has this handle, with or without its @."""
        every = self.basis.names["channel"].values()
        key = key.removeprefix("@")
        found = [one for one in every if one.platform == platform and name_key(one.handle).removeprefix("@") == key]
        return found[0] if len(found) == 1 else None


def _unmatched(kind: str, label: str) -> Target:
    return Target(Action.UNKNOWN) if kind in NEVER_MADE else Target(Action.NEW, label)


def is_near(label: str, proposal: str) -> bool:
    """Whether an existing name is so like one of the file that a person should say which is meant."""
    return likeness(label, spaceless(proposal)) >= NEAR
