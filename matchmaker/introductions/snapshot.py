"""The score of a pair as it stands when the introduction is asked for."""

from typing import Any

from matchmaker.matching import pair_snapshot
from matchmaker.profiles.models import Organisation


def snapshot_of(requester: Organisation, counterpart: Organisation) -> dict[str, Any]:
    """Return `model_version` and `snapshot` of the pair, or nothing where the pair is not ranked."""
    return pair_snapshot.snapshot_of(requester, counterpart.id)
