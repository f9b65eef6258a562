"""The errors a person may see: each says what is wrong, why, and what to do."""

from __future__ import annotations

DONE = 0
REFUSED = 1
WRONG_USAGE = 2


class SmdashError(Exception):
    """A fault that is told to the person, never shown as a traceback.

    `message` names the thing and the reason, `hint` says what to do, `exit_code` is what the command line returns.
    """

    exit_code = REFUSED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class InvalidInput(SmdashError):
    """Something that was typed is not understood; the front end keeps it and shows this beside it."""

    exit_code = WRONG_USAGE


class Refused(SmdashError):
    """The request is understood and not allowed: a role, a lock, a dependency, a limit."""


class NotFound(SmdashError):
    """Nothing of that name exists."""


class StoreProblem(SmdashError):
    """The store can't be opened, read or written as asked; nothing was changed."""


class Superseded(StoreProblem):
    """A reading was stopped because a newer one makes its answer useless; nobody needs to be told."""


class FormFaults(InvalidInput):
    """All faults of one form at once, each under the name of its field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("; ".join(faults.values()))
        self.faults = faults
