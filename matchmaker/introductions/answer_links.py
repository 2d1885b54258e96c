"""Links in mails by which a person answers a question without signing in: one person, one question, once."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import clock, tokens
from matchmaker.core.errors import Conflict, NotFound
from matchmaker.extensions import db
from matchmaker.introductions import policies, workflow
from matchmaker.introductions.models import AnswerLink, Introduction
from matchmaker.introductions.workflow import Action

VALID_FOR = timedelta(days=14)  # as long as an answer is waited for
DEAD_LINK = _l("This link has expired or was used. Sign in to see how the introduction stands.")


def issue(reader: User, introduction: Introduction) -> str:
    """Return the token of a new link by which `reader` may answer what is asked now; does not commit."""
    token, token_hash = tokens.issue()
    db.session.add(
        AnswerLink(
            introduction_id=introduction.id,
            user_id=reader.id,
            token_hash=token_hash,
            expires_at=clock.now() + VALID_FOR,
        )
    )
    return token


def find(token: str) -> tuple[AnswerLink, User, Introduction]:
    """Return the live link behind `token`, whose it is and the introduction with its sides.

    NotFound for a link that is unknown, used or expired, whose person left the side or was shut out, or whose
    question is no longer open.
    """
    link = db.session.scalar(select(AnswerLink).where(AnswerLink.token_hash == tokens.digest(token)))
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise NotFound(DEAD_LINK)
    user = db.session.get(User, link.user_id)
    if user is None or not user.active:
        raise NotFound(DEAD_LINK)
    introduction = policies.get_own(user, link.introduction_id)
    if answer_of(user, introduction) is None:
        raise NotFound(DEAD_LINK)
    return link, user, introduction


def answer_of(user: User, introduction: Introduction) -> Action | None:
    """Return the step by which `user` says yes to what is asked now: accept or agree; None without one."""
    steps = workflow.available(introduction.status, policies.capacities(user, introduction))
    return next((step for step in (Action.ACCEPT, Action.AGREE) if step in steps), None)


def use(link: AnswerLink) -> None:
    """Spend the link in the transaction under way; raise Conflict where it was used meanwhile."""
    spend = (
        update(AnswerLink)
        .where(AnswerLink.id == link.id, AnswerLink.used_at.is_(None), AnswerLink.expires_at > clock.now())
        .values(used_at=clock.now())
        .returning(AnswerLink.id)
    )
    if db.session.scalar(spend) is None:
        raise Conflict(DEAD_LINK)
