"""Any CSV file, read by a saved mapping."""

from __future__ import annotations

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header
from smdash.exchange.readers.base import (
    Columns,
    DateColumns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    recognise_columns,
)
from smdash.exchange.readers.mapped.ledger import LedgerRows
from smdash.exchange.readers.mapped.mapping import AMOUNTS, DATED, Composed, Mapping, Source
from smdash.exchange.readers.mapped.rows import MappedRows


class MappedReader:
    """Reader of one saved mapping."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self.name, self.title = f"mapped:{mapping.name}", mapping.title

    def recognise(self, header: Header) -> Match | NoMatch:
        return recognise_columns(header, dict.fromkeys((*self.mapping.header, *self.mapped_columns())))

    def mapped_columns(self) -> list[str]:
        """The columns that something is read from."""
        sources = [
            source
            for value in self.mapping.fields.values()
            for source in (value.parts.values() if isinstance(value, Composed) else (value,))
        ]
        return [*(source.column for source in sources if source.column), *self.mapping.metrics.values()]

    def columns(self, header: Header) -> Columns:
        dated = [name for key in DATED if (name := self._column(key))]
        places = tuple(place for name in dated if (place := header.find(name)) is not None)
        numbers = [
            NumberColumn(name, at, whole=metric != "spend")
            for metric, name in self.mapping.metrics.items()
            if (at := header.find(name)) is not None
        ]
        numbers += [
            NumberColumn(name, at, whole=False)
            for key in AMOUNTS
            if (name := self._column(key)) is not None and (at := header.find(name)) is not None
        ]
        if self.mapping.duration_unit != "clock" and (name := self._column("duration")):
            at = header.find(name)
            numbers += [] if at is None else [NumberColumn(name, at, whole=False)]
        dates = (DateColumns(" and ".join(dated), places, self.mapping.date_form),) if places else ()
        return Columns(dates, tuple(numbers))

    def _column(self, key: str) -> str | None:
        value = self.mapping.fields.get(key)
        return value.column if isinstance(value, Source) else None

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return tuple(
            Decision(f"composed:{key}", key, f"known to the {value.precision}", f"made from {', '.join(value.parts)}")
            for key, value in self.mapping.fields.items()
            if isinstance(value, Composed)
        )

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        if self.mapping.target in ("post", "entry"):
            rows = MappedRows(self.mapping, header, grammars)
            return rows.post if self.mapping.target == "post" else rows.entries()
        return LedgerRows(self.mapping, header, grammars).reader()
