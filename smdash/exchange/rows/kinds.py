"""Which kind of rows a record becomes, and what makes them. A new kind is a line here and one in `import_kinds`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from smdash.exchange.names import NameBook
from smdash.exchange.records.ads import AdRecord
from smdash.exchange.records.base import (
    AudienceRecord,
    ChannelDayRecord,
    EntryRecord,
    PlatformTotal,
    PostRecord,
    RowFault,
)
from smdash.exchange.records.ledger import BenefitRecord, CostRecord, OutcomeRecord
from smdash.exchange.records.readings import ReadingsRecord
from smdash.exchange.records.sales import SaleRecord, TouchRecord
from smdash.exchange.records.traffic import TrafficRecord
from smdash.exchange.rows.ads import AdRows
from smdash.exchange.rows.audiences import AudienceRows
from smdash.exchange.rows.channel_days import ChannelDayRows
from smdash.exchange.rows.entries import EntryRows
from smdash.exchange.rows.ledger import BenefitRows, CostRows, OutcomeRows
from smdash.exchange.rows.posts import PostRows
from smdash.exchange.rows.readings import ReadingRows
from smdash.exchange.rows.sales import SaleRows
from smdash.exchange.rows.totals import TotalRows
from smdash.exchange.rows.touches import TouchRows
from smdash.exchange.rows.traffic import TrafficRows
from smdash.exchange.rows.values import Row
from smdash.store.import_basis import Basis
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


class RowMaker(Protocol):
    """Makes the staged rows of one file's records of one kind."""

    def rows(self, record: Any, n: int) -> Sequence[Row] | RowFault:
        """The rows of a record, numbered from `n` on, or why it can't be imported."""

    def notes(self) -> Sequence[str]:
        """What was decided about them without asking, worth telling in the preview."""


@dataclass(frozen=True, slots=True)
class RecordKind:
    """The kind of rows a record becomes; `maker` is given the basis, the names of the file, and the number of the
    campaign of rows that name none.
    """

    record: type
    kind: RowKind
    maker: Callable[[Basis, NameBook, int | None], RowMaker]


RECORD_KINDS = (
    RecordKind(EntryRecord, ENTRIES, EntryRows),
    RecordKind(PostRecord, POSTS, PostRows),
    RecordKind(SaleRecord, SALES, SaleRows),
    RecordKind(TouchRecord, TOUCHES, TouchRows),
    RecordKind(PlatformTotal, TOTALS, TotalRows),
    RecordKind(ReadingsRecord, READINGS, ReadingRows),
    RecordKind(AdRecord, AD_DAYS, AdRows),
    RecordKind(ChannelDayRecord, CHANNEL_DAYS, ChannelDayRows),
    RecordKind(AudienceRecord, AUDIENCES, AudienceRows),
    RecordKind(TrafficRecord, TRAFFIC, TrafficRows),
    RecordKind(CostRecord, COSTS, CostRows),
    RecordKind(BenefitRecord, BENEFITS, BenefitRows),
    RecordKind(OutcomeRecord, OUTCOMES, OutcomeRows),
)
