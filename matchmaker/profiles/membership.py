"""How people come to belong to an organisation, and leave it. Each function is one transaction."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit, clock, mail, tokens
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.extensions import db
from matchmaker.profiles import policies
from matchmaker.profiles.contact_rules import is_email
from matchmaker.profiles.members import open_invitations
from matchmaker.profiles.models import MemberInvitation, Membership, Organisation
from matchmaker.profiles.saving import committed
from matchmaker.taxonomy import MembershipRole

VALID_FOR = timedelta(days=14)
MAX_OPEN_INVITATIONS = 20
DEAD_INVITATION = _l("This invitation was withdrawn, has expired or was used. Ask for a new one.")


def invite(
    actor: User, organisation: Organisation, email: str, role: MembershipRole = MembershipRole.EDITOR
) -> MemberInvitation:
    """Send a colleague a link; an earlier one to the same address no longer works.

    Raise Invalid for what is no address or for too many open invitations, Conflict for who belongs already.
    """
    policies.require_owner(actor, organisation)
    address = email.strip().lower()
    _check_invitable(organisation, address)
    token, token_hash = tokens.issue()
    invitation = MemberInvitation(
        organisation_id=organisation.id,
        email=address,
        role=role,
        token_hash=token_hash,
        invited_by_id=actor.id,
        expires_at=clock.now() + VALID_FOR,
    )
    with committed():
        _withdraw_earlier(organisation, address)
        db.session.add(invitation)
        audit.record(db.session(), actor, AuditTag.MEMBER_INVITED, organisation, member_role=role)
        _mail_invitation(actor, organisation, invitation, token)
    return invitation


def _check_invitable(organisation: Organisation, address: str) -> None:
    if not is_email(address):
        raise Invalid(_l("This is not an e-mail address."))
    belongs = (
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.organisation_id == organisation.id, User.email == address)
    )
    if db.session.scalar(belongs) is not None:
        raise Conflict(_l("This person already belongs to the organisation."))
    if len(open_invitations(organisation)) >= MAX_OPEN_INVITATIONS:
        raise Invalid(_l("Too many invitations are open. Withdraw some of them first."))


def _withdraw_earlier(organisation: Organisation, address: str) -> None:
    db.session.execute(
        delete(MemberInvitation).where(
            MemberInvitation.organisation_id == organisation.id,
            MemberInvitation.email == address,
            MemberInvitation.accepted_at.is_(None),
        )
    )


def _mail_invitation(
    actor: User, organisation: Organisation, invitation: MemberInvitation, token: str
) -> None:
    invited = db.session.scalar(select(User).where(User.email == invitation.email))
    mail.enqueue(
        recipient=invitation.email,
        locale=invited.locale if invited else actor.locale,
        template="profiles/invitation",
        user_id=invited.id if invited else None,
        organisation=organisation.name,
        role=invitation.role,
        token=token,
        expires_at=invitation.expires_at,
    )


def withdraw_invitation(actor: User, organisation: Organisation, invitation_id: int) -> None:
    """Take an invitation back that nobody accepted; raise NotFound where there is none."""
    policies.require_owner(actor, organisation)
    invitation = db.session.get(MemberInvitation, invitation_id)
    if invitation is None or invitation.organisation_id != organisation.id or invitation.accepted_at:
        raise NotFound
    with committed():
        db.session.delete(invitation)
        audit.record(
            db.session(),
            actor,
            AuditTag.MEMBER_INVITED,
            organisation,
            member_role=invitation.role,
            withdrawn=True,
        )


def find_invitation(actor: User, token: str) -> MemberInvitation:
    """Return the open invitation behind the token; NotFound for a dead one, Forbidden for another address."""
    invitation = db.session.scalar(
        select(MemberInvitation).where(MemberInvitation.token_hash == tokens.digest(token))
    )
    if invitation is None or invitation.accepted_at or invitation.expires_at <= clock.now():
        raise NotFound(DEAD_INVITATION)
    _require_addressee(actor, invitation)
    return invitation


def _require_addressee(actor: User, invitation: MemberInvitation) -> None:
    if actor.confirmed_at is None or actor.email != invitation.email:
        raise Forbidden(
            _l("This invitation was sent to another address. Sign in with that address to accept it.")
        )


def join(actor: User, invitation: MemberInvitation) -> Membership:
    """Accept an invitation sent to the confirmed address of `actor`; it works once."""
    _require_addressee(actor, invitation)
    accept = (
        update(MemberInvitation)
        .where(
            MemberInvitation.id == invitation.id,
            MemberInvitation.accepted_at.is_(None),
            MemberInvitation.expires_at > clock.now(),
        )
        .values(accepted_at=clock.now())
        .returning(MemberInvitation.organisation_id, MemberInvitation.role)
    )
    with committed():
        accepted = db.session.execute(accept).one_or_none()
        if accepted is None:
            raise Conflict(DEAD_INVITATION)
        place = Membership(organisation_id=accepted.organisation_id, user_id=actor.id, role=accepted.role)
        db.session.add(place)
        organisation = policies.load(accepted.organisation_id)
        organisation.changed_at = clock.now()  # a name more that its texts leave out, in the search as well
        audit.record(db.session(), actor, AuditTag.MEMBER_JOINED, organisation, member_role=accepted.role)
    return place


def remove(actor: User, organisation: Organisation, member_id: int) -> None:
    """End the place of the user `member_id`: one's own in any role, another's as an owner.

    Raise Conflict for the last owner: hand the organisation over first.
    """
    if member_id != actor.id:
        policies.require_owner(actor, organisation)
    with committed():
        place = _locked_place(organisation, member_id)
        if place.role is MembershipRole.OWNER:
            _require_another_owner(organisation, member_id)
        db.session.delete(place)
        audit.record(db.session(), actor, AuditTag.MEMBER_REMOVED, organisation, member_id=member_id)


def change_role(actor: User, organisation: Organisation, member_id: int, role: MembershipRole) -> Membership:
    """Give the user `member_id` another role; raise Conflict where no owner would be left."""
    policies.require_owner(actor, organisation)
    with committed():
        place = _locked_place(organisation, member_id)
        if place.role is MembershipRole.OWNER and role is not MembershipRole.OWNER:
            _require_another_owner(organisation, member_id)
        before, place.role = place.role, role
        audit.record(
            db.session(),
            actor,
            AuditTag.MEMBER_ROLE_CHANGED,
            organisation,
            member_id=member_id,
            before=before,
            after=role,
        )
    return place


def _locked_place(organisation: Organisation, member_id: int) -> Membership:
    """Return the place while the organisation's row is locked, so that two owners do not leave at once."""
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    place = db.session.scalar(
        select(Membership)
        .where(Membership.organisation_id == organisation.id, Membership.user_id == member_id)
        .execution_options(populate_existing=True)
    )
    if place is None:
        raise NotFound
    return place


def _require_another_owner(organisation: Organisation, member_id: int) -> None:
    others = db.session.scalar(
        select(func.count())
        .select_from(Membership)
        .where(
            Membership.organisation_id == organisation.id,
            Membership.user_id != member_id,
            Membership.role == MembershipRole.OWNER,
        )
    )
    if not others:
        raise Conflict(_l("An organisation keeps at least one owner. Make somebody else an owner first."))
