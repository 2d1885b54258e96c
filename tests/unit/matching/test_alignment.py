"""Translations learnt from texts of the same meaning: the right ones, only on evidence, and merged by it."""

import random
from pathlib import Path

import pytest

from matchmaker.matching.engine.bilingual.alignment import FEWEST, learn
from matchmaker.matching.engine.bilingual.lexicon import Entry, Lexicon, read_lexicon, write_lexicon
from matchmaker.matching.engine.bilingual.reader import BilingualReader

MEANINGS = {
    "gyropode": "hoverboard",
    "binage": "hoeing",
    "désherbage": "weeding",
    "cuvelage": "tubbing",
    "mytiliculture": "musselling",
    "tonnellerie": "cooperage",
    "ferronnerie": "ironwork",
    "sylvothérapie": "forestbathing",
    "vannerie": "basketry",
    "marquage": "roadmarking",
}
"""Words of the field and what they are in English, most of them in no glossary."""


def pairs_of(meanings: dict[str, str], count: int, each: int = 4) -> list[tuple[str, str]]:
    """`count` pairs of texts of `each` words, in an order of their own in either language."""
    chance = random.Random(20)
    found = []
    for _ in range(count):
        french = chance.sample(sorted(meanings), each)
        english = [meanings[word] for word in chance.sample(french, each)]
        found.append((f"Nous faisons du {', du '.join(french)}.", f"We do {', '.join(english)}."))
    return found


def learnt(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """Each French term learnt, and its best translation."""
    return {entry.french: entry.english[0][0] for entry in learn(pairs, BilingualReader())}


def _lemma(word: str, language: str) -> str:
    reader = BilingualReader()
    (term,) = reader.terms(word, "fr" if language == "fr" else "en")
    return term[3:]


def test_words_that_always_come_together_are_translations() -> None:
    expected = {_lemma(french, "fr"): _lemma(english, "en") for french, english in MEANINGS.items()}
    assert learnt(pairs_of(MEANINGS, 200)) == expected


def test_a_few_pairs_teach_nothing() -> None:
    assert learn(pairs_of(MEANINGS, FEWEST - 1), BilingualReader()) == []


def test_a_text_that_is_given_again_and_again_says_no_more_than_once() -> None:
    few = pairs_of(MEANINGS, FEWEST - 1)
    assert learn(few * 10, BilingualReader()) == []


def test_a_summary_is_not_taken_for_a_translation() -> None:
    pairs = pairs_of(MEANINGS, 100, each=8)
    assert learn([(french, english.split(",")[0]) for french, english in pairs], BilingualReader()) == []


def test_names_are_the_same_in_both_languages_without_being_learnt() -> None:
    assert "tricolline" not in learnt(pairs_of(MEANINGS | {"Tricolline": "Tricolline"}, 200))


def test_the_same_pairs_teach_the_same() -> None:
    pairs = pairs_of(MEANINGS, 100)
    assert learn(pairs, BilingualReader()) == learn(pairs, BilingualReader())


def test_texts_without_words_do_no_harm() -> None:
    assert learn([("", ""), ("le la les", "the of"), ("😀", "😀")] * 40, BilingualReader()) == []


def test_what_was_learnt_is_read_again_as_it_was_written(tmp_path: Path) -> None:
    entries = learn(pairs_of(MEANINGS, 100), BilingualReader())
    write_lexicon(tmp_path / "learnt.tsv", entries)
    again = read_lexicon(tmp_path / "learnt.tsv")
    written = [(entry.french, *pair) for entry in entries for pair in entry.english]
    rows = [(entry.french, *pair) for entry in again for pair in entry.english]
    assert [row[:2] for row in rows] == [row[:2] for row in written]
    assert [row[2] for row in rows] == pytest.approx([row[2] for row in written], abs=1e-4)
    assert sum(entry.seen or 0 for entry in again) == pytest.approx(
        sum(entry.seen or 0 for entry in entries), abs=0.1
    )


def test_a_reader_takes_what_was_learnt_as_it_takes_any_lexicon(tmp_path: Path) -> None:
    write_lexicon(tmp_path / "learnt.tsv", learn(pairs_of(MEANINGS, 200), BilingualReader()))
    reader = BilingualReader([tmp_path / "learnt.tsv"])
    (term,) = reader.terms("gyropodes", "fr")
    assert "hoverboard" in {shared.removeprefix("en:") for shared, _ in reader.shared(term)}


@pytest.mark.parametrize(("seen", "first"), [(3.0, "lease"), (200.0, "location")])
def test_many_sightings_outweigh_a_list_and_a_handful_does_not(seen: float, first: str) -> None:
    listed = [Entry("bail", (("lease", 1.0),))]
    found = [Entry("bail", (("location", 1.0),), seen)]
    assert Lexicon.of([listed, found]).french["bail"][0][0] == first


@pytest.mark.parametrize("seen", ["-1", "often", "nan", "3\t4"])
def test_a_row_that_was_seen_in_an_impossible_way_is_refused(tmp_path: Path, seen: str) -> None:
    path = tmp_path / "learnt.tsv"
    path.write_text(f"eau\twater\t1.0\t{seen}\n")
    with pytest.raises(ValueError, match=r"learnt\.tsv, line 1"):
        read_lexicon(path)
