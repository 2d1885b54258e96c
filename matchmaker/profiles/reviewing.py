"""What staff decide about a profile. Of two who decide at once one wins, and the other is told."""

from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.text import clean
from matchmaker.extensions import db
from matchmaker.notifications.service import notify
from matchmaker.profiles import members, policies, proposals, rules, values
from matchmaker.profiles.models import Organisation, ProfileReview, ProfileStatus, ReviewKind, ReviewState
from matchmaker.profiles.saving import committed
from matchmaker.taxonomy import NoticeType

NOTE_LIMIT = 2000
_REVIEWED_IN = {
    ReviewKind.FIRST_PUBLICATION: ProfileStatus.SUBMITTED,
    ReviewKind.SENSITIVE_CHANGE: ProfileStatus.PUBLISHED,
}
_DECIDED = _l("Somebody decided on this profile in the meantime. What you sent was not saved over it.")
_EDITED = _l("The profile was edited while you looked at it. Please look at it again before you decide.")


def approve(actor: User, review_id: int, version: int | None = None) -> ProfileReview:
    """Publish the profile, or put the changes that wait live; the correspondent gets a mail.

    With `version`, the one that was looked at, raise Conflict where the profile was edited since; raise it
    too where the review is decided. Raise Forbidden for who is no staff or belongs to the organisation.
    """
    with committed():
        review, organisation = _decide(actor, review_id, ReviewState.APPROVED, version, note="")
        if review.kind is ReviewKind.FIRST_PUBLICATION:
            _publish(organisation)
        else:
            _apply(organisation, review)
        _record(actor, AuditTag.PROFILE_APPROVED, review, organisation)
        _tell(organisation, "profiles/approved")
    return review


def request_changes(actor: User, review_id: int, note: str, version: int | None = None) -> ProfileReview:
    """Send the profile, or the changes that wait, back with a note, which the correspondent gets by mail.

    Raise Invalid without a note, Conflict and Forbidden as `approve` does.
    """
    text = clean(note)
    if not text:
        raise Invalid(_l("Say in the note what should change."))
    if len(text) > NOTE_LIMIT:
        raise Invalid(rules.too_long(len(text), NOTE_LIMIT))
    with committed():
        review, organisation = _decide(actor, review_id, ReviewState.CHANGES_REQUESTED, version, note=text)
        if review.kind is ReviewKind.FIRST_PUBLICATION:
            organisation.status = ProfileStatus.CHANGES_REQUESTED
        organisation.changed_at = clock.now()
        _record(actor, AuditTag.PROFILE_CHANGES_REQUESTED, review, organisation)
        _tell(organisation, "profiles/changes_requested", note=text)
    return review


def find(actor: User, review_id: int) -> ProfileReview:
    """Return the review; raise NotFound where there is none, Forbidden for who may not decide on it."""
    review = db.session.get(ProfileReview, review_id)
    if review is None:
        raise NotFound
    organisation = policies.load(review.organisation_id)
    if not may_decide(actor, organisation):
        raise Forbidden(_l("Nobody decides on an organisation that they belong to."))
    return review


def may_decide(actor: User, organisation: Organisation) -> bool:
    """Return whether `actor` is staff and does not belong to the organisation."""
    return actor.is_staff and policies.membership(actor, organisation) is None


def _decide(
    actor: User, review_id: int, state: ReviewState, version: int | None, note: str
) -> tuple[ProfileReview, Organisation]:
    find(actor, review_id)
    claim = (
        update(ProfileReview)
        .where(ProfileReview.id == review_id, ProfileReview.state == ReviewState.PENDING)
        .values(state=state, note=note, decided_by_id=actor.id, decided_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    if db.session.execute(claim).rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE counts
        raise Conflict(_DECIDED)
    review = db.session.get_one(ProfileReview, review_id, populate_existing=True)
    organisation = _reread(review.organisation_id)
    if version is not None and organisation.version != version:
        raise Conflict(_EDITED)
    if organisation.status is not _REVIEWED_IN[review.kind]:
        raise Conflict(_DECIDED)
    return review, organisation


def _reread(organisation_id: int) -> Organisation:
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .options(*policies.WITH_DETAILS)
        .execution_options(populate_existing=True)
    ).one()


def _publish(organisation: Organisation) -> None:
    organisation.status = ProfileStatus.PUBLISHED
    organisation.published_at = organisation.changed_at = clock.now()
    organisation.confirmed_on = clock.today()


def _apply(organisation: Organisation, review: ProfileReview) -> None:
    values.write_consistent(organisation, proposals.decoded(review))
    organisation.changed_at = clock.now()


def _record(actor: User, tag: AuditTag, review: ProfileReview, organisation: Organisation) -> None:
    data = {"review": review.id, "kind": review.kind, "proposed": sorted(review.proposed)}
    audit.record(db.session(), actor, tag, organisation, role="staff", **data)


def _tell(organisation: Organisation, template: str, **context: Any) -> None:
    """Tell the oldest of who keeps the profile, in the caller's transaction; one without any is not told."""
    given = {"organisation_id": organisation.id, "organisation": organisation.name} | context
    if keepers := members.keepers([organisation.id]):
        notify(
            keepers[organisation.id][0], NoticeType.PROFILE_REVIEWED, template, organisation, lambda: given
        )
