"""Translations learnt from texts of the same meaning: IBM model 1 both ways at once, over a reader's terms.

Brown et al., "The mathematics of statistical machine translation" (1993); both ways agree as in Liang, Taskar
and Klein, "Alignment by agreement" (2006); significance by Dunning's log-likelihood ratio (1993).
"""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bilingual.lexicon import Entry, Lexicon
from matchmaker.matching.engine.spaces import Language
from matchmaker.matching.engine.weighting import Floats

Ints = npt.NDArray[np.int64]
Pairs = Sequence[tuple[str, str]]
"""A French text and an English one of the same meaning each."""

FEWEST = 30  # pairs: what fewer say is chance
MOST = 40_000  # pairs that are read, spread evenly over those given: bounds time and memory
LONGEST = 400  # distinct terms of a text that are read: further ones blur which belong together
UNEVEN = 3.0  # times as many terms in one text as in the other: then one of them says more
COMMON = 2  # pairs that two terms must share before one may translate the other
SIGNIFICANT = 10.83  # log-likelihood ratio that chance reaches once in a thousand
CANDIDATES = 20  # translations considered for a French term, the most significant ones
BLOCK = 256  # French terms whose co-occurrences are in memory at a time
ITERATIONS = 3  # more make each term choose one counterpart, and texts have several
SEEN = 1.0  # times two terms must have been aligned
LEAST = 0.05  # geometric mean of the probabilities both ways
LISTED = 4  # translations of a term


class Terms(Protocol):
    """What reads a text as terms under their language, such as "fr:dechet"; a `BilingualReader` does."""

    lexicon: Lexicon

    def terms(self, text: str, language: Language | None = None) -> list[str]:
        """The terms of `text`, repeats included."""


def learn(pairs: Pairs, reader: Terms) -> list[Entry]:
    """Translations of the terms of `pairs`, as `reader` has them, by French term.

    Weights are geometric means of p(english | french) and p(french | english), `seen` counts in how many
    pairs the two were aligned. A pair given twice counts once; fewer than FEWEST teach nothing. The same
    pairs give the same entries.
    """
    read = [_terms(pair, reader) for pair in _spread(list(dict.fromkeys(pairs)))]
    even = [pair for pair in read if _is_even(*map(len, pair))]
    if len(even) < FEWEST:
        return []
    french, english = _Side.of([pair[0] for pair in even]), _Side.of([pair[1] for pair in even])
    links = _significant(french, english)
    return list(_entries(french, english, _aligned(french, english, links), reader.lexicon))


