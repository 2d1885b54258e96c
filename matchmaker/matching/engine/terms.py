"""Terms by their letters, compiled: a hash table that can be mapped, and words straight from a text."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

import re
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import types

from matchmaker.matching.engine.jit import compiled, inner, read, together, written
from matchmaker.matching.engine.sorting import ascend

Ints = npt.NDArray[np.int64]
Bytes = npt.NDArray[np.uint8]

TABLE = together(read("u1"), read("i8"), read("i4"))
PLANE = 1 << 16  # characters told apart by a table; a text with rarer ones is read by `re`


@inner
def _hash(letters: Any, first: Any, last: Any) -> Any:
    """FNV-1a, its high bits folded in: the same in every process, unlike Python's."""
    key = np.uint64(0xCBF29CE484222325)
    for at in range(first, last):
        key = (key ^ np.uint64(letters[at])) * np.uint64(0x100000001B3)
    return key ^ (key >> np.uint64(29))


@inner
def _find(letters: Any, first: Any, last: Any, table: Any) -> Any:
    """The column of the term that stands in `letters` from `first` to `last`, -1 where the table lacks it."""
    held, offsets, slots = table
    slot = np.int64(_hash(letters, first, last) & np.uint64(slots.size - 1))
    while slots[slot] >= 0:
        column = slots[slot]
        start = offsets[column]
        if offsets[column + 1] - start == last - first:
            at = 0
            while at < last - first and held[start + at] == letters[first + at]:
                at += 1
            if at == last - first:
                return np.int64(column)
        slot = (slot + 1) & (slots.size - 1)
    return np.int64(-1)


@compiled(types.none, read("u1"), read("i8"), written("i4"))
def fill_slots(letters: Any, offsets: Any, slots: Any) -> None:
    """Put each term into the first free slot after its hash; `slots` are a power of two, all -1."""
    for column in range(offsets.size - 1):
        slot = np.int64(_hash(letters, offsets[column], offsets[column + 1]) & np.uint64(slots.size - 1))
        while slots[slot] >= 0:
            slot = (slot + 1) & (slots.size - 1)
        slots[slot] = column


@compiled(types.none, read("u1"), read("i8"), TABLE, written("i8"))
def find_terms(letters: Any, offsets: Any, table: Any, out: Any) -> None:
    """The column of each term, -1 for unknown ones."""
    for place in range(out.size):
        out[place] = _find(letters, offsets[place], offsets[place + 1], table)


@lru_cache(maxsize=1)
def word_characters() -> Bytes:
    r"""For each of the first characters of Unicode, whether `\w` matches it, uint8 (PLANE,)."""
    kinds = np.zeros(PLANE, dtype=np.uint8)
    kinds[[match.start() for match in re.finditer(r"\w", "".join(map(chr, range(PLANE))))]] = 1
    kinds.flags.writeable = False
    return kinds


@inner
def _put(code: Any, letters: Any, at: Any) -> Any:
    """Write a character as UTF-8; where the next one goes."""
    if code < 0x80:
        letters[at] = code
        return at + 1
    if code < 0x800:
        letters[at], letters[at + 1] = 0xC0 | code >> 6, 0x80 | code & 0x3F
        return at + 2
    letters[at], letters[at + 1] = 0xE0 | code >> 12, 0x80 | code >> 6 & 0x3F
    letters[at + 2] = 0x80 | code & 0x3F
    return at + 3


@inner
def _words(codes: Any, kinds: Any, letters: Any, places: Any) -> Any:
    r"""The words of a text, `\w\w+`, each followed by a space: how many; where they begin and end."""
    count, at, put = 0, 0, np.int64(0)
    while at < codes.size:
        start = at
        while at < codes.size and kinds[codes[at]]:
            at += 1
        if at - start > 1:
            places[count, 0] = put
            for one in range(start, at):
                put = _put(codes[one], letters, put)
            places[count, 1] = put
            letters[put] = 32
            put += 1
            count += 1
        at += 1
    return count


@compiled(
    types.int64,
    read("u4"),
    read("i8"),
    together(types.int64, types.int64),
    read("u1"),
    TABLE,
    written("i8"),
    written("i8"),
    written("f8"),
)
def read_words(
    codes: Any, starts: Any, lengths: Any, kinds: Any, table: Any, firsts: Any, columns: Any, counts: Any
) -> int:
    """The columns of the words of texts, ascending for each, and how often they stand in it.

    codes: the characters of lower-case texts one after the other, text i in [starts[i], starts[i + 1]);
    lengths: the fewest and the most words of a term. Fills `firsts` (texts + 1), `columns` and `counts`;
    returns how many terms were unknown.
    """
    longest = 0
    for text in range(starts.size - 1):
        longest = max(longest, starts[text + 1] - starts[text])
    letters, places = np.empty(4 * longest + 8, np.uint8), np.empty((longest // 2 + 2, 2), np.int64)
    found = np.empty((longest // 2 + 2) * (lengths[1] - lengths[0] + 1), np.int64)
    unknown, total = 0, 0
    firsts[0] = 0
    for text in range(starts.size - 1):
        words = _words(codes[starts[text] : starts[text + 1]], kinds, letters, places)
        held = 0
        for length in range(lengths[0], lengths[1] + 1):
            for word in range(words - length + 1):
                column = _find(letters, places[word, 0], places[word + length - 1, 1], table)
                if column < 0:
                    unknown += 1
                else:
                    found[held] = column
                    held += 1
        ascend(found[:held])
        for at in range(held):
            if at == 0 or found[at] != found[at - 1]:
                columns[total], counts[total] = found[at], 0.0
                total += 1
            counts[total - 1] += 1.0
        firsts[text + 1] = total
    return unknown
