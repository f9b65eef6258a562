"""What each attribution model would give the line under the cursor, side by side, and for each conversion behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from smdash.domain.attribution import Model
from smdash.domain.benefits import BenefitCategory
from smdash.domain.breakdown import By
from smdash.domain.figures import Figure, Unit, show_minor
from smdash.store import credit, organisation
from smdash.store.credit import Conversion
from smdash.store.roi import objectives_of
from smdash.store.scopes import Scope
from smdash.store.store import Snapshot, Transaction
from smdash.tui.commands import Action, Command
from smdash.tui.panes.campaigns.rows import count_words
from smdash.tui.panes.campaigns.tabs.shared import money
from smdash.tui.panes.campaigns.tabs.tab import Seen, Tab
from smdash.tui.widgets.cells import Cell, Column, Row, separator
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form

if TYPE_CHECKING:
    from smdash.tui.panes.campaigns.pane import CampaignsPane

LISTED = 200
SHORT = {
    Model.FIRST: "first",
    Model.LAST: "last",
    Model.LAST_NON_DIRECT: "non-direct",
    Model.LINEAR: "linear",
    Model.POSITION: "40/20/40",
    Model.TIME_DECAY: "decay",
}


Shared = tuple[Conversion, int, dict[Model, int]]
"""A conversion, what of it was matched with the line, and what each model gives the line."""


@dataclass(frozen=True, slots=True)
class Credits:
    """Conversions with touches that give the line anything, newest first (`count` in all); the sums of all, `own` of
    what was matched; and how it is chosen now.
    """

    shown: tuple[Shared, ...]
    sums: dict[Model, int]
    own: int
    count: int
    chosen: Model | None
    window: int


async def choose_model(pane: CampaignsPane) -> None:
    """Choose the model by which benefits with touches are shared out, and the look-back window."""
    pane.writable()
    now = await pane.app.live.read(lambda snapshot: snapshot.organisation)

    async def submit(values: dict[str, Any]) -> None:
        wanted = {
            "attribution_model": "" if values["model"] == "none" else values["model"],
            "look_back_days": int(values["window"]),
            "sale_category": values["category"],
            "sale_fees": "yes" if values["fees"] else "no",
        }
        different = {key: value for key, value in wanted.items() if getattr(now, key) != value}
        if different:
            await pane.write(_change, different)

    pane.app.push_screen(Form("Attribution and imported sales", _fields(now), submit))


class CreditTab(Tab[Credits]):
    """Models side by side; by campaign, channel and objective, because only these have touches."""

    name = "credit"
    reads = True
    columns = (
        Column("day", "day", width=10),
        Column("what", "conversion", flexible=True, least=10, most=36),
        Column("touches", "touches", align="right", priority=4),
        Column("benefit", "benefit", align="right", priority=3),
        Column("own", "matched", align="right", priority=2),
        *(Column(model.name, SHORT[model], align="right") for model in Model),
    )
    actions = (
        Action(
            Command("choose_model", "D", "credit", "Choose how touches share out a benefit", "Campaigns", writes=True),
            choose_model,
        ),
    )

    def read(self, snapshot: Snapshot, scope: Scope) -> Credits:
        """The conversions of the period, in two queries, and what the models make of them."""
        window, currency = snapshot.organisation.look_back_days, snapshot.organisation.currency
        mine = _members(snapshot, scope)
        place = 1 if scope.by is By.CHANNEL else 0
        found: list[Shared] = []
        own = 0
        for one in credit.conversions(snapshot, scope.days) if mine is not None else ():
            owners = {one.own[place], *(line.owner[place] for line in one.touches)}
            if not owners & (mine or frozenset()):
                continue  # whatever the model, the line gets nothing of it
            shares = {model: one.shares(model, window, currency) for model in Model}
            parts = {
                model: sum(minor for owner, minor in of.items() if owner[place] in (mine or ()))
                for model, of in shares.items()
            }
            matched = one.minor if one.own[place] in (mine or ()) else 0
            own += matched
            if matched or any(parts.values()):
                found.append((one, matched, parts))
        sums = {model: sum(parts[model] for *_, parts in found) for model in Model}
        return Credits(tuple(found[:LISTED]), sums, own, len(found), credit.chosen_model(snapshot), window)

    def rows(self, seen: Seen[Credits]) -> list[Row]:
        """The sums first, then conversions."""
        own = seen.own
        if own is None or not own.count:
            return []
        currency = seen.state.currency
        whole = sum(one.minor for one, _, _ in own.shown)
        first = (Cell("", span=3), money(whole, currency), money(own.own, currency))
        rows = [Row("sum", (*first, *(_cell(own.sums[m], currency, own, m) for m in Model)), "total"), separator()]
        for one, matched, parts in own.shown:
            count = Cell(str(len(one.touches)), align="right")
            told = (Cell(one.day.isoformat()), Cell(one.name), count, money(one.minor, currency))
            given = (_cell(parts[model], currency, own, model) for model in Model)
            rows.append(Row(one.benefit_id, (*told, money(matched, currency), *given)))
        return rows

    def note(self, seen: Seen[Credits]) -> str:
        """How credit is given now, and how many conversions are left out."""
        own = seen.own
        if seen.account.scope.by in (By.MESSAGE, By.MONTH):
            return "Touches tell campaigns and channels only: look by campaign or by channel."
        if own is None or not own.count:
            return "No conversion with recorded touches. Import touches with I; D chooses the model."
        said = f"counted: {own.chosen.value}" if own.chosen else "counted: where each was matched, no model chosen"
        left = count_words(len(own.shown), own.count, "conversions")
        return f"{said} · look-back {own.window} days · D chooses" + (f" · {left}" if left else "")

    def figures(self, seen: Seen[Credits], key: object) -> tuple[Figure, ...]:
        """What each model gives the line of one conversion, or of all."""
        own = seen.own
        if own is None:
            return ()
        chosen = next((each for each in own.shown if each[0].benefit_id == key), None)
        return tuple(_figure(seen, own, model, chosen) for model in Model)


def _figure(seen: Seen[Credits], own: Credits, model: Model, chosen: Shared | None) -> Figure:
    currency = seen.state.currency
    whole = sum(one.minor for one, *_ in own.shown) if chosen is None else chosen[0].minor
    value = own.sums[model] if chosen is None else chosen[2][model]
    touched = (
        ()
        if chosen is None
        else tuple(f"{line.touch.at:%Y-%m-%d %H:%M} {line.source or 'unknown'}" for line in chosen[0].touches)
    )
    return Figure(
        f"Credit, {model.value}",
        value,
        Unit.MONEY,
        f"Σ benefit × share of its touches, look-back {own.window} days",
        (Figure("Benefit that is shared out", whole, Unit.MONEY, "Σ conversions", currency=currency),),
        seen.state.period.name,
        own.count if chosen is None else 1,
        currency=currency,
        notes=("it distributes the benefit and never adds to it", *touched),
    )


def _members(snapshot: Snapshot, scope: Scope) -> frozenset[int | None] | None:
    """The campaigns or channels a line stands for; None where touches tell nothing."""
    if scope.by in (By.CAMPAIGN, By.CHANNEL):
        return frozenset({scope.key if isinstance(scope.key, int) else None})
    if scope.by is By.OBJECTIVE:
        if scope.key is None:
            return frozenset({None})
        return frozenset(key for key, of in objectives_of(snapshot).items() if of == scope.key and isinstance(key, int))
    return None


def _cell(minor: int, currency: str, own: Credits, model: Model) -> Cell:
    return Cell(show_minor(minor, currency, cents=True), "strong" if model is own.chosen else "", align="right")


def _fields(now: Any) -> tuple[Field, ...]:
    models = (("none", "none: as matched"), *((model.name.lower(), model.value) for model in Model))
    return (
        Field("model", "Model", "choice", initial=now.attribution_model or "none", choices=models,
              hint="How a benefit with touches is shared out; printed with the numbers"),
        Field("window", "Look-back days", "number", initial=str(now.look_back_days), required=True,
              hint="Touches longer ago get no credit: 30"),
        Field("category", "Sales are", "choice", initial=now.sale_category,
              choices=tuple((each.value, each.value) for each in BenefitCategory),
              hint="The category of benefits from imported sales"),
        Field("fees", "Fees are costs", "flag", initial=now.sale_fees,
              hint="What the payment provider keeps, of sales imported from now on"),
    )  # fmt: skip


def _change(tx: Transaction, different: dict[str, Any]) -> None:
    organisation.change_settings(tx, **different)
