"""Text from people and files, made safe for a terminal and comparable by name."""

from __future__ import annotations

import re
import unicodedata

from smdash.errors import InvalidInput

_ZWJ, _VARIATION_16 = "\u200d", "\ufe0f"
# ANSI sequences go whole (CSI; OSC, DCS, APC, PM and SOS up to their terminator; two-byte escapes), in 7-bit and 8-bit
# form. A string that never ends loses only its introducer: what follows may be words from a file read as Latin-1.
_ANSI = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x90\x98\x9c-\x9f]*(?:\x07|\x1b\\|\x9c)"
    r"|\x1b[ -/]*[0-~]?"
)


def clean(text: str) -> str:
    """Text without anything a terminal could act on.

    Drops ANSI sequences, C0 controls but newline (a tab becomes a space), DEL, C1, bidirectional controls, invisible
    formatters and surrogates; keeps ZWJ and VS16, which emoji need.
    """
    if text.isascii() and text.isprintable():
        return text
    text = _ANSI.sub("", text.replace("\r\n", "\n").replace("\t", " "))
    return "".join(char for char in text if char == "\n" or _harmless(char))


def _harmless(char: str) -> bool:
    if char in (_ZWJ, _VARIATION_16):
        return True
    return unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"}


def one_line(text: str) -> str:
    """Clean text on one line, runs of white space folded to one space."""
    return " ".join(clean(text).split())


def name(text: str, what: str = "name", longest: int = 120) -> str:
    """A clean name; `InvalidInput` when nothing visible is left or it is longer than `longest` characters."""
    cleaned = one_line(text)
    if not cleaned.strip(_ZWJ + _VARIATION_16):
        raise InvalidInput(f"The {what} is empty.", f"Type a {what}.")
    if len(cleaned) > longest:
        raise InvalidInput(f"The {what} is longer than {longest} characters.", "Shorten it.")
    return cleaned


def name_key(text: str) -> str:
    """What makes two names the same: NFKC and casefold of the clean name, composed again where casefold took apart."""
    folded = unicodedata.normalize("NFKC", one_line(text)).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())
