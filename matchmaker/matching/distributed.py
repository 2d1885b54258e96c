"""One index over the texts of several machines: `TextIndex` on dask.distributed, with the same answers.

Needs the extra `distributed` of this project. Texts are counted in parts where they are; the counts of terms
meet in one sum, so that every part weighs terms as one machine would; a query goes to all parts, and the best
of what each found best come back. What a worker held when it died is made again from its inputs by another.
"""

import zlib
from collections.abc import Callable, Sequence
from itertools import accumulate, pairwise
from typing import Any

import cloudpickle
import numpy as np
from distributed import Client, Future

from matchmaker.matching.engine.shards import Counted, Found, Frequencies, Shard, best_of, refuse, summed
from matchmaker.matching.engine.spaces import Language, Languages
from matchmaker.matching.engine.top import Mask, Rows
from matchmaker.matching.engine.weighting import Floats

Texts = tuple[Sequence[str], Languages]
Part = Callable[[], Texts]
"""Gives some of the texts and their languages, on the worker that asks: the same ones each time."""

FAN_IN = 8  # sums of counts that one task adds up


class ShardedIndex:
    """Exact top-k cosine similarity over texts in parts; rows, scores and ties are those of `TextIndex`.

    Parameters
    ----------
    client: a client of the scheduler.
    vectorizer: as for `TextIndex`, of those that count terms and keep them all; ValueError for others.
    """

    def __init__(self, client: Client, vectorizer: Any = None) -> None:
        refuse(vectorizer)
        self.client = client
        self.vectorizer = vectorizer
        self._shards: list[Future[Any]] = []
        self._rows = 0

    def fit(
        self, texts: Sequence[str], languages: Languages = None, parts: int | None = None
    ) -> "ShardedIndex":
        """Index `texts` as rows 0, 1, ... in `parts` of equal size, by default two for each worker."""
        spoken = [None] * len(texts) if languages is None else languages
        if len(spoken) != len(texts):
            message = f"{len(spoken)} languages for {len(texts)} texts"
            raise ValueError(message)
        number = parts or 2 * max(1, len(self.client.scheduler_info()["workers"]))
        bounds = np.linspace(0, len(texts), number + 1).astype(int).tolist()
        slices = [slice(*pair) for pair in pairwise(bounds)]
        return self.fit_parts([_Given(list(texts[one]), list(spoken[one])) for one in slices])

    def fit_parts(self, parts: Sequence[Part]) -> "ShardedIndex":
        """Index the texts that `parts` give, each loaded by the worker that indexes it, in this order."""
        if not parts:
            message = "an index needs a part at least, which may be empty"
            raise ValueError(message)
        (vectorizer,) = self._submit_each(_unpacked, [(_packed(self.vectorizer),)])
        counted = self._submit_each(_counted, [(part, vectorizer) for part in parts])
        everywhere = self._sum(self._submit_each(_frequencies, [(one,) for one in counted]))
        sizes = self._gathered(self._submit_each(len, [(one,) for one in counted]))
        firsts = accumulate(sizes[:-1], initial=0)
        shards = self._submit_each(
            _indexed, [(one, everywhere, first) for one, first in zip(counted, firsts, strict=True)]
        )
        self._gathered(self._submit_each(len, [(one,) for one in shards]))
        self._shards, self._rows = shards, sum(sizes)
        return self

    def __len__(self) -> int:
        return self._rows

    def query(
        self, text: str, k: int = 50, language: Language | None = None, filter: Mask | None = None
    ) -> tuple[Rows, Floats]:
        """See `TextIndex.query`."""
        if filter is not None and len(filter) > len(self):
            message = f"a filter over {len(filter)} rows for an index of {len(self)}"
            raise ValueError(message)
        rows, scores = self._asked(_query, text, k, language, filter)
        held = rows[0] >= 0
        return rows[0][held], scores[0][held]

    def query_many(
        self, texts: Sequence[str], k: int = 50, languages: Languages = None
    ) -> tuple[Rows, Floats]:
        """See `TextIndex.query_many`."""
        return self._asked(_query_many, list(texts), k, languages)

    def close(self) -> None:
        """Let the workers forget the texts."""
        self._shards, self._rows = [], 0

    def _asked(self, task: Callable[..., Found], texts: Any, k: int, *how: Any) -> Found:
        if not self._shards:
            message = "fit the index before asking it"
            raise ValueError(message)
        asked = self._submit_each(task, [(shard, texts, k, *how) for shard in self._shards])
        return best_of(self._gathered(asked), k)

    def _sum(self, frequencies: list[Future[Any]]) -> Future[Any]:
        while len(frequencies) > 1:
            groups = [frequencies[at : at + FAN_IN] for at in range(0, len(frequencies), FAN_IN)]
            frequencies = self._submit_each(_summed, [tuple(group) for group in groups])
        return frequencies[0]

    def _submit_each(
        self, task: Callable[..., Any], arguments: Sequence[tuple[Any, ...]]
    ) -> list[Future[Any]]:
        # Not pure: a second index over the same texts has tasks and results of its own.
        return [self.client.submit(task, *each, pure=False) for each in arguments]

    def _gathered(self, futures: list[Future[Any]]) -> list[Any]:
        results: list[Any] = self.client.gather(futures)  # type: ignore[no-untyped-call]  # the library's own
        return results


class _Given:
    """A part whose texts travel with the task."""

    def __init__(self, texts: Sequence[str], languages: Sequence[Language | None]) -> None:
        self.texts, self.languages = texts, languages

    def __call__(self) -> Texts:
        return self.texts, self.languages


def _packed(vectorizer: Any) -> bytes:
    # A bilingual reader brings its lexicons: ten megabytes, a fifth of that packed.
    return zlib.compress(bytes(cloudpickle.dumps(vectorizer)))


def _unpacked(packed: bytes) -> Any:
    return cloudpickle.loads(zlib.decompress(packed))


def _counted(part: Part, vectorizer: Any) -> Counted:
    return Counted.of(vectorizer, *part())


def _frequencies(counted: Counted) -> Frequencies:
    return counted.frequencies


def _summed(*parts: Frequencies) -> Frequencies:
    return summed(parts)


def _indexed(counted: Counted, everywhere: Frequencies, first: int) -> Shard:
    shard = Shard(counted, everywhere, first)
    len(shard.index)  # laid out here, once, and not at the first query
    return shard


def _query(shard: Shard, text: str, k: int, language: Language | None, filter: Mask | None) -> Found:
    return shard.query(text, k, language, filter)


def _query_many(shard: Shard, texts: Sequence[str], k: int, languages: Languages) -> Found:
    return shard.query_many(texts, k, languages)
