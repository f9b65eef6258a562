"""Mappings in the dashboard: what the columns of an unknown file mean, and the list of those that were saved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.screen import ModalScreen

from smdash.errors import FormFaults
from smdash.exchange.files.columns import FileColumns, columns_of
from smdash.exchange.files.sources import Source
from smdash.exchange.read import Choices
from smdash.exchange.readers.mapped.mapping import parse_mapping, shipped_mappings
from smdash.exchange.readers.mapped.reader import MappedReader
from smdash.exchange.readers.mapped.toml import mapping_toml
from smdash.store.mappings import SavedMapping, delete_mapping, listed, save_mapping
from smdash.tui.screens.choice import ChoiceList
from smdash.tui.screens.mapping_fields import (
    TARGETS,
    Wanted,
    mapping_fields,
    mapping_of,
    missing_words,
    used_words,
)
from smdash.tui.screens.rows_box import RowsBox
from smdash.tui.widgets.cells import Column, Row, row
from smdash.tui.widgets.form import Form

if TYPE_CHECKING:
    from smdash.tui.app import SmdashApp

_ROWS_ARE = {target: words for target, words, _ in TARGETS}


async def describe(app: SmdashApp, source: Source, choices: Choices) -> bool:
    """Ask what a row of the file is and what its columns mean, and save that; False when it was left."""
    file = await asyncio.to_thread(lambda: columns_of(source.decoded(choices)))
    target = await app.push_screen_wait(ChoiceList(f"What is a row of {file.name}?", TARGETS))
    if target is None:
        return False
    wanted = Wanted(str(target), file)
    taken = {one.name for one in (*shipped_mappings(), *choices.mappings)}

    async def save(values: dict[str, Any]) -> bool:
        if values["title"] in taken:
            raise FormFaults({"title": f"There is a mapping called “{values['title']}” already."})
        mapping = mapping_of(wanted, values, values["title"])
        toml = mapping_toml(mapping)
        trial = replace(choices, mappings=(*choices.mappings, parse_mapping(toml)))
        await asyncio.to_thread(source.read, app.clock.today(), trial)
        await app.write(save_mapping, mapping.name, toml)
        return True

    return bool(await app.push_screen_wait(_form(f"{file.name}: a row is {_ROWS_ARE[wanted.target]}", wanted, save)))


def _form(title: str, wanted: Wanted, save: Callable[[dict[str, Any]], Any]) -> Form[Any]:
    def live(values: Mapping[str, Any]) -> Sequence[str]:
        return used_words(wanted, values)

    def check(values: Mapping[str, Any]) -> Mapping[str, str]:
        return missing_words(wanted, values)

    return Form(title, mapping_fields(wanted), save, live=live, check=check)


async def open_mappings(app: SmdashApp) -> None:
    """Show the saved mappings, until they are left."""
    await app.push_screen_wait(MappingsBox(await app.live.read(listed)))


class MappingsBox(RowsBox[tuple[SavedMapping, ...]]):
    """The saved mappings: which files they know; each can be edited and deleted."""

    @property
    def _whose(self) -> str:
        return "Mappings: how files are read that no built-in format knows"

    @property
    def _keys(self) -> str:
        return "Enter edits · d deletes · u undoes · Esc leaves"

    def _columns(self) -> Sequence[Column]:
        return (
            Column("name", "Name", flexible=True, least=16),
            Column("row", "A row is", width=24),
            Column("header", "Columns", flexible=True, least=16, priority=1),
        )

    def _rows(self) -> tuple[Sequence[Row], str]:
        mappings = [(one.id, parse_mapping(one.toml)) for one in self._seen]
        rows = [
            row(row_id, one.title, _ROWS_ARE[one.target], (", ".join(one.header), "muted")) for row_id, one in mappings
        ]
        return rows, "" if rows else "None yet. Import a file nobody knows, and say what its columns mean."

    async def _read(self) -> tuple[SavedMapping, ...]:
        return await self._dashboard.live.read(listed)

    def _form(self, row_id: int | None) -> ModalScreen[Any] | None:
        saved = next((one for one in self._seen if one.id == row_id), None)
        if saved is None:
            return None
        old = parse_mapping(saved.toml)
        columns = tuple(dict.fromkeys((*old.header, *MappedReader(old).mapped_columns())))
        wanted = Wanted(old.target, FileColumns(old.name, columns, ((),) * len(columns)), old)

        async def save(values: dict[str, Any]) -> bool:
            toml = mapping_toml(mapping_of(wanted, values, saved.name))
            parse_mapping(toml)
            await self._write(save_mapping, saved.name, toml)
            return True

        return _form(f"{old.title}: a row is {_ROWS_ARE[old.target]}", wanted, save)

    def _deletion(self, row_id: int) -> tuple[str, str, Callable[..., Any]] | None:
        saved = next((one for one in self._seen if one.id == row_id), None)
        return None if saved is None else ("Delete this mapping?", parse_mapping(saved.toml).title, delete_mapping)
