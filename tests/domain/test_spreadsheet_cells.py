"""What a spreadsheet would run is words, and the words come back as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from smdash.domain.spreadsheet_cells import as_written, harmless

RUN = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t1",
    "\r1",
    "\n1",
    "  =1",
    "\u00a0=1",
    "\u3000=1",
    "\ufeff=1",
    "\u200b=1",
    '"=1',
    '" =1',
    "＝1",
    "＋1",
    "－1",
    "＠SUM(A1)",
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
]
KEPT = ["Spring = good", "a-b", "3 + 4", "x@example.org", "#content", "'tis", "<10 %", "", "'", "it's; fine"]

pieces = st.lists(st.sampled_from([*"=+-@;,'\"\t\r\n x1", "＝", "\u00a0", "\ufeff"]), max_size=12).map("".join)


@pytest.mark.parametrize("words", RUN)
def test_what_would_run_gets_an_apostrophe(words: str) -> None:
    assert harmless(words).startswith("'")
    assert as_written(harmless(words)) == words


@pytest.mark.parametrize("words", KEPT)
def test_other_words_stay(words: str) -> None:
    assert harmless(words) == words


@pytest.mark.parametrize("mark", [";", "\t", "\r", "\n"])
def test_a_cell_that_another_delimiter_would_begin_is_guarded(mark: str) -> None:
    assert f"{mark}'=cmd|x" in harmless(f"Spring{mark}=cmd|x")


@given(st.one_of(pieces, st.text(max_size=20)))
@example("''=1")
@example("'\t=1;'-")
def test_words_come_back_as_they_were(words: str) -> None:
    guarded = harmless(words)
    assert as_written(guarded) == words
    assert not any(re.match(r"[\s\"]*[=+\-@\t\r]", cell) for cell in re.split(r"[;\t\r\n]", guarded) if cell)
