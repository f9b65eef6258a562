"""Themes as data: TOML files become Textual themes with the dashboard's semantic colours."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.style import Style
from textual.color import Color, ColorParseError
from textual.theme import Theme

from smdash.errors import InvalidInput
from smdash.settings import THEME_AUTO

if TYPE_CHECKING:
    from textual.app import App

ROLES: Final = (
    "good", "warning", "bad", "muted", "accent", "header", "strong", "selection", "selection-blur", "total",
    "actual", "target", "expected", "cost", "benefit",
)  # fmt: skip
"""The names cells and spans are coloured by; a theme defines each of them."""

BASE: Final = (
    "primary", "secondary", "accent", "warning", "error", "success", "foreground", "background", "surface", "panel",
)  # fmt: skip
PREFIX: Final = "smdash-"
_WORDS: Final = frozenset({"bold", "dim", "italic", "underline", "reverse"})


@dataclass(frozen=True)
class Look:
    """One theme: Textual's part, and a style for each role."""

    theme: Theme
    roles: Mapping[str, Style]

    @property
    def name(self) -> str:
        """Its name as in the settings."""
        return self.theme.name.removeprefix(PREFIX)


def load_look(file: Path) -> Look:
    """A theme from its TOML file; `InvalidInput` names the file and the key that is wrong."""
    try:
        raw = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as fault:
        raise InvalidInput(f"{file}: not a readable theme: {fault}", "Correct it, or move it away.") from None
    _check_keys(file, "", raw, ("dark", "ansi", "base", "roles", "variables"))
    base, roles = _table(file, raw, "base"), _table(file, raw, "roles")
    _check_keys(file, "base.", base, BASE, complete=True)
    _check_keys(file, "roles.", roles, ROLES, complete=True)
    colours: dict[str, Any] = {key: _colour(file, f"base.{key}", value) for key, value in base.items()}
    styles = {key: _style(file, f"roles.{key}", value) for key, value in roles.items()}
    variables = {key: str(value) for key, value in _table(file, raw, "variables").items()}
    for key, value in roles.items():
        variables[f"role-{key}"] = next((w for w in value.split() if w not in _WORDS and w != "on"), base["foreground"])
    ansi = _flag(file, raw, "ansi", default=False)
    theme = Theme(
        name=PREFIX + file.stem,
        dark=_flag(file, raw, "dark", default=True),
        ansi=ansi,
        boost="ansi_default" if ansi else None,
        variables=variables,
        **colours,
    )
    return Look(theme, styles)


def load_looks(folders: Iterable[Path]) -> tuple[dict[str, Look], list[InvalidInput]]:
    """All themes of the folders by name, a later folder winning, and what is wrong with the files left out."""
    looks: dict[str, Look] = {}
    faults: list[InvalidInput] = []
    for folder in folders:
        for file in sorted(folder.glob("*.toml")):
            try:
                looks[file.stem] = load_look(file)
            except InvalidInput as fault:
                faults.append(fault)
    return looks, faults


def choose(wanted: str, looks: Mapping[str, Look], colours: str) -> str:
    """The name of the theme to use: the wanted one, or what suits a terminal of so many colours when that is missing.

    `auto` is `ansi` where there are sixteen colours and `dark` elsewhere.
    """
    automatic = "ansi" if colours == "16" else "dark"
    for name in (automatic if wanted == THEME_AUTO else wanted, automatic, *sorted(looks)):
        if name in looks:
            return name
    raise InvalidInput("No theme was found.", "Install smdash again: its themes folder is missing.")


def style_of(app: App[Any], role: str) -> Style:
    """The style of a role in the theme in force; an unknown or empty role is plain."""
    roles: Mapping[str, Style] = getattr(app, "roles", {})
    return roles.get(role, _PLAIN)


_PLAIN: Final = Style.null()


def _table(file: Path, raw: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = raw.get(key, {})
    if not isinstance(value, dict):
        raise InvalidInput(f"{file}: “{key}” must be a table.", f"Write [{key}] on a line of its own.")
    return value


def _flag(file: Path, raw: Mapping[str, Any], key: str, *, default: bool) -> bool:
    value = raw.get(key, default)
    if not isinstance(value, bool):
        raise InvalidInput(f"{file}: “{key}” must be true or false.", "Without quotes.")
    return value


def _check_keys(
    file: Path, where: str, raw: Mapping[str, Any], known: tuple[str, ...], *, complete: bool = False
) -> None:
    for key in raw:
        if key not in known:
            raise InvalidInput(f"{file}: “{where}{key}” is not known.", f"Known are {', '.join(known)}.")
    if complete and (missing := [key for key in known if key not in raw]):
        raise InvalidInput(f"{file}: “{where}{missing[0]}” is missing.", "Copy it from a theme that ships with smdash.")


def _colour(file: Path, key: str, value: object) -> str:
    try:
        Color.parse(str(value))
    except ColorParseError:
        raise InvalidInput(f"{file}: “{key}” is not a colour: {value}", "Use #rrggbb or an ansi_ name.") from None
    return str(value)


def _style(file: Path, key: str, value: object) -> Style:
    text = str(value)
    words = text.split()
    split = words.index("on") if "on" in words else len(words)
    front, back = words[:split], words[split + 1 :]
    inks = [word for word in front if word not in _WORDS]
    if len(inks) > 1 or len(back) > 1 or re.search(r"\bon$", text.strip()):
        raise InvalidInput(f"{file}: “{key}” is not a style: {text}", "Use words such as bold, a colour, on a colour.")
    paint = [
        Color.parse(_colour(file, key, ink)).rich_color if ink else None for ink in ([*inks, ""][0], [*back, ""][0])
    ]
    flags = {word: True for word in front if word in _WORDS}
    return Style(
        color=paint[0],
        bgcolor=paint[1],
        bold=flags.get("bold"),
        dim=flags.get("dim"),
        italic=flags.get("italic"),
        underline=flags.get("underline"),
        reverse=flags.get("reverse"),
    )
