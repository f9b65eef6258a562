"""How a file's rows are laid out: set apart by a delimiter, as a JSON list, as lines of timewarrior, or in a workbook.

Whatever the layout, what comes out is rows under a header, so that readers, grammar and faults are the same for all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from smdash.errors import Refused
from smdash.exchange.decision import Decision
from smdash.exchange.files.decode import Decoded
from smdash.exchange.files.grid import DELIMITERS, Row, delimiter_decision, delimiters, rows, sample_rows
from smdash.exchange.files.stacked import is_stacked, unstacked
from smdash.exchange.files.workbook import Workbook, is_next_sheet

JSON, INTERVALS, SHEETS, STACKED = "JSON list", "timewarrior lines", "sheets", "lists under titles"

FRAME = ("start", "stop", "project", "id", "tags", "updated")
"""What the places of a list within a list hold: Watson is the one program known to write its entries without names."""
INTERVAL = ("start", "end", "tags", "annotation")

_BEGINS_AS_JSON = re.compile(r"\s*\[\s*[\[{\]]")
_INTERVAL = re.compile(
    r"inc (?P<start>[0-9]{8}T[0-9]{6}Z)(?: - (?P<end>[0-9]{8}T[0-9]{6}Z))?"
    r'(?P<tags>(?: #(?: (?!#)(?:"(?:[^"\\]|\\.)*"|[^\s"]+))*)?)(?: # (?P<note>.*))?\s*'
)
_WORD = re.compile(r'"((?:[^"\\]|\\.)*)"|([^\s"#]\S*)')
_GAP = re.compile(r"[\s,]*")
_KEEP_AS_PRINTED: dict[str, Any] = {"parse_int": str, "parse_float": str, "parse_constant": str}


def layouts(decoded: Decoded, delimiter: str | None = None) -> list[str]:
    """The layouts that a file may have, the likeliest first; `delimiter` is a person's choice."""
    if decoded.book is not None:
        return [SHEETS]
    begin = "".join(decoded.sample[:2])
    if _BEGINS_AS_JSON.match(begin):
        return [JSON]
    if _INTERVAL.fullmatch(next((line for line in decoded.sample if line.strip()), "")):
        return [INTERVALS]
    if delimiter in DELIMITERS:
        return [delimiter]
    found = delimiters(decoded.sample, decoded.separator)
    return [STACKED, *found] if found and is_stacked(decoded.sample) else found


def layout_decision(chosen: str, stated: str | None, tried: list[str]) -> Decision:
    """What is told about the layout."""
    if chosen in DELIMITERS:
        return delimiter_decision(chosen, stated, tried)
    why = {SHEETS: "the workbook has them", STACKED: "its titles say so"}.get(chosen, "the file begins so")
    return Decision("delimiter", "layout", chosen, why)


def first_rows(decoded: Decoded, layout: str, most: int) -> list[list[str]]:
    """The cells of the first rows, the header among them."""
    if layout in DELIMITERS:
        return sample_rows(decoded.sample, layout)[:most]
    if decoded.book is not None:
        return _first_of_sheets(decoded.book, most)
    return [row.cells for row in islice(laid_out(decoded, layout), most)]


def laid_out(decoded: Decoded, layout: str) -> Iterator[Row]:
    """Every row of the file, the header among them; `Refused` where the file breaks off or isn't what it began as."""
    if decoded.book is not None:
        return _sheets(decoded, decoded.book)
    if layout == JSON:
        return _listed(decoded)
    if layout == INTERVALS:
        return _intervals(decoded)
    if layout == STACKED:
        return unstacked(rows(decoded, delimiters(decoded.sample, decoded.separator)[0]))
    return rows(decoded, layout)


# Workbooks ---------------------------------------------------------------------------------------------------------


def _sheets(decoded: Decoded, book: Workbook) -> Iterator[Row]:
    """The rows of all sheets, one sheet after the other."""
    for line, cells in book.records():
        if len(cells) > decoded.limits.columns:
            sheet, row = book.place(line)
            most = f"more than {decoded.limits.columns} columns"
            raise Refused(f"Row {row} of sheet “{sheet}” has {most}.", "It is not an export smdash knows.")
        yield Row(line, cells)


