"""Who the channels reach: the lists of a breakdown as rows, and the key that shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import work

from smdash.domain.figures import grouped
from smdash.store.audiences import AudienceList, audiences
from smdash.tui.commands import Action, Command
from smdash.tui.screens.numbers import Numbers
from smdash.tui.widgets.cells import Cell, Column, Row, separator

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

COLUMNS: Final = (
    Column("part", "part", flexible=True, least=16, most=60),
    Column("number", "number", align="right"),
    Column("share", "share", align="right"),
)
_NONE = "No file with an audience was imported yet: audience files of Meta, TikTok and YouTube are read with I."
_NOTE = "Shares are those the platform gave. Lists are cut, so parts do not add up to the platform's total."


def audience_rows(lists: tuple[AudienceList, ...]) -> list[Row]:
    """Each list under its heading: its largest parts, what is left out, and the platform's own total."""
    rows: list[Row] = []
    for place, one in enumerate(lists):
        if rows:
            rows.append(separator(f"line {place}"))
        when = f"on {one.day}" if one.daily else f"as of {one.day}"
        rows.append(
            Row(f"list {place}", (Cell(f"{one.channel}: {one.measure} by {one.dimension}, {when}", span=3),), "heading")
        )
        rows += [
            Row(
                f"{place} {part.label}",
                (Cell(f"  {part.label}"), Cell(_number(part.number)), Cell(_percent(part.share))),
            )
            for part in one.parts
        ]
        if one.count > len(one.parts):
            rows.append(Row(f"more {place}", (Cell(f"  and {one.count - len(one.parts)} more", span=3),), "note"))
        if one.total is not None and one.listed is not None:
            rows += [
                Row(f"listed {place}", (Cell("  all that is listed"), Cell(_number(one.listed)), Cell("")), "note"),
                Row(
                    f"whole {place}",
                    (Cell("  total as the platform printed it"), Cell(_number(one.total)), Cell("")),
                    "note",
                ),
            ]
    return rows


def _number(number: int | None) -> str:
    return "–" if number is None else grouped(number, 0)


def _percent(share: int | None) -> str:
    if share is None:
        return "–"
    tenths = round(share / 1000)
    return f"{tenths // 10}.{tenths % 10} %"


def show_audience(pane: CampaignsPane) -> None:
    """Show who the channels reach."""
    _show(pane)


@work(group="audience")
async def _show(pane: CampaignsPane) -> None:
    rows = audience_rows(await pane.app.live.read(audiences))
    pane.app.push_screen(Numbers("Audience of the channels", COLUMNS, rows, _NOTE if rows else _NONE))


AUDIENCE: Final = Action(
    Command("show_audience", "W", "who", "Who the channels reach: countries, ages, ways people came", "Campaigns"),
    show_audience,
)
