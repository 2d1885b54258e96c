"""Accounts beyond the library's own pages: made, invited, changed, switched off."""

from datetime import timedelta
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from flask_security import hash_password
from sqlalchemy import ScalarResult, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from matchmaker.accounts.models import Invitation, User
from matchmaker.core import audit, clock, mail, tokens
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, Invalid, NotFound
from matchmaker.core.permissions import Permission, Role, may
from matchmaker.extensions import db
from matchmaker.taxonomy import Hub

VALID_FOR = timedelta(days=7)


def create(  # noqa: PLR0917  (an account reads in this order on the command line too)
    email: str,
    password: str | None,
    role: Role,
    hub: Hub | None,
    name: str,
    locale: str,
    *,
    time_zone: str | None = None,
) -> User:
    """Return a new confirmed account, as the command line makes it.

    Without `password` nobody can sign in until the person asks for a new one by mail. Raise Conflict where
    the address has an account, Invalid where role and hub do not fit.
    """
    user = _account(
        email=email,
        password=password,
        role=role,
        hub=hub,
        name=name,
        locale=locale,
        time_zone=time_zone,
    )
    audit.record(db.session(), None, AuditTag.ACCOUNT_CREATED, user, role="operator")
    db.session.commit()
    return user


def _account(
    *,
    email: str,
    password: str | None,
    role: Role,
    hub: Hub | None,
    name: str,
    locale: str,
    time_zone: str | None,
) -> User:
    _check_role(role, hub)
    user = User(
        email=_free_address(email),
        password=hash_password(password) if password else None,
        active=True,
        fs_uniquifier=uuid4().hex,
        confirmed_at=clock.now(),
        name=name,
        locale=locale,
        time_zone=time_zone or (hub or Hub.PARIS).time_zone,
        role=role,
        staff_hub=hub,
    )
    db.session.add(user)
    return user


def _check_role(role: Role, hub: Hub | None) -> None:
    if (role is Role.STAFF) != (hub is not None):
        raise Invalid(_l("Programme staff belong to a hub; nobody else does."))


def _free_address(email: str) -> str:
    """Return the address as accounts are stored under it; raise Conflict where it has one."""
    address = email.strip().lower()
    if db.session.scalar(select(User.id).where(User.email == address)) is not None:
        raise Conflict(_l("There is already an account with this address."))
    return address


def update(actor: User, *, name: str, locale: str, time_zone: str) -> None:
    """Change what a person may change of the own account at once."""
    actor.name, actor.locale, actor.time_zone = name, locale, time_zone
    audit.record(db.session(), actor, AuditTag.ACCOUNT_UPDATED, actor)
    db.session.commit()


def _check_admin(actor: User) -> None:
    if not may(actor, Permission.ACCOUNT_INVITE):
        raise Forbidden


def invite(actor: User, email: str, role: Role, hub: Hub | None, locale: str) -> Invitation:
    """Invite a staff member or an admin by mail; an earlier open invitation of the address ends.

    Raise Forbidden unless `actor` is an admin, Conflict where the address has an account already.
    """
    _check_admin(actor)
    _check_role(role, hub)
    if role is Role.MEMBER:
        raise Invalid(_l("Members sign up by themselves."))
    token, token_hash = tokens.issue()
    invitation = Invitation(
        email=_free_address(email),
        role=role,
        staff_hub=hub,
        locale=locale,
        token_hash=token_hash,
        invited_by_id=actor.id,
        expires_at=clock.now() + VALID_FOR,
    )
    _add(actor, invitation)
    mail.enqueue(
        recipient=invitation.email,
        locale=locale,
        template="accounts/invitation",
        invitation=invitation,
        inviter=actor.name,
        token=token,
    )
    db.session.commit()
    return invitation


def _add(actor: User, invitation: Invitation) -> None:
    """Add the invitation in the place of an open one of its address; Conflict where another came first."""
    _end_open_invitation(invitation.email)
    db.session.add(invitation)
    try:
        audit.record(
            db.session(), actor, AuditTag.ACCOUNT_INVITED, invitation, role_offered=str(invitation.role)
        )
    except IntegrityError:
        db.session.rollback()
        raise Conflict from None


