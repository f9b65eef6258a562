"""What an organisation file says of policies with who confirmed them, and of incidents, complaints and duties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from smdash.clock import zone
from smdash.domain.incidents import Closing, IncidentDraft, IncidentKind
from smdash.domain.organisation import PersonKind
from smdash.domain.policies import PolicyDraft, PolicyPreset, VersionDraft
from smdash.exchange.organisation.fields import Fields, each, every, told_at
from smdash.exchange.organisation.values import ConfirmedValue, IncidentValue, Placed, PolicyValue, VersionValue
from smdash.library.policies import load_policy_presets
from smdash.store import incidents, policies
from smdash.store.policies import Confirmation
from smdash.store.store import Transaction

Ids = Callable[[Placed[Any]], dict[str, Any]]


def read_policies(top: Fields, faults: list[str]) -> tuple[Placed[PolicyValue], ...]:
    """The tables policy of a file; faults are kept."""
    return each(top.tables("policy"), _policy, faults)


def read_incidents(top: Fields, faults: list[str]) -> tuple[Placed[IncidentValue], ...]:
    """The tables incident of a file; faults are kept."""
    return each(top.tables("incident"), _incident, faults)


def write_policy(tx: Transaction, placed: Placed[PolicyValue], ids_of: Ids, added: Counter[str]) -> None:
    """Add a policy, its versions in the order of the file, and what people confirmed of each."""
    policy_id = policies.add_policy(tx, replace(placed.draft.draft, **ids_of(placed)))
    added["policy"] += 1
    for version in placed.draft.versions:
        with told_at(version.where):
            version_id = policies.add_version(tx, policy_id, version.draft.draft)
        added["version"] += 1
        for one in version.draft.confirmed:
            with told_at(one.where):
                who = (ids_of(one)["person_id"],)
                added["confirmation"] += policies.confirm(
                    tx, Confirmation(version_id, who, one.draft.on, one.draft.how)
                )


def write_incident(tx: Transaction, placed: Placed[IncidentValue], ids_of: Ids, added: Counter[str]) -> None:
    """Report an incident and, where the file says so, close it. Times are those of the clock on the wall here."""
    value = placed.draft
    ids = ids_of(placed)
    draft = replace(
        value.draft,
        received_at=_instant(tx, value.received),
        deadline=_instant(tx, value.deadline) if value.deadline else None,
        **ids,
    )
    incident_id = incidents.add_incident(tx, draft)
    added[draft.kind.value] += 1
    if value.closed is not None:
        closing = Closing(value.outcome, _instant(tx, value.closed), closed_by=value.closed_by)
        incidents.close_incident(tx, incident_id, closing)


def _instant(tx: Transaction, wall: datetime) -> datetime:
    return wall.replace(tzinfo=zone(tx.clock.zone_name)).astimezone(UTC)


def _policy(fields: Fields) -> Placed[PolicyValue]:
    preset = _preset(fields)
    kinds = _kinds(fields) or (preset.kinds if preset else tuple(PersonKind))
    draft = PolicyDraft(
        fields.text("name", preset.name if preset else None),
        about=fields.text("about", f"{preset.about}\n{preset.summary}" if preset else ""),
        kinds=kinds,
    )
    owner = fields.text("owner", "")
    versions = every(fields.tables("version"), _version)
    return Placed(fields.where, PolicyValue(draft, versions), {"owner": owner} if owner else {})


def _preset(fields: Fields) -> PolicyPreset | None:
    key = fields.text("preset", "")
    known = {preset.key: preset for preset in load_policy_presets()}
    if key and key not in known:
        raise fields.fault("preset", f"“{key}” is none of {', '.join(known)}.")
    return known.get(key)


def _kinds(fields: Fields) -> tuple[PersonKind, ...]:
    given = fields.texts("kinds")
    known = {kind.value: kind for kind in PersonKind}
    for word in given:
        if word not in known:
            raise fields.fault("kinds", f"“{word}” is none of {', '.join(known)}.")
    return tuple(known[word] for word in given)


def _version(fields: Fields) -> Placed[VersionValue]:
    draft = VersionDraft(
        fields.text("version"),
        fields.day("effective"),
        fields.day_or_none("review"),
        fields.text("summary", ""),
        fields.text("place", ""),
    )
    return Placed(fields.where, VersionValue(draft, every(fields.tables("confirmed"), _confirmed)))


def _confirmed(fields: Fields) -> Placed[ConfirmedValue]:
    value = ConfirmedValue(fields.day("day"), fields.text("how", ""))
    return Placed(fields.where, value, {"person": fields.text("person")})


def _incident(fields: Fields) -> Placed[IncidentValue]:
    received = fields.moment("received")
    draft = IncidentDraft(
        kind=fields.word("kind", IncidentKind),
        title=fields.text("title"),
        received_at=received,
        account=fields.text("account", ""),
        item_code=fields.text("item", "") or None,
        url=fields.text("url", ""),
        reported_by=fields.text("reported_by", ""),
        clock=fields.text("clock", ""),
    )
    deadline = fields.moment_or_none("deadline")
    if draft.clock and deadline is not None:
        raise fields.fault("deadline", "a clock says it already; give one of clock and deadline.")
    closed = fields.moment_or_none("closed")
    outcome, closed_by = fields.text("outcome", ""), fields.text("closed_by", "")
    if closed is None and (outcome or closed_by):
        raise fields.fault("closed", "is missing: when it ended.")
    names = {role: name for role in ("owner", "campaign", "channel") if (name := fields.text(role, ""))}
    return Placed(fields.where, IncidentValue(draft, received, deadline, closed, outcome, closed_by), names)
