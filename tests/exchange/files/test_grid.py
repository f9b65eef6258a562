from collections.abc import Iterator

import pytest

from smdash.errors import Refused
from smdash.exchange.files.decode import Limits, decode_bytes
from smdash.exchange.files.grid import Header, Row, delimiters, rows, tables


def rows_of(text: str, delimiter: str = ",", limits: Limits | None = None) -> Iterator[Row]:
    return rows(decode_bytes("f.csv", text.encode(), limits=limits or Limits()), delimiter)


def known(cells: list[str]) -> bool:
    return {"day", "reach"} <= set(Header.of(cells).keys)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_the_delimiter_is_the_one_that_lines_up(mark: str) -> None:
    lines = [mark.join(row) + "\n" for row in (("Day", "Text", "Reach"), ("1", "a; b | c", "2"), ("2", '"x, y"', "3"))]
    assert delimiters(lines)[0] == mark


def test_a_delimiter_the_file_states_leads() -> None:
    assert delimiters(["a,b;c,d\n"] * 3, ";")[0] == ";"


def test_rows_know_the_line_they_begin_on_through_line_breaks_in_cells() -> None:
    found = list(rows_of('sep=,\na,b\n"1\n2",x\r\n3,"y""z"'))
    assert found == [Row(2, ["a", "b"]), Row(3, ["1\n2", "x"]), Row(5, ["3", 'y"z'])]


@pytest.mark.parametrize("text", ['a,b\n1,"x\n2,y\n', 'a,b\n1,"x', '"', 'a,b\n1,"' + "x" * 140_000 + "\n"])
def test_a_quote_left_open_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(Refused, match=r"line [12] has a quote that is never closed"):
        list(rows_of(text))


def test_a_record_may_not_swallow_the_file() -> None:
    with pytest.raises(Refused, match="line 2 has a quote"):
        list(rows_of('a,b\n"' + '","\n' * 50, limits=Limits(record_lines=20)))


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Refused, match="more than 1000 columns"):
        list(rows_of("," * 10_000))


def test_repeated_names_are_kept_apart_and_blank_ones_numbered() -> None:
    header = Header.of(["\ufeffViews", " reach ", "VIEWS", "", "Start\xa0date"])
    assert header.names == ("Views", "reach", "VIEWS (2)", "column 4", "Start date")
    assert header.every("views") == (0, 2)
    assert header.find("Impressions", "REACH") == 1
    assert header.missing(["Reach", "Shares"]) == ("Shares",)


def test_preambles_are_skipped_and_short_rows_filled() -> None:
    text = "# made by x\nReport\n\nDay,Reach,Note\n1,2\n2,3,x,,\n3,4,y,z\n\n4\n"
    (table,) = [(t.titles, t.line, list(t.rows)) for t in tables(rows_of(text), known)]
    assert table == (
        ("# made by x", "Report"),
        4,
        [Row(5, ["1", "2", ""]), Row(6, ["2", "3", "x"]), Row(7, ["3", "4", "y", "z"]), Row(9, ["4", "", ""])],
    )


def test_stacked_tables_come_one_after_the_other() -> None:
    text = "Facebook\nDay,Reach\n1,2\n2,3\n\nInstagram,\nReach,Day\n7,1\nReach,Day\n8,2\n"
    found = [(t.titles, t.header.names, [row.cells for row in t.rows]) for t in tables(rows_of(text), known)]
    assert found == [
        (("Facebook",), ("Day", "Reach"), [["1", "2"], ["2", "3"]]),
        (("Instagram",), ("Reach", "Day"), [["7", "1"]]),
        ((), ("Reach", "Day"), [["8", "2"]]),
    ]


def test_tables_left_unread_are_passed_over() -> None:
    text = "Day,Reach\n1,2\n\nB\nDay,Reach\n3,4\n"
    assert [t.titles for t in tables(rows_of(text), known)] == [(), ("B",)]
