"""What of policies needs a person: confirmations that are missing and reviews that are due, as rows and as a figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from smdash.domain.attention import Attention, Urgency
from smdash.domain.figures import Figure, Unit
from smdash.domain.organisation import Person
from smdash.domain.policies import Policy, Version

ANNOUNCED_DAYS = 14
"""How many days before it takes effect a version that people have not confirmed is told of."""

_FORMULA = "people concerned − confirmed, of the version in force"


def of_policies(policies: Sequence[Policy], people: Sequence[Person], today: date) -> tuple[Attention, ...]:
    """Who has not confirmed what is in force or comes soon, and which reviews are due.

    It is urgent where a version is in force and fewer than half of those concerned have confirmed it.
    """
    return tuple(row for policy in policies if not policy.archived for row in _of_policy(policy, people, today))


def _of_policy(policy: Policy, people: Sequence[Person], today: date) -> Iterator[Attention]:
    current, coming = policy.in_force(today), policy.upcoming(today)
    if current is not None:
        yield from _missing(policy, current, people, f"since {_day(current.draft.effective_on, today)}")
    if coming is not None and (coming.draft.effective_on - today).days <= ANNOUNCED_DAYS:
        yield from _missing(policy, coming, people, f"from {_day(coming.draft.effective_on, today)}", soon=False)
    review = current.draft.review_on if current else None
    if current is not None and review is not None and review <= today:
        said = f"{_named(policy, current)}: to be reviewed since {_day(review, today)}"
        yield Attention(Urgency.SOON, said, "risk", "policy", policy.id)


def _missing(
    policy: Policy, version: Version, people: Sequence[Person], when: str, *, soon: bool = True
) -> Iterator[Attention]:
    missing, concerned = len(policy.missing(version, people)), len(policy.concerned(people))
    if not missing:
        return
    few = 2 * missing > concerned
    urgency = Urgency.NOTE if not soon else Urgency.NOW if few else Urgency.SOON
    said = f"{_named(policy, version)}: {missing} of {concerned} have not confirmed, {when}"
    yield Attention(urgency, said, "risk", "policy", policy.id)


def _day(day: date, today: date) -> str:
    return f"{day:%-d %b}" if day.year == today.year else f"{day:%-d %b %Y}"


def _named(policy: Policy, version: Version) -> str:
    return f"{policy.draft.name} {version.draft.version}"


def missing_figure(policies: Sequence[Policy], people: Sequence[Person], today: date) -> Figure:
    """How many confirmations of versions in force are missing, by policy; the rows are those that are asked for."""
    parts, asked = [], 0
    for policy in policies:
        current = policy.in_force(today)
        if current is None or policy.archived:
            continue
        concerned, missing = policy.concerned(people), policy.missing(current, people)
        asked += len(concerned)
        names = (", ".join(person.name for person in missing),) if missing else ()
        parts.append(
            Figure(_named(policy, current), len(missing), Unit.COUNT, _FORMULA, rows=len(concerned), notes=names)
        )
    total = sum(int(part.value or 0) for part in parts)
    return Figure("Confirmations missing", total, Unit.COUNT, _FORMULA, tuple(parts), rows=asked)
