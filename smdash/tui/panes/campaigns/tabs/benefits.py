"""The benefits of one line of the list, each with its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from smdash.domain.benefits import BenefitDraft, BenefitKind, BenefitLine
from smdash.domain.figures import Figure, Unit
from smdash.domain.guided import METHOD, Method
from smdash.domain.guided_results import guided_figure
from smdash.errors import Refused
from smdash.store import benefits
from smdash.store.benefits import BenefitPage
from smdash.tui.commands import Action, Command
from smdash.tui.panes.campaigns.forms import refund_form
from smdash.tui.panes.campaigns.guided.choice import edit_form
from smdash.tui.panes.campaigns.rows import count_words
from smdash.tui.panes.campaigns.state import Account, CampaignsState, View
from smdash.tui.panes.campaigns.tabs.shared import READING, money, original, percent, summed
from smdash.tui.panes.campaigns.tabs.tab import Removal, Seen, Tab
from smdash.tui.widgets.cells import Cell, Column, Row
from smdash.tui.widgets.symbols import DOT, UNDEFINED

if TYPE_CHECKING:
    from smdash.store.scopes import Scope
    from smdash.store.store import Snapshot
    from smdash.tui.panes.campaigns.pane import CampaignsPane


def refund(pane: CampaignsPane) -> None:
    """Take back the benefit under the cursor."""
    state = pane.writable()
    found = _line(pane.seen, pane.row_in_focus) if pane.seen and pane.tab.name == BenefitsTab.name else None
    if found is None:
        raise Refused("No benefit has the focus.", "Go to the benefits with l and Enter, then press R on one.")
    pane.app.push_screen(refund_form(state, found, pane.write))


class BenefitsTab(Tab[BenefitPage]):
    """Benefits; those beyond the chosen rung stand there and don't count."""

    name = "benefits"
    columns = (
        Column("day", "day", width=10),
        Column("what", "what", flexible=True, least=10, most=40),
        Column("kind", "kind"),
        Column("category", "category", priority=5),
        Column("channel", "channel", priority=6, most=16),
        Column("evidence", "evidence"),
        Column("share", "share", align="right", priority=2),
        Column("margin", "margin", align="right", priority=4),
        Column("amount", "amount", align="right", priority=3),
        Column("counts", "counts", align="right"),
    )
    actions = (
        Action(
            Command(
                "refund", "R", "refund", "Take back the benefit under the cursor, or a part", "Campaigns", writes=True
            ),
            refund,
        ),
    )

    reads = True

    def read(self, snapshot: Snapshot, scope: Scope) -> BenefitPage:
        """The newest benefits."""
        return benefits.benefit_page(snapshot, scope)

    def rows(self, seen: Seen[BenefitPage]) -> list[Row]:
        """Benefits, what the limit leaves out, and their sum."""
        return benefit_rows(seen.account, seen.state, seen.view, seen.own or BenefitPage())

    def note(self, seen: Seen[BenefitPage]) -> str:
        """How many are left out."""
        page = seen.own
        if page is None:
            return READING
        return count_words(len(page.lines), page.total, "benefits") if page.total else "None yet: b adds one."

    def figures(self, seen: Seen[BenefitPage], key: object) -> tuple[Figure, ...]:
        """What one row counts, and what it was worked out from; the whole benefit where the row is none."""
        found = _line(seen, key)
        if found is None:
            return (seen.account.result.step(seen.view.rung).benefit,)
        worked = guided_figure(found.draft.inputs, found.draft.margin)
        return (benefit_figure(found, seen.state, worked), *worked[1:])

    def edit(self, pane: CampaignsPane, seen: Seen[BenefitPage], key: object) -> bool:
        """Open the benefit."""
        found = _line(seen, key)
        if found is not None:
            pane.app.push_screen(edit_form(seen.state, found, pane.write))
        return found is not None

    def removal(self, seen: Seen[BenefitPage], key: object) -> Removal | None:
        """Delete the benefit."""
        found = _line(seen, key)
        return None if found is None else Removal("Delete this benefit?", benefits.delete_benefit, (found.id,))


def _line(seen: Seen[BenefitPage], key: object) -> BenefitLine | None:
    return next((line for line in (seen.own or BenefitPage()).lines if line.id == key), None)


def benefit_rows(account: Account, state: CampaignsState, view: View, page: BenefitPage) -> list[Row]:
    """Benefits with their evidence; those beyond the chosen rung stand there and don't count."""
    rows: list[Row] = []
    sums: list[int] = []
    for gained in page.lines:
        draft = gained.draft
        counts = draft.evidence in view.rung.value
        minor = gained.effective
        sums.append(minor or 0 if counts else 0)
        last = Cell("no rate", "warning") if minor is None else money(minor, state.currency)
        rows.append(
            Row(
                gained.id,
                (
                    Cell(draft.day.isoformat()),
                    Cell(_what(draft)),
                    Cell(draft.kind.value),
                    Cell(draft.category.value),
                    Cell(state.channels.get(draft.channel_id or 0, "")),
                    Cell(draft.evidence.value, "" if counts else "muted"),
                    Cell(percent(draft.share)),
                    Cell(UNDEFINED if draft.margin is None else percent(draft.margin)),
                    Cell(original(draft.amount.minor, draft.amount.currency, state.currency)),
                    last if counts else Cell(f"not in {view.rung.label}", "muted"),
                ),
            )
        )
    whole = int(account.result.step(view.rung).benefit.value or 0)
    return summed(rows, sums, whole, state, len(BenefitsTab.columns))


def _what(draft: BenefitDraft) -> str:
    """Its name, that it is a refund, or by which method it was worked out."""
    name = ("refund: " if draft.reverses_id else "") + (draft.name or draft.category.value)
    method = draft.inputs.get(METHOD, "")
    return f"{name} {DOT} {Method(method).words}" if method in set(Method) else name


def benefit_figure(gained: BenefitLine, state: CampaignsState, worked: tuple[Figure, ...] = ()) -> Figure:
    """What one benefit counts, and why; `worked` begins with the amount of a benefit that was worked out."""
    draft = gained.draft
    entered = Figure("Amount", draft.amount.minor, Unit.MONEY, "input", currency=draft.amount.currency)
    inputs = [
        *(worked[:1] or (entered,)),
        Figure("Share", draft.share, Unit.RATIO, f"{draft.evidence.value} evidence"),
    ]
    if draft.amount.currency != state.currency:
        name = "Converted at the rate of its day"
        inputs.insert(1, Figure(name, gained.converted, Unit.MONEY, "amount × rate", currency=state.currency))
    notes = [draft.note] if draft.note else []
    if draft.margin is not None:
        inputs.append(Figure("Margin", draft.margin, Unit.RATIO, "input"))
    elif draft.kind is not BenefitKind.SAVINGS:
        notes.append("counted gross: no margin is set")
    return Figure(
        draft.name or draft.category.value.capitalize(),
        gained.effective,
        Unit.MONEY,
        "amount × share" + (" × margin" if draft.margin is not None else ""),
        tuple(inputs),
        draft.day.isoformat(),
        1,
        "" if gained.effective is not None else "waits for an exchange rate",
        state.currency,
        tuple(notes),
    )
