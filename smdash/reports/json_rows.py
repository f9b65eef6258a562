"""Rows as a JSON list, one object on a line, written piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from smdash.domain.figures import Unit
from smdash.reports.table import Value


def json_pieces(keys: Sequence[str], rows: Iterable[Sequence[Value]]) -> Iterator[str]:
    """A list of objects. What is not there is null, counts are numbers, all else is text as in CSV: no decimal is lost
    to a float.
    """
    before = "[\n"
    for row in rows:
        record = {key: _plain(value) for key, value in zip(keys, row, strict=True)}
        yield before + json.dumps(record, ensure_ascii=False)
        before = ",\n"
    yield "\n]\n" if before == ",\n" else "[]\n"


def _plain(value: Value) -> str | int | None:
    found = value.value
    if found is None or found == "":
        return None
    if isinstance(found, int) and value.unit in (Unit.COUNT, Unit.SECONDS) and not value.clock:
        return int(found)
    return value.plain()
