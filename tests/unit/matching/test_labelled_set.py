import re
from collections import Counter

import pytest
import simplemma

from benchmarks.labelled_set import Row, eligible, judgements, rows
from matchmaker.matching.engine.analysis import fold
from matchmaker.matching.engine.stopwords import STOP_WORDS

RELEVANT = 2
COMMON = 6  # organisations of 60: what more of them say is no content word
RARE = 3

WRITTEN_IN = {"fr": ("fr",), "en": ("en",), "both": ("fr", "en")}


@pytest.fixture(scope="module")
def listed() -> dict[str, Row]:
    return rows()


@pytest.fixture(scope="module")
def content(listed: dict[str, Row]) -> dict[str, frozenset[str]]:
    words = {one: _lemmas(row) for one, row in listed.items()}
    used = Counter(word for found in words.values() for word in found)
    return {one: frozenset(word for word in found if used[word] <= COMMON) for one, found in words.items()}


def test_every_pair_that_passes_the_gates_is_judged_once(listed: dict[str, Row]) -> None:
    assert list(judgements()) == eligible(listed)
    assert set(judgements().values()) == {0, 1, 2, 3}


def test_the_set_is_even_between_hubs_and_languages(listed: dict[str, Row]) -> None:
    assert Counter(row["hub"] for row in listed.values()) == {"paris": 30, "silicon_valley": 30}
    assert Counter(row["lang"] for row in listed.values()) == {"fr": 20, "en": 20, "both": 20}


def test_a_third_of_the_relevant_pairs_share_no_content_word(content: dict[str, frozenset[str]]) -> None:
    relevant = [pair for pair, grade in judgements().items() if grade >= RELEVANT]
    silent = [(a, b) for a, b in relevant if not content[a] & content[b]]
    assert len(silent) * 3 >= len(relevant)


def test_a_third_of_the_pairs_with_a_rare_word_in_common_are_irrelevant(
    content: dict[str, frozenset[str]],
) -> None:
    used = Counter(word for found in content.values() for word in found)
    rare = {one: frozenset(word for word in found if used[word] <= RARE) for one, found in content.items()}
    sharing = [grade for (a, b), grade in judgements().items() if rare[a] & rare[b]]
    assert sum(grade < RELEVANT for grade in sharing) * 3 >= len(sharing)


def _lemmas(row: Row) -> frozenset[str]:
    """Folded lemmas of all texts; who writes both languages is read in both, which only adds shared words."""
    found: set[str] = set()
    for column, text in row.cells.items():
        if column.endswith(("_fr", "_en", "_text")):
            suffix = column[-2:]
            languages = (suffix,) if suffix in WRITTEN_IN else WRITTEN_IN[row["lang"]]
            found |= {_lemma(word, languages) for word in re.findall(r"[^\W\d_]{2,}", text)}
    return frozenset(found) - STOP_WORDS


def _lemma(word: str, languages: tuple[str, ...]) -> str:
    return fold(word) if fold(word) in STOP_WORDS else fold(simplemma.lemmatize(word, lang=languages))
