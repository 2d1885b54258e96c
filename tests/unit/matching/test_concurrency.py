"""One writer, many readers: a query sees the texts before an edit or after it."""

import contextlib
import threading

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from matchmaker.matching.engine import TextIndex

READERS, EDITS = 4, 150
BEFORE, AFTER = "waste sorting robots", "hydrogen trucks fleet"
OTHERS = ["waste water", "hydrogen storage", "robots for farms", "fleet insurance", ""]


def answers(text: str) -> tuple[list[int], list[float]]:
    rows, scores = TextIndex().fit([text, *OTHERS]).query(f"{BEFORE} {AFTER}")
    return rows.tolist(), scores.tolist()


def test_readers_never_see_half_an_edit() -> None:
    index = TextIndex().fit([BEFORE, *OTHERS])
    whole = (answers(BEFORE), answers(AFTER))
    seen: list[tuple[list[int], list[float]]] = []
    failures: list[Exception] = []
    ready, done = threading.Barrier(READERS + 1), threading.Event()

    def read() -> None:
        ready.wait()
        try:
            while not done.is_set():
                rows, scores = index.query(f"{BEFORE} {AFTER}")
                seen.append((rows.tolist(), scores.tolist()))
        except Exception as failure:  # handed to the main thread, which fails the test
            failures.append(failure)

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    ready.wait()
    for number in range(EDITS):
        index.replace(0, AFTER if number % 2 == 0 else BEFORE)
        if number % 10 == 0:
            index.compact()
    done.set()
    for thread in threads:
        thread.join()
    assert failures == []
    assert seen
    assert [answer for answer in seen if answer not in whole] == []


def test_words_learnt_while_others_read_are_found_by_the_next_query() -> None:
    index = TextIndex().fit(OTHERS)
    done = threading.Event()
    lengths: list[bool] = []

    def read() -> None:
        while not done.is_set():
            mask = np.ones(index.rows, dtype=bool)
            rows, scores = index.query("newword1 newword77 waste", filter=mask)
            lengths.append(len(rows) == len(scores) and len(index.scores("waste")) >= len(OTHERS))

    threads = [threading.Thread(target=read) for _ in range(READERS)]
    for thread in threads:
        thread.start()
    for number in range(EDITS):
        row = index.add(f"newword{number} waste")
        assert index.query(f"newword{number}")[0].tolist() == [row]
    done.set()
    for thread in threads:
        thread.join()
    assert all(lengths)


def add_two_at_once(index: TextIndex) -> None:
    threads = [threading.Thread(target=index.add, args=(text,)) for text in ("waste", "energy")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_without_the_lock_one_of_two_texts_added_at_once_is_lost() -> None:
    both_reading = threading.Barrier(2)

    def analyze(text: str) -> list[str]:
        both_reading.wait()
        return text.split()

    index = TextIndex(CountVectorizer(analyzer=analyze))
    index._writing = contextlib.nullcontext()  # type: ignore[assignment]
    add_two_at_once(index)
    assert len(index) == 1


def test_two_texts_added_at_once_are_both_kept() -> None:
    index = TextIndex(CountVectorizer(analyzer=str.split))
    add_two_at_once(index)
    assert len(index) == 2


def test_writers_wait_for_each_other_and_no_text_is_lost() -> None:
    index = TextIndex()

    def write(name: str) -> None:
        for number in range(EDITS):
            index.add(f"{name}{number} waste")

    threads = [threading.Thread(target=write, args=(name,)) for name in ("alpha", "bravo", "delta")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(index) == index.rows == 3 * EDITS
    assert len({int(index.query(f"bravo{number}")[0][0]) for number in range(EDITS)}) == EDITS
