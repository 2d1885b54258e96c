"""How much in each of many texts speaks for French, how much for English: small words and accents."""

from collections.abc import Collection, Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

from matchmaker.matching.engine.bilingual.scan import characters, codes_of

Ints = npt.NDArray[np.int64]

_FRENCH, _ENGLISH = 1, 2
_LONGEST = 20  # characters of a small word
_SLOTS = 1 << 12


def evidence(texts: Sequence[str], french: frozenset[str], english: frozenset[str], accents: str) -> Ints:
    """Small words of `french` and letters of `accents`, and small words of `english`: int64 (texts, 2)."""
    firsts = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum([len(text) for text in texts], out=firsts[1:])
    known, letter = characters(), _letters(accents)
    found: Ints = _counted(codes_of("".join(texts)), known.lower, letter, firsts, _table(french, english))
    return found


@cache
def _letters(accents: str) -> npt.NDArray[np.uint8]:
    """1 for a code point that may stand in a word, 2 for an accent that tells French."""
    known = characters()
    kinds = (known.kinds & 1).astype(np.uint8)
    every = "".join(map(chr, np.flatnonzero(kinds).tolist()))
    decimal = np.fromiter(map(str.isdecimal, every), dtype=bool, count=len(every))
    kinds[np.flatnonzero(kinds)[decimal]] = 0
    for one in accents:
        kinds[[ord(one), ord(one.upper())]] = 2
    return kinds


@cache
def _table(french: frozenset[str], english: frozenset[str]) -> tuple[npt.NDArray[np.uint64], Any]:
    """Small words by hash, and the language of each."""
    keys, languages = np.zeros(_SLOTS, dtype=np.uint64), np.zeros(_SLOTS, dtype=np.uint8)
    for words, language in ((french, _FRENCH), (english, _ENGLISH)):
        _place(keys, languages, words, language)
    return keys, languages


def _place(keys: Any, languages: Any, words: Collection[str], language: int) -> None:
    for word in sorted(words):
        codes = codes_of(word)
        key = _hash(codes)
        slot = int(key) & (_SLOTS - 1)
        while languages[slot]:
            slot = (slot + 1) & (_SLOTS - 1)
        keys[slot], languages[slot] = key, language


@njit(cache=True, nogil=True)
def _hash(codes: Any) -> Any:
    key = np.uint64(0xCBF29CE484222325)
    for code in codes:
        key = _step(key, code)
    return key


@njit(cache=True, nogil=True)
def _step(key: Any, code: Any) -> Any:
    key = (key ^ np.uint64(code)) * np.uint64(0x100000001B3)
    return key ^ (key >> np.uint64(29))


@njit(cache=True, nogil=True)
def _counted(codes: Any, lower: Any, letter: Any, firsts: Any, small_words: Any) -> Any:
    keys, languages = small_words
    found = np.zeros((firsts.size - 1, 2), dtype=np.int64)
    for text in range(firsts.size - 1):
        key, length = np.uint64(0xCBF29CE484222325), 0
        for at in range(firsts[text], firsts[text + 1] + 1):
            inside = at < firsts[text + 1] and letter[codes[at]] > 0
            if inside:
                code = codes[at]
                found[text, 0] += letter[code] == 2
                key = _step(key, lower[code] if code < lower.size and lower[code] else code)
                length += 1
            elif length:
                if length <= _LONGEST:
                    language = _language(key, keys, languages)
                    found[text, 0] += language == _FRENCH
                    found[text, 1] += language == _ENGLISH
                key, length = np.uint64(0xCBF29CE484222325), 0
    return found


@njit(cache=True, nogil=True)
def _language(key: Any, keys: Any, languages: Any) -> Any:
    slot = np.int64(key) & (keys.size - 1)
    while languages[slot]:
        if keys[slot] == key:
            return languages[slot]
        slot = (slot + 1) & (keys.size - 1)
    return 0
