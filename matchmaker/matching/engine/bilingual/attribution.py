"""To which words of a query and of a text it is due what both share: one compiled loop over many texts."""

# Compiled functions have no keywords: arrays come in tuples, one after the other.
# ruff: noqa: PLR0917

import math
from typing import Any

import numpy as np
from numba import types

from matchmaker.matching.engine.jit import compiled, inner, read, together, written

_TEXTS = together(read("i8"), read("i8"), read("f8"))
_ASKED = together(read("i8"), read("i8"), read("i8"), read("f8"))
_MEANINGS = together(read("i4"), read("i8"), read("i8"), read("f8"), read("i8"), read("i8"))
_LIMITS = together(types.float64, types.float64)
_MARKS = together(written("i4"), written("i4"), written("i4"))
_FOUND = together(written("i8"), written("i8"), written("i8"), written("f8"))


@inner
def _twice(array: Any) -> Any:
    """A copy in twice the room."""
    grown = np.empty(2 * array.size, array.dtype)
    grown[: array.size] = array
    return grown


@inner
def _sources(entries: Any, meanings: Any, repeated: Any, where: Any, lines: Any) -> Any:
    """The words of a text that stand for each line of what it shares: where they begin, numbers, weights.

    entries: the columns and counts of the text; weights as shares of their line. where: the line of each
    shared column, -1 for others.
    """
    (columns, counts), (places, starts, shared, weights, said, _) = entries, meanings
    own, most = np.empty(columns.size, np.int64), np.int64(0)
    for entry in range(columns.size):
        own[entry] = places[columns[entry]]
        most += starts[own[entry] + 1] - starts[own[entry]] if own[entry] >= 0 else 0
    met, words, parts, count = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most), 0
    ends, totals = np.zeros(lines + 1, np.int64), np.zeros(lines)
    for entry in range(columns.size):
        place = own[entry]
        if place < 0:
            continue
        factor = 1.0 if counts[entry] == 1.0 else 1.0 + repeated * math.log(counts[entry])
        for at in range(starts[place], starts[place + 1]):
            line = where[shared[at]] if shared[at] >= 0 else -1
            if line >= 0:
                met[count], words[count], parts[count] = line, said[at], factor * weights[at]
                totals[line] += parts[count]
                ends[line + 1] += 1
                count += 1
    return _by_line(met[:count], words, parts, ends, totals)


@inner
def _by_line(met: Any, words: Any, parts: Any, ends: Any, totals: Any) -> Any:
    """Words and their parts by the lines they met, in order, from how many each line has and their sums."""
    for line in range(totals.size):
        ends[line + 1] += ends[line]
    held, shares, next_at = np.empty(met.size, np.int64), np.empty(met.size), ends[: totals.size].copy()
    for at in range(met.size):
        line = met[at]
        held[next_at[line]], shares[next_at[line]] = words[at], parts[at] / totals[line]
        next_at[line] += 1
    return ends, held, shares


@inner
def _most_own(starts: Any, columns: Any, places: Any, words: Any) -> Any:
    """How many words the text may have to name that has most."""
    most = np.int64(1)
    for text in range(starts.size - 1):
        count = np.int64(0)
        for at in range(starts[text], starts[text + 1]):
            place = places[columns[at]]
            count += words[place] if place >= 0 else 0
        most = max(most, count)
    return most


@inner
def _numbered(words: Any, numbers: Any, listed: Any) -> Any:
    """Number the distinct `words` that have no number yet, and list them: how many."""
    count = 0
    for at in range(words.size):
        word = words[at] >> 1
        if word >= 0 and numbers[word] < 0:
            numbers[word], listed[count] = count, word
            count += 1
    return count


@inner
def _split(line: Any, part: Any, asked: Any, sources: Any, numbers: Any, sums: Any, touched: Any) -> Any:
    """Add a part to the sums of the pairs of words that it is due to, and list those of them that are new.

    Two words that are both mere translations of what is shared are no pair, unless they are the same; see
    `wording.pairs_with`.
    """
    (words, shares), (ends, held, weights) = asked, sources
    askers, owners, width, pairs = numbers
    for at in range(words.size):
        for place in range(ends[line], ends[line + 1]):
            word, other = words[at], held[place]
            if word < 0 or other < 0 or not ((word | other) & 1 or word == other):
                continue
            pair = askers[word >> 1] * width + owners[other >> 1]
            if sums[pair] == 0.0:
                if pairs == touched.size:
                    touched = _twice(touched)
                touched[pairs] = pair
                pairs += 1
            sums[pair] += part * shares[at] * weights[place]
    return pairs, touched


@inner
def _kept(touched: Any, sums: Any, least: Any, words: Any, count: Any, found: Any) -> Any:
    """Add the pairs of a text to what was found, but for weak ones, and set their sums back to zero."""
    asking, owning, width = words
    terms, others, parts = found
    highest = 0.0
    for pair in touched:
        highest = max(highest, sums[pair])
    for pair in touched:
        if sums[pair] != 0.0 and sums[pair] >= least * highest:
            if count == parts.size:
                terms, others, parts = _twice(terms), _twice(others), _twice(parts)
            terms[count], others[count] = asking[pair // width], owning[pair % width]
            parts[count] = sums[pair]
            count += 1
        sums[pair] = 0.0
    return count, (terms, others, parts)


@compiled(_FOUND, _TEXTS, _TEXTS, _ASKED, _MEANINGS, _LIMITS, _MARKS)
def attribute(texts: Any, shared: Any, asked: Any, meanings: Any, limits: Any, marks: Any) -> Any:
    """For each text pairs of words and what they add: where those of each text begin, words, words, parts.

    Each shared term is split among the words of the query that stand for it, and those of the text, by the
    shares they have in it. limits: the share of the largest part of a text below which others are left out,
    and `REPEATED`. marks: -1 for every column, and twice for every word, before and after.
    """
    (starts, columns, counts), (firsts, lines, parts) = texts, shared
    sources, asked_starts, asked_words, asked_shares = asked
    (least, repeated), (where, askers, owners) = limits, marks
    width = _most_own(starts, columns, meanings[0], meanings[5])
    asking, owning = np.empty(asked_words.size, np.int64), np.empty(width, np.int64)
    askings = _numbered(asked_words, askers, asking)
    sums = np.zeros(askings * width)
    touched = np.empty(1024, np.int64)
    found, ends = (np.empty(1024, np.int64), np.empty(1024, np.int64), np.empty(1024)), np.zeros_like(starts)
    for text in range(starts.size - 1):
        line_of, held = lines[firsts[text] : firsts[text + 1]], columns[starts[text] : starts[text + 1]]
        for line in range(line_of.size):
            where[line_of[line]] = line
        entries = (held, counts[starts[text] : starts[text + 1]])
        own = _sources(entries, meanings, repeated, where, line_of.size)
        for line in range(line_of.size):
            where[line_of[line]] = -1
        owned, pairs = _numbered(own[1], owners, owning), np.int64(0)
        for line in range(line_of.size):
            source = sources[firsts[text] + line]
            of_line = slice(asked_starts[source], asked_starts[source + 1])
            by = (asked_words[of_line], asked_shares[of_line])
            part = parts[firsts[text] + line]
            pairs, touched = _split(line, part, by, own, (askers, owners, width, pairs), sums, touched)
        ends[text + 1], found = _kept(
            touched[:pairs], sums, least, (asking, owning, width), ends[text], found
        )
        for at in range(owned):
            owners[owning[at]] = -1
    for at in range(askings):
        askers[asking[at]] = -1
    return ends, found[0][: ends[-1]], found[1][: ends[-1]], found[2][: ends[-1]]