def _spread(pairs: Pairs) -> Pairs:
    step = max(1, -(-len(pairs) // MOST))
    return pairs[::step]


def _terms(pair: tuple[str, str], reader: Terms) -> tuple[list[str], list[str]]:
    french, english = reader.terms(pair[0], "fr"), reader.terms(pair[1], "en")
    return list(dict.fromkeys(french))[:LONGEST], list(dict.fromkeys(english))[:LONGEST]


def _is_even(french: int, english: int) -> bool:
    return 0 < max(french, english) <= UNEVEN * min(french, english)


@dataclass(frozen=True)
class _Side:
    """The lemmas and phrases of one language in order, which text holds which (texts by terms), how many."""

    terms: list[str]
    held: Any
    frequency: Floats

    @classmethod
    def of(cls, texts: Sequence[Sequence[str]]) -> "_Side":
        from scipy.sparse import csr_array

        seen: defaultdict[str, int] = defaultdict()
        seen.default_factory = seen.__len__
        columns, starts = array("q"), array("q", [0])
        for text in texts:
            columns.extend(map(seen.__getitem__, text))
            starts.append(len(columns))
        terms = sorted(seen)
        place = np.empty(len(terms), dtype=np.int64)
        place[[seen[term] for term in terms]] = np.arange(len(terms))
        held = place[np.array(columns, dtype=np.int64)]
        shape = (len(texts), len(terms))
        ones = csr_array((np.ones(len(held)), held, np.array(starts, dtype=np.int64)), shape=shape)
        names = [term.partition(":")[2] for term in terms]
        return cls(names, ones, np.bincount(held, minlength=len(terms)).astype(np.float64))


@dataclass(frozen=True)
class _Links:
    """Pairs of a French and an English term, by place on their sides, and how often they were aligned."""

    french: Ints
    english: Ints
    count: Floats

    def only(self, kept: npt.NDArray[Any]) -> "_Links":
        """Those at the places `kept`, in that order."""
        return _Links(self.french[kept], self.english[kept], self.count[kept])

    def forward(self, french: _Side) -> Floats:
        """The probability of the English term given the French one, among these links."""
        return _shares(self.count, self.french, len(french.terms))

    def backward(self, english: _Side) -> Floats:
        """The probability of the French term given the English one, among these links."""
        return _shares(self.count, self.english, len(english.terms))


def _shares(counts: Floats, groups: Ints, number: int) -> Floats:
    totals = _sums(counts, groups, number)[groups]
    shares: Floats = np.divide(counts, totals, out=np.zeros_like(counts), where=totals > 0.0)
    return shares


def _sums(values: Floats, groups: Ints, number: int = 0) -> Floats:
    return np.bincount(groups, values, number).astype(np.float64, copy=False)


def _significant(french: _Side, english: _Side) -> _Links:
    """The terms that texts share too often for chance, a block of French terms in memory at a time."""
    by_term = french.held.T.tocsr()
    blocks = [
        _significant_block(by_term[start : start + BLOCK], start, french, english)
        for start in range(0, len(french.terms), BLOCK)
    ]
    parts = zip(*((block.french, block.english, block.count) for block in blocks), strict=True)
    return _Links(*map(np.concatenate, parts))


def _significant_block(by_term: Any, start: int, french: _Side, english: _Side) -> _Links:
    together = (by_term @ english.held).tocoo()
    links = _Links(together.row.astype(np.int64) + start, together.col.astype(np.int64), together.data)
    links = links.only(np.flatnonzero(links.count >= COMMON))
    ratio = _likelihood_ratio(
        links.count, french.frequency[links.french], english.frequency[links.english], french.held.shape[0]
    )
    order = np.lexsort((links.english, -ratio, links.french))
    links, ratio = links.only(order), ratio[order]
    first = np.searchsorted(links.french, links.french, side="left")
    return links.only(np.flatnonzero((ratio > SIGNIFICANT) & (np.arange(len(first)) - first < CANDIDATES)))


def _likelihood_ratio(both: Floats, one: Floats, other: Floats, texts: int) -> Floats:
    """Dunning's ratio that two terms of `one` and `other` texts share `both` of them; below zero: too few."""
    neither = texts - one - other + both
    told = _entropy(both) + _entropy(one - both) + _entropy(other - both) + _entropy(neither)
    apart = _entropy(one) + _entropy(texts - one) + _entropy(other) + _entropy(texts - other)
    ratio = 2.0 * (told - apart + texts * np.log(texts))
    signed: Floats = np.where(both * texts > one * other, ratio, -ratio)
    return signed


def _entropy(counts: Floats) -> Floats:
    logarithms = np.zeros_like(counts)
    np.log(counts, out=logarithms, where=counts > 0.0)
    return counts * logarithms


def _aligned(french: _Side, english: _Side, links: _Links) -> _Links:
    """The links with the number of times each is aligned, by expectation and maximisation.

    Every term may also be there without a counterpart, as often as its share of all terms says.
    """
    text, link = _occurrences(french, english, links)
    of_french = _grouped(text, links.french[link], len(french.terms))
    of_english = _grouped(text, links.english[link], len(english.terms))
    alone_french = (french.frequency / french.frequency.sum())[links.french]
    alone_english = (english.frequency / english.frequency.sum())[links.english]
    # The first guess is how alike the two terms' texts are.
    found = _Links(
        links.french,
        links.english,
        links.count**2 / (french.frequency[links.french] * english.frequency[links.english]),
    )
    for _ in range(ITERATIONS):
        forward, backward = found.forward(french), found.backward(english)
        agreed = _chosen(forward, alone_english, link, of_english)
        agreed *= _chosen(backward, alone_french, link, of_french)
        found = _Links(links.french, links.english, _sums(agreed, link, len(links.count)))
    return found


def _chosen(probability: Floats, alone: Floats, link: Ints, group: Ints) -> Floats:
    """The probability of each occurrence of a link against the others of its `group` and against none."""
    here = probability[link]
    among: Floats = here / (_sums(here, group)[group] + alone[link])
    return among


def _occurrences(french: _Side, english: _Side, links: _Links) -> tuple[Ints, Ints]:
    """In which texts each link occurs: the text, and the place of the link."""
    in_french, in_english = french.held.tocsc(), english.held.tocsc()
    texts, places = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for start in range(0, len(links.count), BLOCK * CANDIDATES):
        block = slice(start, start + BLOCK * CANDIDATES)
        both = in_french[:, links.french[block]].multiply(in_english[:, links.english[block]]).tocoo()
        texts.append(both.row.astype(np.int64))
        places.append(both.col.astype(np.int64) + start)
    return np.concatenate(texts), np.concatenate(places)


def _grouped(text: Ints, term: Ints, terms: int) -> Ints:
    """The number of the group that each occurrence is of: the same text and the same term."""
    groups: Ints = np.unique(text * terms + term, return_inverse=True)[1].astype(np.int64)
    return groups


def _entries(french: _Side, english: _Side, links: _Links, known: Lexicon) -> Iterator[Entry]:
    weights = np.sqrt(links.forward(french) * links.backward(english))
    kept = np.flatnonzero((links.count >= SEEN) & (weights >= LEAST))
    kept = kept[np.lexsort((links.english[kept], -weights[kept], links.french[kept]))]
    listed: defaultdict[int, list[int]] = defaultdict(list)
    for place in kept.tolist():
        listed[int(links.french[place])].append(place)
    for term, places in listed.items():
        best = places[:LISTED]
        pairs = [(english.terms[links.english[place]], float(weights[place])) for place in best]
        if not _is_name(french.terms[term], pairs[0][0], known):
            yield Entry(french.terms[term], tuple(pairs), float(links.count[best].sum()))


def _is_name(french: str, english: str, known: Lexicon) -> bool:
    """Whether a term is the same in both languages without being listed: readers take it for that anyway."""
    return french == english and french not in known.french
