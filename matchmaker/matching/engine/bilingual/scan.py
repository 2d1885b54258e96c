"""The words of many texts at once: code points in, numbers of distinct words out.

`TOKEN` says what a word is, and reading one text goes by it; the loops here find the same for thousands of
texts, and meet each distinct word once.
"""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.analysis import INITIALS, INSIDE, MAX_WORD, RUN

BREAKS = '\n.!?…;:,()[]{}"«»“”•|'
"""What stands between two words that are no phrase: ends of sentences, of clauses and of lines."""

TOKEN = re.compile(rf"{INITIALS}|{RUN}(?:['’ʼ‐‑-]{RUN})*|[{re.escape(BREAKS)}]+")
"""A written word, elisions and hyphens included, or a break."""

BREAK = -1

Codes = npt.NDArray[np.uint32]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

ALNUM, MARK, JOINT, UPPER, LOWER, ALPHA, STOP = (np.uint8(1 << bit) for bit in range(7))
_CASED = 0x20000  # no character from here on has a case
_LOWERED = 0x10000  # `_Characters.lower` ends here
_CAPITAL_I_WITH_DOT = 0x130  # its small letter is two characters


@dataclass(frozen=True)
class Characters:
    """What each code point is: `kinds` uint8 flags; `lower` uint32 small letters, 0 where longer."""

    kinds: npt.NDArray[np.uint8]
    lower: Codes


@cache
def characters() -> Characters:
    """The tables of all code points, as regular expressions and strings of this Python see them."""
    every = np.arange(sys.maxunicode + 1, dtype=np.uint32)
    letters = text_of(every)
    kinds = np.zeros(len(every), dtype=np.uint8)
    for pattern, kind in ((r"[^\W_]+", ALNUM), (f"[{INSIDE}]+", MARK), ("['’ʼ‐‑-]+", JOINT)):
        for match in re.finditer(pattern, letters):
            kinds[match.start() : match.end()] |= kind
    kinds[list(map(ord, BREAKS))] |= STOP
    cased = letters[:_CASED]
    for holds, kind in ((str.isupper, UPPER), (_not_upper, LOWER), (str.isalpha, ALPHA)):
        kinds[:_CASED][np.fromiter(map(holds, cased), dtype=bool, count=_CASED)] |= kind
    small = [one.lower() for one in cased[:_LOWERED]]
    lower = np.fromiter((ord(one) if len(one) == 1 else 0 for one in small), np.uint32, _LOWERED)
    return Characters(kinds, lower)


def _not_upper(one: str) -> bool:
    return one.islower() or (one.istitle() and not one.isupper())


