"""A file as a header and rows of cells, whatever its format; told by content, never by its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from flask_babel import lazy_gettext as _l

from matchmaker.profiles.imports import text_files, workbooks
from matchmaker.profiles.imports.errors import RowError, UnreadableFileError
from matchmaker.profiles.imports.limits import Limits


@dataclass(frozen=True)
class Row:
    """One record: the line (or sheet row) on which it begins, and its cells by header.

    `fault` says why the record cannot be used, where that is known without looking at its meaning.
    """

    line: int
    cells: dict[str, str]
    fault: RowError | None = None


@dataclass(frozen=True)
class Table:
    """A file under its limits. `encoding` is that of a text file, None for a workbook."""

    header: tuple[str, ...]
    rows: Iterator[Row]
    encoding: str | None = None


def open_table(stream: IO[bytes], limits: Limits) -> Table:
    """Return the table in `stream`, which must be seekable; rows are read one by one as they are asked for.

    Raise UnreadableFileError where the file exceeds a limit or is no table. Reading rows may raise it too.
    """
    _check_size(stream, limits)
    if workbooks.is_workbook(stream):
        read, encoding = partial(workbooks.records, stream, limits), None
    else:
        encoding = text_files.encoding_of(stream, limits)
        read = partial(text_files.records, stream, encoding)
    records = read()
    header = _header(next(records, None), limits)
    return Table(header, _rows(records, header, limits), encoding)


def count_rows(table: Table) -> int:
    """Read all rows of a table and return how many they are; raises as reading does."""
    return sum(1 for _ in table.rows)


def _check_size(stream: IO[bytes], limits: Limits) -> None:
    size = stream.seek(0, 2)
    if size == 0:
        raise UnreadableFileError(_l("The file is empty."))
    if size > limits.file:
        raise UnreadableFileError(_l("The file is larger than %(size)s bytes.", size=limits.file))


def _header(record: tuple[int, list[str]] | None, limits: Limits) -> tuple[str, ...]:
    names = [_storable(name).strip() for name in record[1]] if record else []
    while names and not names[-1]:
        names.pop()
    if not names:
        raise UnreadableFileError(_l("The file has no header line."))
    if len(names) > limits.columns:
        raise UnreadableFileError(_l("The file has more than %(count)s columns.", count=limits.columns))
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise UnreadableFileError(_l("Two columns are called %(name)s.", name=twice[0]))
    return tuple(names)


def _rows(records: Iterator[tuple[int, list[str]]], header: tuple[str, ...], limits: Limits) -> Iterator[Row]:
    for count, (line, cells) in enumerate(records, start=1):
        if count > limits.rows:
            raise UnreadableFileError(_l("The file has more than %(count)s rows.", count=limits.rows))
        yield _row(line, cells, header, limits)


def _row(line: int, cells: list[str], header: tuple[str, ...], limits: Limits) -> Row:
    named = {name: _storable(cell) for name, cell in zip(header, cells, strict=False) if name}
    return Row(line, {name: named.get(name, "") for name in header if name}, _fault(cells, header, limits))


def _storable(cell: str) -> str:
    """Return the cell without the one sign that the database takes in no text, a reject's included."""
    return cell.replace("\x00", "")


def _fault(cells: list[str], header: tuple[str, ...], limits: Limits) -> RowError | None:
    if any(cell.strip() for cell in cells[len(header) :]):
        rule = _l("The row has more cells than the header line.")
        return RowError(rule)
    for name, cell in zip(header, cells, strict=False):
        if len(cell) > limits.cell:
            return RowError(
                _l(
                    "The cell %(column)s has %(length)s characters; at most %(limit)s are taken.",
                    column=name,
                    length=len(cell),
                    limit=limits.cell,
                ),
                _l("A cell is too long."),
            )
    return None
