"""Rules as rows and words. No Textual here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smdash.domain.assignment import Rule, RuleDraft
from smdash.domain.figures import grouped
from smdash.store.assignment_rules import Preview
from smdash.store.posts import count_words
from smdash.tui.panes.campaigns.state import CampaignsState
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import UNDEFINED

COLUMNS = (
    Column("place", "", width=2, align="right"),
    Column("rule", "posts", flexible=True, least=20),
    Column("campaign", "go to", most=24),
    Column("waiting", "waiting", align="right"),
)


def rule_rows(rules: Sequence[Rule], waiting: Mapping[int, int], state: CampaignsState) -> list[Row]:
    """The rules in their order, with how many posts without a campaign each would get."""
    return [
        Row(
            rule.id,
            (
                Cell(str(place)),
                Cell(conditions(rule.draft, state)),
                Cell(state.names.get(rule.draft.campaign_id, UNDEFINED)),
                Cell(grouped(waiting.get(rule.id, 0), 0)),
            ),
        )
        for place, rule in enumerate(rules, 1)
    ]


def conditions(draft: RuleDraft, state: CampaignsState) -> str:
    """What a rule asks for, in words."""
    parts = []
    if draft.channel_id is not None:
        parts.append(f"on {state.channels.get(draft.channel_id, UNDEFINED)}")
    if draft.kind:
        parts.append(f"kind {draft.kind}")
    if draft.words:
        parts.append(f"text {draft.matching.words} “{draft.words}”")
    if draft.start or draft.until:
        parts.append(f"{draft.start or '…'} to {draft.until or '…'}")
    return ", ".join(parts)


def rule_words(draft: RuleDraft, state: CampaignsState) -> str:
    """A whole rule in words."""
    return f"{conditions(draft, state)} → {state.names.get(draft.campaign_id, UNDEFINED)}"


def preview_words(found: Preview) -> str:
    """What a rule would do now."""
    said = f"takes {count_words(len(found.takes))} that wait"
    if found.assigned:
        said += f"; {grouped(found.assigned, 0)} that fit are assigned already"
    if found.by_hand:
        said += f"; {grouped(found.by_hand, 0)} were taken out by hand"
    return said
