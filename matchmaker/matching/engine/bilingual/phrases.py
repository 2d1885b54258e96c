"""Phrases of the lexicon among the terms of a text: the longest from the left is one term."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from matchmaker.matching.engine.bilingual.words import COUNTS, SMALL
from matchmaker.matching.engine.spaces import Language

Numbers = npt.NDArray[np.int32]

_END = ""
"""Leads from the last word of a phrase to the number of the phrase: no term is empty."""


@dataclass(frozen=True)
class Branches:
    """The tree of `Phrases` as a table: what numba follows.

    keys: int64, the number of a node times `words` plus that of a word, plus one, 0 in an empty slot; nodes:
    the node there; ends: for each node the number of the phrase that ends there, -1 where none does.
    """

    words: int
    keys: npt.NDArray[np.int64]
    nodes: Numbers
    ends: Numbers


class Phrases:
    """The phrases among the terms of a lexicon.

    Parameters
    ----------
    terms: phrases of two words and more under their language: "fr:levee fonds".
    """

    def __init__(self, terms: Iterable[str]) -> None:
        self.terms = sorted(terms)
        self.words: dict[str, int] = {}
        self._children: list[dict[str, int]] = [{}]
        for number, term in enumerate(self.terms):
            node = 0
            for word in _words(term):
                self.words.setdefault(word, len(self.words))
                node = self._child(node, word)
            self._children[node][_END] = number

    def joined(self, terms: Sequence[str]) -> list[str]:
        """`terms` with each phrase as one."""
        children = self._children
        root, found = children[0], []
        place = 0
        while place < len(terms):
            length, phrase, node, at = 1, terms[place], root.get(terms[place]), place + 1
            while node is not None:
                end = children[node].get(_END)
                if end is not None:
                    length, phrase = at - place, self.terms[end]
                node = children[node].get(terms[at]) if at < len(terms) and terms[at] else None
                at += 1
            found.append(phrase)
            place += length
        return found

    def places(self, terms: Iterable[str]) -> Numbers:
        """The number of each of `terms` among the words of phrases, -1 for those in none."""
        return np.array([self.words.get(term, -1) for term in terms], dtype=np.int32)

    @cached_property
    def branches(self) -> Branches:
        """The same tree for loops outside Python."""
        count = sum(map(len, self._children))
        size = 1 << max(4, (2 * count).bit_length())
        keys, nodes = np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int32)
        ends = np.array([children.get(_END, -1) for children in self._children], dtype=np.int32)
        for node, children in enumerate(self._children):
            for word, child in children.items():
                if word != _END:
                    key = node * len(self.words) + self.words[word] + 1
                    slot = slot_of(key, size)
                    while keys[slot]:
                        slot = (slot + 1) & (size - 1)
                    keys[slot], nodes[slot] = key, child
        return Branches(len(self.words), keys, nodes, ends)

    def _child(self, node: int, word: str) -> int:
        child = self._children[node].get(word)
        if child is None:
            child = self._children[node][word] = len(self._children)
            self._children.append({})
        return child


def slot_of(key: int, size: int) -> int:
    """Where to look for a key first in a table of `size` slots, a power of two."""
    return (key ^ (key >> 15)) & (size - 1)


def _words(term: str) -> list[str]:
    language: Language = "fr" if term[:3] == "fr:" else "en"
    small = COUNTS[language]
    return [f"{language}:{SMALL if word in small else ''}{word}" for word in term[3:].split(" ")]
