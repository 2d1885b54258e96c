"""Links in mails by which a person says what came of an introduction without signing in: one person, once."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import clock, tokens
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.extensions import db
from matchmaker.introductions import policies
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes.models import OutcomeLink

VALID_FOR = timedelta(days=60)
DEAD_LINK = _l("This link has expired or was used. Sign in to see or correct what was said.")


def issue(reader: User, introduction: Introduction) -> str:
    """Return the token of a new link for `reader`; does not commit."""
    token, token_hash = tokens.issue()
    db.session.add(
        OutcomeLink(
            introduction_id=introduction.id,
            user_id=reader.id,
            token_hash=token_hash,
            expires_at=clock.now() + VALID_FOR,
        )
    )
    return token


def find(token: str) -> tuple[OutcomeLink, User, Introduction]:
    """Return the live link behind `token`, whose it is and the introduction with its sides.

    NotFound for a link that is unknown, used or expired, whose person left the side, or whose introduction
    was taken back.
    """
    link = db.session.scalar(select(OutcomeLink).where(OutcomeLink.token_hash == tokens.digest(token)))
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotFound(DEAD_LINK)
    user = db.session.get(User, link.user_id)
    if user is None or not user.active:
        raise NotFound(DEAD_LINK)
    introduction = policies.get_own(user, link.introduction_id)
    if not introduction.shares_contacts:
        raise NotFound(DEAD_LINK)
    return link, user, introduction


def use(link: OutcomeLink) -> None:
    """Spend the link in the transaction under way; raise Conflict where it was used meanwhile."""
    spend = (
        update(OutcomeLink)
        .where(OutcomeLink.id == link.id, OutcomeLink.used_at.is_(None), OutcomeLink.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(OutcomeLink.id)
    )
    if db.session.scalar(spend) is None:
        raise Conflict(DEAD_LINK)
