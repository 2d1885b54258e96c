"""How people of an imported organisation take it over: by a link to the firm's own domain, or by staff."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, mail, tokens
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.extensions import db
from matchmaker.profiles.contact_rules import is_email
from matchmaker.profiles.domains import is_own_address
from matchmaker.profiles.models import Claim, ClaimPurpose, Membership, Organisation, ProfileStatus
from matchmaker.profiles.saving import committed
from matchmaker.taxonomy import MembershipRole

VALID_FOR = timedelta(days=7)
INVITATION_VALID_FOR = timedelta(days=30)
DEAD_LINK = _l("This link has expired or was used. Ask for a new one.")
NOT_OWN = _l("The address must be at the organisation's own domain. Where it has none, please ask staff.")
_TAKEN = _l("Somebody of this organisation answers for it already.")


def unclaimed(organisation: Organisation) -> bool:
    """Return whether the organisation came from a file and nobody answers for it yet."""
    return organisation.status is not ProfileStatus.REMOVED and not organisation.is_claimed


def require_unclaimed(organisation: Organisation) -> None:
    """Raise Conflict where somebody answers for the organisation, or it was removed."""
    if not unclaimed(organisation):
        raise Conflict(_TAKEN)


def ask(actor: User, organisation: Organisation, email: str) -> Claim:
    """Send `actor` a link at an address of the firm's own domain, which makes them its owner.

    Raise Conflict where it is claimed, Invalid for an address elsewhere.
    """
    with committed():
        return send_link(
            organisation, email, ClaimPurpose.CLAIM, "claims/claim", actor=actor, locale=actor.locale
        )


def send_link(
    organisation: Organisation,
    email: str,
    purpose: ClaimPurpose,
    template: str,
    *,
    actor: User,
    locale: str,
) -> Claim:
    """Write a link for `actor` alone and the mail with it, in the transaction under way; does not commit."""
    require_unclaimed(organisation)
    address = address_of_alone(organisation, email)
    claim, token = _issue(organisation, address, purpose, VALID_FOR, actor.id)
    audit.record(db.session(), actor, AuditTag.CLAIM_REQUESTED, organisation, purpose=purpose)
    mail.enqueue(
        recipient=address,
        locale=locale,
        template=template,
        organisation=organisation.name,
        token=token,
        expires_at=claim.expires_at,
    )
    return claim


def own_address(organisation: Organisation, email: str) -> str:
    """Return the address in lower case; raise Invalid where it is none at the firm's own domain."""
    address = email.strip().lower()
    if not is_email(address):
        raise Invalid(_l("This is not an e-mail address."))
    if not is_own_address(address, organisation.website_host):
        raise Invalid(NOT_OWN)
    return address


def address_of_alone(organisation: Organisation, email: str) -> str:
    """Return the address as `own_address` does; raise Invalid too where another firm of a file has the host.

    Whose domain it is then staff decide, who may invite any of them.
    """
    address = own_address(organisation, email)
    others = select(Organisation.id).where(
        Organisation.website_host == organisation.website_host,
        Organisation.sort_key != organisation.sort_key,
        Organisation.claimed_at.is_(None),
        Organisation.status != ProfileStatus.REMOVED,
    )
    if db.session.scalar(others.limit(1)) is not None:
        raise Invalid(NOT_OWN)
    return address


def _issue(
    organisation: Organisation,
    address: str,
    purpose: ClaimPurpose,
    valid_for: timedelta,
    requested_by_id: int | None,
) -> tuple[Claim, str]:
    token, token_hash = tokens.issue()
    claim = Claim(
        organisation_id=organisation.id,
        purpose=purpose,
        email=address,
        token_hash=token_hash,
        requested_by_id=requested_by_id,
        expires_at=clock.now() + valid_for,
    )
    db.session.add(claim)
    return claim, token


