"""How large a file may be; all of it is checked before a parser sees the content."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Upper bounds of one file.

    `file` and `unpacked` are bytes, before and after decompression; `rows`, `columns` and `sheet_cells`
    count, the last one the area of a worksheet from A1 to its last cell; `cell` is characters: a longer
    cell costs its row, while one longer than `longest` makes the whole file unreadable.
    """

    file: int = 100 * MEGABYTE
    unpacked: int = 400 * MEGABYTE
    rows: int = 500_000
    columns: int = 200
    cell: int = 20_000
    longest: int = 1_000_000
    sheet_cells: int = 5_000_000


COMMAND_LINE = Limits()
UPLOAD = Limits(file=20 * MEGABYTE, unpacked=80 * MEGABYTE, rows=100_000, columns=200, sheet_cells=1_000_000)
