"""Costs, benefits, outcomes and days of channels of any CSV file, as a saved mapping says them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from smdash.domain.measures import Measure
from smdash.exchange.files.grid import Row
from smdash.exchange.grammar.numbers import BadCell, NumberGrammar
from smdash.exchange.readers.base import RowReader, measure_at
from smdash.exchange.readers.mapped.rows import MappedRows
from smdash.exchange.records.base import ChannelDayRecord
from smdash.exchange.records.ledger import BenefitRecord, CostRecord, OutcomeRecord

_PLAIN = NumberGrammar()  # how constants of a mapping are written


class LedgerRows(MappedRows):
    """The rows of these targets."""

    def reader(self) -> RowReader:
        """What reads a row of the mapping's target."""
        readers: dict[str, RowReader] = {
            "cost": self.cost, "benefit": self.benefit, "outcome": self.outcome, "channel_day": self.channel_day,
        }  # fmt: skip
        return readers[self.mapping.target]

    def cost(self, row: Row) -> CostRecord:
        """A row as a cost."""
        cells = row.cells
        until = self.moment(cells, "until")
        return CostRecord(
            self.mapping.name, self.key(cells), row.line, self._day(cells), self._number(cells, "amount"),
            until=until.date() if until else None, **self._words(cells),
        )  # fmt: skip

    def benefit(self, row: Row) -> BenefitRecord:
        """A row as a benefit."""
        cells = row.cells
        return BenefitRecord(
            self.mapping.name, self.key(cells), row.line, self._day(cells), self._number(cells, "amount"),
            share=self._part(cells, "share"), margin=self._part(cells, "margin"), **self._words(cells, "evidence"),
        )  # fmt: skip

    def outcome(self, row: Row) -> OutcomeRecord:
        """A row as an outcome; without a count it is one."""
        cells = row.cells
        count = self._number(cells, "count") if "count" in self.mapping.fields else 1
        if count != int(count):
            raise BadCell(str(count), "is not a whole number", "count")
        return OutcomeRecord(
            self.mapping.name, self.key(cells), row.line, self._day(cells), number=int(count),
            **self._words(cells, "kind"),
        )  # fmt: skip

    def channel_day(self, row: Row) -> ChannelDayRecord:
        """A row as a day of a channel."""
        cells = row.cells
        words = self._words(cells, "platform")
        metrics = {metric: measure_at(grammar, cells[at], name) for metric, at, name, grammar in self.metrics}
        raw = self.raw(cells)
        return ChannelDayRecord(words["platform"], words.get("channel", ""), self._day(cells), row.line, metrics, raw)

    def _words(self, cells: list[str], *needed: str) -> dict[str, str]:
        """The fields that are words."""
        found = self.fields(cells, *needed)
        found.pop("external_id", None)
        for key in ("amount", "share", "margin", "count"):
            found.pop(key, None)
        return found

    def _day(self, cells: list[str]) -> date:
        found = self.moment(cells, "day")
        if found is None:
            raise BadCell("", "is blank", "day")
        return found.date()

    def _number(self, cells: list[str], key: str) -> Decimal | int:
        found = self._measure(cells, key).value
        if found is None:
            raise BadCell("", "is blank", key)
        return found

    def _part(self, cells: list[str], key: str) -> Decimal | None:
        """A share from 0 to 1, written so or in percent."""
        found = self._measure(cells, key).value
        if found is None:
            return None
        return Decimal(found) / 100 if "%" in self._cell(cells, key) else Decimal(found)

    def _measure(self, cells: list[str], key: str) -> Measure:
        place = self.places.get(key)
        grammar = _PLAIN if place is None else self.numbers[place]
        return measure_at(grammar, self._cell(cells, key), key)

    def _cell(self, cells: list[str], key: str) -> str:
        place = self.places.get(key)
        return self.constants.get(key, "") if place is None else cells[place]
