import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.profiles.imports import readers
from matchmaker.profiles.imports.errors import UnreadableFileError
from matchmaker.profiles.imports.limits import Limits

SMALL = Limits(file=5000, unpacked=20_000, rows=20, columns=5, cell=100, sheet_cells=100)


def read(content: bytes, limits: Limits = SMALL) -> list[dict[str, str]]:
    return [row.cells for row in readers.open_table(io.BytesIO(content), limits).rows]


def refusal(content: bytes, limits: Limits = SMALL) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        read(content, limits)
    return str(refused.value)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_the_delimiter_is_found(sign: str) -> None:
    assert read(f"name{sign}id\nÉcole{sign}1\n".encode()) == [{"name": "École", "id": "1"}]


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert read("\ufeffname\nA\n".encode()) == [{"name": "A"}]


def test_a_file_of_windows_1252_is_read_and_reported() -> None:
    table = readers.open_table(io.BytesIO("name\nCafé\n".encode("cp1252")), SMALL)
    assert [row.cells["name"] for row in table.rows] == ["Café"]
    assert table.encoding == "cp1252"


def test_a_file_in_neither_encoding_is_refused() -> None:
    assert "UTF-8" in refusal(b"name\n\x81\xff\n")


def test_utf_16_is_refused_by_its_name() -> None:
    assert "UTF-16" in refusal("name\nA\n".encode("utf-16"))


@pytest.mark.parametrize("beginning", [b"%PDF-1.7\n", b"{\\rtf1", b"\x89PNG\r\n", b"\xd0\xcf\x11\xe0"])
def test_a_file_of_another_kind_is_refused_as_such(beginning: bytes) -> None:
    assert refusal(beginning + b"name\nA\n") == "The file is neither a CSV nor an XLSX file."


def test_lines_are_counted_as_an_editor_shows_them() -> None:
    content = b'name,text\nA,"one\ntwo"\n\nB,x\n'
    assert [row.line for row in readers.open_table(io.BytesIO(content), SMALL).rows] == [2, 5]


def test_a_short_row_is_filled_and_a_long_one_faulty() -> None:
    rows = list(readers.open_table(io.BytesIO(b"a,b\n1\n1,2,3\n1,2,\n"), SMALL).rows)
    assert rows[0].cells == {"a": "1", "b": ""}
    assert rows[1].fault is not None
    assert rows[2].fault is None


def test_a_cell_over_the_limit_costs_its_row_alone() -> None:
    rows = list(readers.open_table(io.BytesIO(b"a\n" + b"x" * 101 + b"\ny\n"), SMALL).rows)
    assert "101 characters" in str(rows[0].fault)
    assert rows[1].fault is None


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\n\n", "no header"),
        (b"a\n" + b"x\n" * 21, "20 rows"),
        (b"a,b,c,d,e,f\n", "5 columns"),
        (b"a,a\n", "called a"),
        (b"a\n" + b"x" * 5000, "larger than 5000 bytes"),
        (gzip.compress(b"a\n" + b"x\n" * 20_000, mtime=0), "Unpacked"),
        (gzip.compress(b"a\nb\n", mtime=0)[:-6], "damaged"),
        (b'a\n"never closed\n' + b"x" * 3_000_000, "not closed"),
    ],
)
def test_files_over_a_limit_are_refused_in_words(content: bytes, words: str) -> None:
    limits = Limits() if b"never" in content else SMALL
    assert words in refusal(content, limits)


def test_a_bomb_of_gzip_is_refused_while_little_of_it_is_unpacked() -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    assert "Unpacked" in refusal(bomb, Limits(unpacked=1_000_000))


def test_compressed_files_are_known_by_their_content() -> None:
    assert read(gzip.compress(b"name\nA\n")) == [{"name": "A"}]


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_random_bytes_are_read_or_refused_but_never_crash(content: bytes) -> None:
    try:
        read(content)
    except UnreadableFileError:
        return


@given(
    st.binary(max_size=200),
    st.sampled_from([b"PK\x03\x04", b"\x1f\x8b\x08\x00", b"\xef\xbb\xbf", b"\xff\xfe"]),
)
@settings(max_examples=200, deadline=None)
def test_bytes_that_pretend_to_be_a_format_never_crash(content: bytes, magic: bytes) -> None:
    try:
        read(magic + content)
    except UnreadableFileError:
        return


@given(st.lists(st.lists(st.text(max_size=8), min_size=1, max_size=4), max_size=6), st.sampled_from(",;\t"))
def test_random_cells_never_crash(rows: list[list[str]], sign: str) -> None:
    content = "\n".join(sign.join(row) for row in rows).encode("utf-8", "surrogatepass")
    try:
        for row in read(content):
            assert all(isinstance(cell, str) for cell in row.values())
    except UnreadableFileError:
        return
