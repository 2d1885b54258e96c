"""Snapshots: what was saved is what is loaded, and nothing else is ever taken for it."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer, HashingVectorizer, TfidfVectorizer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import Normalizer

from matchmaker.matching.engine import SnapshotError, TextIndex
from tests.unit.matching.texts import edit, edits, texts

PROFILES = ["urban waste sorting", "l'énergie des bâtiments", "waste water sensors", "", "人工智能"]


def content(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    TextIndex().fit(PROFILES).save(tmp_path / "index")
    return tmp_path / "index"


@given(st.lists(texts, max_size=8), edits, edits, texts)
@settings(max_examples=40, deadline=None)
def test_a_loaded_index_answers_and_is_edited_like_the_one_saved(
    tmp_path_factory: pytest.TempPathFactory, start: list[str], before: list, after: list, query: str
) -> None:
    directory = tmp_path_factory.mktemp("snapshots") / "index"
    index = TextIndex().fit(start)
    current = dict(enumerate(start))
    edit(index, current, before)
    index.save(directory)
    loaded = TextIndex.load(directory)
    assert loaded.scores(query).tolist() == index.scores(query).tolist()
    assert (len(loaded), loaded.rows) == (len(index), index.rows)
    written = content(directory)
    edit(loaded, dict(current), after)
    edit(index, current, after)
    assert loaded.scores(query).tolist() == index.scores(query).tolist()
    assert content(directory) == written


@given(st.lists(texts, min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_the_same_texts_give_the_same_bytes_whatever_edits_led_there(
    tmp_path_factory: pytest.TempPathFactory, start: list[str]
) -> None:
    root = tmp_path_factory.mktemp("snapshots")
    TextIndex().fit(start).save(root / "fitted")
    edited = TextIndex().fit(["zebra crossing", *start[1:]])
    edited.replace(0, start[0])
    edited.save(root / "edited")
    grown = TextIndex()
    for text in start:
        grown.add(text)
    grown.save(root / "grown")
    TextIndex.load(root / "grown").save(root / "again")
    assert (
        content(root / "fitted")
        == content(root / "edited")
        == content(root / "grown")
        == content(root / "again")
    )


def test_arrays_are_mapped_not_copied(saved: Path) -> None:
    postings = TextIndex.load(saved)._state.base.postings
    assert isinstance(postings.rows_held.base, np.memmap)
    assert not postings.rows_held.flags.writeable


def test_saving_again_replaces_the_older_snapshot_and_leaves_nothing_behind(saved: Path) -> None:
    reader = TextIndex.load(saved)
    TextIndex().fit(["hydrogen trucks"]).save(saved)
    assert TextIndex.load(saved).query("hydrogen")[0].tolist() == [0]
    assert reader.query("waste")[0].tolist() == [0, 2]
    assert [path.name for path in saved.parent.iterdir()] == ["index"]


def test_an_empty_directory_may_be_taken(tmp_path: Path) -> None:
    TextIndex().fit(PROFILES).save(tmp_path)
    assert len(TextIndex.load(tmp_path)) == len(PROFILES)


def test_a_directory_of_something_else_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(SnapshotError, match="not a snapshot"):
        TextIndex().fit(PROFILES).save(tmp_path)
    assert content(tmp_path) == {"thesis.txt": b"years of work"}


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _flip_last_byte(path: Path) -> None:
    data = path.read_bytes()
    path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))


def _scribble(path: Path) -> None:
    path.write_bytes(b"no array at all")


@pytest.mark.parametrize(
    "damage", [_cut, _flip_last_byte, _scribble, Path.unlink], ids=lambda one: one.__name__
)
@pytest.mark.parametrize("name", ["columns", "column_codes", "letters", "slots", "row_starts"])
def test_a_damaged_array_is_refused(saved: Path, damage: Callable[[Path], None], name: str) -> None:
    damage(saved / f"{name}.npy")
    with pytest.raises(SnapshotError, match=name):
        TextIndex.load(saved)


@pytest.mark.parametrize(
    "change", [{"format": "other"}, {"version": 99}, {"arrays": {}}, {"arrays": 7}, {"space": {}}]
)
def test_a_foreign_manifest_is_refused(saved: Path, change: dict) -> None:
    manifest = json.loads((saved / "manifest.json").read_text())
    (saved / "manifest.json").write_text(json.dumps(manifest | change))
    with pytest.raises(SnapshotError, match="cannot be loaded"):
        TextIndex.load(saved)


@pytest.mark.parametrize("written", ["", "[]", "{", "\x00", "null"])
def test_a_manifest_that_is_none_is_refused(saved: Path, written: str) -> None:
    (saved / "manifest.json").write_text(written)
    with pytest.raises(SnapshotError, match="cannot be loaded"):
        TextIndex.load(saved)


def test_a_missing_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotError, match="no readable manifest"):
        TextIndex.load(tmp_path / "nowhere")


def test_a_pickle_is_never_opened(saved: Path) -> None:
    np.save(saved / "columns.npy", np.array([{"an": "object"}], dtype=object), allow_pickle=True)
    with pytest.raises(SnapshotError, match="columns"):
        TextIndex.load(saved)


@pytest.mark.parametrize("make", [CountVectorizer, lambda: HashingVectorizer(n_features=64)])
def test_a_custom_vectorizer_is_asked_for_and_compared(tmp_path: Path, make: Callable) -> None:
    index = TextIndex(make()).fit(PROFILES)
    index.save(tmp_path / "index")
    loaded = TextIndex.load(tmp_path / "index", vectorizer=make())
    assert loaded.add("waste heat") == len(PROFILES)
    assert loaded.query("waste heat")[0].tolist()[0] == len(PROFILES)
    with pytest.raises(SnapshotError, match="pass it to load"):
        TextIndex.load(tmp_path / "index")
    for other in (CountVectorizer(binary=True), HashingVectorizer(n_features=32), TfidfVectorizer()):
        with pytest.raises(SnapshotError, match="another vectorizer"):
            TextIndex.load(tmp_path / "index", vectorizer=other)


def test_a_fitted_vectorizer_must_be_the_one_that_was_fitted(tmp_path: Path) -> None:
    def fitted_on(*documents: str) -> object:
        return make_pipeline(TfidfVectorizer(), Normalizer()).fit(documents)

    index = TextIndex(fitted_on(*PROFILES)).fit(PROFILES)
    index.save(tmp_path / "index")
    loaded = TextIndex.load(tmp_path / "index", vectorizer=fitted_on(*PROFILES))
    assert loaded.query("waste")[0].tolist() == index.query("waste")[0].tolist()
    with pytest.raises(SnapshotError, match="another vectorizer"):
        TextIndex.load(tmp_path / "index", vectorizer=fitted_on("other words", "altogether"))


def test_a_web_process_opens_edits_and_asks_without_importing_scikit_learn(saved: Path) -> None:
    program = (
        "import sys; from matchmaker.matching.engine import TextIndex; index = TextIndex.load(sys.argv[1]);"
        "index.add('waste heat'); print(index.query('waste')[0].tolist(),"
        "sorted({'sklearn', 'scipy.sparse', 'flask', 'sqlalchemy'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, str(saved)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path.cwd(),
    )
    assert ran.stdout.split("\n")[0] == "[5, 0, 2] []"


def test_two_ways_of_reading_in_one_module_are_told_apart(tmp_path: Path) -> None:
    TextIndex(CountVectorizer(analyzer=lambda text: text.split())).fit(PROFILES).save(tmp_path / "index")
    TextIndex.load(tmp_path / "index", vectorizer=CountVectorizer(analyzer=lambda text: text.split()))
    with pytest.raises(SnapshotError, match="another vectorizer"):
        TextIndex.load(tmp_path / "index", vectorizer=CountVectorizer(analyzer=lambda text: text.split("-")))
