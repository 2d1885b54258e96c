"""The forms that dictionaries of simplemma list, in one step each: readers ask for every distinct word."""

from functools import cache
from typing import Any

from matchmaker.matching.engine.spaces import Language


class Forms:
    """The written forms of one language, cased and accented as its dictionary has them, and their lemmas.

    Straight in the table: the rules of simplemma for words that it does not list change one in four hundred.
    """

    def __init__(self, language: Language) -> None:
        from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

        # What simplemma gives looks a form up through three calls, which took a quarter of reading a text;
        # the table behind it is private, and a test says whether it is still what the calls look into.
        held: Any = DEFAULT_DICTIONARY_FACTORY.get_dictionary(language)
        self._listed: dict[bytes, bytes] = held._dict
        self._names = {}
        for form in self._listed:
            if not b"a" <= form[:1] <= b"z":
                name = form.decode()
                lowered = name.lower()
                if name != lowered and name == lowered.capitalize():
                    self._names[lowered] = self._listed[form].decode()

    def lists(self, word: str) -> bool:
        """Whether `word` is listed as it is."""
        return word.encode() in self._listed

    def exact(self, word: str) -> str | None:
        """The lemma of `word` as it is; None where it is not listed."""
        found = self._listed.get(word.encode())
        return None if found is None else found.decode()

    def lemma(self, lowered: str) -> str | None:
        """The lemma of a word in small letters, or of the name spelt so; None for neither."""
        found = self._listed.get(lowered.encode())
        return self._names.get(lowered) if found is None else found.decode()


@cache
def forms(language: Language) -> Forms:
    """The forms of a language, read once."""
    return Forms(language)
