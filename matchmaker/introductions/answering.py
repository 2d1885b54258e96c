"""Answers by the link of a mail, for whoever is not signed in: the link says who answers, and what."""

from matchmaker.accounts.models import User
from matchmaker.introductions import answer_links, service
from matchmaker.introductions.models import AnswerLink, Introduction
from matchmaker.introductions.workflow import Action
from matchmaker.taxonomy import DeclineCode


def say_yes(link: AnswerLink, user: User, introduction: Introduction, version: int) -> Introduction:
    """Accept, or agree to a proposal, and spend the link in the same transaction; raises as the step does."""
    agrees = answer_links.answer_of(user, introduction) is Action.AGREE
    answer_links.use(link)
    return (service.agree if agrees else service.accept)(user, introduction, version)


def say_no(
    link: AnswerLink,
    user: User,
    introduction: Introduction,
    version: int,
    code: DeclineCode,
    *,
    text: str = "",
    share: bool = False,
) -> Introduction:
    """Decline, or take no part in a proposal, and spend the link in the same transaction."""
    agrees = answer_links.answer_of(user, introduction) is Action.AGREE
    answer_links.use(link)
    if agrees:
        return service.withdraw(user, introduction, version)
    return service.decline(user, introduction, version, code, text=text, share=share)