def invite(actor: User, organisation: Organisation, email: str, locale: str, about: str = "") -> Claim:
    """Invite the firm to take its profile over, with a second link to remove it; does not commit.

    For staff. `about` is a sentence of what awaits the firm, such as a request; it must name nobody who may
    not be named to it. Raise Forbidden, Conflict or Invalid where that cannot be.
    """
    if not actor.is_staff:
        raise Forbidden
    require_unclaimed(organisation)
    address = own_address(organisation, email)
    claim, token = _issue(organisation, address, ClaimPurpose.CLAIM, INVITATION_VALID_FOR, None)
    _, removal_token = _issue(organisation, address, ClaimPurpose.REMOVAL, INVITATION_VALID_FOR, None)
    audit.record(db.session(), actor, AuditTag.CLAIM_REQUESTED, organisation, invited=True)
    mail.enqueue(
        recipient=address,
        locale=locale,
        template="claims/invitation",
        organisation=organisation.name,
        about=about,
        token=token,
        removal_token=removal_token,
        expires_at=claim.expires_at,
    )
    return claim


def send_invitation(actor: User, organisation: Organisation, email: str, locale: str) -> Claim:
    """Invite the firm, as `invite` does, in a transaction of its own."""
    with committed():
        return invite(actor, organisation, email, locale)


def find(token: str, purpose: ClaimPurpose, actor: User | None = None) -> Claim:
    """Return the live link behind `token`; NotFound for any other, and for one that somebody else asked for.

    Links that staff sent to the firm may be used by whoever holds them; removal links too.
    """
    claim = db.session.scalar(
        select(Claim).where(Claim.token_hash == tokens.digest(token), Claim.purpose == purpose)
    )
    if claim is None or claim.used_at or claim.expires_at <= clock.now():
        raise NotFound(DEAD_LINK)
    own = claim.requested_by_id is None or (actor is not None and actor.id == claim.requested_by_id)
    if purpose is ClaimPurpose.CLAIM and not own:
        raise NotFound(DEAD_LINK)
    return claim


def use(claim: Claim) -> None:
    """Mark the link as used in the transaction under way; raise Conflict where it was used meanwhile."""
    spend = (
        update(Claim)
        .where(Claim.id == claim.id, Claim.used_at.is_(None), Claim.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(Claim.id)
    )
    if db.session.scalar(spend) is None:
        raise Conflict(DEAD_LINK)


def take_over(actor: User, claim: Claim) -> Organisation:
    """Make `actor` the owner by a link that works once; Conflict where somebody was faster."""
    with committed():
        use(claim)
        organisation = locked(claim.organisation_id)
        _own(organisation, actor)
        audit.record(db.session(), actor, AuditTag.PROFILE_CLAIMED, organisation, by="link")
    return organisation


def assign(actor: User, organisation: Organisation, email: str) -> User:
    """Make the account with this address the owner, on the word of staff who checked it.

    Raise Forbidden for who is no staff or would assign to themselves, Invalid where no account has the
    address, Conflict where the organisation is claimed.
    """
    if not actor.is_staff:
        raise Forbidden
    person = db.session.scalar(select(User).where(User.email == email.strip().lower(), User.active))
    if person is None or person.confirmed_at is None:
        raise Invalid(_l("No confirmed account has this address."))
    if person.id == actor.id:
        raise Forbidden(_l("Nobody hands an organisation to themselves. Ask a colleague."))
    with committed():
        held = locked(organisation.id)
        _own(held, person)
        audit.record(
            db.session(), actor, AuditTag.PROFILE_CLAIMED, held, role="staff", by="staff", owner_id=person.id
        )
        mail.enqueue(
            recipient=person.email,
            locale=person.locale,
            template="claims/assigned",
            user_id=person.id,
            organisation=held.name,
            organisation_id=held.id,
        )
    return person


def locked(organisation_id: int) -> Organisation:
    """Return the unclaimed organisation, its row locked until the transaction ends, or raise Conflict."""
    organisation = db.session.scalar(
        select(Organisation)
        .where(Organisation.id == organisation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if organisation is None:
        raise NotFound
    require_unclaimed(organisation)
    return organisation


def _own(organisation: Organisation, person: User) -> None:
    organisation.claimed_at = clock.now()
    db.session.add(Membership(organisation_id=organisation.id, user_id=person.id, role=MembershipRole.OWNER))


def sent(organisation: Organisation) -> list[Claim]:
    """Return the links sent for the organisation, newest first, for staff."""
    statement = select(Claim).where(Claim.organisation_id == organisation.id).order_by(Claim.id.desc())
    return list(db.session.scalars(statement))
