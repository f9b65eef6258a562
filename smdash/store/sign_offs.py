"""Sign-offs over areas and launch gates: who signed what, with the head of the journal at that time."""

from __future__ import annotations

from sqlalchemy import RowMapping, select

from smdash.domain import text
from smdash.domain.gate import digest
from smdash.domain.organisation import Role
from smdash.domain.sign_offs import Place, SignOff, SignOffs, own_answers, state_of
from smdash.errors import FormFaults, NotFound, Refused
from smdash.library.legal import load_legal_library
from smdash.store import changes
from smdash.store.risks import register
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import campaign, sign_off

SIGNERS = frozenset({Role.MANAGER, Role.COUNSEL})


def load_sign_offs(snapshot: Snapshot) -> SignOffs:
    """All sign-offs and the register as it is now, in one snapshot."""
    return SignOffs(register(snapshot), sign_offs(snapshot))


def sign_offs(snapshot: Snapshot) -> tuple[SignOff, ...]:
    """All sign-offs, the newest first."""
    query = select(sign_off).order_by(sign_off.c.id.desc())
    return tuple(_sign_off(row) for row in snapshot.connection.execute(query).mappings())


def sign(tx: Transaction, place: Place, note: str = "") -> int:
    """Sign a place as it is now, in the name of who acts; returns the sign-off's id.

    `Refused` for roles that don't sign, for answers of the signer's own, and where nothing is asked.
    """
    if tx.role not in SIGNERS:
        raise Refused("Only counsel and managers sign.", "Ask one of them.")
    found = register(tx)
    state = state_of(found, place)
    where = place_name(tx, place)
    if not state["items"]:
        raise Refused(f"Nothing is asked in {where}: there is nothing to sign.")
    if own := own_answers(found, place, tx.actor):
        raise Refused(
            f"{tx.actor} answered {', '.join(own)}: nobody signs their own answer.", "Ask somebody else to sign."
        )
    tx.describe(f"sign {where}")
    return changes.insert(
        tx,
        sign_off,
        area=place.area,
        campaign_id=place.campaign_id,
        signed_by=tx.actor,
        role=tx.role.value,
        signed_at=tx.now,
        note=text.clean(note).strip(),
        state=state,
        state_hash=digest(state),
        journal_head=changes.head(tx.connection),
    )


def revoke(tx: Transaction, sign_off_id: int, reason: str) -> None:
    """Take a sign-off back, with a reason; it stays in the list. Only who signed it, or a manager, may."""
    found = _get(tx, sign_off_id)
    if tx.role is not Role.MANAGER and text.name_key(found.signed_by) != text.name_key(tx.actor):
        raise Refused(f"{found.signed_by} signed this: only they or a manager take it back.")
    if found.revoked:
        raise Refused(f"It was taken back already: {found.revoked}")
    said = text.one_line(reason)
    if not said:
        raise FormFaults({"reason": "Taking a signature back needs a reason."})
    tx.describe(f"revoke the sign-off of {place_name(tx, found.place)} by {found.signed_by}")
    changes.update(tx, sign_off, sign_off_id, revoked=f"{said} ({tx.actor}, {tx.today.isoformat()})")


def place_name(snapshot: Snapshot, place: Place) -> str:
    """A place in words: `Copyright`, `Copyright for Spring`, `the gate of Spring`."""
    if place.campaign_id is not None:
        query = select(campaign.c.name).where(campaign.c.id == place.campaign_id)
        name = snapshot.connection.execute(query).scalar()
        if name is None:
            raise NotFound("This campaign is gone.", "Reload and look again.")
        return f"the gate of {name}" if place.area is None else f"{_title(place.area)} for {name}"
    if place.area is None:
        raise NotFound("A sign-off stands over an area or over a campaign.", "Choose one of them.")
    return _title(place.area)


def _title(area: str) -> str:

    for one in load_legal_library().areas:
        if one.key == area:
            return one.title
    raise NotFound(f"There is no legal area “{area}”.", "The Risk pane lists them.")


def _get(snapshot: Snapshot, sign_off_id: int) -> SignOff:
    row = snapshot.connection.execute(select(sign_off).where(sign_off.c.id == sign_off_id)).mappings().first()
    if row is None:
        raise NotFound("This sign-off is gone.", "Reload and look again.")
    return _sign_off(row)


def _sign_off(row: RowMapping) -> SignOff:
    return SignOff(
        row["id"],
        Place(row["area"], row["campaign_id"]),
        row["signed_by"],
        row["role"],
        row["signed_at"],
        row["note"],
        row["state"],
        row["state_hash"],
        row["journal_head"],
        row["revoked"] or "",
    )
