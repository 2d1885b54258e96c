"""What of outcomes a side may read, which outcomes a person may correct, and whose a link of a mail is."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from matchmaker.accounts.models import User
from matchmaker.core.errors import NotFound
from matchmaker.extensions import db
from matchmaker.introductions import policies as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes.models import Outcome, OutcomeVersion
from matchmaker.introductions.parties import Party
from matchmaker.notifications import mail_links
from matchmaker.notifications.models import LinkPurpose, MailLink


@dataclass(frozen=True)
class Told:
    """One version as a side may read it: the other side's words only where they are shared."""

    version: OutcomeVersion
    is_own: bool
    text: str


def by_link(token: str) -> tuple[MailLink, User, Introduction]:
    """Return the live link of a mail behind `token`, whose it is and the introduction with its sides.

    NotFound also for one whose person left the side, or whose introduction was taken back.
    """
    link, user = mail_links.find(token, LinkPurpose.OUTCOME)
    introduction = introductions.get_own(user, link.subject_id)
    if not introduction.shares_contacts:
        raise NotFound(mail_links.DEAD_LINK)
    return link, user, introduction


def of_introduction(introduction: Introduction) -> list[Outcome]:
    """Return the outcomes of an introduction with their versions, oldest first."""
    statement = (
        select(Outcome)
        .where(Outcome.introduction_id == introduction.id)
        .options(selectinload(Outcome.versions))
        .order_by(Outcome.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(statement))


def get(introduction: Introduction, outcome_id: int) -> Outcome:
    """Return an outcome of the introduction, read anew with its versions, or raise NotFound."""
    found = next((row for row in of_introduction(introduction) if row.id == outcome_id), None)
    if found is None:
        raise NotFound
    return found


def readable(versions: Sequence[OutcomeVersion], party: Party) -> list[Told]:
    """Return the versions as people of the side may read them, in the order given."""
    return [
        Told(row, row.party is party, row.text if row.party is party or row.text_shared else "")
        for row in versions
    ]
