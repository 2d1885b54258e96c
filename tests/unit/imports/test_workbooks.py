import io
import random
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from matchmaker.profiles.imports import readers
from matchmaker.profiles.imports.errors import UnreadableFileError
from matchmaker.profiles.imports.limits import Limits

LIMITS = Limits(unpacked=2_000_000, rows=100, columns=10, sheet_cells=500)


def workbook(*rows: list[object]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def packed_as(content: bytes, packed: int, **members: str) -> bytes:
    """Write the archive anew in another way of packing, with `members` in place of those of their names."""
    output = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(output, "w", packed) as new:
        for name in dict.fromkeys([*old.namelist(), *members]):
            new.writestr(name, members[name] if name in members else old.read(name))
    return output.getvalue()


def replaced(content: bytes, member: str, text: str) -> bytes:
    return packed_as(content, zipfile.ZIP_DEFLATED, **{member: text})


def refusal(content: bytes, limits: Limits = LIMITS) -> str:
    with pytest.raises(UnreadableFileError) as refused:
        list(readers.open_table(io.BytesIO(content), limits).rows)
    return str(refused.value)


def sheet(body: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    text = f'<worksheet xmlns="{space}"><sheetData>{body}</sheetData></worksheet>'
    return replaced(workbook(["name"], ["A"]), "xl/worksheets/sheet1.xml", text)


def test_a_workbook_reads_like_a_csv() -> None:
    content = workbook(
        ["name", "headcount", "since", "own"], ["École", 5, date(2026, 3, 1), True], [], ["B", 1.5]
    )
    rows = list(readers.open_table(io.BytesIO(content), LIMITS).rows)
    assert rows[0].cells == {"name": "École", "headcount": "5", "since": "2026-03-01", "own": "yes"}
    assert rows[1].cells["headcount"] == "1.5"
    assert [row.line for row in rows] == [2, 4]


def test_a_far_last_cell_is_refused_before_a_grid_is_built() -> None:
    assert "too large" in refusal(sheet('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'))
    assert "10 columns" in refusal(sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'))


def test_a_grid_of_many_empty_cells_is_refused() -> None:
    assert "too large" in refusal(sheet('<row r="100"><c r="J100"><v>1</v></c></row>'))


def test_one_shared_text_used_often_counts_each_time() -> None:
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 90))
    content = sheet(cells)
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = f'<sst xmlns="{space}"><si><t>{"x" * 50_000}</t></si></sst>'
    assert "Unpacked" in refusal(replaced(content, "xl/anyName.xml", shared))


def test_a_bomb_of_zip_is_refused_by_the_sizes_it_declares() -> None:
    bomb = replaced(workbook(["name"]), "xl/worksheets/sheet1.xml", " " * 30_000_000)
    assert len(bomb) < 100_000
    assert "Unpacked" in refusal(bomb)


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    content = bytearray(sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + " " * 100_000))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bytes(content).replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert refusal(lie)


def test_a_document_type_with_entities_is_refused() -> None:
    text = '<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet><sheetData>&a;</sheetData></worksheet>'
    assert refusal(replaced(workbook(["name"]), "xl/worksheets/sheet1.xml", text))


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert "XLSX" in refusal(output.getvalue())


@pytest.mark.parametrize("packed", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_workbooks_are_read_or_refused_but_never_crash(packed: int) -> None:
    content = packed_as(workbook(["name", "id"], ["A", 1], ["B", 2]), packed)
    dice = random.Random(7)
    for _ in range(80):
        damaged = bytearray(content)
        for _ in range(dice.randint(1, 6)):
            damaged[dice.randrange(4, len(damaged))] = dice.randrange(256)
        try:
            list(readers.open_table(io.BytesIO(bytes(damaged)), LIMITS).rows)
        except UnreadableFileError:
            continue
