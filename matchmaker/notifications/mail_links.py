"""Links in mails by which a person does one thing without signing in: one person, one subject, once.

Opening one changes nothing, since programs open links too: its page has a button. The feature on whose behalf
it was sent still asks whether the person may do it.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import clock, tokens
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.extensions import db
from matchmaker.notifications.models import LinkPurpose, MailLink

VALID_FOR = {
    LinkPurpose.ANSWER: timedelta(days=14),  # as long as an answer is waited for
    LinkPurpose.OUTCOME: timedelta(days=60),
    LinkPurpose.MEETING: timedelta(days=30),
    LinkPurpose.PROFILE: timedelta(days=60),
}
DEAD_LINK = _l("This link has expired or was used. Sign in to see how things stand.")


def issue(reader: User, purpose: LinkPurpose, subject_id: int) -> str:
    """Return the token of a new link for `reader`; does not commit."""
    token, token_hash = tokens.issue()
    db.session.add(
        MailLink(
            purpose=purpose,
            subject_id=subject_id,
            user_id=reader.id,
            token_hash=token_hash,
            expires_at=clock.now() + VALID_FOR[purpose],
        )
    )
    return token


def find(token: str, purpose: LinkPurpose) -> tuple[MailLink, User]:
    """Return the live link behind `token` and whose it is.

    NotFound for a link that is unknown, of another purpose, used or expired, or whose person was shut out.
    """
    link = db.session.scalar(
        select(MailLink).where(MailLink.token_hash == tokens.digest(token), MailLink.purpose == purpose)
    )
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotFound(DEAD_LINK)
    user = db.session.get(User, link.user_id)
    if user is None or not user.active:
        raise NotFound(DEAD_LINK)
    return link, user


def use(link: MailLink) -> None:
    """Spend the link in the transaction under way; raise Conflict where it was used meanwhile."""
    spend = (
        update(MailLink)
        .where(MailLink.id == link.id, MailLink.used_at.is_(None), MailLink.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(MailLink.id)
    )
    if db.session.scalar(spend) is None:
        raise Conflict(DEAD_LINK)
