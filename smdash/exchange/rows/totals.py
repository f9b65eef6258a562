"""Platforms' own totals of a file as rows of the store."""

from __future__ import annotations

from collections.abc import Sequence

from smdash.domain.measures import Measure
from smdash.exchange.names import NameBook
from smdash.exchange.records.base import PlatformTotal
from smdash.exchange.rows.values import Row, bounds
from smdash.store.import_basis import Basis
from smdash.store.staging import NEW, as_json


class TotalRows:
    """Makes the staged rows of one file's totals."""

    def __init__(self, basis: Basis, names: NameBook, campaign: int | None) -> None:
        """Totals belong to no name."""

    def rows(self, record: PlatformTotal, n: int) -> Sequence[Row]:
        """The row of a platform's own total, numbered `n`."""
        metrics = {name: _plain(measure) for name, measure in record.metrics.items() if measure.reported}
        start, until = (day.isoformat() if day else None for day in (record.start, record.end))
        said = as_json(metrics | bounds(record.metrics))
        return [(n, record.line, record.source, record.label, start, until, said, NEW)]

    def notes(self) -> Sequence[str]:
        """Nothing is decided about them."""
        return ()


def _plain(measure: Measure) -> int | str:
    return measure.value if isinstance(measure.value, int) else str(measure.value)
