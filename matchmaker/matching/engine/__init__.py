"""Text similarity and ranking, pure: usable without the application around it."""

from matchmaker.matching.engine.analysis import WordAnalyzer, default_vectorizer, fold
from matchmaker.matching.engine.bands import Band, band
from matchmaker.matching.engine.bilingual.reader import BilingualReader
from matchmaker.matching.engine.calibration import Calibration
from matchmaker.matching.engine.candidates import Candidate, conflict_keys, identity_keys
from matchmaker.matching.engine.columns import Columns
from matchmaker.matching.engine.gates import Gate, closed_gates
from matchmaker.matching.engine.highlight import merged, occurrences, spans
from matchmaker.matching.engine.index import TextIndex
from matchmaker.matching.engine.ranking import WEIGHTS, Part, Ranked, Weights, rank
from matchmaker.matching.engine.snapshot import SnapshotError
from matchmaker.matching.engine.spaces import Language

__all__ = [
    "WEIGHTS",
    "Band",
    "BilingualReader",
    "Calibration",
    "Candidate",
    "Columns",
    "Gate",
    "Language",
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
