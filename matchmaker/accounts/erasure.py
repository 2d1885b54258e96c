"""Erasing an account: nothing of the person is left but a number, to which the record and counts refer."""

from collections.abc import Callable
from uuid import uuid4

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update

from matchmaker.accounts.models import DataCopy, Invitation, User
from matchmaker.core import audit, clock, mail
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Forbidden, NotFound
from matchmaker.core.mail.models import OutgoingMail
from matchmaker.extensions import db

Forget = Callable[[User], None]
Named = Callable[[User, User], list[str]]

_FORGET: list[Forget] = []
_GOING: list[Named] = []


def forgets(step: Forget) -> Forget:
    """Register what a feature on the right removes of a person; usable as a decorator.

    It runs in the transaction of the erasure, while the account still bears its name and address.
    """
    _FORGET.append(step)
    return step


def takes_along(names: Named) -> Named:
    """Register what a feature on the right names that would go with an account; usable as a decorator.

    It is given the account, and who reads the names.
    """
    _GOING.append(names)
    return names


def going_with(user: User, reader: User) -> list[str]:
    """Return what would go if the account of `user` were erased now, as `reader` may call it."""
    return [name for names in _GOING for name in names(user, reader)]


def require_may(actor: User, user_id: int) -> None:
    """Raise Forbidden for who is no admin and means another, Conflict for an admin's own account."""
    own = actor.id == user_id
    if not own and not actor.is_admin:
        raise Forbidden
    if own and actor.is_admin:
        raise Conflict(_l("Another admin has to erase your account, so that an admin is always left."))


def erase(actor: User | None, user_id: int) -> None:
    """Erase the account of `actor`, or any for an admin, and confirm it by a last mail to its address.

    `actor` None is the command line. Raise as `require_may` does, and NotFound for an account that is not
    there, or was erased.
    """
    if actor is not None:
        require_may(actor, user_id)
    user = _locked(user_id, actor)
    address, is_theirs, going = user.email, user.confirmed_at is not None, going_with(user, user)
    for forget in _FORGET:
        forget(user)
    _leave_a_number(user)
    if is_theirs:
        mail.enqueue(recipient=address, locale=user.locale, template=mail.LAST_WORDS, going=going)
    role = None if actor else "operator"
    audit.record(db.session(), actor, AuditTag.ACCOUNT_ERASED, user, role=role)
    db.session.commit()


def _locked(user_id: int, actor: User | None) -> User:
    """Lock both accounts in one order for all; Forbidden where the admin was shut out meanwhile."""
    wanted = {user_id, actor.id if actor else user_id}
    statement = select(User).where(User.id.in_(wanted)).order_by(User.id).with_for_update()
    found = {row.id: row for row in db.session.scalars(statement.execution_options(populate_existing=True))}
    if actor is not None and not found[actor.id].active:
        raise Forbidden
    user = found.get(user_id)
    if user is None or user.erased_at is not None:
        raise NotFound
    return user


def _leave_a_number(user: User) -> None:
    nobody = f"erased-{user.id}@erased.invalid"
    # Before the mails: a worker that is about to write of a copy then has written, or writes nothing.
    db.session.execute(delete(DataCopy).where(DataCopy.user_id == user.id))
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.recipient == user.email))
    db.session.execute(delete(OutgoingMail).where(OutgoingMail.user_id == user.id))
    db.session.execute(update(Invitation).where(Invitation.email == user.email).values(email=nobody))
    user.email, user.name, user.password = nobody, "", None
    user.tf_primary_method = user.tf_totp_secret = user.tf_last_counter = None
    user.active, user.confirmed_at, user.erased_at = False, None, clock.now()
    user.fs_uniquifier = uuid4().hex  # its sessions and mailed links end
