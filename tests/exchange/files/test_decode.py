import hashlib
import os
from pathlib import Path

import pytest

from smdash.errors import NotFound, Refused
from smdash.exchange.files.decode import Limits, decode_bytes, decode_file


def text_of(content: bytes, encoding: str | None = None) -> str:
    return "".join(decode_bytes("f.csv", content, encoding=encoding).lines())


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("a,é\n".encode(), "UTF-8"),
        ("\ufeffa,é\n".encode(), "UTF-8 with BOM"),
        ("\ufeffa,é\n".encode("utf-16-le"), "UTF-16"),
        ("\ufeffa,é\n".encode("utf-16-be"), "UTF-16"),
        ("a,é\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_the_encoding_is_found_and_told(content: bytes, encoding: str) -> None:
    decoded = decode_bytes("f.csv", content)
    assert "".join(decoded.lines()) == "a,é\n"
    assert decoded.decision.chosen == encoding
    assert decoded.digest == hashlib.sha256(content).hexdigest()


def test_a_guess_is_called_one_and_may_be_overruled() -> None:
    content = "a,Łódź\n".encode("cp1250")
    decoded = decode_bytes("f.csv", content)
    assert "guess" in decoded.decision.why
    assert "cp1250" in decoded.decision.candidates
    assert text_of(content, encoding="cp1250") == "a,Łódź\n"


@pytest.mark.parametrize("first", ["sep=;\r\n", '"sep=;"\n', "SEP=;\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_sep_line_is_stripped_and_kept(first: str, encoding: str) -> None:
    decoded = decode_bytes("f.csv", f"{first}a;b\n1;2\n".encode(encoding))
    assert decoded.separator == ";"
    assert list(decoded.lines()) == ["a;b\n", "1;2\n"] == list(decoded.sample)
    assert decoded.first_line == 2


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"a,b\n1,\0\n", "NUL"),
        ("a,b\n".encode("utf-16-le"), "NUL"),
        ("\ufeffa,b\n".encode("utf-16-le")[:-1], "middle of a character"),
        ("\ufeffa\U0001f41d".encode("utf-16-le")[:-2], "middle of a character"),
        (b"\xef\xbb\xbfa,\xc3", "middle of a character"),
        ("é à ü ö ß ñ".encode() + b"\xe9", "mixed"),
        (b"a,\x81\x8d\n", "neither"),
        (b"PK\x03\x04....", "zip archive"),
        (b"\xd0\xcf\x11\xe0....", "workbook"),
        (b"x" * 70_000, "line"),
    ],
)
def test_what_is_not_a_text_of_rows_is_refused(content: bytes, word: str) -> None:
    with pytest.raises(Refused, match=word) as fault:
        decode_bytes("f.csv", content, limits=Limits(line=66_000))
    assert fault.value.hint


def test_lines_up_to_the_limit_are_read_whatever_ends_them() -> None:
    for end in ("\n", "\r", "\r\n"):
        content = end.join(["x" * 65_000] * 5).encode()
        assert len(list(decode_bytes("f.csv", content, limits=Limits(line=66_000)).lines())) == 5


def test_only_regular_files_are_opened(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="folder"):
        decode_file(tmp_path)
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    with pytest.raises(Refused, match="pipe or a device"):
        decode_file(fifo)
    with pytest.raises(Refused, match="pipe or a device"):
        decode_file("/dev/null")
    with pytest.raises(NotFound, match="no file"):
        decode_file(tmp_path / "none.csv")
    with pytest.raises(Refused, match="can't be opened"):
        decode_file("a\0b")


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    big = tmp_path / "big.csv"
    with big.open("wb") as stream:
        stream.truncate(3 * 1024**3)
    with pytest.raises(Refused, match="512 MiB"):
        decode_file(big)


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "f.csv"
    file.write_text("a,b\n1,2\n")
    decoded = decode_file(file)
    assert list(decoded.lines()) == list(decoded.lines())
    file.write_text("a,b\n1,2\n3,4\n")
    with pytest.raises(Refused, match="changed"):
        list(decoded.lines())


def test_a_hostile_name_is_shown_harmless(tmp_path: Path) -> None:
    file = tmp_path / "a\x1b[31mb\u202e.csv"
    file.write_text("a,b\n")
    assert decode_file(file).name == "ab.csv"
