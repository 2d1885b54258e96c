"""Dictionaries of dictd: found by their index, read as our own lemmas."""

import gzip
import string
from pathlib import Path

import pytest

from matchmaker.matching.engine.bilingual.lexicon import read_lexicon
from matchmaker.matching.engine.bilingual.reader import BilingualReader

ALPHABET = string.ascii_uppercase + string.ascii_lowercase + string.digits + "+/"
ARTICLES = {
    "00databaseinfo": "A dictionary of our own\nfor tests, nothing else\n",
    "mirliton": "mirliton /miʀlitɔ̃/ <n, masc>\npaper whistle, kazoos\n",
    "râteau": "râteau /ʀɑto/ <n, masc>\n1. rake\n2. hay-rake (agr.), rakes\n",
    "le": "le /lə/\nthe\n",
    "chercher midi à quatorze heures": "chercher midi à quatorze heures en plein hiver\ncomplicate\n",
    "mot sans traduction": "mot\n",
}


def dictionary(folder: Path, articles: dict[str, str] = ARTICLES, packed: bool = True) -> Path:
    """Write a dictionary in the shape of FreeDict's and return the path of its index."""
    text, rows = b"", []
    for headword, article in articles.items():
        rows.append(f"{headword}\t{number(len(text))}\t{number(len(article.encode()))}\n")
        text += article.encode()
    index = folder / "own-fra-eng.index"
    index.write_text("".join(rows), encoding="utf-8")
    index.with_suffix(".dict.dz" if packed else ".dict").write_bytes(gzip.compress(text) if packed else text)
    return index


def number(value: int) -> str:
    return (number(value // 64) if value > 63 else "") + ALPHABET[value % 64]


@pytest.mark.parametrize("packed", [True, False])
def test_headwords_and_senses_come_as_lemmas_likely_ones_first(tmp_path: Path, packed: bool) -> None:
    entries = {entry.french: entry.english for entry in read_lexicon(dictionary(tmp_path, packed=packed))}
    assert [other for other, _ in entries["mirliton"]] == ["paper whistle", "kazoo"]
    assert entries["rateau"] == (("rake", 1.0), ("hay rake", 0.5))


def test_small_words_sayings_and_words_without_a_translation_are_left_out(tmp_path: Path) -> None:
    assert {entry.french for entry in read_lexicon(dictionary(tmp_path))} == {"mirliton", "rateau"}


def test_a_reader_takes_a_dictionary_for_words_that_the_glossary_does_not_list(tmp_path: Path) -> None:
    articles = ARTICLES | {"déchet": "déchet\nscrap, offal\n"}
    reader = BilingualReader([dictionary(tmp_path, articles)])
    assert "kazoo" in {other for other, _ in reader.lexicon.french["mirliton"]}
    assert reader.lexicon.french["dechet"] == BilingualReader().lexicon.french["dechet"]


@pytest.mark.parametrize("row", ["mirliton\tA", "mirliton\tA\t////", "mirliton\t?\tB", "mirliton"])
def test_a_row_that_leads_nowhere_is_named(tmp_path: Path, row: str) -> None:
    index = dictionary(tmp_path)
    index.write_text(f"{index.read_text()}{row}\n")
    with pytest.raises(ValueError, match=r"own-fra-eng\.index, line 7"):
        read_lexicon(index)


@pytest.mark.parametrize("damage", [b"\x1f\x8b and no more", None])
def test_an_index_without_its_text_is_refused(tmp_path: Path, damage: bytes | None) -> None:
    index = dictionary(tmp_path)
    if damage is None:
        index.with_suffix(".dict.dz").unlink()
    else:
        index.with_suffix(".dict.dz").write_bytes(damage)
    with pytest.raises(ValueError, match="no readable"):
        read_lexicon(index)