def codes_of(text: str) -> Codes:
    """The code points of `text`."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def text_of(codes: Codes) -> str:
    """The text of code points."""
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


class Spelling(NamedTuple):
    """Written words one after the other, each of a language.

    letters: uint32, those of word i at [offsets[i], offsets[i + 1]); hashes: uint64; languages: uint8.
    """

    letters: Codes
    offsets: Ints
    hashes: npt.NDArray[np.uint64]
    languages: npt.NDArray[np.uint8]

    def strings(self) -> list[str]:
        """The words themselves."""
        whole = text_of(self.letters)
        return [whole[start:end] for start, end in pairwise(self.offsets.tolist())]

    def of(self, chosen: Ints) -> "Spelling":
        """The `chosen` words, in their order."""
        starts, lengths = self.offsets[chosen], np.diff(self.offsets)[chosen]
        offsets = np.zeros(len(chosen) + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        letters = self.letters[np.arange(offsets[-1]) + np.repeat(starts - offsets[:-1], lengths)]
        return Spelling(letters, offsets, self.hashes[chosen], self.languages[chosen])


@dataclass(frozen=True)
class Words:
    """The words of texts in reading order.

    numbers: the number of each word among `distinct`, or `BREAK`; those of text i are at [starts[i],
    starts[i + 1]). loud: whether most of a text is in capitals. distinct: written words, those with a capital
    in front in small letters.
    """

    numbers: Numbers
    starts: Ints
    loud: npt.NDArray[np.bool_]
    distinct: Spelling


def scan(texts: Sequence[str], stretches: Sequence[Sequence[tuple[int, int, int]]]) -> Words:
    """The words of `texts`; the stretches of each are [start, end) and the number of its language."""
    known, firsts = characters(), np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=firsts[1:])
    counts = np.fromiter(map(len, stretches), dtype=np.int64, count=len(texts))
    flat = np.array([part for parts in stretches for part in parts], dtype=np.int64).reshape(-1, 3)
    flat[:, :2] += np.repeat(firsts[:-1], counts)[:, None]
    codes = codes_of("".join(texts))
    tokens, of_stretch, loud = _tokens(codes, known.kinds, flat, np.cumsum(counts))
    spoken = np.repeat(flat[:, 2].astype(np.uint8), np.diff(of_stretch))
    numbers, first, hashes = _numbered(codes, known.lower, tokens, spoken)
    letters, offsets = _spelt(codes, known.lower, tokens, first)
    starts = of_stretch[np.concatenate([[0], np.cumsum(counts)])]
    return Words(numbers, starts, loud, Spelling(letters, offsets, hashes, spoken[first]))


@njit(cache=True, nogil=True)
def _tokens(codes: Any, kinds: Any, stretches: Any, last_of_text: Any) -> Any:
    """Places of words that may mean something, and of breaks; where each stretch begins; whether texts shout.

    int32 (tokens, 3): start, end, and 1 where only the first letter is a capital, `BREAK` for a break.
    """
    found = np.empty((codes.size + 1, 3), dtype=np.int32)
    starts = np.zeros(len(stretches) + 1, dtype=np.int64)
    loud = np.zeros(len(last_of_text), dtype=np.bool_)
    count, words, shouted, text = 0, 0, 0, 0
    for place in range(len(stretches)):
        while last_of_text[text] <= place:
            text, words, shouted = text + 1, 0, 0
        at, end = stretches[place, 0], stretches[place, 1]
        while at < end:
            kind = kinds[codes[at]]
            stop = _end(codes, kinds, at, end) if kind & ALNUM else at + 1
            if kind & STOP:
                found[count, 0], found[count, 1], found[count, 2] = at, stop, BREAK
                count += 1
            elif kind & ALNUM:
                upper, title, digits = _case(codes, kinds, at, stop)
                words, shouted = words + 1, shouted + upper
                if not digits and stop - at <= MAX_WORD and (stop - at > 1 or codes[at] > 127):
                    found[count, 0], found[count, 1], found[count, 2] = at, stop, int(title)
                    count += 1
            at = stop
        starts[place + 1] = count
        loud[text] = words > 3 and 2 * shouted > words
    return found[:count].copy(), starts, loud


@njit(cache=True, nogil=True)
def _end(codes: Any, kinds: Any, start: int, end: int) -> int:
    """Where the word that begins at `start` ends: `TOKEN` step by step."""
    at = _letters(codes, kinds, start, min(end, start + 3))
    if at - start < 3 and at < end and codes[at] == ord("&"):
        stop = _letters(codes, kinds, at + 1, min(end, at + 4))
        if 0 < stop - at - 1 < 3:
            return stop
    while True:
        while at < end and kinds[codes[at]] & (ALNUM | MARK):
            at += 1
        if at + 1 < end and kinds[codes[at]] & JOINT and kinds[codes[at + 1]] & ALNUM:
            at += 1
        else:
            return at


@njit(cache=True, nogil=True)
def _letters(codes: Any, kinds: Any, start: int, end: int) -> int:
    at = start
    while at < end and kinds[codes[at]] & ALNUM:
        at += 1
    return at


@njit(cache=True, nogil=True)
def _case(codes: Any, kinds: Any, start: int, end: int) -> Any:
    """Whether a word is in capitals, whether only its first letter is one, whether it is all digits."""
    upper, small, digits = False, False, True
    title = bool(kinds[codes[start]] & UPPER) and end - start > 1 and codes[start] != _CAPITAL_I_WITH_DOT
    for at in range(start, end):
        kind = kinds[codes[at]]
        digits = digits and ord("0") <= codes[at] <= ord("9")
        upper, small = upper or bool(kind & UPPER), small or bool(kind & LOWER)
        title = title and bool(kind & ALPHA) and codes[at] < _LOWERED
        title = title and (at == start or bool(kind & LOWER))
    return upper and not small, title, digits


@njit(cache=True, nogil=True)
def _numbered(codes: Any, lower: Any, tokens: Any, languages: Any) -> Any:
    """The number of each token among the distinct ones, or `BREAK`; where these first stand, their hashes."""
    numbers = np.empty(len(tokens), dtype=np.int32)
    first, hashes = np.empty(1 << 12, dtype=np.int64), np.empty(1 << 12, dtype=np.uint64)
    table = np.full(1 << 13, -1, dtype=np.int32)
    distinct = 0
    for token in range(len(tokens)):
        if tokens[token, 2] == BREAK:
            numbers[token] = BREAK
            continue
        key = _hash(codes, lower, tokens[token], languages[token])
        slot = np.int64(key) & (table.size - 1)
        while table[slot] >= 0:
            other = first[table[slot]]
            same = hashes[table[slot]] == key and languages[other] == languages[token]
            if same and _same(codes, lower, tokens[token], tokens[other]):
                break
            slot = (slot + 1) & (table.size - 1)
        if table[slot] < 0:
            table[slot], first[distinct], hashes[distinct] = distinct, token, key
            numbers[token] = distinct
            distinct += 1
            if distinct == hashes.size:
                first, hashes = np.append(first, first), np.append(hashes, hashes)
                table = _rehashed(hashes, distinct)
        else:
            numbers[token] = table[slot]
    return numbers, first[:distinct].copy(), hashes[:distinct].copy()


@njit(cache=True, nogil=True)
def _spelt(codes: Any, lower: Any, tokens: Any, chosen: Any) -> Any:
    """The letters of the `chosen` tokens as they are compared, and where those of each begin."""
    offsets = np.zeros(chosen.size + 1, dtype=np.int64)
    for place in range(chosen.size):
        offsets[place + 1] = offsets[place] + tokens[chosen[place], 1] - tokens[chosen[place], 0]
    letters = np.empty(offsets[chosen.size], dtype=np.uint32)
    for place in range(chosen.size):
        start = tokens[chosen[place], 0]
        for at in range(offsets[place + 1] - offsets[place]):
            code = codes[start + at]
            letters[offsets[place] + at] = lower[code] if tokens[chosen[place], 2] else code
    return letters, offsets


@njit(cache=True, nogil=True)
def _hash(codes: Any, lower: Any, token: Any, language: int) -> Any:
    key = np.uint64(0xCBF29CE484222325) + np.uint64(language)
    for at in range(token[0], token[1]):
        code = lower[codes[at]] if token[2] else codes[at]
        key = (key ^ np.uint64(code)) * np.uint64(0x100000001B3)
    return key ^ (key >> np.uint64(31))


@njit(cache=True, nogil=True)
def _same(codes: Any, lower: Any, one: Any, other: Any) -> bool:
    if one[1] - one[0] != other[1] - other[0]:
        return False
    for place in range(one[1] - one[0]):
        code, its = codes[one[0] + place], codes[other[0] + place]
        if (lower[code] if one[2] else code) != (lower[its] if other[2] else its):
            return False
    return True


@njit(cache=True, nogil=True)
def _rehashed(hashes: Any, count: int) -> Any:
    table = np.full(2 * hashes.size, -1, dtype=np.int32)
    for number in range(count):
        slot = np.int64(hashes[number]) & (table.size - 1)
        while table[slot] >= 0:
            slot = (slot + 1) & (table.size - 1)
        table[slot] = number
    return table
