"""The rows of a snapshot beside their texts, as arrays: a hundred thousand of them open at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from matchmaker.matching.candidates import listed
from matchmaker.matching.documents import Document, document
from matchmaker.matching.engine import Columns, FieldReader, Mass
from matchmaker.profiles.models import Organisation

TEXTS = 2  # rows of the index an organisation has: what it offers, then what it seeks


def index_rows(row: int) -> tuple[int, int]:
    """Return the rows of the index that hold what organisation `row` offers and what it seeks."""
    return TEXTS * row, TEXTS * row + 1


def mass_of(texts: Document, reader: FieldReader) -> tuple[float, float]:
    """Return how many words of either text tell something."""
    return reader.mass(texts.offers, texts.language), reader.mass(texts.seeks, texts.language)


@dataclass(frozen=True)
class Entries:
    """Organisations in the order of their rows: `claimed` bool (rows,), `versions` int32 (rows,)."""

    columns: Columns
    mass: Mass
    claimed: npt.NDArray[np.bool_]
    versions: npt.NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.columns)

    @classmethod
    def of(
        cls,
        organisations: Sequence[Organisation],
        reader: FieldReader,
        texts: Iterable[Document] | None = None,
    ) -> "Entries":
        """Read the organisations, whose entries and details must be loaded, as `reader` reads texts."""
        read = [*(texts or map(document, organisations))]
        mass = np.array([mass_of(one, reader) for one in read], dtype=np.float64).reshape(-1, TEXTS)
        return cls(
            Columns.of(map(listed, organisations, read)),
            Mass(mass[:, 0], mass[:, 1]),
            np.array([one.is_claimed for one in organisations], dtype=np.bool_),
            np.array([one.version for one in organisations], dtype=np.int32),
        )

    @classmethod
    def joined(cls, parts: Sequence["Entries"]) -> "Entries":
        """Return the rows of `parts`, of which there must be one, one after the other."""
        return cls(
            Columns.joined([part.columns for part in parts]),
            Mass(*(np.concatenate([getattr(part.mass, name) for part in parts]) for name in _TEXTS)),
            np.concatenate([part.claimed for part in parts]),
            np.concatenate([part.versions for part in parts]),
        )

    def with_rows(self, rows: Sequence[int], newer: "Entries") -> "Entries":
        """Return a copy in which `rows` are those of `newer`; rows past the end are added, without a gap."""
        places = np.array(rows, dtype=np.int64)
        return Entries(
            self.columns.with_rows(places, newer.columns),
            Mass(*(_put(getattr(self.mass, name), places, getattr(newer.mass, name)) for name in _TEXTS)),
            _put(self.claimed, places, newer.claimed),
            _put(self.versions, places, newer.versions),
        )

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Return every array by name; `from_arrays` reads them again."""
        texts = {f"mass.{name}": getattr(self.mass, name) for name in _TEXTS}
        return {**self.columns.arrays(), **texts, "claimed": self.claimed, "versions": self.versions}

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, npt.NDArray[Any]]) -> "Entries":
        """Return the entries `arrays` were taken from; KeyError where one is missing."""
        mass = Mass(*(arrays[f"mass.{name}"] for name in _TEXTS))
        return cls(Columns.from_arrays(arrays), mass, arrays["claimed"], arrays["versions"])


_TEXTS = ("offers", "seeks")


def _put(array: npt.NDArray[Any], rows: npt.NDArray[np.int64], newer: npt.NDArray[Any]) -> npt.NDArray[Any]:
    copied = np.empty(max(len(array), int(rows.max(initial=-1)) + 1), dtype=array.dtype)
    copied[: len(array)] = array
    copied[rows] = newer
    return copied
