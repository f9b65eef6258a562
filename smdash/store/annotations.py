"""Notes on the time axis: add, edit, delete, list; and the campaigns that begin or end in a stretch of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from smdash.domain.annotations import Annotation, CampaignDays, check_annotation
from smdash.domain.kpi_words import day_text
from smdash.errors import FormFaults, NotFound
from smdash.store import changes
from smdash.store.kpis import day_fault
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import annotation, campaign

LIST_LIMIT = 400


@dataclass(frozen=True, slots=True)
class Annotations:
    """Annotations, the newest first, and how many there are in all."""

    listed: tuple[Annotation, ...]
    total: int


def add_annotation(tx: Transaction, draft: Annotation) -> int:
    """Add a note on the time axis and return its id; `FormFaults` with all that is wrong with it."""
    draft = _checked(draft)
    tx.describe(f"add note “{draft.note}” on {day_text(draft.day)}")
    return changes.insert(tx, annotation, **_values(draft))


def edit_annotation(tx: Transaction, draft: Annotation) -> None:
    """Give the annotation of that id what the draft says."""
    draft = _checked(draft)
    tx.describe(f"edit note “{draft.note}” on {day_text(draft.day)}")
    changes.update(tx, annotation, draft.id, **_values(draft))


def delete_annotation(tx: Transaction, annotation_id: int) -> None:
    """Delete an annotation; `NotFound` when it is gone."""
    row = tx.connection.execute(select(annotation).where(annotation.c.id == annotation_id)).first()
    if row is None:
        raise NotFound("This note is gone.", "Reload and look again.")
    tx.describe(f"delete note “{row.note}” on {day_text(row.day)}")
    changes.delete(tx, annotation, annotation_id)


def all_annotations(snapshot: Snapshot, limit: int = LIST_LIMIT) -> Annotations:
    """All annotations, the newest first, as far as the limit."""
    found = snapshot.connection.execute(_newest_first().limit(limit))
    total = snapshot.connection.execute(select(func.count()).select_from(annotation)).scalar_one()
    return Annotations(tuple(_annotation(row) for row in found), total)


def annotations_between(
    snapshot: Snapshot, first: date, last: date, campaign_id: int | None = None
) -> tuple[Annotation, ...]:
    """The annotations that touch these days, both included, the oldest first; of one campaign when it is given."""
    of = annotation.c
    query = _newest_first().where(of.day <= last, func.coalesce(of.until, of.day) >= first)
    if campaign_id is not None:
        query = query.where(of.campaign_id == campaign_id)
    found = [_annotation(row) for row in snapshot.connection.execute(query.limit(LIST_LIMIT))]
    return tuple(reversed(found))


def campaign_days(snapshot: Snapshot, first: date, last: date) -> tuple[CampaignDays, ...]:
    """The campaigns, archived ones left out, that begin or end within these days, both included; by their start."""
    of = campaign.c
    query = (
        select(of.name, of.start, of.due)
        .where(of.archived.is_(False), or_(of.start.between(first, last), of.due.between(first, last)))
        .order_by(func.coalesce(of.start, of.due), of.name_key)
        .limit(LIST_LIMIT)
    )
    return tuple(CampaignDays(row.name, row.start, row.due) for row in snapshot.connection.execute(query))


def _newest_first() -> Select[Any]:
    return (
        select(annotation, campaign.c.name.label("campaign"))
        .outerjoin(campaign, annotation.c.campaign_id == campaign.c.id)
        .order_by(annotation.c.day.desc(), annotation.c.id.desc())
    )


def _checked(draft: Annotation) -> Annotation:
    faults = {name: fault for name, day in (("day", draft.day), ("until", draft.until)) if (fault := day_fault(day))}
    try:
        draft = check_annotation(draft)
    except FormFaults as found:
        faults = {**found.faults, **faults}
    if faults:
        raise FormFaults(faults)
    return draft


def _values(draft: Annotation) -> dict[str, Any]:
    return {"day": draft.day, "until": draft.until, "note": draft.note, "campaign_id": draft.campaign_id}


def _annotation(row: Any) -> Annotation:
    return Annotation(row.day, row.note, row.until, row.campaign_id, row.id, row.campaign or "")
