"""Saying what came of an introduction: added to, corrected by a further version, never overwritten."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from matchmaker.accounts.models import User
from matchmaker.core import audit
from matchmaker.core.audit import AuditTag
from matchmaker.core.errors import Conflict, Invalid
from matchmaker.core.text import clean
from matchmaker.extensions import db
from matchmaker.introductions import aftermath, standing
from matchmaker.introductions import service as introductions
from matchmaker.introductions.models import Introduction
from matchmaker.introductions.outcomes import emails, policies
from matchmaker.introductions.outcomes.models import (
    MOST_JOBS,
    TEXT_LENGTH,
    Outcome,
    OutcomeVersion,
)
from matchmaker.introductions.parties import Party
from matchmaker.notifications import mail_links
from matchmaker.notifications.models import MailLink
from matchmaker.taxonomy import Currency, OutcomeType

LARGEST_AMOUNT = Decimal(10) ** 11


@dataclass(frozen=True)
class Told:
    """What a side says came of an introduction; `text` is for staff unless it is `shared`."""

    type: OutcomeType
    amount: Decimal | None = None
    currency: Currency | None = None
    jobs_paris: int = 0
    jobs_silicon_valley: int = 0
    text: str = ""
    shared: bool = False


def note(actor: User, introduction: Introduction, told: Told) -> Outcome:
    """Add an outcome, also after the introduction was closed.

    NotFound for strangers, Conflict where the two were not introduced or that was taken back, Invalid for
    what cannot be.
    """
    outcome = _note(actor, introduction, told)
    db.session.commit()
    return outcome


def note_and_close(actor: User, introduction: Introduction, version: int, told: Told) -> Outcome:
    """Add an outcome and close the introduction as completed, both or neither."""
    outcome = _note(actor, introduction, told)
    introductions.complete(actor, introduction, version)
    return outcome


def note_by_link(link: MailLink, user: User, introduction: Introduction, told: Told) -> Outcome:
    """Add an outcome and spend the link of the mail, both or neither."""
    mail_links.use(link)
    return note(user, introduction, told)


def correct(actor: User, introduction: Introduction, outcome_id: int, number: int, told: Told) -> Outcome:
    """Add a version that holds from now on; Conflict where `number` is no longer the latest."""
    row, party = standing.locked(actor, introduction.id)
    outcome = policies.get(row, outcome_id)
    if outcome.latest.number != number:
        raise Conflict
    _add(actor, party, outcome, number + 1, told)
    audit.record(
        db.session(),
        actor,
        AuditTag.OUTCOME_CORRECTED,
        outcome,
        role=party.value,
        introduction=row.id,
        number=number + 1,
        **{"from": outcome.latest.type, "to": told.type},
    )
    emails.of_outcome(row, party)
    db.session.commit()
    return outcome


def _note(actor: User, introduction: Introduction, told: Told) -> Outcome:
    row, party = standing.locked(actor, introduction.id)
    outcome = Outcome(introduction_id=row.id)
    db.session.add(outcome)
    db.session.flush()
    _add(actor, party, outcome, 1, told)
    audit.record(
        db.session(),
        actor,
        AuditTag.OUTCOME_NOTED,
        outcome,
        role=party.value,
        introduction=row.id,
        to=told.type,
    )
    emails.of_outcome(row, party)
    return outcome


def _add(actor: User, party: Party, outcome: Outcome, number: int, told: Told) -> None:
    _check(told)
    words = clean(told.text)
    db.session.add(
        OutcomeVersion(
            outcome_id=outcome.id,
            number=number,
            type=told.type,
            amount=told.amount,
            currency=told.currency if told.amount is not None else None,
            jobs_paris=told.jobs_paris,
            jobs_silicon_valley=told.jobs_silicon_valley,
            text=words,
            text_shared=told.shared and bool(words),
            party=party,
            user_id=actor.id,
        )
    )


def _check(told: Told) -> None:
    """Raise Invalid for what the table would refuse, with a reason."""
    jobs = (told.jobs_paris, told.jobs_silicon_valley)
    if told.amount is not None and told.type is not OutcomeType.INVESTMENT:
        raise Invalid(_l("An amount belongs to an investment only."))
    if told.amount is not None and (told.currency is None or not _is_sound(told.amount)):
        raise Invalid(_l("Give an amount above zero with its currency."))
    if not all(0 <= count <= MOST_JOBS for count in jobs):
        raise Invalid(_l("Give a number of jobs between 0 and %(most)s.", most=MOST_JOBS))
    if told.type is OutcomeType.NONE and any(jobs):
        raise Invalid(_l("Where nothing came of it there are no jobs either."))
    if len(clean(told.text)) > TEXT_LENGTH:
        raise Invalid(_l("Please shorten this to %(number)s characters.", number=TEXT_LENGTH))


def _is_sound(amount: Decimal) -> bool:
    return amount.is_finite() and 0 < amount < LARGEST_AMOUNT


@aftermath.on_wipe
def wipe(introduction: Introduction) -> None:
    """Leave of outcomes what reports count, and no word that anybody wrote."""
    own = select(Outcome.id).where(Outcome.introduction_id == introduction.id)
    db.session.execute(
        update(OutcomeVersion)
        .where(OutcomeVersion.outcome_id.in_(own), OutcomeVersion.text != "")
        .values(text="", text_shared=False)
        .execution_options(synchronize_session=False)
    )
