"""XLSX workbooks: measured as a stream before a parser builds the sheet in memory."""

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import IO, Any
from xml.parsers import expat

from flask_babel import lazy_gettext as _l

from matchmaker.profiles.imports.errors import UnreadableFileError, unpacks_too_large
from matchmaker.profiles.imports.limits import Limits

ZIP_MAGIC = b"PK\x03\x04"
CHUNK = 1 << 16
MAX_MEMBERS = 1000
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # the format of workbooks allows no other
ENCRYPTED_OR_PATCHED = 0x01 | 0x20 | 0x40
# What reading a damaged archive of plain members raises, found by damaging thousands at random.
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,  # cut short
    ValueError,  # an offset before the first byte, a name that is no text
    RuntimeError,  # a later version of the archive format, or a password
)
_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})\Z")


def is_workbook(stream: IO[bytes]) -> bool:
    """Return whether the content is a zip archive, as every XLSX is."""
    stream.seek(0)
    return stream.read(4) == ZIP_MAGIC


def records(stream: IO[bytes], limits: Limits) -> Iterator[tuple[int, list[str]]]:
    """Yield (row number, cells) of the first sheet, blank rows left out.

    Raise UnreadableFileError where the archive unpacks to more than `limits.unpacked` bytes, a sheet or
    its texts exceed the limits, or the file is no workbook.
    """
    measure(stream, limits)
    for number, cells in enumerate(_first_sheet(stream), start=1):
        texts = [as_text(cell) for cell in cells]
        if any(text.strip() for text in texts):
            yield number, texts


def _first_sheet(stream: IO[bytes]) -> list[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook

    stream.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(stream.read()))
        return workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, IndexError, ValueError):
        raise _not_a_workbook() from None
    except BaseException as error:  # a panic of the parser is no Exception; nothing else is swallowed
        if type(error).__name__ != "PanicException":
            raise
        raise _not_a_workbook() from None


def as_text(cell: Any) -> str:
    """Return a cell as the text a CSV would hold: whole numbers without a point, dates in ISO form."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return str(cell) if isinstance(cell, timedelta | int) else cell or ""


def measure(stream: IO[bytes], limits: Limits) -> None:
    """Check the archive's unpacked size, its sheets' areas and texts, reading each member as a stream."""
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            _check_members(members, limits)
            measured = _Measure(limits)
            for member in members:
                _measure_member(archive, member, measured)
            measured.check_shared()
    except DAMAGED:
        raise _not_a_workbook() from None


def _check_members(members: list[zipfile.ZipInfo], limits: Limits) -> None:
    if len(members) > MAX_MEMBERS or not all(map(_is_plain, members)):
        raise _not_a_workbook()
    if sum(member.file_size for member in members) > limits.unpacked:
        raise unpacks_too_large(limits)


def _is_plain(member: zipfile.ZipInfo) -> bool:
    return member.compress_type in PACKED and not member.flag_bits & ENCRYPTED_OR_PATCHED


def _measure_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, measured: "_Measure") -> None:
    """Feed one XML member to the measure; zipfile itself reads no more than the size it declares."""
    with archive.open(member) as content:
        chunk = content.read(CHUNK)
        if not chunk.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return  # a picture or the like: no sheet can be read from it
        parser = measured.parser()
        try:
            while chunk:
                parser.Parse(chunk, False)
                chunk = content.read(CHUNK)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise _not_a_workbook() from None


class _Measure:
    """Counts cells, the sheet's area and the characters that its texts would fill, as elements pass by."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.shared: dict[int, int] = {}  # index of a shared text -> its length, whichever member holds it
        self.used: Counter[int] = Counter()  # index -> in how many cells it stands
        self.filled = 0

    def parser(self) -> expat.XMLParserType:
        """Return a parser for one more member."""
        self.width = self.height = self.row = self.column = self.length = self.texts = 0
        self.reference: str | None = None
        self.kind = ""
        parser = expat.ParserCreate()
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        return parser

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(":")[2]:
            case "row":
                self.row, self.column = _number(attributes.get("r"), self.row + 1), 0
            case "c":
                self.kind = attributes.get("t", "")
                self._place(attributes.get("r", ""))
            case "si":
                self.length = 0
            case "v":
                self.reference = "" if self.kind == "s" else None

    def _place(self, place: str) -> None:
        found = _PLACE.match(place)
        self.column = _column(found[1]) if found else self.column + 1
        self.width = max(self.width, self.column)
        self.height = max(self.height, int(found[2]) if found else self.row)
        self._check_area()

    def _check_area(self) -> None:
        if self.width > self.limits.columns:
            raise UnreadableFileError(
                _l("The file has more than %(count)s columns.", count=self.limits.columns)
            )
        if self.height > self.limits.rows + 1 or self.width * self.height > self.limits.sheet_cells:
            raise UnreadableFileError(
                _l("The sheet is too large: its last cell is in row %(row)s.", row=self.height)
            )

    def _text(self, data: str) -> None:
        self.length += len(data)
        if self.reference is not None:
            self.reference += data
        else:
            self._fill(len(data))

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "si":
            self.shared[self.texts] = max(self.length, self.shared.get(self.texts, 0))
            self.texts += 1
        elif local == "v" and self.reference is not None:
            self.used[_number(self.reference.strip(), -1)] += 1
            self.reference = None

    def check_shared(self) -> None:
        """Check what the shared texts fill, once all members were measured: a text counts in each cell."""
        for index, times in self.used.items():
            self._fill(times * self.shared.get(index, 0))

    def _fill(self, length: int) -> None:
        self.filled += length
        if self.filled > self.limits.unpacked:
            raise unpacks_too_large(self.limits)


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else default


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _refuse_doctype(*_: Any) -> None:
    raise _not_a_workbook()


def _not_a_workbook() -> UnreadableFileError:
    return UnreadableFileError(_l("The file is not a readable XLSX workbook."))
