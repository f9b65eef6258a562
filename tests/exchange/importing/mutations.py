"""Exports as they arrive when something went wrong on the way: cut off, saved again, spliced, renamed, overflowing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import strategies as some

EXPORTS = Path(__file__).parents[2] / "fixtures" / "exports"

PIECES = (
    *(b'"', b",", b";", b"\t", b"\n", b"\r", b"\0", b"\xff", b"\xfe\xff", b"-", b":", b"#", b"=1+1", b"%"),
    *(b"9" * 18, b"1" * 400, b"1e308", b"1e9", b"-1", b"0", b"NaN", b"inf", b"0001-01-01", b"9999-12-31"),
    *(b"31/12/2026", b"02/30/2026", b"24:61", b"\x1b[2J", b"\x1b]52;c;AA\x07", b"undefined", b" --", b"< 10%", b"n/a"),
    "\u202e\u00df\ud7ff".encode(),
    "\u0661\u0662,\u00b2".encode(),
    b"x" * 5_000,
)
"""What is put in at some place, or stands there instead."""

ENCODINGS = ("utf-16", "utf-16-be", "utf-8-sig", "cp1252", "utf-7", "mac-roman")
DELIMITERS = (",", ";", "\t", "|")

Mutation = Callable[[some.DrawFn, bytes], bytes]


def _pieces(draw: some.DrawFn, content: bytes) -> bytes:
    found = bytearray(content)
    for _ in range(draw(some.integers(1, 5))):
        at = draw(some.integers(0, len(found)))
        length = draw(some.sampled_from([0, 1, 1, 8]))
        found[at : at + length] = draw(some.one_of(some.binary(max_size=3), some.sampled_from(PIECES)))
    return bytes(found)


def _cut(draw: some.DrawFn, content: bytes) -> bytes:
    return content[: draw(some.integers(0, len(content)))]


def _lines(draw: some.DrawFn, content: bytes) -> bytes:
    """Lines said twice, in another order, or left out."""
    lines = content.splitlines(keepends=True) or [b""]
    places = some.integers(0, len(lines) - 1)
    for _ in range(draw(some.integers(1, 4))):
        what, at, to = draw(some.sampled_from(["again", "away", "swap"])), draw(places), draw(places)
        at, to = min(at, len(lines) - 1), min(to, len(lines) - 1)
        if what == "again":
            lines.insert(to, lines[at])
        elif what == "away" and len(lines) > 1:
            del lines[at]
        else:
            lines[at], lines[to] = lines[to], lines[at]
    return b"".join(lines)


def _delimiter(draw: some.DrawFn, content: bytes) -> bytes:
    before, after = draw(some.permutations(DELIMITERS))[:2]
    return content.replace(before.encode(), after.encode())


def _encoding(draw: some.DrawFn, content: bytes) -> bytes:
    return content.decode("utf-8", "replace").encode(draw(some.sampled_from(ENCODINGS)), "replace")


def _cells(draw: some.DrawFn, content: bytes) -> bytes:
    """Cells of one line moved, said twice, emptied, or many more of them."""
    lines = content.split(b"\n")
    at = draw(some.integers(0, len(lines) - 1))
    cells = lines[at].split(b",")
    place = draw(some.integers(0, len(cells) - 1))
    what = draw(some.sampled_from(["again", "empty", "many", "piece", "shuffle"]))
    if what == "again":
        cells.insert(place, cells[place])
    elif what == "empty":
        cells[place] = b""
    elif what == "many":
        cells += [cells[place]] * draw(some.sampled_from([1, 50, 2_000]))
    elif what == "piece":
        cells[place] = draw(some.sampled_from(PIECES))
    else:
        cells = draw(some.permutations(cells))
    lines[at] = b",".join(cells)
    return b"\n".join(lines)


def _spliced(draw: some.DrawFn, content: bytes) -> bytes:
    """The beginning of this file and the end of another."""
    other = (EXPORTS / draw(some.sampled_from(names()))).read_bytes()
    return content[: draw(some.integers(0, len(content)))] + other[draw(some.integers(0, len(other))) :]


MUTATIONS: tuple[Mutation, ...] = (_pieces, _pieces, _cut, _lines, _delimiter, _encoding, _cells, _cells, _spliced)


WORKBOOKS = (".xls", ".xlsx")


def names() -> list[str]:
    """The exports to damage, in a fixed order, without workbooks: each of these is read in a process of its own."""
    return sorted(path.name for path in EXPORTS.iterdir() if path.suffix not in WORKBOOKS)


@some.composite
def damaged(draw: some.DrawFn) -> tuple[str, bytes]:
    """An export with one to three things wrong; now and then nothing is."""
    name = draw(some.sampled_from(names()))
    content = (EXPORTS / name).read_bytes()
    for mutation in draw(some.lists(some.sampled_from(MUTATIONS), max_size=3)):
        content = mutation(draw, content)
    return name, content
