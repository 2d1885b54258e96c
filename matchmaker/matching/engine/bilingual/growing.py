"""Arrays to whose end numbers come one after the other."""

from typing import Any

import numpy as np
import numpy.typing as npt


class Growing:
    """Numbers of one kind, with room behind them for as many again: to add some copies few of the others.

    `values` stays as it was for whoever took it before, unless somebody writes into what it holds.
    """

    def __init__(self, kind: npt.DTypeLike, first: npt.ArrayLike = ()) -> None:
        self._held: npt.NDArray[Any] = np.array(first, dtype=kind)
        self._size = len(self._held)

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> npt.NDArray[Any]:
        """The numbers so far."""
        return self._held[: self._size]

    def extend(self, further: npt.ArrayLike) -> None:
        """Add `further` numbers."""
        added = np.asarray(further, dtype=self._held.dtype)
        size = self._size + len(added)
        if size > len(self._held):
            held = np.empty(2 * size, dtype=self._held.dtype)
            held[: self._size] = self.values
            self._held = held
        self._held[self._size : size] = added
        self._size = size
