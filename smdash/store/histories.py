"""The history of one legal item, from the journal: also of rows that are gone."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select, tuple_

from smdash.domain.audit import AuditLine
from smdash.store.audit import lines_of_rows
from smdash.store.store import Snapshot
from smdash.store.tables import acceptance, change, evidence, legal_answer, legal_item, risk

_OF_ITEMS = (legal_answer.name, evidence.name, acceptance.name, risk.name)


def item_history(
    snapshot: Snapshot, item_id: str, campaign_id: int | None = None, limit: int = 200
) -> tuple[list[AuditLine], int]:
    """The newest changes of an item in one scope, the newest first, and how many there are in all.

    Its answer, evidence, acceptances and risks; and what was done to the item itself.
    """
    written = func.coalesce(change.c.after, change.c.before)
    in_scope: ColumnElement[bool] = func.json_extract(written, "$.campaign_id").is_not_distinct_from(campaign_id)
    its_own = and_(change.c.table_name.in_(_OF_ITEMS), func.json_extract(written, "$.item_code") == item_id, in_scope)
    itself = and_(change.c.table_name == legal_item.name, func.json_extract(written, "$.code") == item_id)
    whole_row = or_(change.c.before.is_(None), change.c.after.is_(None))  # added or deleted: all columns are there
    rows = select(change.c.table_name, change.c.row_id).where(whole_row, or_(its_own, itself))
    return lines_of_rows(snapshot, tuple_(change.c.table_name, change.c.row_id).in_(rows), limit)
