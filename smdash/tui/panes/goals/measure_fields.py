"""The fields of a KPI's form that say whether its readings are typed in or worked out, and from what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smdash.domain.computed import MEASURES
from smdash.domain.goals import KpiDraft, Measured
from smdash.tui.panes.goals.state import GoalsState
from smdash.tui.widgets.fields import Field

TYPED = ""
IF_TYPED = ("measure", frozenset({TYPED}))
"""When a field is asked for readings that are typed in only."""


def measure_fields(state: GoalsState, before: KpiDraft) -> tuple[Field, ...]:
    """Where readings come from, and the channel, campaign and kind of posts that count, for measures that know them."""
    measured = before.measured
    choices = ((TYPED, "typed in"), *((one.id, f"computed: {one.title}") for one in MEASURES.values()))
    return (
        Field(
            "measure",
            "Readings",
            "choice",
            initial=measured.measure if measured else TYPED,
            choices=choices,
            hint="Computed ones follow what is imported and logged; nothing is typed",
        ),
        _scope("channel", "Channel", state.channels, measured.channel_id if measured else None),
        _scope("campaign", "Campaign", state.all_campaigns, measured.campaign_id if measured else None),
        Field(
            "post_kind",
            "Kind of post",
            "choice",
            initial=measured.post_kind if measured else "",
            choices=(("", "all"), *((kind, kind) for kind in state.post_kinds)),
            only_if=_if_known("post_kind"),
        ),
    )


def measured_of(values: Mapping[str, Any]) -> Measured | None:
    """What these values say a KPI is computed from."""
    if not values.get("measure"):
        return None
    channel, campaign = values.get("channel"), values.get("campaign")
    return Measured(
        values["measure"],
        int(channel) if channel else None,
        int(campaign) if campaign else None,
        values.get("post_kind") or "",
    )


def _scope(name: str, label: str, known: tuple[tuple[int, str], ...], chosen: int | None) -> Field:
    choices = (("", "all"), *((str(row_id), title) for row_id, title in known))
    return Field(name, label, "choice", initial=str(chosen or ""), choices=choices, only_if=_if_known(name))


def _if_known(scope: str) -> tuple[str, frozenset[str]]:
    return "measure", frozenset(one.id for one in MEASURES.values() if scope in one.scopes)
