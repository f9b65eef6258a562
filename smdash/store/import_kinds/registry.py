"""Every kind of rows an import may bring, in the order in which they are written and told."""

from __future__ import annotations

from smdash.store.import_kinds.ad_days import AD_DAYS
from smdash.store.import_kinds.audiences import AUDIENCES
from smdash.store.import_kinds.base import RowKind
from smdash.store.import_kinds.channel_days import CHANNEL_DAYS
from smdash.store.import_kinds.entries import ENTRIES
from smdash.store.import_kinds.ledger import BENEFITS, COSTS, OUTCOMES
from smdash.store.import_kinds.posts import POSTS
from smdash.store.import_kinds.readings import READINGS
from smdash.store.import_kinds.sales import SALES
from smdash.store.import_kinds.totals import TOTALS
from smdash.store.import_kinds.touches import TOUCHES
from smdash.store.import_kinds.traffic import TRAFFIC

KINDS: tuple[RowKind, ...] = (
    ENTRIES,
    POSTS,
    TOUCHES,
    SALES,
    TOTALS,
    CHANNEL_DAYS,
    AD_DAYS,
    AUDIENCES,
    TRAFFIC,
    COSTS,
    BENEFITS,
    OUTCOMES,
    READINGS,
)


def words(plural: str, number: int) -> str:
    """What rows of a kind are called when there are so many; a name no kind has stays as it is."""
    return next((kind.one for kind in KINDS if kind.plural == plural and number == 1), plural)
