"""The quick log: one line, an echo of what was understood, completion. `timer_key.py` starts timers with it.

The screen opens at once and loads the names meanwhile, so that nothing typed right after `t` is lost. While the line is
empty it offers favourites and recent entries: Enter alone logs the marked one again.
"""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from smdash.domain.naming import Names
from smdash.domain.quicklog import Completion, QuickLog, choose, completions, echo, parse_quick_log
from smdash.domain.usuals import Usual, usual_line, usual_words
from smdash.errors import SmdashError
from smdash.tui.widgets.safe import content, notify, put_text
from smdash.tui.widgets.symbols import HERE

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

EXAMPLE = "1h30m spring #content /instagram @yesterday ~ana replying to comments"
TIMER_EXAMPLE = "spring #content /instagram replying to comments"


class QuickLogScreen(ModalScreen[str | None]):
    """Asks for one line and stores it; the result is what was stored, in words."""

    DEFAULT_CSS = """
    QuickLogScreen { background: transparent; }
    QuickLogScreen > #quick-log {
        dock: bottom; height: auto; width: 100%; background: $surface; padding: 0 1; border-top: solid $role-accent;
    }
    QuickLogScreen #hint { color: $role-muted; }
    QuickLogScreen Static { height: auto; max-height: 9; }
    QuickLogScreen #echo { color: $role-muted; }
    QuickLogScreen #fault { color: $role-bad; display: none; }
    QuickLogScreen.-faulty #fault { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", show=False),
        Binding("tab", "complete", show=False, priority=True),
        Binding("down", "suggest(1)", show=False, priority=True),
        Binding("up", "suggest(-1)", show=False, priority=True),
        Binding("f4", "favourite", show=False),
    ]

    def __init__(self, today: date, *, timed: bool = True) -> None:
        super().__init__()
        self._today = today
        self._timed = timed
        self._names = Names()
        self._usual: tuple[Usual, ...] = ()
        self._future = False
        self._loaded = asyncio.Event()
        self._chosen = 0
        self._saving = False

    def compose(self) -> ComposeResult:
        with Vertical(id="quick-log"):
            yield Static(content("Log time" if self._timed else "Start the timer"), classes="box-title")
            yield Input(placeholder=EXAMPLE if self._timed else TIMER_EXAMPLE, select_on_focus=False, compact=True)
            yield Static(id="echo")
            yield Static(id="fault")
            yield Static(id="hint")

    def on_mount(self) -> None:
        """Take the keys at once; the names follow."""
        self.line.cursor_blink = False
        self.line.focus()
        self.run_worker(self._load(), group="names")

    @property
    def line(self) -> Input:
        """The line being typed."""
        return self.query_one(Input)

    @property
    def _dashboard(self) -> SmdashApp:
        return self.app  # type: ignore[return-value]  # the only app there is

    async def _load(self) -> None:
        from smdash.store import quicklog

        try:
            known = await self._dashboard.live.read(quicklog.known, self._dashboard.live.person_id)
        except SmdashError as fault:
            self._blame(str(fault))
        else:
            self._names, self._usual = known.names, known.usual
            self._today, self._future = known.today, known.future
        self._loaded.set()
        self._show()

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Echo what is understood so far."""
        self._chosen = 0
        self._blame("")
        self._show()

    def understood(self) -> QuickLog:
        """What the line means as it stands."""
        return parse_quick_log(self.line.value, self._names, self._today, timed=self._timed, future=self._future)

    def proposals(self) -> list[Completion]:
        """What Tab would put in: completions of the word, what a fault offers, or names near an unknown campaign.

        Once Enter was refused, what the fault offers comes first.
        """
        value, cursor = self.line.value, self.line.cursor_position
        found = completions(value, cursor, self._names, 5)
        log = self.understood()
        corrections = [
            Completion(fault.correction, at, at + len(fault.word))
            for fault in log.faults
            if fault.correction and (at := value.find(fault.word)) >= 0
        ]
        if found or corrections:
            return corrections + found if self.has_class("-faulty") else found + corrections
        if log.unknown and (at := value.find(log.unknown.split()[0])) >= 0:
            words = value[at:].split(" ")
            lengths = [(name, len(" ".join(words[: choose(log, name)[1]]))) for name in log.nearest]
            return [Completion(name, at, at + length) for name, length in lengths]
        return []

    @property
    def _again(self) -> Usual | None:
        """What Enter alone logs again: the marked one while nothing is typed."""
        if self.line.value.strip() or not self._usual:
            return None
        return self._usual[self._chosen % len(self._usual)]

    def _show_usual(self) -> str:
        marked = self._again
        return "\n".join(
            f"{HERE if one is marked else ' '}{'*' if one.favourite else ' '} {usual_words(one, timed=self._timed)}"
            for one in self._usual
        )

    def _show(self) -> None:
        if not self.is_mounted:
            return
        text, hint = "", "Enter saves · Tab completes · ↓ next proposal · Esc leaves"
        if self._again is not None:
            text = self._show_usual()
            does = "logs it again today" if self._timed else "starts it again"
            hint = f"Enter {does} · ↓ next · Tab to change it · F4 favourite · or type"
        elif self.line.value.strip():
            log = self.understood()
            text = f"= {echo(log)}" if log.seconds or not self._timed else "= …"
            faults = [fault.message for fault in log.faults if fault.word]
            text += "".join(f"\n! {fault}" for fault in faults)
        offered = self.proposals() if self.line.value else []
        if offered:
            self._chosen %= len(offered)
            shown = [f"[{one.text}]" if i == self._chosen else one.text for i, one in enumerate(offered)]
            text += "\nTab: " + "  ".join(shown)
        put_text(self.query_one("#echo", Static), text, lines=True)
        put_text(self.query_one("#hint", Static), hint)

    def _blame(self, text: str) -> None:
        self.set_class(bool(text), "-faulty")
        if text:
            self._show()  # what it offers now comes first
        put_text(self.query_one("#fault", Static), f"! {text}" if text else "", lines=True)

    def action_suggest(self, step: int) -> None:
        """Mark the next proposal."""
        self._chosen += step
        self._show()

    def action_complete(self) -> None:
        """Put the marked proposal into the line, or the marked entry to change it before it is logged again."""
        if (again := self._again) is not None:
            self.line.value = usual_line(again, timed=self._timed)
            self.line.cursor_position = len(self.line.value)
            return
        offered = self.proposals()
        if offered:
            chosen = offered[self._chosen % len(offered)]
            self.line.value = chosen.applied(self.line.value)
            self.line.cursor_position = chosen.start + len(chosen.text)

    def action_favourite(self) -> None:
        """Make the marked entry a favourite, or no longer one."""
        if (again := self._again) is not None:
            self.run_worker(self._toggle(again), group="save")

    async def _toggle(self, usual: Usual) -> None:
        from smdash.store import usuals

        person = self._dashboard.live.person_id
        if person is None:
            return
        try:
            await self._dashboard.write(usuals.toggle_favourite, usual, person)
            self._usual = await self._dashboard.live.read(usuals.usuals, person)
        except SmdashError as fault:
            self._blame(str(fault))
            return
        self._chosen = next((i for i, one in enumerate(self._usual) if one.what == usual.what), 0)
        self._show()

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Save what was understood, or say all that was not; the line stays."""
        event.stop()
        if not self._saving:
            self._saving = True
            self.run_worker(self._submit(), group="save")

    async def _submit(self) -> None:
        try:
            await self._loaded.wait()
            if (again := self._again) is not None:
                self.dismiss(await self._log_again(again))
                return
            log = self.understood()
            if (self._timed and not log.complete) or log.faults or log.unknown:
                self._blame(_all_faults(log))
                return
            self.dismiss(await self._save(log))
        except SmdashError as fault:
            self._blame(str(fault))
        finally:
            self._saving = False

    async def _log_again(self, usual: Usual) -> str:
        from smdash.store import usuals

        person = self._dashboard.live.person_id
        if self._timed:
            await self._dashboard.write(usuals.log_again, usual, person)
            return f"Logged {usual_words(usual)} today. u takes it back."
        await self._dashboard.write(usuals.start_again, usual, person)
        return f"Timer runs on {usual.campaign or 'no campaign'}. T stops it."

    async def _save(self, log: QuickLog) -> str:
        from smdash.store import quicklog

        person = self._dashboard.live.person_id
        if self._timed:
            await self._dashboard.write(quicklog.log_line, log, person)
            return f"Logged {echo(log)}. u takes it back."
        await self._dashboard.write(quicklog.start_line, log, person)
        return f"Timer runs on {log.campaign or 'no campaign'}. T stops it."


def _all_faults(log: QuickLog) -> str:
    faults = [f"{fault.message} {fault.hint}".strip() for fault in log.faults]
    if log.unknown:
        near = " or ".join(f"“{name}”" for name in log.nearest)
        faults.append(
            f"There is no campaign “{log.unknown}”. "
            + (f"Did you mean {near}? Tab puts it in." if near else "n in Campaigns makes one; -- before a note.")
        )
    return "\n".join(faults)


def open_quick_log(app: SmdashApp) -> None:
    """Open the quick log; say what was logged."""
    open_line(app, timed=True)


def open_line(app: SmdashApp, *, timed: bool) -> None:
    """Open the line, to log time or to start a timer; say what was done."""

    def done(said: str | None) -> None:
        if said:
            notify(app, said)

    app.push_screen(QuickLogScreen(app.clock.today(), timed=timed), done)
