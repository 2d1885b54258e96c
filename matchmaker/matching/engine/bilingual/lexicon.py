"""The lexicon: what French words are in English and English ones in French, merged from files."""

import hashlib
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from matchmaker.matching.engine.spaces import Language

Weighted = tuple[tuple[str, float], ...]

MOST = 5  # translations of a lemma: further ones are rare senses that only cost precision
LEAST = 0.08  # of the share of the best one
PHRASE = 4  # words
SURE = 3.0  # votes of a source that saw a lemma translated ever so often; one that does not say has one
HALF = 20.0  # times it must have seen it for half of that: from ten on it outweighs a list
RARELY = 0.5  # how likely a phrase is beside a word that no phrase holds, where an English one has both


@dataclass(frozen=True)
class Entry:
    """One row of a lexicon: a folded French lemma or phrase, and its English ones with weights above zero.

    seen: how often the French one was seen translated so, None where nobody counted.
    """

    french: str
    english: Weighted
    seen: float | None = None


@dataclass(frozen=True)
class Lexicon:
    """Translations both ways, each lemma's sorted by weight, their squares summing to one.

    french, english: folded lemma or phrase -> its translations in the other language.
    """

    french: Mapping[str, Weighted] = field(default_factory=dict)
    english: Mapping[str, Weighted] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Iterable[Iterable[Entry]]) -> "Lexicon":
        """Merge the entries of several files.

        Each gives the translations of a lemma one vote in all, or as many as what it has seen is worth.
        """
        pairs: defaultdict[tuple[str, str], float] = defaultdict(float)
        for entries in sources:
            for (french, english), share in _votes(entries).items():
                pairs[french, english] += share
        heard = _heard(pairs)
        return cls(
            _best((french, english, weight) for (french, english), weight in pairs.items()),
            _best((english, french, weight * heard[french]) for (french, english), weight in pairs.items()),
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
    seen: defaultdict[str, float] = defaultdict(float)
    for entry in entries:
        for english, weight in entry.english:
            listed[entry.french][english] += weight
        if entry.seen is not None:
            seen[entry.french] += entry.seen
    return {
        (french, english): votes(seen.get(french)) * weight / sum(weights.values())
        for french, weights in listed.items()
        for english, weight in weights.items()
    }


def _heard(pairs: Mapping[tuple[str, str], float]) -> Mapping[str, float]:
    """How likely each French lemma is among those that share an English one, for no list says it.

    A word that phrases are made of is a common one: "network" is "réseau" before "réticulation". So is one of
    many meanings (Zipf, "The meaning-frequency relationship of words", 1945): "provide" is "fournir" before
    "subvenir", which means nothing else.
    """
    meanings = _meanings(pairs)
    phrases = [lemma for lemma in meanings if " " in lemma]
    held = Counter(word for phrase in phrases for word in phrase.split(" "))
    return {
        lemma: many * (RARELY if " " in lemma else 1.0 + math.log1p(held[lemma]))
        for lemma, many in meanings.items()
    }


def _meanings(pairs: Mapping[tuple[str, str], float]) -> Mapping[str, float]:
    """How many translations each French lemma has, counted by their weight beside that of the best."""
    best: defaultdict[str, float] = defaultdict(float)
    whole: defaultdict[str, float] = defaultdict(float)
    for (french, _), weight in pairs.items():
        best[french] = max(best[french], weight)
        whole[french] += weight
    return {french: whole[french] / best[french] for french in best}


def votes(seen: float | None) -> float:
    """What a source may say on a lemma that it has `seen` translated so often, None where it is a list."""
    return 1.0 if seen is None else SURE * seen / (seen + HALF)


def _best(triples: Iterable[tuple[str, str, float]]) -> dict[str, Weighted]:
    listed: defaultdict[str, list[tuple[str, float]]] = defaultdict(list)
    for lemma, other, weight in triples:
        listed[lemma].append((other, weight))
    return {lemma: _unit(pairs) for lemma, pairs in sorted(listed.items())}


def _unit(pairs: Sequence[tuple[str, float]]) -> Weighted:
    ordered = sorted(pairs, key=lambda pair: (-pair[1], pair[0]))
    kept = [pair for pair in ordered[:MOST] if pair[1] >= LEAST * ordered[0][1]]
    # Roots of shares, as two distributions are compared (Bhattacharyya): measured better than shares.
    whole = sum(weight for _, weight in kept)
    return tuple((other, math.sqrt(weight / whole)) for other, weight in kept)


def read_lexicon(path: Path) -> list[Entry]:
    """The entries of a file: French lemmas, English lemmas, weight, perhaps how often seen; gzip or plain.

    Fields stand between tabs, lemmas are folded already. A file that ends in ".index" is a dictionary of
    dictd. Raises ValueError with the line of the first malformed row.
    """
    if path.suffix == ".index":
        from matchmaker.matching.engine.bilingual.dictd import read_dictd
        from matchmaker.matching.engine.bilingual.reader import BilingualReader

        return read_dictd(path, BilingualReader())
    return [_extra(path, number, line) for number, line in enumerate(_lines(path), start=1) if line.strip()]


def write_lexicon(path: Path, entries: Iterable[Entry]) -> None:
    """Write `entries` so that `read_lexicon` gives them back, to four digits."""
    path.write_text(lexicon_text(entries), encoding="utf-8")


def lexicon_text(entries: Iterable[Entry]) -> str:
    """`entries` as a file of them reads; equal ones give equal texts."""
    rows = [
        "\t".join([entry.french, english, f"{weight:.4f}", *_seen(entry, weight)])
        for entry in entries
        for english, weight in entry.english
    ]
    return "".join(f"{row}\n" for row in sorted(rows))


def _seen(entry: Entry, weight: float) -> list[str]:
    """Each row's part of what was seen of the entry: they sum to it when they are read."""
    if entry.seen is None:
        return []
    return [f"{entry.seen * weight / sum(each for _, each in entry.english):.2f}"]


def _extra(path: Path, number: int, line: str) -> Entry:
    try:
        french, english, weight, *seen = line.split("\t")
        entry = Entry(french, ((english, float(weight)),), *map(float, seen))
        _check(entry)
    except (TypeError, ValueError):
        message = f"{path}, line {number}: expected French lemmas, English lemmas and a weight in (0, 1]"
        raise ValueError(message) from None
    return entry


def _check(entry: Entry) -> None:
    ((english, weight),) = entry.english
    if not entry.french or not english or not 0 < weight <= 1 or not 0 <= (entry.seen or 0.0) < math.inf:
        raise ValueError(entry)


def _lines(path: Path) -> list[str]:
    import gzip
    import zlib

    data = path.read_bytes()
    try:
        text = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        return text.decode("utf-8").splitlines()
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError) as error:
        message = f"{path} cannot be read: {error}"
        raise ValueError(message) from None
