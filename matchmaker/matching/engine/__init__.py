"""Text similarity and ranking, pure: usable without the application around it."""

from typing import TYPE_CHECKING, Any

from matchmaker.matching.engine.analysis import WordAnalyzer, default_vectorizer, fold
from matchmaker.matching.engine.bands import Band, band
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.calibration import Calibration
from matchmaker.matching.engine.candidates import (
    Amounts,
    Candidate,
    Typed,
    conflict_keys,
    identity_keys,
    typed,
)
from matchmaker.matching.engine.columns import Columns
from matchmaker.matching.engine.field import FieldReader
from matchmaker.matching.engine.fit import COMBINATIONS, Cosines, Fit, Heard, Mass, Nearness, Reading
from matchmaker.matching.engine.gates import BARRING, Gate, closed_gates
from matchmaker.matching.engine.highlight import merged, occurrences, spans
from matchmaker.matching.engine.index import TextIndex
from matchmaker.matching.engine.moment import Moment
from matchmaker.matching.engine.ranking import Part, Ranked, Scored, best_scored, open_among, rank, score
from matchmaker.matching.engine.snapshot import SnapshotError
from matchmaker.matching.engine.spaces import Language
from matchmaker.matching.engine.weights import PART_NAMES, WEIGHTS, Model, Weights

if TYPE_CHECKING:
    from matchmaker.matching.engine.bilingual.vectorizer import BilingualVectorizer

__all__ = [
    "BARRING",
    "COMBINATIONS",
    "PART_NAMES",
    "WEIGHTS",
    "Amounts",
    "Band",
    "BilingualReader",
    "BilingualVectorizer",
    "Calibration",
    "Candidate",
    "Columns",
    "Cosines",
    "FieldReader",
    "Fit",
    "Gate",
    "Heard",
    "Language",
    "Mass",
    "Model",
    "Moment",
    "Nearness",
    "Part",
    "Ranked",
    "Reading",
    "Scored",
    "SnapshotError",
    "TextIndex",
    "Typed",
    "Weights",
    "WordAnalyzer",
    "band",
    "best_scored",
    "closed_gates",
    "conflict_keys",
    "default_vectorizer",
    "fold",
    "identity_keys",
    "merged",
    "occurrences",
    "open_among",
    "rank",
    "score",
    "spans",
    "typed",
]


def __getattr__(name: str) -> Any:
    # scikit-learn takes two seconds to import: only who asks for its vectorizer waits for them.
    if name == "BilingualVectorizer":
        from matchmaker.matching.engine.bilingual.vectorizer import BilingualVectorizer

        return BilingualVectorizer
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
