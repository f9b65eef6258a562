"""Excel workbooks, read back with another library and looked into as XML."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from smdash.domain.figures import Unit
from smdash.errors import Refused
from smdash.reports import workbook as written
from smdash.reports.sheet import Sheet
from smdash.reports.table import Report, Table, Value, money, name, on
from smdash.reports.workbook import report_sheets, workbook

pytest.importorskip("xlsxwriter")
calamine = pytest.importorskip("python_calamine")

HOSTILE = ["=1+1", "+1", "-1", "@A1", "http://example.org", "mailto:x@example.org", "12", "{=SUM(1)}", "x" * 40_000]


def read(content: bytes) -> dict[str, list[list[object]]]:
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {title: book.get_sheet_by_name(title).to_python() for title in book.sheet_names}


def parts(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {part: archive.read(part).decode() for part in archive.namelist()}


def one_row(*values: Value) -> list[object]:
    return read(workbook([Sheet("x", tuple(map(str, range(len(values)))), [values])]))["x"][1]


def test_values_are_what_they_are() -> None:
    moment = datetime(2026, 11, 22, 11, 30, tzinfo=UTC)
    row = one_row(
        Value(412, Unit.COUNT),
        money(-1050, "USD"),
        money(1050, "JPY"),
        Value(Fraction(1, 4), Unit.RATIO),
        Value(Decimal("3.10"), Unit.NUMBER, places=2),
        Value(5400, Unit.SECONDS, clock=True),
        on(date(2026, 11, 22)),
        on(moment),
        Value("< 10 %", Unit.COUNT),
        Value(None),
        name("ana"),
    )
    assert row[:5] == [412, -10.5, 1050, 0.25, 3.1]
    assert row[5:8] == [timedelta(hours=1, minutes=30), date(2026, 11, 22), datetime(2026, 11, 22, 11, 30)]
    assert row[8:] == ["< 10 %", "", "ana"]


def test_amounts_are_shown_in_their_currency() -> None:
    styles = parts(workbook([Sheet("x", ("a", "b"), [(money(1, "USD"), money(1, "KWD"))])]))["xl/styles.xml"]
    assert "#,##0.00 [$USD]" in styles
    assert "#,##0.000 [$KWD]" in styles


def test_words_are_words_whatever_they_look_like() -> None:
    content = workbook([Sheet("x", ("=head",), [(Value(words),) for words in HOSTILE])])
    rows = read(content)["x"]
    assert [row[0] for row in rows] == ["=head", *(words[:32_767] for words in HOSTILE)]
    inside = parts(content)
    sheet = inside["xl/worksheets/sheet1.xml"]
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert not [part for part in inside if "rels" in part and "http://example.org" in inside[part]]


def test_the_header_is_bold_and_stays_in_sight_and_the_total_is_bold() -> None:
    content = workbook([Sheet("x", ("name", "n"), [(name("ana"), Value(1, Unit.COUNT))], (name("total"), Value(None)))])
    sheet = parts(content)["xl/worksheets/sheet1.xml"]
    assert re.search(r'<pane ySplit="1"[^>]*state="frozen"', sheet)
    bold = re.findall(r'<c r="(\w+)" s="1"', sheet)
    assert bold == ["A1", "B1", "A3"]
    widths = [float(found) for found in re.findall(r'width="([\d.]+)"', sheet)]
    assert widths
    assert all(8 <= width <= 62 for width in widths)


def test_sheets_have_titles_that_may_be() -> None:
    titles = ["a/b: [c]", "A?B: [C]", "x" * 40, "x" * 40, "'", "History 2026"]
    found = list(read(workbook([Sheet(title, ("k",), [(name("v"),)]) for title in titles])))
    assert len({title.casefold() for title in found}) == len(titles)
    assert all(0 < len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in found)


def test_a_report_has_a_sheet_for_each_table_and_one_for_everything() -> None:
    table = Table("Cost", (("c", "campaign"), ("cost", "cost")), ((name("Spring"), money(100, "USD")),))
    flat = Table("", (("campaign", "campaign"),), ((name("Spring"),),), (name("total"),))
    found = read(workbook(report_sheets(Report("ROI", (("period", "2026"),), (table,), flat, ("a note",)))))
    assert found == {
        "ROI": [["about", "ROI"], ["period", "2026"], ["note", "a note"]],
        "Cost": [["campaign", "cost"], ["Spring", 1.0]],
        "all columns": [["campaign"], ["Spring"], ["total"]],
    }


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "LONGEST_SHEET", 2)
    rows = [(Value(number, Unit.COUNT),) for number in range(3)]
    workbook([Sheet("x", ("n",), rows[:2])])
    with pytest.raises(Refused, match="A sheet holds 2 rows"):
        workbook([Sheet("x", ("n",), rows)])


def test_without_the_library_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(written, "find_spec", lambda _: None)
    with pytest.raises(Refused, match="which is not installed") as caught:
        workbook([])
    assert "pip install 'smdash[xlsx]'" in caught.value.hint
