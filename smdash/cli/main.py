"""The command line's entry: looks at the first word and imports only that command's module."""

from __future__ import annotations

import sys

from smdash import __version__


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code: 0 done, 1 needs attention or refused, 2 wrong usage."""
    if arguments[:1] == ["--version"]:
        sys.stdout.write(f"smdash {__version__}\n")
    return 0
