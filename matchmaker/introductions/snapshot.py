"""The score of a pair as it stands when the introduction is asked for."""

from typing import Any

from matchmaker.matching import served, service
from matchmaker.matching.engine import WEIGHTS, Ranked
from matchmaker.matching.served import NotReady
from matchmaker.profiles.models import Organisation


def snapshot_of(requester: Organisation, counterpart: Organisation) -> dict[str, Any]:
    """Return `model_version` and `snapshot` of the pair, or nothing where the pair is not ranked.

    The snapshot holds the score, its band, the parts that sum to it by code, and the index it came from.
    """
    try:
        view = served.view()
    except NotReady:
        return {}
    found = service.pair(view, requester, counterpart.id)
    return {"model_version": WEIGHTS.version, "snapshot": _told(found, view.name)} if found else {}


def _told(ranked: Ranked, index: str) -> dict[str, Any]:
    parts = [
        {
            "name": part.name,
            "weight": part.weight,
            "value": round(part.value, 6),
            "contribution": round(part.contribution, 6),
            "stated": part.stated,
        }
        for part in ranked.parts
    ]
    return {"index": index, "score": round(ranked.score, 6), "band": ranked.band.value, "parts": parts}
