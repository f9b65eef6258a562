"""Which file to import: a path, completed with Tab; what can't be read is told, and what was typed stays."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from smdash import settings as personal
from smdash.errors import SmdashError
from smdash.exchange.files.openings import is_organisation_file, shown_name
from smdash.exchange.files.sources import Several, Source, gather, read_sources
from smdash.exchange.known import known_choices
from smdash.exchange.organisation.plan import check_readable
from smdash.exchange.read import Choices
from smdash.exchange.readers.registry import NotKnown
from smdash.tui.screens.box import Box
from smdash.tui.screens.import_rows import completed
from smdash.tui.widgets.paths import PathSuggester, path_completions, paths_of
from smdash.tui.widgets.safe import content, drawn, plain, put_text

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_SHOWN = 6
_HINT = "Enter reads it · Tab completes · F2 folders · F4 mappings · Esc"
_OFFER = "F3 says what its columns mean."


class ImportPath(Box[tuple[str, Several | Path]]):
    """The result is what the files are called and what they are, understood; of a file that describes the organisation
    its path. `typed` is there already, as when a file was dropped.
    """

    DEFAULT_CSS = """
    ImportPath .box { width: 78; }
    ImportPath #import-found { color: $role-muted; height: auto; max-height: 3; }
    ImportPath #import-fault { color: $role-bad; height: auto; max-height: 12; }
    ImportPath #import-hint { color: $role-muted; height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False, priority=True),
        Binding("f2", "pick", show=False),
        Binding("f3", "describe", show=False),
        Binding("f4", "mappings", show=False),
    ]

    def __init__(self, today: date, choices: Choices, typed: str = "") -> None:
        super().__init__()
        self._typed = typed
        self._today = today
        self._choices = choices
        self._reading = False
        self._unknown: Source | None = None

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(content("Import a file"), classes="box-title")
            yield Input(
                plain(self._typed),
                placeholder="~/Downloads/report.csv, a folder or a zip",
                suggester=PathSuggester(),
                select_on_focus=False,
                compact=True,
            )
            yield Static(id="import-found")
            yield Static(id="import-fault")
            yield Static(content(drawn(self.app, _HINT)), id="import-hint")

    def on_mount(self) -> None:
        """Take the keys."""
        self.line.cursor_blink = False
        self.line.focus()
        if self._typed:
            self._begin()

    @property
    def line(self) -> Input:
        """The path being typed."""
        return self.query_one(Input)

    def on_input_changed(self, _event: Input.Changed) -> None:
        """Take back what was said of another path."""
        self._unknown = None
        self._tell("#import-fault", "")
        self._tell("#import-found", "")

    def _tell(self, where: str, text: str) -> None:
        put_text(self.query_one(where, Static), text, lines=True)

    async def action_complete(self) -> None:
        """Type as much as is certain, and show what could follow."""
        value = await asyncio.to_thread(completed, self.line.value)
        found = await asyncio.to_thread(path_completions, value)
        with self.prevent(Input.Changed):
            self.line.value = plain(value)
        self.line.cursor_position = len(self.line.value)
        more = " …" if len(found) > _SHOWN else ""
        names = "  ".join(name.rstrip("/").rpartition("/")[2] for name in found[:_SHOWN]) + more
        self._tell("#import-found", "" if len(found) == 1 else names or "nothing begins with this")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Read the file; its faults stay under the line."""
        event.stop()
        self._begin()

    def _begin(self) -> None:
        if not self._reading and self.line.value.strip():
            self._reading = True
            self._tell("#import-fault", "")
            self._tell("#import-found", "Reading …")
            self.run_worker(self._read(), group="read")

    async def _read(self) -> None:
        typed = self.line.value
        try:
            found = await asyncio.to_thread(_understood, paths_of(typed), self._today, self._choices)
        except SmdashError as fault:
            self._unknown = await asyncio.to_thread(_only_source, typed) if isinstance(fault, NotKnown) else None
            self._tell("#import-found", _OFFER if self._unknown else "")
            self._tell("#import-fault", f"! {fault}")
        else:
            await self._remember(typed)
            self.dismiss(found)
        finally:
            self._reading = False

    async def _remember(self, typed: str) -> None:
        """Keep where the file stood for the next time; that it can't be kept is no reason not to read it."""
        path = paths_of(typed)[0].absolute()
        folder = str(path if path.is_dir() else path.parent)
        if plain(folder) == folder:
            with suppress(SmdashError):
                await asyncio.to_thread(partial(personal.save, self._dashboard.paths, import_folder=folder))

    def action_pick(self) -> None:
        """Choose a file or a folder by arrows."""
        if not self._reading:
            self.run_worker(self._pick(), group="open")

    async def _pick(self) -> None:
        from smdash.tui.screens.file_picker import FilePicker, first_folder

        known = await asyncio.to_thread(personal.load, self._dashboard.paths)
        path = await self.app.push_screen_wait(FilePicker(first_folder(known.import_folder)))
        if path is not None:
            self.line.value = plain(str(path))
            self._begin()

    @property
    def _dashboard(self) -> SmdashApp:
        return cast("SmdashApp", self.app)

    def action_describe(self) -> None:
        """Say what the columns of a file mean that nobody knows, and read it."""
        if self._unknown is not None and not self._reading:
            self.run_worker(self._describe(self._unknown), group="open")

    async def _describe(self, source: Source) -> None:
        from smdash.tui.screens.mappings import describe

        app = self._dashboard
        try:
            described = await describe(app, source, self._choices)
        except SmdashError as fault:
            self._tell("#import-fault", f"! {fault}")
            return
        if described:
            self._choices = await app.live.read(known_choices)
            self._begin()

    def action_mappings(self) -> None:
        """List the saved mappings."""
        self.run_worker(self._list_mappings(), group="open")

    async def _list_mappings(self) -> None:
        from smdash.tui.screens.mappings import open_mappings

        app = self._dashboard
        await open_mappings(app)
        self._choices = await app.live.read(known_choices)


def _understood(paths: tuple[Path, ...], today: date, choices: Choices) -> tuple[str, Several | Path]:
    if len(paths) == 1 and is_organisation_file(paths[0]):
        check_readable(paths[0])
        return paths[0].name, paths[0]
    several = read_sources(gather(paths), lambda source: source.read(today, choices))
    return (shown_name(paths[0].absolute()) if len(paths) == 1 else f"{len(several.files)} files"), several


def _only_source(typed: str) -> Source | None:
    """The file at a path, where it is one."""
    sources = gather(paths_of(typed)).sources
    return sources[0] if len(sources) == 1 else None
