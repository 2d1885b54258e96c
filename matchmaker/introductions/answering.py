"""Answers by the link of a mail, for whoever is not signed in: the link says who answers, and what."""

from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.introductions import policies, service, workflow
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.workflow import Action
from matchmaker.notifications import mail_links
from matchmaker.notifications.mail_links import DEAD_LINK
from matchmaker.notifications.models import LinkPurpose, MailLink
from matchmaker.taxonomy import DeclineCode


def find(token: str) -> tuple[MailLink, User, Introduction]:
    """Return the live link behind `token`, whose it is and the introduction with its sides.

    NotFound also for one whose person left the side, or whose question is no longer open.
    """
    link, user = mail_links.find(token, LinkPurpose.ANSWER)
    introduction = policies.get_own(user, link.subject_id)
    if answer_of(user, introduction) is None:
        raise NotFound(DEAD_LINK)
    return link, user, introduction


def answer_of(user: User, introduction: Introduction) -> Action | None:
    """Return the step by which `user` says yes to what is asked now: accept or agree; None without one."""
    steps = workflow.available(introduction.status, policies.capacities(user, introduction))
    return next((step for step in (Action.ACCEPT, Action.AGREE) if step in steps), None)


def say_yes(link: MailLink, user: User, introduction: Introduction, version: int) -> Introduction:
    """Accept, or agree to a proposal, and spend the link in the same transaction; raises as the step does."""
    agrees = answer_of(user, introduction) is Action.AGREE
    mail_links.use(link)
    return (service.agree if agrees else service.accept)(user, introduction, version)


def say_no(
    link: MailLink,
    user: User,
    introduction: Introduction,
    version: int,
    code: DeclineCode,
    *,
    text: str = "",
    share: bool = False,
) -> Introduction:
    """Decline, or take no part in a proposal, and spend the link in the same transaction."""
    agrees = answer_of(user, introduction) is Action.AGREE
    mail_links.use(link)
    if agrees:
        return service.withdraw(user, introduction, version)
    return service.decline(user, introduction, version, code, text=text, share=share)
