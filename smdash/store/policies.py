"""Policies, their versions, and who confirmed which one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import RowMapping, select

from smdash.domain.organisation import PersonKind, Role
from smdash.domain.policies import (
    Acknowledgement,
    Policy,
    PolicyDraft,
    Version,
    VersionDraft,
    checked_policy,
    checked_version,
    in_order,
)
from smdash.domain.text import name_key, one_line
from smdash.errors import FormFaults, NotFound, Refused
from smdash.store import changes, organisation
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import acknowledgement, policy, policy_version

# Reading -----------------------------------------------------------------------------------------------------------


def policies(snapshot: Snapshot, *, archived: bool = False) -> tuple[Policy, ...]:
    """Policies by name with their versions and confirmations, in three queries; archived ones when asked for."""
    query = select(policy).order_by(policy.c.name_key)
    if not archived:
        query = query.where(policy.c.archived.is_(False))
    rows = snapshot.connection.execute(query).mappings().all()
    versions = _versions(snapshot) if rows else {}
    return tuple(_policy(row, in_order(versions.get(row["id"], ()))) for row in rows)


def _versions(snapshot: Snapshot) -> dict[int, list[Version]]:
    """The versions of every policy by its id, with who confirmed them."""
    confirmed: dict[int, dict[int, Acknowledgement]] = {}
    for row in snapshot.connection.execute(select(acknowledgement).order_by(acknowledgement.c.id)).mappings():
        given = Acknowledgement(row["id"], row["person_id"], row["acknowledged_on"], row["how"], row["recorded_by"])
        confirmed.setdefault(row["policy_version_id"], {})[row["person_id"]] = given
    versions: dict[int, list[Version]] = {}
    for row in snapshot.connection.execute(select(policy_version)).mappings():
        version = Version(row["id"], _version_draft(row), confirmed.get(row["id"], {}))
        versions.setdefault(row["policy_id"], []).append(version)
    return versions


def get_policy(snapshot: Snapshot, policy_id: int) -> Policy:
    """One policy, archived or not; `NotFound` when it is gone."""
    found = next((one for one in policies(snapshot, archived=True) if one.id == policy_id), None)
    if found is None:
        raise NotFound("This policy is gone.", "Reload and look again.")
    return found


# Keeping -----------------------------------------------------------------------------------------------------------


def add_policy(tx: Transaction, draft: PolicyDraft, first: VersionDraft | None = None) -> int:
    """Add a policy, with its first version where one is given, and return its id.

    `FormFaults` with every fault at its field; `Refused` for roles that don't keep policies.
    """
    _check_may_keep(tx)
    checked = checked_policy(draft)
    _check_name(tx, checked.name)
    tx.describe(f"add policy {checked.name}")
    policy_id = changes.insert(tx, policy, archived=False, **_policy_values(checked))
    if first is not None:
        add_version(tx, policy_id, first)
    return policy_id


def edit_policy(tx: Transaction, policy_id: int, draft: PolicyDraft) -> None:
    """Change what a policy is about or whom it concerns; its versions and their confirmations stay."""
    _check_may_keep(tx)
    get_policy(tx, policy_id)
    checked = checked_policy(draft)
    _check_name(tx, checked.name, policy_id)
    tx.describe(f"edit policy {checked.name}")
    changes.update(tx, policy, policy_id, **_policy_values(checked))


def archive_policy(tx: Transaction, policy_id: int, archived: bool = True) -> None:
    """Ask nobody about a policy any more, or again; what was confirmed stays."""
    _check_may_keep(tx)
    found = get_policy(tx, policy_id)
    tx.describe(f"{'archive' if archived else 'bring back'} policy {found.draft.name}")
    changes.update(tx, policy, policy_id, archived=archived)


def add_version(tx: Transaction, policy_id: int, draft: VersionDraft) -> int:
    """Add a version, which everybody concerned has to confirm anew, and return its id; `FormFaults` at its fields."""
    _check_may_keep(tx)
    found = get_policy(tx, policy_id)
    checked = checked_version(draft, found.versions)
    tx.describe(f"add {found.draft.name} {checked.version}")
    return changes.insert(tx, policy_version, policy_id=policy_id, **_version_values(checked))


def edit_version(tx: Transaction, version_id: int, draft: VersionDraft) -> None:
    """Correct a version; of one that somebody has confirmed the review day only, `Refused` for anything else."""
    _check_may_keep(tx)
    found, version = _version(tx, version_id)
    checked = checked_version(draft, [one for one in found.versions if one.id != version_id])
    if version.confirmed and replace(checked, review_on=version.draft.review_on) != version.draft:
        count = len(version.confirmed)
        who = "1 person has" if count == 1 else f"{count} people have"
        raise Refused(
            f"{who} confirmed {found.draft.name} {version.draft.version} as it is.",
            "Add a new version instead; its review day may be moved.",
        )
    tx.describe(f"edit {found.draft.name} {checked.version}")
    changes.update(tx, policy_version, version_id, **_version_values(checked))


# Confirming --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Confirmation:
    """Who confirms which version, on which day and how: signed, by e-mail, in a training."""

    version_id: int
    person_ids: tuple[int, ...]
    on: date
    how: str = ""


def confirm(tx: Transaction, given: Confirmation) -> int:
    """Record that people confirmed a version; returns how many, those that had are left as they are.

    Managers and counsel record it for anybody, contributors for themselves. `FormFaults` for a day to come or nobody;
    `Refused` for another role and for people the policy does not concern.
    """
    found, version = _version(tx, given.version_id)
    if given.on > tx.today:
        raise FormFaults({"on": "That is in the future."})
    if not given.person_ids:
        raise FormFaults({"people": "Choose who confirms."})
    _check_may_confirm(tx, given.person_ids)
    everyone = {person.id: person for person in organisation.people(tx)}
    concerned = {person.id for person in found.concerned(everyone.values())}
    for person_id in given.person_ids:
        if person_id not in concerned:
            name = everyone[person_id].name if person_id in everyone else "This person"
            raise Refused(f"{name} is not among those {found.draft.name} concerns.", "Edit whom it concerns first.")
    new = [person_id for person_id in dict.fromkeys(given.person_ids) if person_id not in version.confirmed]
    who = everyone[new[0]].name if len(new) == 1 else f"{len(new)} people"
    tx.describe(f"confirm {found.draft.name} {version.draft.version} for {who}")
    for person_id in new:
        changes.insert(
            tx,
            acknowledgement,
            policy_version_id=given.version_id,
            person_id=person_id,
            acknowledged_on=given.on,
            how=one_line(given.how),
            recorded_by=tx.actor,
        )
    return len(new)


def take_back(tx: Transaction, acknowledgement_id: int) -> None:
    """Take back a confirmation that was recorded by mistake; the journal keeps it."""
    _check_may_keep(tx)
    tx.describe("take back a confirmation")
    changes.delete(tx, acknowledgement, acknowledgement_id)


def _check_may_confirm(tx: Transaction, person_ids: Sequence[int]) -> None:
    if tx.role in (Role.MANAGER, Role.COUNSEL):
        return
    own = organisation.acting_person(tx)
    if tx.role is Role.CONTRIBUTOR and own is not None and set(person_ids) == {own.id}:
        return
    raise Refused("You may confirm for yourself only.", "A manager or counsel records what others confirmed.")


def _check_may_keep(tx: Transaction) -> None:
    if tx.role not in (Role.MANAGER, Role.COUNSEL):
        raise Refused("Policies are kept by managers and counsel.", "Ask one of them.")


def _check_name(tx: Transaction, name: str, but: int | None = None) -> None:
    query = select(policy.c.id, policy.c.archived).where(policy.c.name_key == name_key(name))
    row = tx.connection.execute(query).first()
    if row is not None and row.id != but:
        raise FormFaults({"name": f"There is a policy “{name}” already{' (archived)' if row.archived else ''}."})


def _version(tx: Transaction, version_id: int) -> tuple[Policy, Version]:
    for found in policies(tx, archived=True):
        for version in found.versions:
            if version.id == version_id:
                return found, version
    raise NotFound("This version is gone.", "Reload and look again.")


# Rows --------------------------------------------------------------------------------------------------------------


def _policy_values(draft: PolicyDraft) -> dict[str, Any]:
    return {
        "name": draft.name,
        "name_key": name_key(draft.name),
        "about": draft.about,
        "owner_id": draft.owner_id,
        "kinds": [kind.value for kind in draft.kinds],
    }


def _version_values(draft: VersionDraft) -> dict[str, Any]:
    return {
        "version": draft.version,
        "effective_on": draft.effective_on,
        "review_on": draft.review_on,
        "summary": draft.summary,
        "place": draft.place,
        "sha256": draft.sha256,
    }


def _policy(row: RowMapping, versions: tuple[Version, ...]) -> Policy:
    kinds = tuple(PersonKind(kind) for kind in row["kinds"])
    return Policy(row["id"], PolicyDraft(row["name"], row["about"], row["owner_id"], kinds), versions, row["archived"])


def _version_draft(row: RowMapping) -> VersionDraft:
    return VersionDraft(
        row["version"], row["effective_on"], row["review_on"], row["summary"], row["place"], row["sha256"]
    )
