"""The preview of an import, whose questions are answered with Enter."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from smdash.errors import SmdashError
from smdash.exchange.apply import Result, apply_plan
from smdash.exchange.decision import Decision
from smdash.exchange.files.sources import Several
from smdash.exchange.names import target_key
from smdash.exchange.plan import Choices, Plan, Unmatched, settle, stage
from smdash.exchange.plan_several import stage_several
from smdash.exchange.read import Choices as Reading
from smdash.exchange.read import Understood
from smdash.exchange.stage import Progress
from smdash.store.import_acts import try_act
from smdash.store.import_basis import Basis, load_basis
from smdash.store.imports import Stale
from smdash.tui.screens.box import Box
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.import_rows import Asked, name_options, preview_columns, preview_rows
from smdash.tui.widgets.cells import RowKey
from smdash.tui.widgets.safe import content, notify, put_text
from smdash.tui.widgets.table import RowTable

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp
    from smdash.tui.contracts import Live

_LONG = 20_000  # rows from which on it is told how far reading is
_HINT = "Enter changes a line · s skips bad rows · ctrl+s imports · Esc leaves"


class ImportPreview(Box[Result]):
    """Shows what a file would do; the result is what was done. Each answer makes the preview anew."""

    DEFAULT_CSS = """
    ImportPreview RowTable { height: 1fr; }
    ImportPreview #import-fault { color: $role-bad; height: auto; max-height: 4; }
    ImportPreview #import-hint { color: $role-muted; height: 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s,f2", "apply", show=False, priority=True),
        Binding("s", "skip_bad", show=False),
    ]

    def __init__(self, name: str, several: Several, reading: Reading) -> None:
        super().__init__()
        self._called = name
        self._reading = reading
        self._sources = {file.digest: source for source, file in several.files}
        self._files = {file.digest: file for _, file in several.files}
        self._left = several.left
        self._answers: dict[str, dict[str, str]] = {digest: {} for digest in self._files}
        self._choices = Choices()
        self._basis: Basis | None = None
        self._plan: Plan | None = None
        self._questions: dict[RowKey, Unmatched | Asked] = {}
        self._busy = self._writing = False

    def compose(self) -> ComposeResult:
        with Vertical(classes="box -wide"):
            yield Static(content(f"Import {self._title}"), classes="box-title")
            yield RowTable(preview_columns(0), show_header=False)
            yield Static(id="import-fault")
            yield Static(content(_HINT), id="import-hint")

    def on_mount(self) -> None:
        """Look at the file."""
        self.query_one(RowTable).focus()
        self._look()

    @property
    def _title(self) -> str:
        if len(self._files) > 1:
            return f"{self._called} · {len(self._files)} files, one import"
        file = next(iter(self._files.values()))
        return f"{file.name} · {file.title}"

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    # The preview

    def _look(self) -> None:
        """Make the preview, away from the keys; one at a time."""
        if not self._busy:
            self._busy = True
            self._say("Reading …")
            self.run_worker(self._make(), group="plan")

    async def _make(self) -> None:
        try:
            await self._make_plan()
        except SmdashError as fault:
            self._blame(str(fault))
        finally:
            self._busy = False
        self._say(_HINT)

    async def _make_plan(self) -> None:
        live = self._dashboard.live
        self._basis = await live.read(load_basis)
        plan = await made_plan(
            live, self._called, list(self._files.values()), self._basis, self._choices, self._reached
        )
        self._forget_plan()
        self._plan = plan
        self._draw()
        self._blame(plan.blocked)

    def _draw(self) -> None:
        """Show the plan, whole within the room there is."""
        table = self.query_one(RowTable)
        if self._plan is not None and (width := table.scrollable_content_region.width):
            rows, self._questions = preview_rows(self._plan, self._left, width)
            table.set_columns(preview_columns(width))
            table.set_rows(rows)

    def on_resize(self) -> None:
        """Wrap anew, once the table has its new size."""
        self.call_after_refresh(self._draw)

    def _reached(self, done: int, total: int) -> None:
        if total >= _LONG:  # called in the thread that reads
            share = min(100, 100 * done // total)
            self.app.call_from_thread(self._say, f"Reading … {share} %  {'#' * (share // 5)}")

    def _forget_plan(self) -> None:
        if self._plan is not None:
            self._plan.close()
            self._plan = None

    def on_unmount(self) -> None:
        """Remove what was staged."""
        self._forget_plan()

    def _say(self, text: str) -> None:
        for hint in self.query("#import-hint").results(Static):  # gone when the preview was left while a file was read
            put_text(hint, text)

    def _blame(self, fault: str) -> None:
        put_text(self.query_one("#import-fault", Static), f"! {fault}" if fault else "", lines=True)

    # Answers

    def on_row_table_row_chosen(self, event: RowTable.RowChosen) -> None:
        """Enter on a question offers its answers."""
        question = self._questions.get(event.row.key)
        if question is None or self._busy:
            return
        if isinstance(question, Asked):
            self._ask_decision(question.decision, question.digest or next(iter(self._files)))
        else:
            self._ask_name(question)

    def _ask_decision(self, decision: Decision, digest: str) -> None:
        def chosen(answer: RowKey | None) -> None:
            if answer is not None:
                self._answers[digest][decision.key] = str(answer)
                self.run_worker(self._read_again(digest), group="plan")

        options = [(candidate, candidate, "") for candidate in decision.candidates]
        self.app.push_screen(ChoiceList(f"{decision.subject}: {decision.why}", options, decision.chosen), chosen)

    async def _read_again(self, digest: str) -> None:
        reading = replace(self._reading, answers=dict(self._answers[digest]))
        today = self._dashboard.clock.today()
        try:
            self._files[digest] = await asyncio.to_thread(self._sources[digest].read, today, reading)
        except SmdashError as fault:
            self._blame(str(fault))
        else:
            self._look()

    def _ask_name(self, name: Unmatched) -> None:
        known = [one.name for one in self._basis.names[name.kind].values()] if self._basis else []
        targets, options = name_options(name, known)

        def chosen(key: RowKey | None) -> None:
            if key is not None:
                choice = {target_key(name.kind, name.label): targets[str(key)]}
                self._choices = replace(self._choices, targets={**self._choices.targets, **choice})
                self._look()

        current = f"{name.target.action.value} {name.target.name}"
        self.app.push_screen(ChoiceList(f"What is the {name.kind} “{name.label}”?", options, current), chosen)

    def action_skip_bad(self) -> None:
        """Leave out rows that are not understood, and names that are not known, or don't."""
        if not self._busy and self._plan is not None and (self._plan.bad or self._plan.unknown):
            self._choices = replace(self._choices, skip_bad=not self._choices.skip_bad)
            self._look()

    # Writing

    def action_apply(self) -> None:
        """Write it."""
        if self._plan is None or self._busy:
            return
        if self._plan.blocked:
            self._blame(f"{self._plan.blocked} Nothing was written.")
            return
        self._busy = self._writing = True
        self._say("Writing …")
        self.run_worker(self._apply(self._plan), group="plan")

    async def _apply(self, plan: Plan) -> None:
        try:
            result = await self._dashboard.write(apply_plan, plan)
        except SmdashError as fault:
            self._busy = self._writing = False
            self._say(_HINT)
            self._blame(str(fault))
            if isinstance(fault, Stale):
                notify(self.app, str(fault), severity="warning")
                self._look()
        else:
            self.dismiss(result)

    def action_close(self) -> None:
        """Leave without writing; what is being written is finished first."""
        if not self._writing:
            self.dismiss(None)


async def made_plan(
    live: Live, name: str, files: Sequence[Understood], basis: Basis, choices: Choices, progress: Progress
) -> Plan:
    """The plan of one file or of several; nothing is written."""
    if len(files) == 1:
        staged = await asyncio.to_thread(stage, files[0], basis, choices, progress)
        return await live.read(settle, staged)
    several = await asyncio.to_thread(stage_several, name, files, basis, choices, progress)
    try:
        return several.plan(await live.rehearse(try_act, several.act))
    except BaseException:
        several.act.close()
        raise