def _first_of_sheets(book: Workbook, most: int) -> list[list[str]]:
    """The first rows of each sheet."""
    found, before, count = [], 0, 0
    for line, cells in book.records():
        count = 0 if is_next_sheet(before, line) else count + 1
        before = line
        if count < most:
            found.append(cells)
    return found


# JSON --------------------------------------------------------------------------------------------------------------


def _listed(decoded: Decoded) -> Iterator[Row]:
    """The elements of a list: objects under all names that occur, or lists under the names of `FRAME`.

    Numbers stay as they are printed, lists and objects within an element stay JSON, null is a blank cell.
    """
    written = _whole(decoded)
    names = dict.fromkeys(name for _, one in _elements(decoded, written) if isinstance(one, dict) for name in one)
    if len(names) > decoded.limits.columns:
        raise Refused(f"“{decoded.name}” has more than {decoded.limits.columns} columns.", "It is no list of entries.")
    header = tuple(names) or FRAME
    yield Row(1, list(header))
    for line, one in _elements(decoded, written):
        if isinstance(one, dict):
            yield Row(line, [_cell(one.get(name)) for name in header])
        else:
            yield Row(line, [_cell(value) for value in one])


def _whole(decoded: Decoded) -> str:
    pieces, room = [], decoded.limits.json
    for line in decoded.lines():
        room -= len(line)
        if room < 0:
            most = decoded.limits.json // 1024**2
            raise Refused(f"“{decoded.name}” is JSON of more than {most} MiB.", "Export a shorter period.")
        pieces.append(line)
    return "".join(pieces)


def _elements(decoded: Decoded, written: str) -> Iterator[tuple[int, dict[str, Any] | list[Any]]]:
    """The elements of the outer list, one after the other, each with the line it begins on."""
    read = json.JSONDecoder(**_KEEP_AS_PRINTED).raw_decode
    at, line, counted = written.index("[") + 1, decoded.first_line, 0
    while True:
        gap = _GAP.match(written, at)
        at = gap.end() if gap else at
        line += written.count("\n", counted, at)
        counted = at
        if written[at : at + 1] == "]":
            if written[at + 1 :].strip():
                raise _broken(decoded, line)
            return
        try:
            one, at = read(written, at)
        except (ValueError, RecursionError):
            raise _broken(decoded, line) from None
        if not isinstance(one, dict | list):
            raise Refused(f"Line {line} of “{decoded.name}” is no entry.", "It is JSON, but not a list of entries.")
        yield line, one


def _broken(decoded: Decoded, line: int) -> Refused:
    return Refused(f"“{decoded.name}” is JSON that breaks in what begins on line {line}.", "Export it again.")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# timewarrior -------------------------------------------------------------------------------------------------------


def _intervals(decoded: Decoded) -> Iterator[Row]:
    """Lines such as `inc 20240228T072016Z - 20240228T072302Z # tag "two words" # "a note"`, one interval each.

    A line that is none keeps its text in the cell of the start, so that it is told as a fault.
    """
    yield Row(decoded.first_line, list(INTERVAL))
    for line, text in enumerate(decoded.lines(), decoded.first_line):
        if not text.strip():
            continue
        match = _INTERVAL.fullmatch(text.rstrip())
        if match is None:
            yield Row(line, [text.strip(), "", "", ""])
            continue
        tags, note = _words(match["tags"].removeprefix(" #")), " ".join(_words(match["note"] or ""))
        yield Row(line, [match["start"], match["end"] or "", json.dumps(tags, ensure_ascii=False), note])


def _words(written: str) -> list[str]:
    """Words that may be quoted, with `\\"` for a quote within."""
    found = _WORD.finditer(written)
    return [match[2] if match[1] is None else re.sub(r"\\(.)", r"\1", match[1]) for match in found]
