"""CSV files: size and encoding found before parsing, then rows one after another. Pure but for the bytes."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

from flask_babel import lazy_gettext as _l

from matchmaker.profiles.imports.errors import UnreadableFileError, unpacks_too_large
from matchmaker.profiles.imports.limits import Limits

GZIP_MAGIC = b"\x1f\x8b"
# Of PDF, RTF, PNG, JPEG, GIF, and of the workbooks and documents of before XLSX and DOCX.
NO_TABLES = (b"%PDF-", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0")
CHUNK = 1 << 16
DELIMITERS = (",", ";", "\t")
csv.field_size_limit(Limits.longest)


def plain(stream: IO[bytes]) -> IO[bytes]:
    """Return the stream's content as it was before gzip, from its start."""
    stream.seek(0)
    head = stream.read(2)
    stream.seek(0)
    return gzip.GzipFile(fileobj=stream) if head == GZIP_MAGIC else stream  # type: ignore[return-value]  # reads bytes too


def encoding_of(stream: IO[bytes], limits: Limits) -> str:
    """Return `utf-8-sig`, or `cp1252` where the bytes are no UTF-8.

    Reads the whole stream once, in pieces. Raise UnreadableFileError where it unpacks to more than
    `limits.unpacked` bytes, is damaged, of another kind, or in neither encoding.
    """
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    size = 0
    for chunk in _chunks(stream):
        size += len(chunk)
        if size > limits.unpacked:
            raise unpacks_too_large(limits)
        if size == len(chunk):
            _check_kind(chunk)
        _feed(decoders, chunk)
    _feed(decoders, b"", final=True)
    return "utf-8-sig" if "utf-8" in decoders else "cp1252"


def _check_kind(beginning: bytes) -> None:
    if beginning.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise UnreadableFileError(_l("The file is in UTF-16. Save it as CSV in UTF-8, please."))
    if beginning.startswith(NO_TABLES):
        raise UnreadableFileError(_l("The file is neither a CSV nor an XLSX file."))


def _feed(decoders: dict[str, codecs.IncrementalDecoder], chunk: bytes, *, final: bool = False) -> None:
    for name in list(decoders):
        try:
            decoders[name].decode(chunk, final)
        except UnicodeDecodeError:
            del decoders[name]
    if not decoders:
        raise UnreadableFileError(_l("The file is neither in UTF-8 nor in Windows-1252. Save it in UTF-8."))


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    source = plain(stream)
    try:
        while chunk := source.read(CHUNK):
            yield chunk
    except (OSError, EOFError, zlib.error):
        raise UnreadableFileError(_l("The compressed file is damaged.")) from None


def records(stream: IO[bytes], encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Yield (line on which it begins, cells) of each record that is not blank.

    The delimiter is the one of comma, semicolon and tab that cuts the first line into most columns.
    Raise UnreadableFileError for a cell without end, which would swallow the rows after it.
    """
    text = io.TextIOWrapper(plain(stream), encoding=encoding, newline="")
    begins = 1
    try:
        reader = csv.reader(text, delimiter=_delimiter(text), strict=True)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield begins, cells
            begins = reader.line_num + 1
    except csv.Error:
        raise UnreadableFileError(
            _l("From line %(line)s on, a quotation mark is not closed or not doubled.", line=begins)
        ) from None
    finally:
        with suppress(ValueError):  # the caller closed its stream while rows were left
            text.detach()  # else it would be closed with the wrapper


def _delimiter(text: io.TextIOWrapper) -> str:
    sample = text.read(CHUNK)
    text.seek(0)
    first = next((line for line in re.split(r"[\r\n]+", sample) if line.strip()), "")
    return max(DELIMITERS, key=lambda sign: len(next(csv.reader([first], delimiter=sign), [])))
