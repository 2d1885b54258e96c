"""How an imported organisation leaves the service, and stays away at the next import."""

from sqlalchemy import delete, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Forbidden
from matchmaker.extensions import db
from matchmaker.profiles import claims, policies, values
from matchmaker.profiles.models import (
    Claim,
    ClaimPurpose,
    ImportRecord,
    Organisation,
    OrganisationContact,
    ProfileReview,
    ProfileStatus,
    Removal,
    ReviewState,
)
from matchmaker.profiles.saving import committed

_KEPT = frozenset({"name", "hub", "kind", "fictional", "lang", "confidential"})
NAMELESS = "–"  # the table requires a name; this one says nothing


def ask(actor: User, organisation: Organisation, email: str) -> Claim:
    """Send a link at an address of the firm's own domain, which removes it; raises as `claims.ask` does."""
    with committed():
        return claims.send_link(
            organisation, email, ClaimPurpose.REMOVAL, "claims/removal", actor=actor, locale=actor.locale
        )


def confirm(claim: Claim) -> None:
    """Remove the organisation by a link that works once; no account is needed."""
    with committed():
        claims.use(claim)
        _remove(None, claim.organisation_id, by="link")


def remove(actor: User, organisation: Organisation) -> None:
    """Remove an unclaimed organisation for staff; Forbidden for others, Conflict for a claimed one."""
    if not actor.is_staff:
        raise Forbidden
    with committed():
        _remove(actor, organisation.id, by="staff")


def remove_with_its_people(organisation_id: int) -> None:
    """Remove an organisation whose last member's account is erased; the caller holds its row and commits."""
    _forget(None, organisation_id, by="erasure")


def _remove(actor: User | None, organisation_id: int, *, by: str) -> None:
    claims.locked(organisation_id)
    _forget(actor, organisation_id, by=by)


def _forget(actor: User | None, organisation_id: int, *, by: str) -> None:
    organisation = policies.load(organisation_id)
    db.session.add(
        Removal(
            kind=organisation.kind,
            hub=organisation.hub,
            sort_key=organisation.sort_key,
            registry_id=organisation.registry_id,
            website_host=organisation.website_host,
        )
    )
    _wipe(organisation)
    audit.forget_words_of(db.session(), organisation)
    role = "staff" if actor else "firm"
    audit.record(db.session(), actor, AuditTag.PROFILE_REMOVED, organisation, role=role, by=by)


def _wipe(organisation: Organisation) -> None:
    """Leave of the profile only that it was there: references to it keep their counts."""
    emptied = (name for name in values.fields(organisation.kind) if name not in _KEPT)
    values.write(organisation, {name: _blank(organisation, name) for name in emptied})
    organisation.name = NAMELESS
    organisation.status = ProfileStatus.REMOVED
    organisation.import_id = None
    organisation.changed_at = clock.now()
    for model in (ImportRecord, OrganisationContact):
        db.session.execute(delete(model).where(model.organisation_id == organisation.id))
    db.session.execute(delete(Claim).where(Claim.organisation_id == organisation.id, Claim.used_at.is_(None)))
    _supersede_reviews(organisation)


def _blank(organisation: Organisation, name: str) -> object:
    """Return what a field holds that nobody filled in."""
    if name in values.ENTRY_FIELDS:
        return ()
    table = (Organisation if name in values.COMMON_FIELDS else values.DETAILS[organisation.kind]).__table__
    column = table.columns[name]
    if column.nullable:
        return None
    return [] if "ARRAY" in type(column.type).__name__ or hasattr(column.type, "codes") else ""


def _supersede_reviews(organisation: Organisation) -> None:
    db.session.execute(
        update(ProfileReview)
        .where(ProfileReview.organisation_id == organisation.id, ProfileReview.state == ReviewState.PENDING)
        .values(state=ReviewState.SUPERSEDED, decided_at=clock.now())
    )
