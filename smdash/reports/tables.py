"""A table of the store as rows for a file."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

from smdash.domain.figures import Unit
from smdash.domain.money import Money
from smdash.domain.text import clean
from smdash.reports.entries import Wanted, entry_columns, entry_rows
from smdash.reports.sheet import Sheet
from smdash.reports.table import Value, money, on
from smdash.store.store import Snapshot
from smdash.store.table_exports import ENTRIES, export_named, table_exports
from smdash.store.table_rows import Exported, Narrowed, table_rows


def listed() -> tuple[tuple[str, str], ...]:
    """What can be exported: the word for it, and what its rows are."""
    entries = (ENTRIES, "logged time, one row per entry; `smdash import` reads it")
    return (entries, *((export.name, export.about) for export in table_exports()))


def table_sheet(snapshot: Snapshot, name: str, narrowed: Narrowed) -> Sheet:
    """A table by its name. Faults as in `export_named` and `table_rows`."""
    if name == ENTRIES:
        wanted = Wanted(narrowed.people, narrowed.campaigns, narrowed.period)
        return Sheet(name, entry_columns(snapshot), entry_rows(snapshot, wanted))
    found = table_rows(snapshot, export_named(name), narrowed)
    return Sheet(name, found.columns, (tuple(map(_value, row)) for row in found.rows))


def _value(found: Exported) -> Value:
    match found:
        case None:
            return Value(None)
        case date():
            return on(found)
        case bool():
            return Value("yes" if found else "no")
        case int():
            return Value(found, Unit.COUNT)
        case Decimal():
            return Value(found, Unit.NUMBER, places=_places(found))
        case Money():
            return money(found.minor, found.currency)
        case timedelta():
            return Value(int(found.total_seconds()), Unit.SECONDS, clock=True)
        case str():
            return Value(clean(found))
        case _:
            return Value(clean(json.dumps(found, ensure_ascii=False, sort_keys=True)))


def _places(exact: Decimal) -> int:
    """As many decimals as were written."""
    exponent = exact.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
