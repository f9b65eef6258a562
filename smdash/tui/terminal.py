"""Whether this terminal can show the dashboard, how much of it, and how it ends when the terminal goes away."""

from __future__ import annotations

import asyncio
import codecs
import os
import signal
import sys
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from smdash.errors import Refused
from smdash.settings import THEME_AUTO
from smdash.tui.driver.glyphs import Charset

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from textual.app import App

    from smdash.settings import Settings

Colours = Literal["truecolor", "256", "16", "none"]
Symbols = Literal["unicode", "ascii"]

THEME_16 = "ansi"  # the theme made of the terminal's own sixteen colours
_TEXT_COMMANDS = "The text commands work everywhere: “smdash status”, “smdash log”, and what “smdash --help” lists."
_WITHOUT_CURSOR = ("", "dumb", "unknown")


@dataclass(frozen=True, slots=True)
class Fit:
    """How the dashboard is to be shown in this terminal.

    `theme` overrides the default theme, None leaves it. `symbols` is what widgets draw with; `charset` is what the
    driver lets through, so that nothing unreadable is sent even where a widget forgets. `braille` tells charts whether
    they can use it.
    """

    colours: Colours
    theme: str | None
    symbols: Symbols
    charset: Charset
    braille: bool
    mouse: bool


def fitness(
    env: Mapping[str, str],
    *,
    stdin: bool,
    stdout: bool,
    stderr: bool,
    encoding: str | None,
    settings: Settings,
) -> Fit:
    """How to show the dashboard; `Refused`, with a sentence that says what to do instead, where it can't be.

    `stdin`, `stdout` and `stderr` tell which are terminals: keys come from the first, the size from the second, and
    Textual draws on the third, whose `encoding` therefore counts.
    """
    missing = [name for name, there in (("input", stdin), ("output", stdout), ("error output", stderr)) if not there]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise Refused(
            f"The dashboard needs a terminal, and the {_and(missing)} {verb} not one.",
            f"Over SSH, use “ssh -t”. {_TEXT_COMMANDS}",
        )
    term = env.get("TERM", "").strip().lower()
    if term in _WITHOUT_CURSOR:
        named = f"This terminal (TERM={term})" if term else "This terminal (TERM is not set)"
        raise Refused(f"{named} can't place text on the screen, which the dashboard needs.", _TEXT_COMMANDS)
    found = colours(env)
    chosen = symbols(settings, encoding, env)
    return Fit(
        colours=found,
        theme=THEME_16 if found == "16" and settings.theme == THEME_AUTO else None,
        symbols=chosen,
        charset=_charset(chosen, encoding, env),
        braille=chosen == "unicode" and term != "linux",  # the font of the Linux console has none
        mouse=mouse(settings, env),
    )


def fitness_of_this_terminal(settings: Settings) -> Fit:
    """`fitness` of the terminal this process runs in."""
    return fitness(
        os.environ,
        stdin=_is_terminal(sys.__stdin__),
        stdout=_is_terminal(sys.__stdout__),
        stderr=_is_terminal(sys.__stderr__),
        encoding=getattr(sys.__stderr__, "encoding", None),
        settings=settings,
    )


def colours(env: Mapping[str, str]) -> Colours:
    """How many colours Textual will use: its rule, so that the theme agrees with what is drawn.

    NO_COLOR, when it is there, makes Textual turn every colour of a theme into its grey, which keeps bars, cursors and
    selections visible; of the terminal's sixteen colours it would keep nothing, hence no such theme then.
    """
    if "NO_COLOR" in env:
        return "none"
    if env.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "truecolor"
    return "256" if env.get("TERM", "").strip().lower().rpartition("-")[2] in ("256color", "kitty") else "16"


def symbols(settings: Settings, encoding: str | None, env: Mapping[str, str] | None = None) -> Symbols:
    """What to draw boxes, bars, marks and charts with.

    "ascii" by setting, where the terminal's encoding is not UTF-8, and under LC_ALL=C, which Python overrides but a
    person or a serial console means. "unicode" by setting wins over LC_ALL=C, not over an encoding that has none.
    """
    if settings.symbols == "ascii" or not _is_utf8(encoding):
        return "ascii"
    return "ascii" if settings.symbols != "unicode" and _is_c_locale(env or {}) else "unicode"


def mouse(settings: Settings, env: Mapping[str, str]) -> bool:
    """Whether to ask for mouse reports: as set, else not over SSH: each costs bytes, and text must be selectable."""
    if settings.mouse is not None:
        return settings.mouse
    return not (env.get("SSH_CONNECTION") or env.get("SSH_TTY"))


def install_signal_exits(app: App[Any]) -> None:
    """End the app in order on SIGHUP (exit code 129) and SIGTERM (143), so that the terminal is given back.

    To be called while the loop runs, before the terminal is taken over (in `on_load`); pass `app.return_code` to
    `sys.exit` afterwards.
    """
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()
    for number in (signal.SIGHUP, signal.SIGTERM):
        loop.add_signal_handler(number, partial(app.exit, return_code=128 + number))


def _and(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _charset(chosen: Symbols, encoding: str | None, env: Mapping[str, str]) -> Charset:
    if chosen == "unicode":
        return Charset.UNICODE
    return Charset.LETTERS if _is_utf8(encoding) and not _is_c_locale(env) else Charset.ASCII


def _is_c_locale(env: Mapping[str, str]) -> bool:
    """LC_ALL=C or POSIX. LANG=C alone Python itself turns into C.UTF-8."""
    return env.get("LC_ALL", "") in ("C", "POSIX")


def _is_utf8(encoding: str | None) -> bool:
    try:
        return codecs.lookup(encoding or "ascii").name == "utf-8"
    except LookupError:
        return False


def _is_terminal(stream: TextIO | None) -> bool:
    """Whether a standard stream is a terminal; it is None when the program was started without it (`<&-`)."""
    return stream is not None and not stream.closed and stream.isatty()
