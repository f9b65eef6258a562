"""Posts put straight into a store by a test, with or without numbers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from smdash.store import changes, organisation
from smdash.store.store import Store, Transaction
from smdash.store.tables import METRICS, post, post_metrics

CAPTURED = date(2026, 11, 1)


def put_channel(store: Store, name: str = "Guild") -> int:
    """A channel by that name."""
    return store.write(organisation.add_channel, name, "facebook")


def put_post(
    store: Store,
    channel: int,
    key: str,
    day: date = date(2026, 10, 5),
    *,
    campaign: int | None = None,
    at: datetime | None = None,
    precision: str = "",
    text: str = "",
    kind: str = "photo",
    captured: date | None = CAPTURED,
    **numbers: Any,
) -> int:
    """A post by an external key; its numbers, if there are any, as captured on a day."""

    def put(tx: Transaction) -> int:
        post_id = changes.insert(
            tx,
            post,
            source="facebook-post",
            external_key=key,
            external_id=key,
            channel_id=channel,
            campaign_id=campaign,
            day=day,
            posted_at=at,
            precision=precision or ("minute" if at else "day"),
            text=text or f"Post {key}",
            kind=kind,
            url=f"https://example.org/{key}",
        )
        if captured is not None:
            put_capture(tx, post_id, captured, **numbers)
        return post_id

    return store.write(put)


def put_capture(tx: Transaction, post_id: int, captured: date, **numbers: Any) -> int:
    """What was captured of a post on a day."""
    assert set(numbers) <= {*METRICS, "raw"}
    return changes.insert(tx, post_metrics, post_id=post_id, captured_on=captured, **numbers)
