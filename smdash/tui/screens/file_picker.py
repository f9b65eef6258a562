"""Choosing a file to import from the folders, by arrows."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import DirectoryTree, Static
from textual.widgets._directory_tree import DirEntry
from textual.widgets.tree import TreeNode

from smdash.tui.screens.box import Box
from smdash.tui.widgets.safe import content, drawn, plain, put_text

KINDS = frozenset((".csv", ".tsv", ".txt", ".json", ".data", ".xlsx", ".xls", ".xlsm", ".zip", ".toml"))
"""How the names of files end that an import may read."""

_HINT = "Enter takes a file, opens a folder · a all of a folder · Backspace up · Esc"


class ExportTree(DirectoryTree):
    """Folders and the files that an import may read; hidden ones and those that can't be opened are left out."""

    ICON_NODE = "+ "
    ICON_NODE_EXPANDED = "- "
    ICON_FILE = "  "

    def filter_paths(self, paths: Iterable[Path]) -> Iterable[Path]:
        """What can be chosen."""
        return [path for path in paths if not path.name.startswith(".") and _choosable(path)]

    def render_label(self, node: TreeNode[DirEntry], base_style: Style, style: Style) -> Text:
        """The name as it is safe to draw, with the sign of a folder; the cursor is marked by its sign too."""
        is_folder = node.data is not None and self._safe_is_dir(node.data.path)
        sign = (self.ICON_NODE_EXPANDED if node.is_expanded else self.ICON_NODE) if is_folder else self.ICON_FILE
        cursor = ">" if node is self.cursor_node else " "
        name = drawn(self.app, plain(str(node.label)))
        return Text(f"{cursor}{sign}{name}{'/' if is_folder else ''}", style)


class FilePicker(Box[Path]):
    """The result is a file, or a folder of which all is meant."""

    DEFAULT_CSS = """
    FilePicker .box { height: 100%; width: 100%; }
    FilePicker ExportTree { height: 1fr; background: $background; }
    FilePicker ExportTree > .tree--cursor, FilePicker ExportTree:focus > .tree--cursor { text-style: reverse; }
    FilePicker #picker-place, FilePicker #picker-hint { color: $role-muted; height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "take_folder", show=False),
        Binding("backspace,left", "go_up", show=False),
    ]

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(content("Choose a file"), classes="box-title")
            yield Static(id="picker-place")
            tree = ExportTree(self._folder)
            tree.show_root, tree.show_guides, tree.guide_depth = False, False, 2
            yield tree
            yield Static(content(drawn(self.app, _HINT)), id="picker-hint")

    def on_mount(self) -> None:
        """Take the keys."""
        self.tree_of_files.focus()
        self._tell_place()

    @property
    def tree_of_files(self) -> ExportTree:
        """The folders."""
        return self.query_one(ExportTree)

    def _tell_place(self) -> None:
        put_text(self.query_one("#picker-place", Static), plain(str(self.tree_of_files.path)))

    def on_directory_tree_file_selected(self, event: DirectoryTree.FileSelected) -> None:
        """Enter on a file takes it."""
        self.dismiss(event.path)

    def action_take_folder(self) -> None:
        """Take all exports of the folder under the cursor, or of that in which the file there stands."""
        node = self.tree_of_files.cursor_node
        if node is None or node.data is None:
            self.dismiss(Path(self.tree_of_files.path))
            return
        path = node.data.path
        self.dismiss(path if path.is_dir() else path.parent)

    def action_go_up(self) -> None:
        """Show the folder above."""
        self.tree_of_files.path = Path(self.tree_of_files.path).resolve().parent
        self._tell_place()


def first_folder(remembered: str) -> Path:
    """Where choosing begins: the folder of the last import, else where downloads go, else home."""
    home = Path.home()
    places = (*((Path(remembered),) if remembered else ()), home / "Downloads")
    return next((place for place in places if place.is_dir() and os.access(place, os.R_OK)), home)


def _choosable(path: Path) -> bool:
    """Whether it is a folder or a file of a kind that is read, and may be opened."""
    try:
        if path.is_dir():
            return os.access(path, os.R_OK | os.X_OK)
        return path.suffix.lower() in KINDS and path.is_file() and os.access(path, os.R_OK)
    except OSError:
        return False
