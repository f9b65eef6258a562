"""Personal settings: `config.toml` (the user's own, never written) over `app.toml` (what the program saves).

What changes a number is not here: that is a journaled setting of the organisation, in the store.
"""

from __future__ import annotations

import os
import tomllib
from dataclasses import asdict, dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any

from smdash.errors import InvalidInput, Refused
from smdash.paths import Paths, private_dir

if TYPE_CHECKING:
    from pathlib import Path

THEME_AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Settings:
    """One person's choices on one machine."""

    person: str = ""
    theme: str = THEME_AUTO
    mouse: bool | None = None  # None: on, but off over SSH, where the terminal's own selection is wanted
    symbols: str = "auto"  # auto, unicode, ascii
    store: str = ""
    import_folder: str = ""  # where the last file was imported from
    keys: dict[str, str] = field(default_factory=dict)


def load(paths: Paths) -> Settings:
    """The settings in force; `InvalidInput` names the file and the key that is wrong."""
    settings = Settings()
    for file in (paths.app_config, paths.user_config):
        settings = replace(settings, **_checked(file))
    return settings


def save(paths: Paths, **changes: Any) -> Settings:
    """Save what the program itself may change to `app.toml`, whole or not at all, and return the settings in force.

    `Refused` where the file can't be written.
    """
    import tomli_w

    current = replace(Settings(), **_checked(paths.app_config))
    kept = {key: value for key, value in asdict(replace(current, **changes)).items() if value not in (None, "", {})}
    try:
        private_dir(paths.config_dir)
        draft = paths.app_config.with_suffix(f".{os.getpid()}.tmp")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            tomli_w.dump(kept, stream)
        draft.replace(paths.app_config)
    except OSError as fault:
        raise Refused(
            f"{paths.app_config} can't be written: {fault.strerror}.", "The choice holds until you leave."
        ) from None
    return load(paths)


def _checked(file: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as fault:
        raise InvalidInput(f"{file} can't be read: {fault.strerror}.", "Correct it, or move it away.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise InvalidInput(f"{file} is not valid TOML: {fault}", "Correct it, or move it away.") from None
    known = {item.name for item in fields(Settings)}
    types = {"mouse": bool, "keys": dict}
    for key, value in raw.items():
        if key not in known:
            raise InvalidInput(f"{file}: “{key}” is not a setting.", f"Known are {', '.join(sorted(known))}.")
        if not isinstance(value, types.get(key, str)):
            raise InvalidInput(f"{file}: “{key}” has the wrong type.", "See the README for each setting's form.")
    return raw
