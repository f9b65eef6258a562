"""Every folder and file the program uses, in one place."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
LIBRARY = PACKAGE / "library"


def shipped(folder: str) -> Path:
    """A folder that ships with the program: inside the package in a wheel, at the top of the tree in a checkout."""
    inside = PACKAGE / "shipped" / folder
    return inside if inside.is_dir() else PACKAGE.parent / folder


@dataclass(frozen=True, slots=True)
class Paths:
    """The user's own files. Folders are made with 0700 and files with 0600 by whoever writes first."""

    config_dir: Path
    data_dir: Path
    state_dir: Path
    store: Path

    @property
    def user_config(self) -> Path:
        """The user's own settings; never written by the program."""
        return self.config_dir / "config.toml"

    @property
    def app_config(self) -> Path:
        """What the program saves: theme, mouse, symbols, own name."""
        return self.config_dir / "app.toml"

    @property
    def user_themes(self) -> Path:
        """The user's own themes."""
        return self.config_dir / "themes"

    @property
    def backups(self) -> Path:
        """Rotating copies of the store, beside it."""
        return self.store.parent / "backups"

    @property
    def crash_reports(self) -> Path:
        """What an unexpected fault leaves behind."""
        return self.state_dir / "crash"

    @property
    def drafts(self) -> Path:
        """What was typed into a form when the program had to end."""
        return self.state_dir / "drafts"


def user_paths(store: str | None = None) -> Paths:
    """The platform's user folders; `store`, or SMDASH_STORE, chooses another database file."""
    import platformdirs

    dirs = platformdirs.PlatformDirs("smdash", appauthor=False)
    data = Path(dirs.user_data_dir)
    chosen = store or os.environ.get("SMDASH_STORE") or ""
    return Paths(
        config_dir=Path(dirs.user_config_dir),
        data_dir=data,
        state_dir=Path(dirs.user_state_dir),
        store=Path(chosen).expanduser().absolute() if chosen else data / "smdash.db",
    )


def documents() -> Path:
    """Where a file goes that a person asked for without saying where: the current folder, or where that can't be
    written, the user's documents.
    """
    import platformdirs

    here = Path.cwd()
    return here if os.access(here, os.W_OK) else Path(platformdirs.user_documents_dir())


def private_dir(folder: Path) -> Path:
    """Make a folder, and missing ones above it, readable by its owner only."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    for path in reversed(missing):
        path.mkdir(mode=0o700, exist_ok=True)
    return folder
