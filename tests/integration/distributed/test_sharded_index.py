"""A scheduler and worker processes over TCP: the answers of one machine, also when a worker is killed."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from matchmaker.matching.distributed import ShardedIndex, Texts
from matchmaker.matching.engine import BilingualReader, TextIndex
from tests.integration.distributed.cluster import Cluster
from tests.unit.matching.test_shards import texts_of

QUERIES = ["water eau", "déchets tri usine", "unknown", ""]


def assert_answers(sharded: ShardedIndex, whole: TextIndex) -> None:
    for k in (1, 50):
        for found, expected in zip(sharded.query_many(QUERIES, k), whole.query_many(QUERIES, k), strict=True):
            np.testing.assert_array_equal(found, expected)
    kept = np.arange(whole.rows) % 3 > 0
    filtered = sharded.query("water eau", filter=kept), whole.query("water eau", filter=kept)
    for found, expected in zip(*filtered, strict=True):
        np.testing.assert_array_equal(found, expected)


def test_two_processes_answer_as_one_does(cluster: Cluster) -> None:
    texts = texts_of(300)
    sharded = ShardedIndex(cluster.connect(), BilingualReader()).fit(texts)
    assert len(sharded) == 300
    assert_answers(sharded, TextIndex(BilingualReader()).fit(texts))
    sharded.close()
    with pytest.raises(ValueError, match="fit the index"):
        sharded.query("water")


class Part:
    """A part of the texts; whoever asks for a `deadly` one first says who it is, and gets no answer."""

    def __init__(self, texts: list[str], said: Path, deadly: bool) -> None:
        self.texts, self.said, self.deadly = texts, said, deadly

    def __call__(self) -> Texts:
        if self.deadly and self._is_first():
            self.said.write_text(str(os.getpid()))  # a pipe: it waits until the test reads
            signal.pause()
        return self.texts, None

    def _is_first(self) -> bool:
        try:
            self.said.with_suffix(".once").touch(exist_ok=False)
        except FileExistsError:
            return False
        return True


def test_a_worker_that_is_killed_in_mid_job_costs_time_and_nothing_else(
    cluster: Cluster, tmp_path: Path
) -> None:
    said = tmp_path / "who"
    os.mkfifo(said)
    texts = texts_of(300)
    parts = [Part(texts[at : at + 50], said, deadly=at == 150) for at in range(0, 300, 50)]
    sharded = ShardedIndex(cluster.connect())
    with ThreadPoolExecutor(1) as pool:
        job = pool.submit(sharded.fit_parts, parts)
        victim = int(said.read_text())
        assert victim in {worker.pid for worker in cluster.workers}
        os.kill(victim, signal.SIGKILL)
        job.result()
    next(worker for worker in cluster.workers if worker.pid == victim).wait()
    whole = TextIndex().fit(texts)
    assert_answers(sharded, whole)

    # The one that is left holds every shard; another makes them again from their inputs.
    cluster.add_worker()
    cluster.connect()
    last = next(worker for worker in cluster.workers if worker.poll() is None)
    last.kill()
    last.wait()
    assert_answers(sharded, whole)
