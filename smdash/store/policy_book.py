"""What the boxes of policies show, in one snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from smdash.domain.organisation import Person
from smdash.domain.policies import Policy
from smdash.store.organisation import acting_person, names_of, people
from smdash.store.policies import policies
from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """Policies, archived ones last, and everybody who is here. `names` are of all people, gone ones too.

    `own_id` is who looks at it, None for somebody who is not among the people.
    """

    policies: tuple[Policy, ...]
    people: tuple[Person, ...]
    names: Mapping[int, str]
    today: date
    own_id: int | None = None

    def found(self, policy_id: int | None) -> Policy | None:
        """The policy of that id, or None when it is gone."""
        return next((one for one in self.policies if one.id == policy_id), None)


def load_book(snapshot: Snapshot) -> PolicyBook:
    """Everything of policies as it is now."""
    own = acting_person(snapshot)
    kept = sorted(policies(snapshot, archived=True), key=lambda one: one.archived)
    names = names_of(snapshot, "person")
    return PolicyBook(tuple(kept), people(snapshot), names, snapshot.today, own.id if own else None)
