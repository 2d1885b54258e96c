"""Dictionaries in the format of dictd, such as FreeDict of Debian: their words as lemmas of our own."""

import gzip
import re
import string
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from matchmaker.matching.engine.bilingual.lexicon import PHRASE, Entry, Lexicon
from matchmaker.matching.engine.spaces import Language

FREEDICT = Path("/usr/share/dictd/freedict-fra-eng.index")
"""Where Debian's package dict-freedict-fra-eng puts its index; the text lies beside it as .dict.dz."""

LISTED = 5  # translations of a headword
SIGHTINGS = 4.0  # what a headword is worth beside other sources: half the vote of a list of the field
_DIGITS = {digit: place for place, digit in enumerate(string.ascii_letters[26:] + string.ascii_letters[:26])}
_DIGITS |= {digit: place for place, digit in enumerate(string.digits + "+/", start=52)}
_SENSE = re.compile(r"^\s*(?:\d+\.\s*)?")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]|<[^>]*>|/[^/]*/")
_ABOUT = "00database"  # begins the headwords under which a dictionary tells of itself


class Terms(Protocol):
    """What reads a text as terms under their language, such as "fr:dechet"; a `BilingualReader` does."""

    lexicon: Lexicon

    def terms(self, text: str, language: Language | None = None) -> list[str]:
        """The terms of `text`, repeats included."""


def read_dictd(index: Path, reader: Terms) -> list[Entry]:
    """The entries of the French-English dictionary whose index is at `index`, read as `reader` reads words.

    The first translation counts 1, the second a half, the third a third. Left out is what is longer than a
    phrase of the lexicon, and every word that `reader` knows already: a dictionary of everything lists senses
    that the field does not use. Raises ValueError with the line of the first row that leads nowhere.
    """
    data = _text(index)
    listed: dict[str, dict[str, None]] = {}
    for number, line in enumerate(index.read_text(encoding="utf-8").splitlines(), start=1):
        for french, english in _meanings(_definition(data, line, f"{index}, line {number}"), reader):
            listed.setdefault(french, {})[english] = None
    new = listed.keys() - reader.lexicon.french.keys()
    return [_entry(french, list(english)) for french, english in listed.items() if french in new]


def _text(index: Path) -> bytes:
    """The text beside an index; .dict.dz is gzip with a table for those who would not read all of it."""
    packed = index.with_suffix(".dict.dz")
    try:
        if packed.exists():
            return gzip.decompress(packed.read_bytes())
        return index.with_suffix(".dict").read_bytes()
    except (OSError, EOFError, zlib.error) as error:
        message = f"{index} has no readable .dict.dz or .dict beside it: {error}"
        raise ValueError(message) from error


def _definition(data: bytes, line: str, place: str) -> list[str]:
    """The lines of the definition that a row of the index leads to, none for what tells of the dictionary."""
    try:
        headword, start, length = line.split("\t")[:3]
        offset, size = _number(start), _number(length)
        if offset + size > len(data):
            raise ValueError(line)
        definition = data[offset : offset + size].decode("utf-8")
        return [] if headword.startswith(_ABOUT) else definition.splitlines()
    except (KeyError, ValueError):
        message = f"{place}: expected a headword, an offset and a length within the dictionary, by tabs"
        raise ValueError(message) from None


def _number(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _DIGITS[digit]
    return value


def _meanings(definition: Sequence[str], reader: Terms) -> Iterator[tuple[str, str]]:
    """The headword's lemmas with those of each translation, one sense a line, translations by commas."""
    if not definition or (french := _lemmas(definition[0], "fr", reader)) is None:
        return
    for sense in definition[1:]:
        for part in _SENSE.sub("", sense).split(","):
            if (english := _lemmas(part, "en", reader)) is not None:
                yield french, english


def _lemmas(text: str, language: Language, reader: Terms) -> str | None:
    words = " ".join(term[3:] for term in reader.terms(_ASIDE.sub(" ", text), language)).split()
    return " ".join(words) if 0 < len(words) <= PHRASE else None


def _entry(french: str, english: Sequence[str]) -> Entry:
    weights = tuple((other, 1 / place) for place, other in enumerate(english[:LISTED], start=1))
    return Entry(french, weights, SIGHTINGS)
