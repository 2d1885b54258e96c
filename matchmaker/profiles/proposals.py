"""Changes of a published profile that wait for staff: its name, number, hub, kind and confidentiality."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import clock
from matchmaker.extensions import db
from matchmaker.profiles import values
from matchmaker.profiles.models import Organisation, ProfileReview, ReviewKind, ReviewState
from matchmaker.taxonomy import Kind


def pending_review(organisation_id: int) -> ProfileReview | None:
    """Return the review that waits for staff, or None; there is one at most."""
    return db.session.scalar(
        select(ProfileReview).where(
            ProfileReview.organisation_id == organisation_id, ProfileReview.state == ReviewState.PENDING
        )
    )


def last_review(organisation_id: int) -> ProfileReview | None:
    """Return the newest review of the organisation, whatever became of it."""
    return db.session.scalar(
        select(ProfileReview)
        .where(ProfileReview.organisation_id == organisation_id)
        .order_by(ProfileReview.id.desc())
        .limit(1)
    )


def proposed(organisation_id: int) -> dict[str, Any]:
    """Return the values that wait for staff, by field name."""
    review = pending_review(organisation_id)
    return decoded(review) if review else {}


def decoded(review: ProfileReview) -> dict[str, Any]:
    """Return the proposed values of a review as the profile's own types."""
    kind = Kind(review.proposed.get("kind", Kind.STARTUP))  # of no account: no field of one kind waits
    return {name: values.from_json(kind, name, value) for name, value in review.proposed.items()}


def current(organisation: Organisation) -> dict[str, Any]:
    """Return the profile as its members edit it: what is live, and over it what waits for staff."""
    return values.read(organisation) | proposed(organisation.id)


def waiting_part(organisation: Organisation, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of the given values that may not go live without staff.

    The district goes with a new hub, as it lies in it.
    """
    if not organisation.is_published:
        return {}
    names = set(values.SENSITIVE_FIELDS)
    if given.get("hub", organisation.hub) is not organisation.hub:
        names.add("district")
    return {name: value for name, value in given.items() if name in names}


def propose(actor: User, organisation: Organisation, waiting: Mapping[str, Any]) -> list[str]:
    """Put the values before staff, in the caller's transaction; one that is live already is withdrawn.

    Return the names of the fields whose proposal changed.
    """
    review = pending_review(organisation.id)
    before = decoded(review) if review else {}
    wanted = {
        name: value
        for name, value in {**before, **waiting}.items()
        if not values.same(getattr(organisation, name), value)
    }
    if wanted == before:
        return []
    _store(actor, organisation, review, wanted)
    return sorted(name for name in {*before, *wanted} if before.get(name) != wanted.get(name))


def _store(
    actor: User, organisation: Organisation, review: ProfileReview | None, wanted: Mapping[str, Any]
) -> None:
    if review is None:
        review = ProfileReview(
            organisation_id=organisation.id, kind=ReviewKind.SENSITIVE_CHANGE, requested_by_id=actor.id
        )
        db.session.add(review)
    review.proposed = {name: values.to_json(value) for name, value in wanted.items()}
    if not wanted:
        review.state, review.decided_at = ReviewState.SUPERSEDED, clock.now()
