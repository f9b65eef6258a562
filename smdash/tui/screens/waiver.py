"""Waiving what keeps a launch gate open: who takes the risk, why, and until when."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from smdash.domain.register import AcceptanceDraft
from smdash.store.launch import GateOpen
from smdash.tui.widgets.fields import Field
from smdash.tui.widgets.form import Form

_NAMED = 3  # lines of open items in the form; the rest is counted


def terms_fields(who: str, people: Iterable[str]) -> tuple[Field, ...]:
    """Who accepts a risk, why, and the last day it is accepted."""
    return (
        Field("who", "Accepted by", initial=who, completions=tuple(people), required=True,
              hint="The name of who takes the risk"),
        Field("why", "Reason", required=True, hint="Why the risk is taken"),
        Field("until", "Until", "day", required=True, hint="2026-12-31, 31 dec, +30d; the last day it holds"),
    )  # fmt: skip


def waiver_form(fault: GateOpen, who: str, go_live: Callable[[AcceptanceDraft], Awaitable[Any]]) -> Form[bool]:
    """Go live although checks are open, on the waiver of somebody who is named; None when it is left."""

    async def save(values: dict[str, Any]) -> bool:
        await go_live(AcceptanceDraft("", values["who"], values["why"], values["until"]))
        return True

    still_open = fault.gate.open
    lines = [f"{item.label} {item.short}" for item in still_open[:_NAMED]]
    if more := len(still_open) - _NAMED:
        lines[-1] += f" and {more} more" if more > 0 else ""
    return Form(
        f"{fault.name} goes live with {len(still_open)} legal checks open",
        terms_fields(who, ()),
        save,
        save_label="Waive and go live",
        live=lambda _: lines,
        live_lines=len(lines),
    )
