"""The log of incidents and the policies together, as legal risk sees them: what presses, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from smdash.domain.attention import Attention
from smdash.domain.figures import Figure, Unit
from smdash.domain.incident_attention import of_incidents, pressing_figure
from smdash.domain.incidents import Incident
from smdash.domain.organisation import Person
from smdash.domain.policies import Policy
from smdash.domain.policy_attention import missing_figure, of_policies


def _none(name: str) -> Figure:
    return Figure(name, 0, Unit.COUNT, "nothing is kept yet", rows=0)


@dataclass(frozen=True, slots=True)
class LogSummary:
    """Deadlines and policies on one day.

    `over` of the `pressing` deadlines have passed; `missing` are confirmations of versions in force. The rows are for
    the attention list, the most urgent first in each.
    """

    pressing: Figure = field(default_factory=lambda: _none("Deadlines pressing"))
    missing: Figure = field(default_factory=lambda: _none("Confirmations missing"))
    over: int = 0
    still_open: int = 0
    incidents: tuple[Attention, ...] = ()
    policies: tuple[Attention, ...] = ()

    @property
    def deadline_words(self) -> str:
        """`1 deadline over`, `2 deadlines within 24 h`, both, or nothing."""
        soon = int(self.pressing.value or 0) - self.over
        counts = ((self.over, "over"), (soon, "within 24 h"))
        return ", ".join(f"{count} deadline{'s' if count > 1 else ''} {what}" for count, what in counts if count)

    @property
    def missing_words(self) -> str:
        """`5 confirmations missing`, or nothing."""
        count = int(self.missing.value or 0)
        return f"{count} confirmation{'s' if count > 1 else ''} missing" if count else ""


def summarise_log(
    incidents: Sequence[Incident], policies: Sequence[Policy], people: Sequence[Person], now: datetime, today: date
) -> LogSummary:
    """What the log and the policies say needs a person at this moment."""
    return LogSummary(
        pressing_figure(incidents, now),
        missing_figure(policies, people, today),
        sum(one.is_over(now) for one in incidents),
        sum(one.is_open for one in incidents),
        of_incidents(incidents, now),
        of_policies(policies, people, today),
    )
