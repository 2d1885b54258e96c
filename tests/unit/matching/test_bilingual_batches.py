"""Many texts are read at once exactly as each would be alone."""

import gc
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import BilingualReader, Language
from matchmaker.matching.engine.analysis import MAX_WORD
from matchmaker.matching.engine.bilingual import counts, reader
from matchmaker.matching.engine.bilingual.counts import own_counts
from matchmaker.matching.engine.bilingual.languages import stretches, stretches_of_many
from matchmaker.matching.engine.bilingual.scan import BREAK, TOKEN, scan
from matchmaker.matching.engine.bilingual.softening import soft_counts, softly_read
from tests.unit.matching.texts import ODD_TEXTS, texts

READER = BilingualReader()
PHRASED = st.lists(
    st.sampled_from(
        [
            *("levée", "de", "fonds", "capital", "risque", "waste", "management", "renewable", "energy"),
            *("preuve", "concept", "real-time", "US", "LES", "IT", "Déchets", "l’eau", "R&D", "İzmir"),
            *(". ", "\n", ", ", "; "),
        ]
    ),
    max_size=14,
).map(" ".join)
ANY = st.one_of(
    texts,
    PHRASED,
    st.text(max_size=60),
    st.text("aA'’ʼ-&.\u0301éÉ9 \nIİ²ßœ", max_size=30),
    st.sampled_from(ODD_TEXTS),
)
LANGUAGES = st.sampled_from(["fr", "en", None])


def of_text(found: counts.Counts, row: int, names: list[str]) -> dict[str, float]:
    at = slice(found.starts[row], found.starts[row + 1])
    return {names[column]: value for column, value in zip(found.columns[at], found.values[at], strict=True)}


@given(st.lists(st.tuples(ANY, LANGUAGES), max_size=6))
@example([("ʼ\u0300", "fr"), ("lʼ\u0300 eau", "fr")])
@settings(max_examples=200, deadline=None)
def test_texts_read_together_hold_the_terms_that_each_holds_alone(
    given_: list[tuple[str, Language | None]],
) -> None:
    names, own = own_counts(READER, [text for text, _ in given_], [language for _, language in given_])
    for row, (text, language) in enumerate(given_):
        alone = Counter(READER.terms(text, language))
        assert list(of_text(own, row, names).items()) == list(alone.items())


@given(st.lists(ANY, max_size=6))
@settings(max_examples=100, deadline=None)
def test_the_languages_of_many_texts_are_those_of_each(many: list[str]) -> None:
    assert stretches_of_many(many, None) == [stretches(text, None) for text in many]


@given(ANY)
@example("R&D R&Dx ab&cd abc&d a&\u0301b x&y'z")
@example("l'ʼ-‐x a--b a-b- -a 1 22 ² ½ É")
@settings(max_examples=200, deadline=None)
def test_words_are_found_where_the_pattern_finds_them(text: str) -> None:
    words = scan([text], [[(0, len(text), 0)]])
    found = [word for word in TOKEN.findall(text) if word[0].isalnum() and _may_mean_something(word)]
    distinct = words.distinct.strings()
    assert [distinct[number].lower() for number in words.numbers if number != BREAK] == [
        word.lower() for word in found
    ]


def _may_mean_something(word: str) -> bool:
    digits = word.isascii() and word.isdigit()
    return len(word) <= MAX_WORD and not digits and (len(word) > 1 or not word.isascii())


def test_no_character_past_the_first_planes_has_a_case() -> None:
    assert not any(
        chr(code).isupper() or chr(code).islower() or chr(code).istitle()
        for code in range(0x20000, sys.maxunicode + 1, 7)
    )


def test_texts_in_several_chunks_are_read_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    many = ["levée de fonds", "waste sorting", "la levée de fonds des villes", "", "fundraising, waste"] * 3
    whole = soft_counts(READER, *own_counts(READER, many, None))
    monkeypatch.setattr(counts, "CHUNK", 20)
    names, chunked = softly_read(READER, many, None)
    assert names == whole[0]
    np.testing.assert_array_equal(chunked.values, whole[1].values)
    np.testing.assert_array_equal(chunked.columns, whole[1].columns)


@pytest.mark.parametrize(
    ("apart", "together", "language"),
    [
        ("une levée. Fonds de la ville", "une levée de fonds", "fr"),
        ("waste. Management of water", "waste management", "en"),
        ("waste\nmanagement", "waste - management", "en"),
    ],
)
def test_no_phrase_goes_on_past_the_end_of_a_sentence_or_line(
    apart: str, together: str, language: Language
) -> None:
    assert not any(" " in term for term in READER.terms(apart, language))
    assert any(" " in term for term in READER.terms(together, language))


def test_a_reading_that_fails_leaves_the_collector_of_cycles_at_work() -> None:
    not_texts: list[str] = ["eau", 3]  # type: ignore[list-item]
    with pytest.raises(TypeError):
        softly_read(READER, not_texts, None)
    assert gc.isenabled()


def test_what_was_met_before_changes_nothing_of_what_is_read_now() -> None:
    many = ["Capital-risque et déchets", "l'éolienne flottante de la ville", "waste sorting at sea, R&D"] * 2
    first = softly_read(READER, many, None)
    softly_read(READER, [f"nouveau{number} mot{number} des villes" for number in range(5000)], ["fr"] * 5000)
    for names, found in (softly_read(READER, many, None), softly_read(deepcopy(READER), many, None)):
        assert names == first[0]
        np.testing.assert_array_equal(found.values, first[1].values)
        np.testing.assert_array_equal(found.columns, first[1].columns)


def test_what_is_too_much_to_keep_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = READER.met()
    texts_ = ["des panneaux solaires", "la levée de fonds du panneautier"]
    own = own_counts(READER, texts_, ["fr", "fr"])
    names, soft = soft_counts(READER, *own)
    assert READER.met() is before
    monkeypatch.setattr(reader, "REMEMBERED", 0)
    again, softened = soft_counts(READER, *own)
    assert READER.met() is not before
    assert again == names
    np.testing.assert_array_equal(softened.values, soft.values)


def test_texts_read_in_several_threads_at_once_hold_what_each_holds_alone() -> None:
    many = [
        [f"le projet{number} trie des déchets{number % 7}" for number in range(part, 900, 3)]
        for part in range(3)
    ]
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(lambda texts_: own_counts(READER, texts_, ["fr"] * len(texts_)), many))
    for texts_, (names, own) in zip(many, found, strict=True):
        for row, text in enumerate(texts_):
            assert of_text(own, row, names) == Counter(READER.terms(text, "fr"))
