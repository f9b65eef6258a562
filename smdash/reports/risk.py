"""The risk register on one day: what was checked, by whom, when, on what evidence, and what is open."""

from __future__ import annotations

from dataclasses import dataclass

from smdash.domain.incidents import Incident
from smdash.domain.organisation import Person
from smdash.domain.policies import Policy
from smdash.domain.register import CheckedCampaign, Register, ScopeId
from smdash.domain.sign_offs import Place, SignOffs
from smdash.errors import NotFound
from smdash.reports import risk_rows, risk_tables
from smdash.reports.table import Report, Table
from smdash.store import changes
from smdash.store.incidents import incidents
from smdash.store.organisation import people
from smdash.store.policies import policies
from smdash.store.sign_offs import load_sign_offs
from smdash.store.store import Snapshot


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose checklist is reported: the organisation's and each campaign's, or one campaign's."""

    campaigns: tuple[CheckedCampaign, ...]
    organisation: bool

    @property
    def ids(self) -> tuple[ScopeId, ...]:
        """The scopes in their order."""
        return (*((None,) if self.organisation else ()), *(campaign.id for campaign in self.campaigns))


def risk_report(snapshot: Snapshot, campaign_id: int | None = None, *, only_open: bool = False) -> Report:
    """The register of the organisation with each campaign's gate, or of one campaign; `only_open`: what is not done.

    It prints the head of the journal, and with each sign-off the head when it was given.
    """
    found = load_sign_offs(snapshot)
    register = found.register
    scope = _scope(register, campaign_id)
    tables = [
        risk_tables.areas(found, scope.ids),
        risk_tables.checklist(register, scope.ids, only_open=only_open),
        risk_tables.risks(register, scope.ids, only_open=only_open),
        risk_tables.acceptances(register, scope.ids),
        risk_tables.gates(scope.campaigns),
        risk_tables.sign_offs(found, scope.ids),
    ]
    if scope.organisation:
        tables += _kept_by_all(snapshot, only_open=only_open)
    return Report(
        "Risk register",
        tuple(_facts(snapshot, register, scope)),
        tuple(table for table in tables if table.rows),
        risk_rows.flat(register, scope.ids, only_open=only_open),
        _notes(found, scope),
    )


def _scope(register: Register, campaign_id: int | None) -> Scope:
    if campaign_id is None:
        return Scope(register.campaigns, organisation=True)
    campaign = register.campaign(campaign_id)
    if campaign is None:
        raise NotFound("This campaign is archived or gone.", "Bring it back to report its gate.")
    return Scope((campaign,), organisation=False)


def _kept_by_all(snapshot: Snapshot, *, only_open: bool) -> list[Table]:
    everyone: tuple[Person, ...] = people(snapshot)
    kept: tuple[Policy, ...] = policies(snapshot)
    log: tuple[Incident, ...] = incidents(snapshot)
    shown = [one for one in log if one.is_open or not only_open]
    return [
        risk_tables.policies(kept, everyone, snapshot.today),
        risk_tables.incidents(shown, {person.id: person.name for person in everyone}, snapshot.now),
    ]


def _facts(snapshot: Snapshot, register: Register, scope: Scope) -> list[tuple[str, str]]:
    organisation = snapshot.organisation
    total = [register.total(one) for one in scope.ids]
    facts = [
        ("as of", snapshot.today.isoformat()),
        ("printed by", snapshot.actor),
        ("library", register.library.version),
        ("jurisdictions", ", ".join(organisation.jurisdictions)),
        ("done", f"{sum(one.done for one in total)} of {sum(one.total for one in total)} items"),
        ("high open", str(sum(one.open_high for one in total))),
        ("risk grid", f"{register.grid.text()} (likelihood × impact, 0 very low to 4 very high)"),
        ("journal head", changes.head(snapshot.connection)),
    ]
    if organisation.name:
        facts.insert(0, ("organisation", organisation.name))
    if not scope.organisation:
        facts.insert(0, ("campaign", scope.campaigns[0].name))
    return facts


def _notes(found: SignOffs, scope: Scope) -> tuple[str, ...]:
    library = found.register.library
    unsigned = [
        area.title
        for area in found.register.areas(None)
        if scope.organisation and found.latest(Place(area.key)) is None
    ]
    notes = [library.notice, " ".join(library.about.split())]
    if unsigned:
        notes.append(f"Signed by nobody: {', '.join(unsigned)}.")
    notes.append("V: the rule was seen in a public source; K: to be confirmed by counsel.")
    return tuple(notes)
