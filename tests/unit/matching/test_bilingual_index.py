"""An index over French and English texts: exact after edits, in each side's words, the same reopened."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matchmaker.matching.engine import BilingualReader, Calibration, SnapshotError, TextIndex
from matchmaker.matching.engine.bilingual.vectorizer import BilingualVectorizer
from matchmaker.matching.engine.calibration import REWORDED, WIDEST, gap_between
from tests.unit.matching.texts import best_of, brute_force, edit, edits, texts

READER = BilingualReader()
OFFERS = (
    "Nous réduisons les déchets d'emballage en ville",
    "We cut packaging waste in cities",
    "Wind turbine blades for aerospace programmes",
    "Une éolienne flottante en mer",
    "AI for retail chains",
    "Nous faisons de l'IA pour les villes",
)
NAMES = [first + last for first in "bdfglmnprt" for last in ("akor", "elis", "ivon", "udar", "omir")]


def found(query: str, offers: Sequence[str] = OFFERS) -> list[int]:
    rows: list[int] = TextIndex(READER).fit(list(offers)).query(query)[0].tolist()
    return rows


def said_in(text: str) -> set[str]:
    """The terms of a text and their words, and the empty one that stands for what no two words share."""
    terms = {term[3:] for term in READER.terms(text)}
    return {"", *terms, *(word for term in terms for word in term.split(" "))}


def vectors_of(held: list[str], query: str) -> np.ndarray:
    vectorizer = BilingualVectorizer()
    try:
        return brute_force(vectorizer.fit_transform(held), vectorizer.transform([query]))
    except ValueError:  # no text has a word
        return np.zeros(len(held))


@pytest.mark.parametrize(
    ("query", "best"),
    [("gestion des déchets", {0, 1}), ("floating wind turbine", {2, 3}), ("IA", {4, 5}), ("AI", {4, 5})],
)
def test_a_query_finds_texts_of_both_languages(query: str, best: set[int]) -> None:
    assert best <= set(found(query))


def test_a_floating_wind_turbine_is_found_before_an_aerospace_programme_that_says_turbine() -> None:
    crowd = [f"une société {word} de conseil, services et gestion aux entreprises" for word in NAMES]
    crowd += [f"{word} consulting, a company of services and management for business" for word in NAMES]
    index = TextIndex(READER).fit([*OFFERS, *crowd])
    calibrated = index.comparable("éolienne flottante", language="fr")
    assert calibrated[2] > index.scores("éolienne flottante", language="fr")[2] > 0.0
    assert np.argsort(-calibrated, kind="stable")[:2].tolist() == [3, 2]


@given(st.lists(texts, max_size=10), edits, texts)
@settings(max_examples=40, deadline=None)
def test_after_any_edits_an_index_is_what_a_fresh_vectorizer_gives(
    start: list[str], steps: list, query: str
) -> None:
    index = TextIndex(READER).fit(start)
    current = dict(enumerate(start))
    edit(index, current, steps)
    cosines = np.zeros(index.rows)
    if current:
        cosines[sorted(current)] = vectors_of([current[row] for row in sorted(current)], query)
    rows, scores = index.query(query, k=20)
    np.testing.assert_allclose(scores, cosines[rows], rtol=0, atol=1e-12)
    assert rows.tolist() == best_of(cosines, 20)


@given(st.lists(texts, min_size=1, max_size=8), edits, texts)
@settings(max_examples=40, deadline=None)
def test_edited_and_fresh_indexes_agree_to_the_last_bit(start: list[str], steps: list, query: str) -> None:
    index = TextIndex(READER).fit(start)
    current = dict(enumerate(start))
    edit(index, current, steps)
    fresh = TextIndex(READER).fit([current[row] for row in sorted(current)])
    assert index.scores(query)[sorted(current)].tolist() == fresh.scores(query).tolist()
    index.compact()  # measures the gap between languages anew
    assert index.comparable(query)[sorted(current)] == pytest.approx(fresh.comparable(query))


@given(st.lists(texts, min_size=1, max_size=8), edits, texts)
@settings(max_examples=40, deadline=None)
def test_an_explanation_is_in_words_of_each_side_and_sums_to_the_score(
    start: list[str], steps: list, query: str
) -> None:
    index = TextIndex(READER).fit(start)
    current = dict(enumerate(start))
    edit(index, current, steps)
    scores = index.scores(query)
    asked = said_in(query)
    for row, text in current.items():
        parts = index.explain(query, row)
        assert sum(part for _, _, part in parts) == pytest.approx(scores[row], abs=1e-12)
        assert {term for term, _, _ in parts} <= asked
        assert {other for _, other, _ in parts} <= said_in(text)


def test_the_explanation_of_a_translation_names_both_words() -> None:
    index = TextIndex(READER).fit(list(OFFERS))
    pairs = [(term, other) for term, other, _ in index.explain("déchets d'emballage", 1, "fr")]
    assert (
        ("dechet", "waste") in pairs
        or ("dechet emballage", "waste") in pairs
        or "waste" in dict(pairs).values()
    )


def test_a_snapshot_gives_the_same_bytes_and_the_same_answers(tmp_path: Path) -> None:
    index = TextIndex(READER).fit(list(OFFERS))
    index.save(tmp_path / "fitted")
    edited = TextIndex(READER).fit(["zebra", *OFFERS[1:]])
    edited.replace(0, OFFERS[0])
    edited.save(tmp_path / "edited")
    loaded = TextIndex.load(tmp_path / "fitted", BilingualReader())
    assert loaded.comparable("déchets").tolist() == index.comparable("déchets").tolist()
    assert loaded.add("Des fermes en ville", "fr") == len(OFFERS)
    for path in (tmp_path / "fitted").iterdir():
        assert path.read_bytes() == (tmp_path / "edited" / path.name).read_bytes()


@given(st.lists(texts, min_size=1, max_size=6), edits, edits, texts)
@settings(max_examples=30, deadline=None)
def test_an_opened_snapshot_explains_as_the_index_that_was_saved_and_after_edits_of_both(
    tmp_path_factory: pytest.TempPathFactory, start: list[str], before: list, after: list, query: str
) -> None:
    directory = tmp_path_factory.mktemp("snapshots") / "index"
    index, current = TextIndex(READER).fit(start), dict(enumerate(start))
    edit(index, current, before)
    index.save(directory)
    opened, same = TextIndex.load(directory, READER), dict(current)
    for steps in ([], after):
        edit(index, current, steps)
        edit(opened, same, steps)
        for row in current:
            for asked in (query, *OFFERS[:2]):
                assert opened.explain(asked, row) == index.explain(asked, row)


def test_a_snapshot_made_when_other_words_were_named_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    TextIndex(READER).fit(list(OFFERS)).save(tmp_path / "index")
    monkeypatch.setattr("matchmaker.matching.engine.bilingual.space.VERSION", 0)
    with pytest.raises(SnapshotError, match="another version"):
        TextIndex.load(tmp_path / "index", READER)


def test_a_snapshot_read_with_another_lexicon_is_refused(tmp_path: Path) -> None:
    extra = tmp_path / "extra.tsv"
    extra.write_text("gyropode\tpersonal transporter\t0.9\n")
    TextIndex(READER).fit(list(OFFERS)).save(tmp_path / "index")
    with pytest.raises(SnapshotError, match="another vectorizer"):
        TextIndex.load(tmp_path / "index", BilingualReader([extra]))
    with pytest.raises(SnapshotError, match="pass it to load"):
        TextIndex.load(tmp_path / "index")


def test_languages_must_be_one_for_each_text() -> None:
    with pytest.raises(ValueError, match="1 languages for 2 texts"):
        TextIndex(READER).fit(["eau", "water"], ["fr"])


def test_the_gap_between_languages_is_one_for_few_texts_and_never_past_its_bound() -> None:
    near, far = np.array([0.6, 0.1]), np.array([0.1, 0.6])
    assert gap_between([near, near], [10**9, 10**9]) == pytest.approx(REWORDED)
    assert 1.0 < gap_between([near, near], [5, 5]) < gap_between([near, far], [5, 5]) < WIDEST
    assert gap_between([near, far], [5000, 5000]) == WIDEST
    assert gap_between([near, far], [1, 1000]) == 1.0
    assert gap_between([np.array([1.0, 0.0]), np.array([0.0, 1.0])], [1000, 1000]) == 1.0


def test_a_text_in_both_languages_is_calibrated_half_way_and_the_same_from_either_side() -> None:
    calibration = Calibration(np.array([0.0, 0.5, 1.0]), gap=2.0)
    ones = np.ones(3)
    assert calibration.calibrated(ones, 1.0).tolist() == pytest.approx([2.0, 2.0**0.5, 1.0])
    assert calibration.calibrated(ones, 0.0).tolist() == pytest.approx([1.0, 2.0**0.5, 2.0])
