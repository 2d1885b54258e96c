"""A pair as it stands at one moment: its score, the parts and the version of the weights, for decisions."""

from typing import Any

from matchmaker.matching import objections, served, service
from matchmaker.matching.engine import Ranked
from matchmaker.matching.served import NotReady
from matchmaker.profiles.models import Organisation


def snapshot_of(organisation: Organisation, other_id: int) -> dict[str, Any]:
    """Return `model_version` and `snapshot` of the pair, or nothing where it is not ranked or a side objects.

    The snapshot holds the score, its band, the parts that sum to it by code, and the index it came from.
    """
    if {organisation.id, other_id} & objections.objecting_ids():
        return {}
    try:
        view = served.view()
    except NotReady:
        return {}
    found = service.pair(view, organisation, other_id)
    return {"model_version": view.model.version, "snapshot": _told(found, view.name)} if found else {}


def values(snapshot: dict[str, Any] | None) -> dict[str, float]:
    """Return the values of the parts in [0, 1] by their names, none where nothing was kept."""
    return {part["name"]: float(part["value"]) for part in (snapshot or {}).get("parts", ())}


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
