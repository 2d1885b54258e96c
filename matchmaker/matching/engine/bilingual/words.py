"""From a written word to the lemmas it is indexed under, in the language of its text."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from matchmaker.matching.engine.analysis import MAX_WORD, fold
from matchmaker.matching.engine.bilingual.forms import forms
from matchmaker.matching.engine.spaces import Language
from matchmaker.matching.engine.stopwords import (
    CLITICS,
    ELIDED,
    ENGLISH,
    ENGLISH_COUNTS,
    FRENCH,
    FRENCH_COUNTS,
    WEB,
)

LANGUAGES: tuple[Language, Language] = ("fr", "en")
OTHER: dict[Language, Language] = {"fr": "en", "en": "fr"}

# In French these mean nothing by themselves; as English words they do ("a ton", "a car", AI).
STOP_WORDS: dict[Language, frozenset[str]] = {
    "fr": FRENCH | WEB | ELIDED | {"ai", "as", "car", "ton"},
    "en": ENGLISH | WEB,
}

COUNTS: dict[Language, frozenset[str]] = {"fr": FRENCH_COUNTS, "en": ENGLISH_COUNTS}
"""Stop words that mean something in phrases: "mise à jour", "third party"."""

SMALL = "~"
"""Begins the lemma of one of `COUNTS` until it is known whether a phrase holds it."""

# What is written before a hyphen and is no word of its own: both together are one.
_BOUND = frozenset(
    "agri agro anti auto bi bio cleantech co contre cyber de e eco electro ex geo hydro hyper in infra inter "  # noqa: SIM905
    "intra m macro mega meta micro mini mono multi nano neo neuro non omni para photo poly post pre pro "
    "proto pseudo quasi re retro semi socio sous sub super supra sur tele thermo trans tri u ultra "
    "uni".split()
)
_UNDER = "sous"  # a stop word that makes words all the same: "sous-répertoire", "sous-traitant"
_FAMILIES: dict[Language, tuple[tuple[str, str], ...]] = {
    "fr": (
        *(("eusement", "eux"), ("ellement", "el"), ("ivement", "if"), ("amment", "ant"), ("emment", "ent")),
        *(("issant", "ir"), ("trices", "teur"), ("trice", "teur"), ("euses", "eux"), ("euses", "eur")),
        *(("ement", "e"), ("ement", ""), ("elles", "el"), ("ennes", "en"), ("euse", "eux"), ("euse", "eur")),
        *(("eaux", "eau"), ("elle", "el"), ("enne", "en"), ("ives", "if"), ("ment", ""), ("aux", "al")),
        *(("ees", "er"), ("ees", "e"), ("ive", "if"), ("ant", "er"), ("ee", "er"), ("ee", "e"), ("es", "er")),
        *(("es", ""), ("ie", "ir"), ("ie", "i"), ("ue", "u"), ("s", ""), ("x", ""), ("i", "ir"), ("e", "er")),
    ),
    "en": (
        *(("ally", "al"), ("ies", "y"), ("ily", "y"), ("ing", ""), ("ing", "e"), ("ly", ""), ("ly", "le")),
        *(("ed", ""), ("ed", "e"), ("s", "")),
    ),
}
"""Endings of participles, feminines, plurals and adverbs, and those of the word they come from."""

_FEMININES = (
    *(("euses", "eux"), ("euse", "eux"), ("ales", "al"), ("ale", "al"), ("elles", "el"), ("elle", "el")),
    *(("ennes", "en"), ("enne", "en"), ("ives", "if"), ("ive", "if"), ("oites", "oit"), ("oite", "oit")),
    *(("entes", "ent"), ("ente", "ent"), ("antes", "ant"), ("ante", "ant"), ("ées", "é"), ("ée", "é")),
    *(("ues", "u"), ("ue", "u"), ("ières", "ier"), ("ière", "ier"), ("audes", "aud"), ("aude", "aud")),
    *(("trices", "teur"), ("trice", "teur"), ("euses", "eur"), ("euse", "eur")),
)
"""Of adjectives that dictionaries take for words of their own, or do not list."""

_WHOLE = frozenset("bien-être bien-etre mieux-être savoir-faire savoir-être well-being make-up".split())  # noqa: SIM905
_AS_WRITTEN = frozenset("customs glasses goods maïs securities spirits".split())  # noqa: SIM905
"""Words that are their own lemmas, as what dictionaries or folding make of them means something else."""

_NOUNS = frozenset("avoirs biens devoirs êtres pouvoirs sons cans wills".split())  # noqa: SIM905
"""Plurals of nouns whose singular is spelt like a stop word: goods are not "well"."""

_PARTICIPLES = frozenset(
    "alerté analysé ancré approché armé baissé borné bouché bouclé branché cassé centré chassé chaîné "  # noqa: SIM905
    "chiffré ciblé codé collé consigné couché couplé coupé couronné cuisiné câblé demeuré doublé découpé "
    "dérivé déséquilibré entravé enveloppé facturé fermé figuré filé flotté forcé forgé formulé fouillé "
    "frappé gravé greffé groupé gêné homologué invité limité masqué maîtrisé mesuré mélangé mérité noué "
    "orchestré partagé peuplé planté plaqué pointé pompé posté pressé programmé recherché relevé risqué "
    "réformé réglé réservé rêvé serré tracé ébauché élevé équipé étoffé".split()
)
"""Those that dictionaries take for adjectives, and that are nouns of their own without accents: "équipé" is
no "équipe", and "chiffré" no "chiffre"."""

_BRITISH = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("yse", "yze"),
    ("iser", "izer"),
    ("our", "or"),
    ("tre", "ter"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("mme", "m"),
)
_FEMININE_ENDINGS = tuple(ending for ending, _ in _FEMININES)
_BRITISH_ENDINGS = tuple(ending for ending, _ in _BRITISH)


class Piece(NamedTuple):
    """What one part of a written word is indexed under: a folded lemma, and its characters [start, end)."""

    lemma: str
    start: int
    end: int


class Part(NamedTuple):
    """One word of a written one, its characters [start, end), and whether a hyphen was in it."""

    text: str
    start: int
    end: int
    together: bool


class WordReader:
    """Reads the words of one language, each distinct one once.

    Parameters
    ----------
    language: "fr" or "en".
    listed, listed_there: folded lemmas and phrases of the lexicon, in the language and in the other one.
    """

    def __init__(
        self, language: Language, listed: Collection[str] = (), listed_there: Collection[str] = ()
    ) -> None:
        self.language = language
        self.known = frozenset(word for lemma in listed for word in lemma.split(" "))
        self.pairs, self._pairs_there = _pairs(listed), _pairs(listed_there)
        self._stop, self._stop_there = STOP_WORDS[language], STOP_WORDS[OTHER[language]]
        self._stop_anywhere = self._stop | self._stop_there
        self._families = _by_last_letter(_FAMILIES[language])
        self._forms, self._forms_there = forms(language), forms(OTHER[language])
        self.form: Callable[[str], str | None] = self._forms.lemma
        """The lemma that the dictionary of the language gives a word in small letters; None for no word."""
        self.lists: Callable[[str], bool] = self._forms.lists
        """Whether the dictionary lists a word as it is, in small letters."""

    def pieces(self, word: str) -> tuple[Piece, ...]:
        """The lemmas of a written word, stop words left out; none where it is too long to be a word.

        A stop word in capitals is an acronym and stays ("US", "LES"): whether the text shouts, its reader
        must know.
        """
        return tuple(
            Piece(lemma, part.start, part.end)
            for part in self.parts(word)
            for lemma in self.lemma(part.text, together=part.together).split()
            if not lemma.startswith(SMALL)
        )

    def parts(self, word: str) -> list[Part]:
        """The words between apostrophes and hyphens of a written one, elisions and clitics left out."""
        if len(word) > MAX_WORD:
            return []
        if word.isalnum() and "ʼ" not in word:
            return [Part(word, 0, len(word), False)]
        if not word.isupper() and fold(word) in self._stop:
            return []
        return [part for start, end in self._split(word) for part in self._unhyphenated(word, start, end)]

    def lemma(self, text: str, *, together: bool = False) -> str:
        """The folded lemma of one word, empty for a stop word; two lemmas where the lexicon has it apart.

        One of `COUNTS` that phrases of the lexicon hold begins with `SMALL`.
        `together`: it was written with a hyphen, and dictionaries would take it apart again.
        """
        lowered = text.lower()
        capitals = not text.islower()
        if capitals and text[-1] == "s" and len(text) > 2 and text[:-1].isupper():
            text = text[:-1]  # "APIs", "SMEs"
            lowered = text.lower()
        folded = lowered if lowered.isascii() else fold(text)
        if len(folded) < 2 or folded.isdigit():
            return ""
        if folded in self._stop_anywhere and self._stops(lowered, folded):
            return folded if text.isupper() else self._small(lowered, folded)
        if (capitals and len(text) < 4 and text.isupper()) or lowered in _AS_WRITTEN:
            lemma = folded
        else:
            form = self.form(lowered)
            if together and form is None:
                lemma = self._listed(folded) or self._without_plural(folded)
            else:
                lemma = self._lemma(lowered, folded, form)
                if lemma in self._stop and lowered not in _NOUNS:
                    return ""
        return self.pairs.get(lemma, lemma) if len(lemma) > 1 else ""

    def _stops(self, lowered: str, folded: str) -> bool:
        """Whether a stop word of either language says nothing in a text of this one."""
        if folded in self._stop and lowered not in _AS_WRITTEN:
            return True
        # "the" in a French text is no French word; "thé", "but" and "main" are, and mean something there.
        return folded in self._stop_there and not self.lists(lowered)

    def _small(self, lowered: str, folded: str) -> str:
        counts = COUNTS[self.language]
        lemma = fold(self.form(lowered) or folded) if folded in counts else ""
        return SMALL + lemma if lemma in self.known and lemma in counts else ""

    def _lemma(self, lowered: str, folded: str, form: str | None) -> str:
        """The folded lemma: what the lexicon lists comes before what the dictionary says."""
        if form is None:
            return self._listed(folded) or self._masculine(lowered) or self._without_plural(folded)
        if form in _PARTICIPLES:
            form = form[:-1] + "er"
        found = folded if form == lowered else fold(form)
        if self.language == "en" and found.endswith(_BRITISH_ENDINGS):
            found = self._american(found)
        if found in self.known:
            return found
        again = self._forms.exact(form)  # "conçue" leads to "conçu", and that to "concevoir"
        if again is not None and again != form and fold(again) in self.known:
            return fold(again)
        listed = self._listed(folded) or (self._listed(found) if found != folded else None)
        return listed or (self._masculine(lowered) if form == lowered else None) or found

    def _listed(self, folded: str) -> str | None:
        """The word itself where the lexicon lists it, or one of its family: "developpee", "developper"."""
        if folded in self.known:
            return folded
        if len(folded) < 5:
            return None
        for ending, instead in self._families.get(folded[-1], ()):
            if folded.endswith(ending):
                relative = folded[: -len(ending)] + instead
                if relative in self.known and len(relative) > 3:
                    return relative
        return None

    def _masculine(self, lowered: str) -> str | None:
        """The lemma of a French adjective by its feminine: "anticancéreuse" leads to "anticancereux"."""
        if self.language != "fr" or not lowered.endswith(_FEMININE_ENDINGS):
            return None
        for ending, instead in _FEMININES:
            if lowered.endswith(ending):
                found = self._forms.exact(lowered.removesuffix(ending) + instead)
                if found is not None:
                    return fold(found)
        return None

    def _american(self, lemma: str) -> str:
        """One spelling for what British and American English spell in two ways."""
        for ending, instead in _BRITISH:
            other = lemma.removesuffix(ending) + instead
            if len(lemma) > 4 and lemma.endswith(ending) and self.form(other):
                return other
        return lemma

    def _without_plural(self, folded: str) -> str:
        """A lemma for what no dictionary lists, because it is too new or a name."""
        plural = len(folded) > 4 and folded[-1] == "s" and folded[-2] not in "sui"
        return folded[:-1] if plural else folded

    def _split(self, word: str) -> list[tuple[int, int]]:
        """Places of the parts between apostrophes, elisions and clitics left out."""
        parts = _between(word.replace("’", "'").replace("ʼ", "'"), "'", 0)
        if len(parts) > 1 and fold(word[slice(*parts[0])]) in ELIDED:
            parts = parts[1:]
        if len(parts) > 1 and fold(word[slice(*parts[-1])]) in CLITICS:
            parts = parts[:-1]
        return parts

    def _unhyphenated(self, word: str, start: int, end: int) -> Iterator[Part]:
        """The words of a hyphenated one: "e-sport" and "chat-bot" are one, "capital-risque" is two."""
        parts = _between(word[start:end].replace("‐", "-").replace("‑", "-"), "-", start)
        if len(parts) == 1:
            ((left, right),) = parts
            yield Part(word[left:right], left, right, False)
            return
        while parts:
            count, text = self._joined([word[left:right] for left, right in parts[:2]])
            yield Part(text, parts[0][0], parts[count - 1][1], count > 1)
            parts = parts[count:]

    def _joined(self, parts: list[str]) -> tuple[int, str]:
        """How many of two `parts` are one word with the first, and that word."""
        if len(parts) < 2:
            return 1, parts[0]
        first, second = fold(parts[0]), fold(parts[1])
        pair = "-".join(parts).lower()
        small = (first in self._stop) + (second in self._stop)
        apart = first + second in self.pairs or first + second in self._pairs_there
        whole = pair in _WHOLE
        if not whole and (small == 2 or apart):  # "celle-ci" says nothing, "real-time" is two words
            return 1, parts[0]
        # "know-how" would be left without the part that is a stop word elsewhere.
        bound = first in _BOUND and (first not in self._stop or first == _UNDER) and not parts[0].isupper()
        whole = whole or bound or len(first) == 1 or (small == 1 and self.form(pair) is not None)
        together = parts[0] + parts[1]
        if self._one_word(together):
            return 2, together
        # Each without its plural: "plates-formes" is "plateforme".
        singular = parts[0].removesuffix("s") + parts[1].removesuffix("s")
        if singular != together and self._one_word(singular):
            return 2, singular
        return (2, together) if whole else (1, parts[0])

    def _one_word(self, together: str) -> bool:
        lowered = together.lower()
        return (
            fold(together) in self.known
            or self._forms.lemma(lowered) is not None
            or self._forms_there.lemma(lowered) is not None
        )


def _between(word: str, joint: str, start: int) -> list[tuple[int, int]]:
    """Places of the parts of `word`, which begins at `start`, between joints; empty parts left out."""
    found = []
    for part in word.split(joint):
        if part:
            found.append((start, start + len(part)))
        start += len(part) + 1
    return found


def _pairs(listed: Collection[str]) -> dict[str, str]:
    """Phrases of two words by how they would be written as one."""
    return {lemma.replace(" ", ""): lemma for lemma in listed if lemma.count(" ") == 1}


def _by_last_letter(pairs: Iterable[tuple[str, str]]) -> Mapping[str, list[tuple[str, str]]]:
    """Endings, the longest first, and those that may stand instead, by the last letter."""
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for ending, instead in sorted(pairs, key=lambda pair: -len(pair[0])):
        found[ending[-1]].append((ending, instead))
    return dict(found)
