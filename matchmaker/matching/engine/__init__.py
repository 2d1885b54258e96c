"""Text similarity and ranking, pure: usable without the application around it."""

from matchmaker.matching.engine.analysis import WordAnalyzer, default_vectorizer, fold
from matchmaker.matching.engine.bands import Band, band
from matchmaker.matching.engine.candidates import Candidate, conflict_keys, identity_keys
from matchmaker.matching.engine.columns import Columns
from matchmaker.matching.engine.gates import Gate, closed_gates
from matchmaker.matching.engine.highlight import merged, occurrences, spans
from matchmaker.matching.engine.index import TextIndex
from matchmaker.matching.engine.ranking import WEIGHTS, Part, Ranked, Weights, rank
from matchmaker.matching.engine.snapshot import SnapshotError

__all__ = [
    "WEIGHTS",
    "Band",
    "Candidate",
    "Columns",
    "Gate",
    "Part",
    "Ranked",
    "SnapshotError",
    "TextIndex",
    "Weights",
    "WordAnalyzer",
    "band",
    "closed_gates",
    "conflict_keys",
    "default_vectorizer",
    "fold",
    "identity_keys",
    "merged",
    "occurrences",
    "rank",
    "spans",
]
