"""What may stand in a cell: nothing that a terminal could take for a command, nothing that it can't draw.

The last line of defence. Text is cleaned when it enters the store and again when it becomes a widget; should a byte
slip through both, it ends here as a visible mark. Everything keeps its width, so that the layout stays as it was.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache

from rich.cells import split_graphemes

SUBSTITUTE = "\ufffd"
LONGEST_CLUSTER = 16  # code points; the longest emoji in use has ten, stacks of accents without end are an attack
_JOINERS = "\u200d\ufe0f"  # format characters that emoji need
_ACTED_UPON = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # controls, bidirectional and other formatters, surrogates, separators

# Arrows; boxes, blocks and shapes; symbols and dingbats; braille: what fonts of consoles lack.
_SYMBOL_RANGES = ((0x2190, 0x21FF), (0x2300, 0x23FF), (0x2500, 0x27BF), (0x2800, 0x28FF), (0x2B00, 0x2BFF))
_PLAIN = {
    **dict(zip("▁▂▃▄▅▆▇█", "_.-=+*%#", strict=True)),
    **dict.fromkeys("▏▎▍▌▐▕", "|"),
    **dict.fromkeys("▋▊▉▖▗▘▙▚▛▜▝▞▟■◼", "#"),
    **dict(zip("▀▔░▒▓", "=-.:%", strict=True)),
    **dict.fromkeys("▲▴△↑⬆", "^"),
    **dict.fromkeys("▼▾▽↓⬇", "v"),
    **dict.fromkeys("▶▸▷►→⮕", ">"),
    **dict.fromkeys("◀◂◁◄←⬅", "<"),
    **dict.fromkeys("●◆★☆", "*"),
    **dict.fromkeys("○◇□☐◯", "o"),
    **dict(zip("✓✔✗✘⚠", "++xx!", strict=True)),
    **dict.fromkeys("−–—‐‑‒", "-"),
    **dict.fromkeys("“”„", '"'),
    **dict.fromkeys("‘’‚", "'"),
    **dict(zip("…·•×÷±≤≥≈≠Σ§€£°ßæøłđıÆØŁĐ", "..*x/+<>~#SSELosaoldiAOLD", strict=True)),
}


class Charset(Enum):
    """What the terminal can show."""

    UNICODE = "unicode"
    LETTERS = "letters"  # all letters, but neither boxes nor blocks, arrows, braille: the consoles of some machines
    ASCII = "ascii"  # a terminal or locale that isn't UTF-8


@lru_cache(4096)
def cells_of_text(text: str, charset: Charset = Charset.UNICODE) -> tuple[str, ...]:
    """The text of each cell: one cluster in the first of its cells, "" in the second of a wide one.

    A cluster holding anything a terminal acts upon becomes a visible substitute of its width. What has no width and
    nothing to stand on (an accent at the start) is dropped.
    """
    if text.isascii() and text.isprintable():
        return tuple(text)
    cells: list[str] = []
    for start, end, width in split_graphemes(text)[0]:
        if width:
            cells.extend(_shown(text[start:end], width, charset))
    return tuple(cells)


def substitute(charset: Charset) -> str:
    """The visible mark for what must not be shown."""
    return SUBSTITUTE if charset is Charset.UNICODE else "?"


def is_safe(cluster: str) -> bool:
    """Whether a terminal only draws this, and acts upon none of it."""
    return len(cluster) <= LONGEST_CLUSTER and not any(
        char not in _JOINERS and unicodedata.category(char) in _ACTED_UPON for char in cluster
    )


def _shown(cluster: str, width: int, charset: Charset) -> list[str]:
    """The cells of one cluster of one or more cells."""
    if not is_safe(cluster):
        return [substitute(charset), *" " * (width - 1)]
    if cluster.isascii() or charset is Charset.UNICODE:
        return [cluster, *[""] * (width - 1)]
    if charset is Charset.LETTERS and not _is_symbol(cluster[0]):
        return [cluster, *[""] * (width - 1)]
    return [_plain(cluster[0]), *" " * (width - 1)]


def _is_symbol(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in _SYMBOL_RANGES)


def _plain(char: str) -> str:
    """The one ASCII character that comes nearest: by table, by shape, or the letter without its accent."""
    if char in _PLAIN:
        return _PLAIN[char]
    if 0x2500 <= ord(char) <= 0x257F:
        return _plain_line(unicodedata.name(char))
    if 0x2800 <= ord(char) <= 0x28FF:
        return " .:#"[(ord(char).bit_count() - 0x2800.bit_count() + 2) // 3]
    base = unicodedata.normalize("NFKD", char)[0]
    return base if base.isascii() and base.isprintable() else "?"


def _plain_line(name: str) -> str:
    """A box-drawing character by its Unicode name, such as BOX DRAWINGS LIGHT DOWN AND RIGHT."""
    if "DIAGONAL" in name:
        return "X" if "CROSS" in name else "/" if "UPPER RIGHT TO LOWER LEFT" in name else "\\"
    upright = any(word in name for word in ("VERTICAL", "UP", "DOWN"))
    level = any(word in name for word in ("HORIZONTAL", "LEFT", "RIGHT"))
    return "+" if upright and level else "|" if upright else "-"
