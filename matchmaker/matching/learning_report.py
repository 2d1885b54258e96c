"""What came of learning, as text for the command line."""

from matchmaker.matching.engine.replay import Comparison
from matchmaker.matching.learning import Lesson


def told(lesson: Lesson) -> str:
    """Return what was learnt in lines: the version, what its replay found, and whether it serves."""
    if lesson.version is None or lesson.replay is None:
        return f"nothing learnt: {lesson.examples} examples are too few, or hardly more than the last time"
    verdict = "better by more than noise" if lesson.replay.is_better else "not better by more than noise"
    serves = "published" if lesson.published else "waits for staff"
    return "\n".join(
        [
            f"{lesson.version} from {lesson.examples} examples, replayed on {lesson.replay.decisions}",
            _line("nDCG@10", lesson.replay.ndcg),
            _line("AUC", lesson.replay.auc),
            f"{verdict}; {serves}",
        ]
    )


def _line(name: str, one: Comparison) -> str:
    gain = one.gain
    return (
        f"{name:8} {one.current:.3f} -> {one.candidate:.3f}  "
        f"{gain.value:+.3f} [{gain.low:+.3f}, {gain.high:+.3f}] over {gain.queries} viewers"
    )
