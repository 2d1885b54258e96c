"""Why two organisations fit, in each one's own words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple, TypeVar

from matchmaker.matching.documents import Words, what_it_offers, what_it_seeks
from matchmaker.matching.engine import FieldReader, Language, fold, merged, occurrences
from matchmaker.matching.engine.analysis import Token
from matchmaker.matching.engine.bilingual.languages import detect
from matchmaker.profiles.teaser import Face
from matchmaker.taxonomy import NeedCode, Sector, Theme

TERMS_SHOWN = 8
WORTH_SHOWING = 0.1  # of the strongest term: what weighs less is chance ("line", "set"), not a reason
CONTEXT = 60  # characters on each side of the words that a snippet is about
STRETCH = 180  # characters that the marked words of one snippet may span
SNIPPETS_SHOWN = 2
READ = 4096  # texts remembered, two for each organisation lately shown; some 10 kB each

Span = tuple[int, int]
Explained = Sequence[tuple[str, str, float]]
Code = TypeVar("Code")


@dataclass(frozen=True)
class Passage:
    """A text in an organisation's own words, and the indexed words in it."""

    text: str
    language: str
    tokens: tuple[Token, ...]


@dataclass(frozen=True)
class Text:
    """Passages that say one thing of an organisation: what it offers, or what it seeks."""

    passages: tuple[Passage, ...]
    reader: FieldReader

    @classmethod
    def of(cls, words: Sequence[Words], language: Language | None, reader: FieldReader) -> "Text":
        """Read the passages, each in its own language where the organisation writes in both."""
        return _read(tuple(words), language, reader)

    def written(self, terms: Sequence[str]) -> Mapping[str, str]:
        """Return those of `terms` that stand in a passage, each as it is first written there."""
        found: dict[str, str] = {}
        for passage in self.passages:
            for one in occurrences(passage.tokens, terms):
                found.setdefault(one.term, passage.text[one.start : one.end])
        return found


@lru_cache(READ)
def _read(words: tuple[Words, ...], language: Language | None, reader: FieldReader) -> Text:
    """Remembered by the texts themselves: who is shown often is read once, and an edit is another text."""
    return Text(
        tuple(
            Passage(
                one.text,
                one.language or language or detect(one.text),
                tuple(reader.tokens(one.text, language)),
            )
            for one in words
        ),
        reader,
    )


@dataclass(frozen=True)
class Side:
    """One side of a pair as the other may see it, its texts read once for all explanations of a page."""

    face: Face
    offers: Text
    seeks: Text

    @classmethod
    def of(cls, face: Face, language: Language | None, reader: FieldReader) -> "Side":
        """Read the passages of `face` as `reader` reads texts."""
        offers, seeks = (
            Text.of(words, language, reader) for words in (what_it_offers(face), what_it_seeks(face))
        )
        return cls(face, offers, seeks)


class Ends(NamedTuple):
    """What the index says two organisations share, by which text of the one meets which of the other.

    The viewer's text comes first; each as `TextIndex.explain` gives it.
    """

    seeks_offers: Explained
    offers_seeks: Explained
    offers_offers: Explained
    seeks_seeks: Explained


@dataclass(frozen=True)
class Snippet:
    """A passage in the organisation's own words: pieces of text, each with whether it is shared."""

    pieces: tuple[tuple[str, bool], ...]
    language: str
    cut_before: bool
    cut_after: bool


@dataclass(frozen=True)
class Way:
    """One direction of a fit: the shared terms, and where they stand in either one's own words."""

    terms: tuple[str, ...] = ()
    mine: tuple[Snippet, ...] = ()
    theirs: tuple[Snippet, ...] = ()


@dataclass(frozen=True)
class Reasons:
    """What speaks for a pair.

    sought: what the viewer seeks and the other offers; given: the reverse; alike: what both say of
    themselves, where one of them wrote neither what it seeks nor what it offers. The codes are those that
    both sides state.
    """

    sought: Way
    given: Way
    alike: Way
    sectors: tuple[Sector, ...]
    themes: tuple[Theme, ...]
    they_offer: tuple[NeedCode, ...]  # what the viewer seeks and the other offers
    they_seek: tuple[NeedCode, ...]

    @property
    def terms(self) -> tuple[str, ...]:
        """Return the terms of all directions, those of the first ones first."""
        ways = (self.sought, self.given, self.alike)
        return tuple(dict.fromkeys(term for way in ways for term in way.terms))[:TERMS_SHOWN]


def reasons(mine: Side, theirs: Side, shared: Ends) -> Reasons:
    """Return the reasons from two sides and what the index gave for their texts.

    Only words that stand in a passage both readers may see are kept, so no term of a hidden field shows.
    """
    sought = shared_way(mine.seeks, theirs.offers, shared.seeks_offers)
    given = shared_way(mine.offers, theirs.seeks, shared.offers_seeks)
    alike = Way()
    if not sought.terms or not given.terms:
        alike = shared_way(mine.offers, theirs.offers, shared.offers_offers)
        alike = alike if alike.terms else shared_way(mine.seeks, theirs.seeks, shared.seeks_seeks)
    return Reasons(
        sought=sought,
        given=given,
        alike=alike,
        sectors=tuple(_both(mine.face.sectors, theirs.face.sectors, but=Sector.ANY)),
        themes=tuple(_both(mine.face.themes, theirs.face.themes)),
        they_offer=_met(mine.face, theirs.face),
        they_seek=_met(theirs.face, mine.face),
    )


def shared_way(mine: Text, theirs: Text, explained: Explained) -> Way:
    """Return what two texts share out of what the index says, as far as it tells a person something."""
    least = WORTH_SHOWING * max((weight for _, _, weight in explained), default=0.0)
    weighty = [
        (term, other)
        for term, other, weight in explained
        if weight >= least and mine.reader.tells(term) and mine.reader.tells(other)
    ]
    in_mine = mine.written([term for term, _ in weighty])
    in_theirs = theirs.written([other for _, other in weighty])
    shared = [(term, other) for term, other in weighty if term in in_mine and other in in_theirs]
    return Way(
        tuple(_named(shared, in_mine, in_theirs)[:TERMS_SHOWN]),
        _snippets(mine, [term for term, _ in shared]),
        _snippets(theirs, [other for _, other in shared]),
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
    if same or _stands_in(mine, theirs):
        return mine  # "energy" of "energy supplier" is all that is shared
    return theirs if _stands_in(theirs, mine) else f"{mine} → {theirs}"


def _stands_in(part: str, phrase: str) -> bool:
    return f" {fold(part)} " in f" {fold(phrase)} "


def _without_parts(terms: Sequence[str]) -> list[str]:
    """Leave out a word that a longer shared phrase already shows."""
    return [
        term
        for term in dict.fromkeys(terms)
        if not any(term != other and f" {term} " in f" {other} " for other in terms)
    ]


def _snippets(side: Text, terms: Sequence[str]) -> tuple[Snippet, ...]:
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
