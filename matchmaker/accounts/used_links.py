"""Whether a mailed link has done already what it is for: who opens it again is told so, not sent back.

Only who has the mail has the link, and learns no more from it than that its address is in use.
"""

from flask_security.utils import check_and_get_token_status, verify_hash
from sqlalchemy import select

from matchmaker.accounts.models import User
from matchmaker.accounts.settings import SETTINGS
from matchmaker.extensions import db


def is_confirmed(token: str) -> bool:
    """Whether the address that the link of a sign-up confirms is confirmed, however old the link is."""
    _expired, invalid, said = check_and_get_token_status(token, "confirm", SETTINGS["CONFIRM_EMAIL_WITHIN"])
    if invalid or not said:
        return False
    user = db.session.scalar(select(User).where(User.fs_uniquifier == said[0], User.active))
    return user is not None and user.confirmed_at is not None and bool(verify_hash(said[1], user.email))


def is_in_use(token: str) -> bool:
    """Whether the new address that the link is for opens an account already, however old the link is."""
    _expired, invalid, said = check_and_get_token_status(
        token, "change_email", SETTINGS["CHANGE_EMAIL_WITHIN"]
    )
    if invalid or not said:
        return False
    there = select(User.id).where(User.email == said[2], User.active, User.confirmed_at.is_not(None))
    return db.session.scalar(there) is not None
