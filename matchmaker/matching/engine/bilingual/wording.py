"""Which word of a text to name for what it shares with another: the word itself, or one that translates it.

A phrase stands for its words too, and for those of its translations: "vie privée" for "vie", "privacy" for it
as well. That brings texts near each other, but nobody is told that "privacy" and "life" are the same.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from matchmaker.matching.engine.bilingual.glossary import glossary
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.bilingual.words import OTHER
from matchmaker.matching.engine.spaces import Language

VERSION = 1  # raise it when other words are named, so that older snapshots, which hold them, are refused
REMEMBERED = 1 << 16
_STEM = 5  # letters that a word and its compounds or relatives share: "water", "stormwater"
_LIKELY = 0.5  # product of the weights both ways from which on a translation that was learnt is told
_SHORT = 3  # letters up to which a word is in others by chance
_DENIALS = frozenset({"sans", "non"})  # turn round the word that comes after them


class Word(NamedTuple):
    """A lemma or phrase to name, empty where none is honest, and whether the shared term is that word."""

    text: str
    own: bool


NONE = Word("", own=False)


def pairs_with(one: Word, other: Word) -> bool:
    """Whether two words that meet in a shared term may be named together: the same, or a translation.

    Two words of one language that share a translation are none: "flight" and "theft" are both "vol".
    """
    return bool(one.text and other.text) and (one.own or other.own or one.text == other.text)


def words_of(reader: BilingualReader, term: str, names: Sequence[str]) -> tuple[Word, ...]:
    """The word to name for each of `names`, the shared terms that `term` stands for."""
    lemma = term[3:]
    spoken: Language = "fr" if term.startswith("fr:") else "en"
    if f"{spoken}:{lemma}" not in names and f"{OTHER[spoken]}:{lemma}" in names:
        spoken = OTHER[spoken]  # quoted from the other language
    return tuple([_word(reader, spoken, lemma, name) for name in names])


def _word(reader: BilingualReader, spoken: Language, lemma: str, name: str) -> Word:
    bare = name[3:] if name.startswith(("fr:", "en:")) else name
    if bare == lemma:
        return Word(lemma, own=True)
    parts = lemma.split(" ")
    if bare in parts and not name.startswith(f"{OTHER[spoken]}:"):
        return Word(bare, own=True) if _says(reader, spoken, lemma, bare) else NONE
    if _translates(reader, spoken, lemma, bare):
        return Word(lemma, own=False)
    for part in parts if len(parts) > 1 else ():
        if _translates(reader, spoken, part, bare) and _says(reader, spoken, lemma, part):
            return Word(part, own=False)
    return NONE


def _translates(reader: BilingualReader, spoken: Language, lemma: str, other: str) -> bool:
    """Whether `other` is a translation of a lemma or phrase, and no mere word of one."""
    listed = dict(reader.lexicon.of_language(spoken).get(lemma, ()))
    back = dict(reader.lexicon.of_language(OTHER[spoken]).get(other, ()))
    if other in listed or lemma in back:
        likely = listed.get(other, 0.0) * back.get(lemma, 0.0) >= _LIKELY
        return likely or (lemma, other, spoken) in _written()
    joined = other.replace(" ", "")
    if any(joined == one.replace(" ", "") for one in listed):
        return True
    if any(other in one for one in listed):
        return False
    known = [name.removeprefix(f"{OTHER[spoken]}:") for name, _ in reader.meaning(f"{spoken}:{lemma}")]
    return other in known  # a cognate that nobody listed


@lru_cache(maxsize=REMEMBERED)
def _says(reader: BilingualReader, spoken: Language, phrase: str, word: str) -> bool:
    """Whether a phrase means what one of its words does: a translation of it holds one of the word.

    "Feu de forêt" is a fire; "vie privée" is no life, nor "sans fil" a wire.
    """
    words = phrase.split(" ")
    if word in words[1:] and words[words.index(word) - 1] in _DENIALS:
        return False
    listed, back = reader.lexicon.of_language(spoken), reader.lexicon.of_language(OTHER[spoken])
    said = {part for other, _ in listed.get(phrase, ()) for part in other.split(" ")}
    if any(word == one for part in said for one, _ in back.get(part, ())):
        return True
    known = {word, *(part for other, _ in listed.get(word, ()) for part in other.split(" "))}
    return any(_akin(one, part) for part in said for one in known)


def _akin(word: str, other: str) -> bool:
    if len(word) <= _SHORT:
        return word == other
    return other.startswith(word[:_STEM]) or other.endswith(word)


@cache
def _written() -> frozenset[tuple[str, str, Language]]:
    """What our own glossary says: a lemma, its translation, and the language of the first."""
    pairs = [(entry.french, english) for entry in glossary() for english, _ in entry.english]
    french: set[tuple[str, str, Language]] = {(one, other, "fr") for one, other in pairs}
    return frozenset(french | {(other, one, "en") for one, other in pairs})
