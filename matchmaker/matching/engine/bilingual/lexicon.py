"""The lexicon: what French words are in English and English ones in French, merged from files."""

import hashlib
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from matchmaker.matching.engine.spaces import Language

Weighted = tuple[tuple[str, float], ...]

MOST = 5  # translations of a lemma: further ones are rare senses that only cost precision
LEAST = 0.08  # of the share of the best one
PHRASE = 4  # words


@dataclass(frozen=True)
class Entry:
    """One row of a lexicon: a folded French lemma or phrase, and its English ones with weights above zero."""

    french: str
    english: Weighted


@dataclass(frozen=True)
class Lexicon:
    """Translations both ways, each lemma's sorted by weight, their squares summing to one.

    french, english: folded lemma or phrase -> its translations in the other language.
    """

    french: Mapping[str, Weighted] = field(default_factory=dict)
    english: Mapping[str, Weighted] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Iterable[Iterable[Entry]]) -> "Lexicon":
        """Merge the entries of several files; each gives the translations of a lemma one vote in all."""
        pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
        for entries in sources:
            for (french, english), share in _votes(entries).items():
                pairs[french, english] += share
        return cls(
            _best((french, english, weight) for (french, english), weight in pairs.items()),
            _best((english, french, weight) for (french, english), weight in pairs.items()),
        )

    def of_language(self, language: Language) -> Mapping[str, Weighted]:
        """The translations of the lemmas and phrases of `language`."""
        return self.french if language == "fr" else self.english

    def words(self, language: Language) -> frozenset[str]:
        """Every word of `language` that an entry holds, alone or in a phrase."""
        return frozenset(word for lemma in self.of_language(language) for word in lemma.split(" "))

    @cached_property
    def digest(self) -> str:
        """A digest of every pair and weight."""
        lines = [f"{lemma}\t{listed!r}" for lemma, listed in sorted(self.french.items())]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _votes(entries: Iterable[Entry]) -> Mapping[tuple[str, str], float]:
    listed: defaultdict[str, defaultdict[str, float]] = defaultdict(lambda: defaultdict(float))
    for entry in entries:
        for english, weight in entry.english:
            listed[entry.french][english] += weight
    return {
        (french, english): weight / sum(weights.values())
        for french, weights in listed.items()
        for english, weight in weights.items()
    }


def _best(triples: Iterable[tuple[str, str, float]]) -> dict[str, Weighted]:
    listed: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for lemma, other, weight in triples:
        listed[lemma].append((other, weight))
    return {lemma: _unit(pairs) for lemma, pairs in sorted(listed.items())}


def _unit(pairs: Sequence[tuple[str, float]]) -> Weighted:
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for pair in ordered[:MOST] if pair[1] >= LEAST * ordered[0][1]]
    norm = math.sqrt(sum(weight**2 for _, weight in kept))
    return tuple((other, weight / norm) for other, weight in kept)


def read_lexicon(path: Path) -> list[Entry]:
    """The entries of an operator's file: French lemmas, English lemmas, weight, by tabs, gzip or plain.

    Lemmas are folded already. Raises ValueError with the line of the first malformed row.
    """
    return [_extra(path, number, line) for number, line in enumerate(_lines(path), start=1) if line.strip()]


def _extra(path: Path, number: int, line: str) -> Entry:
    fields = line.split("\t")
    try:
        french, english, weight = fields[0], fields[1], float(fields[2])
        if len(fields) != 3 or not french or not english or not 0 < weight <= 1:
            raise ValueError(line)
    except (IndexError, ValueError):
        message = f"{path}, line {number}: expected French lemmas, English lemmas and a weight in (0, 1]"
        raise ValueError(message) from None
    return Entry(french, ((english, weight),))


def _lines(path: Path) -> list[str]:
    import gzip

    data = path.read_bytes()
    text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
    return text.decode("utf-8").splitlines()
