"""Signs and box lines of the dashboard, and what stands for them on a terminal that has only ASCII.

Text is always written with the Unicode signs; where the terminal lacks them, `ascii_only` replaces each by one ASCII
character of the same width when the text is drawn, so that no layout changes.
"""

from __future__ import annotations

from typing import Final

AHEAD: Final = "▲"
BEHIND: Final = "▼"
ON_TRACK: Final = "●"
REACHED: Final = "✓"
OPEN: Final = "○"
WAIVED: Final = "~"
ATTENTION: Final = "!"
RUNNING: Final = "▶"
FULL: Final = "█"
LIGHT: Final = "░"
RULE: Final = "─"
HERE: Final = "▸"
EXPANDED: Final = "▾"
ELLIPSIS: Final = "…"
DOT: Final = "·"
UNDEFINED: Final = "–"
MINUS: Final = "−"
TIMES: Final = "×"
SUM: Final = "Σ"
SPARKS: Final = "▁▂▃▄▅▆▇█"

_TABLE: Final = str.maketrans(
    {
        AHEAD: "^",
        BEHIND: "v",
        ON_TRACK: "o",
        REACHED: "+",
        OPEN: "o",
        RUNNING: ">",
        FULL: "#",
        LIGHT: ".",
        HERE: ">",
        EXPANDED: "v",
        ELLIPSIS: "~",
        DOT: ".",
        UNDEFINED: "-",
        MINUS: "-",
        "—": "-",
        TIMES: "x",
        SUM: "S",
        "≤": "<",
        "≥": ">",
        "±": "~",
        "“": '"',
        "”": '"',
        "’": "'",
        "‘": "'",
        "‹": "<",
        "›": ">",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        **dict(zip("▁▂▃▄▅▆▇", "_..--==", strict=True)),
        **dict.fromkeys("─━═╌┄", "-"),
        **dict.fromkeys("│┃║┆▌▐▕▏", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼╔╗╚╝", "+"),
    }
)


_WITH_SPACE: Final = {"≥ ": ">=", "≤ ": "<="}
"""Signs whose meaning needs two characters, which the space after them has room for."""


def ascii_only(text: str) -> str:
    """The text with each known sign replaced by ASCII of the same width; letters of any script stay as they are."""
    if text.isascii():
        return text
    for sign, two in _WITH_SPACE.items():
        text = text.replace(sign, two)
    return text.translate(_TABLE)
