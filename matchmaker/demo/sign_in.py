"""The password of the accounts that one signs in with."""

from flask_security import hash_password, verify_password
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.demo.accounts import ACCOUNTS
from matchmaker.extensions import db


def change_password(password: str) -> bool:
    """Give the accounts `password`; False where it is theirs already."""
    users = db.session.scalars(select(User).where(User.email.in_(ACCOUNTS))).all()
    changed = [user for user in users if not (user.password and verify_password(password, user.password))]
    hashed = hash_password(password) if changed else None
    for user in changed:
        user.password = hashed
        audit.record(db.session(), None, AuditTag.ACCOUNT_PASSWORD_CHANGED, user, role="operator")
    db.session.commit()
    return bool(changed)
