"""Why two organisations fit, in each one's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from matchmaker.matching.candidates import own_words
from matchmaker.matching.engine import Language, fold, merged, occurrences
from matchmaker.matching.engine.analysis import Token
from matchmaker.matching.engine.bilingual.languages import detect
from matchmaker.matching.reading import reader
from matchmaker.profiles.teaser import Face
from matchmaker.taxonomy import NeedCode, Sector, Theme

TERMS_SHOWN = 8
WORTH_SHOWING = 0.1  # of the strongest term: what weighs less is chance ("line", "set"), not a reason
CONTEXT = 60  # characters on each side of the words that a snippet is about
STRETCH = 180  # characters that the marked words of one snippet may span
SNIPPETS_SHOWN = 2

Span = tuple[int, int]
Code = TypeVar("Code")


@dataclass(frozen=True)
class Passage:
    """A text in an organisation's own words, and the indexed words in it."""

    text: str
    language: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Side:
    """One side of a pair as the other may see it, its passages read once for all explanations of a page."""

    face: Face
    passages: tuple[Passage, ...]

    @classmethod
    def of(cls, face: Face, language: Language | None) -> "Side":
        """Read the passages of `face`, each in its own language where the organisation writes in both."""
        read = reader().tokens
        return cls(
            face,
            tuple(
                Passage(
                    words.text,
                    words.language or language or detect(words.text),
                    tuple(read(words.text, language)),
                )
                for words in own_words(face)
            ),
        )

    def written(self, terms: Sequence[str]) -> Mapping[str, str]:
        """Return those of `terms` that stand in a passage, each as it is first written there."""
        found: dict[str, str] = {}
        for passage in self.passages:
            for one in occurrences(passage.tokens, terms):
                found.setdefault(one.term, passage.text[one.start : one.end])
        return found


@dataclass(frozen=True)
class Snippet:
    """A passage in the organisation's own words: pieces of text, each with whether it is shared."""

    pieces: tuple[tuple[str, bool], ...]
    language: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class Reasons:
    """What speaks for a pair. `mine` and `theirs` are passages; the codes are those both sides state."""

    terms: tuple[str, ...]
    mine: tuple[Snippet, ...]
    theirs: tuple[Snippet, ...]
    sectors: tuple[Sector, ...]
    themes: tuple[Theme, ...]
    they_offer: tuple[NeedCode, ...]  # what the viewer seeks and the other offers
    they_seek: tuple[NeedCode, ...]


def reasons(mine: Side, theirs: Side, explained: Sequence[tuple[str, str, float]]) -> Reasons:
    """Return the reasons from two sides and what `TextIndex.explain` gave for their texts.

    Only words that stand in a passage both readers may see are kept, so no term of a hidden field shows.
    """
    least = WORTH_SHOWING * max((weight for _, _, weight in explained), default=0.0)
    weighty = [(term, other) for term, other, weight in explained if weight >= least]
    in_mine = mine.written([term for term, _ in weighty])
    in_theirs = theirs.written([other for _, other in weighty])
    shared = [(term, other) for term, other in weighty if term in in_mine and other in in_theirs]
    return Reasons(
        terms=tuple(_named(shared, in_mine, in_theirs)[:TERMS_SHOWN]),
        mine=_snippets(mine, [term for term, _ in shared]),
        theirs=_snippets(theirs, [other for _, other in shared]),
        sectors=tuple(_both(mine.face.sectors, theirs.face.sectors, but=Sector.ANY)),
        themes=tuple(_both(mine.face.themes, theirs.face.themes)),
        they_offer=_met(mine.face, theirs.face),
        they_seek=_met(theirs.face, mine.face),
    )


def _both(ours: Sequence[Code], theirs: Sequence[Code], but: Code | None = None) -> list[Code]:
    return [code for code in ours if code in theirs and code != but]


def _met(seeker: Face, giver: Face) -> tuple[NeedCode, ...]:
    given = {entry.code for entry in giver.offers} | set(giver.facts.get("services", ()))
    return tuple(entry.code for entry in seeker.needs if entry.code in given)


def _named(
    shared: Sequence[tuple[str, str]], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> list[str]:
    """Return what is shared in words of both sides: "waste", or "déchets → waste" where they differ."""
    whole = set(_without_parts([term for term, _ in shared]))
    strongest = {term: other for term, other in reversed(shared) if term in whole}
    ordered = [term for term in dict.fromkeys(term for term, _ in shared) if term in whole]
    named = [_pair(mine[term], theirs[strongest[term]], term == strongest[term]) for term in ordered]
    return list(dict.fromkeys(named))  # "batteries" is the same in both languages


def _pair(mine: str, theirs: str, same: bool) -> str:
    return mine if same or fold(mine) == fold(theirs) else f"{mine} → {theirs}"


def _without_parts(terms: Sequence[str]) -> list[str]:
    """Leave out a word that a longer shared phrase already shows."""
    return [
        term
        for term in dict.fromkeys(terms)
        if not any(term != other and f" {term} " in f" {other} " for other in terms)
    ]


def _snippets(side: Side, terms: Sequence[str]) -> tuple[Snippet, ...]:
    """Return the stretches of the passages that hold most of the shared words, best first."""
    found: list[tuple[int, Snippet]] = []
    for passage in side.passages:
        marked = merged((one.start, one.end) for one in occurrences(passage.tokens, terms))
        if marked:
            dense = _densest(marked)
            found.append((len(dense), _cut_out(passage, marked, dense)))
    found.sort(key=lambda pair: -pair[0])
    return tuple(snippet for _, snippet in found[:SNIPPETS_SHOWN])


def _densest(marked: Sequence[Span]) -> list[Span]:
    """Return the neighbouring spans within one stretch that cover the most characters."""
    groups = [
        [span for span in marked if first <= span[0] and span[1] <= first + STRETCH] for first, _ in marked
    ]
    return max(groups, key=lambda group: sum(end - start for start, end in group)) or [marked[0]]


def _cut_out(passage: Passage, marked: Sequence[Span], dense: Sequence[Span]) -> Snippet:
    text = passage.text
    start, end = _at_words(text, dense[0][0] - CONTEXT, dense[-1][1] + CONTEXT)
    pieces: list[tuple[str, bool]] = []
    place = start
    for left, right in (span for span in marked if start <= span[0] and span[1] <= end):
        pieces += [(text[place:left], False), (text[left:right], True)]
        place = right
    pieces.append((text[place:end], False))
    shown = tuple(piece for piece in pieces if piece[0])
    return Snippet(shown, passage.language, start > 0, end < len(text))


def _at_words(text: str, start: int, end: int) -> Span:
    """Widen the stretch to whole words."""
    start, end = max(0, start), min(len(text), end)
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end
