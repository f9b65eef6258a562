"""The one place that writes CSV, so that no cell of any file is run as a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from smdash.domain.spreadsheet_cells import harmless
from smdash.reports.table import Value

_ENOUGH = 1 << 16


def csv_pieces(keys: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """A header and a line for each row (RFC 4180), some thousand characters at a time.

    Numbers are as `Value.plain` says, a negative one too; whatever else a spreadsheet would run is words.
    """
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(map(harmless, keys))
    for row in rows:
        writer.writerow(map(_cell, row))
        if written.tell() > _ENOUGH:
            yield written.getvalue()
            written.seek(0)
            written.truncate()
    yield written.getvalue()


def _cell(value: Value) -> str:
    return harmless(value.plain()) if isinstance(value.value, str) else value.plain()
