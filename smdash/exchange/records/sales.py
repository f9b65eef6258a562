"""What readers of shops, payment providers and journeys produce: sales, and the touches before them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from smdash.domain.links import TAGS
from smdash.domain.sales import SaleKind, SaleStatus
from smdash.domain.text import one_line

NO_TAGS: Mapping[str, str] = MappingProxyType({})


class SaleRecord(NamedTuple):
    """An order of a shop, or a payment. Amounts are in major units; `settled` and `fee` are of the currency paid out.

    `at` states its offset. `tags` are UTM tags by name without `utm_`; `origin` says where it comes from when nothing
    else does (`shopify web`). With `continues` the row only goes on with the one before: a further item of an order.
    """

    kind: SaleKind
    source: str
    external_key: str
    line: int
    at: datetime
    status: SaleStatus
    amount: Decimal | int
    currency: str
    refunded: Decimal | int = 0
    refunded_at: datetime | None = None
    settled: Decimal | int | None = None
    settled_currency: str = ""
    fee: Decimal | int | None = None
    fee_currency: str = ""
    number: str = ""
    customer: str = ""
    codes: tuple[str, ...] = ()
    tags: Mapping[str, str] = NO_TAGS
    origin: str = ""
    continues: bool = False


class TouchRecord(NamedTuple):
    """A contact before a conversion, known by the conversion's key or by the customer. `at` is local to the
    organisation unless it states an offset. A direct one came without a link.
    """

    source: str
    external_key: str
    line: int
    at: datetime
    conversion: str = ""
    customer: str = ""
    tags: Mapping[str, str] = NO_TAGS
    campaign: str = ""
    channel: str = ""
    direct: bool = False


def customer_key(printed: str) -> str:
    """A customer as the store knows them: an id as it is; of a mail address only a digest, so that none is kept."""
    shown = one_line(printed)
    if "@" not in shown:
        return shown
    return hashlib.blake2b(shown.casefold().encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def utm_tags(fields: Mapping[str, str]) -> dict[str, str]:
    """The UTM tags among fields by their lower-case name; those of the last visit where a first one stands beside."""
    found = {}
    for name in TAGS:
        for field in (f"utm_{name}", f"last_utm_{name}", f"last visit utm {name}", f"utm {name}"):
            if value := one_line(fields.get(field, "")):
                found[name] = value
                break
    return found
