"""From one state to the next: an edit costs what its own text and the rows that share its rare words cost."""

from dataclasses import replace

import numpy as np

from matchmaker.matching.engine.ledger import DRIFT, Ledger
from matchmaker.matching.engine.postings import Ints, Row
from matchmaker.matching.engine.state import State, share

_NONE: Ints = np.empty(0, dtype=np.int64)


class Editor:
    """The one writer of an index: takes a state, gives the next, and keeps books between the two."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._ledger: Ledger | None = None

    def put(self, row: int, text: Row) -> State:
        """The state after `row` was replaced or, one past the last, added."""
        return self._edited(row, text)

    def drop(self, row: int) -> State:
        """The state after `row`, which must be held, was removed."""
        return self._edited(row, None)

    def _edited(self, row: int, text: Row | None) -> State:
        state, space = self.state, self.state.space
        if self._ledger is None:
            self._ledger = Ledger(state.base)
        entry, held = state.delta.entry(row), state.holds(row)
        fewer = state.row(row).columns if held else _NONE
        more = _NONE if text is None else text.columns
        known, width = state.frequencies.width, max(state.frequencies.width, space.width)
        new = np.arange(known, width)
        frequencies = state.frequencies.changed(fewer, more, new[space.silent_among(new)], width)
        delta = state.delta if entry < 0 else state.delta.without(entry)
        if text is not None:
            weights = space.weighting.tf(text.values)
            delta = delta.with_text(row, text, weights, share(space.french(text.columns)))
        in_base = row < len(state.gone)
        draft = replace(
            state,
            rows=max(state.rows, row + 1),
            gone=_with(state.gone, row) if in_base else state.gone,
            delta=delta,
            frequencies=frequencies,
            documents=state.documents - int(held) + int(text is not None),
            drift=DRIFT,
            edits=state.edits + 1,
            gap=state.__dict__.get("measured", state.gap),
        )
        changed = np.union1d(fewer, more)
        moved = self._ledger.moved(frequencies, draft.level, changed, row if in_base else -1)
        self.state = replace(draft, near=moved.near, bound=moved.bound)
        return self.state


def _with(gone: np.ndarray, row: int) -> np.ndarray:
    marked = gone.copy()
    marked[row] = True
    return marked
