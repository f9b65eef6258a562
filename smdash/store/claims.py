"""Sales that wait although their campaign is known by now: a link, code or name was added after they came."""

from __future__ import annotations

from sqlalchemy import RowMapping, or_, select

from smdash.domain.links import TAGS
from smdash.domain.matching import Found, Marks
from smdash.store import changes, sales
from smdash.store.matching import give, load_matcher
from smdash.store.store import Snapshot, Transaction
from smdash.store.tables import sale, touch


def claimed(snapshot: Snapshot) -> list[tuple[RowMapping, Found]]:
    """The sales that wait and whose campaign is known by now, with it: because of a link, code or name added later."""
    row = sale.c
    tells = or_(row.code != "", *(row[f"utm_{name}"] != "" for name in TAGS))
    query = select(sale).where(sales.is_waiting(), tells).order_by(row.id)
    waiting_rows = snapshot.connection.execute(query).mappings().all()
    if not waiting_rows:
        return []
    matcher = load_matcher(snapshot)
    found = ((one, matcher.match(sales.marks_of(one))) for one in waiting_rows)
    return [(one, match) for one, match in found if match is not None]


def claim(tx: Transaction) -> int:
    """Give the sales that wait to the campaigns they are known to belong to by now; returns how many these are."""
    owners = claimed(tx)
    tx.describe(f"assign {len(owners)} waiting sales by their marks")
    give(tx, owners)
    _touches_are_known(tx)
    return len(owners)


def _touches_are_known(tx: Transaction) -> None:
    """Touches that knew no campaign belong to the one that their tags tell by now."""
    matcher = load_matcher(tx)
    query = select(touch).where(touch.c.campaign_id.is_(None), touch.c.utm_campaign != "")
    for row in tx.connection.execute(query).all():
        tags = {"source": row.utm_source, "medium": row.utm_medium, "campaign": row.utm_campaign}
        if (found := matcher.match(Marks(tags))) is not None:
            changes.update(
                tx, touch, row.id, campaign_id=found.campaign_id, channel_id=row.channel_id or found.channel_id
            )
