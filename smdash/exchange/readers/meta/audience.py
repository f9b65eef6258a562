"""Meta Business Suite, audience: who follows a Page or an Instagram account, as lists under titles.

Age and gender, cities, countries and pages are shares of the followers as of the export (`10.6` or `2.5%`). Days may
stand in the same file, and are read as those of the overview. The files by format of content are laid out like it. No
account is named, and mostly no platform either, which is asked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smdash.exchange.decision import Decision
from smdash.exchange.files.grid import Header, Row, column_key
from smdash.exchange.files.stacked import FORMATS_BY, HEADER, UNKNOWN, list_of
from smdash.exchange.grammar.numbers import BadCell
from smdash.exchange.readers.base import (
    LONGEST_NAME,
    Columns,
    Grammars,
    Match,
    NoMatch,
    NumberColumn,
    RowReader,
    cell_line,
    measure_at,
)
from smdash.exchange.readers.meta import titles as meta_titles
from smdash.exchange.readers.meta.overview import MetaOverview
from smdash.exchange.readers.parts import share_of, whole
from smdash.exchange.records.base import AudienceRecord

_VALUE, _UNIT = HEADER.index("Value"), HEADER.index("Unit")


class MetaAudience:
    """Reader of the lists, and of days among them."""

    name = "meta-audience"
    title = "Meta Business Suite audience"

    def __init__(self, titles: tuple[str, ...] = (), answers: Mapping[str, str] | None = None) -> None:
        self._titles, self._answers = titles, answers
        self._days = MetaOverview(titles, answers)

    def under(self, titles: tuple[str, ...]) -> MetaAudience:
        """The reader of the table that stands under these titles."""
        return MetaAudience(titles, self._answers)

    def questions(self, titles: Sequence[tuple[str, ...]]) -> tuple[Decision, ...]:
        """Which platform is meant, where a title names none."""
        return meta_titles.platform_question(titles, meta_titles.answered(self._answers))

    def recognise(self, header: Header) -> Match | NoMatch:
        return Match(1 + len(HEADER)) if _is_list(header) else self._days.recognise(header)

    def columns(self, header: Header) -> Columns:
        if not _is_list(header):
            return self._days.columns(header)
        return Columns((), (NumberColumn(HEADER[_VALUE], _VALUE, whole=False),))

    def notes(self, header: Header) -> tuple[Decision, ...]:
        return ()

    def compile(self, header: Header, grammars: Grammars) -> RowReader:
        if not _is_list(header):
            return self._days.compile(header, grammars)
        title = self._titles[-1] if self._titles else ""
        platform = meta_titles.platform_of(title) or meta_titles.answered(self._answers)
        dimension, measure = list_of(title), "followers"
        if not dimension:
            dimension, measure = "format", FORMATS_BY.get(column_key(title), "")
        numbers = grammars.numbers[_VALUE]

        def read(row: Row) -> AudienceRecord:
            line, cells = row
            if cells[_UNIT] == UNKNOWN:
                raise BadCell(title, "is a list that is not known; it is left out", "table's title")
            if not platform:
                raise BadCell(title, "names neither Facebook nor Instagram", "table's title")
            label = ", ".join(part for part in (cell_line(cells, 0), cell_line(cells, 1)) if part)
            if not label:
                raise BadCell("", "is blank", title)
            label = label[:LONGEST_NAME]
            if cells[_UNIT] == "share":
                share = share_of(numbers, cells[_VALUE], title)
                return AudienceRecord(platform, "", dimension, measure, label, line, share=share)
            number = whole(measure_at(numbers, cells[_VALUE], title).value)
            return AudienceRecord(platform, "", dimension, measure, label, line, number=number)

        return read


def _is_list(header: Header) -> bool:
    return header.names == HEADER