def _end_open_invitation(address: str) -> None:
    open_one = db.session.scalar(
        select(Invitation)
        .where(Invitation.email == address, Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .with_for_update()
    )
    if open_one is not None:
        open_one.revoked_at = clock.now()
        db.session.flush()


def usable_invitation(token: str) -> Invitation:
    """Return the invitation behind a mailed link; NotFound where it was used, withdrawn or is too old."""
    return _usable(token, lock=False)


def _usable(token: str, *, lock: bool) -> Invitation:
    statement = select(Invitation).where(Invitation.token_hash == tokens.digest(token))
    if lock:  # and what an admin or another click did to it meanwhile
        statement = statement.with_for_update().execution_options(populate_existing=True)
    invitation = db.session.scalar(statement)
    if invitation is None or not invitation.is_usable:
        raise NotFound(_l("This invitation is no longer valid. Please ask for a new one."))
    return invitation


def accept(token: str, *, name: str, password: str, time_zone: str) -> User:
    """Return the confirmed account that the invitation offers, and use the invitation up.

    Role, hub and address are those of the invitation. Raise NotFound where it is not usable, Conflict where
    the address has an account meanwhile.
    """
    invitation = _usable(token, lock=True)
    user = _account(
        email=invitation.email,
        password=password,
        role=invitation.role,
        hub=invitation.staff_hub,
        name=name,
        locale=invitation.locale,
        time_zone=time_zone,
    )
    invitation.accepted_at = clock.now()
    db.session.flush()
    audit.record(db.session(), user, AuditTag.ACCOUNT_CREATED, user, invitation=invitation.id)
    db.session.commit()
    return user


def revoke(actor: User, invitation_id: int) -> None:
    """Withdraw an invitation that was not accepted; its link is dead at once."""
    _check_admin(actor)
    invitation = db.session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None:
        raise NotFound
    if invitation.accepted_at is not None:
        raise Conflict(_l("This invitation has been accepted in the meantime."))
    if invitation.revoked_at is None:
        invitation.revoked_at = clock.now()
        audit.record(db.session(), actor, AuditTag.ACCOUNT_INVITATION_REVOKED, invitation)
    db.session.commit()


def deactivate(actor: User | None, user_id: int) -> None:
    """Switch an account off: its sessions and mailed links end at once. `actor` None is the command line.

    Raise Conflict for the own account, so that an admin is always left.
    """
    if actor is not None:
        _check_admin(actor)
        if actor.id == user_id:
            raise Conflict(_l("You cannot switch off your own account."))
        _lock_both(actor.id, user_id)
        if not _locked(actor.id).active:
            raise Forbidden  # the other admin was faster
    user = _locked(user_id)
    if user.active:
        user.active = False
        user.fs_uniquifier = uuid4().hex
        _record_switch(actor, AuditTag.ACCOUNT_DEACTIVATED, user)
    db.session.commit()


def reactivate(actor: User | None, user_id: int) -> None:
    """Switch an account on again; the person signs in anew."""
    if actor is not None:
        _check_admin(actor)
    user = _locked(user_id)
    if user.erased_at is not None:
        raise NotFound
    if not user.active:
        user.active = True
        _record_switch(actor, AuditTag.ACCOUNT_REACTIVATED, user)
    db.session.commit()


def reset_second_factor(user_id: int) -> None:
    """Let a person who lost the device sign in by password alone, as the command line does; ends sessions."""
    user = _locked(user_id)
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
    user.fs_uniquifier = uuid4().hex
    _record_switch(None, AuditTag.ACCOUNT_SECOND_FACTOR_CHANGED, user)
    db.session.commit()


def _record_switch(actor: User | None, tag: AuditTag, user: User) -> None:
    audit.record(db.session(), actor, tag, user, role=None if actor else "operator")


def _lock_both(*user_ids: int) -> None:
    """Lock the accounts in one order for all: two admins who switch each other off must not deadlock."""
    db.session.execute(select(User.id).where(User.id.in_(user_ids)).order_by(User.id).with_for_update())


def _locked(user_id: int) -> User:
    user = db.session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise NotFound
    return user


def account_at(email: str) -> User | None:
    """Return the account at this address, in any case, or None."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def staff_and_admins() -> list[User]:
    """Return everybody who is not a member only, by role and address."""
    return list(
        db.session.scalars(
            select(User)
            .where(User.role != Role.MEMBER, User.erased_at.is_(None))
            .order_by(User.role, User.email)
        )
    )


def open_invitations() -> list[Invitation]:
    """Return the invitations that wait for an answer, or went by without one, newest first."""
    found: ScalarResult[Invitation] = db.session.scalars(
        select(Invitation)
        .where(Invitation.accepted_at.is_(None), Invitation.revoked_at.is_(None))
        .options(joinedload(Invitation.invited_by))
        .order_by(Invitation.created_at.desc())
    )
    return list(found)
