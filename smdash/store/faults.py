"""The database's errors as sentences: what can't be reached, what is refused, who holds the store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from smdash.errors import InvalidInput, Refused, StoreProblem, Superseded


@contextmanager
def reachable(path: Path) -> Iterator[None]:
    """Names the file when the system does not let us make or reach it."""
    try:
        yield
    except OSError as fault:
        raise StoreProblem(f"{path} can't be used: {fault.strerror}.", "Choose another place with --store.") from fault


def _has(fault: DatabaseError, *words: str) -> bool:
    return isinstance(fault, OperationalError) and any(word in str(fault.orig) for word in words)


def is_busy(fault: DatabaseError) -> bool:
    """Whether another program holds the store."""
    return _has(fault, "locked", "busy")


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns the database's errors into sentences; everything was rolled back by then."""
    try:
        yield
    except IntegrityError as fault:
        raise Refused(f"The store refuses this: {fault.orig}.", "Nothing was changed.") from fault
    except DatabaseError as fault:
        if is_busy(fault):
            raise StoreProblem("Another program holds the store; nothing was changed.", "Try again soon.") from fault
        if _has(fault, "interrupted"):
            raise Superseded("The reading was stopped: its answer is no longer wanted.") from fault
        raise StoreProblem(f"{path}: {fault.orig}.", "Nothing was changed. Try `smdash doctor`.") from fault
    except OverflowError as fault:
        if "SQLite" not in str(fault):
            raise
        raise InvalidInput("A number is too large to be kept.", "Correct it; nothing was changed.") from fault
