"""Options that stand before the command, and what every command starts from."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from smdash import settings as personal
from smdash.domain.text import clean
from smdash.errors import InvalidInput
from smdash.paths import Paths, user_paths
from smdash.settings import Settings


@dataclass(frozen=True, slots=True)
class Globals:
    """`--store`, `--person` and `--role` as given; empty where they were not."""

    store: str = ""
    person: str = ""
    role: str = ""


def take_globals(arguments: list[str]) -> tuple[Globals, list[str]]:
    """Split the options before the command from the command and its own arguments."""
    chosen, rest = Globals(), list(arguments)
    while rest and rest[0].startswith("--") and rest[0] not in ("--help", "--version"):
        name, equals, value = rest.pop(0).partition("=")
        field = name.removeprefix("--")
        if field not in {"store", "person", "role"}:
            raise InvalidInput(f"There is no option “{name}” before the command.", "See `smdash --help`.")
        if not equals:
            if not rest:
                raise InvalidInput(f"{name} needs a value.", "See `smdash --help`.")
            value = rest.pop(0)
        chosen = replace(chosen, **{field: value})
    return chosen, rest


def locations(chosen: Globals) -> tuple[Paths, Settings]:
    """The files in use and the personal settings."""
    paths = user_paths(chosen.store or None)
    settings = personal.load(paths)
    if settings.store and not chosen.store and not os.environ.get("SMDASH_STORE"):
        paths = user_paths(settings.store)
    return paths, settings


class Parser(argparse.ArgumentParser):
    """argparse whose faults look like every other fault of the program, and that takes `--on -3d`."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        return super().parse_known_args(_with_days(args or []), namespace)

    def error(self, message: str) -> NoReturn:
        raise InvalidInput(f"{self.prog}: {message}.", self.format_usage().strip())


def _with_days(arguments: Sequence[str]) -> list[str]:
    """`-3d` after an option is its value, though it begins like an option."""
    joined: list[str] = []
    for word in arguments:
        if re.fullmatch(r"-\d{1,4}d", word) and joined and joined[-1].startswith("--"):
            joined[-1] += f"={word}"
        else:
            joined.append(word)
    return joined


def parser(name: str, about: str, epilog: str = "") -> Parser:
    """The parser of one command, with `--json` where the caller adds it."""
    return Parser(
        prog=f"smdash {name}",
        description=about,
        epilog=epilog,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def tell(message: str) -> None:
    """A message beside the result: progress, defaults used, what to do next."""
    sys.stderr.write(f"{clean(message)}\n")


def answer(text: str) -> None:
    """A result, for the next program or the person."""
    sys.stdout.write(f"{clean(text)}\n")


def answer_json(value: object) -> None:
    """A result for a machine; what a terminal could act upon or not show is escaped, so that no text is lost."""
    import json

    ascii_only = (sys.stdout.encoding or "").casefold() != "utf-8"
    written = json.dumps(value, ensure_ascii=ascii_only, indent=2, default=str)
    lines = [line if line.isprintable() else _escaped(line) for line in written.split("\n")]
    sys.stdout.write("\n".join(lines) + "\n")


def _escaped(line: str) -> str:
    """A line of JSON with each character that is not printable as its `\\u` escape."""
    import json

    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in line)
