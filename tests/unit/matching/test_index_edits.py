"""Editing an index: what a service may rely on when one profile changes."""

import numpy as np
import pytest

from matchmaker.matching.engine import TextIndex

PROFILES = ["urban waste sorting", "battery storage for the grid", "waste water sensors"]


def test_a_new_word_is_found_at_once() -> None:
    index = TextIndex().fit(PROFILES)
    row = index.add("quantum photonics")
    assert row == 3
    assert index.query("photonics")[0].tolist() == [3]


def test_a_replaced_text_is_no_longer_found_under_its_old_words() -> None:
    index = TextIndex().fit(PROFILES)
    index.replace(1, "fleet electrification")
    assert index.query("battery")[0].tolist() == []
    assert index.query("fleet")[0].tolist() == [1]


def test_a_removed_row_never_comes_back_and_its_number_is_not_given_again() -> None:
    index = TextIndex().fit(PROFILES)
    index.remove(2)
    assert index.query("waste")[0].tolist() == [0]
    assert index.add("waste heat") == 3
    assert index.query("waste")[0].tolist() == [3, 0]
    assert (len(index), index.rows) == (3, 4)


def test_equal_texts_come_in_the_order_of_their_rows() -> None:
    index = TextIndex().fit(["waste"] * 5)
    index.replace(1, "energy")
    index.replace(1, "waste")
    assert index.query("waste", k=3)[0].tolist() == [0, 1, 2]


def test_hundreds_of_equal_texts_come_in_the_order_of_their_rows() -> None:
    index = TextIndex().fit(["waste", "waste sorting"] * 150)
    assert index.query("waste", k=300)[0].tolist() == [*range(0, 300, 2), *range(1, 300, 2)]


def test_long_texts_score_to_the_last_bit_as_if_removed_ones_had_never_been() -> None:
    random = np.random.default_rng(7)
    profiles = [" ".join(f"word{number}" for number in random.zipf(1.3, 60) % 997) for _ in range(60)]
    index = TextIndex().fit(
        [*profiles, *(f"gone{number} {profile}" for number, profile in enumerate(profiles))]
    )
    for row in range(60, 120):
        index.remove(row)
    fresh = TextIndex().fit(profiles)
    for number in range(40):
        query = " ".join([*(f"gone{gone}" for gone in range(number)), *profiles[number : number + 2]])
        assert index.scores(query)[:60].tolist() == fresh.scores(query).tolist()


@pytest.mark.parametrize("row", [-1, 3, 99])
def test_a_row_that_was_never_given_is_refused(row: int) -> None:
    index = TextIndex().fit(PROFILES)
    for act in (
        lambda: index.remove(row),
        lambda: index.replace(row, "x"),
        lambda: index.explain("waste", row),
    ):
        with pytest.raises(IndexError, match="never given or was removed"):
            act()


def test_a_row_cannot_be_removed_twice() -> None:
    index = TextIndex().fit(PROFILES)
    index.remove(0)
    with pytest.raises(IndexError):
        index.remove(0)


def test_an_index_may_start_empty_and_grow() -> None:
    index = TextIndex()
    assert index.query("waste")[0].tolist() == []
    assert [index.add(text) for text in PROFILES] == [0, 1, 2]
    assert index.query("waste")[0].tolist() == TextIndex().fit(PROFILES).query("waste")[0].tolist()


def test_a_mask_made_before_a_row_was_added_leaves_that_row_out() -> None:
    index = TextIndex().fit(PROFILES)
    mask = np.ones(index.rows, dtype=bool)
    index.add("waste of heat")
    assert 3 not in index.query("waste", filter=mask)[0]


def test_a_mask_longer_than_the_index_is_refused() -> None:
    with pytest.raises(ValueError, match="a filter over 9 rows for an index of 3"):
        TextIndex().fit(PROFILES).query("waste", filter=np.ones(9, dtype=bool))


def test_languages_must_be_one_a_text() -> None:
    with pytest.raises(ValueError, match="1 languages for 3 texts"):
        TextIndex().fit(PROFILES, languages=["en"])
